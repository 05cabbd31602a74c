"""Slips in writing: two texts that are the same word for word, but for a letter swapped, doubled or left out.

Only where the slip shows: one side has a word of the tokenizer's vocabulary, as it stands there or with an
ending, the other none.
Two words that both exist ("form", "from"), another letter in a place ("sulfate", "sulfite"), names and
numbers are never slips; judging.py leaves those to the model.
"""

from collections.abc import Iterator

from .surface import ACRONYMS, Surface

SHORTEST = 5
"""Letters of a word from which a slip in it can be told."""
LONG = 6
"""Letters of a word in which two can be told, where no letter is lost (else they make other words)."""
MOST = 2
"""Slips in a text."""
WORDS_PER_SLIP = 2
"""A text has at least so many words for each slip."""
ENDINGS = ("s", "d", "ed", "ing", "ly")
"""With which a word of the vocabulary makes another one."""


def differ_in_slips(a: Surface, b: Surface) -> bool:
    """Whether two texts are the same but for slips; False where they are the same without."""
    if a.truncated or b.truncated or a.ends != b.ends or a.unread != b.unread:
        return False
    ours, theirs = a.words, b.words
    if len(ours) != len(theirs) or not ours:
        return False
    our_words, their_words = ({spelling.casefold() for _, spelling in side.pieces} for side in (a, b))
    slips = 0
    for one, other in zip(ours, theirs, strict=True):
        low, high = one.casefold(), other.casefold()
        if low == high:
            if one != other and low in ACRONYMS:
                return False
            continue
        ours_is_known, theirs_is_known = _is_known(low, our_words), _is_known(high, their_words)
        right, written = (low, high) if ours_is_known else (high, low)
        if ours_is_known == theirs_is_known:
            return False
        found = slips_in(right, written)
        if not found:
            return False
        slips += found
    return 0 < slips <= min(MOST, len(ours) // WORDS_PER_SLIP)


def _is_known(word: str, pieces: set[str]) -> bool:
    """Whether a word is one of the tokenizer's pieces, or one and an ending."""
    return word in pieces or any(
        ending in pieces and word.endswith(ending) and word.removesuffix(ending) in pieces
        for ending in ENDINGS
    )


def slips_in(word: str, written: str) -> int:
    """Return how many slips make a word what is written: 1; 2 that lose no letter, in LONG letters; or 0."""
    if is_slip(word, written):
        return 1
    both = len(word) >= LONG and any(
        len(written) >= len(once) and is_slip(once, written) for once in _longer_or_swapped(word)
    )
    return 2 if both else 0


def _longer_or_swapped(word: str) -> Iterator[str]:
    for at in range(1, len(word) - 1):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        yield before + letter + letter + after
        if len(after) > 1:
            yield before + after[0] + letter + after[1:]


def is_slip(word: str, written: str) -> bool:
    """Whether `written` is a word of SHORTEST letters or more with two of them swapped, one doubled or lost.

    The first letter and the last stay. (Swapping, omission and doubling are three of the four kinds of
    Damerau, CACM 7(3), 1964; the fourth, another letter, makes other words too often.)
    """
    if len(word) < SHORTEST or not (word.isalpha() and written.isalpha()):
        return False
    if word[0] != written[0] or word[-1] != written[-1] or word == written:
        return False
    first = next(i for i, (x, y) in enumerate(zip(word + "\0", written + "\0", strict=False)) if x != y)
    if len(word) == len(written):
        swapped = word[:first] + word[first + 1 : first + 2] + word[first] + word[first + 2 :]
        return swapped == written
    if len(word) == len(written) + 1:
        return word[:first] + word[first + 1 :] == written
    return len(word) + 1 == len(written) and word[:first] + word[first - 1] + word[first:] == written
