"""Which two phrases may take each other's place: kinds, form, binding, nesting.

Shared by argument_swap.py, mentions.py and modifier_rebinding.py.
"""

from collections.abc import Iterator
from itertools import combinations

from ..agreement import agreeing, is_plural
from ..kinds import OBJECT_PRONOUNS, PERSONAL_PRONOUNS, comparable, gender, is_name, kind
from ..lexicon import FIXED_NOUNS, THING_VERBS, TITLES, WEEKDAYS, word_set
from ..realize import piece
from ..roles import Clause, Sentence, Span, Word
from .build import edit, replace
from .edit import Edit, Replacement

_LINKING = word_set("have be become include contain comprise mean represent total equal cost last take")

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
            and not (first.tag == second.tag == "NNS" and not _has_determiner(first, second))
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


def _has_determiner(*nouns: Word) -> bool:
    return any(noun.child("det", "nmod:poss", "nummod") is not None for noun in nouns)


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


def are_similar(*nouns: Word) -> bool:
    """Whether all are things or organisations named by a common noun."""
    return all(kind(noun) in ("thing", "organisation_noun") for noun in nouns)


def are_things(verb: Word, a: Word, b: Word) -> bool:
    """Whether two common nouns may exchange around a verb that relates things to things."""
    if not are_similar(a, b) or not same_form(a, b):
        return False
    if verb.lemma in THING_VERBS:
        return True
    return (
        is_determined(a)
        and is_determined(b)
        and verb.lemma not in _LINKING
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
    last = sentence.words[span.end - 1]
    if span.end < len(sentence.words) and sentence.words[span.end].lower in ("general", "elect"):
        return None
    if last.tag in ("JJ", "VBN", "VBG") and last is not head:
        return None  # "found Anna dead"
    if span.start > 1 and is_name(head) and head.rel != "conj":
        joined = sentence.words[span.start - 1]
        if joined.tag == "CC" and is_name(sentence.words[span.start - 2]):
            return None  # "Lyon and Turin", taken apart by the parser
    first = sentence.words[span.start]
    before = sentence.words[span.start - 1] if span.start else first
    if is_name(first) and before.tag == "NN" and kind(before) in ("person_noun", "organisation_noun"):
        return None  # "the suspect Anna Berg", taken apart by the parser
    if first.tag == "VBG" and before.rel != "case":
        return None  # "medicating patients"
    if before.lower in ("almost", "nearly", "virtually", "roughly"):
        return None  # "almost all users", taken apart by the parser
    if first.lower == "that":
        return None  # a conjunction, read as a determiner
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


def swap_with_subject(sentence: Sentence, clause: Clause, other: Word, rule: str) -> Iterator[Edit]:
    """Yield the exchange of a clause's subject with `other`: case, agreement and 's repaired."""
    subject, finite = clause.subject, clause.finite
    if subject is None or finite is None:
        return
    a, b = simple_phrase(sentence, subject), simple_phrase(sentence, other)
    if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
        return
    if len({sentence.words[i].quote for span in (a, b) for i in range(span.start, span.end)}) > 1:
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
    yield edit(
        rule,
        0,
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


def agreement(
    clause: Clause, new: Word, finite: Word | None, old: Word | None = None
) -> list[Replacement] | None:
    """Return what makes the finite verb agree with its new subject; None when unsure."""
    if finite is None:
        return []
    new_plural = is_plural(new)
    if new.lower in ("me", "i", "you"):
        if finite.tag in ("VBD", "MD") and finite.lemma != "be":
            return []
        if finite.lemma == "be" and new.lower != "you":
            return None
        new_plural = True
    old_word = old if old is not None else clause.subject
    if new_plural is None or old_word is None:
        return None
    if is_plural(old_word) == new_plural and old_word.lower not in ("i", "you"):
        return []
    form = agreeing(finite, new_plural)
    if form is None:
        return None
    repairs = [] if form == finite.text else [replace(finite, form)]
    others = [c for c in clause.predicate.all("conj") if c.tag in ("VBZ", "VBP") and c.child("nsubj") is None]
    if others or (
        clause.predicate.all("conj") and any(c.child("aux", "cop") for c in clause.predicate.all("conj"))
    ):
        return None
    return repairs
