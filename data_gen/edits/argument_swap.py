"""Argument swap (near-misses): two phrases of comparable kind take each other's role.

Subjects with objects or agents, obliques with one another, the sides of a comparison, the subjects of two
clauses, and names, amounts or dates anywhere in the sentence. Symmetric predicates and coordinations, where
the exchange says the same, are left to paraphrase.py.
"""

import random
from collections.abc import Iterator
from itertools import combinations

from spacy.tokens import Doc

from ..agreement import agreeing, is_plural
from ..kinds import AGENTS, OBJECT_PRONOUNS, PERSONAL_PRONOUNS, comparable, kind
from ..lexicon import (
    REPORTING,
    SYMMETRIC,
    word_set,
)
from ..realize import piece
from ..roles import Clause, Sentence, Span, Word, read
from .build import edit, exchange, replace
from .edit import Edit, Replacement
from .exchange import (
    SYMMETRIC_PREPOSITIONS,
    are_agents,
    are_things,
    bound_pronoun,
    is_determined,
    parallel_phrases,
    same_form,
    simple_phrase,
)
from .mentions import actors, adjuncts, mentions

MAX_PARALLEL = 2  # exchanges of objects or same-preposition phrases per sentence
MAX_MENTION_SWAPS = 5  # exchanges of names, amounts or dates per sentence

_BOUND = word_set(
    """himself herself itself themselves myself yourself ourselves each together respectively"""
)


