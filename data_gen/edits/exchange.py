"""Which two phrases may take each other's place: kinds, form, binding, nesting.

Shared by the families argument_swap, modifier_rebinding, spatial and temporal.
"""

from collections.abc import Iterator
from itertools import combinations

from ..english.agreement import agreeing, is_plural
from ..english.casing import piece
from ..english.classes import one_class, thing_class
from ..english.kinds import OBJECT_PRONOUNS, PERSONAL_PRONOUNS, comparable, is_name, kind
from ..english.lexicon import FIXED_NOUNS, SYMMETRIC, THING_VERBS
from ..english.word_lists import word_lists
from ..parsing.sentence import NOTHING, Clause, Sentence, Span, Word
from .edit import Change, Replacement, change, replace
from .index import related
from .phrases import bound_pronoun, contains, is_part_of, same_form, shares_name, simple_phrase

_LISTS = word_lists(__package__, "exchange")

LINKING = _LISTS.set("linking")

SYMMETRIC_PREPOSITIONS = _LISTS.set("symmetric_prepositions")


def parallel_phrases(sentence: Sentence, relations: tuple[str, ...]) -> Iterator[tuple[Span, Span]]:
    """Yield pairs of simple phrases that hang on different words by the same relation and preposition."""
    slots: dict[tuple[str, str], list[tuple[Word, Word]]] = {}
    for word in related(sentence, *relations):
        if word.dep not in relations or word.pos not in ("NOUN", "PROPN") or not word.head:
            continue
        case = word.child("case")
        preposition = case.lower
        if preposition not in SYMMETRIC_PREPOSITIONS and (preposition == "") == (word.dep == "obj"):
            slots.setdefault((word.dep, preposition), []).append((word, case))
    for (first, first_case), (second, second_case) in (
        pair for slot in slots.values() for pair in combinations(slot, 2)
    ):
        if first.head is second.head or first.lemma == second.lemma or not comparable(first, second):
            continue
        if relations != ("nmod",) and _same_verb(first, second):
            continue
        cases = (first_case, second_case)
        if kind(first) == "thing" and relations != ("nmod",) and not _things_fit(first, second):
            continue
        if kind(first) != "thing" and (not same_form(first, second) or first.tag != second.tag):
            continue
        if {first.lemma, second.lemma} & FIXED_NOUNS or is_part_of(first, second) or contains(first, second):
            continue
        a, b = simple_phrase(sentence, first), simple_phrase(sentence, second)
        if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
            continue
        if any(c and c.i != span.start - 1 for c, span in zip(cases, (a, b), strict=True)):
            continue
        if first.dep == "obj" and (
            _precedes_verb(a) or _precedes_verb(b) or is_light(first) or is_light(second)
        ):
            continue
        yield a, b


def _things_fit(first: Word, second: Word) -> bool:
    """Whether two things may take each other's slot: of one form, and as objects of one class."""
    if first.dep == "obj" and not one_class(first, second):
        return False
    bare = first.tag == second.tag == "NNS" and not _has_determiner(first, second)
    return bare or (is_determined(first) and is_determined(second))


def _has_determiner(*nouns: Word) -> bool:
    return any(noun.child("det", "nmod:poss", "nummod") for noun in nouns)


def _same_verb(first: Word, second: Word) -> bool:
    """Whether both hang on one and the same verb ("reducing the cost and reducing the errors" is a list)."""
    return bool(first.head) and bool(second.head) and first.head.lemma == second.head.lemma


def _precedes_verb(span: Span) -> bool:
    return bool(span.head.head) and span.start <= span.head.head.i


def is_light(thing: Word) -> bool:
    """Whether verb and object are one idea ("take place", "make a decision")."""
    bare = not thing.child("det", "nmod:poss", "nummod", "amod", "compound") and thing.tag == "NN"
    return (
        bare
        or not thing.head
        or thing.head.lemma in ("take", "make", "have", "give", "do", "get", "be", "say")
    )


PLACE_NOUNS = _LISTS.set("place_nouns")
PERSONAL = _LISTS.set("personal")  # what a personal pronoun may exchange with


def may_be_one(a: Word, b: Word) -> bool:
    """Whether a name and "the company" may be one and the same, being in two clauses."""
    for name, description in ((a, b), (b, a)):
        if is_name(name) and not is_name(description) and description.child("det").lower in _DEFINITE:
            return not description.child("amod", "compound", "nmod", "acl")
    return False


_DEFINITE = frozenset(("the", "this", "that"))


def are_agents(a: Word, b: Word) -> bool:
    """Whether both can act or be acted on: persons, organisations, names, personal pronouns."""
    kinds = {kind(a), kind(b)}
    if kinds == {"pronoun"}:
        return a.lower != "it" and b.lower != "it" and OBJECT_PRONOUNS.get(b.lower, b.lower) != a.lower
    if "pronoun" in kinds and PLACE_NOUNS & {a.lemma, b.lemma}:
        return False  # "she travelled the country"
    if "pronoun" in kinds and ("it" in (a.lower, b.lower) or not kinds & PERSONAL):
        return False
    if kinds <= {"place", "person", "organisation", "name"} and a.rel == "nsubj" and "place" in kinds:
        return same_form(a, b)  # "France", "Washington" as actors
    return "thing" not in kinds and comparable(a, b) and (same_form(a, b) or "pronoun" in kinds)


_ONE_WAY = _LISTS.set("one_way")


def is_one_way(verb: Word, a: Word, b: Word) -> bool:
    """Whether only a person can do this to an organisation ("joined the club"), and they are of two sorts."""
    return verb.lemma in _ONE_WAY and kind(a).removesuffix("_noun") != kind(b).removesuffix("_noun")


