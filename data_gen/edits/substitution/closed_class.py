"""Another member of a closed class (near-misses): "install docker on ubuntu" -> "install docker on debian".

Rules substitution.member (places, currencies, products, documents, ...) and substitution.audience (whom it
applies to: "for adults" -> "for children"), for what is asked for: they read words, not the parse, which errs
on queries in small letters. co_hyponym.py has more words, for sentences that the parser understands.
"""

import random
from collections.abc import Iterator, Sequence

from ...english.lexicon import WEEKDAYS
from ...english.nouns import plural
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, Replacement, change
from ..requests import ACTIONS, PROBLEM, QUERY, TOLD, asks, request
from ..rule import NEAR_MISS, rule
from .audience import LINES
from .slot import tells_kind

_LISTS = word_lists(__package__, "closed_class")

_TIMES = frozenset(("minute", "hour", "day", "week", "minutes", "hours", "days", "weeks"))

Phrase = tuple[str, ...]


def _classes(text: str) -> dict[Phrase, list[tuple[str, ...]]]:
    """Return {words of a member, in small letters: for each of its classes, the others, in the same
    number}.
    """
    found: dict[Phrase, list[tuple[str, ...]]] = {}
    for line in text.strip().splitlines():
        members = [one.strip() for one in line.removeprefix("~").split("|")]
        forms = [members]
        if not line.startswith("~") and all(_has_plural(member) for member in members):
            forms.append([_plural(member) for member in members])
        for some in forms:
            for member in some:
                others = tuple(other for other in some if other != member)
                found.setdefault(tuple(member.lower().replace("-", " - ").split()), []).append(others)
    return found


def of_class(word: str) -> list[frozenset[str]]:
    """Return for each class that a word in small letters is in, the others of it, in small letters."""
    return [frozenset(one.lower() for one in others) for others in _MEMBERS.get((word,), ())]


def _has_plural(member: str) -> bool:
    last = member.split()[-1]
    return last.islower() and not last.endswith(("s", "women", "people", "children"))


def _plural(member: str) -> str:
    *first, last = member.split()
    return " ".join([*first, plural(last)])


_MEMBERS = _classes(_LISTS.text("members"))
_AUDIENCES = _classes(LINES)
_ADJECTIVES = frozenset(
    (member.strip().lower(),)
    for line in _LISTS.text("members").splitlines()
    if line.startswith("~")
    for member in line.removeprefix("~").split("|")
)
_CAPITALISED = frozenset(
    member.strip().lower()
    for line in _LISTS.text("members").splitlines()
    for member in line.split("|")
    if member.strip().istitle()
)
_LONGEST = max(len(phrase) for phrase in (*_MEMBERS, *_AUDIENCES))


