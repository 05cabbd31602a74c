"""A question about another time (near-misses): "When does the shop close?" -> "When did the shop close?".

Rule temporal.tense, of typed questions whose answer differs with the time: when something happens, who does
it or which one. Why, how and whether something is so has the same answer as why, how and whether it was. Only
a verb changes, so nothing else may tell the time.
"""

from itertools import pairwise

from ...english.lexicon import MONTHS, WEEKDAYS, word_set
from ...english.verb_forms import inflected
from ..prelude import NEAR_MISS, NOTHING, Proposals, Random, Replacement, Sentence, Word, replace, rule
from ..requests import KNOW, THING, WH, YES_NO, Asked, Request

_OTHER = {"do": ("did",), "does": ("did",), "did": ("will",), "will": ("did",)}
_TIMED = MONTHS | WEEKDAYS | word_set(
    "now today tonight tomorrow yesterday ago last next current currently already yet still soon later "
    "future unless until since before after ever never always usually often work mean cost take stand"
)  # fmt: skip
_CONDITIONS = word_set("when if while once")
_DIFFERS = word_set("when who")
"""What is asked for of another time has another answer."""
_NOBODY = word_set("you one")
_MOST = word_set("best worst latest newest next first")
_VARYING = word_set(
    "price prices rate rates fee fees salary population score ceo president capital deadline limit champion "
    "mayor chairman owner manager coach captain minister king queen cost minimum maximum age wage "
    "timetable menu"
)
"""What is something else at another time."""


@rule("temporal.tense", NEAR_MISS, triggers=_OTHER, each=Asked((WH, YES_NO, KNOW)), most=1)
def tenses(sentence: Sentence, found: Request, rng: Random) -> Proposals:
    """When does the shop close? -> When did the shop close?

    Yield the question with its first auxiliary in another tense.
    """
    words = found.words
    auxiliary = next((word for word in words if word.lower in _OTHER), None)
    if auxiliary is None or any(word.lower in _TIMED for word in words):
        return
    if words[0].lower not in _DIFFERS and (found.form != YES_NO or auxiliary.lower != "did"):
        return  # "Does it delete its data?"; but "Did the team win?"
    if any(word is not words[0] and word.lower in _CONDITIONS for word in sentence.words):
        return  # "does it expire when the season ends?"; "If I die first, does he get it?"
    subject = sentence.after(auxiliary)
    if not _is_asked(subject) or any(w.lower in _OTHER for w in words if w is not auxiliary):
        return
    verb = next((word for word in words if word.i > subject.i and word.tag == "VB"), NOTHING)
    done = words[0].lower == "when" and auxiliary.lower != "will" and words[-1].i > subject.i
    if done or (verb and verb.lemma != "be" and sentence.before(verb).lower != "to"):
        yield replace(auxiliary, rng.choice(_OTHER[auxiliary.lower]))


@rule("temporal.tense", triggers=("who",), each=Asked((WH,)))
def asked_subjects(sentence: Sentence, found: Request) -> Proposals:
    """ "Who waters the ferns?" -> "Who watered the ferns?"."""
    if any(word.lower in _TIMED | _CONDITIONS for word in sentence.words):
        return
    verb = next((w for w in found.words[1:5] if w.tag == "VBZ" and w.pos == "VERB"), NOTHING)
    subject = verb.child("nsubj")
    if subject.left == found.start and verb.i == subject.right + 1 and not verb.all("conj", "advcl"):
        yield replace(verb, inflected(verb.lemma, "VBD"))


def _is_asked(subject: Word) -> bool:
    opens = subject.tag in ("DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "VBG")
    return opens and subject.lower not in _NOBODY


@rule("temporal.tense", triggers=("is", "are", "'s"), each=Asked((WH, THING)))
def asked_states(sentence: Sentence, found: Request) -> Proposals:
    """ "who is the mayor of Graz" -> "who was the mayor of Graz"."""
    words = sentence.words[found.start : found.end]
    be, things = words[1], words[2:]
    if not things or words[0].lower not in ("who", "what") or be.lower not in ("is", "are", "'s"):
        return
    if any(word.lower in _TIMED | _CONDITIONS | _MOST or word.tag in ("VBN", "VBG", "VB") for word in things):
        return
    head = next((w for w, after in pairwise(things) if after.tag == "IN"), things[-1])
    if head.lower in _VARYING and things[0].lower in ("the", "my", "your"):
        was = "were" if be.lower == "are" else "was"
        yield Replacement(be.start, be.end, was if be.start > words[0].end else f" {was}")
