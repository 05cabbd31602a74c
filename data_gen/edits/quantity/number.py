"""Another number in the place of one (near-misses): "30 guests" -> "60 guests", "between 5 and 10" ->
"between 5 and 15".

Rules quantity.number, .percentage, .range and .multiple.
"""

import re

from ...english.lexicon import TIME_NOUNS
from ...english.number_words import WORDS, is_year, nearby, value
from ...parsing.sentence import Sentence, Word
from ..matching import Found, Table, holds, lexical
from ..prelude import NEAR_MISS, Changes, Random, Replacement, change, lowers, replace, rule, word_lists
from .counts import PERCENT, Count, counts, has_number

_LISTS = word_lists(__package__, "number")

_LIST_MARKS = (":", "-", "--", "–", "—")
MAJORITY = 18
PAIR = 2  # of which one says "both"
_MANY = 6  # numbers in a sentence from which on it is a table
_AGE = re.compile(
    r"\b(?:(?:younger|older) than|aged?|(?:over|under) the age of|(?:the|all|for|everyone|anyone) "
    r"(?:over|under)[ -]?) ?(?P<age>\d{2})(?=s?\b)"
    r"(?![%°,:/-]|\.\d|s? (?:%|percent|and|to|or|euros?|dollars?|pounds?)\b"
    r"|s? (?:minute|hour|day|week|month)s?\b)"
    r"|\b(?P<size>[2-9]|[1-4]\d)[ -]"
    r"(?:bed|bedroom|seat|seater|person|door|piece|inch|litre|liter|star|course)\b(?=[ -][a-z])",
    re.IGNORECASE,
)
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|\b(?:{'|'.join(WORDS)})"
_RANGE = re.compile(
    rf"(?<![\w.,/:–-])(?P<sign>[$£€]?)(?P<low>{_NUMBER})(?:\s?%| percent| million| billion)?"
    rf"(?P<link> to | and |[-–])[$£€]?(?P<high>{_NUMBER})(?![\w/:–-]|[.,]\d)",
    re.IGNORECASE,
)
_ENDS = ("low", "high")


@rule("quantity.number", NEAR_MISS, "The lamp costs $40. -> The lamp costs $60.", most=2, when=has_number)
@rule(
    "quantity.percentage", NEAR_MISS, "The price rose by 5 percent. -> The price rose by 8 percent.", most=2
)
def changed_numbers(sentence: Sentence, rng: Random) -> Changes:
    """Yield the sentence with one number changed."""
    if sum(w.tag == "CD" for w in sentence.words) > _MANY:
        return
    for count in counts(sentence):
        if count.in_range or _is_fixed(sentence, count) or _is_told_again(sentence, count):
            continue
        new = nearby(count.number.text, rng)
        if new is None or holds(sentence, new) or not _fits(count, new):
            continue
        if value(new) == PAIR and sentence.before(count.number).lower == "all":
            continue  # "all two surveys"
        if not _keeps_order(sentence, count, new):
            continue
        rule = "percentage" if count.sort == "percent" else "number"
        yield change(rule, replace(count.number, new))


@rule("quantity.number", when=has_number)
def changed_ages(sentence: Sentence, rng: Random) -> Changes:
    """ "people younger than 45" -> "people younger than 55"; "the over 75s"; "a 2 bed flat"."""
    found = list(_AGE.finditer(sentence.text))
    if len(found) != 1 or not lowers(sentence).isdisjoint(("young", "early", "old", "later", "elderly")):
        return
    (match,) = found
    old = match["age"] or match["size"]
    new = nearby(old, rng)
    if new is None or not (lowers(sentence).isdisjoint(_LISTS.phases) or _of_age(old) == _of_age(new)):
        return  # "Adults younger than 15"
    if new != "1" and not holds(sentence, new):
        yield change("number", Replacement(*match.span("age" if match["age"] else "size"), new))


def _of_age(number: str) -> bool:
    return (value(number) or 0) >= MAJORITY


def _is_told_again(sentence: Sentence, count: Count) -> bool:
    """Whether the sentence itself says how many there are: it lists or numbers them, says "both", writes the
    number twice, or gives an example ("four kinds: P and Q").
    """
    number, amount, seen = count.number, value(count.number.text), lowers(sentence)
    if not _LISTS.examples.isdisjoint(seen) or any(
        w.tag == "CD" and w is not number and value(w.text) == amount for w in sentence.words
    ):
        return True
    if len(re.findall(rf"(?<![\d.,]){re.escape(number.text)}(?![\d.,]*\d)", sentence.text)) > 1:
        return True  # "[8 rules](8-rules)"
    if any(w.text in ("(", "[") for w in sentence.words[number.i + 1 : number.i + 9]):
        return True  # "four parts (the lid and ...)", "25 km (16 mi)", "12 (4 %) of them"
    if sentence.text.count("(", 0, number.start) > sentence.text.count(")", 0, number.start):
        return True
    if count.sort != "count" or amount is None or amount > 12:
        return False
    listed = count.noun.has("appos") or any(w.text in _LIST_MARKS for w in sentence.words[number.i + 1 :])
    listed |= sentence.after(count.noun).tag in ("NNP", "NNPS")  # "two tools Holt and Becker"
    listed |= any(w.pos == "PROPN" and len(w.all("conj")) + 1 == amount for w in sentence.words)
    return listed or not _LISTS.together.isdisjoint(seen)


