"""With and without in what is asked for (near-misses): "set up the lamp without a hub" -> "... with a hub".

Part of the family negation. In statements they turned what the rest of the sentence rests on.
"""

import re

from ...english.lexicon import MASS_NOUNS, word_set
from ...english.verb_forms import base_form
from ..polarity import clause_of, flips_safely
from ..prelude import NEAR_MISS, Proposals, Replacement, Sentence, Word, replace, rule, word_lists
from ..requests import asks

_LISTS = word_lists(__package__, "without")

CARRIED = _LISTS.set("carried")
"""Nouns after which both "with" and "without" are common, and opposite."""
POLAR = word_set("any anyone anybody anything anywhere yet ever nor until")
"""Words that stand under a negation, or change with it."""
_ABSTRACT_ENDINGS = ("ness", "ity", "tion", "sion", "ance", "ence", "ment", "ing", "ism", "cy")
_OTHER = {
    "including": "excluding",
    "excluding": "including",
    "with": "without",
    "without": "with",
    "w/": "w/o",
    "w/o": "w/",
}
_WHAT_MAY_BE = "|".join(sorted(_LISTS.set("included")))
_INCLUDED = re.compile(
    rf"\b(?:in|ex)cluding\b(?= (?:{_WHAT_MAY_BE})\b"
    r"(?:[.,;?!)]|$| (?:for|per|at|in|on|is|from|to|how)\b))",
    re.IGNORECASE,
)
_BUT_NO = re.compile(
    r"\bwith (?:an? )?(?P<has>[a-z]+(?: [a-z]+)??)(?:,? (?:but|and))? "
    r"no (?P<no>[a-z]+(?: [a-z]+)?)(?=[.,;?!]|$)",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<!\S)w/o?(?=\s?\w)", re.IGNORECASE)


@rule("negation.without_with", NEAR_MISS, triggers=("with", "without"), when=asks)
def without_with(sentence: Sentence) -> Proposals:
    """flats with a garden <-> flats without a garden; modules with no exam -> modules with an exam"""
    for word in sentence.words:
        noun = word.head
        if word.lower not in ("with", "without") or word.rel != "case" or not noun or word.i > noun.i:
            continue
        governor = noun.head
        if not governor or word.i == 0 or noun.tag not in ("NN", "NNS") or noun.lemma in _LISTS.set_phrases:
            continue
        if word.lower == "with" and sentence.after(word).lower == "no":
            yield from _with_some(sentence, word, noun)
            continue
        if noun.lemma not in CARRIED and noun.lower not in CARRIED:
            continue
        if sentence.after(word).lower in ("no", "further", "undue") or _set_aside(sentence, word, noun):
            continue
        clause = clause_of(sentence, word)
        if clause is not None and not flips_safely(sentence, clause):
            continue
        yield from _turned(sentence, word, noun)


def _with_some(sentence: Sentence, case: Word, noun: Word) -> Proposals:
    """ "modules with no exam at all" -> "modules with an exam"."""
    no, clause = sentence.after(case), clause_of(sentence, case)
    if no.head is not noun or noun.text != noun.lower or noun.lower.endswith(_ABSTRACT_ENDINGS):
        return
    if _set_aside(sentence, case, noun) or (clause is not None and not flips_safely(sentence, clause)):
        return
    is_counted = noun.tag == "NN" and noun.lemma not in MASS_NOUNS
    after = sentence.after(noun, 2)
    at_all = [Replacement(noun.end, after.end, "")] if after.lower == "all" else []
    some = replace(no, "a") if is_counted else Replacement(no.start, sentence.after(no).start, "")
    yield (some, *at_all)


@rule("negation.without_with", triggers=("with",), when=asks)
def both(sentence: Sentence) -> Proposals:
    """ "cake without eggs but with milk" -> "cake with eggs but without milk"; "flats with a lift but no
    garden" -> "flats with a garden but no lift"."""
    words = [w for w in sentence.words if w.lower in ("with", "without")]
    if len(words) == 2 and words[0].lower != words[1].lower and sentence.after(words[0]).lower != "no":
        between = sentence.words[words[0].i : words[1].i]
        if any(w.lower in ("but", "and") for w in between):
            yield tuple(replace(w, _OTHER[w.lower]) for w in words)
    for match in _BUT_NO.finditer(sentence.text) if len(words) == 1 else ():
        has, no = match["has"], match["no"]
        if has.split()[-1].lower() == no.split()[-1].lower():
            has, no = has.rpartition(" ")[0], no.rpartition(" ")[0]  # "with car cover and no home cover"
        if has and no:
            first, second = match.start("has"), match.start("no")
            yield Replacement(first, first + len(has), no), Replacement(second, second + len(no), has)


@rule("negation.without_with", triggers=("including", "excluding", "w", "w/", "w/o"), when=asks)
def including(sentence: Sentence) -> Proposals:
    """ "the price including tax" -> "the price excluding tax"; "parcel w/ a code" -> "parcel w/o a code"."""
    for match in _INCLUDED.finditer(sentence.text):
        old = match.group()
        new = _OTHER[old.lower()]
        yield Replacement(*match.span(), new.capitalize() if old[:1].isupper() else new)
    for match in _SHORT.finditer(sentence.text):
        yield Replacement(*match.span(), _OTHER[match.group().lower()])


def _set_aside(sentence: Sentence, case: Word, noun: Word) -> bool:
    """Whether this "with" or "without" belongs to its verb, or stands under another negation."""
    before, governor = sentence.before(case), noun.head
    base = base_form(governor.text, governor.tag, governor.lemma)
    if not _LISTS.no_accompaniment.isdisjoint((governor.lemma, governor.lower, before.lower, base)):
        return True
    if (
        noun.all("acl", "advcl", "acl:relcl")
        or any(c.lower in _LISTS.praised for c in noun.all("amod"))
        or before.lower in _LISTS.not_before
    ):
        return True
    return bool(noun.all("conj")) or any(w.lower in ("nor", "but") for w in sentence.subtree(noun))


def _turned(sentence: Sentence, case: Word, noun: Word) -> Proposals:
    if case.lower == "with":
        some = noun.child("det")
        repairs = [replace(some, "any")] if some.lower == "some" else []
        if noun.all("nummod") or (some and some.lower not in ("a", "an", "the", "some")):
            return
        yield (replace(case, "without"), *repairs)
        return
    if noun.lemma in _LISTS.abstract and not noun.child("det", "amod"):
        return
    words = list(sentence.subtree(noun))
    anything = [w for w in words if w.lower in POLAR]
    if len(anything) > 1 or any(w.lower != "any" for w in anything):
        return
    if anything:
        determiner = anything[0]
        if determiner.head is not noun:
            return
        yield (replace(case, "with"), replace(determiner, "some"))
        return
    yield replace(case, "with")
