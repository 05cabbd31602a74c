"""The exchange of two phrases: the one engine of every rule that puts two phrases in each other's place.

`exchanges` takes pairs of words and yields the change for each whose phrases may take each other's place:
short and whole (phrases.py), apart, in one quotation, each said once, without a pronoun that would meet
another referent, and not bound to their places by what else is said (plausibility/contradiction.py). A verb
agrees with its new subject, a pronoun takes the case of its new role. Which pairs are worth trying, the rules
say; what several of them ask of two nouns is here too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from ..english.agreement import agreeing, is_plural
from ..english.casing import piece
from ..english.kinds import OBJECT_PRONOUNS, PERSONAL_PRONOUNS, comparable, is_name
from ..english.lexicon import FIXED_NOUNS, ORG_SUFFIXES, SYMMETRIC, TITLES
from ..plausibility.contradiction import contradicts
from .edit import Change, Replacement, change, exchange, moved, replace
from .phrases import bound_pronoun, contains, is_part_of, same_form, shares_name, simple_phrase
from .prelude import NOTHING, Clause, Sentence, Span, Word, lowers, related, word_lists
from .request_lines import is_verb

_LISTS = word_lists(__package__, "exchange")

Phrase = Callable[[Sentence, Word], Span | None]
_DEGREES = frozenset(("JJR", "JJS", "RBR", "RBS"))
SYMMETRIC_PREPOSITIONS = _LISTS.set("symmetric_prepositions")
_EQUATING = SYMMETRIC | _LISTS.telling_apart
DIFFER = re.compile(r"\bdiffer\w*(?: \w+ly)? (?:from|to|than)\b|\bdifferent(?:ly)?\b.* than\b")


# --- the engine -------------------------------------------------------------------------------------


def exchanges(
    sentence: Sentence, rule: str, pairs: Iterable[tuple[Word, Word]], phrase: Phrase = simple_phrase
) -> Iterator[Change]:
    """Yield the exchange of every pair of words whose phrases may take each other's place.

    rule: its name without the family. phrase: what of a word's phrase moves, None for nothing.
    """
    for first, second in pairs:
        a, b = phrase(sentence, first), phrase(sentence, second)
        if a is None or b is None or not _may_exchange(sentence, a, b):
            continue
        texts = _put(sentence, a, b), _put(sentence, b, a)
        repairs = _agreements(sentence, first, second)
        if None not in texts and repairs is not None:
            yield moved(change(rule, *(t for t in texts if t is not None), *repairs), first, second)


def _may_exchange(sentence: Sentence, a: Span, b: Span) -> bool:
    if a.overlaps(b) or bound_pronoun(sentence, a, b) or shares_name(sentence, a, b):
        return False
    if _is_conjunct(sentence, a, b) or _is_conjunct(sentence, b, a):
        return False
    if sentence.words[a.start].quote != sentence.words[b.start].quote:
        return False
    if sentence.words[-1].text.endswith(".") and len(sentence.words) in (a.end, b.end):
        return False  # the full stop of the sentence, read as a part of "5MB."
    if contradicts(sentence, a.head, b.head) or any(_opens_with_order(sentence, span) for span in (a, b)):
        return False
    inside = [sentence.words[span.start : span.end] for span in (a, b)]
    if any(w.lower in _LISTS.compared for words in inside for w in words) or _said_twice(sentence, a, b):
        return False
    if len({any(w.tag in _DEGREES or w.lower in _LISTS.each for w in words) for words in inside}) > 1:
        return False  # "an older version" of the other one, "every tab"
    return not any(_is_repeated(sentence, span) for span in (a, b) if span.head.pos != "PRON")


def _opens_with_order(sentence: Sentence, span: Span) -> bool:
    """Whether a phrase takes in the verb of an order, read as a noun: "Use plain lists instead of ..."."""
    first = sentence.words[span.start]
    return first.i == sentence.first and first.rel == "compound" and is_verb(first)


def _is_repeated(sentence: Sentence, span: Span) -> bool:
    """Whether a phrase stands in the sentence twice, or a word made of a name ("Africa", "African")."""
    end = "" if span.head.pos == "PROPN" else r"\b"
    phrase = re.escape(sentence.slice(span.start, span.end))
    return len(re.findall(rf"(?<!\w){phrase}{end}", sentence.text, re.IGNORECASE)) > 1


def _is_conjunct(sentence: Sentence, span: Span, other: Span) -> bool:
    """Whether a phrase is the first of a list that would be torn apart: "Anna and Ruth ... Omar"."""
    listed = [c for c in span.head.all("conj") if c.i >= span.end and c is not other.head]
    before, after = (sentence.words[i : i + 1] for i in (span.start - 1, span.end))
    torn = any(word.lower in ("or", "/") for word in (*before, *after))
    return torn or (bool(listed) and span.head.rel in ("nsubj", "obj", "iobj", "obl", "nmod"))


def _said_twice(sentence: Sentence, a: Span, b: Span) -> bool:
    """Whether a noun of one stands in the other too, or its head elsewhere: "a child ... each child"."""
    if a.head.lemma == b.head.lemma:
        return False
    inside = [sentence.words[span.start : span.end] for span in (a, b)]
    outside = {w.lemma.lower() for w in sentence.words if not any(w in words for words in inside)}
    names = [w for words in inside for w in words if w.pos == "PROPN"]
    return bool(_nouns(inside[0]) & _nouns(inside[1]) or outside & _nouns([a.head, b.head, *names]))


def _nouns(words: Iterable[Word]) -> set[str]:
    """Return the lemmas of nouns and names, but of "Mr" and "Inc.", which any two may have."""
    return {w.lemma.lower() for w in words if w.pos in ("NOUN", "PROPN")} - TITLES - ORG_SUFFIXES


def _put(sentence: Sentence, place: Span, source: Span) -> Replacement | None:
    """Put one phrase in the place of another; None where a pronoun cannot stand there."""
    head = source.head
    if head.tag != "PRP":
        return exchange(sentence, place, source)[0]
    if source.end - source.start > 1 or _continues(sentence, place):
        return None
    text = piece(sentence, source.start, source.end)
    if _is_subject(head) != _is_subject(place.head):
        forms = OBJECT_PRONOUNS if _is_subject(place.head) else PERSONAL_PRONOUNS
        if head.lower not in forms:
            return None
        text = "I" if forms[head.lower] == "i" else forms[head.lower]
    return Replacement(*sentence.chars(place), text)


def _is_subject(word: Word) -> bool:
    return word.rel == "nsubj"


def _continues(sentence: Sentence, span: Span) -> bool:
    """Whether the phrase goes on where a pronoun could not ("residents eager for ...")."""
    if span.end >= len(sentence.words):
        return False
    following = sentence.words[span.end]
    return following.tag in ("JJ", "VBN", "VBG", "NN", "NNP") or span.head.right > span.end


def _agreements(sentence: Sentence, first: Word, second: Word) -> list[Replacement] | None:
    """What makes the verbs of two subjects agree with the other one; None when unsure."""
    repairs = []
    for old, new in ((first, second), (second, first)):
        clause = next((c for c in sentence.clauses if c.subject is old), None) if _is_subject(old) else None
        if clause is not None:
            found = agreement(clause, new, old)
            if found is None:
                return None
            repairs += found
    return repairs


def swap_with_subject(sentence: Sentence, clause: Clause, other: Word, rule: str) -> Iterator[Change]:
    """Yield the exchange of a clause's subject with `other`."""
    if clause.subject and clause.finite:
        yield from exchanges(sentence, rule, [(clause.subject, other)])


