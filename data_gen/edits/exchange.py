"""Which two phrases may take each other's place: kinds, form, binding, nesting.

Shared by argument_swap.py, mentions.py and modifier_rebinding.py.
"""

from collections.abc import Iterator
from itertools import combinations

from ..agreement import is_plural
from ..kinds import OBJECT_PRONOUNS, comparable, gender, is_name, kind
from ..lexicon import FIXED_NOUNS, STATIVE, THING_VERBS, TITLES, WEEKDAYS, word_set
from ..roles import Sentence, Span, Word

MAX_PHRASE = 9  # words of an exchanged phrase

_SINGULAR_PRONOUNS = word_set("he she him her his hers")

SYMMETRIC_PREPOSITIONS = frozenset(
    ("between", "among", "amongst", "with", "and", "versus", "vs", "vs.", "than", "like", "as")
)


def parallel_phrases(sentence: Sentence, relations: tuple[str, ...]) -> Iterator[tuple[Span, Span]]:
    """Yield pairs of simple phrases that hang on different words by the same relation and preposition."""
    heads = [
        w for w in sentence.words if w.dep in relations and w.pos in ("NOUN", "PROPN") and w.head is not None
    ]
    for first, second in combinations(heads, 2):
        if first.dep != second.dep or first.head is second.head or first.lemma == second.lemma:
            continue
        cases = [w.child("case") for w in (first, second)]
        lowers = [c.lower if c is not None else "" for c in cases]
        if (
            lowers[0] != lowers[1]
            or lowers[0] in SYMMETRIC_PREPOSITIONS
            or (lowers[0] == "") != (first.dep == "obj")
        ):
            continue
        if not comparable(first, second):
            continue
        if (
            kind(first) == "thing"
            and relations != ("nmod",)
            and not (is_determined(first) and is_determined(second))
        ):
            continue
        if kind(first) != "thing" and (not same_form(first, second) or first.tag != second.tag):
            continue
        if {first.lemma, second.lemma} & FIXED_NOUNS or is_part_of(first, second) or contains(first, second):
            continue
        a, b = simple_phrase(sentence, first), simple_phrase(sentence, second)
        if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
            continue
        if any(c is not None and c.i != span.start - 1 for c, span in zip(cases, (a, b), strict=True)):
            continue
        if first.dep == "obj" and (
            _precedes_verb(a) or _precedes_verb(b) or is_light(first) or is_light(second)
        ):
            continue
        yield a, b


def _precedes_verb(span: Span) -> bool:
    return span.head.head is not None and span.start <= span.head.head.i


def contains(a: Word, b: Word) -> bool:
    """Whether one word lies in the other's subtree."""
    return a.left <= b.i <= a.right or b.left <= a.i <= b.right


def is_light(thing: Word) -> bool:
    """Whether verb and object are one idea ("take place", "make a decision")."""
    bare = thing.child("det", "nmod:poss", "nummod", "amod", "compound") is None and thing.tag == "NN"
    return (
        bare
        or thing.head is None
        or thing.head.lemma in ("take", "make", "have", "give", "do", "get", "be", "say")
    )


def is_part_of(a: Word, b: Word) -> bool:
    """Whether one word lies in the other's name, apposition or coordination."""
    for low, high in ((a, b), (b, a)):
        word: Word | None = low
        while word is not None and word is not high:
            if word.rel not in ("flat", "compound", "appos", "conj", "nmod"):
                break
            word = word.head
        if word is high:
            return True
    return False


def are_agents(a: Word, b: Word) -> bool:
    """Whether both can act or be acted on: persons, organisations, names, personal pronouns."""
    kinds = {kind(a), kind(b)}
    if kinds == {"pronoun"}:
        return a.lower != "it" and b.lower != "it" and OBJECT_PRONOUNS.get(b.lower, b.lower) != a.lower
    if "pronoun" in kinds and {"it"} & {a.lower, b.lower}:
        return False
    if kinds <= {"place", "person", "organisation", "name"} and a.rel == "nsubj" and "place" in kinds:
        return same_form(a, b)  # "France", "Washington" as actors
    return "thing" not in kinds and comparable(a, b) and (same_form(a, b) or "pronoun" in kinds)


