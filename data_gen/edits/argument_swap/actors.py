"""Argument swap of actors: whole phrases of persons or organisations anywhere in the sentence.

Part of the family argument_swap; names without determiner or description are entity/exchange.py's.
"""

from collections.abc import Iterator
from itertools import combinations

from ...english.agreement import is_plural
from ...english.kinds import is_name, kind
from ...parsing.sentence import Sentence, Span, Word
from ..edit import Change
from ..exchange import exchanges, is_determined, may_be_one
from ..index import related
from ..names import exchangeable, is_bare
from ..phrases import contains, is_part_of, same_form, simple_phrase
from ..rule import NEAR_MISS, rule
from .fillers import are_agents, group, is_parenthesis, may_exchange


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
        if w.pos != "PRON" and _is_actor(w)
    ]
    for first, second in combinations(heads, 2):
        if _fit(sentence, first, second):
            a, b = _owner_phrase(sentence, first), _owner_phrase(sentence, second)
            if a and b and not (is_bare(a) and is_bare(b)) and exchangeable(sentence, a, b, owners=True):
                yield from exchanges(sentence, "actors", [(first, second)], _owner_phrase)


def _is_actor(word: Word) -> bool:
    """Whether a noun names a person, or a certain organisation, and says nothing in a parenthesis."""
    known = group(word) == "person" or (kind(word) == "organisation" and not word.text.isupper())
    return known and (is_name(word) or is_determined(word)) and not is_parenthesis(word.head)


def _fit(sentence: Sentence, first: Word, second: Word) -> bool:
    """Whether two heads are of one group and number, and neither is a list or hangs on the other."""
    if group(first) != group(second) or first.lemma == second.lemma or not same_form(first, second):
        return False
    plural = is_plural(first), is_plural(second)
    if None in plural or plural[0] != plural[1] or first.child("conj", "appos"):
        return False
    if second.child("conj", "appos"):
        return False
    if contains(first, second) or is_part_of(first, second) or is_name(first) != is_name(second):
        return False
    if first.child("det").lower != second.child("det").lower:
        return False  # "an employee ... the company": who is told of already stays so
    cases = first.child("case").lower, second.child("case").lower
    if "as" in cases or (cases[0] == cases[1] != "" and first.head.lemma == second.head.lemma):
        return False  # "one from the mother and one from the father"
    if first.head is not second.head:
        return not may_be_one(first, second)
    if first.dep == "nsubj:pass" and second.rel in ("obj", "iobj"):
        return False  # "each patient was given the form"
    return are_agents(sentence, first.head, first, second)


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
    if not plain or len(left) != head.i - start:
        return None
    if start and is_name(sentence.words[start - 1]) and is_name(sentence.words[start]):
        return None
    return Span(start, head.i + 1, head)
