"""Argument swap of actors: whole phrases of persons or organisations anywhere in the sentence.

Part of the family argument_swap; names without determiner or description are entity/exchange.py's.
"""

from collections.abc import Iterator
from itertools import combinations

from ...english.agreement import is_plural
from ...english.kinds import is_name, kind
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Span, Word
from ..edit import Change, change, exchange
from ..exchange import is_one_way, may_be_one
from ..index import related
from ..names import AGENT_ROLES, exchangeable, is_bare, role
from ..phrases import bound_pronoun, contains, is_part_of, same_form, shares_name, simple_phrase
from ..rule import NEAR_MISS, rule
from .guards import may_exchange

_LISTS = word_lists(__package__, "actors")

_GROUPS = _LISTS.table("groups")  # fmt: skip


@rule(
    "argument_swap.actors",
    NEAR_MISS,
    "The auditor read the report of the manager. -> The manager read the report of the auditor.",
    most=3,
    when=may_exchange,
)
def actors(sentence: Sentence) -> Iterator[Change]:
    """ "the judge ... Mr. Smith": whole phrases of persons, or of organisations, anywhere in the sentence."""
    heads = [
        w
        for w in related(sentence, "nsubj", "obj", "iobj", "obl", "nmod")
        if w.pos != "PRON" and kind(w) in _GROUPS
    ]
    if len(heads) < 2:
        return
    phrases = {w.i: _owner_phrase(sentence, w) for w in heads}
    for first, second in combinations(heads, 2):
        a, b = phrases[first.i], phrases[second.i]
        if a is None or b is None or not _fit(first, second) or a.overlaps(b):
            continue
        if (is_bare(a) and is_bare(b)) or contains(first, second) or is_part_of(first, second):
            continue
        if first.head is not second.head and may_be_one(first, second):
            continue
        if first.head is second.head and first.head and is_one_way(first.head, first, second):
            continue
        if first.head is second.head and first.dep == "nsubj:pass" and second.rel in ("obj", "iobj"):
            continue  # "each patient was given the form"
        if bound_pronoun(sentence, a, b) or shares_name(sentence, a, b):
            continue
        texts = {sentence.slice(span.start, span.end).lower() for span in (a, b)}
        if any(sentence.text.lower().count(text) > 1 for text in texts):
            continue
        if exchangeable(sentence, a, b, owners=True):
            yield change("actors", *exchange(sentence, a, b))


def _fit(first: Word, second: Word) -> bool:
    """Whether two heads are of one group and number, and neither is a list or hangs on the other."""
    if _GROUPS[kind(first)] != _GROUPS[kind(second)]:
        roles = {role(first), role(second)}
        if not roles <= AGENT_ROLES or "nmod:poss" in (first.dep, second.dep):
            return False
    if first.lemma == second.lemma or first.head is second or second.head is first:
        return False
    plural = is_plural(first), is_plural(second)
    if None in plural or (plural[0] != plural[1] and "nsubj" in (first.rel, second.rel)):
        return False
    if first.child("conj", "appos") or second.child("conj", "appos"):
        return False
    return same_form(first, second)


def _owner_phrase(sentence: Sentence, head: Word) -> Span | None:
    """The simple phrase of a noun; of a possessor without its 's."""
    marker = head.child("case")
    if marker.tag != "POS":
        return None if head.dep == "nmod:poss" else simple_phrase(sentence, head)
    if marker.i != head.i + 1 or not head.head or is_name(head.head) or head.left > head.i:
        return None
    if marker.i + 1 < len(sentence.words) and is_name(sentence.words[marker.i + 1]):
        return None  # "McDonald's Corp."
    left = [c for c in head.children if c.i < head.i]
    plain = all(c.rel in ("det", "amod", "compound") and not c.children for c in left)
    start = min([head.i, *(c.i for c in left)])
    if (
        not plain
        or len(left) != head.i - start
        or (start and is_name(sentence.words[start - 1]) and is_name(sentence.words[start]))
    ):
        return None
    return Span(start, head.i + 1, head)