def are_similar(*nouns: Word) -> bool:
    """Whether all are things or organisations named by a common noun."""
    return all(kind(noun) in ("thing", "organisation_noun") for noun in nouns)


_CHANGING = _LISTS.set("changing")


def are_things(verb: Word, a: Word, b: Word) -> bool:
    """Whether two common nouns may exchange around a verb: one class, or a verb that relates any."""
    if not are_similar(a, b) or not same_form(a, b) or verb.lemma in LINKING:
        return False
    if verb.lemma in THING_VERBS or (verb.lemma in _CHANGING and kind(a) == kind(b)):
        return True
    return (
        one_class(a, b)
        and thing_class(a) != "place"
        and is_determined(a)
        and is_determined(b)
        and not is_light(b)
        and b.lemma not in FIXED_NOUNS
    )


_MUTUAL = frozenset(("near", "beside", "alongside", "opposite", "with", "between"))
_EQUATING = SYMMETRIC | {"compare", "distinguish", "separate", "connect"}


def says_the_same(a: Word, b: Word) -> bool:
    """Whether one noun stands twice in a symmetric relation: exchanging its modifiers changes nothing."""
    if not a or not b or a.lemma != b.lemma:
        return False
    if a.head is b or b.head is a:
        return True
    if any(c.lower in _MUTUAL for noun in (a, b) for c in noun.children if c.rel == "case"):
        return True
    return any(noun.head.lemma in _EQUATING for noun in (a, b))


def is_determined(noun: Word) -> bool:
    """Whether a noun is definite, possessed or a modified plural: it can stand in any role."""
    determiner = noun.child("det", "nmod:poss")
    if determiner:
        return (
            determiner.lower in ("the", "a", "an", "this", "that", "these", "its", "their")
            or determiner.dep == "nmod:poss"
        )
    return noun.tag == "NNS" and bool(noun.child("amod", "compound"))


def swap_with_subject(sentence: Sentence, clause: Clause, other: Word, rule: str) -> Iterator[Change]:
    """Yield the exchange of a clause's subject with `other`: case, agreement and 's repaired."""
    subject, finite = clause.subject, clause.finite
    if not subject or not finite:
        return
    a, b = simple_phrase(sentence, subject), simple_phrase(sentence, other)
    if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
        return
    if len({sentence.words[i].quote for span in (a, b) for i in range(span.start, span.end)}) > 1:
        return
    if shares_name(sentence, a, b):
        return
    if "PRP" in (subject.tag, other.tag) and _continues(sentence, a if other.tag == "PRP" else b):
        return
    as_subject = _cased(sentence, b, PERSONAL_PRONOUNS, OBJECT_PRONOUNS)
    as_object = _cased(sentence, a, OBJECT_PRONOUNS, PERSONAL_PRONOUNS)
    if as_subject is None or as_object is None:
        return
    repairs = agreement(clause, other, finite)
    if repairs is None:
        return
    yield change(
        rule,
        Replacement(*sentence.chars(a), as_subject),
        Replacement(*sentence.chars(b), as_object),
        *repairs,
    )


def _continues(sentence: Sentence, span: Span) -> bool:
    """Whether the phrase goes on where a pronoun could not ("residents eager for ...")."""
    if span.end >= len(sentence.words):
        return False
    following = sentence.words[span.end]
    return following.tag in ("JJ", "VBN", "VBG", "NN", "NNP") or span.head.right > span.end


def _cased(sentence: Sentence, span: Span, wanted: dict[str, str], other: dict[str, str]) -> str | None:
    """The span's text, a lone personal pronoun in the case that the other slot needs."""
    head = span.head
    if head.pos == "PRON" or head.tag == "PRP":
        if span.end - span.start > 1:
            return None
        if head.lower in other:
            text = other[head.lower]
            return "I" if text == "i" else text
        return None
    return piece(sentence, span.start, span.end)


def _contradicts(finite: Word, subject: Word) -> bool:
    """Whether verb and subject do not agree as they stand: a tag or the parse is wrong."""
    plural = is_plural(subject)
    if plural is None:
        return False
    plural_form = finite.tag == "VBP" or finite.lower in ("are", "were", "have")
    singular_form = finite.tag == "VBZ" or finite.lower in ("is", "was", "has")
    return subject.lower not in ("i", "you") and ((plural_form and not plural) or (singular_form and plural))


def agreement(clause: Clause, new: Word, finite: Word, old: Word = NOTHING) -> list[Replacement] | None:
    """Return what makes the finite verb agree with its new subject; None when unsure."""
    if not finite:
        return []
    new_plural = is_plural(new)
    if new.lower in ("me", "i", "you"):
        if finite.tag in ("VBD", "MD") and finite.lemma != "be":
            return []
        if finite.lemma == "be" and new.lower != "you":
            return None
        new_plural = True
    old_word = old if old else clause.subject
    if new_plural is None or not old_word or _contradicts(finite, old_word):
        return None
    if is_plural(old_word) == new_plural and old_word.lower not in ("i", "you"):
        return []
    form = agreeing(finite, new_plural)
    if form is None:
        return None
    repairs = [] if form == finite.text else [replace(finite, form)]
    others = [c for c in clause.predicate.all("conj") if c.tag in ("VBZ", "VBP") and not c.child("nsubj")]
    if others or (
        clause.predicate.all("conj") and any(c.child("aux", "cop") for c in clause.predicate.all("conj"))
    ):
        return None
    return repairs
