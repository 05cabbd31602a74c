"""One slip of the keyboard (positives): a neighbouring key, two letters swapped, one missing, one doubled.

Rule noise.typo. Never in a name, a number, a negation or a short word, where a slip may make another word;
never in the first letter or in the ending, which carry a prefix, the tense and the number; and never into
what may be another word, or holds an indecent one.
"""

from ...english.letters import may_be_word
from ...english.lexicon import NEGATIVE_WORDS, word_set
from ..prelude import SAME, Changes, Random, Sentence, Word, change, replace, rule, word_lists

_LISTS = word_lists(__package__, "typo")

SHARE = 0.15
AT_LEAST = 6  # letters
_ENDING = 2  # letters that are left alone
TRIES = 6  # slips that are drawn until one is no word
_NEIGHBOURS = _LISTS.table("neighbours")
_OPPOSED = tuple(word_set("un in im ir il dis non mis hyper hypo inter intra over under anti"))


@rule("noise.typo", SAME, share=SHARE, most=1)
def typos(sentence: Sentence, rng: Random) -> Changes:
    """How do I transfer money? -> How do I trasnfer money?"""
    words = [word for word in sentence.words if takes_typo(word)]
    if not words:
        return
    word = rng.choice(words)
    made = mistyped(word.text, rng)
    if made is not None:
        yield change("typo", replace(word, made))


def takes_typo(word: Word) -> bool:
    """Whether a slip in a word leaves it readable: a longer common word, neither a negation nor the like."""
    lower = word.lower
    is_common = (
        word.text.isalpha()
        and word.text.isascii()
        and word.text[1:].islower()
        and word.tag not in ("NNP", "NNPS")
    )
    return (
        is_common
        and len(lower) >= AT_LEAST
        and word.pos in ("NOUN", "VERB", "ADJ", "ADV")
        and lower not in NEGATIVE_WORDS
        and not lower.startswith(_OPPOSED)
        and (word.text.islower() or word.i == 0)
    )


def mistyped(text: str, rng: Random) -> str | None:
    """Return a word with one slip in its middle; None where what is drawn may be another word each time."""
    for made in (_slipped(text, rng) for _ in range(TRIES)):
        lower = made.lower()
        is_decent = not any(word in lower and word not in text.lower() for word in _LISTS.indecent)
        if not may_be_word(lower) and is_decent:
            return made
    return None


def _slipped(text: str, rng: Random) -> str:
    """Return a word with one slip in its middle."""
    place = rng.randrange(1, len(text) - _ENDING)
    letter, before, after = text[place], text[:place], text[place + 1 :]
    kind = rng.choice(("neighbour", "swapped", "missing", "doubled"))
    if kind == "neighbour":
        return before + rng.choice(_NEIGHBOURS[letter.lower()]) + after
    if kind == "swapped":
        return before + after[:1] + letter + after[1:]
    return before + after if kind == "missing" else before + 2 * letter + after
