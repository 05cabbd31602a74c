"""Pairs of words that say the opposite of each other: what substitution.antonym puts in each other's place.

A pair is listed once and serves both ways; a word in several pairs has several opposites. `a>b` serves one
way only:
b has another, more common opposite or another sense. Opposites of space, time, degree (more, increase) and
negative
prefixes ("unsafe") belong to the families spatial, temporal, comparison and negation.
"""

from ...english.word_lists import word_lists
from ..wordbook import ADJECTIVE, ADVERB, NOUN, VERB

_LISTS = word_lists(__package__, "antonym_pairs")

_ADJECTIVES = _LISTS.text("adjectives")
_VERBS = _LISTS.text("verbs")
_NOUNS = _LISTS.text("nouns")
_ADVERBS = _LISTS.text("adverbs")

# Particles of verbs: (verb, particle) and its opposite particle; the verb stays.
PARTICLES = {
    (verb, first): second
    for verbs, first, second in (
        ("turn switch power", "on", "off"), ("turn switch power", "off", "on"),
        ("log sign clock opt zoom phase fade move check", "in", "out"),
        ("log sign clock opt zoom phase fade move check", "out", "in"),
        ("scale roll", "up", "down"), ("scale roll", "down", "up"),
    )
    for verb in verbs.split()
}  # fmt: skip

# Opposites that turn the preposition around with the verb: (verb, preposition) -> (verb, preposition).
FRAMES = {
    ("add", "to"): ("remove", "from"), ("remove", "from"): ("add", "to"),
    ("import", "from"): ("export", "to"), ("export", "to"): ("import", "from"),
    ("lend", "to"): ("borrow", "from"), ("borrow", "from"): ("lend", "to"),
    ("buy", "from"): ("sell", "to"), ("sell", "to"): ("buy", "from"),
    ("purchase", "from"): ("sell", "to"),
    ("send", "to"): ("receive", "from"), ("receive", "from"): ("send", "to"),
    ("connect", "to"): ("disconnect", "from"), ("disconnect", "from"): ("connect", "to"),
    ("attach", "to"): ("detach", "from"), ("detach", "from"): ("attach", "to"),
    ("subscribe", "to"): ("unsubscribe", "from"), ("unsubscribe", "from"): ("subscribe", "to"),
    ("arrive", "at"): ("depart", "from"), ("depart", "from"): ("arrive", "at"),
    ("upload", "to"): ("download", "from"), ("download", "from"): ("upload", "to"),
    ("transfer", "to"): ("transfer", "from"), ("transfer", "from"): ("transfer", "to"),
    ("travel", "to"): ("travel", "from"), ("travel", "from"): ("travel", "to"),
    ("argue", "for"): ("argue", "against"), ("argue", "against"): ("argue", "for"),
    ("vote", "for"): ("vote", "against"), ("vote", "against"): ("vote", "for"),
    ("rule", "for"): ("rule", "against"), ("campaign", "for"): ("campaign", "against"),
    ("campaign", "against"): ("campaign", "for"), ("deposit", "in"): ("withdraw", "from"),
    ("withdraw", "from"): ("deposit", "in"), ("deposit", "into"): ("withdraw", "from"),
}  # fmt: skip


def _opposites() -> dict[tuple[str, str], list[str]]:
    """Return {(part of speech, lemma): opposites} of all lists."""
    found: dict[tuple[str, str], list[str]] = {}
    for pos, table in ((ADJECTIVE, _ADJECTIVES), (VERB, _VERBS), (NOUN, _NOUNS), (ADVERB, _ADVERBS)):
        for entry in table.split():
            first, mark, second = entry.partition("/") if "/" in entry else entry.partition(">")
            for a, b in ((first, second), (second, first)) if mark == "/" else ((first, second),):
                options = found.setdefault((pos, a), [])
                if b not in options:
                    options.append(b)
    return found


OPPOSITES = _opposites()
