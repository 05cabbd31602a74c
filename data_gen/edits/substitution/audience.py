"""Whom or what state it is said of (near-misses): "a discount for children" -> "a discount for adults".

Rules substitution.audience (another group that a price, a dose or a right is for; closed_class.py has it
for requests) and .status ("the order was shipped" -> "the order was delivered"). The groups, and the states
with what they are states of, are in words.yaml.
"""

import random
from collections.abc import Iterator

from ...english.lexicon import word_set
from ...english.nouns import plural
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, change, replace
from ..index import is_echoed, lowers
from ..matching import NOUN, Found, Table, is_plain
from ..phrases import is_glossed
from ..polarity import clause_of, flips_safely
from ..requests import asks
from ..rule import NEAR_MISS, rule
from .antonym import OF_ONE_SEX
from .complements import before_noun

_LISTS = word_lists(__package__, "audience")

LINES = _LISTS.text("groups")
"""Sets of those whom a rule is for, one a line."""
GROUPS = [line.split(" | ") for line in LINES.splitlines() if " " not in line.replace(" | ", "|")]
"""Those of which each is named by one word."""
_TABLE = Table(
    {
        (NOUN, noun): tuple(dict.fromkeys(o for group in GROUPS if noun in group for o in group if o != noun))
        for group in GROUPS
        for noun in group
    }
)
_PREPOSITIONS = _LISTS.set("prepositions")
_GOVERNORS = _LISTS.set("governors")
_SAME = frozenset(("affected", "eligible", "registered", "healthy"))
"""Adjectives that go with any of the groups."""


@rule("substitution.audience")
def audiences(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield the sentence with the group that it applies to replaced by another."""
    seen = lowers(sentence)
    for found in _TABLE(sentence):
        options = [o for o in found.options if o not in seen and plural(o) not in seen]
        echoed = is_echoed(sentence, found.word, found.lemma, 6)  # "employees ... their employment"
        if options and not echoed and _is_group(found) and seen.isdisjoint(OF_ONE_SEX):
            chosen = rng.choice((options[0], rng.choice(options)))  # half the time the line's first
            yield change("audience", found.replaced(chosen))


def _is_group(found: Found) -> bool:
    """Whether a rule is for the group: "free for students", "members may vote", "the adult dose"."""
    word = found.word
    if any(c.lower not in _SAME for c in word.all("amod")):
        return False
    if word.child("compound", "acl", "appos", "conj", "nummod", "nmod") or is_glossed(found.sentence, word):
        return False
    if word.rel == "compound":
        noun = before_noun(word)
        return noun.i == word.i + 1 and noun.lemma in _GOVERNORS
    if word.rel == "conj" or any(
        c.lower in ("this", "that", "these", "those", "our", "his", "her", "my") for c in word.children
    ):
        return False
    above = word.head
    if word.rel in ("obl", "nmod"):
        return word.child("case").lower in _PREPOSITIONS and above.lemma in _GOVERNORS
    if word.rel == "nsubj" and (word.tag == "NNS" or word.has("det", "a", "an", "any", "every", "each")):
        return above.lemma in _GOVERNORS or any(c.tag == "MD" for c in above.all("aux"))
    return False


_STATES: dict[str, list[tuple[list[str], frozenset[str]]]] = {}
for _states, _things in _LISTS.table("states").items():
    for _state in _states.split():
        others = [one for one in _states.split() if one != _state]
        _STATES.setdefault(_state, []).append((others, word_set(_things)))


@rule(
    "substitution.status", NEAR_MISS, "The order was shipped. -> The order was delivered.", triggers=_STATES
)
def states(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
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
