"""Active and passive questions (hard positives): "Who wrote the novel?" <-> "Who was the novel written by?".

Part of the family paraphrase, with "Did the storm destroy it?" -> "Was it destroyed by the storm?". Those of
statements are in paraphrase/voice.py.
"""

import random
from collections.abc import Iterator

from ....english.kinds import kind
from ....english.lexicon import STATIVE, SYMMETRIC
from ....english.verb_forms import base_form, participle, past
from ....parsing.sentence import Sentence, Word
from ...edit import Change, Replacement, change
from ...index import is_question
from ...rule import SAME, rule
from ..arguments import argument, as_object, as_subject, be, has_possessive, plural_of

_TENSES = {"do": False, "does": False, "did": True}


@rule(
    "paraphrase.question_voice",
    SAME,
    "Did the storm destroy the pier? -> Was the pier destroyed by the storm?; Who wrote the novel? <-> "
    "Who was the novel written by?",
    when=is_question,
)
def question_voice(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Turn an active question about what somebody did into the passive."""
    words, verb = sentence.words, sentence.root
    yield from _by_whom(sentence)
    if words[-1].text != "?" or verb.pos != "VERB" or any(w.quote or w.text == "," for w in words):
        return
    if verb.lemma in STATIVE or verb.lemma in SYMMETRIC:
        return
    if verb.all("xcomp", "ccomp", "iobj", "conj", "advcl", "parataxis", "compound:prt", "aux:pass"):
        return
    thing = verb.child("obj")
    if not thing or thing.i < verb.i:
        return
    if words[0].lower in _TENSES and words[1].lower != "n't":
        yield from _yes_no(sentence, verb, thing)
    elif words[0].lower == "who" and words[0].head is verb and verb.i == 1 and verb.tag == "VBD":
        yield from _who(sentence, verb, thing, rng)


def _by_whom(sentence: Sentence) -> Iterator[Change]:
    """ "Who was the novel written by?" -> "Who wrote the novel?"; by its words."""
    words, end = sentence.words, len(sentence.words) - 1
    lowers = [w.lower for w in words]
    if lowers[0] == "who" and lowers[end - 1] == "by":
        start, done = 1, words[end - 2]
    elif lowers[:2] == ["by", "whom"]:
        start, done = 2, words[end - 1]
    else:
        return
    base = base_form(done.text, "VBN", done.lemma)
    if base is None or lowers[start] not in ("was", "were") or done.i - start < 2 or done.i - start > 7:
        return
    if any(w.pos in ("VERB", "AUX") for w in words[start + 1 : done.i]):
        return
    text = f"who {past(base)} {sentence.slice(start + 1, done.i)}"
    yield change("question_voice", Replacement(words[0].start, words[end].start, text))


def _yes_no(sentence: Sentence, verb: Word, thing: Word) -> Iterator[Change]:
    words = sentence.words
    subject = verb.child("nsubj")
    base = base_form(verb.text, "VB", verb.lemma)
    if not subject or subject.left != 1 or subject.right + 1 != verb.i or base != verb.lower:
        return
    a, b = argument(sentence, subject), argument(sentence, thing)
    if a is None or b is None or b.start != verb.i + 1 or has_possessive(sentence, a, b):
        return
    if b.end < len(words) - 1 and kind(words[b.end].head or thing) != "time":
        return
    if subject.lower in ("you", "we", "they") and words[0].lower == "do":
        return  # "Do you speak French?"
    plural, agent, patient = plural_of(thing), as_object(sentence, a), as_subject(sentence, b)
    if plural is None or agent is None or patient is None:
        return
    text = f"{be(plural, _TENSES[words[0].lower])} {patient} {participle(base)} by {agent}"
    yield change("question_voice", Replacement(words[0].start, words[b.end - 1].end, text))


def _who(sentence: Sentence, verb: Word, thing: Word, rng: random.Random) -> Iterator[Change]:
    words = sentence.words
    base = base_form(verb.text, verb.tag, verb.lemma)
    b = argument(sentence, thing)
    if base is None or b is None or b.start != verb.i + 1 or b.end != len(words) - 1:
        return
    if has_possessive(sentence, b):
        return
    plural, patient = plural_of(thing), as_subject(sentence, b)
    if plural is None or patient is None:
        return
    done = f"{be(plural, True)} {patient} {participle(base)}"
    text = rng.choice((f"who {done} by", f"by whom {done}"))
    yield change("question_voice", Replacement(words[0].start, words[b.end - 1].end, text))
