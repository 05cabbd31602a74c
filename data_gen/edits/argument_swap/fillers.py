"""Which two nouns may fill each other's role, and where roles can be exchanged at all."""

import re
from functools import lru_cache

from ...english.classes import one_class, thing_class
from ...english.kinds import OBJECT_PRONOUNS, kind
from ...english.lexicon import PARTIES, REPORTING, word_set
from ...plausibility.contradiction import is_explained
from ..exchange import DIFFER, is_determined
from ..phrases import same_form
from ..prelude import Clause, Replacement, Sentence, Word, lowers, pronouns, replace, word_lists
from ..request_lines import is_verb

_LISTS = word_lists(__package__, "fillers")

_BOUND = _LISTS.set("bound")
_PLURAL = re.compile(r"(?<![sui])s$")
_DEFINING = word_set("mean refer define denote")
_PERSONS = frozenset(("person", "organisation"))


@lru_cache(maxsize=4)
def may_exchange(sentence: Sentence) -> bool:
    """Whether two phrases of the sentence may take each other's role."""
    if _BOUND & lowers(sentence) or is_definition(sentence) or DIFFER.search(sentence.text):
        return False  # "differs from": as far one way as the other
    return sum(w.pos in ("NOUN", "PROPN", "PRON") for w in sentence.words) > 1


def with_subject(sentence: Sentence) -> list[Clause]:
    """Return the clauses with a subject of their own; for `each` of a rule."""
    return [c for c in sentence.clauses if c.subject and not c.shared_subject and kind(c.subject) != "other"]


def is_definition(sentence: Sentence) -> bool:
    """Whether the sentence says what something is ("A lease is a contract that binds a tenant ...")."""
    root = sentence.root
    copula, subject = root.child("cop"), root.child("nsubj", "nsubj:pass")
    if root.lemma in _DEFINING and root.child("ccomp"):
        return True  # "Inherited" means that ...
    if subject.tag not in ("NN", "NNS"):
        return False
    determiner = subject.child("det")
    generic = determiner.lower in ("a", "an") if determiner else not subject.child("nmod:poss")
    present = copula.lower in ("is", "are") and root.tag in ("NN", "NNS")
    return generic and (present or root.lemma in _DEFINING)


def is_parenthesis(verb: Word) -> bool:
    """Whether a verb of saying stands behind or amid what it reports: "the fee, lawyers say, is ..."."""
    inside = verb.child("ccomp")
    reports = verb.pos == "VERB" and (verb.lemma in REPORTING or 0 <= inside.i < verb.i)
    return verb.rel == "parataxis" or (reports and inside.i < verb.i)


def told_apart(first: Word, second: Word) -> tuple[Replacement, Replacement] | None:
    """Return the exchange of the one modifier in which two like nouns differ ("the old one, the new one")."""
    if first.pos != "NOUN" or (first.lower != second.lower and second.lower not in ("one", "ones")):
        return None
    if any(w.child("det").lower in ("any", "every", "each", "no") for w in (first, second)):
        return None
    modifiers = [
        [c for c in w.all("amod", "compound") if c.i < w.i and (c.i or not is_verb(c))]
        for w in (first, second)
    ]
    if any(len(found) != 1 for found in modifiers):
        return None
    (a,), (b,) = modifiers
    if a.lower.endswith("ing") != b.lower.endswith("ing"):
        return None  # "plain writing instead of copying writing"
    if a.lower == b.lower or a.children or b.children or not (a.text.islower() and b.text.islower()):
        return None
    return replace(a, b.text), replace(b, a.text)


# --- persons and organisations ----------------------------------------------------------------------

_INTERPERSONAL = _LISTS.set("interpersonal")
_ONE_WAY = _LISTS.set("one_way")
_ALSO_THINGS = _LISTS.set("also_things")


