"""Another number in the place of one (near-misses): "30 guests" -> "60 guests", "between 5 and 10" ->
"between 5 and 15".

Rules quantity.number, .percentage, .range and .multiple.
"""

import random
from collections.abc import Iterator
from itertools import pairwise

from ...english.lexicon import TIME_NOUNS
from ...english.number_words import is_year, nearby, value
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Sentence, Word
from ..edit import Change, change, replace
from ..index import lowers
from ..phrasebook import Found, Phrasebook
from ..rule import NEAR_MISS, rule
from .counts import PERCENT, Count, counts, has_number

_LISTS = word_lists(__package__, "number")

_TOGETHER = frozenset(("total", "sum", "together", "respectively", "combined", "average", "mean", "plus"))


@rule("quantity.number", NEAR_MISS, "The lamp costs $40. -> The lamp costs $60.", most=2, when=has_number)
@rule(
    "quantity.percentage", NEAR_MISS, "The price rose by 5 percent. -> The price rose by 8 percent.", most=2
)
def changed_numbers(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield the sentence with one number changed."""
    texts = {w.lower for w in sentence.words}
    for count in counts(sentence):
        if count.in_range or _is_fixed(sentence, count):
            continue
        new = nearby(count.number.text, rng)
        if new is None or new in texts or not _fits(count, new) or not _keeps_order(sentence, count, new):
            continue
        rule = "percentage" if count.sort == "percent" else "number"
        yield change(rule, replace(count.number, new))


def _keeps_order(sentence: Sentence, count: Count, new: str) -> bool:
    """Whether a number is still no more than that of which it is a part, or on its side of the other end:
    "10 of the 11 studies", "jumps to $2,800 from $2,500".
    """
    words, number = sentence.words, count.number
    old, changed = value(number.text), value(new)
    first = number.i - 1 if number.i and words[number.i - 1].text in "$£€" else number.i
    before, after = words[max(0, first - 5) : first], words[number.i + 1 : number.i + 7]
    others: list[Word] = []
    if after and after[0].lower == "of":
        others = [w for w in after[1:4] if w.tag == "CD"]
    elif len(before) > 2 and "of" in (before[-1].lower, before[-2].lower):
        others = [w for w in before if w.tag == "CD"]
    elif before and before[-1].lower in ("to", "from"):
        pair = {"to", "from"} - {before[-1].lower}
        near = before + after if pair & {w.lower for w in (*before, *after)} else []
        others = [w for w in near if w.tag == "CD"]
    bounds = [value(w.text) for w in others]
    return (
        old is None
        or changed is None
        or all(b is None or (changed != b and (old < b) == (changed < b)) for b in bounds)
    )


def _is_fixed(sentence: Sentence, count: Count) -> bool:
    number, noun = count.number, count.noun
    if value(number.text) in (0, 1) or count.scale.lower == "hundred":
        return True
    if count.sort == "count" and noun.tag == "NN" and len(noun.text) > 3:
        return True  # "the three field system"
    after = sentence.words[number.i + 1 : number.i + 6]
    if count.sort == "count" and after and after[0].tag == "NNP":
        return True  # "55 Cancri e"
    if sentence.before(number).text == ";":
        return True  # "(1,750 nmi; 2,020 mi)"
    if any(w.text == ":" for w in after[:3]):
        return True  # "has four parts: ..."
    if any(a.text == "(" and b.text[:1].isdigit() for a, b in pairwise(after)):
        return True  # "25 km (16 mi)"
    if noun.lemma in _BODY and number.lower == "two":
        return True
    return sentence.before(number).lower in ("the", "these", "those") and number.lower in ("two", "2")


_BODY = frozenset(("hand", "eye", "ear", "leg", "arm", "side", "foot", "half", "sex", "gender", "parent"))


def _fits(count: Count, new: str) -> bool:
    old, number = value(count.number.text), value(new)
    if old is None or number is None:
        return False
    if count.sort == "percent":
        return number <= 100 or old > 100
    return not (is_year(new) and not is_year(count.number.text))


# --- ranges -----------------------------------------------------------------------------------------


@rule(
    "quantity.range",
    NEAR_MISS,
    "between 5 and 10 tenants -> between 5 and 15 tenants",
    most=2,
    when=has_number,
)
def changed_ranges(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "between 5 and 10 tenants" -> "between 5 and 15 tenants", still a range."""
    for word in sentence.words:
        second = _second_bound(sentence, word)
        if not second or not _is_counted(sentence, word, second):
            continue
        low, high = value(word.text), value(second.text)
        if low is None or high is None or low >= high or is_year(word.text) or is_year(second.text):
            continue
        for _ in range(6):
            bounds = [word.text, second.text]
            which = rng.randrange(3)
            new = [nearby(text, rng) if which in (i, 2) else text for i, text in enumerate(bounds)]
            if None in new or len({new[0], new[1], *bounds}) < 3:
                continue
            a, b = value(str(new[0])), value(str(new[1]))
            if a is not None and b is not None and a < b:
                changes = [
                    replace(w, str(n)) for w, n in zip((word, second), new, strict=True) if n != w.text
                ]
                yield change("range", *changes)
                break


def _second_bound(sentence: Sentence, word: Word) -> Word:
    """The second number of a range that begins with this one, or NOTHING."""
    words, i = sentence.words, word.i
    if word.tag != "CD" or value(word.text) is None:
        return NOTHING
    before = words[i - 1].lower if i else ""
    if before in ("$", "£", "€"):
        before = words[i - 2].lower if i > 1 else ""
    j = i + 1
    while j < len(words) and (words[j].text in "%$£€" or words[j].lower in ("percent", "million", "billion")):
        j += 1
    if j >= len(words):
        return NOTHING
    joiner = words[j].lower
    if not (
        joiner == "to"
        or (joiner == "and" and before == "between")
        or (words[j].text in "-–" and before not in ("(", ","))
    ):
        return NOTHING
    j += 1
    if j < len(words) and words[j].text in "$£€":
        j += 1
    second = words[j] if j < len(words) else NOTHING
    if second.tag != "CD" or (joiner in "-–" and second.start != words[j - 1].end):
        return NOTHING
    return NOTHING if j + 1 < len(words) and words[j + 1].text in "-–/:" else second


def _is_counted(sentence: Sentence, word: Word, second: Word) -> bool:
    """Whether a range counts or measures something that is no time."""
    words = sentence.words
    if word.i and words[word.i - 1].text in "$£€":
        return True
    after = words[second.i + 1 : second.i + 4]
    if not after or any(w.lemma in TIME_NOUNS or w.lower in ("a.m.", "p.m.") for w in after[:2]):
        return False
    return after[0].text in PERCENT or after[0].lower == "per" or after[0].tag in ("NNS", "NN", "JJ")


# --- half, double, twice ----------------------------------------------------------------------------

_MULTIPLES = Phrasebook(_LISTS.table("multiples"))
_VERBS = frozenset(("double", "triple", "halve", "quadruple"))


@rule("quantity.multiple", NEAR_MISS, "Output tripled in May. -> Output doubled in May.", most=2)
def changed_multiples(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "Sales doubled." -> "Sales tripled."; "half of the rent" -> "a third of the rent"."""
    for found in _MULTIPLES(sentence):
        word, text, following = found.first, found.text, found.after()
        if any(
            option.split()[0] in lowers(sentence)
            for option in found.options
            if option.split()[0] not in ("a", "one", "two")
        ):
            continue
        if word.lemma in _VERBS or text.rstrip("sd") in _VERBS:
            if word.pos != "VERB" or following.tag == "RP":
                continue
            if word.rel in ("amod", "compound") or word.child("compound:prt"):
                continue
        elif text in ("twice", "three times", "four times"):
            if following.lower not in (
                "as",
                "the",
                "its",
                "their",
                "his",
                "her",
                "a",
                "per",
                "more",
                "larger",
            ):
                continue
            if following.lower == "as" and _text_after(found) not in _AMOUNTS_AS:
                continue
            if following.lower in ("a", "per") and following.i + 1 < len(sentence.words):
                continue  # how often: temporal's
        elif not _is_share(found.before(), following):
            continue
        options = found.options
        if text == "half" and following and following.lower != "of":
            options = ("a third of", "a quarter of")
        yield change("multiple", found.replaced(rng.choice(options)))


def _text_after(found: Found) -> str:
    return found.after(2).lower


_AMOUNTS_AS = _LISTS.set("amounts_as")


def _is_share(before: Word, following: Word) -> bool:
    """Whether a fraction is a share of something: "half of the rent", "half the rent"."""
    if following.lower not in ("of", "the", "its", "their", "his", "her", "my", "our"):
        return False
    if following.lower != "of" and before.tag == "CD":
        return False
    return before.lower not in (
        "and",
        "or",
        "first",
        "second",
        "other",
        "last",
        "the",
        "to",
        "-",
        "one",
        "two",
    ) and before.tag not in ("CD", "JJ", "DT", "PRP$")
