# ruff: noqa: E501 (a table, one pattern per line)
"""Connectives (hard positives): "because of" <-> "due to", "in order to" <-> "to".

Part of the family paraphrase. One connective per edit, drawn where there are several.
"""

import random
import re
from collections.abc import Iterator

from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence
from ..edit import Change, Replacement, change
from ..index import lowers, related
from ..rule import SAME, rule

_LISTS = word_lists(__package__, "connectives")

_PHRASES: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (trigger, re.compile(pattern, re.IGNORECASE), tuple(texts.split("|")))
    for trigger, pattern, texts in (
        ("because", r"(?<!just )(?<!only )(?<!simply )(?<!partly )\bbecause of\b", "due to|owing to"),
        ("due", r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )(?<!amounts )\bdue to(?= (the|a|an|its|their|heavy|high|low|poor|bad|lack)\b)(?! be\b)", "because of"),
        ("owing", r"\bowing to\b(?= (the|a|an|its|their)\b)", "because of|due to"),
        ("despite", r"\bdespite\b(?! (the fact|himself|herself|themselves|itself))", "in spite of"),
        ("spite", r"\bin spite of\b", "despite"),
        ("instance", r"\bfor instance(?=,)", "for example"),
        ("example", r"\bfor example(?=,)", "for instance"),
        ("pursuant", r"\bpursuant to\b", "in accordance with|under"),
        ("accordance", r"\bin accordance with\b", "according to|under"),
        ("event", r"\bin the event that\b", "if"),
        ("event", r"\bin the event of\b", "in case of"),
        ("prior", r"\bprior to\b(?= (the|a|an|this|that|its|\d|[A-Z][a-z]+))", "before"),
        ("excess", r"\bin excess of\b(?= [\d$€£])", "more than"),
        ("regard", r"\bwith regard to\b", "with respect to|regarding"),
        ("respect", r"\bwith respect to\b", "with regard to"),
        ("annum", r"\bper annum\b", "per year|a year"),
        ("till", r"\btill\b(?= (the|he|she|it|they|we|you|\d|noon|midnight))", "until"),
        ("whether", r"\bwhether or not\b(?! to\b)", "whether"),
        ("addition", r"^In addition,", "Additionally,|Moreover,"),
        ("moreover", r"^Moreover,", "In addition,"),
        ("consequently", r"^Consequently,", "As a result,|Therefore,"),
        ("result", r"^As a result,", "Consequently,"),
        ("therefore", r"^Therefore,", "Consequently,"),
        ("nevertheless", r"^Nevertheless,", "Nonetheless,"),
        ("nonetheless", r"^Nonetheless,", "Nevertheless,"),
        ("fact", r"\bdespite the fact that\b", "although"),
        ("fact", r"\b(due to|owing to|because of) the fact that\b", "because"),
    )
)  # fmt: skip
TRIGGERS = frozenset(trigger for trigger, _, _ in _PHRASES) | _LISTS.set("triggers")
SHARE = 0.5  # of the sentences with a connective
_NO_PURPOSE_VERBS = _LISTS.set("no_purpose_verbs")


@rule(
    "paraphrase.connective",
    SAME,
    "because of <-> due to; although <-> even though; in order to <-> to; If you want to cancel it, <-> To cancel it,",
    share=SHARE,
    triggers=TRIGGERS,
)
def connectives(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield at most one edit: a connective and its equal."""
    seen = lowers(sentence)
    options = [
        Replacement(m.start(), m.end(), rng.choice(texts))
        for trigger, pattern, texts in _PHRASES
        if trigger in seen
        for m in [pattern.search(sentence.text)]
        if m is not None
    ]
    options += [*_concession(sentence), *_purpose(sentence), *_wanting(sentence)]
    if options:
        yield change("connective", rng.choice(options))


def _concession(sentence: Sentence) -> Iterator[Replacement]:
    """ "although" <-> "even though" before a clause with its own subject."""
    words = sentence.words
    for mark in related(sentence, "mark"):
        clause = mark.head
        if clause.rel != "advcl" or not clause.child("nsubj", "expl") or mark.quote:
            continue
        if mark.lower == "although" and clause.left == mark.i:
            yield Replacement(mark.start, mark.end, "even though")
        elif mark.lower == "though" and words[mark.i - 1].lower == "even" and mark.i:
            yield Replacement(words[mark.i - 1].start, mark.end, "although")


def _purpose(sentence: Sentence) -> Iterator[Replacement]:
    """ "in order to" <-> "to" where the infinitive says what something is done for."""
    words = sentence.words
    for mark in related(sentence, "mark"):
        verb = mark.head
        if mark.lower != "to" or not verb or words[mark.i + 1].tag != "VB" or mark.quote:
            continue
        if mark.i >= 2 and words[mark.i - 1].lower == "order" and words[mark.i - 2].lower == "in":
            yield Replacement(words[mark.i - 2].start, mark.end, "to")
        elif verb.rel == "advcl" and verb.head and verb.left == mark.i:
            head = verb.head
            fronted = mark.i == 0 and "," in (
                words[verb.right].text,
                words[min(verb.right + 1, len(words) - 1)].text,
            )
            thing = head.child("obj")
            thing = head.child("obj")
            after_object = bool(thing) and thing.right + 1 == mark.i and head.lemma not in _NO_PURPOSE_VERBS
            if head.pos == "VERB" and (fronted or after_object) and not head.all("xcomp", "ccomp"):
                yield Replacement(mark.start, mark.end, "in order to")


def _wanting(sentence: Sentence) -> Iterator[Replacement]:
    """ "If you want to cancel the order, call us." <-> "To cancel the order, call us."."""
    words, root = sentence.words, sentence.root
    if root.tag != "VB" or root.child("nsubj"):
        return
    start = [w.lower for w in words[:4]]
    if start[:2] == ["if", "you"] and start[2] in ("want", "wish", "would") and len(words) > 5:
        at = 3 if start[3] == "to" else 4 if start[3] == "like" and words[4].lower == "to" else 0
        if at and words[at + 1].tag == "VB":
            yield Replacement(words[0].start, words[at].end, "to")
    elif start[0] == "to" and words[1].tag == "VB" and words[1].rel == "advcl":
        yield Replacement(words[0].start, words[0].end, "if you want to")