def _keeps_order(sentence: Sentence, count: Count, new: str) -> bool:
    """Whether a number is still no more than that of which it is a part, or on its side of the other end:
    "10 of the 11 studies", "jumps to $2,800 from $2,500".
    """
    words, number = sentence.words, count.number
    old, changed = value(number.text), value(new)
    if count.sort == "percent" and old is not None and changed is not None and changed > old:
        told = [value(one.number.text) or 0 for one in counts(sentence) if one.sort == "percent"]
        if sum(told) <= 100 < sum(told) - old + changed:
            return False  # "72% are farmers and 20% are fishermen"
    first = number.i - 1 if sentence.before(number).text in "$£€" else number.i
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
    if old is None or changed is None:
        return True
    return all(b is None or (changed != b and (old < b) == (changed < b)) for b in bounds)


def _is_fixed(sentence: Sentence, count: Count) -> bool:
    number, noun, before = count.number, count.noun, sentence.before(count.number)
    if re.fullmatch(r"[45]\d\d", number.text) and noun.lemma in _LISTS.coded:
        return True  # "custom 410 pages"
    if value(number.text) in (0, 1) or count.scale.lower == "hundred" or before.text == ";":
        return True  # "(1,750 nmi; 2,020 mi)"
    if count.sort == "count" and (
        (noun.tag == "NN" and len(noun.text) > 3) or sentence.after(number).tag == "NNP"
    ):
        return True  # "the three field system", "55 Cancri e"
    if number.lower in ("two", "2") and (
        not _LISTS.body.isdisjoint((noun.lemma, noun.lower)) or before.lower in ("the", "these", "those")
    ):
        return True
    if count.sort == "percent" and sentence.after(number, 2).text[:1].isupper():
        return True  # a table: "50% Fever 10% Rash"
    return any(w.text == ":" for w in sentence.words[number.i + 1 : number.i + 4])  # "has four parts: ..."


def _fits(count: Count, new: str) -> bool:
    old, number = value(count.number.text), value(new)
    if old is None or number is None:
        return False
    if count.sort == "percent":
        return number <= 100 or old > 100
    return not (is_year(new) and not is_year(count.number.text))


# --- ranges -----------------------------------------------------------------------------------------


@rule("quantity.range", NEAR_MISS, most=2, when=has_number)
def changed_ranges(sentence: Sentence, rng: Random) -> Changes:
    """between 5 and 10 tenants -> between 5 and 15 tenants"""
    for match in _RANGE.finditer(sentence.text):
        bounds = [match["low"], match["high"]]
        low, high = value(bounds[0]), value(bounds[1])
        if low is None or high is None or low >= high or is_year(bounds[0]) or is_year(bounds[1]):
            continue
        if not _is_range(sentence, match):
            continue
        for _ in range(6):
            which = rng.randrange(3)
            new = [nearby(text, rng) if which in (i, 2) else text for i, text in enumerate(bounds)]
            a, b = value(new[0] or ""), value(new[1] or "")
            if a is None or b is None or a >= b or len({new[0], new[1], *bounds}) < 3:
                continue
            changed = [
                (name, text) for name, text, old in zip(_ENDS, new, bounds, strict=True) if text != old
            ]
            yield change("range", *(Replacement(*match.span(name), text or "") for name, text in changed))
            break


def _is_range(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether two numbers are a range, and count or measure something that is no time."""
    before, link = sentence.text[: match.start()].rstrip().lower(), match["link"].strip()
    if (link == "and" and not before.endswith("between")) or (link in "-–" and before.endswith(("(", ","))):
        return False
    after = [w for w in sentence.words if w.start >= match.end()][:2]
    if match["sign"] or not after:
        return bool(match["sign"])
    if any(w.lemma in TIME_NOUNS or w.lower in ("a.m.", "p.m.") for w in after):
        return False
    return after[0].text in PERCENT or after[0].lower == "per" or after[0].tag in ("NNS", "NN", "JJ")


# --- half, double, twice ----------------------------------------------------------------------------


@lexical("quantity.multiple", NEAR_MISS, Table(_LISTS.table("multiples")))
def multiple(found: Found) -> bool | tuple[str, ...]:
    """Output tripled in May. -> Output doubled in May.; half of the rent -> a third of the rent"""
    word, text, following = found.first, found.text, found.after()
    if sum(w.lower == word.lower for w in found.sentence.words) > 1:
        return False  # "half of it, then half of that half"
    if word.lemma in _LISTS.verbs or text.rstrip("sd") in _LISTS.verbs:
        particle = following.tag == "RP" or word.child("compound:prt")
        return (
            word.pos == "VERB"
            and not particle
            and following.pos != "VERB"
            and word.rel not in ("amod", "compound")
        )
    if text in ("twice", "three times", "four times"):
        if following.lower in ("a", "per"):
            return not found.after(2)  # how often: temporal's
        return following.lower in _LISTS.times_of or (
            following.lower == "as" and found.after(2).lower in _LISTS.amounts_as
        )
    if not _is_share(found.before(), following):
        return False
    return ("a third of", "a quarter of") if text == "half" and following.lower != "of" else True


def _is_share(before: Word, following: Word) -> bool:
    """Whether a fraction is a share of something: "half of the rent", "half the rent"."""
    if following.lower != "of" and (following.lower not in _LISTS.owned or before.tag == "CD"):
        return False
    return before.lower not in _LISTS.not_shared_after and before.tag not in ("CD", "JJ", "DT", "PRP$")
