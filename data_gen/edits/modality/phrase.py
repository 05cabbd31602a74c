"""Modality in phrases, predicates and adverbs, as in modal.py: "is required to", "optional", "probably"."""

from ...english.agreement import is_plural
from ...english.kinds import AGENTS, kind
from ...english.verb_forms import base_form, inflected
from ...parsing.sentence import Clause, Sentence, Word
from ..negation.scope import infinitive_to
from ..prelude import (
    NEAR_MISS,
    NOTHING,
    SAME,
    Changes,
    Random,
    Replacement,
    change,
    lowers,
    replace,
    rule,
    word_lists,
)
from .modal import may_be_bound, may_be_free

_LISTS = word_lists(__package__, "phrase")

_PARTICIPLES = _LISTS.table("participles")  # fmt: skip
_SAME_PARTICIPLES = _LISTS.table("same_participles")  # fmt: skip
_VERBS = {"require": "allow", "allow": "require", "permit": "require", "oblige": "allow", "force": "allow"}
_SAME_VERBS = {"allow": "permit", "permit": "allow", "oblige": "require"}

_PREDICATES = _LISTS.table("predicates")  # fmt: skip
_SAME_PREDICATES = _LISTS.table("same_predicates")  # fmt: skip
_ATTRIBUTES = _LISTS.table("attributes")

_ADVERBS = _LISTS.table("adverbs")
_SAME_ADVERBS = _LISTS.table("same_adverbs")  # fmt: skip
TRIGGERS = frozenset([*_PARTICIPLES, *_PREDICATES, *_ADVERBS]) | _LISTS.set("triggers")


@rule("modality.phrase", NEAR_MISS, triggers=TRIGGERS)
@rule("modality.same_phrase", SAME, "Guests are allowed to use the pool. -> Guests may use the pool.")
def phrases(sentence: Sentence, clause: Clause) -> Changes:
    """phrase: Employees are required to wear a badge. -> Employees are allowed to wear a badge.

    "is required to" <-> "is allowed to", "has to" <-> "may", "requires X to" <-> "allows X to"."""
    verb, finite, subject = clause.predicate, clause.finite, clause.subject
    content = verb.child("xcomp", "advcl", "ccomp")
    if not subject or not finite or not content or subject.i > finite.i:
        return
    if verb.lower in _PARTICIPLES and finite.lemma in ("be", "get") and _acts(subject):
        yield from _participle(sentence, verb, content, clause.negation)
    elif verb.lemma in ("have", "need") and finite is verb and not verb.child("obj"):
        yield from _has_to(sentence, verb, content, subject)
    elif verb.lemma in _VERBS and not _negated(verb):
        yield from _makes(sentence, verb, content)


def _participle(sentence: Sentence, verb: Word, content: Word, negation: Word) -> Changes:
    words = sentence.words
    if not _infinitive_at(content, verb.i + 1):
        return
    if any(c.rel == "advmod" and c is not negation for c in verb.children):
        return
    if not negation and not _negated(verb):
        if _may_change(sentence, content, duty=_PARTICIPLES[verb.lower] == "required"):
            yield change("phrase", replace(verb, _PARTICIPLES[verb.lower]))
        if verb.lower in _SAME_PARTICIPLES:
            yield change("same_phrase", replace(verb, _SAME_PARTICIPLES[verb.lower]))
        finite = words[verb.i - 1]
        to = words[verb.i + 1]
        if finite.lower in ("is", "are") and finite.i + 1 == verb.i:
            modal = "must" if verb.lower in _LISTS.duty else "may" if verb.lower in _LISTS.leave else ""
            if modal:
                yield change("same_phrase", Replacement(finite.start, to.end, modal))
    elif negation and verb.lower in _LISTS.duty:
        yield change("phrase", replace(verb, _PARTICIPLES[verb.lower]))
    elif negation and verb.lower in _LISTS.leave:
        yield change("same_phrase", replace(verb, _SAME_PARTICIPLES[verb.lower]))


def _has_to(sentence: Sentence, verb: Word, content: Word, subject: Word) -> Changes:
    """ "has to pay" -> "may pay" (another), "must pay", "is required to pay" (the same)."""
    if not _infinitive_at(content, verb.i + 1) or _negated(verb) or verb.tag not in ("VBZ", "VBP", "VBD"):
        return
    if content.lower in ("do", "say", "be", "make", "ensure", "comply") or subject.rel == "expl":
        return
    if subject.lower in ("it", "this", "that") or (verb.rel == "acl" and subject.tag not in ("WDT", "WP")):
        return  # "all that the menu has to offer"
    ahead = sentence.words[subject.left - 1] if subject.left else NOTHING
    if subject.tag not in ("WDT", "WP") and (ahead.tag[:2] == "NN" or ahead.lower in ("that", "which")):
        return  # "the hour that guests have to leave", however it is read
    to = sentence.words[verb.i + 1]
    plural = True if subject.lower in ("you", "we", "i") else is_plural(subject)
    is_free = _acts(subject) and _may_change(sentence, content, duty=False)
    if verb.tag == "VBD":
        if plural is not None and verb.lemma == "have":
            be = "were" if plural and subject.lower != "i" else "was"
            if is_free:
                yield change("phrase", Replacement(verb.start, to.end, f"{be} allowed to"))
            yield change("same_phrase", Replacement(verb.start, to.end, f"{be} required to"))
        return
    if verb.rel != "advcl" and verb.head.rel != "advcl" and is_free:
        yield change("phrase", Replacement(verb.start, to.end, "may"))
    if verb.lemma == "have":
        yield change("same_phrase", Replacement(verb.start, to.end, "must"))
    elif plural is not None:
        yield change("same_phrase", replace(verb, "have" if plural else "has"))


