"""What sort of thing a noun phrase names: person, organisation, place, time, number, ...

Only mentions of comparable kinds may change places, or the result reads as nonsense. There is no entity
recogniser in the pipeline, so the answer comes from word lists, titles, company endings and context.
"""

import re
from functools import lru_cache

from ..parsing.sentence import Word
from .lexicon import (
    ACRONYM_THINGS,
    DEMONYMS,
    FEMALE_NAMES,
    FEMALE_NOUNS,
    FIRST_NAMES,
    MALE_NAMES,
    MALE_NOUNS,
    MEASURE_NOUNS,
    MONTHS,
    ORG_NOUNS,
    ORG_SUFFIXES,
    PERSON_NOUNS,
    PLACE_SUFFIXES,
    PLACES,
    REPORTING,
    TIME_NOUNS,
    TITLES,
    WEEKDAYS,
)
from .word_lists import word_lists

_LISTS = word_lists(__package__, "kinds")

PERSONAL_PRONOUNS = _LISTS.table("personal_pronouns")
OBJECT_PRONOUNS = {objective: subjective for subjective, objective in PERSONAL_PRONOUNS.items()}
AGENTS = frozenset(("person", "organisation", "person_noun", "organisation_noun", "pronoun"))
NAMES = frozenset(("person", "organisation", "place", "name"))


_ILLNESS = re.compile(
    r"(?:osis|oses|itis|emia|aemia|plasia|lysis|oma|pathy|trophy|ectomy|algia|disease|syndrome)$"
)


def is_illness(noun: Word) -> bool:
    """Whether a noun names a disease or the like, so that an adjective before it is part of a term: "toxic
    necrolysis".
    """
    return _ILLNESS.search(noun.lower) is not None


@lru_cache(maxsize=4096)  # the words of the last sentences: every rule asks again
def is_name(word: Word) -> bool:
    """Whether the word is (part of) a proper name."""
    if word.lower in WEEKDAYS or not word.text[:1].isalpha() or word.text.islower():
        return False
    return word.tag in ("NNP", "NNPS") or (
        word.pos == "PROPN" and word.text[:1].isupper() and (word.i > 0 or word.tag not in ("NN", "NNS"))
    )


_ALSO_THINGS = frozenset(("state", "unit", "force", "chain", "group"))  # "the state of the roads"


@lru_cache(maxsize=4096)
def kind(head: Word) -> str:
    """Return the kind of the noun phrase headed by `head`.

    One of person, organisation, place, name (a proper name of unknown kind), code (a name with digits, such
    as a gene's), person_noun, organisation_noun, thing, time, measure, number, pronoun, other.
    """
    lower, lemma = head.lower, head.lemma
    if head.pos == "PRON" or head.tag in ("PRP", "WP", "WDT", "EX", "DT"):
        return "pronoun" if lower in PERSONAL_PRONOUNS or lower in OBJECT_PRONOUNS else "other"
    if lower.removesuffix("s") in WEEKDAYS or (lower in MONTHS and is_name(head)) or lemma in TIME_NOUNS:
        return "time"
    if head.pos == "NUM" or head.tag == "CD":
        return "time" if len(lower) == 4 and lower.isdigit() and lower[:2] in ("18", "19", "20") else "number"
    if head.tag == "$" or lemma in MEASURE_NOUNS or head.pos == "SYM":
        return "measure"
    if head.tag == "NNPS" and (head.text[:-1].isupper() or head.text.islower()):
        return "thing"  # DVDs
    if (
        head.tag == "NNPS"
        and head.text.isalpha()
        and not head.child("compound", "flat", "det")
        and lower not in PLACES
    ):
        return "person_noun"  # Americans, Democrats
    if is_name(head):
        return _name_kind(head)
    if head.pos != "NOUN":
        return "other"
    if lemma in PERSON_NOUNS:
        return "person_noun"
    if lemma in ORG_NOUNS and not (lemma in _ALSO_THINGS and head.child("nmod")):
        return "organisation_noun"
    return "thing"


def comparable(a: Word, b: Word) -> bool:
    """Whether two noun phrases may take each other's place."""
    first, second = kind(a), kind(b)
    if first in AGENTS and second in AGENTS:
        return True
    if "name" in (first, second):
        return {first, second} <= NAMES | AGENTS
    return first == second and first not in ("other", "number", "measure", "time")


def gender(head: Word) -> str | None:
    """Return "m" or "f" where the words of the phrase tell, else None."""
    words = {
        head.lower,
        head.lemma,
        *(c.lower for c in head.children if c.rel in ("flat", "compound", "nmod")),
    }
    male, female = bool(words & (MALE_NAMES | MALE_NOUNS)), bool(words & (FEMALE_NAMES | FEMALE_NOUNS))
    return None if male == female else "m" if male else "f"


def _name_kind(head: Word) -> str:
    if head.lower in ACRONYM_THINGS:
        return "other"
    if any(c.isdigit() for c in head.text):
        return "code"
    if head.lower in DEMONYMS or head.child("det").lower in ("a", "an"):
        return "other"  # a language or people; "a Treaty"
    parts = [head, *(c for c in head.children if c.rel in ("flat", "compound") and is_name(c))]
    lowers = [part.lower for part in sorted(parts, key=lambda word: word.i)]
    if any(part in ORG_SUFFIXES for part in lowers):
        return "organisation"
    if lowers[-1] in PLACE_SUFFIXES and len(lowers) > 1:
        return "place"
    described = [
        c for c in head.children if c.rel in ("compound", "appos", "amod", "flat") or c.dep == "nmod:desc"
    ]
    if any(c.lower in TITLES or (c.lemma in PERSON_NOUNS and not is_name(c)) for c in described):
        return "person"
    if lowers[0] in FIRST_NAMES and len(lowers) > 1 and not head.child("det"):
        return "person"
    if any(part in PLACES for part in lowers):
        return "place"
    if any(part in FIRST_NAMES for part in lowers) and not head.child("det"):
        return "person"
    governor = head.head
    if head.rel == "appos" and governor.lemma in PERSON_NOUNS:
        return "person"
    if head.dep == "acl:relcl" or any(c.dep == "acl:relcl" and _has_who(c) for c in head.children):
        return "person"
    if len(head.text) > 1 and head.text.isupper() and len(parts) == 1:
        return "organisation"
    if head.child("case").lower in ("in", "near") and head.rel in ("obl", "nmod"):
        return "place"
    if head.rel == "nsubj" and governor.lemma in REPORTING and len(parts) > 1:
        return "person"
    return "name"


def _has_who(clause: Word) -> bool:
    return any(child.lower in ("who", "whom") for child in clause.children)