def group(word: Word) -> str:
    """What a noun names: persons with the nouns for them and the parties of a contract, and organisations."""
    if word.lemma in _LISTS.studied:
        return "studied"
    if word.lower in PARTIES:
        return "person"
    if word.lemma in _ALSO_THINGS and word.child("compound", "amod"):
        return "thing"  # "the RNA chain"
    return kind(word).removesuffix("_noun")


def is_dealing(verb: Word) -> bool:
    """Whether persons do to each other what the verb says; the parser's lemma may lack its last letter."""
    return verb.lemma in _INTERPERSONAL or f"{verb.lemma}e" in _INTERPERSONAL


def are_agents(sentence: Sentence, verb: Word, a: Word, b: Word) -> bool:
    """Whether two can do to each other what the verb says.

    Only verbs of dealings between persons do: of persons and organisations alike, of two names, and of
    pronouns if no other one stands in the sentence.
    """
    groups, between = {group(a), group(b)}, is_dealing(verb)
    named = not {kind(a), kind(b)}.isdisjoint(("person", "organisation", "name"))
    asked = any(c.tag == "VB" for c in (*verb.all("xcomp", "ccomp", "advcl"), *b.all("acl")))
    if (verb.lemma in _ONE_WAY and len(groups) > 1) or (asked and not named):
        return False  # "asks the patient to breathe"
    if "pronoun" in groups:
        plain = verb.rel != "acl" and not verb.child("ccomp", "xcomp")  # "Pay Anna the 45 she lent me."
        aims = any(c.tag == "VB" for noun in verb.all("obj", "obl") for c in noun.all("acl"))
        plain = plain and not aims  # "We will give you the form to file a claim."
        return between and plain and _pronouns_fit(sentence, a, b)
    if not same_form(a, b) or not groups <= _PERSONS | {"name", "place"}:
        return False
    if any(group(w) == "name" and not is_plain_name(w) for w in (a, b)):
        return False
    return between and (len(groups) == 1 or groups <= _PERSONS)


def is_plain_name(word: Word) -> bool:
    """Whether a name of unknown kind is no term with a capital ("the Fees", "Personal Data") or acronym."""
    is_term = bool(word.text.isupper() or _PLURAL.search(word.lower) or word.lower != word.lemma.lower())
    return word.tag == "NNP" and not is_term and not word.child("det", "amod", "nummod", "nmod")


def _pronouns_fit(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether the pronouns of two roles are of different persons, and the only ones of the sentence."""
    lowers_of = {OBJECT_PRONOUNS.get(w.lower, w.lower) for w in (a, b)}
    if len(lowers_of) < 2 or "it" in lowers_of or any(w not in (a, b) for w in pronouns(sentence)):
        return False
    if "they" in lowers_of and any(w.tag in ("NNS", "NNPS") for w in sentence.words[: max(a.i, b.i)]):
        return False  # "these clerks ...; we thank them"
    return kind(a) == kind(b)  # "the doctor may refer you": only the one refers the other


# --- things -----------------------------------------------------------------------------------------

_VAGUE = _LISTS.set("vague")
_RELATING = _LISTS.set("relating")
_MOVABLE = frozenset(("object", "vehicle"))


def are_things(verb: Word, a: Word, b: Word) -> bool:
    """Whether two common nouns may exchange around a verb: either could bring about or exceed the other."""
    if kind(a) != "thing" or kind(b) != "thing" or not same_form(a, b) or is_explained(verb):
        return False
    if any(w.lemma in _VAGUE or w.child("conj") or not w.text.islower() for w in (a, b)):
        return False
    if verb.lemma in _RELATING:
        return one_class(a, b) or thing_class(a) is None or thing_class(b) is None
    return _are_movable(a, b)


def of_listed_class(a: Word, b: Word) -> bool:
    """Whether two things are of one class by a list, not by their ending alone."""
    return one_class(a, b) and thing_class(a) not in ("process", "quality", "code", "organisation")


def _are_movable(a: Word, b: Word) -> bool:
    """Whether two things can be where the other one is: objects or vehicles, both determined."""
    return one_class(a, b) and thing_class(a) in _MOVABLE and is_determined(a) and is_determined(b)
