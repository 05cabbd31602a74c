"""Conjunct reordering (hard positives): "Anna and Bob" <-> "Bob and Anna"."""

from itertools import pairwise

from ...english.casing import piece
from ...english.kinds import is_name, kind
from ...english.lexicon import FIRST_NAMES, FIXED_PAIRS, ORG_SUFFIXES, word_set
from ...parsing.sentence import FINITE_TAGS, HYPHENS, NOTHING, Sentence, Span, Word
from ..prelude import SAME, Proposals, Random, Replacement, lowers, rule, word_lists
from .arguments import joins_nouns

_LISTS = word_lists(__package__, "coordination")


SHARE = 0.7  # of the sentences with a coordination: so many have one
_OUTSIDE = frozenset(("case", "punct", "cc"))
_NOT_INSIDE = word_set("acl appos advcl parataxis ccomp conj cc advmod")


@rule("paraphrase.conjunct_reordering", SAME, share=SHARE)
def conjuncts(sentence: Sentence, rng: Random) -> Proposals:
    """Lyon and Graz -> Graz and Lyon; Lyon, Turin and Graz -> Graz, Turin and Lyon"""
    if _LISTS.ordered & lowers(sentence):
        return
    for head in sentence.words:
        conjuncts = head.all("conj")
        if not conjuncts or not (head.pos in ("NOUN", "PROPN") or (head.pos == "ADJ" and head.rel == "amod")):
            continue
        items = _items(sentence, head, conjuncts)
        if items is None or not _reorderable(sentence, items):
            continue
        order = list(range(len(items)))
        while order == sorted(order):
            rng.shuffle(order)
        texts = [piece(sentence, item.start, item.end) for item in items]
        if items[0].start == sentence.first and texts[0][:1].isupper() and not is_name(head):
            continue  # no telling whether the first word of the sentence is a name
        changes = [
            Replacement(*sentence.chars(item), texts[new])
            for item, new in zip(items, order, strict=True)
            if item is not items[new]
        ]
        yield changes


def _items(sentence: Sentence, head: Word, conjuncts: list[Word]) -> list[Span] | None:
    """Return the spans of the conjuncts, or None if they are not plainly separated by commas and one
    and/or.
    """
    words = sentence.words
    joiners = [c.child("cc") for c in conjuncts]
    last = joiners[-1]
    if last.lower not in ("and", "or") or any(joiners[:-1]) or not joins_nouns(sentence, last):
        return None
    if len(conjuncts) == 1 and sentence.before(last).text == ",":
        return None  # "pests that harm roots, or dry soil": one of a longer list
    whole = sentence.phrase(head) if head.pos != "ADJ" else Span(head.i, conjuncts[-1].right + 1, head)
    if whole is None:
        return None
    start = whole.start
    preconjunction = head.child("cc:preconj")
    if preconjunction:
        start = preconjunction.i + 1
    spans = [Span(start, conjuncts[0].left, head)]
    for conjunct in conjuncts:
        inner = conjunct.left
        while words[inner].rel in ("cc", "punct") and inner < conjunct.i:
            inner += 1
        spans.append(Span(inner, conjunct.right + 1, conjunct))
    if any(a.end > b.start or a.start >= a.end for a, b in pairwise(spans)):
        return None
    return _without_shared(sentence, spans)


def _without_shared(sentence: Sentence, spans: list[Span]) -> list[Span] | None:
    """Leave out a determiner or preposition that the conjuncts share; None when scope is unclear."""
    words = sentence.words
    first, others = spans[0], spans[1:]
    if first.head.pos != "ADJ" and not _alike(words, spans):
        return None
    left = [
        c for c in first.head.children if first.start <= c.i < first.head.i and c.rel not in ("case", "punct")
    ]
    modified = any(c.rel in ("amod", "compound", "nmod", "nummod") for c in left)
    determined = [c for c in left if c.rel in ("det", "nmod:poss") or c.dep == "nmod:poss"]
    bare = [
        not any(o.start <= c.i < o.head.i for c in o.head.children if c.rel not in ("cc", "punct", "case"))
        for o in others
    ]
    if is_name(first.head):
        if any(bare) and determined:
            return None
    elif (modified and any(bare)) or (not left and others[-1].head.child("compound")):
        return None  # "drug and alcohol tests": whose tests?
    elif determined and all(bare):
        if any(o.head.tag != first.head.tag for o in others):
            return None
        first = Span(determined[-1].i + 1, first.end, first.head)
    cases = [s.head.child("case") for s in spans]
    if any(c for c in cases[1:]):
        if not all(c and cases[0] and c.lower == cases[0].lower for c in cases):
            return None
        others = [Span(c.i + 1, o.end, o.head) for c, o in zip(cases[1:], others, strict=True) if c]
        if any(words[o.start - 1].rel != "case" for o in others):
            return None
    return [first, *others]


