"""Argument swap of the parties of a contract: every mention of the one becomes the other.

"If the Tenant fails to pay the Landlord, the Landlord may ..." Two party words that stand with the same
determiner (none, "the", "each") exchange wherever they occur, so that the sentence stays coherent and only
who owes what changes; so do a party word and the name of whom it deals with ("Customer shall notify Acme").
Part of the family argument_swap; reads words more than the parse, for a bare "Licensee" often misleads the
parser.
"""

from itertools import combinations

from ...english.lexicon import PARTIES, SYMMETRIC
from ..phrases import contains
from ..prelude import NEAR_MISS, Changes, Sentence, Word, change, lowers, replace, rule
from .fillers import is_dealing, is_plain_name, may_exchange

_TOWARDS = frozenset(("", "to", "from", "against"))
_JOINED = frozenset(("and", "or", "nor", "&"))
_JOINED_ANYWHERE = frozenset(("between", "both", "mutually", "jointly", "either"))
_PLACING = frozenset(("as", "at", "in", "inside", "per", "within"))
_LETTERS = frozenset("ABCDEF")
MAX_MENTIONS = 3  # of each of the two


@rule("argument_swap.parties", NEAR_MISS, when=may_exchange)
def parties(sentence: Sentence) -> Changes:
    """If Licensee fails to pay Licensor, Licensor may ... -> If Licensor fails to pay Licensee, Licensee may
    ...

    "Licensee shall pay Licensor a fee." -> "Licensor shall pay Licensee a fee."; Party A and B too.
    """
    words = lowers(sentence)
    if (not PARTIES & words and "party" not in words) or _JOINED_ANYWHERE & words:
        return
    found: dict[str, list[Word]] = {}
    names = _dealers(sentence)
    for word in sentence.words:
        lettered = word.text in _LETTERS and sentence.before(word).lower == "party"
        if lettered or word.lower in PARTIES or word.lower in names:
            found.setdefault(word.lower, []).append(word)
    for first, second in combinations(found, 2):
        mentions = (*found[first], *found[second])
        if {first, second} <= names:
            continue  # exchanged as names
        if any(word is sentence.words[-1] for word in mentions):
            continue  # "Partner shall treat Match": cut off
        if max(len(found[first]), len(found[second])) > MAX_MENTIONS:
            continue
        forms = {_form(sentence, word) for word in mentions}
        if len(forms) > 1 or None in forms or not all(_stands_alone(sentence, word) for word in mentions):
            continue
        if any(
            word.head.lemma in SYMMETRIC or word.child("cop") or word.head.child("cop") for word in mentions
        ):
            continue  # "The client is the owner of the data."
        if any(contains(a, b) for a in found[first] for b in found[second]):
            continue  # "an owner of the company"
        new = {first: found[second][0].text, second: found[first][0].text}
        yield change("parties", *(replace(word, new[word.lower]) for word in mentions))


def _dealers(sentence: Sentence) -> set[str]:
    """Return the names that deal with a party: "Acme" of "Customer shall notify Acme"."""
    found = set()
    for clause in sentence.clauses:
        verb = clause.predicate
        towards = (c for c in verb.all("obj", "iobj", "obl") if c.child("case").lower in _TOWARDS)
        roles = [clause.subject, *towards]
        if is_dealing(verb) and any(w.lower in PARTIES for w in roles):
            found |= {w.lower for w in roles if is_plain_name(w) and w.lower not in PARTIES}
    return found


def _form(sentence: Sentence, word: Word) -> tuple[str, bool] | None:
    """How a mention stands: after "party", after a determiner, or bare with a capital; None otherwise."""
    before = sentence.before(word).lower
    capital = word.text[:1].isupper()
    if word.text in _LETTERS:
        return "party", True
    if before in ("the", "each", "a", "an", "this", "such"):
        return "determined", capital
    return ("bare", True) if capital else None


def _stands_alone(sentence: Sentence, word: Word) -> bool:
    """Whether the word is the whole name of the party, and no member of a list of the parties."""
    before = sentence.before(word)
    if before.lower in _JOINED or before.text in ("-", "–", "/"):
        return False
    if word.child("case").lower in _PLACING:
        return False  # "emerged as the buyer", "cash in the bank"
    if before.head is word and before.rel in ("amod", "compound") and before.text.istitle():
        return False  # "the External User"
    after = sentence.after(word)
    if not after:
        return True
    if after.lower in _JOINED or after.text in ("-", "–", "(", "/"):
        return False
    compound = word.rel == "compound" and after is word.head and after.tag in ("NN", "NNS", "NNP")
    is_part = compound and (word.text.islower() or word.lower not in PARTIES)
    return not (after.text[:1].isupper() or after.text[:1].isdigit() or is_part)
