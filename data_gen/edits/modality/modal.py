"""Modality: duty, permission, certainty exchanged (near-misses), or said in other words (hard positives).

"must" <-> "may", "is required to" <-> "is allowed to", "will" <-> "may", "probably" <-> "certainly" say
something else; "must" <-> "has to", "may" <-> "is permitted to", "can" <-> "is able to" say the same.
"May not" and "must not" are one prohibition, never a near-miss of each other. Phrases: phrase.py.
"""

import random
from collections.abc import Iterator

from ...english.agreement import is_plural
from ...english.kinds import AGENTS, kind
from ...english.lexicon import PARTIES, word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import Clause, Sentence, Word
from ..edit import Change, Replacement, change, replace
from ..index import lowers
from ..rule import NEAR_MISS, SAME, rule

_LISTS = word_lists(__package__, "modal")

_MODALS = frozenset(("must", "may", "shall", "can", "will", "might", "should"))
_CONTRACT = _LISTS.set("contract")
_AFTER_MAY = word_set("well as or not n't never only even")
_EPISTEMIC = word_set("be have")
_BEFALLS = _LISTS.set("befalls")
_SAID = word_set("assure say imagine see tell think promise believe cost")
_ABLE = word_set("swim read write speak fly see hear drive")


@rule(
    "modality.obligation",
    NEAR_MISS,
    "The tenant may keep a pet. -> The tenant must keep a pet.",
    triggers=_MODALS,
)
@rule("modality.certainty", NEAR_MISS, "The clerk will sign. -> The clerk may sign.")
@rule(
    "modality.prohibition", NEAR_MISS, "Visitors must not smoke here. -> Visitors do not have to smoke here."
)
@rule("modality.same_modal", SAME, "The tenant must pay the deposit. -> The tenant has to pay the deposit.")
@rule(
    "modality.same_prohibition",
    SAME,
    "Visitors must not smoke here. -> Visitors are not permitted to smoke here.",
)
def modals(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield the sentence with another modal, and with the same one said differently."""
    words = lowers(sentence)
    for clause in sentence.clauses:
        if clause.finite.lower in _MODALS and clause.finite.tag == "MD":
            yield from _modal(sentence, clause, words, sentence.is_question, rng)


def _modal(
    sentence: Sentence, clause: Clause, words: frozenset[str], question: bool, rng: random.Random
) -> Iterator[Change]:
    modal, verb = clause.finite, clause.predicate
    subject = clause.subject
    if not subject or modal.i + 1 >= len(sentence.words):
        return
    if question:
        yield from _asked(sentence, clause, modal, subject)
        return
    if subject.i > modal.i or verb.all("cc:preconj") or clause.shared_subject:
        return
    if _conditional(verb) and modal.lower in ("will", "should"):
        return
    following = sentence.words[modal.i + 1]
    deontic = _deontic(clause, subject, words)
    if following.lower in ("not", "n't") or sentence.text[modal.end : modal.end + 3] == "not":
        yield from _prohibitions(sentence, clause, following, subject, deontic)
        return
    if following.lower in _AFTER_MAY or clause.negation:
        return
    yield from _changed(sentence, clause, modal, deontic, rng)
    yield from _reworded(clause, modal, subject, following, deontic, words)


def _deontic(clause: Clause, subject: Word, words: frozenset[str]) -> bool:
    """Whether the modal tells what somebody has to do or is free to do, not how likely something is."""
    if any(c.lemma in _EPISTEMIC and c.rel in ("aux", "cop") for c in clause.predicate.children):
        return False
    if clause.predicate.lemma in (
        "be",
        "have",
        "need",
        "know",
        "become",
        "occur",
        "seem",
        "contain",
        "include",
    ):
        return False
    if subject.lower in ("it", "this", "that", "which"):
        return False
    if clause.predicate.lemma in _BEFALLS and clause.finite.lower in ("may", "can"):
        return False  # "Patients may develop a fever."
    person = subject.lower in ("you", "i", "we", "they", "he", "she") or kind(subject) in AGENTS
    if clause.passive:
        return not _CONTRACT.isdisjoint(words)
    modal = clause.finite
    if subject.lower in ("you", "we", "i") and modal:
        return modal.lower != "may" or (subject.lower == "you" and clause.predicate.lemma not in _BEFALLS)
    return person and (subject.lemma in PARTIES | _CONTRACT or not _CONTRACT.isdisjoint(words))


def _conditional(verb: Word) -> bool:
    return verb.rel == "advcl" and any(
        c.lower in ("if", "unless", "when") for c in verb.children if c.i < verb.i
    )


# --- another modality -------------------------------------------------------------------------------


def _changed(
    sentence: Sentence, clause: Clause, modal: Word, deontic: bool, rng: random.Random
) -> Iterator[Change]:
    """Yield the clause with another modal: duty for permission, certainty for possibility."""
    perfect = clause.predicate.has("aux", "have")
    lower = modal.lower
    if perfect or (lower == "can" and (not deontic or clause.predicate.lemma in _SAID)):
        return
    if lower in ("must", "shall"):
        new = rng.choice(("may", "can")) if lower == "must" and deontic else "may"
        yield change("obligation", replace(modal, new))
    elif lower in ("may", "can") and deontic:
        yield change("obligation", replace(modal, "must"))
    elif lower == "should" and deontic:
        yield change("obligation", replace(modal, "may"))
    elif (lower in ("might", "will") or (lower == "may" and not deontic)) and not _is_settled(clause):
        yield from _certainty(sentence, clause, modal, rng)


def _certainty(sentence: Sentence, clause: Clause, modal: Word, rng: random.Random) -> Iterator[Change]:
    """ "will rise" <-> "may rise"; "may be useful" -> "is useful"."""
    if modal.lower == "will":
        yield change("certainty", replace(modal, rng.choice(("may", "might"))))
        return
    verb = sentence.words[modal.i + 1]
    if verb.lower not in ("be", "have") or clause.passive:
        yield change("certainty", replace(modal, "will"))
        return
    plural = _number(clause.subject) if clause.subject else None
    relative = clause.subject.tag in ("WDT", "WP")
    if plural is not None and not relative and clause.predicate.child("cop", "obj"):
        forms = {"be": ("is", "are"), "have": ("has", "have")}[verb.lower]
        yield change("certainty", Replacement(modal.start, verb.end, forms[plural]))


def _is_settled(clause: Clause) -> bool:
    """Whether another word already says how certain it is: "will probably", "the possibility that it may"."""
    verb, head = clause.predicate, clause.predicate.head
    if verb.lemma in ("seem", "appear", "sound"):
        return True  # "While this may seem obvious, ..."
    if any(c.lower in _SETTLED or c.tag == "WRB" for c in verb.children):
        return True
    if verb.rel in ("ccomp", "csubj", "advcl") and any(c.lower == "if" for c in verb.children):
        return True  # "decide if it will"
    asked = (c for child in verb.children for c in (child, *child.children))
    if verb.rel not in ("acl", "root") and any(c.tag == "WP" for c in asked):
        return True  # "Who will succeed her is unclear."
    return head.lemma in _OPEN


_OPEN = word_set("possibility chance risk fear hope wonder unknown hypothesis hypothesize hypothesise")
_SETTLED = _LISTS.set("settled")


def _asked(sentence: Sentence, clause: Clause, modal: Word, subject: Word) -> Iterator[Change]:
    """ "When can I renew my policy?" -> "When must I renew my policy?"."""
    if modal.lower not in ("can", "must", "may") or clause.negation or not modal.i < subject.i:
        return
    first = sentence.words[0].lower
    if subject.lower not in ("i", "we") and (subject.lower == "you" or kind(subject) not in AGENTS):
        return
    if first in ("when", "where", "which", "what", "can", "must") and modal.i <= 3 and not clause.passive:
        if clause.predicate.pos != "VERB" or clause.predicate.lemma in (
            "have",
            "be",
            "help",
            "say",
            "do",
            "get",
        ):
            return
        yield change("obligation", replace(modal, "can" if modal.lower == "must" else "must"))


def _prohibitions(
    sentence: Sentence, clause: Clause, negation: Word, subject: Word, deontic: bool
) -> Iterator[Change]:
    """ "must not" <-> "may not" (the same); "must not" -> "need not", "does not have to" (another)."""
    modal = clause.finite
    duty = modal.lower in ("must", "shall") or (modal.lower == "may" and deontic)
    if not duty or negation.lower != "not" or not _agentive(clause, subject):
        return
    if any(c.lower in ("only", "necessarily", "exceed", "any") for c in clause.predicate.children):
        return
    plural = _number(subject)
    span = Replacement(modal.start, negation.end, "need not")
    yield change("prohibition", span)
    if plural is not None:
        do = "do" if plural else "does"
        yield change("prohibition", Replacement(modal.start, negation.end, f"{do} not have to"))
        be = "are" if plural else "is"
        if subject.lower != "i":
            yield change(
                "same_prohibition",
                Replacement(modal.start, negation.end, f"{be} not permitted to"),
            )
    if modal.lower == "must":
        yield change("same_prohibition", replace(modal, "may"))
    elif modal.lower == "may" or modal.lower == "shall":
        yield change("same_prohibition", replace(modal, "must"))


def _agentive(clause: Clause, subject: Word) -> bool:
    return clause.predicate.pos == "VERB" and (
        clause.passive or subject.lower == "you" or kind(subject) in AGENTS
    )


def _number(subject: Word) -> bool | None:
    if subject.tag == "VBG" or any(c.tag == "VBG" and c.i == subject.left for c in subject.children):
        return None  # "Paying the rent and the fee ..."
    if subject.tag == "NNS" and subject.lower.endswith(("er", "or", "ee")):
        return None  # "The insurer must ...", read as a plural
    return True if subject.lower in ("you", "i", "we") else is_plural(subject)


# --- the same modality ------------------------------------------------------------------------------


def _reworded(
    clause: Clause, modal: Word, subject: Word, following: Word, deontic: bool, words: frozenset[str]
) -> Iterator[Change]:
    """Yield the clause with a phrase for its modal: "must" -> "has to", "may" -> "is permitted to"."""
    plural = _number(subject)
    if following.rel == "advmod" or subject.rel == "expl" or (plural is None and modal.lower != "shall"):
        return
    if clause.predicate.has("aux", "have"):
        return
    be = ("am" if subject.lower == "i" else "are") if plural else "is"
    lower = modal.lower
    if lower == "must" and deontic:
        yield change("same_modal", replace(modal, "have to" if plural else "has to"))
        yield change("same_modal", replace(modal, f"{be} required to"))
    elif lower == "shall" and (deontic or not words.isdisjoint(_CONTRACT - {"shall"})):
        yield change("same_modal", replace(modal, "must"))
        if deontic and plural is not None:
            yield change("same_modal", replace(modal, f"{be} required to"))
    elif lower == "may" and deontic:
        yield change("same_modal", replace(modal, f"{be} permitted to"))
        yield change("same_modal", replace(modal, f"{be} allowed to"))
    elif (
        lower == "can" and not clause.passive and clause.predicate.pos == "VERB" and _can_act(clause, subject)
    ):
        yield change("same_modal", replace(modal, f"{be} able to"))


def _can_act(clause: Clause, subject: Word) -> bool:
    if clause.predicate.lemma in _SAID | {"have"} or clause.predicate.child("mark"):
        return False  # "Patients can have a rash": no ability
    if subject.lower in ("it", "this", "that", "which"):
        return False
    return clause.predicate.lemma in _ABLE or kind(subject) in AGENTS
