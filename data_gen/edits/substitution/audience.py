"""Another state (near-misses): "The order was shipped." -> "The order was delivered."; the groups of rules.

Rule substitution.status. The states with what they are states of, and the groups that a price, a dose or a
right is for (rule substitution.audience, in closed_class.py), are in words.yaml.
"""

from ...english.lexicon import word_set
from ..direction import is_argued
from ..matching import NOUN, Found, Table, is_plain
from ..phrases import is_glossed
from ..polarity import clause_of, flips_safely
from ..prelude import (
    NEAR_MISS,
    Changes,
    Random,
    Sentence,
    Word,
    change,
    is_echoed,
    lowers,
    replace,
    rule,
    word_lists,
)
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


@rule("substitution.status", NEAR_MISS, triggers=_STATES)
def states(sentence: Sentence, rng: Random) -> Changes:
    """The order was shipped. -> The order was delivered.

    "Is this flag deprecated?" -> "Is this flag supported?"; "open tickets" -> "closed tickets".
    """
    for word in sentence.words:
        if word.lower not in _STATES or word.tag not in ("JJ", "VBN", "VBD") or not is_plain(sentence, word):
            continue
        thing = before_noun(word) or word.child("nsubj:pass", "nsubj")
        for options, things in _STATES[word.lower]:
            absent = [option for option in options if option not in lowers(sentence)]
            if word.child("obl"):  # "is approved within ten days"
                absent = [option for option in absent if option != "pending"]
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


_STATED = Table(
    {
        (NOUN, noun): others.split("|")
        for nouns, others in _LISTS.table("stated").items()
        for noun in nouns.split()
    }
)


@rule("substitution.audience", each=_STATED)
def stated(sentence: Sentence, found: Found, rng: Random) -> Changes:
    """ "Affected infants cannot swallow." -> "Affected adults cannot swallow."."""
    group, seen = found.word, lowers(sentence) - {found.word.lower}
    if (
        found.before().tag in ("NN", "NNP")
        or asks(sentence)
        or is_argued(sentence)
        or group.rel not in ("nsubj", "nsubj:pass")
    ):
        return
    if any(
        not (c.lower in _LISTS.described or c.rel in ("cop", "punct") or _is_with(c)) for c in group.children
    ):
        return  # "children who ...", "older adults"
    if (
        is_glossed(sentence, group)
        or is_echoed(sentence, group)  # "women in the team ... than women elsewhere"
        or (sentence.after(group).text == "," and sentence.after(group, 2).tag == "NNP")
        or (group.tag == "NN" and not group.has("det"))
        or (group.head.has("cop") and group.head.pos == "NOUN")
    ):
        return
    is_allowed = any(aux.lower in _LISTS.leave for aux in group.head.all("aux"))
    if found.lemma in _LISTS.aged:
        stems = _LISTS.tells_age
        if group.tag == "NN" or group.child("nmod") or any(w.tag == "CD" for w in sentence.words):
            return  # "Children outgrow it by the age of five.", "infants with an addiction"
        if not is_allowed:
            return  # "Babies begin to coo."
    elif found.lemma in _LISTS.sexed:
        stems = _LISTS.tells_sex
    elif is_allowed:
        stems = frozenset()
    else:
        return
    if not seen.isdisjoint(_LISTS.tells_alone) or any(stem in word for word in seen for stem in stems):
        return
    options = [
        one
        for one in found.options
        if not any(is_echoed(sentence, group, part, 5) for part in (one, found.lemma))
    ]
    if options:
        yield change("audience", found.replaced(rng.choice(options)))


def _is_with(word: Word) -> bool:
    return word.rel == "nmod" and word.child("case").lower in ("with", "in", "without")
