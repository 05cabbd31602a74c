"""The other end of a scale (near-misses): "my coat is too long" -> "my coat is too short"; "best tent" ->
"worst tent"; "How late does it open?" -> "How early does it open?".

Part of the rule comparison.adjective, of what is asked for.
"""

from ..prelude import Changes, Random, Sentence, change, replace, rule, word_lists
from ..requests import NAMING, Asked, Request, asks
from ..substitution.aim import alternatives, other_noun

_LISTS = word_lists(__package__, "asked")
_OPPOSITES = dict(_LISTS.table("opposites"))
_EXTREMES = alternatives(_LISTS.table("extremes"))
_OPENERS = alternatives(_LISTS.table("openers"))


@rule("comparison.adjective", triggers=("too", "so"), when=asks)
def too_much(sentence: Sentence, rng: Random) -> Changes:
    """Yield the request with the other end of what is too much in it."""
    for word in sentence.words:
        before, after = sentence.before(word), sentence.after(word)
        if word.lower not in _OPPOSITES or before.lower not in ("too", "so") or word.has("mark", "if"):
            continue  # "if the pot is so small, how does it ...?": what the question takes for granted
        if after.pos in ("NOUN", "ADJ") or after.lower in ("that", "as", "and", "or", "far"):
            continue  # "so long as"
        yield change("adjective", replace(word, rng.choice(_OPPOSITES[word.lower].split())))
        return


@rule(
    "comparison.adjective",
    triggers=(key[0] for key in (*_EXTREMES, *_OPENERS)),
    each=Asked(NAMING, steps=False),
)
def extremes(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """Yield the request for the last of a kind instead of the first."""
    if any(w.head.lemma in _LISTS.never_least for w in found.words if w.lower in ("biggest", "largest")):
        return
    opens = tuple(word.lower for word in found.words[:2])
    if opens in _OPENERS:
        yield change("adjective", replace(found.words[1], _OPENERS[opens][0].split()[-1]))
    yield from other_noun(found, "adjective", _EXTREMES, rng)
