"""A question about another time (near-misses): "When do the options vest?" -> "When did the options vest?".

Rule temporal.tense, of typed questions: what happened is no answer to what happens. Only the auxiliary
changes, so the verb must stand in its base form behind it, and nothing else may tell the time.
"""

import random
from collections.abc import Iterator

from ...english.lexicon import MONTHS, WEEKDAYS, word_set
from ...parsing.sentence import Sentence, Word
from ..edit import Proposal, replace
from ..requests import KNOW, WH, YES_NO, asks, request
from ..rule import NEAR_MISS, rule

_OTHER = {"do": ("did",), "does": ("did", "will"), "did": ("will",), "will": ("did",)}
_TIMED = MONTHS | WEEKDAYS | word_set(
    "now today tonight tomorrow yesterday ago last next current currently already yet still soon later "
    "future unless until since before after ever never always usually often work mean cost take stand"
)  # fmt: skip
_NOBODY = word_set("you one")


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
    if any(word.i > auxiliary.i and word.lower in ("when", "if", "while", "once") for word in words):
        return  # "does it expire when the season ends?"
    subject = sentence.after(auxiliary)
    if not _is_asked(subject) or any(w.lower in _OTHER for w in words if w is not auxiliary):
        return
    verb = next((word for word in words if word.i > subject.i and word.tag == "VB"), None)
    if verb is not None and verb.lemma != "be" and sentence.words[verb.i - 1].lower != "to":
        yield replace(auxiliary, rng.choice(_OTHER[auxiliary.lower]))


def _is_asked(subject: Word) -> bool:
    opens = subject.tag in ("DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "VBG")
    return opens and subject.lower not in _NOBODY
