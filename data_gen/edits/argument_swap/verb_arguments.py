"""Argument swap (near-misses): two phrases of comparable kind take each other's role.

Subjects with objects, recipients or agents, obliques with one another, the sides of a comparison, the
subjects of two clauses, the parties of a contract, persons, organisations and things anywhere in the
sentence. Symmetric predicates and coordinations, where the exchange says the same, are left to
paraphrase/; names are entity/exchange.py's, dates temporal/order.py's, numbers quantity/'s.
"""

import random
from collections.abc import Iterator
from itertools import combinations

from spacy.tokens import Doc

from ...english.kinds import AGENTS, comparable, kind
from ...english.lexicon import SYMMETRIC, word_set
from ...parsing.reading import read
from ...parsing.sentence import Clause, Sentence, Word
from ..edit import Edit, Replacement, edit, exchange
from ..exchange import PLACE_NOUNS, are_agents, are_things, is_one_way, swap_with_subject
from ..index import lowers
from ..phrases import bound_pronoun, same_form, simple_phrase
from .actors import actors
from .cross_clause import MUTUAL, controlled, genitives, nested, nominal_obliques, objects_of_verbs, relative
from .from_to import told_apart, turned_verb
from .parties import parties
from .things import things
from .two_clauses import clause_subjects, parallel

MAX_PARALLEL = 2  # exchanges of objects or same-preposition phrases per sentence
MAX_THINGS = 3  # exchanges of things in different roles per sentence
MAX_ACTORS = 3  # exchanges of persons or organisations anywhere in the sentence

_DIRECTED = word_set("against from to for over behind after about")
_BOUND = word_set(
    """himself herself itself themselves myself yourself ourselves together respectively neither nor
    separately apart"""
)


RULES = dict.fromkeys(
    (
        "subject_object",
        "passive_agent",
        "object_oblique",
        "obliques",
        "from_to",
        "subject_oblique",
        "comparison",
        "clause_subjects",
        "controlled",
        "relative",
        "possessor",
        "parties",
        "things",
        "actors",
        "objects",
        "same_preposition",
    ),
    0,
)
"""The rules of this module and the label each gives: 0 near-miss, 1 same meaning."""


