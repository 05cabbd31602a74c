"""The way in which somebody is told, or something is sent or paid, becomes another (near-misses): "notify us
by email" -> "notify us by phone".

Rule substitution.channel. Which ways there are, the verb says. What is posted for all to see could be sent.
"""

import re

from ...english.lexicon import word_set
from ..matching import Found, Table, lexical
from ..prelude import NEAR_MISS, Changes, Random, Replacement, Sentence, change, rule, word_lists

_LISTS = word_lists(__package__, "channel")


def _ways(lines: str) -> dict[str, tuple[str, ...]]:
    """Return {way in the first place of a line: the others}."""
    parted = [line.split(" | ") for line in lines.strip().splitlines()]
    return {first.replace("-", " - "): tuple(others) for first, *others in parted}


_WAYS = (
    (_LISTS.telling, _ways(_LISTS.text("told"))),
    (_LISTS.sending, _ways(_LISTS.text("sent"))),
    (_LISTS.paying, _ways(_LISTS.text("paid"))),
)
"""Verbs, with the ways in which what they tell of is done."""
_ALL = {way: "|".join(others) for _, ways in _WAYS for way, others in ways.items()}
_CHANNELS = frozenset(way.split()[-1] for way in _ALL) | word_set(
    "mail telephone online orally card transfer"
)
_POSTED = re.compile(
    r"\bby posting (?:an? |the |any |such )?(?:\w+ ){0,2}?"
    r"(?:notices?|messages?|announcements?|updates?|changes|it|them) "
    r"(?:on|to|in|at|through) (?:our|the|its|this|your) (?:\w+ )?"
    rf"(?:{'|'.join(sorted(_LISTS.boards))})\b(?! or\b| and\b)",
    re.IGNORECASE,
)


@lexical("substitution.channel", NEAR_MISS, Table(_ALL))
def channels(found: Found) -> list[str]:
    """We will notify you by email. -> We will notify you by phone.; Send the form by post. -> Send the form
    by courier."""
    sentence, verb = found.sentence, found.last.head
    beside = {found.before().lower, found.after().lower}
    others = {w.lower for w in sentence.words if not found.start <= w.i < found.end}
    if not beside.isdisjoint(_LISTS.beside) or not others.isdisjoint(_CHANNELS):
        return []  # "by email at the address above", "by phone or by post"
    ways = next((ways for verbs, ways in _WAYS if verb.lemma in verbs), {})
    return list(ways.get(found.text, ()))


@rule("substitution.channel", triggers=("posting",))
def posted(sentence: Sentence, rng: Random) -> Changes:
    """ "We tell you by posting a notice on our website" -> "We tell you by email"."""
    found = list(_POSTED.finditer(sentence.text))
    if len(found) == 1:
        start, end = found[0].span()
        if _CHANNELS.isdisjoint(w.lower for w in sentence.words if not start <= w.start < end):
            yield change("channel", Replacement(start, end, rng.choice(_LISTS.text("posts").split("|"))))