@rule(
    "substitution.member",
    NEAR_MISS,
    "install docker on ubuntu -> install docker on debian",
    when=asks,
    most=3,
)
@rule(
    "substitution.audience",
    NEAR_MISS,
    "What is the dose for adults? -> What is the dose for children?",
    most=2,
)
def members(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield what is asked for with one thing, or those whom it applies to, exchanged for another of its
    class.
    """
    found = request(sentence)
    if found is None:
        return
    words, done = sentence.words, found.start
    for i in range(found.start, found.end):
        if i < done:
            continue
        for length in range(min(_LONGEST, found.end - i), 0, -1):
            key = tuple(word.lower for word in words[i : i + length])
            named = [
                (short, table[key])
                for short, table in (("audience", _AUDIENCES), ("member", _MEMBERS))
                if key in table
            ]
            is_modifier = (
                found.form not in (PROBLEM, QUERY, TOLD)
                and words[i].pos in ("NOUN", "ADJ")
                and words[i].text.islower()
                and words[i + length].tag in ("NN", "NNS", "NNP")
            )
            is_modifier = is_modifier and not (
                words[i].pos == "ADJ" and key in _ADJECTIVES and sentence.alone and key not in _AUDIENCES
            )
            is_act = found.form != QUERY and words[i].pos == "VERB" and words[i].text.islower()
            is_act = is_act or (found.form in ACTIONS and i == found.body)
            if not named or _is_part(words, i, i + length) or ((is_modifier or is_act) and length == 1):
                continue
            if words[i].tag == "JJ" and (words[i].rel == "xcomp" or words[i + length].tag == "TO"):
                continue  # "feel free", "the steps missing to finish it"
            written = words[0].text[:1].isupper() and words[i].text.islower()
            if (written and key[0] in _CAPITALISED) or _is_span(words, i, i + length):
                continue  # "in every sense of the word"
            if words[i + length].lower == "or" and words[i].pos == "ADJ":
                continue  # "the public or private hospitals"
            if found.form != QUERY and _is_kind(words[i - 1], words[i + length - 1]):
                continue
            done = i + length
            for short, classes in named:
                if short == "audience" and _is_bound(sentence, classes, words, i + length):
                    continue
                if short == "audience" and words[i - 1].tag == "PRP$":
                    continue  # "your company"
                if words[i].pos == "ADJ" and found.form != QUERY and words[i + length].pos == "NOUN":
                    classes = [some for some in classes if (some[0].lower(),) in _ADJECTIVES]
                nearest = _drawn(sentence, [classes[0][:1]], rng) if short == "audience" and classes else None
                typed = words[i].text.islower() or i == sentence.first
                for option in dict.fromkeys((nearest, _drawn(sentence, classes, rng))):
                    if option and (typed or not option.islower()) and not _breaks(words, i, option):
                        made = _as_written(words[i], option)
                        yield change(short, Replacement(words[i].start, words[i + length - 1].end, made))
            break


def _is_bound(
    sentence: Sentence, classes: Sequence[tuple[str, ...]], words: Sequence[Word], end: int
) -> bool:
    """Whether the sentence speaks of others of the class as well ("children without an adult"), or tells
    their age.
    """
    text = f" {sentence.text.lower()}"
    others = {other.split()[-1].lower().removesuffix("s") for some in classes for other in some}
    others.discard(words[end - 1].lower.removesuffix("s"))  # "part-time employees" and "full-time employees"
    return words[end].lower in ("under", "over", "aged", "age", "of", "or", "and") or any(
        f" {other}" in text for other in others
    )


def _is_span(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a unit of time is no measure: "throughout the day", "a week of tests"."""
    timed = words[end - 1].lower in _TIMES
    return timed and (words[end].lower == "of" or words[start - 1].lower == "the")


def _breaks(words: Sequence[Word], start: int, option: str) -> bool:
    """Whether a member in another number stands behind its verb: "what are cookies" -> "cache"."""
    be = next((w.lower for w in words[max(0, start - 3) : start] if w.lower in ("is", "are")), "")
    return (
        words[start].tag in ("NN", "NNS")
        and bool(be)
        and option.endswith("s") != words[start].lower.endswith("s")
    )


def _drawn(sentence: Sentence, classes: Sequence[tuple[str, ...]], rng: random.Random) -> str | None:
    """Draw another member that the sentence does not hold."""
    text = f" {sentence.text.lower()} "
    options = [one for others in classes for one in others if one.lower() not in text]
    return rng.choice(options) if options else None


def _is_part(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a name, or a word with a hyphen, goes on beyond the member: "Bank of Rome", "Berlin Wall"."""
    if start and words[start - 1].lower in ("how", "so", "as", "too"):
        return True  # "how long"
    if start > 1 and words[start].pos == "ADJ" and words[start - 1].text[:1].isupper():
        return words[end].pos == "NOUN"  # "Holt cold fever"
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
    is_named = words[start].text[:1].isupper() and start > 0
    return is_named and words[end].text[:1].isupper() and words[end].lower not in _NOT_NAMES


_NOT_NAMES = WEEKDAYS | {"i", "on", *(key[0] for key in _MEMBERS)}


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
