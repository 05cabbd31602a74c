"""Clefts (hard positives): "It was the storm that destroyed the pier." <-> "The storm destroyed the pier.".

Part of the family paraphrase. Subjects, objects and times are put in focus; a cleft is dissolved into the
plain sentence. A cleft says that nothing else did it, so only phrases that name one known thing are put in
focus.
"""

import random
from collections.abc import Iterator

from ...english.agreement import agreeing, is_plural
from ...english.casing import first_word, piece
from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import FINITE_TAGS, NOTHING, Clause, Sentence, Word
from ..edit import Change, Replacement, change
from ..index import is_statement
from ..rule import SAME, per_clause, rule
from .arguments import (
    argument,
    be,
    final_stop,
    has_possessive,
    is_definite,
    is_past,
    is_person,
    is_plain,
    movable,
)

_LISTS = word_lists(__package__, "clefts")

SHARE = 0.4  # of the sentences that could be made clefts
_MAX_WORDS = 24
_MAX_FOCUS = 7
_NO_FOCUS = _LISTS.set("no_focus")
_NO_CLEFT_VERBS = word_set("be have say seem appear become remain include consist contain mean get like let")
_VAGUE = word_set("time case fact way reason place thing one matter pity shame year day moment result")
_TIME_CASES = frozenset(("in", "on", "during", "after"))
_BEFORE_TIME = word_set("VERB NOUN PROPN")


@rule(
    "paraphrase.cleft",
    SAME,
    "The storm destroyed the pier. -> It was the storm that destroyed the pier.; What destroyed the "
    "pier was the storm.",
    share=SHARE,
    when=is_statement,
)
@per_clause
def cleft(sentence: Sentence, clause: Clause, rng: random.Random) -> Iterator[Change]:
    """ "The storm destroyed the pier." -> "It was the storm that destroyed the pier."."""
    subject, finite, verb = clause.subject, clause.finite, clause.predicate
    if not clause.is_root or not subject or not finite:
        return
    end = final_stop(sentence)
    if end is None or end > _MAX_WORDS or not is_plain(sentence) or verb.pos != "VERB":
        return
    if finite.lemma == "be" and sentence.words[min(finite.i + 1, end)].lower in ("that", "whether"):
        return  # "The hypothesis is that ..."
    if verb.lemma in _NO_CLEFT_VERBS or not subject.i < finite.i or verb.all("conj", "parataxis", "ccomp"):
        return
    if any(w.lower in _NO_FOCUS and w.pos != "PROPN" for w in sentence.words):
        return
    if sentence.words[end - 1].text == ",":
        return
    options = [*_subject_cleft(sentence, clause), *_object_cleft(sentence, clause, end)]
    options += _time_cleft(sentence, clause, end)
    if options:
        yield rng.choice(options)


