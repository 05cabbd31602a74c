"""Negative prefixes (near-misses): "The offer is legal" <-> "... illegal"; "install" <-> "uninstall".

Part of the family negation. What a clause says or commands, never an adjective before its noun: "a successful
graft heals the wound" says nothing of unsuccessful ones.
"""

from ...english.verb_forms import inflected
from ..polarity import binds, clause_of, flips_safely
from ..prelude import NEAR_MISS, Clause, Proposals, Sentence, Word, lowers, replace, rule, word_lists
from .claims import is_deniable

_LISTS = word_lists(__package__, "prefix")


ADJECTIVES = _LISTS.pairs("adjectives")
"""Adjectives with and without a negative prefix, both ways."""
NEGATIVE = frozenset(word for word in ADJECTIVES if len(word) > len(ADJECTIVES[word]))
"""Those of them that have the prefix."""
_VERBS, _ADVERBS = _LISTS.pairs("verbs"), _LISTS.pairs("adverbs")
_VERB_FORMS = {
    (inflected(base, tag), tag): base for base in _VERBS for tag in ("VB", "VBP", "VBZ", "VBD", "VBN")
}
TRIGGERS = frozenset([*ADJECTIVES, *_ADVERBS, *(form for form, _ in _VERB_FORMS)])

_DEMANDS = ("should", "must", "shall", "will", "to")


@rule("negation.prefix", NEAR_MISS, triggers=TRIGGERS, most=2)
def prefix(sentence: Sentence) -> Proposals:
    """The offer is legal. -> The offer is illegal.

    Yield the sentence with one word turned into its opposite by a negative prefix, on or off.
    """
    for word in sentence.words:
        new = _opposite(word)
        if new is None or new in lowers(sentence) or _is_negated(sentence, word):
            continue
        if sentence.is_question and word.pos != "VERB":
            continue
        clause = clause_of(sentence, word)
        if clause is None or clause.finite.lower in ("may", "might") or _is_aimed_at(sentence, word, clause):
            continue
        if not {"which", "whether"}.isdisjoint(w.lower for w in sentence.words[: word.i]):
            continue  # "ask which plan is suitable"
        if (word.tag == "RB" and not clause.finite) or any(c.tag == "TO" for c in word.children):
            continue  # "to properly test it", "are to be available"
        aims = ("advcl", "acl", "xcomp") if word.lower == "available" else ("advcl", "acl")
        if any(w.rel in aims and w.child("mark").tag == "TO" for w in sentence.subtree(word)):
            continue  # "able to run it to ensure that it works"
        if word.pos == "VERB" and new.startswith(("un", "dis")) and word.child("obj").has("det", "a", "an"):
            continue  # "install a package"
        if (
            is_deniable(sentence, clause, True)
            and flips_safely(sentence, clause)
            and not binds(sentence, clause.predicate)
        ):
            yield replace(word, new)


def _is_aimed_at(sentence: Sentence, word: Word, clause: Clause) -> bool:
    """Whether the word says how things are to be: nobody is told to be unable to pay or to work unsafely.

    An order may be turned round ("Lock the door."), unless it says what it is for or comes before.
    """
    if word.pos == "VERB":
        ordered = word.rel == "root" and not word.child("advcl")
        return not ordered if word.tag == "VB" else clause.finite.lower in _DEMANDS
    return not sentence.is_question and (not clause.finite or clause.finite.lower in _DEMANDS)


def _opposite(word: Word) -> str | None:
    lower = word.lower
    if word.text != lower and word.i > 0:
        return None  # a name, a title
    if lower in ADJECTIVES and word.child("cop", "aux:pass"):
        return ADJECTIVES[lower] if _is_said(word) else None
    if lower in _ADVERBS and word.tag == "RB" and word.rel == "advmod":
        return _ADVERBS[lower] if word.head.pos == "VERB" and not word.all("conj", "advmod") else None
    base = _VERB_FORMS.get((lower, word.tag))
    if base is not None and word.pos == "VERB" and word.rel not in ("amod", "compound"):
        return inflected(_VERBS[base], word.tag) if _is_free_verb(word, base) else None
    return None


def _is_said(word: Word) -> bool:
    """Whether the adjective is what the clause says, and not an event or half of a phrase."""
    be = [c for c in word.children if c.rel in ("cop", "aux")]
    if word.all("conj", "advmod", "case", "nmod:poss") or word.rel in ("amod", "conj", "acl"):
        return False
    if word.tag == "VBN" and word.child("advcl"):
        return False  # "is locked when it rings": nothing is undone by what it was done upon
    if word.tag == "VBN" and not (len(be) == 1 and be[0].lower in ("is", "are", "was", "were")):
        return False  # "will be insured by"
    if word.lower in _LISTS.events and word.all("obl", "xcomp", "ccomp", "obj", "advcl", "obl:agent"):
        return False
    return not word.all("acl")


def _is_free_verb(verb: Word, base: str) -> bool:
    if verb.child("compound:prt", "xcomp", "ccomp"):
        return False
    if base in ("agree", "disagree", "approve", "disapprove"):
        wanted = "with" if base.endswith("agree") else "of"
        return any(case.lower == wanted for noun in verb.all("obl") for case in noun.all("case"))
    around = [*verb.all("obl", "nmod"), *verb.child("obj").all("nmod")]
    return bool(verb.child("obj", "nsubj:pass")) and not any(n.has("case", "in", "into") for n in around)


def _is_negated(sentence: Sentence, word: Word) -> bool:
    """Whether another negation, a degree or a comparison is about."""
    around = [*word.children, *(word.head.children if word.rel in ("advmod", "xcomp") else ())]
    subject = (word if word.child("nsubj", "nsubj:pass") else word.head).child("nsubj", "nsubj:pass")
    if any(w.lower in _LISTS.negated for w in (*around, *subject.children)):
        return True  # "Not all are available"
    return sentence.after(word).lower == "as" or any(
        w.lower in ("any", "anyone", "anything", "ever") for w in sentence.subtree(word)
    )
