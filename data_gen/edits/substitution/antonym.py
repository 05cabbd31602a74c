"""A word becomes its opposite (near-misses): "How do I turn off dark mode?" -> "How do I turn on dark mode?".

Rule substitution.antonym; the pairs are in antonym_pairs.py. Guards: fixed expressions ("high school"),
complements that
the opposite would not take, pronouns that would lose their gender, sentences that hold both words.
"""

import random
from collections.abc import Iterator
from itertools import pairwise

from ...english.kinds import AGENTS, kind
from ...english.lexicon import PERSON_NOUNS, REPORTING, word_set
from ...english.nouns import plural
from ...english.verb_forms import base_form, inflected
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, change, replace
from ..index import lowers
from ..rule import NEAR_MISS, rule
from ..wordbook import ADJECTIVE, NOUN, VERB, Entry, Wordbook, forms
from .antonym_limits import (
    BY_MACHINE,
    INQUIRIES,
    MADE,
    NOT_BEFORE,
    OBJECTS,
    OF_ONE_SEX,
    ONLY_BEFORE,
    RENEWED,
    SEPARATING,
)
from .antonym_pairs import FRAMES, OPPOSITES, PARTICLES
from .complements import Complements, before_noun, complements, has_of

_LISTS = word_lists(__package__, "antonym")

BOOK = Wordbook(OPPOSITES)
_PARTICLE_VERBS = frozenset(verb for verb, _ in PARTICLES)
_FRAME_VERBS = frozenset(verb for verb, _ in FRAMES)
_FRAME_FORMS = frozenset(form for verb in _PARTICLE_VERBS | _FRAME_VERBS for form in forms(verb, VERB))
_PARTICLE_WORDS = frozenset(particle for _, particle in PARTICLES)
_FRAME_PREPOSITIONS = frozenset(preposition for _, preposition in FRAMES)