def _subject_cleft(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    subject, finite = clause.subject, clause.finite
    span = argument(sentence, subject) if subject else None
    if not subject or not finite:
        return
    if span is None or span.start != first_word(sentence) or not is_definite(subject) or subject.tag == "PRP":
        return
    if span.end - span.start > _MAX_FOCUS or span.end != finite.i or finite.text.startswith(("'", "’")):
        return
    if not _says_much(clause):
        return
    text = piece(sentence, span.start, span.end)
    was = be(False, is_past(clause))
    yield _edit(Replacement(*sentence.chars(span), f"it {was} {text} {_pronoun(subject)}"))
    past_tense = finite.tag == "VBD" and not clause.passive
    if past_tense and kind(subject) == "thing" and is_plural(subject) is False:
        stop = sentence.words[-1]
        if not any(w.text == "," for w in sentence.words):
            yield _edit(
                Replacement(*sentence.chars(span), "what"),
                Replacement(stop.start, stop.start, f" was {text}"),
            )


def _object_cleft(sentence: Sentence, clause: Clause, end: int) -> Iterator[Change]:
    """ "The firm acquired the bank." -> "What the firm acquired was the bank."."""
    subject, finite, thing, verb = clause.subject, clause.finite, clause.object, clause.predicate
    if not thing or not subject or not finite or finite.tag == "MD":
        return
    span = argument(sentence, thing)
    if span is None or span.start != verb.i + 1 or not is_definite(thing) or has_possessive(sentence, span):
        return
    if subject.left != first_word(sentence) or verb.all("xcomp", "iobj", "compound:prt"):
        return
    if any(w.text == "," for w in sentence.words):
        return
    if span.end - span.start > _MAX_FOCUS:
        return
    focus = sentence.slice(span.start, span.end)
    was = be(False, is_past(clause))
    start, done = sentence.chars(span)
    front = sentence.words[subject.left].start
    if span.end == end and kind(thing) == "thing":
        wh_was = be(bool(is_plural(thing)), is_past(clause))
        yield _edit(Replacement(front, front, "what "), Replacement(start, start, f"{wh_was} "))
    yield _edit(Replacement(front, front, f"it {was} {focus} that "), Replacement(start - 1, done, ""))


def _time_cleft(sentence: Sentence, clause: Clause, end: int) -> Iterator[Change]:
    """ "The firm closed in May." -> "It was in May that the firm closed."."""
    subject, words = clause.subject, sentence.words
    if not subject or not is_past(clause) or sum(w.text == "," for w in words) > 1:
        return
    for adjunct in clause.predicate.all("obl"):
        case = adjunct.child("case")
        if case.lower not in _TIME_CASES or case.i != adjunct.left or kind(adjunct) != "time":
            continue
        if movable(sentence, adjunct) is None or any(
            w.tag == "DT" and w.lower == "a" for w in adjunct.children
        ):
            continue
        stop = adjunct.right + (words[adjunct.right].text != ",")
        text = piece(sentence, adjunct.left, stop)
        front = words[subject.left].start
        if adjunct.right + 1 == end and subject.left == first_word(sentence):
            if any(w.text == "," for w in words) or words[adjunct.left - 1].pos not in _BEFORE_TIME:
                continue
            before = words[adjunct.left - 1].end
            yield _edit(
                Replacement(front, front, f"it was {text} that "), Replacement(before, words[end - 1].end, "")
            )
        elif adjunct.left == first_word(sentence) and stop + (words[stop].text == ",") == subject.left:
            yield _edit(Replacement(words[adjunct.left].start, front, f"it was {text} that "))


@rule(
    "paraphrase.cleft_removal",
    SAME,
    "It was the storm that destroyed the pier. -> The storm destroyed the pier.",
    triggers=("it", "what"),
    when=is_statement,
)
def cleft_removal(sentence: Sentence) -> Iterator[Change]:
    """ "It was the storm that destroyed the pier." -> "The storm destroyed the pier."."""
    words, root = sentence.words, sentence.root
    end = final_stop(sentence)
    if not root or end is None or not is_plain(sentence):
        return
    if words[0].lower == "it" and words[1].lower in ("is", "was") and words[1].head is root:
        yield from _plain_from_it(sentence, root, end)
    elif words[0].lower == "what":
        yield from _plain_from_what(sentence, end)


def _plain_from_it(sentence: Sentence, focus: Word, end: int) -> Iterator[Change]:
    words = sentence.words
    verb = next(
        (c for c in focus.children if c.i > focus.i and c.rel in ("acl", "csubj", "ccomp", "advcl")), NOTHING
    )
    if not verb or verb.right + 1 != end or focus.lemma in _VAGUE or focus.pos not in ("NOUN", "PROPN"):
        return
    marker = words[verb.left]
    if marker.lower not in ("that", "who", "which") or any(w.text == "," for w in words):
        return
    case = focus.child("case")
    start = 2
    if marker.i <= focus.i or words[start : marker.i] == [] or focus.all("advmod", "acl:relcl")[1:]:
        return
    if any(
        w.tag in ("JJS", "RBS") or (w.lower in _NO_FOCUS and w.pos != "PROPN")
        for w in words[start : marker.i]
    ):
        return
    focus_text = sentence.slice(start, marker.i)
    clause = sentence.clause(verb)
    if clause is None or not clause.finite:
        return
    body = sentence.slice(marker.i + 1, end)
    whole = words[0].start, words[end - 1].end
    subject = clause.subject
    if not subject or subject is marker:
        if not case and is_definite(focus) and clause.finite.i == marker.i + 1:
            plural = is_plural(focus)
            form = agreeing(clause.finite, plural) if plural is not None else None
            if form == clause.finite.text:
                yield change("cleft_removal", Replacement(*whole, f"{focus_text} {body}"))
    elif subject.left == marker.i + 1 and subject.i < clause.finite.i:
        if case and case.i == start and kind(focus) in ("time", "place"):
            yield change("cleft_removal", Replacement(*whole, f"{body} {focus_text}"))
        elif not case and is_definite(focus) and _lacks_object(clause):
            first = sentence.slice(marker.i + 1, verb.i + 1)
            rest = f" {sentence.slice(verb.i + 1, end)}" if verb.i + 1 < end else ""
            yield change("cleft_removal", Replacement(*whole, f"{first} {focus_text}{rest}"))


def _lacks_object(clause: Clause) -> bool:
    """Whether the clause is one plain verb whose object stands elsewhere."""
    verb = clause.predicate
    plain = verb.pos == "VERB" and not verb.all("xcomp", "ccomp", "conj", "compound:prt")
    return plain and not clause.object and not clause.passive


def _plain_from_what(sentence: Sentence, end: int) -> Iterator[Change]:
    """ "What destroyed the pier was the storm." and "What the firm bought was the bank.", by its words: the
    parser reads them in many ways.
    """
    words = sentence.words
    copulas = [w for w in words[2 : end - 1] if w.lower in ("is", "was", "are", "were")]
    if len(copulas) != 1 or any(w.text == "," for w in words) or any(w.lower == "not" for w in words):
        return
    copula = copulas[0]
    focus_words = words[copula.i + 1 : end]
    if focus_words[0].lower not in ("the", "this", "that", "these", "those", "a", "an") and focus_words[
        0
    ].tag not in ("NNP", "PRP$"):
        return
    if any(w.pos in ("VERB", "AUX") and w.tag in FINITE_TAGS for w in focus_words):
        return
    noun = focus_words[-1].pos in ("NOUN", "PROPN") or focus_words[-1].tag in ("NN", "NNS")
    if not noun and len(focus_words) != 2:  # two words: "the pier", read as an adjective
        return
    focus = sentence.slice(copula.i + 1, end)
    verbs = [w for w in words[1 : copula.i] if w.tag in ("VBD", "VBZ") and w.lower not in ("was", "is")]
    if len(verbs) != 1 or any(
        w.tag in ("IN", "TO", "MD", "WDT") and w.i < verbs[0].i for w in words[1 : copula.i]
    ):
        return
    verb = verbs[0]
    whole = words[0].start, words[end - 1].end
    past_tense = copula.lower in ("was", "were")
    if (verb.tag == "VBD") != past_tense:
        return
    if verb.i == 1 and copula.lower in ("was", "is") and copula.i > verb.i + 1:
        yield change("cleft_removal", Replacement(*whole, f"{focus} {sentence.slice(1, copula.i)}"))
    elif verb.i == copula.i - 1 and verb.i > 1:
        yield change("cleft_removal", Replacement(*whole, f"{sentence.slice(1, copula.i)} {focus}"))


def _says_much(clause: Clause) -> bool:
    """Whether the predicate says enough to be presupposed: an object, an agent or a place."""
    verb = clause.predicate
    if clause.passive:
        return bool(verb.child("obl:agent"))
    return bool(clause.object) or any(c.i > verb.i for c in verb.all("obl"))


def _pronoun(head: Word) -> str:
    return "who" if is_person(head) else "that"


def _edit(*changes: Replacement) -> Change:
    return change("cleft", *changes)
