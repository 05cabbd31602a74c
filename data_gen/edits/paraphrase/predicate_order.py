"""States in another order (hard positives): "The soup is hot and salty." <-> "The soup is salty and hot.".

Predicates and clauses joined by "and" that tell how things are; events may be told in their order.
"""

from ...english.casing import first_word, piece
from ...english.lexicon import FIXED_PAIRS
from ..prelude import SAME, Clause, Proposals, Replacement, Sentence, Word, rule, word_lists
from .arguments import final_stop, is_plain

_LISTS = word_lists(__package__, "predicate_order")

_SET = {tuple(pair.split("-")) for pair in _LISTS.set("set_pairs")}


@rule("paraphrase.state_reordering", SAME, each="conj", triggers=("and",))
def states(sentence: Sentence, second: Word) -> Proposals:
    """The soup is hot and salty. -> The soup is salty and hot.; The flat has two rooms and costs 900 euros.
    -> The flat costs 900 euros and has two rooms.

    Exchange two adjectives, adverbs or clauses joined by "and".
    """
    first, joiner = second.head, second.child("cc")
    if not first or joiner.lower != "and" or len(first.all("conj")) != 1:
        return
    if first.quote != second.quote or second.all("conj") or joiner.i < first.i or joiner.left != second.left:
        return
    if _is_word(first, second, joiner):
        yield from _words(sentence, first, second)
    elif not first.head and is_plain(sentence):
        yield from _clauses(sentence, first, second, joiner)


def _is_word(first: Word, second: Word, joiner: Word) -> bool:
    """Whether two plain adjectives or two adverbs stand on both sides of "and"."""
    if first.i + 1 != joiner.i or joiner.i + 1 != second.i or first.tag != second.tag:
        return False
    if first.tag == "RB":
        return first.lower.endswith("ly") and second.lower.endswith("ly")
    predicative = bool(first.child("cop")) and not second.all("cop", "nsubj", "aux")
    extra = [c for c in first.children if c.i > second.i and c.rel not in ("punct",)]
    return first.tag == "JJ" and predicative and second.size == 2 and not extra


def _words(sentence: Sentence, first: Word, second: Word) -> Proposals:
    pair = (first.lower, second.lower)
    if pair in _SET or pair[::-1] in _SET or pair in FIXED_PAIRS or pair[::-1] in FIXED_PAIRS:
        return
    if pair[0] == pair[1] or (first.text[:1].isupper() and first.i != first_word(sentence)):
        return
    if sentence.before(first).lower in ("both", "so", "too", "very", "more", "most", "as", "how"):
        return
    yield Replacement(first.start, second.end, f"{second.text} and {piece(sentence, first.i, first.i + 1)}")


def _clauses(sentence: Sentence, first: Word, second: Word, joiner: Word) -> Proposals:
    end = final_stop(sentence)
    one, two = sentence.clause(first), sentence.clause(second)
    if end is None or one is None or two is None or second.right + 1 != end or not one.finite:
        return
    if not two.finite:
        return
    if not (_is_state(one) and _is_state(two)) or one.finite.tag[:3] != two.finite.tag[:3] or not one.subject:
        return
    words = sentence.words
    stop = joiner.i - (words[joiner.i - 1].text == ",")
    if any(w.lower in _LISTS.bound or w.text == "," for w in [*words[:stop], *words[joiner.i + 1 : end]]):
        return
    if two.shared_subject:
        start = one.finite.i
        if one.subject.right + 1 != start or two.finite.i != joiner.i + 1:
            return
        if _mentions(words, joiner.i + 1, end):
            return
    else:
        start = first_word(sentence)
        if not two.subject or two.subject.left != joiner.i + 1 or one.subject.left != start:
            return
        if _mentions(words, joiner.i + 1, end) or two.subject.tag == "PRP":
            return
    if len(words[start].text) == 1 and words[start].lower not in ("i", "a"):
        return  # "P is a prime"
    a, b = piece(sentence, start, stop), sentence.slice(joiner.i + 1, end)
    comma = "," if stop < joiner.i else ""
    yield Replacement(words[start].start, words[end - 1].end, f"{b}{comma} and {a}")


def _is_state(clause: Clause) -> bool:
    predicate = clause.predicate
    if predicate.all("advcl", "parataxis", "ccomp", "xcomp") or clause.passive:
        return False
    if predicate.child("cop"):
        return predicate.pos in ("ADJ", "NOUN", "PROPN")
    return (
        predicate.lemma in _LISTS.stative and clause.finite is predicate and predicate.tag in ("VBZ", "VBP")
    )


def _mentions(words: list[Word], start: int, end: int) -> bool:
    """Whether a pronoun of the second clause may refer to something in the first."""
    return any(
        w.tag in ("PRP", "PRP$") or w.lower in ("this", "that", "these", "those", "such")
        for w in words[start:end]
    )