def are_things(verb: Word, a: Word, b: Word) -> bool:
    """Whether two common nouns may exchange around a verb that relates things to things."""
    if not kind(a) == kind(b) == "thing" or not same_form(a, b):
        return False
    if verb.lemma in THING_VERBS:
        return True
    return (
        is_determined(a)
        and is_determined(b)
        and verb.lemma not in STATIVE
        and not is_light(b)
        and b.lemma not in FIXED_NOUNS
    )


def is_determined(noun: Word) -> bool:
    """Whether a noun is definite, possessed or a modified plural: it can stand in any role."""
    determiner = noun.child("det", "nmod:poss")
    if determiner is not None:
        return (
            determiner.lower in ("the", "a", "an", "this", "that", "these", "its", "their")
            or determiner.dep == "nmod:poss"
        )
    return noun.tag == "NNS" and noun.child("amod", "compound") is not None


def same_form(a: Word, b: Word) -> bool:
    """Names with names, definite with definite or at least determined, bare with bare."""
    if a.lemma == b.lemma and a.lower == b.lower:
        return False
    forms = []
    for word in (a, b):
        if is_name(word):
            forms.append("name")
        elif word.child("det", "nmod:poss", "nummod") is not None or word.tag == "NNS":
            forms.append("determined")
        else:
            forms.append("bare")
    return forms[0] == forms[1] or set(forms) == {"name", "determined"}


def simple_phrase(sentence: Sentence, head: Word) -> Span | None:
    """The phrase of a noun if it is short and has no clause, apposition or quotation mark in it."""
    span = sentence.phrase(head)
    if span is None or span.end - span.start > MAX_PHRASE or not sentence.one_quote(span.start, span.end):
        return None
    for word in sentence.words[span.start : span.end]:
        if word.dep in ("nmod:unmarked", "nmod:npmod", "nmod:tmod", "obl:unmarked") or word.lower in WEEKDAYS:
            return None
        if word.rel in ("acl", "advcl", "ccomp", "appos", "parataxis", "punct", "case") and word.text not in (
            "-",
            "'s",
            "'",
            "of",
        ):
            return None
    if sentence.words[span.end - 1].tag == "POS" or any(
        w.tag == "WP$" for w in sentence.words[span.start : span.end]
    ):
        return None
    after = sentence.words[span.end : span.end + 2]
    if any(w.tag in ("WP", "WDT", "WP$") for w in (after if after and after[0].text == "," else after[:1])):
        return None  # a relative clause would change hands
    first = sentence.words[span.start]
    if first.tag in ("WRB", "IN", "RB", "CC", "UH") or sentence.words[span.end - 1].lower in TITLES:
        return None
    if first.lower in (
        "only",
        "even",
        "both",
        "either",
        "neither",
        "no",
        "nobody",
        "some",
        "any",
        "not",
        "many",
        "most",
    ):
        return None
    return span


def bound_pronoun(sentence: Sentence, a: Span, b: Span) -> bool:
    """Whether a pronoun would lose or change its referent's gender or number by the exchange."""
    lowers = {
        w.lower
        for w in sentence.words
        if w.tag in ("PRP", "PRP$") and not a.start <= w.i < a.end and not b.start <= w.i < b.end
    }
    inside = {w.lower for span in (a, b) for w in sentence.words[span.start : span.end] if w.tag == "PRP$"}
    if inside:
        return True
    people = [kind(w) in ("person", "person_noun", "name", "pronoun") for w in (a.head, b.head)]
    plural = [is_plural(w) for w in (a.head, b.head)]
    if lowers & _SINGULAR_PRONOUNS and any(people):
        genders = {gender(a.head), gender(b.head)} - {None}
        if (
            not all(people)
            or plural != [False, False]
            or len(genders) > 1
            or "pronoun" in (kind(a.head), kind(b.head))
        ):
            return True
    sure = [kind(w) in ("person", "person_noun", "pronoun") for w in (a.head, b.head)]
    if lowers & {"it", "its"} and (sure[0] != sure[1] or (not sure[0] and plural[0] != plural[1])):
        return True
    return bool(lowers & {"they", "their", "them"}) and plural[0] != plural[1]