def propose(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """Yield exchanges of two phrases that change who does what to whom."""
    sentence = read(doc)
    if _BOUND & lowers(sentence) or is_definition(sentence):
        return
    if sum(w.pos in _NOMINAL for w in sentence.words) < 2:
        return
    core: list[Edit] = []
    for clause in sentence.clauses:
        subject = clause.subject
        if subject is not None and not clause.shared_subject and kind(subject) != "other":
            for rule in _RULES_OF_PASSIVES if clause.passive else _RULES_OF_CLAUSES:
                core.extend(rule(sentence, clause))
        core.extend(_obliques(sentence, clause))
    for reaching in _RULES_OF_SENTENCES:
        core.extend(reaching(sentence))
    seen: set[tuple[Replacement, ...]] = set()
    for made in core:
        if made.replacements not in seen:
            seen.add(made.replacements)
            yield made
    for draw, limit in ((actors, MAX_ACTORS), (parallel, MAX_PARALLEL), (things, MAX_THINGS)):
        drawn = list(draw(sentence))
        if len(drawn) > 1:
            rng.shuffle(drawn)
        fresh = list({e.replacements: e for e in drawn if e.replacements not in seen}.values())[:limit]
        seen.update(e.replacements for e in fresh)
        yield from fresh


_DEFINING = word_set("mean refer define denote")


def is_definition(sentence: Sentence) -> bool:
    """Whether the sentence says what something is ("A lease is a contract that binds a tenant ...")."""
    root = sentence.root
    if root is None:
        return False
    copula, subject = root.child("cop"), root.child("nsubj", "nsubj:pass")
    if subject is None or subject.tag not in ("NN", "NNS"):
        return False
    determiner = subject.child("det")
    generic = (
        determiner.lower in ("a", "an") if determiner is not None else subject.child("nmod:poss") is None
    )
    present = copula is not None and copula.lower in ("is", "are") and root.tag in ("NN", "NNS")
    return generic and (present or root.lemma in _DEFINING)


# --- arguments of one clause ------------------------------------------------------------------------


def _subject_object(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "The dog bit the man." -> "The man bit the dog."; with two objects the recipient exchanges."""
    subject, verb = clause.subject, clause.predicate
    if subject is None or clause.passive or verb.pos != "VERB" or subject.i > verb.i:
        return
    if verb.child("cop") is not None or verb.lemma in SYMMETRIC or verb.lemma in _STATES:
        return
    other = verb.child("iobj") or clause.object
    if other is None or other.i < verb.i:
        return
    if is_one_way(verb, subject, other):
        return
    if are_agents(subject, other) or are_things(verb, subject, other):
        yield from swap_with_subject(sentence, clause, other, "argument_swap.subject_object")


_STATES = word_set("have be become remain")


def _passive_agent(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "X was sued by Y." -> "Y was sued by X."."""
    subject, verb = clause.subject, clause.predicate
    agent = passive_agent(clause)
    if agent is None or subject is None or verb.lemma in SYMMETRIC or subject.i > verb.i:
        return
    if is_one_way(verb, subject, agent):
        return
    if are_agents(subject, agent) or are_things(verb, subject, agent):
        yield from swap_with_subject(sentence, clause, agent, "argument_swap.passive_agent")


_DIRECTIONS = frozenset(
    ("", *word_set("to from for against into about over by of upon toward towards behind"))
)


def _obliques(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "flew from Paris to Rome" -> "flew from Rome to Paris"; "sold the chain to the bank" likewise by
    kind.
    """
    verb = clause.predicate
    arguments = [c for c in verb.children if c.dep in ("obj", "obl", "obl:agent", "nmod") and c.i > verb.i]
    if len(arguments) < 2 or verb.lemma in MUTUAL:
        return
    for first, second in combinations(arguments, 2):
        cases = [c.child("case") for c in (first, second)]
        lowers = [c.lower if c is not None else "" for c in cases]
        if lowers[0] == lowers[1] or not set(lowers) <= _DIRECTIONS:
            continue
        pair = set(lowers) == {"from", "to"}
        apart = told_apart(first, second) if pair else None
        if apart is not None:
            yield edit("argument_swap.from_to", 0, *apart)
            continue
        a, b = simple_phrase(sentence, first), simple_phrase(sentence, second)
        if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
            continue
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
        turned = turned_verb(clause) if pair else ()
        if turned is not None:
            yield edit(rule, 0, *exchange(sentence, a, b), *turned)


def _subject_oblique(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "AOL filed a lawsuit against Microsoft." -> "Microsoft filed a lawsuit against AOL."."""
    subject, verb = clause.subject, clause.predicate
    if subject is None or subject.i > verb.i or verb.lemma in SYMMETRIC or clause.passive:
        return
    if verb.pos != "VERB" or verb.child("cop") is not None:
        return
    holders = [verb] if clause.object is None else [verb, clause.object]
    for oblique in (c for holder in holders for c in holder.all("obl", "nmod")):
        case = oblique.child("case")
        if case is None or case.lower not in _DIRECTED or oblique.i < verb.i:
            continue
        kinds = {kind(subject), kind(oblique)}
        if kinds != {"name"} and not kinds <= AGENTS:
            continue  # "her to Lima"
        if ("pronoun" in kinds and "organisation_noun" in kinds) or (
            oblique.lemma in PLACE_NOUNS and case.lower != "against"
        ):
            continue
        if are_agents(subject, oblique) and oblique.tag != "PRP":
            yield from swap_with_subject(sentence, clause, oblique, "argument_swap.subject_oblique")


def _comparison(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "Rome is closer than Paris." -> "Paris is closer than Rome."."""
    subject, predicate = clause.subject, clause.predicate
    if subject is None or "than" not in lowers(sentence):
        return
    standard = comparison_standard(predicate)
    if standard is None or subject.i > standard.i:
        return
    if any(predicate.i < c.i < standard.left for c in predicate.all("obl")):
        return  # "greater among men than women" compares other two
    if not same_form(subject, standard) and not _differ_by_modifier(subject, standard):
        return
    if {kind(subject), kind(standard)} & {"other", "number", "measure", "time"}:
        return
    yield from swap_with_subject(sentence, clause, standard, "argument_swap.comparison")


def _differ_by_modifier(a: Word, b: Word) -> bool:
    """ "the new drug ... the old drug"."""
    modifiers = [{c.lower for c in w.all("amod", "compound")} for w in (a, b)]
    return a.lower == b.lower and all(modifiers) and modifiers[0] != modifiers[1]


def comparison_standard(predicate: Word) -> Word | None:
    """Return the noun after "than" of a comparative predicate, or None."""
    for holder in (predicate, *predicate.all("advmod", "xcomp")):
        if holder.tag not in ("JJR", "RBR") and not any(c.lower in ("more", "less") for c in holder.children):
            continue
        for below in (holder, *(c for c in holder.children if c.lower in ("more", "less"))):
            for noun in below.all("obl", "nmod", "advcl"):
                case = noun.child("case", "mark")
                if (
                    case is not None
                    and case.lower == "than"
                    and len(noun.all("case")) < 2
                    and noun.pos in ("NOUN", "PROPN")
                ):
                    return noun
    return None


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


_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
_RULES_OF_CLAUSES = (_subject_object, _subject_oblique, _comparison, controlled)
_RULES_OF_PASSIVES = (_passive_agent, _comparison, controlled)
_RULES_OF_SENTENCES = (
    clause_subjects,
    genitives,
    relative,
    nominal_obliques,
    nested,
    objects_of_verbs,
    parties,
)
