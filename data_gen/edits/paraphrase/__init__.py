"""Paraphrase (hard positives): the same statement, question or order in another voice, order or form.

As different from the source as the near-misses are: that is what keeps a verifier from learning that any
difference means another meaning. The rules live in modules of one idea each; here they are called in turn,
each for the sentences that have what it looks for.
"""

import random
from collections.abc import Iterator

from spacy.tokens import Doc

from ...parsing.reading import read
from ...parsing.sentence import Clause, Sentence
from ..edit import Edit
from ..index import lowers
from .alternations import PARTICLE_VERBS, dative, particle
from .clefts import cleft, cleft_removal
from .connectives import connectives
from .converse import NOUNS, SYMMETRIC_NOUNS, VERBS, comparative, noun_relation, verb_converse
from .coordination import conjuncts
from .expletives import existential, extraposition
from .genitives import compounds, genitives
from .movement import adjuncts
from .negated_antonym import negated_antonym
from .predicate_order import states
from .questions.indirect import indirect
from .questions.voice import question_voice
from .questions.wording import question_wording
from .relatives import appositions, copular_relatives, participles, relative_pronouns
from .reporting import SMALL_EDIT_SHARE, attribution, reporting, that_clauses
from .requests import requests
from .symmetry import symmetric
from .voice import active_to_passive, passive_to_active
from .wording import contractions, wording

RULES = dict.fromkeys(
    (
        "active_passive",
        "passive_active",
        "adjunct_movement",
        "reporting_clause",
        "attribution",
        "conjunct_reordering",
        "state_reordering",
        "symmetric_exchange",
        "converse",
        "verb_converse",
        "noun_converse",
        "negated_antonym",
        "cleft",
        "cleft_removal",
        "existential",
        "extraposition",
        "participle",
        "apposition",
        "relative_pronoun",
        "dative",
        "particle",
        "genitive",
        "compound",
        "contraction",
        "expansion",
        "connective",
        "that",
        "wording",
        "question_wording",
        "indirect_question",
        "question_voice",
        "request",
    ),
    1,
)
"""The rules of this family and the label each gives: 0 near-miss, 1 same meaning."""

_RELATIONAL_NOUNS = NOUNS | SYMMETRIC_NOUNS


def propose(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """Yield edits that keep the meaning."""
    sentence = read(doc)
    if sentence.text.rstrip('"” ').endswith("?"):
        yield from _of_questions(sentence, rng)
    else:
        yield from _of_statements(sentence, rng)
    yield from conjuncts(sentence, rng)
    yield from states(sentence)
    yield from genitives(sentence)
    yield from compounds(sentence)
    yield from relative_pronouns(sentence, rng)
    yield from contractions(sentence, rng)
    yield from connectives(sentence, rng)
    if rng.random() < SMALL_EDIT_SHARE:
        yield from wording(sentence)


def _of_questions(sentence: Sentence, rng: random.Random) -> Iterator[Edit]:
    yield from question_wording(sentence, rng)
    yield from indirect(sentence, rng)
    yield from question_voice(sentence, rng)
    for clause in sentence.clauses:
        if clause.is_root:
            yield from adjuncts(sentence, clause)
        yield from _of_verbs(sentence, clause)


def _of_statements(sentence: Sentence, rng: random.Random) -> Iterator[Edit]:
    main: Clause | None = None
    for clause in sentence.clauses:
        if clause.is_root:
            main = clause
            yield from _of_main_clause(sentence, clause, rng)
        if clause.object is not None:
            yield from active_to_passive(sentence, clause)
        if clause.passive:
            yield from passive_to_active(sentence, clause)
        yield from reporting(sentence, clause, rng)
        yield from that_clauses(sentence, clause, rng)
        yield from _of_verbs(sentence, clause)
        yield from symmetric(sentence, clause)
        yield from negated_antonym(sentence, clause)
        lemma = clause.predicate.lemma
        if lemma in VERBS:
            yield from verb_converse(sentence, clause)
        if lemma in _RELATIONAL_NOUNS:
            yield from noun_relation(sentence, clause)
        if "than" in lowers(sentence):
            yield from comparative(sentence, clause)
    if sentence.words[0].lower in ("it", "what"):
        yield from cleft_removal(sentence)
    yield from participles(sentence, main)
    yield from appositions(sentence, main, rng)
    yield from copular_relatives(sentence)


def _of_main_clause(sentence: Sentence, clause: Clause, rng: random.Random) -> Iterator[Edit]:
    yield from adjuncts(sentence, clause)
    yield from attribution(sentence, clause, rng)
    yield from cleft(sentence, clause, rng)
    yield from existential(sentence, clause)
    yield from extraposition(sentence, clause, rng)
    yield from requests(sentence, rng)


def _of_verbs(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    yield from dative(sentence, clause)
    if clause.predicate.lemma in PARTICLE_VERBS:
        yield from particle(sentence, clause.predicate)
