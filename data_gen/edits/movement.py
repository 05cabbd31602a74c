"""Movement (hard positives): adjuncts to the front or the end, "he said" before or after what he said.

Part of the family paraphrase. Only main clauses, and only where the moved part cannot attach elsewhere.
"""

import random
from collections.abc import Iterator

from ..kinds import kind
from ..lexicon import MOVABLE_REPORTING, WEEKDAYS, word_set
from ..realize import first_word, piece
from ..roles import Clause, Sentence, Word
from .build import edit
from .edit import Edit, Replacement

SMALL_EDIT_SHARE = 0.4  # of the positives that change a word or two; rewording is worth more

_TEMPORAL_CASES = word_set("after before during since until throughout following within")
_ADVERBIAL_MARKS = word_set("after before because if when while although though unless once")
_DAY_WORDS = frozenset(("yesterday", "today", "tomorrow"))
_CLAUSAL = ("ccomp", "xcomp", "advcl", "parataxis", "conj", "csubj")


def adjuncts(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "After the merger, X sold Y." <-> "X sold Y after the merger."."""
    subject, verb = clause.subject, clause.predicate
    end = _final_stop(sentence)
    if not clause.is_root or subject is None or end is None or _has_quotes(sentence):
        return
    if verb.all("conj", "parataxis"):
        return
    for child in verb.children:
        if not _is_adjunct(child):
            continue
        if child.left == first_word(sentence):
            yield from _to_end(sentence, clause, child, end)
        elif child.right == end - 1 and not _measures_rank(sentence, child):
            yield from _to_front(sentence, clause, child, end)
        else:
            yield from _day_to_front(sentence, clause, child)


def _to_end(sentence: Sentence, clause: Clause, adjunct: Word, end: int) -> Iterator[Edit]:
    words, verb = sentence.words, clause.predicate
    stop = adjunct.right + 1
    if words[adjunct.right].text == ",":
        stop = adjunct.right
    if words[stop].text != "," or clause.subject is None or clause.subject.left != stop + 1:
        return
    rest = [c for c in verb.children if c is not adjunct]
    if (
        any(c.rel in _CLAUSAL for c in rest)
        or _has_clause(sentence, stop + 1, end)
        or clause.negation is not None
    ):
        return
    if adjunct.rel == "advcl" and _anaphora(sentence, adjunct, stop + 1, end):
        return
    if words[end - 1].text == "," or any(w.rel == "punct" and w.text in ",;:" for w in words[stop + 1 : end]):
        return
    if (kind(words[end - 1]) == "time" and adjunct.rel != "advcl") or _is_day(words[end - 1]):
        return
    moved = piece(sentence, adjunct.left, stop)
    comma = "," if any(c.lower in ("although", "though", "while") for c in adjunct.children) else ""
    yield edit(
        "paraphrase.adjunct_movement",
        1,
        Replacement(words[adjunct.left].start, words[stop + 1].start, ""),
        Replacement(words[end - 1].end, words[end - 1].end, f"{comma} {moved}"),
    )


def _to_front(sentence: Sentence, clause: Clause, adjunct: Word, end: int) -> Iterator[Edit]:
    words, verb, subject = sentence.words, clause.predicate, clause.subject
    if subject is None or subject.left != first_word(sentence) or subject.i > verb.i:
        return
    rest = [c for c in verb.children if c is not adjunct and c.i > verb.i]
    if any(c.rel in _CLAUSAL for c in rest) or clause.negation is not None or adjunct.left <= verb.i:
        return
    if _has_clause(sentence, verb.i + 1, adjunct.left) or adjunct.right - adjunct.left > 14:
        return
    if any(w.lower in ("earlier", "later", "only", "respectively") for w in words[adjunct.left : end]):
        return
    if any(w.text == "," for w in words[adjunct.left + 1 : end]):
        return
    if adjunct.rel != "advcl" and not _surely_attached(sentence, verb, adjunct):
        return
    start = adjunct.left + (words[adjunct.left].text == ",")
    before = start - 1 if words[start - 1].text == "," else start
    moved = sentence.slice(start, end)
    if len(moved.split()) == 1 and words[start].lower in WEEKDAYS:
        moved = f"on {moved}"
    yield edit(
        "paraphrase.adjunct_movement",
        1,
        Replacement(words[subject.left].start, words[subject.left].start, f"{moved}, "),
        Replacement(words[before - 1].end, words[end - 1].end, ""),
    )


def _day_to_front(sentence: Sentence, clause: Clause, day: Word) -> Iterator[Edit]:
    """ "X said Thursday that ..." -> "On Thursday, X said that ..."."""
    words, subject = sentence.words, clause.subject
    if subject is None or subject.left != first_word(sentence) or not _is_day(day):
        return
    if day.left < subject.i or clause.negation is not None or words[day.left - 1].text == ",":
        return
    if (
        day.right - day.left > 1
        or words[day.right + 1].text == ","
        or words[day.right + 1].tag in ("NN", "NNS", "NNP")
    ):
        return
    moved = sentence.slice(day.left, day.right + 1)
    if words[day.left].lower in WEEKDAYS:
        moved = f"on {moved}"
    yield edit(
        "paraphrase.adjunct_movement",
        1,
        Replacement(words[subject.left].start, words[subject.left].start, f"{moved}, "),
        Replacement(words[day.left].start, words[day.right + 1].start, ""),
    )


def reporting(sentence: Sentence, clause: Clause, rng: random.Random) -> Iterator[Edit]:
    """ "He said X." <-> "X, he said."."""
    end = _final_stop(sentence)
    if end is None or _has_quotes(sentence) or clause.subject is None:
        return
    if clause.predicate.lemma in MOVABLE_REPORTING and clause.negation is None and not clause.shared_subject:
        yield from _report_to_end(sentence, clause, end)
        yield from _report_to_front(sentence, clause, end, rng)


def _report_to_end(sentence: Sentence, clause: Clause, end: int) -> Iterator[Edit]:
    words, verb, subject = sentence.words, clause.predicate, clause.subject
    content = verb.child("ccomp")
    if content is None or subject is None or not clause.is_root or subject.left != first_word(sentence):
        return
    if (
        content.left < verb.i
        or content.right != end - 1
        or verb.all("conj", "parataxis")
        or not _own_clause(sentence, content)
    ):
        return
    start = content.left
    if words[start].lower == "that" and words[start].rel == "mark":
        start += 1
    inner = next((c for c in sentence.clauses if c.predicate is content), None)
    if inner is None or inner.subject is None or inner.subject.left != start:
        return
    if any(c.child("mark") is not None for c in content.all("conj")):
        return
    if words[start].tag in ("WP", "WRB", "WDT", "IN") or words[start].text == "," or start > verb.i + 4:
        return
    if content.left - subject.left > 12 or any(w.text == "," for w in words[subject.left : content.left]):
        return
    if words[content.left - 1].text in (",", ":") or any(
        w.tag in ("CC", "VBG") for w in words[verb.i : content.left]
    ):
        return
    content_text = sentence.slice(start, end)
    prefix = piece(sentence, subject.left, content.left)
    yield edit(
        "paraphrase.reporting_clause",
        1,
        Replacement(words[subject.left].start, words[end - 1].end, f"{content_text}, {prefix}"),
    )


def _report_to_front(sentence: Sentence, clause: Clause, end: int, rng: random.Random) -> Iterator[Edit]:
    words, verb, subject = sentence.words, clause.predicate, clause.subject
    if subject is None:
        return
    content = verb.child("ccomp") if clause.is_root else verb.head if verb.rel == "parataxis" else None
    if content is None or content.i > verb.i or (content.rel != "ccomp" and content.head is not None):
        return
    start = min(subject.left, verb.i)
    if words[start - 1].text != "," or not _own_clause(sentence, content):
        return
    first = first_word(sentence)
    if words[first].tag in ("CC", "WP", "WRB") or any(w.text in (";", "?") for w in words[:start]):
        return
    if subject.i < verb.i and verb.i == end - 1:
        tail = sentence.slice(start, end)
    elif verb.i == start and subject.right == end - 1 and not any(w.text == "," for w in words[start:end]):
        tail = f"{sentence.slice(subject.left, end)} {verb.text}"
    else:
        return
    that = " that" if rng.random() < 0.5 else ""
    yield edit(
        "paraphrase.reporting_clause",
        1,
        Replacement(
            words[first].start, words[end - 1].end, f"{tail}{that} {piece(sentence, first, start - 1)}"
        ),
    )


def that_clauses(sentence: Sentence, clause: Clause, rng: random.Random) -> Iterator[Edit]:
    """ "said that X" <-> "said X"."""
    content = clause.predicate
    verb = content.head
    if (
        rng.random() > SMALL_EDIT_SHARE
        or content.rel != "ccomp"
        or verb is None
        or verb.lemma not in MOVABLE_REPORTING
        or clause.finite is None
    ):
        return
    if content.left < verb.i or clause.subject is None or clause.shared_subject:
        return
    first = sentence.words[content.left]
    if first.quote or first.tag in ("WP", "WRB", "WDT", "CC") or first.text in (",", ":", "-"):
        return
    if (
        first.lower == "that"
        and first.rel == "mark"
        and first.i == verb.i + 1
        and first.i + 1 == clause.subject.left
    ):
        following = sentence.words[first.i + 1]
        yield edit("paraphrase.that", 1, Replacement(first.start, following.start, ""))
    elif (
        content.child("mark") is None
        and first.i == verb.i + 1
        and first.i == clause.subject.left
        and not content.all("conj")
    ):
        yield edit("paraphrase.that", 1, Replacement(first.start, first.start, "that "))


def _measures_rank(sentence: Sentence, adjunct: Word) -> bool:
    """Whether "in five days" or "since March" belongs to a "first" or "best" before it."""
    case = adjunct.child("case")
    if case is None or case.lower not in ("in", "since"):
        return False
    ranks = ("first", "second", "third", "only", "last")
    return any(w.lower in ranks or w.tag in ("JJS", "RBS") for w in sentence.words[: adjunct.left])


def _is_adjunct(word: Word) -> bool:
    if word.rel == "advcl":
        marked = [c for c in word.children if c.i < word.i and (c.rel == "mark" or c.tag == "WRB")]
        return bool(marked) and marked[0].lower in _ADVERBIAL_MARKS and word.left == marked[0].left
    if word.rel == "advmod":
        return word.lower in _DAY_WORDS
    if word.rel != "obl" or word.dep == "obl:agent":
        return False
    if word.dep in ("obl:unmarked", "obl:tmod", "obl:npmod"):
        return _is_day(word) or (
            word.children[:1] != [] and word.children[0].lower in ("last", "this", "next")
        )
    case = word.child("case")
    if case is None or case.i != word.left:
        return False
    if case.lower in _TEMPORAL_CASES:
        return True
    return case.lower in ("in", "on", "at") and kind(word) in ("time", "place")


def _surely_attached(sentence: Sentence, verb: Word, adjunct: Word) -> bool:
    """Whether a final phrase belongs to the verb: a time that no noun before it would take, or next to
    the verb.
    """
    case = adjunct.child("case")
    previous = sentence.words[adjunct.left - 1]
    if previous.i == verb.i or previous.rel in ("advmod", "compound:prt"):
        return True
    if kind(adjunct) == "time" and (case is None or case.lower in ("on", "in", "at")):
        return sentence.words[adjunct.left - 1].pos != "ADP" and "-" not in sentence.slice(
            adjunct.left, adjunct.right + 1
        )
    return case is not None and case.lower in ("during", "since", "throughout") and kind(adjunct) != "other"


def _is_day(word: Word) -> bool:
    return word.lower in WEEKDAYS or word.lower in _DAY_WORDS


def _final_stop(sentence: Sentence) -> int | None:
    """Return the index of the final full stop, or None."""
    last = sentence.words[-1]
    return last.i if last.text == "." and last.i > 2 and sentence.words[-2].text[-1:].isalnum() else None


def _has_quotes(sentence: Sentence) -> bool:
    return any(word.quote for word in sentence.words) or any(
        w.text in ("(", "--", ";", ":") for w in sentence.words
    )


def _has_clause(sentence: Sentence, start: int, end: int) -> bool:
    return any(
        w.rel in ("acl", "ccomp", "advcl", "parataxis", "csubj") or w.dep == "acl:relcl"
        for w in sentence.words[start:end]
    )


def _anaphora(sentence: Sentence, adjunct: Word, start: int, end: int) -> bool:
    """Whether a pronoun of the main clause may refer to a noun of the adjunct."""
    pronouns = any(
        w.tag in ("PRP", "PRP$") and w.lower not in ("i", "we", "you", "my", "our", "your")
        for w in sentence.words[start:end]
    )
    return pronouns and any(w.pos in ("NOUN", "PROPN") for w in sentence.subtree(adjunct))


def _own_clause(sentence: Sentence, content: Word) -> bool:
    """Whether the reported content is a finite clause with its own subject before the verb."""
    clause = next((c for c in sentence.clauses if c.predicate is content), None)
    return (
        clause is not None
        and clause.finite is not None
        and clause.subject is not None
        and clause.subject.i < clause.finite.i
    )
