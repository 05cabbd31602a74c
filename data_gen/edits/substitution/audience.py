"""Another state (near-misses): "The order was shipped." -> "The order was delivered."; the groups of rules.

Rule substitution.status. The states with what they are states of, and the groups that a price, a dose or a
right is for (rule substitution.audience, in closed_class.py), are in words.yaml.
"""

from ...english.lexicon import word_set
from ..matching import is_plain
from ..phrases import is_glossed
from ..polarity import clause_of, flips_safely
from ..prelude import NEAR_MISS, Changes, Random, Sentence, Word, change, lowers, replace, rule, word_lists
from ..requests import asks
from .complements import before_noun

_LISTS = word_lists(__package__, "audience")

LINES = _LISTS.text("groups")
"""Sets of those whom a rule is for, one a line."""
GROUPS = [line.split(" | ") for line in LINES.splitlines() if " " not in line.replace(" | ", "|")]
"""Those of which each is named by one word."""

_STATES: dict[str, list[tuple[list[str], frozenset[str]]]] = {}
for _states, _things in _LISTS.table("states").items():
    for _state in _states.split():
        others = [one for one in _states.split() if one != _state]
        _STATES.setdefault(_state, []).append((others, word_set(_things)))


@rule(
    "substitution.status", NEAR_MISS, "The order was shipped. -> The order was delivered.", triggers=_STATES
)
def states(sentence: Sentence, rng: Random) -> Changes:
    """ "Is this flag deprecated?" -> "Is this flag supported?"; "open tickets" -> "closed tickets"."""
    for word in sentence.words:
        if word.lower not in _STATES or word.tag not in ("JJ", "VBN", "VBD") or not is_plain(sentence, word):
            continue
        thing = before_noun(word) or word.child("nsubj:pass", "nsubj")
        for options, things in _STATES[word.lower]:
            absent = [option for option in options if option not in lowers(sentence)]
            if absent and {thing.lemma, thing.lower} & things and _is_state(sentence, word, thing):
                yield change("status", replace(word, rng.choice(absent)))


def _is_state(sentence: Sentence, word: Word, thing: Word) -> bool:
    """Whether the word tells a state, and nothing in the sentence hangs on it."""
    if (
        word.child("conj", "cc", "obl:agent", "xcomp", "ccomp", "advmod", "obj")
        or len(word.all("aux", "cop")) > 1
    ):
        return False  # "will be paid by card"
    if any(c.child("case").lower in ("by", "to", "from", "for", "with") for c in word.all("obl")):
        return False
    if before_noun(word):
        listed = thing.rel == "nsubj" or asks(sentence)
        return listed and thing.i == word.i + 1 and not is_glossed(sentence, thing)
    clause = clause_of(sentence, word)
    return (
        word.rel in ("root", "ccomp", "advcl")
        and word.has("cop") | word.has("aux:pass")
        and (clause is None or flips_safely(sentence, clause))
    )
