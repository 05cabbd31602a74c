"""A question about another time (near-misses): "When do the options vest?" -> "When did the options vest?".

Rule temporal.tense, of typed questions: what happened is no answer to what happens. Only the auxiliary
changes, so the verb must stand in its base form behind it, and nothing else may tell the time.
"""

import random
from collections.abc import Iterator

from ...english.lexicon import MONTHS, WEEKDAYS, word_set
from ...english.verb_forms import inflected
from ...parsing.sentence import NOTHING, Sentence, Word
from ..edit import Proposal, replace
from ..requests import KNOW, WH, YES_NO, asks, request
from ..rule import NEAR_MISS, rule

_OTHER = {"do": ("did",), "does": ("did",), "did": ("will",), "will": ("did",)}
_TIMED = MONTHS | WEEKDAYS | word_set(
    "now today tonight tomorrow yesterday ago last next current currently already yet still soon later "
    "future unless until since before after ever never always usually often work mean cost take stand"
)  # fmt: skip
_CONDITIONS = word_set("when if while once")
_NOBODY = word_set("you one")
_PAST = {"is": "was", "are": "were"}
_OWN = word_set("my our your there")


@rule("temporal.tense", NEAR_MISS, triggers=_OTHER, when=asks, most=1)
def tenses(sentence: Sentence, rng: random.Random) -> Iterator[Proposal]:
    """When do the options vest? -> When did the options vest?

    Yield the question with its first auxiliary in another tense.
    """
    found = request(sentence)
    if found is None or found.form not in (WH, YES_NO, KNOW):
        return
    words = found.words
    auxiliary = next((word for word in words if word.lower in _OTHER), None)
    if auxiliary is None or any(word.lower in _TIMED for word in words):
        return
    if any(word is not words[0] and word.lower in ("when", "if", "while", "once") for word in sentence.words):
        return  # "does it expire when the season ends?"; "If I die first, does he get it?"
    subject = sentence.after(auxiliary)
    if not _is_asked(subject) or any(w.lower in _OTHER for w in words if w is not auxiliary):
        return
    verb = next((word for word in words if word.i > subject.i and word.tag == "VB"), None)
    if verb is not None and verb.lemma != "be" and sentence.words[verb.i - 1].lower != "to":
        yield replace(auxiliary, rng.choice(_OTHER[auxiliary.lower]))


@rule("temporal.tense", triggers=_PAST, when=asks)
def past_states(sentence: Sentence) -> Iterator[Proposal]:
    """ "Are dogs allowed in the hall?" -> "Were dogs allowed in the hall?"; "Why is my phone so slow?" ->
    "Why was my phone so slow?": what may change, and no fact of nature.
    """
    found = request(sentence)
    if found is None or found.form not in (WH, YES_NO):
        return
    words = sentence.words[found.start : found.end]
    be = [word for word in words[:4] if word.lower in _PAST]
    if len(be) != 1 or any(
        word.lower in _TIMED | _CONDITIONS for word in sentence.words if word.i != found.start
    ):
        return
    subject = sentence.after(be[0])
    last = [word for word in words if word.i > subject.i and word.tag == "VBN" and word.rel != "amod"]
    is_done = bool(last) and any(w.tag in ("NN", "NNS", "NNP", "PRP") for w in words if w.i < last[0].i)
    is_done &= not any(w.tag == "WDT" or w.lower == "that" for w in words)
    if (is_done or subject.lower in _OWN) and subject.lower not in _NOBODY and words[-1].i > subject.i + 1:
        yield replace(be[0], _PAST[be[0].lower])


@rule("temporal.tense", triggers=("who", "which"), when=asks)
def asked_subjects(sentence: Sentence) -> Iterator[Proposal]:
    """ "Who waters the ferns?" -> "Who watered the ferns?"."""
    found = request(sentence)
    if (
        found is None
        or found.form != WH
        or any(word.lower in _TIMED | _CONDITIONS for word in sentence.words)
    ):
        return
    verb = next((w for w in found.words[1:5] if w.tag == "VBZ" and w.pos == "VERB"), NOTHING)
    subject = verb.child("nsubj")
    if subject.left == found.start and verb.i == subject.right + 1 and not verb.all("conj", "advcl"):
        yield replace(verb, inflected(verb.lemma, "VBD"))


def _is_asked(subject: Word) -> bool:
    opens = subject.tag in ("DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "VBG")
    return opens and subject.lower not in _NOBODY