def _alike(words: list[Word], spans: list[Span]) -> bool:
    """Whether no word of one item could be meant for the others too ("the old mill and barn", "drug and
    alcohol tests"): all have a determiner, or none has one and all or none are modified.
    """
    before = words[spans[0].start - 1] if spans[0].start else NOTHING
    if before.tag[:2] in ("NN", "JJ") or before.tag == "VBG" or before.text in HYPHENS:
        return False
    inner = (w for s in spans for w in words[s.start : s.end])
    if any(w.tag in FINITE_TAGS for w in inner):
        return False
    last = spans[-1].head
    if any(_hyphened(words, s) != _hyphened(words, spans[0]) for s in spans) and last.child("compound"):
        return False  # "histology and IL-12 secretion", "stem- and progenitor cells"
    if last.tag == "NNS" and spans[0].head.tag == "NN" and last.child("compound"):
        return False  # "stem and progenitor cells"
    left = [
        [c for c in s.head.children if s.start <= c.i < s.head.i and c.rel not in _OUTSIDE] for s in spans
    ]
    determined = [any(c.rel == "det" or c.dep == "nmod:poss" for c in items) for items in left]
    modified = [any(c.rel != "det" and c.dep != "nmod:poss" for c in items) for items in left]
    if spans[-1].end - spans[-1].start == 1 and len(last.text) == 1:
        return False  # "hepatitis B or C"
    if all(determined):  # not "the left and the right valve"
        shares = modified[-1] and not modified[0] and not is_name(spans[0].head)
        return not shares and (words[spans[-1].end].tag[:2] != "NN" if spans[-1].end < len(words) else True)
    if any(determined):
        if not determined[0]:
            sisters = spans[0].head.rel != "nmod"  # not "a rise in heat and a wave"
            return sisters and not modified[0] and all(determined[1:])  # "cash or a card"
        return not any(modified) and not any(determined[1:])
    return len(set(modified)) == 1 or is_name(spans[0].head)


def _hyphened(words: list[Word], span: Span) -> bool:
    return any(w.text in HYPHENS or "-" in w.text for w in words[span.start : span.end])


def _reorderable(sentence: Sentence, items: list[Span]) -> bool:
    words = sentence.words
    last = items[-1]
    if last.end < len(words):
        following = words[last.end]
        ahead = next((w for w in words[last.end :] if w.tag != "RB"), following)
        if ahead.tag in FINITE_TAGS and items[0].head.rel != "nsubj":
            return False  # "a target for rebels and tension is high": the last one may open a clause
        if any(item.start and words[item.start - 1].text in HYPHENS for item in items):
            return False  # "pro-apoptotic and antitumor"
        if items[0].head.rel == "compound" or (items[0].head.rel == "amod" and following.rel == "compound"):
            return False  # "export and copyright law", "copyright and export control laws": whose law?
        if is_name(following) and is_name(words[last.end - 1]):
            return False
        if following.text in ("-", "/", "'s", "'", "("):
            return False
        if words[last.end : last.end + 2][-1].tag == "VB" and following.tag == "TO":
            return False  # "the first clerk and a guard to sign"
        if following.tag in ("CC", "DT", "PRP", "PRP$", "WP") or (
            items[0].head.pos != "ADJ" and following.tag[:2] == "NN"
        ):
            return False  # "of hope and lifts or lowers it": a verb, misread
        if following.lower in _LISTS.binding:
            return False
    before = words[items[0].start - 1] if items[0].start else NOTHING
    inner = items[0].head.child("amod", "det", "compound")
    if items[0].head.rel == "nsubj" and before.tag in FINITE_TAGS and (inner or before.pos == "VERB"):
        return False  # "have normal tickets and long queues are rare"
    for item in items:
        head = item.head
        if head.text[0].isdigit() or (is_name(head) and words[item.start].tag == "VBN"):
            return False  # "the 1960s and 1970s"; "titled Land and Sea"
        if kind(head) in ("time", "measure", "number", "other", "pronoun") and head.pos != "ADJ":
            return False
        if (head.dep in ("compound", "flat") and is_name(head)) or item.end - item.start > 8:
            return False
        if not sentence.one_quote(items[0].start, last.end):
            return False
        for word in words[item.start : item.end]:
            if (word is not head and word.rel in _NOT_INSIDE) or word.lower in _LISTS.open_ended:
                return False
            if (word.rel == "punct" and word.text != "-") or (
                word.tag in ("PRP", "PRP$", "CD", "$", "DT") and word.lower not in ("the", "a", "an")
            ):
                return False
            if word.i > head.i and word.rel in ("nmod", "case") and word.tag != "POS":
                return False  # "access to folders and files"
    texts = [sentence.slice(i.start, i.end).lower() for i in items]
    if len(set(texts)) < len(texts) or (texts[0], texts[-1]) in FIXED_PAIRS:
        return False
    names = [is_name(i.head) for i in items]
    if len(set(names)) > 1:
        return False
    if all(names):
        if last.head.lower in ORG_SUFFIXES or (
            items[0].end - items[0].start == 1 < last.end - last.start
            and words[last.start].lower in FIRST_NAMES
        ):
            return False
        if items[0].head.rel in ("compound", "flat", "amod") or (
            words[items[0].start].lower in FIRST_NAMES
            and items[0].end - items[0].start == 1
            and last.end - last.start > 1
        ):
            return False
        case = items[0].head.child("case")
        if case and sentence.before(case).text[:1].isupper():
            return False  # "Centers for Disease Control and Prevention"
        if items[0].start and is_name(words[items[0].start - 1]):
            return False
    elif items[0].head.pos == "ADJ":
        return all(i.end - i.start == 1 and i.head.tag == items[0].head.tag for i in items)
    return len({i.head.tag[:2] for i in items}) == 1 or all(names)
