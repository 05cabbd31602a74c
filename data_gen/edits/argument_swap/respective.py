"""Two lists that are told off against each other (near-misses): "5 and 10 for adults and children,
respectively" -> "5 and 10 for children and adults, respectively".

Which goes with which is said by the order alone, so that any two members of one list may change places.
"""

from ..phrases import own_words
from ..prelude import NEAR_MISS, Changes, Sentence, Span, Word, exchanged, related, rule


@rule("argument_swap.respective", NEAR_MISS, triggers=("respectively",), most=1)
def respective(sentence: Sentence) -> Changes:
    """Anna and Ruth came first and third, respectively. -> Ruth and Anna came first and third, respectively.

    "the red and the blue lamp cost 5 and 8 euros, respectively": the members of one of two lists.
    """
    lists = _lists(sentence)
    told = next(word for word in sentence.words if word.lower == "respectively")
    before = [members for members in lists if members[-1].i < told.i]
    equal = [members for members in before if len(members) == len(before[-1])]
    if len(equal) != 2:
        return  # "of two kinds in men and women was 30 and 8": the one or the other
    for members in equal:
        shared = bool(members[0].child("det")) and not members[1].child("det")  # "a folder or file"
        one, other = (_alone(member) if shared else own_words(sentence, member) for member in members[:2])
        if one is not None and other is not None and _are_side_by_side(sentence, one, other):
            yield exchanged("respective", sentence, one, other)


def _are_side_by_side(sentence: Sentence, one: Span, other: Span) -> bool:
    """Whether two members are nouns with one word or mark between them, and the first is a whole one."""
    first = sentence.words[one.start]
    if one.head.has("case", "between"):
        return False  # "the gap between the door and the wall"
    longer = other.end - other.start > 1 == one.end - one.start and one.head.pos == "NOUN"
    if longer or (first.i and sentence.before(first).end == first.start):
        return False  # "systolic and diastolic pressure", "Lyon–Turin"
    if sentence.after(other.head).lower == "of" and other.head.pos == "PROPN":
        return False  # "the Institute of Lyon and University of Turin"
    if (
        any(sign.isdigit() for sign in sentence.after(other.head).text)
        or sentence.after(other.head).pos == "PROPN"
    ):
        return False  # "oak Berg2020 and ash Holt2021"
    joined = sentence.after(one.head).lower in ("and", "or", ",") and other.start - one.end == 1
    return joined and one.head.pos in ("NOUN", "PROPN")


def _alone(noun: Word) -> Span | None:
    """A noun without its determiner, where it has no other words before it."""
    before = [c for c in noun.children if c.i < noun.i and c.rel not in ("det", "nmod", "case", "cc", "cop")]
    return None if before else Span(noun.i, noun.i + 1, noun)


def _lists(sentence: Sentence) -> list[list[Word]]:
    """The lists of a sentence, but those of clauses, in the order in which they end."""
    firsts = dict.fromkeys(word.head for word in related(sentence, "conj") if not word.child("nsubj", "cop"))
    found = [[first, *first.all("conj")] for first in firsts]
    return sorted(found, key=lambda members: members[-1].i)
