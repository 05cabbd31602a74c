"""How far an act goes (near-misses): "disables the login" -> "restricts the login".

Part of the rule modality.strength. Weaker and stronger acts point the same way, so that what the sentence
gives as an aim or a reason holds for both; words.yaml says of which things one does either.
"""

from ...english.lexicon import word_set
from ..prelude import VERB, Found, Table, Word, lexical, word_lists

_LISTS = word_lists(__package__, "force")


def _acts() -> dict[tuple[str, str], frozenset[str]]:
    """Return {(verb, weaker or stronger verb): nouns of what it is done to}."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for pairs, nouns in _LISTS.table("acts").items():
        for pair in pairs.split():
            verb, mark, other = pair.partition("/" if "/" in pair else ">")
            found[verb, other] = found.get((verb, other), frozenset()) | word_set(nouns)
            if mark == "/":
                found[other, verb] = found.get((other, verb), frozenset()) | word_set(nouns)
    return found


_ACTS = _acts()
_ENDINGS = tuple(_LISTS.set("process_endings"))
_TABLE = Table({(VERB, verb): [other for one, other in _ACTS if one == verb] for verb, _ in _ACTS})


@lexical("modality.strength", None, _TABLE)
def forces(found: Found) -> list[str]:
    """ "disables the login" -> "restricts the login"; "reduce the risk" -> "eliminate the risk"."""
    verb, seen = found.word, {w.lemma for w in found.sentence.words}
    if verb.pos != "VERB" or verb.rel in ("amod", "compound", "case", "conj") or verb.is_negated:
        return []
    if verb.child("conj", "compound:prt", "iobj", "xcomp", "ccomp", "nummod"):
        return []
    if found.after().tag == "CC" or any(c.lower.endswith("ly") for c in verb.all("advmod")):
        return []  # "blocks or filters them", "significantly reduced"
    if verb.has("advmod", *_LISTS.graded) or any(
        c.child("case").lower in _LISTS.measured for c in verb.all("obl")
    ):
        return []  # "reduced it by half", "prevents them from leaving"
    thing = verb.child("nsubj:pass") if verb.child("aux:pass") else verb.child("obj")
    if not thing or (thing.rel == "obj" and thing.i < verb.i):
        return []
    return [one for one in found.options if one not in seen and _is_done_to(_ACTS[found.lemma, one], thing)]


def _is_done_to(nouns: frozenset[str], thing: Word) -> bool:
    if "@process" in nouns and thing.tag == "NN" and thing.lower.endswith(_ENDINGS):
        return thing.lemma not in _LISTS.no_process
    return thing.lemma in nouns or ("*" in nouns and (thing.pos == "NOUN" or thing.text.isupper()))
