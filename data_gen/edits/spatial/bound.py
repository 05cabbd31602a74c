"""What binds a side or a place to the rest of its sentence, which would then contradict the opposite.

The sentence says the side again ("the top right corner, in the bar at the top"), or argues from it ("It works
outside the block only, because ...").
"""

from ..prelude import Found, Sentence, Word, word_lists

_LISTS = word_lists(__package__, "bound")
_AXES = tuple(frozenset(axis.split()) for axis in _LISTS.phrases("axes"))
_ALSO_ADVERBS = frozenset(("back", "right", "left"))  # "go back", "right now"


def is_bound(found: Found, option: str = "") -> bool:
    """Whether the sentence says or argues from the side or the place that a wording, or its option, tells."""
    return is_said_again(found, option) or is_argued_from(found.sentence)


def is_said_again(found: Found, option: str = "") -> bool:
    """Whether another word of the sentence tells a side on the same axis."""
    told = (*found.text.split(), option)
    axis = frozenset().union(*(one for one in _AXES if not one.isdisjoint(told)))
    return any(
        word.lower in axis
        and word.pos in ("ADJ", "NOUN", "ADP", "ADV")
        and not (word.lower in _ALSO_ADVERBS and word.pos == "ADV")
        and not found.start <= word.i < found.end
        for word in found.sentence.words
    )


def is_argued_from(sentence: Sentence) -> bool:
    """Whether a statement gives a reason, a result or a contrast: "because", "so it can ...", "although"."""
    return not sentence.is_question and any(
        word.lower in _LISTS.arguing
        or (word.lower == "so" and (word.rel == "mark" or _follows_comma(sentence, word)))
        for word in sentence.words
    )


def _follows_comma(sentence: Sentence, word: Word) -> bool:
    return sentence.before(word).text == ","