@rule(
    "substitution.antonym", NEAR_MISS, "How do I turn off dark mode? -> How do I turn on dark mode?", most=3
)
def antonyms(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield the sentence with one word turned into its opposite, for each word that has one."""
    yield from _frames(sentence)
    for entry in BOOK(sentence):
        options = [option for option in entry.options if _may_replace(entry, option)]
        if options:
            yield change("antonym", entry.replaced(rng.choice(options)))


# --- verbs with a particle or a preposition ---------------------------------------------------------


def _frames(sentence: Sentence) -> Iterator[Change]:
    seen = lowers(sentence)
    if seen.isdisjoint(_PARTICLE_WORDS) and seen.isdisjoint(_FRAME_PREPOSITIONS):
        return
    for verb in sentence.words:
        if verb.lower not in _FRAME_FORMS or verb.pos != "VERB":
            continue
        base = base_form(verb.text, verb.tag, verb.lemma)
        if base in _PARTICLE_VERBS:
            yield from _particle(sentence, verb, base)
        if base in _FRAME_VERBS:
            yield from _preposition(sentence, verb, base)


def _particle(sentence: Sentence, verb: Word, base: str) -> Iterator[Change]:
    particle = verb.child("compound:prt")
    if not particle or (base, particle.lower) not in PARTICLES:
        return
    if base in ("move", "check", "fade", "phase") and verb.child("obl"):
        return
    new = PARTICLES[base, particle.lower]
    yield change("antonym", replace(particle, new))


def _preposition(sentence: Sentence, verb: Word, base: str) -> Iterator[Change]:
    phrases = [
        (phrase, case)
        for phrase in verb.all("obl")
        if (case := phrase.child("case")) and phrase.i > verb.i and (base, case.lower) in FRAMES
    ]
    if len(phrases) != 1 or verb.child("iobj"):
        return
    phrase, case = phrases[0]
    if kind(phrase) in ("time", "number", "measure") or any(
        c.rel == "case" for c in phrase.children if c is not case
    ):
        return
    new, preposition = FRAMES[base, case.lower]
    if base in ("transfer", "travel") and any(
        p.lower == preposition for p in sentence.words if p.rel == "case"
    ):
        return
    if base == "argue" and verb.child("ccomp"):
        return
    verb_change = [] if new == base else [replace(verb, inflected(new, verb.tag))]
    yield change("antonym", *verb_change, replace(case, preposition))


# --- single words -----------------------------------------------------------------------------------

_PREDICATIVE = frozenset(("present", "absent", "asleep", "awake", "alive", "reluctant", "willing"))
_AGES = {("old", "young"): True, ("old", "new"): False, ("new", "old"): False}  # of persons, or of things
_SCREENS = word_set("mode theme skin hair eye colour color background blue green brown red")
_CLAUSE_VERBS = word_set("admit deny confirm acknowledge prove disprove agree disagree forget remember")
_GERUND_VERBS = word_set("start stop love hate like dislike remember forget")
_INFINITIVE_VERBS = word_set("agree disagree remember forget love hate allow forbid")
_ALONE = _LISTS.set("alone")
_OF_SOMETHING = word_set("acceptance approval rejection presence absence")
_TOTALS = _LISTS.set("totals")
_BARE = ("tion", "sion", "ism", "ness", "ty", "emia", "ware", "cy", "dia", "ing")
_COMPOUNDED = _LISTS.set("compounded")
MALE_OR_FEMALE = _LISTS.set("male_or_female")
HE_OR_SHE = _LISTS.set("he_or_she")


def _may_replace(entry: Entry, option: str) -> bool:
    seen = lowers(entry.sentence)
    if option in seen or entry.form(option) in seen or (entry.pos == NOUN and plural(option) in seen):
        return False
    if entry.lemma in MALE_OR_FEMALE and not (seen.isdisjoint(HE_OR_SHE) and seen.isdisjoint(OF_ONE_SEX)):
        return False
    if entry.pos == VERB:
        return _may_replace_verb(entry, option)
    if entry.pos == NOUN:
        return _may_replace_noun(entry, option)
    if entry.pos == ADJECTIVE:
        return _may_replace_adjective(entry, option)
    following = entry.sentence.words[entry.word.i + 1 : entry.word.i + 2]
    if entry.lemma == "together" and following and following[0].lower == "with":
        return False
    if entry.lemma == "automatically" and entry.word.head.lemma not in BY_MACHINE:
        return False
    return entry.word.rel == "advmod" and not entry.word.children and not _graded(entry)


def _may_replace_adjective(entry: Entry, option: str) -> bool:
    word, lemma = entry.word, entry.lemma
    if any(
        c.rel in ("nummod", "fixed", "obl", "xcomp", "ccomp", "advcl", "conj", "compound", "nmod", "cc")
        or c.lower in ("how", "as", "enough", "than", "most", "more", "less")
        for c in word.children
        if not (c.rel == "obl" and word.rel == "root" and lemma in ("open", "closed", "hostile"))
    ):
        return False
    noun = before_noun(word)
    if entry.sentence.before(word).lower == "to" and lemma == "direct":
        return False
    if not noun:
        if word.rel not in ("root", "ccomp", "advcl", "acl", "parataxis") or not word.child("cop"):
            return False
        return lemma not in ("new", "single", "local", "international", "individual", "primary", "major")
    if (lemma, option) == ("new", "old") and noun.head.lemma in MADE:
        return False  # "new churches were built"
    if is_abbreviated(entry.sentence, noun):
        return False
    if lemma in _PREDICATIVE or word.rel != "amod" or noun.pos == "PROPN" or noun.text != noun.lower:
        return False
    between = entry.sentence.words[word.i + 1 : noun.i]
    if any(w.text in ("-", "/", ",") or w.tag == "CC" or w.text != w.lower for w in between):
        return False
    nearest = between[0].lemma if between else noun.lemma
    if (lemma, option) in _AGES and _AGES[lemma, option] != (noun.lemma in PERSON_NOUNS):
        return False
    if {lemma, option} == {"dark", "light"}:
        return noun.lemma in _SCREENS
    if {lemma, option} == {"dark", "bright"} and noun.lemma in _SCREENS:
        return False
    if {noun.lemma, nearest} & NOT_BEFORE.get(lemma, frozenset()):
        return False
    return all(noun.lemma in ONLY_BEFORE[key] for key in (lemma, f"{lemma}>{option}") if key in ONLY_BEFORE)


def is_abbreviated(sentence: Sentence, noun: Word) -> bool:
    """Whether an abbreviation of the phrase follows, which would be left behind: "low back pain (LBP)"."""
    following = sentence.words[noun.i + 1 : noun.i + 6]
    return any(a.text in ("(", "[") and b.text[:2].isupper() for a, b in pairwise(following))


def _graded(entry: Entry) -> bool:
    before = entry.sentence.before(entry.word).lower
    return before in ("as", "how", "more", "most", "less", "too", "so")


def _may_replace_noun(entry: Entry, option: str) -> bool:
    word, lemma = entry.word, entry.lemma
    if word.rel not in ("nsubj", "obj", "obl", "nmod", "root", "iobj", "conj", "ccomp", "xcomp"):
        return False
    if word.child("flat", "appos") or (word.child("compound") and lemma in _COMPOUNDED):
        return False
    bare = word.tag == "NN" and not word.child("det", "nmod:poss", "amod", "compound", "nummod")
    if bare and not (lemma.endswith(_BARE) and option.endswith(_BARE)):
        return False
    if is_abbreviated(entry.sentence, word):
        return False
    if lemma in ("renewal", "cancellation", "termination") and lowers(entry.sentence).isdisjoint(RENEWED):
        return False
    if lemma == "friend" and word.head.lemma in REPORTING:
        return False
    if lemma in ("advantage", "benefit") and word.head.lemma == "offer":
        return False
    if word.head.lemma in ("cause", "be", "member", "take", "make", "have", "give"):
        return word.head.lemma == "be" and word.rel == "nsubj"
    if lemma in _OF_SOMETHING and not has_of(word):
        return False
    if word.child("acl") or (lemma in ("supply", "demand") and word.tag == "NNS"):
        return False
    if lemma == "presence" and any(c.lemma == "mind" for c in word.children):
        return False
    if lemma in ("risk", "benefit", "death", "birth", "question", "answer", "demand", "supply") and has_of(
        word
    ):
        return False
    return word.head.rel != "fixed"


def _may_replace_verb(entry: Entry, option: str) -> bool:
    word, lemma = entry.word, entry.lemma
    if word.pos == "AUX" or word.rel in ("compound", "case", "aux", "fixed"):
        return False
    if word.rel == "amod" and word.tag not in ("VBN",):
        return False
    found = complements(entry.sentence, word)
    if not found.clear or found.particle or found.prepositions or word.child("iobj"):
        return False
    if any((lemma, preposition) in FRAMES for preposition in _obliques(word)):
        return False
    subject = word.child("nsubj")
    if option in ("conceal", "hide", "disappear") and subject.lemma in INQUIRIES:
        return False
    if lemma in SEPARATING and "from" in lowers(entry.sentence):
        return False
    if len(word.all("obj")) > 1 or (lemma == "lend" and _names_borrower(entry.sentence, word)):
        return False
    for present, allowed in (
        (found.clause, _CLAUSE_VERBS), (found.infinitive, _INFINITIVE_VERBS), (found.gerund, _GERUND_VERBS),
    ):  # fmt: skip
        if present and not (lemma in allowed and option in allowed):
            return False
    if not found.object and not (found.clause or found.infinitive or found.gerund):
        return lemma in _ALONE and option in _ALONE
    if lemma == "appear" and word.child("xcomp", "ccomp", "advcl"):
        return False
    if lemma == "include":
        return subject.lemma in _TOTALS
    return _fits_object(word, lemma, option, found)


def _names_borrower(sentence: Sentence, verb: Word) -> bool:
    """Whether a noun or pronoun stands between "lend" and its object: "lent the firm $5 million"."""
    thing = verb.child("obj")
    if not thing or thing.i < verb.i:
        return False
    between = sentence.words[verb.i + 1 : thing.i]
    return kind(thing) in AGENTS or any(w.pos in ("NOUN", "PROPN", "PRON") for w in between)


def _obliques(verb: Word) -> list[str]:
    return [case.lower for c in verb.all("obl") for case in c.all("case")]


def _fits_object(verb: Word, lemma: str, option: str, found: Complements) -> bool:
    wanted = OBJECTS.get((lemma, option))
    if wanted is None or (found.clause or found.gerund or found.infinitive):
        return not (verb.rel == "amod" and lemma in ("start", "win", "lose", "create", "leave"))
    if verb.rel == "amod" or (verb.rel == "acl" and verb.head):
        thing = verb.head
    elif found.passive:
        thing = verb.child("nsubj:pass", "nsubj")
    else:
        thing = verb.child("obj")
    return bool(thing) and (thing.lemma in wanted or thing.lower in wanted)
