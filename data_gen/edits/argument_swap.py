"""Argument swap (near-misses): two phrases of comparable kind take each other's role.

Subjects with objects or agents, obliques with one another, the sides of a comparison, the subjects of two
clauses, and names, amounts or dates anywhere in the sentence. Symmetric predicates and coordinations, where
the exchange says the same, are left to paraphrase.py.
"""

import random
from collections.abc import Iterator
from itertools import combinations

from spacy.tokens import Doc

from ..kinds import AGENTS, comparable, kind
from ..lexicon import (
    REPORTING,
    SYMMETRIC,
    word_set,
)
from ..roles import Clause, Sentence, Word, read
from .build import edit, exchange
from .edit import Edit
from .exchange import (
    SYMMETRIC_PREPOSITIONS,
    agreement,
    are_agents,
    are_similar,
    are_things,
    bound_pronoun,
    is_determined,
    parallel_phrases,
    same_form,
    simple_phrase,
    swap_with_subject,
)
from .mentions import actors, adjuncts, mentions
from .reach import controlled, genitives, nominal_obliques, objects_of_verbs, relative
from .things import things

MAX_PARALLEL = 2  # exchanges of objects or same-preposition phrases per sentence
MAX_THINGS = 3  # exchanges of things in different roles per sentence
MAX_MENTION_SWAPS = 5  # exchanges of names, amounts or dates per sentence

_DIRECTED = word_set("against from to for over behind after about")
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
        for rule in (_subject_object, _passive_agent, _obliques, _subject_oblique, _comparison, controlled):
            core.extend(rule(sentence, clause))
    core.extend(_clause_subjects(sentence))
    for reaching in (genitives, relative, nominal_obliques, objects_of_verbs):
        core.extend(reaching(sentence))
    found = [*mentions(sentence), *actors(sentence), *adjuncts(sentence)]
    parallel = list(_parallel(sentence))
    of_things = list(things(sentence))
    for drawn in (found, parallel, of_things):
        rng.shuffle(drawn)
    seen = {made.replacements for made in core}
    yield from core
    for made, limit in ((found, MAX_MENTION_SWAPS), (parallel, MAX_PARALLEL), (of_things, MAX_THINGS)):
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
            yield from swap_with_subject(sentence, clause, other, "argument_swap.subject_object")


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
        yield from swap_with_subject(sentence, clause, agent, "argument_swap.passive_agent")


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
        if "" in lowers and not set(lowers) & {"to", "from", "for", "against", "into", "about", "over", "by"}:
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
        if case is None or case.lower not in _DIRECTED or oblique.i < verb.i:
            continue
        if (
            are_agents(subject, oblique)
            and "place" not in (kind(subject), kind(oblique))
            and oblique.tag != "PRP"
        ):
            yield from swap_with_subject(sentence, clause, oblique, "argument_swap.subject_oblique")


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
    yield from swap_with_subject(sentence, clause, standard, "argument_swap.comparison")


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
        if a_head.all("conj") or b_head.all("conj"):
            continue  # agreement with "Anna and Ruth"
        if "include" in (first.predicate.lemma, second.predicate.lemma):
            continue
        if kinds == ("pronoun", "pronoun"):
            if not _distinct_pronouns(sentence, a_head, b_head):
                continue
        elif "pronoun" in kinds:
            if (
                kinds[1] == "pronoun"
                or a_head.lower not in ("he", "she", "they", "we")
                or not are_agents(a_head, b_head)
                or second.predicate.lemma in REPORTING
            ):
                continue  # "they believed it, witnesses said" may be about the witnesses
            if (
                sum(w.tag in ("PRP", "PRP$") and w.lower not in _unrelated(b_head) for w in sentence.words)
                > 1
                or a_head.quote != b_head.quote
            ):
                continue
        elif (
            not (comparable(a_head, b_head) or are_similar(a_head, b_head))
            or not same_form(a_head, b_head)
            or ("thing" in kinds and not _things_in_clauses(first, second))
        ):
            continue
        a, b = simple_phrase(sentence, a_head), simple_phrase(sentence, b_head)
        if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
            continue
        repairs = agreement(first, b_head, first.finite, a_head)
        more = agreement(second, a_head, second.finite, b_head)
        if repairs is None or more is None:
            continue
        yield edit("argument_swap.clause_subjects", 0, *exchange(sentence, a, b), *repairs, *more)


def _parallel(sentence: Sentence) -> Iterator[Edit]:
    """Objects of two verbs, or obliques with the same preposition: "sold the house and kept the car"."""
    for a, b in parallel_phrases(sentence, ("obj", "obl")):
        rule = "objects" if a.head.rel == "obj" else "same_preposition"
        yield edit(f"argument_swap.{rule}", 0, *exchange(sentence, a, b))


_FIRST_PERSON = word_set("i we you my our your me us")


def _unrelated(noun: Word) -> frozenset[str]:
    """The pronouns that cannot stand for the noun, nor for a person beside it."""
    return _FIRST_PERSON | {"it", "its"} if kind(noun) in ("person", "person_noun") else _FIRST_PERSON


_SUBJECT_PRONOUNS = word_set("i you he she we they")


def _distinct_pronouns(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether two pronouns surely have different referents, and no other pronoun refers to either."""
    lowers = {a.lower, b.lower}
    if len(lowers) < 2 or not lowers <= _SUBJECT_PRONOUNS or lowers in ({"i", "we"}, {"we", "they"}):
        return False
    others = [w for w in sentence.words if w.tag in ("PRP", "PRP$") and w is not a and w is not b]
    return a.quote == b.quote and not others


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
    subjects = [c.subject for c in (first, second) if c.subject is not None]
    plurals = all(s.tag == "NNS" and s.child("det", "nmod:poss", "nummod") is None for s in subjects)
    return not lemmas & REPORTING and (plurals or all(is_determined(s) for s in subjects))


def _verb_start(clause: Clause) -> int:
    return clause.finite.i if clause.finite is not None else clause.predicate.i


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
