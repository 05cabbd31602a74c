"""The same bound of an amount in other words: "at least 20 guests" and "20 or more guests" (positives)."""

from ...english.kinds import kind
from ...parsing.sentence import Sentence, Word
from ..prelude import SAME, Changes, Found, Random, Replacement, Table, change, rule, word_lists
from .bound import fitting, is_bound, is_counted

_LISTS = word_lists(__package__, "same_bound")

_OR_MORE = _LISTS.table("or_more")
_SAME = Table(_LISTS.table("same"))
_OR = Table({"or more": "at least", "or fewer": "at most", "or less": "at most"})


@rule("comparison.same_bound", SAME, most=2, each=_SAME)
def same_bounds(sentence: Sentence, found: Found, rng: Random) -> Changes:
    """at least 20 guests -> 20 or more guests <-> no fewer than 20 guests"""
    number, before = found.after(), found.before()
    if number.tag != "CD" or before.lower in _LISTS.no_bound_after or not _is_bound_or_about(found):
        return
    if any(w.lower in ("not", "n't", "never") for w in sentence.words[max(0, found.start - 6) : found.start]):
        return
    if before.pos == "NOUN" and found.text in ("under", "over", "up to"):
        return  # "shoes under 60 dollars"
    more, noun = _OR_MORE.get(found.text, ""), number.head
    if more and number.rel == "nummod" and noun.tag == "NNS" and rng.random() < 0.4:
        if more == "or less" and kind(noun) not in ("measure", "time"):
            more = "or fewer"
        if noun.i == number.i + 1 and number.text.isalnum():
            yield change("same_bound", found.replaced(""), Replacement(number.end, number.end, f" {more}"))
            return
    options = [o for o in found.options if _fits(found, o, number)]
    if options:
        yield change("same_bound", found.replaced(fitting(found, rng.choice(options))))


def _is_bound_or_about(found: Found) -> bool:
    if found.text in ("about", "around", "roughly", "approximately"):
        return found.after().rel == "nummod" and found.first.rel == "advmod"
    return is_bound(found)


def _fits(found: Found, option: str, number: Word) -> bool:
    counted = number.rel == "nummod" and is_counted(number.head)
    before = found.before()
    if option in ("no fewer than", "as many as"):
        return counted
    if option.startswith(("a minimum", "a maximum", "upwards", "close to")):
        return before.rel != "case" and before.tag not in ("JJ", "IN", "TO") and found.after(2).lower != "of"
    if option == "upwards of" and before.lemma == "be":
        return False  # "costs that are over 5 days old"
    if option == "below":
        return not counted and before.lemma in ("be", "stay", "remain", "fall", "drop")
    return option not in ("under", "at most") or before.rel != "case"


@rule("comparison.same_bound", each=_OR)
def numbers_or_more(sentence: Sentence, found: Found) -> Changes:
    """ "20 or more guests" -> "at least 20 guests"."""
    number, before = found.before(), found.before(2)
    if number.tag != "CD" or found.after().pos != "NOUN" or number.rel != "nummod":
        return
    if before.lower in _LISTS.no_at_least_after or before.tag == "CD" or number.lower in ("one", "1"):
        return
    text = number.text if number.i or number.text.isdigit() else number.lower
    yield change("same_bound", Replacement(number.start, found.last.end, f"{found.options[0]} {text}"))