def propose(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """Yield exchanges of two phrases that change who does what to whom."""
    sentence = read(doc)
    if any(word.lower in _BOUND for word in sentence.words):
        return
    core: list[Edit] = []
    for clause in sentence.clauses:
        for rule in (_subject_object, _passive_agent, _obliques, _subject_oblique, _comparison):
            core.extend(rule(sentence, clause))
    core.extend(_clause_subjects(sentence))
    core.extend(_genitives(sentence))
    found = [*mentions(sentence), *actors(sentence), *adjuncts(sentence)]
    parallel = list(_parallel(sentence))
    rng.shuffle(found)
    rng.shuffle(parallel)
    seen = {made.replacements for made in core}
    yield from core
    for made, limit in ((found, MAX_MENTION_SWAPS), (parallel, MAX_PARALLEL)):
        fresh = list({e.replacements: e for e in made if e.replacements not in seen}.values())[:limit]
        seen.update(e.replacements for e in fresh)
        yield from fresh


# --- arguments of one clause ------------------------------------------------------------------------


def _subject_object(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "The dog bit the man." -> "The man bit the dog."."""
    subject, thing, verb = clause.subject, clause.object, clause.predicate
    if subject is None or clause.passive or verb.pos != "VERB" or clause.shared_subject:
        return
    if (
        verb.child("cop") is not None
        or verb.lemma in SYMMETRIC
        or subject.i > verb.i
        or verb.lemma in ("have", "be", "become")
    ):
        return
    for other in (thing, verb.child("iobj")):
        if (
            other is not None
            and other.i > verb.i
            and (are_agents(subject, other) or are_things(verb, subject, other))
        ):
            yield from _swap_with_subject(sentence, clause, other, "argument_swap.subject_object")


def _passive_agent(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "X was sued by Y." -> "Y was sued by X."."""
    subject, verb = clause.subject, clause.predicate
    agent = passive_agent(clause)
    if (
        agent is None
        or subject is None
        or clause.shared_subject
        or verb.lemma in SYMMETRIC
        or subject.i > verb.i
    ):
        return
    if are_agents(subject, agent) or are_things(verb, subject, agent):
        yield from _swap_with_subject(sentence, clause, agent, "argument_swap.passive_agent")


def _swap_with_subject(sentence: Sentence, clause: Clause, other: Word, rule: str) -> Iterator[Edit]:
    subject, finite = clause.subject, clause.finite
    if subject is None or finite is None:
        return
    a, b = simple_phrase(sentence, subject), simple_phrase(sentence, other)
    if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
        return
    if len({sentence.words[i].quote for span in (a, b) for i in range(span.start, span.end)}) > 1:
        return
    as_subject = _cased(sentence, b, PERSONAL_PRONOUNS, OBJECT_PRONOUNS)
    as_object = _cased(sentence, a, OBJECT_PRONOUNS, PERSONAL_PRONOUNS)
    if as_subject is None or as_object is None:
        return
    repairs = _agreement(clause, other, finite)
    if repairs is None:
        return
    yield edit(
        rule,
        0,
        Replacement(*sentence.chars(a), as_subject),
        Replacement(*sentence.chars(b), as_object),
        *repairs,
    )


def _obliques(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "flew from Paris to Rome" -> "flew from Rome to Paris"; "sold the chain to the bank" likewise by
    kind.
    """
    verb = clause.predicate
    arguments = [c for c in verb.children if c.dep in ("obj", "obl", "obl:agent", "nmod") and c.i > verb.i]
    for first, second in combinations(arguments, 2):
        cases = [c.child("case") for c in (first, second)]
        lowers = [c.lower if c is not None else "" for c in cases]
        if lowers[0] == lowers[1] or set(lowers) & SYMMETRIC_PREPOSITIONS:
            continue
        a, b = simple_phrase(sentence, first), simple_phrase(sentence, second)
        if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
            continue
        pair = set(lowers) == {"from", "to"}
        if "" in lowers and not set(lowers) & {"to", "from", "for", "against", "into"}:
            continue
        numbers = pair and kind(first) == kind(second) and kind(first) in ("number", "measure")
        if not numbers and not (
            comparable(first, second)
            and same_form(first, second)
            and "pronoun" not in (kind(first), kind(second))
        ):
            continue
        if not pair and (kind(first) == "thing" or (kind(first) == "place" and "on" in lowers)):
            continue
        if numbers and _unit(sentence, first) != _unit(sentence, second):
            continue
        rule = (
            "argument_swap.from_to"
            if pair
            else "argument_swap.object_oblique"
            if "" in lowers
            else "argument_swap.obliques"
        )
        yield edit(rule, 0, *exchange(sentence, a, b))


def _subject_oblique(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "AOL filed a lawsuit against Microsoft." -> "Microsoft filed a lawsuit against AOL."."""
    subject, verb = clause.subject, clause.predicate
    if (
        subject is None
        or clause.shared_subject
        or subject.i > verb.i
        or verb.lemma in SYMMETRIC
        or clause.passive
    ):
        return
    holders = [verb] if clause.object is None else [verb, clause.object]
    for oblique in (c for holder in holders for c in holder.all("obl", "nmod")):
        case = oblique.child("case")
        if (
            case is None
            or case.lower not in ("against", "from", "to", "for", "over", "behind", "after")
            or oblique.i < verb.i
        ):
            continue
        if (
            are_agents(subject, oblique)
            and "place" not in (kind(subject), kind(oblique))
            and oblique.tag != "PRP"
        ):
            yield from _swap_with_subject(sentence, clause, oblique, "argument_swap.subject_oblique")


def _comparison(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "Rome is closer than Paris." -> "Paris is closer than Rome."."""
    subject, predicate = clause.subject, clause.predicate
    if subject is None or clause.shared_subject:
        return
    standard = comparison_standard(predicate)
    if standard is None or subject.i > standard.i or not same_form(subject, standard):
        return
    if {kind(subject), kind(standard)} & {"other", "number", "measure", "time"}:
        return
    yield from _swap_with_subject(sentence, clause, standard, "argument_swap.comparison")


def comparison_standard(predicate: Word) -> Word | None:
    """Return the noun after "than" of a comparative predicate, or None."""
    for holder in (predicate, *predicate.all("advmod", "xcomp")):
        if holder.tag not in ("JJR", "RBR") and not any(c.lower in ("more", "less") for c in holder.children):
            continue
        for below in (holder, *(c for c in holder.children if c.lower in ("more", "less"))):
            for noun in below.all("obl", "nmod", "advcl"):
                case = noun.child("case", "mark")
                if case is not None and case.lower == "than" and noun.pos in ("NOUN", "PROPN"):
                    return noun
    return None


# --- two clauses ------------------------------------------------------------------------------------


def _clause_subjects(sentence: Sentence) -> Iterator[Edit]:
    """ "Anna sang and Bob danced." -> "Bob sang and Anna danced."."""
    for first, second in combinations(sentence.clauses, 2):
        a_head, b_head = first.subject, second.subject
        if (
            a_head is None
            or b_head is None
            or a_head is b_head
            or first.shared_subject
            or second.shared_subject
        ):
            continue
        if a_head.i > _verb_start(first) or b_head.i > _verb_start(second):
            continue
        kinds = (kind(a_head), kind(b_head))
        if "include" in (first.predicate.lemma, second.predicate.lemma):
            continue
        if "pronoun" in kinds:
            if (
                kinds[1] == "pronoun"
                or a_head.lower not in ("he", "she", "they", "we")
                or not are_agents(a_head, b_head)
            ):
                continue
            if (
                sum(w.tag in ("PRP", "PRP$") and w.lower not in _FIRST_PERSON for w in sentence.words) > 1
                or a_head.quote != b_head.quote
            ):
                continue
        elif (
            not comparable(a_head, b_head)
            or not same_form(a_head, b_head)
            or ("thing" in kinds and not _things_in_clauses(first, second))
        ):
            continue
        a, b = simple_phrase(sentence, a_head), simple_phrase(sentence, b_head)
        if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
            continue
        repairs = _agreement(first, b_head, first.finite, a_head)
        more = _agreement(second, a_head, second.finite, b_head)
        if repairs is None or more is None:
            continue
        yield edit("argument_swap.clause_subjects", 0, *exchange(sentence, a, b), *repairs, *more)


def _parallel(sentence: Sentence) -> Iterator[Edit]:
    """Objects of two verbs, or obliques with the same preposition: "sold the house and kept the car"."""
    for a, b in parallel_phrases(sentence, ("obj", "obl")):
        rule = "objects" if a.head.rel == "obj" else "same_preposition"
        yield edit(f"argument_swap.{rule}", 0, *exchange(sentence, a, b))


_FIRST_PERSON = word_set("i we you my our your me us")
_LEVELS = word_set(
    """rise fall gain lose drop climb slip decline jump add increase decrease close open end trade cost"""
)


def _things_in_clauses(first: Clause, second: Clause) -> bool:
    """Whether things may exchange as subjects: levels that rise and fall, states, or two determined
    things.
    """
    lemmas = {first.predicate.lemma, second.predicate.lemma}
    if lemmas <= _LEVELS or (first.passive and second.passive):
        return True
    return not lemmas & REPORTING and all(
        c.subject is not None and is_determined(c.subject) for c in (first, second)
    )


def _verb_start(clause: Clause) -> int:
    return clause.finite.i if clause.finite is not None else clause.predicate.i


def _genitives(sentence: Sentence) -> Iterator[Edit]:
    """ "the uncle of the mayor" -> "the mayor of the uncle", persons only."""
    for noun in sentence.words:
        governor = noun.head
        if noun.rel != "nmod" or governor is None or noun.i < governor.i or governor.pos != "NOUN":
            continue
        case = noun.child("case")
        if (
            case is None
            or case.lower != "of"
            or kind(noun) != "person_noun"
            or kind(governor) != "person_noun"
        ):
            continue
        determiners = [w.child("det") for w in (noun, governor)]
        if all(d is not None and d.lower == "the" for d in determiners) and noun.tag == governor.tag:
            yield edit(
                "argument_swap.possessor", 0, replace(noun, governor.text), replace(governor, noun.text)
            )


# --- mentions anywhere ------------------------------------------------------------------------------


# --- guards and repairs -----------------------------------------------------------------------------


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


def _agreement(
    clause: Clause, new: Word, finite: Word | None, old: Word | None = None
) -> list[Replacement] | None:
    """Return what makes the finite verb agree with its new subject; None when unsure."""
    if finite is None:
        return []
    new_plural = is_plural(new)
    if new.lower in ("me", "i", "you"):
        return [] if finite.tag in ("VBD", "MD") and finite.lemma != "be" else None
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


def passive_agent(clause: Clause) -> Word | None:
    """Return the noun after "by" of a passive clause."""
    if not clause.passive:
        return None
    for child in clause.predicate.all("obl"):
        case = child.child("case")
        by = case is not None and case.lower == "by" and child.i > clause.predicate.i
        if by and (child.dep == "obl:agent" or kind(child) in AGENTS | {"name"}):
            return child
    return None


def _unit(sentence: Sentence, head: Word) -> str:
    return (
        "$"
        if any(w.tag == "$" for w in sentence.subtree(head))
        else head.lemma
        if not head.text[:1].isdigit()
        else ""
    )
