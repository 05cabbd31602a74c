"""From and to in what is asked for (near-misses): "flights Berlin Rome" -> "flights Rome Berlin"; "export
postgres to mysql" -> "export mysql to postgres".

Rule argument_swap.direction. It reads words, not the parse, which errs on commands and queries; sentences are
argument_swap.from_to's. What is as far one way as the other ("distance") is left alone.
"""

from collections.abc import Sequence
from itertools import pairwise

from ...english.lexicon import MONTHS, PLACES, word_set
from ..prelude import NEAR_MISS, Changes, Replacement, Sentence, Word, change, replace, rule, word_lists
from ..request_lines import is_verb
from ..requests import QUERY, Asked, Request
from ..substitution.closed_class import of_class

_LISTS = word_lists(__package__, "direction")

_CONVERTING = _LISTS.set("converting")
_TRAVEL = _LISTS.set("travel")
_SYMMETRIC = _LISTS.set("symmetric")
_STOPS = _LISTS.set("stops")
_GIVING = word_set("assign forward send give hand escalate pass")
_SENDING = word_set("send write forward give pay make reply post add")
_ARTICLES = word_set("a an the my our")
MAX_WORDS = 4  # of one of the two ends


@rule(
    "argument_swap.direction",
    NEAR_MISS,
    each=Asked(),
    triggers=("to", "into", "from", *sorted(_TRAVEL)),
    most=1,
)
def directions(sentence: Sentence, found: Request) -> Changes:
    """flights Berlin Rome friday -> flights Rome Berlin friday

    Yield the request with its two ends exchanged.
    """
    if any(word.lower in _SYMMETRIC for word in sentence.words):
        return
    words = sentence.words[found.start : found.end]
    ends = _from_to(words) or _converted(words)
    if ends is None and found.form == QUERY:
        ends = _side_by_side(words) or _of_one_class(words)
    if ends is None:
        yield from _one_end(words)
        return
    one, other = ends
    if any(len(end) == 1 and end[0].lower in _LISTS.bounds for end in ends):
        return  # "from start to finish"
    if {word.lower for word in one} & {word.lower for word in other} - _ARTICLES:
        return
    if words[found.body - found.start].lower in _GIVING and _is_of_two_kinds(one[-1], other[-1]):
        return
    yield change("direction", _put(sentence, one, other), _put(sentence, other, one))


def _one_end(words: Sequence[Word]) -> Changes:
    """ "emails from Ines" -> "emails to Ines"; "do you ship to Norway" -> "do you ship from Norway"."""
    links = [i for i, word in enumerate(words[:-1]) if i and word.lower in ("from", "to")]
    if len(links) != 1 or not _SENDING.isdisjoint(word.lower for word in words):
        return
    link, before, named = words[links[0]], words[links[0] - 1], words[links[0] + 1]
    goes = before.lower in _TRAVEL | _LISTS.sent and not before.tag.startswith("VB")
    moves = goes or before.lower in _LISTS.moving
    is_named = named.lower in PLACES or (named.tag in ("NNP", "NNPS") and named.lower not in MONTHS)
    if (
        moves
        and is_named
        and (len(words) == named.i - words[0].i + 1 or words[named.i - words[0].i + 1].tag != "VB")
    ):
        yield change("direction", replace(link, "to" if link.lower == "from" else "from"))


def _is_of_two_kinds(one: Word, other: Word) -> bool:
    """Whether a place and somebody who is no place are the ends: "assign the leads from France to Claire"."""
    return (one.lower in PLACES) != (other.lower in PLACES)


def _is_place(word: Word) -> bool:
    return word.lower in PLACES or (word.text[:1].isupper() and word.lower not in MONTHS)


def _put(sentence: Sentence, place: Sequence[Word], source: Sequence[Word]) -> Replacement:
    return Replacement(place[0].start, place[-1].end, sentence.text[source[0].start : source[-1].end])


def _from_to(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]] | None:
    """Return the two ends of "from A to B", with or without something of its own between."""
    lowers = [word.lower for word in words]
    link = "to" if "into" not in lowers else "into"
    links = [w for w, after in pairwise(words) if w.lower == link and after.tag not in ("VB", "VBP")]
    if lowers.count("from") != 1 or len(links) != 1 or lowers[-1] == link:
        return None
    start, middle = lowers.index("from"), len(lowers) - 1 - lowers[::-1].index(link)
    if start > middle:  # "to Graz from Vienna"
        if words[middle + 1].tag == "VB" or not _LISTS.talking.isdisjoint(lowers):
            return None  # "want to gain from it", "talk to a man from the bank"
        return _ends(words[middle + 1 : start], words[start + 1 :])
    return _ends(words[start + 1 : middle], words[middle + 1 :], not _CONVERTING.isdisjoint(lowers))


def _converted(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]] | None:
    """Return the two ends of "convert A to B"."""
    lowers = [word.lower for word in words]
    places = [
        i for i, word in enumerate(lowers) if word in ("to", "into") and i > 1 and lowers[i - 1] != "how"
    ]
    verbs = [i for i, word in enumerate(lowers) if word in _CONVERTING]
    if len(places) != 1 or not verbs or "from" in lowers:
        return None
    first = words[verbs[-1] + 1 : places[0]]
    while first and (first[0].tag in ("CD", "$") or first[0].lower in ("all", "every", "each")):
        first = first[1:]
    other = words[places[0] + 1 :]
    if first and other and (first[0].tag == "PRP$") != (other[0].tag == "PRP$"):
        return None  # "export my data to CSV"
    return _ends(first, other, is_numeric=True)


def _side_by_side(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]] | None:
    """Return two places side by side in a query for a trip."""
    if not any(word.lower in _TRAVEL for word in words):
        return None
    places = [word for word in words if word.lower in PLACES]
    return ([places[0]], [places[1]]) if len(places) == 2 and places[1].i == places[0].i + 1 else None


def _of_one_class(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]] | None:
    """Return two things of one class in a query: "celsius to fahrenheit formula", "pdf to csv"."""
    for one, link, other in zip(words, words[1:], words[2:], strict=False):
        if link.lower in ("to", "into") and any(other.lower in some for some in of_class(one.lower)):
            return [one], [other]
    return None


def _ends(
    one: Sequence[Word], other: Sequence[Word], is_numeric: bool = False
) -> tuple[Sequence[Word], Sequence[Word]] | None:
    """Return two phrases, the second up to its end, where both are short and without verbs; numbers where
    something is changed from one to the other.
    """
    stop = next((i for i, word in enumerate(other) if word.lower in _STOPS), len(other))
    if stop < len(other) - 1 and other[stop].lower == "in" and _is_place(other[stop + 1]):
        stop += 2  # "to my flat in Riga"
    other = other[:stop]
    if len(other) == 1 and one and other[0].tag == one[-1].tag == "CD":
        return (one[-1:], other) if is_numeric else None
    if not one or not other or max(len(one), len(other)) > MAX_WORDS:
        return None
    if any(
        word.lower in _STOPS or word.pos == "PUNCT" or word.tag in ("PRP", "MD", "VBZ", "VBD", "CD")
        for word in (*one, *other)
    ) or any(word.tag in ("VB", "VBG") and is_verb(word) for word in (*one[:1], *other[:1])):
        return None
    literal = {any(sign in word.text for word in end for sign in "._") for end in (one, other)}
    return None if len(literal) > 1 else (one, other)  # "from list.txt into a new folder"
