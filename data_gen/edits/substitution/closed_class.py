"""Another member of a closed class (near-misses): "install docker on ubuntu" -> "install docker on debian".

Rules substitution.member (places, currencies, products, documents, ...) and substitution.audience (whom it
applies to: "for adults" -> "for children"), for what is asked for: they read words, not the parse, which errs
on queries in small letters. co_hyponym.py has more words, for sentences that the parser understands.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ...english.lexicon import WEEKDAYS, word_set
from ...english.nouns import plural
from ...parsing.sentence import NOTHING, Sentence, Word
from ..prelude import NEAR_MISS, Changes, Random, Replacement, change, is_echoed, rule, word_lists
from ..request_lines import is_somebodys
from ..requests import ACTIONS, FIND, ORDER, PROBLEM, QUERY, TOLD, Asked, Request, request
from .audience import LINES
from .slot import tells_kind

_LISTS = word_lists(__package__, "closed_class")

Phrase = tuple[str, ...]
_CAPITALISED = frozenset(
    word.lower() for line in _LISTS.text("members").splitlines() for word in line.split() if word.istitle()
)
_NOMINAL = ("NOUN", "PROPN")
_TELLS_WHO = word_set("under over aged age of or and who whose that with without")
_NOT_NAMES = WEEKDAYS | _CAPITALISED | {"i", "on"}


class _Others(NamedTuple):
    """The other members of a class, in the same number; whether they also stand before a noun."""

    members: tuple[str, ...]
    before_nouns: bool


def _classes(text: str) -> dict[Phrase, list[_Others]]:
    """Return {words of a member, in small letters: for each of its classes, the others}."""
    found: dict[Phrase, list[_Others]] = {}
    for line in text.strip().splitlines():
        mark = line[0] if line[0] in "+~" else ""
        members = [one.strip() for one in line.removeprefix(mark).split("|")]
        forms = [members]
        if not mark and all(_has_plural(member) for member in members):
            forms.append([_plural(member) for member in members])
        for some in forms:
            for member in some:
                others = tuple(other for other in some if other != member)
                key = tuple(member.lower().replace("-", " - ").split())
                found.setdefault(key, []).append(_Others(others, mark == "+"))
    return found


def _has_plural(member: str) -> bool:
    last = member.split()[-1]
    return last.islower() and not last.endswith(("s", "women", "people", "children"))


def _plural(member: str) -> str:
    *first, last = member.split()
    return " ".join([*first, plural(last)])


_TABLES = {"audience": _classes(LINES), "member": _classes(_LISTS.text("members"))}


def of_class(word: str) -> list[frozenset[str]]:
    """Return for each class that a word in small letters is in, the others of it, in small letters."""
    return [frozenset(one.lower() for one in some.members) for some in _TABLES["member"].get((word,), ())]


_LONGEST = max(len(phrase) for table in _TABLES.values() for phrase in table)


@rule("substitution.member", NEAR_MISS, each=Asked(), most=3)
@rule("substitution.audience", NEAR_MISS, most=2)
def members(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """member: install docker on ubuntu -> install docker on debian
    audience: What is the dose for adults? -> What is the dose for children?

    Yield what is asked for with one thing, or those whom it applies to, exchanged for another of its
    class.
    """
    words, done = sentence.words, found.start
    for i in range(found.start, found.end):
        if i < done:
            continue
        for end in range(min(i + _LONGEST, found.end), i, -1):
            key = tuple(word.lower for word in words[i:end])
            named = [(short, table[key]) for short, table in _TABLES.items() if key in table]
            if not named or _is_part(words, i, end) or (found.form in ACTIONS and i == found.body):
                continue
            done = end
            for short, classes in named:
                if short == "audience":
                    if not _is_audience(found, i, end) or _is_bound(sentence, classes, words, end):
                        continue
                    options = [_drawn(sentence, [(classes[0].members[:1])], rng)]
                else:
                    if len(words[i].text) > 4 and is_echoed(sentence, words[i]):
                        break  # "pressed the Japanese ... sales to Japan"
                    classes = [some for some in classes if some.before_nouns or is_somebodys(sentence)]
                    classes = [some for some in classes if _is_whole(found, i, end, some.before_nouns)]
                    classes = [_held(sentence, some) for some in classes]
                    options = []
                options.append(_drawn(sentence, [some.members for some in classes], rng))
                typed = words[i].text.islower() or i == sentence.first
                for option in dict.fromkeys(options):
                    if option and (typed or not option.islower()) and not _breaks(words, i, option):
                        made = _as_written(words[i], option)
                        yield change(short, Replacement(words[i].start, words[end - 1].end, made))
            break


def _is_audience(found: Request, start: int, end: int) -> bool:
    """Whether those whom it applies to are no part of another phrase, and nobody's own."""
    words = found.sentence.words
    word, before, after = words[start], words[start - 1], words[end]
    if before.tag in ("PRP$", "JJR") or before.lower == "own":
        return False  # "your company", "older adults"
    kinds = ("NN", "NNP") if is_somebodys(found.sentence) else ("NN", "NNP", "JJ")
    if before.tag in kinds and before.lower not in WEEKDAYS and found.form != QUERY:
        return False  # "your system admin"
    if found.form == QUERY:
        return True
    is_modifier = word.pos in ("NOUN", "ADJ") and word.text.islower() and after.tag in ("NN", "NNS", "NNP")
    is_act = word.pos == "VERB" and word.text.islower()
    if end - start == 1 and (is_act or (is_modifier and found.form not in (PROBLEM, TOLD))):
        return False
    return not _is_kind(before, words[end - 1])


