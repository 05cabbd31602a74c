"""Argument swap of places in two phrases: where two things were done ("lived in Oslo and worked in Rome"),
where something was and where it goes ("a clot in the arm that travels to the brain").
"""

from ...english.agreement import is_plural
from ...english.classes import thing_class
from ...english.kinds import gender, kind
from ..exchange import exchanges, is_determined, parallel
from ..phrases import own_words
from ..prelude import NEAR_MISS, Changes, Sentence, Word, change, exchange, moved, related, rule, word_lists
from .fillers import group, is_plain_name, may_exchange, of_listed_class

_LISTS = word_lists(__package__, "parallel")


@rule("argument_swap.same_preposition", NEAR_MISS, when=may_exchange)
def of_two_verbs(sentence: Sentence) -> Changes:
    """She lived in Oslo and worked in Rome. -> She lived in Rome and worked in Oslo."""
    pairs = [
        (first, second)
        for first, second in parallel(sentence, ("obl",))
        if first.head.lemma != second.head.lemma
        and _are_joined(first.head, second.head)
        and _fit(first, second)
    ]
    yield from exchanges(sentence, "same_preposition", pairs)


def _are_joined(verb: Word, other: Word) -> bool:
    """Whether two verbs stand side by side: what is done for the other is done where that is."""
    beside = other.rel == "conj" or other.child("mark").lower in ("while", "whereas")
    return beside and other.head is verb


def _fit(first: Word, second: Word) -> bool:
    """Whether two nouns are of one sort and number."""
    if is_plural(first) != is_plural(second) or gender(first) != gender(second):
        return False
    if first.text.isupper() != second.text.isupper():
        return False  # an acronym may name anything
    groups = {group(first), group(second)}
    if groups == {"name"}:
        return is_plain_name(first) and is_plain_name(second)
    if groups != {"thing"}:
        return len(groups) == 1 or groups == {"person", "organisation"}
    return of_listed_class(first, second) and is_determined(first) and is_determined(second)


@rule("argument_swap.from_to", triggers=("to", "into"))
def of_moves(sentence: Sentence) -> Changes:
    """ "a clot in the arm that travels to the brain" -> "a clot in the brain that travels to the arm"."""
    for goal in related(sentence, "obl"):
        verb = goal.head
        if verb.lemma not in _LISTS.moving or goal.child("case").lower not in ("to", "into"):
            continue
        for source in sentence.words[: verb.i]:
            case = source.child("case").lower
            if case in _LISTS.sources and source.head is not verb and _may_be_ends(sentence, source, goal):
                a, b = own_words(sentence, source), own_words(sentence, goal)
                if a is not None and b is not None:
                    yield moved(change("from_to", *exchange(sentence, a, b)), source, goal)


def _may_be_ends(sentence: Sentence, source: Word, goal: Word) -> bool:
    """Whether each of two places is said once, in the same way, and may be where the other one is."""
    ends = [[noun.tag, *(c.lower for c in noun.all("det", "nmod:poss"))] for noun in (source, goal)]
    mover, verb = source.head, goal.head
    moves = mover.left <= verb.i <= mover.right or mover in verb.all("nsubj")
    if mover.pos != "VERB" and not moves:
        return False  # "the consul in Lyon helped people who fled to Turin"
    if ends[0] != ends[1] or any(noun.child("conj", "nmod", "appos", "flat") for noun in (source, goal)):
        return False
    if kind(sentence.before(source.child("case"))) == "place" or _is_in_another(sentence, source, goal):
        return False
    lemmas = [word.lemma for word in sentence.words]
    if source.rel == "conj" or lemmas.count(source.lemma) > 1 or lemmas.count(goal.lemma) > 1:
        return False
    of_body = source.child("case").lower != "from" and all(
        noun.lemma in _LISTS.body or thing_class(noun) == "body" for noun in (source, goal)
    )
    return of_body or kind(source) == kind(goal) == "place" or of_listed_class(source, goal)


def _is_in_another(sentence: Sentence, *places: Word) -> bool:
    """Whether a place is followed by the one that it lies in: "in Jena in Thuringia", "to Boston, Texas"."""
    after = [(sentence.after(place), sentence.after(place, 2)) for place in places]
    return any(
        kind(second) == "place" and (first.text == "," or first.lower in _LISTS.sources)
        for first, second in after
    )
