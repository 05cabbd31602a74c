"""Where roles can be exchanged at all: the sentence names two things, and does not define or bind one."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import Clause, Sentence
from ..edit import Change
from ..index import lowers

_LISTS = word_lists(__package__, "guards")

_BOUND = _LISTS.set("bound")
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))


@lru_cache(maxsize=4)
def may_exchange(sentence: Sentence) -> bool:
    """Whether two phrases of the sentence may take each other's role."""
    if _BOUND & lowers(sentence) or is_definition(sentence):
        return False
    return sum(w.pos in _NOMINAL for w in sentence.words) > 1


def per_clause_with_subject(
    find: Callable[[Sentence, Clause], Iterator[Change]],
) -> Callable[[Sentence], Iterator[Change]]:
    """Turn a function of a clause with a subject of its own into one that looks at all of them."""

    def all_clauses(sentence: Sentence) -> Iterator[Change]:
        for clause in sentence.clauses:
            subject = clause.subject
            if subject and not clause.shared_subject and kind(subject) != "other":
                yield from find(sentence, clause)

    all_clauses.__name__ = find.__name__
    all_clauses.__module__ = find.__module__
    return all_clauses


_DEFINING = word_set("mean refer define denote")


def is_definition(sentence: Sentence) -> bool:
    """Whether the sentence says what something is ("A lease is a contract that binds a tenant ...")."""
    root = sentence.root
    if not root:
        return False
    copula, subject = root.child("cop"), root.child("nsubj", "nsubj:pass")
    if subject.tag not in ("NN", "NNS"):
        return False
    determiner = subject.child("det")
    generic = determiner.lower in ("a", "an") if determiner else not subject.child("nmod:poss")
    present = copula.lower in ("is", "are") and root.tag in ("NN", "NNS")
    return generic and (present or root.lemma in _DEFINING)
