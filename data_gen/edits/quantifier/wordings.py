"""Quantifying pronouns and adverbs of degree: everyone, someone, no one; fully, partly (near-misses).

Rules quantifier.pronoun and .degree, and .almost ("nearly all" <-> "almost all", a positive).
"""

from ...english.lexicon import word_set
from ...english.word_lists import word_lists
from ..index import lowers
from ..matching import Found, Table, lexical
from ..polarity import clause_of, flips_safely
from ..rule import NEAR_MISS, SAME

_LISTS = word_lists(__package__, "wordings")
_AFTER_PRONOUN = word_set("else to like -")
_EXAMPLES = frozenset(("such", "like", "e.g.", "including"))
_POLAR = word_set("anyone anything any ever but except not n't never no")
_NOT_BEFORE = word_set(
    "not n't more most less never too so very how almost nearly virtually practically only just basically"
)
_DEGREE_OF = frozenset(("VBN", "VBD", "VB", "VBZ", "VBP", "IN", "JJ", "TO"))
_ALMOST_ALL = word_set("all every half twice $ everyone everything impossible")


@lexical(
    "quantifier.pronoun",
    NEAR_MISS,
    "Everyone answered the phone. -> Someone answered the phone.",
    Table(_LISTS.table("pronouns")),
)
def pronouns(found: Found) -> bool | list[str]:
    """ "Everyone signed." -> "Someone signed."; "no one" only as a subject, and where the clause may turn."""
    word, verb, question = found.last, found.last.head, found.sentence.is_question
    if word.rel not in ("nsubj", "obj", "obl", "iobj") or verb.child("expl"):
        return False
    if (verb.lemma == "have" and word.rel == "obj") or verb.rel == "advcl":
        return False  # "had someone living alone", "if something goes wrong"
    if not lowers(found.sentence).isdisjoint(_POLAR - set(found.text.split())):
        return False
    after = found.after()
    if word.child("conj", "cc") or word.rel == "conj" or found.sentence.after(word).lower == "from":
        return False  # "something or somebody", "everything from tea to tables"
    if found.text.endswith("thing") and (
        verb.has("aux", "shall", "must") or _EXAMPLES & lowers(found.sentence)
    ):
        return False  # "Nothing in this lease shall ...", "something burns, such as ..."
    if after.lower in _AFTER_PRONOUN or after.tag.startswith(("JJ", "WDT")) or word.child("acl", "amod"):
        return False  # "something odd"
    if found.before().lower in _NOT_BEFORE | {"the", "a", "that"} or (
        found.text.startswith("no") and word.rel != "nsubj"
    ):
        return False
    if found.text.endswith("thing") and (verb.tag == "VBG" or question):
        return False
    clause = clause_of(found.sentence, word)
    turns = (
        not question and word.rel == "nsubj" and clause is not None and flips_safely(found.sentence, clause)
    )
    if word.rel in ("obl", "iobj") and found.text.startswith("every"):
        return False  # "kept safe for everyone"
    return [option for option in found.options if turns or not option.startswith("no")]


@lexical(
    "quantifier.degree",
    NEAR_MISS,
    "The board was completely satisfied. -> The board was partly satisfied.",
    Table(_LISTS.table("degrees")),
)
def degrees(found: Found) -> bool:
    """ "The loan was fully repaid." -> "The loan was partly repaid."; not "to fully understand"."""
    word, above = found.first, found.first.head
    if word.rel != "advmod" or word.children or found.after().tag not in _DEGREE_OF or above.is_negated:
        return False
    aim = above.tag == "VB" and any(c.tag == "TO" for c in above.children)
    return not aim and found.before().lower not in _NOT_BEFORE


@lexical(
    "quantifier.almost",
    SAME,
    "The work is almost finished. -> The work is nearly finished.",
    Table({"nearly": "almost", "almost": "nearly"}),
)
def almost(found: Found) -> bool:
    """ "nearly all seats" <-> "almost all seats"."""
    following = found.after()
    if found.before().lower in ("not", "n't", "so", "very", "as"):
        return False
    return following.tag in ("CD", "VBN", "VBD") or following.lower in _ALMOST_ALL