def _is_whole(found: Request, start: int, end: int, before_nouns: bool) -> bool:
    """Whether a member is all of its noun phrase but its determiner, or a name or the like before a noun."""
    words = found.sentence.words
    first, last, after = words[start], words[end - 1], words[end]
    opens = not start or (found.form in ACTIONS and start == found.body + 1)  # behind the verb of an order
    before = NOTHING if opens else words[start - 1]
    if (first is last and first.pos == "VERB") or (before.pos == "ADJ" and tells_kind(before.lower)):
        return False
    if before_nouns or after.tag in ("CD", "HYPH"):
        if first.lower in _LISTS.colours and after.pos not in (*_NOMINAL, "ADJ", "VERB"):
            return last.pos in (*_NOMINAL, "ADJ") and before.pos == "ADP"  # "in green"
        if first.lower in _LISTS.colours:
            heads = {after.lower, found.sentence.after(after).lower}
            return found.form in (QUERY, ORDER, FIND) and heads.isdisjoint(_LISTS.fixed)
        return before_nouns and after.tag != "CD" and after.lower not in _LISTS.torn
    if after.pos in _NOMINAL or after.text == "(" or (after.lower == "of" and first is last):
        return False  # "a train ticket", "error 404", "the production of"
    parted = before.pos not in _NOMINAL or before.lower in WEEKDAYS or first.pos == "ADP"
    parted |= found.form == QUERY and before.tag == "NNS"  # "opening hours museum"
    stands = last.pos in (*_NOMINAL, "ADV") or (last.pos == "ADJ" and before.pos == "ADP")  # "in green"
    return parted and stands


def _held(sentence: Sentence, others: _Others) -> _Others:
    """Return the members that the corpus has, as far as it tells; all names."""
    slots = sentence.slots
    if slots is None or others.before_nouns:
        return others
    held = (one for one in others.members if all(slots.may_hold(word) for word in one.split()))
    return others._replace(members=tuple(held))


