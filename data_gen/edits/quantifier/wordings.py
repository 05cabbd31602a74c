"""Adverbs of degree: fully, partly (near-misses).

Rules quantifier.degree, and .almost ("nearly all" <-> "almost all", a positive).
"""

from ..direction import is_assured, is_tied
from ..prelude import NEAR_MISS, SAME, Found, Table, lexical, word_lists

_LISTS = word_lists(__package__, "wordings")
_DEGREE_OF = frozenset(("VBN", "VBD", "VB", "VBZ", "VBP", "IN", "JJ", "TO"))


@lexical("quantifier.degree", NEAR_MISS, Table(_LISTS.table("degrees")))
def degrees(found: Found) -> bool:
    """The board was completely satisfied. -> The board was partly satisfied.; fully repaid ->
    partly repaid"""
    word, above = found.first, found.first.head
    if word.rel != "advmod" or word.children or found.after().tag not in _DEGREE_OF or above.is_negated:
        return False
    if is_tied(found.sentence) or is_assured(above):
        return False
    if found.text in ("mostly", "largely") and above.pos == "VERB" and above.tag != "VBN":
        return False  # "mostly comes from oil" is not "entirely comes from oil"
    aim = above.tag == "VB" and any(c.tag == "TO" for c in above.children)
    graded = found.after().lower not in _LISTS.ungraded
    return graded and not aim and found.before().lower not in _LISTS.not_before


@lexical("quantifier.almost", SAME, Table({"nearly": "almost", "almost": "nearly"}))
def almost(found: Found) -> bool:
    """The work is almost finished. -> The work is nearly finished.; nearly all seats <-> almost all seats"""
    following = found.after()
    if found.before().lower in ("not", "n't", "so", "very", "as"):
        return False
    return following.tag in ("CD", "VBN", "VBD") or following.lower in _LISTS.almost_all