def agreement(clause: Clause, new: Word, old: Word = NOTHING) -> list[Replacement] | None:
    """Return what makes the finite verb agree with its new subject; None when unsure."""
    finite = clause.finite
    if not finite:
        return []
    new_plural = is_plural(new)
    if new.lower in ("me", "i", "you"):
        if finite.tag in ("VBD", "MD") and finite.lemma != "be":
            return []
        if finite.lemma == "be" and new.lower != "you":
            return None
        new_plural = True
    old_word = old or clause.subject
    if new_plural is None or not old_word or _contradicts(finite, old_word):
        return None
    if is_plural(old_word) == new_plural and old_word.lower not in ("i", "you"):
        return []
    form = agreeing(finite, new_plural)
    joined = clause.predicate.all("conj")
    if form is None or any(
        (c.tag in ("VBZ", "VBP") and not c.child("nsubj")) or c.child("aux", "cop") for c in joined
    ):
        return None
    return [] if form == finite.text else [replace(finite, form)]


def _contradicts(finite: Word, subject: Word) -> bool:
    """Whether verb and subject do not agree as they stand: a tag or the parse is wrong."""
    plural = is_plural(subject)
    if plural is None:
        return False
    plural_form = finite.tag == "VBP" or finite.lower in ("are", "were", "have")
    singular_form = finite.tag == "VBZ" or finite.lower in ("is", "was", "has")
    return subject.lower not in ("i", "you") and ((plural_form and not plural) or (singular_form and plural))


