"""An act or a purpose more (near-misses): "to provide the service" -> "to provide and promote the service".

Rule quantifier.addition. What a party does with data, or needs a right for, is widened by another act;
words.yaml has the acts, with what they are done to and what is added.
"""

from ...english.lexicon import word_set
from ...english.verb_forms import inflected
from ..prelude import NEAR_MISS, VERB, Found, Table, lexical, lowers, word_lists

_LISTS = word_lists(__package__, "added")
_ACTS = _LISTS.table("acts")
_THINGS = {verb: word_set(text.partition(":")[0]) for verb, text in _ACTS.items()}
_TABLE = Table(
    {
        (VERB, verb): tuple(f"{verb} and {other}" for other in text.partition(":")[2].split())
        for verb, text in _ACTS.items()
    }
)
_PARTIES = frozenset(("we", "our", "us", "you", "your"))


@lexical("quantifier.addition", NEAR_MISS, _TABLE, most=1)
def added_acts(found: Found) -> list[str]:
    """We store your data. -> We store and share your data."""
    verb, seen = found.word, {w.lemma for w in found.sentence.words}
    thing = next((w for w in verb.all("obj") if w.i > verb.i), None)
    lower = lowers(found.sentence)
    if not _LISTS.against.isdisjoint(lower) or verb.has("nsubj", "you", "users") or verb.child("xcomp"):
        return []
    if _PARTIES.isdisjoint(lower) or found.after().tag in ("CC", "IN"):
        return []
    if verb.tag not in ("VB", "VBP", "VBZ") or verb.is_negated or thing is None:
        return []
    if verb.rel == "root" and not verb.has("nsubj"):
        return []  # "Use the information to find out why."
    if thing.lemma not in _THINGS[found.lemma] or verb.rel == "conj" or verb.child("conj", "cc", "iobj"):
        return []
    added = (one.rpartition(" ") for one in found.options)
    return [f"{acts} {inflected(other, verb.tag)}" for acts, _, other in added if other not in seen]
