"""Argument swaps of a subject with what it is compared with: "colder than Rome".

What is compared with a phrase of its clause ("higher in men than in women") is comparison.sides'.
"""

from collections.abc import Iterator

from ...english.classes import one_class
from ...english.lexicon import SYMMETRIC
from ..exchange import exchanges
from ..phrases import own_words, same_form, simple_phrase
from ..prelude import NEAR_MISS, NOTHING, Changes, Clause, Sentence, Span, Word, rule, word_lists
from .fillers import group, may_exchange

_NOMINAL = ("NOUN", "PROPN")
_ALIKE = frozenset(("different", "differently", "similar", "distinct", "same"))
_LISTS = word_lists(__package__, "compared")


@rule("argument_swap.comparison", NEAR_MISS, when=may_exchange, triggers=("than", "compared"))
def comparisons(sentence: Sentence) -> Changes:
    """Oslo is colder than Rome. -> Rome is colder than Oslo. The nurses have fewer accidents than the
    drivers. -> The drivers have fewer accidents than the nurses.

    "Rome is closer than Paris." -> "Paris is closer than Rome."; "had a lower rate compared with drivers"
    likewise.
    """
    for link, standard in _standards(sentence):
        clause = _clause_of(sentence, standard)
        if clause is not None and _fit(sentence, clause, link, standard):
            yield from exchanges(sentence, "comparison", [(clause.subject, standard)], _phrase)


def _standards(sentence: Sentence) -> Iterator[tuple[Word, Word]]:
    """Yield "than" or "compared" with the noun that it compares something with."""
    for link in sentence.words:
        case = sentence.after(link) if link.lower == "compared" else link
        beside = case is not link and case.lower in ("with", "to") and not link.child("aux", "nsubj", "obj")
        noun = case.head if beside or case.lower == "than" else NOTHING
        if noun.pos in _NOMINAL and noun.left == case.i and len(noun.all("case", "mark")) == 1:
            yield link, noun


def _clause_of(sentence: Sentence, standard: Word) -> Clause | None:
    """The innermost clause with a subject of its own that a standard stands in."""
    above = standard.head
    while above:
        own = above.rel == "xcomp" and above.head.lemma != "be" and not above.head.child("obj")
        if above.has("mark", "to") and not own:
            return None  # "our aim was to serve longer than a year"
        clause = sentence.clause(above)
        if clause is not None and clause.subject and clause.subject is not standard:
            return None if clause.shared_subject else clause
        above = above.head
    return None


def _fit(sentence: Sentence, clause: Clause, link: Word, standard: Word) -> bool:
    """Whether it is the subject that is compared, with something of its sort."""
    subject = clause.subject
    between = sentence.words[subject.right + 1 : link.i]
    degrees = [w for w in between if w.tag in ("JJR", "RBR") or w.lower in ("more", "less", "fewer")]
    if sentence.before(link, 2).lower in ("little", "no", "nothing"):
        return False  # "was little more than a puppet"
    if (link.lower == "than" and not degrees) or _LISTS.usual & _told(sentence, standard):
        return False
    if any(c.subject in between for c in sentence.clauses if c is not clause):
        return False  # "Anna found that the cat slept, if less than Omar"
    if subject.child("conj", "acl") or standard.child("conj", "appos"):
        return False
    if any(w.tag == "CD" for noun in (subject, standard) for w in sentence.words[noun.left : noun.right + 1]):
        return False  # "will be 9,000, compared to the 2000 population of 8,000"
    if sentence.after(standard).pos in _NOMINAL:
        return False  # "than over-the-counter pills", read as two
    if any(_is_symmetric(w) or w.lower in _ALIKE for w in between):
        return False
    groups = {group(subject), group(standard)}
    if groups & {"other", "pronoun", "number", "measure", "time"}:
        return False
    if subject.lemma == standard.lemma:
        told = _told(sentence, subject), _told(sentence, standard)
        parts = {part for word in told[0] | told[1] for part in word.split("-")}
        return told[0] != told[1] and not _LISTS.degrees & parts
    nouns = [w for w in between if w.pos in _NOMINAL]
    if one_class(subject, standard):
        return not any(one_class(w, standard) for w in nouns)
    if any(group(w) in groups for w in nouns):
        return False  # "tolerates yogurt better than milk", "greater among men than women"
    if len(groups) > 1 and not groups <= {"person", "organisation", "name", "place"}:
        return False
    return groups == {"person"} or same_form(subject, standard)


def _is_symmetric(word: Word) -> bool:
    return word.lemma in SYMMETRIC and word.pos == "VERB"


def _told(sentence: Sentence, noun: Word) -> set[str]:
    """ "the new drug ... the old drug", "the roof of the barn ... the roof of the shed"."""
    inside = sentence.words[noun.left : noun.right + 1]
    return {w.lower for w in inside if w.pos not in ("DET", "ADP") and w is not noun}


def _phrase(sentence: Sentence, noun: Word) -> Span | None:
    """The phrase of a noun; of persons without what follows."""
    told = noun.child("nmod") and not any(w.lower == "same" for w in sentence.subtree(noun))
    own = own_words(sentence, noun) if group(noun) == "person" and not told else None
    return own or simple_phrase(sentence, noun)


def comparison_standard(predicate: Word) -> Word:
    """Return the noun after "than" of a comparative predicate, or NOTHING."""
    for holder in (predicate, *predicate.all("advmod", "xcomp")):
        if holder.tag not in ("JJR", "RBR") and not any(c.lower in ("more", "less") for c in holder.children):
            continue
        for below in (holder, *(c for c in holder.children if c.lower in ("more", "less"))):
            for noun in below.all("obl", "nmod", "advcl"):
                case = noun.child("case", "mark")
                if case.lower == "than" and len(noun.all("case")) < 2 and noun.pos in ("NOUN", "PROPN"):
                    return noun
    return NOTHING