# --- what several rules ask of two nouns ------------------------------------------------------------


def parallel(sentence: Sentence, relations: tuple[str, ...]) -> Iterator[tuple[Word, Word]]:
    """Yield pairs of nouns that hang on different words by the same relation and the same preposition."""
    slots: dict[tuple[str, str], list[Word]] = {}
    for word in related(sentence, *relations):
        case = word.child("case")
        if word.dep not in relations or word.pos not in ("NOUN", "PROPN") or not word.head:
            continue
        if len(word.all("case")) > 1:
            continue
        if case.lower not in SYMMETRIC_PREPOSITIONS and (not case) == (word.dep == "obj"):
            slots.setdefault((word.dep, case.lower), []).append(word)
    for first, second in (pair for slot in slots.values() for pair in combinations(slot, 2)):
        if first.head is second.head or first.lemma == second.lemma or contains(first, second):
            continue
        if {first.lemma, second.lemma} & FIXED_NOUNS or is_part_of(first, second):
            continue
        if not comparable(first, second):
            continue
        if first.tag == second.tag and same_form(first, second):
            yield first, second


def is_determined(noun: Word) -> bool:
    """Whether a noun is definite, possessed or a modified plural: it can stand in any role."""
    determiner = noun.child("det", "nmod:poss")
    if determiner:
        return determiner.dep == "nmod:poss" or determiner.lower in _LISTS.determiners
    return noun.tag == "NNS" and bool(noun.child("amod", "compound"))


def says_the_same(a: Word, b: Word) -> bool:
    """Whether one noun stands twice in a symmetric relation: exchanging its modifiers changes nothing."""
    if not a or not b or a.lemma != b.lemma:
        return False
    if a.head is b or b.head is a or any(noun.head.lemma in _EQUATING for noun in (a, b)):
        return True
    return any(c.lower in _LISTS.mutual for noun in (a, b) for c in noun.children if c.rel == "case")


def are_told_of_one(a: Word, b: Word) -> bool:
    """Whether two measures are told of one thing, joined: "it is 5 feet wide and it is 7 feet wide"."""
    first, second = a.head, b.head
    owners = [w.child("nsubj", "nsubj:pass").lower for w in (first, second)]
    alike = first.lemma == second.lemma and first.pos in ("ADJ", "ADV")
    return alike and second.rel == "conj" and owners[1] in ("", "it", "he", "she", "they", owners[0])


def is_equated(sentence: Sentence) -> bool:
    """Whether two are said to be alike or not, or are told apart or joined, which is the same both ways."""
    words = lowers(sentence)
    if DIFFER.search(sentence.text) or not _LISTS.alike.isdisjoint(words) or {"some", "others"} <= words:
        return True
    parted = any(w.lemma in _LISTS.telling_apart and w.pos == "VERB" for w in sentence.words)
    return parted or sum(w.lower == "as" for w in sentence.words) > 1


def may_be_one(a: Word, b: Word) -> bool:
    """Whether a name and "the company" may be one and the same, being in two clauses."""
    for name, description in ((a, b), (b, a)):
        if (
            is_name(name)
            and not is_name(description)
            and description.child("det").lower in ("the", "this", "that")
        ):
            return not description.child("amod", "compound", "nmod", "acl")
    return False