def _may_change(sentence: Sentence, content: Word, duty: bool) -> bool:
    """Whether what is said here may be a duty (instead of a permission), or a permission (of a duty)."""
    return may_be_bound(sentence, content) if duty else may_be_free(sentence, content)


def _acts(subject: Word) -> bool:
    """Whether the subject can have a duty: research "required to determine" something has none."""
    return subject.lower not in ("it", "this", "that") and (subject.tag == "WP" or kind(subject) in AGENTS)


def _makes(sentence: Sentence, verb: Word, content: Word) -> Changes:
    """ "requires owners to register" <-> "allows owners to register"."""
    to, owner = infinitive_to(content), verb.child("obj")
    if not to or not owner or content.tag != "VB" or content.i < verb.i:
        return
    if base_form(verb.text, verb.tag, verb.lemma) != verb.lemma or verb.tag == "VBG":
        return
    if _acts(owner) and _may_change(sentence, content, duty=_VERBS[verb.lemma] == "require"):
        yield change("phrase", replace(verb, inflected(_VERBS[verb.lemma], verb.tag)))
    if verb.lemma in _SAME_VERBS:
        yield change("same_phrase", replace(verb, inflected(_SAME_VERBS[verb.lemma], verb.tag)))


def _infinitive_at(content: Word, i: int) -> bool:
    """Whether token i is the "to" of this infinitive."""
    to = infinitive_to(content)
    return bool(to) and to.i == i and content.tag == "VB"


def _negated(word: Word) -> bool:
    return any(c.lower in _LISTS.negative for c in word.children)


@rule("modality.predicate", NEAR_MISS, "A deposit is required. -> A deposit is optional.", triggers=TRIGGERS)
@rule("modality.same_predicate", SAME, "Smoking is prohibited. -> Smoking is forbidden.")
def predicates(sentence: Sentence) -> Changes:
    """Yield "is required" <-> "is optional", "is permitted" <-> "is prohibited"."""
    for word in sentence.words:
        lower = word.lower
        if lower not in _PREDICATES or word.text != lower or _negated(word):
            continue
        if word.rel == "amod" and lower in _ATTRIBUTES and word.head and word.head.i == word.i + 1:
            if not word.head.child("det") or not _negated(word.head):
                yield change("predicate", replace(word, _ATTRIBUTES[lower]))
                if lower in ("mandatory", "compulsory"):
                    yield change("same_predicate", replace(word, _SAME_PREDICATES[lower]))
            continue
        if not word.child("cop", "aux:pass") or word.all("xcomp", "ccomp", "conj", "advcl", "csubj", "obj"):
            continue
        if not word.child("nsubj") or word.child("expl") or word.child("advmod"):
            continue
        if word.has("mark", "if", "whether") or sentence.after(word).lower == "from":
            continue  # "find out whether it is required"
        subject = word.child("nsubj")
        if any(c.lower in ("no", "only", "any") for c in subject.children):
            continue
        by = any(c.lower == "by" for oblique in word.all("obl", "obl:agent") for c in oblique.all("case"))
        if lower in ("required", "necessary", "recommended") and word.all("obl"):
            continue
        if (by and lower == "required") or (lower in ("permitted", "allowed") and subject.tag == "PRP"):
            continue
        if _PREDICATES[lower] not in lowers(sentence):
            yield change("predicate", replace(word, _PREDICATES[lower]))
        if lower in _SAME_PREDICATES:
            yield change("same_predicate", replace(word, _SAME_PREDICATES[lower]))


@rule("modality.adverb", NEAR_MISS, triggers=TRIGGERS)
@rule("modality.same_adverb", SAME, "Perhaps the train is late. -> Possibly the train is late.")
def adverbs(sentence: Sentence, rng: Random) -> Changes:
    """adverb: The plan will probably fail. -> The plan will certainly fail."""
    count = 0
    for word in sentence.words:
        if word.lower not in _ADVERBS or word.rel != "advmod" or not word.head or word.children:
            continue
        before = sentence.before(word).lower
        if before in ("not", "n't", "most", "almost", "very", "quite", "can", "could", "as", "or", "and"):
            continue
        if sentence.after(word).tag == "CD" or not word.head.child("nsubj", "expl") or _negated(word.head):
            continue  # "perhaps 40 people"
        yield change("adverb", replace(word, rng.choice(_ADVERBS[word.lower].split())))
        if word.lower in _SAME_ADVERBS:
            yield change("same_adverb", replace(word, _SAME_ADVERBS[word.lower]))
        count += 1
        if count == 2:
            return