def _is_bound(sentence: Sentence, classes: Sequence[_Others], words: Sequence[Word], end: int) -> bool:
    """Whether the sentence speaks of others of the class as well ("children without an adult"), or tells
    their age.
    """
    text = f" {sentence.text.lower()}"
    others = {other.split()[-1].lower().removesuffix("s") for some in classes for other in some.members}
    others.discard(words[end - 1].lower.removesuffix("s"))  # "part-time employees" and "full-time employees"
    found = request(sentence)
    sought = found is not None and found.form in (QUERY, ORDER, FIND) and words[end].lower in ("who", "that")
    told = (words[end].lower in _TELLS_WHO and not sought) or any(f" {other}" in text for other in others)
    return told or text.count(words[end - 1].lower.removesuffix("s")) > 1


def _breaks(words: Sequence[Word], start: int, option: str) -> bool:
    """Whether a member in another number stands behind its verb: "what are cookies" -> "cache"."""
    be = next((w.lower for w in words[max(0, start - 3) : start] if w.lower in ("is", "are")), "")
    return (
        words[start].tag in ("NN", "NNS")
        and bool(be)
        and option.endswith("s") != words[start].lower.endswith("s")
    )


def _drawn(sentence: Sentence, classes: Sequence[tuple[str, ...]], rng: Random) -> str | None:
    """Draw another member that the sentence does not hold."""
    text = f" {sentence.text.lower()} "
    options = [one for others in classes for one in others if one.lower() not in text]
    return rng.choice(options) if options else None


def _is_part(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a name, or a word with a hyphen, goes on beyond the member: "Bank of Rome", "Berlin Wall"."""
    is_typed = not any(char.isupper() for word in words for char in word.text)
    if words[start].text.islower() and words[start].lower in _CAPITALISED and not is_typed:
        return True  # "Open two windows"
    if start and words[start - 1].lower in ("how", "so", "as", "too"):
        return True  # "how long"
    if words[start].lower in ("weekend", "weekday") and words[start - 1].lower in ("this", "next", "last"):
        return True
    if start > 1 and words[start].pos == "ADJ" and words[start - 1].text[:1].isupper():
        return words[end].pos == "NOUN"  # "Holt cold fever"
    if start > 1 and words[start - 1].pos == "ADP" and words[start - 2].lower in ("and", "or"):
        return True  # "the name and from address"
    if words[start].lower in ("black", "white") and {"black", "white"} <= {w.lower for w in words}:
        return True  # "in black and white"
    if words[start].tag == "JJ" and tells_kind(words[end].lower):
        return True  # "deep peroneal nerve"
    if start and words[start - 1].text in ("-", "/") and words[start - 1].end == words[start].start:
        return True
    if words[end].text in ("-", "/") and words[end].start == words[end - 1].end:
        return True
    if words[end].lower in ("'s", "year", "years", "now", "away", "labor", "labour", "abuse") or (
        start > 1 and words[start - 1].lower == "of" and words[start - 2].text[:1].isupper()
    ):
        return True
    if (
        start > 1
        and words[start].text[:1].isupper()
        and words[start - 1].text[:1].isupper()
        and words[start].lower not in _NOT_NAMES
    ):
        return True
    if start > 1 and words[start - 1].tag == "NNP" and words[start - 1].lower not in _NOT_NAMES:
        return words[start].text[:1].isupper() and words[start - 1].text[:1].isupper()  # "Arch Linux"
    is_named = words[start].text[:1].isupper() and start > 0
    return is_named and words[end].text[:1].isupper() and words[end].lower not in _NOT_NAMES


def _is_kind(before: Word, last: Word) -> bool:
    """Whether the word before a member tells what kind of it there is: "team members", "basilar migraine"."""
    if before.head is not last or before.rel not in ("amod", "compound"):
        return False
    if before.rel == "compound":
        return before.tag in ("NN", "NNP") and before.lower not in WEEKDAYS
    return tells_kind(before.lower)


def _as_written(word: Word, option: str) -> str:
    """Return a member with the capitals that its place asks for: none in a text of small letters."""
    if word.text.isupper() and len(word.text) > 1 and len(option) <= 4:
        return option.upper()
    return option.lower() if word.text.islower() else option
