"""Movement (hard positives): adjuncts and adverbial clauses to the front or the end.

Only in main clauses, and only where the moved part cannot attach elsewhere.
"""

from ...english.casing import first_word, piece
from ...english.kinds import kind
from ...english.lexicon import WEEKDAYS
from ...parsing.sentence import Clause, Sentence, Word
from ..prelude import SAME, Proposals, Replacement, delete, insert_after, insert_before, rule, word_lists
from .arguments import final_stop, is_plain

_LISTS = word_lists(__package__, "movement")

_CLAUSAL = ("ccomp", "xcomp", "advcl", "parataxis", "conj", "csubj")


@rule("paraphrase.adjunct_movement", SAME)
def adjuncts(sentence: Sentence, clause: Clause) -> Proposals:
    """After the storm, the pier closed. <-> The pier closed after the storm.; Turn off the heater before you
    leave. <-> Before you leave, turn off the heater.; Can I get a refund if ...? <-> If ..., can I get a
    refund?"""
    verb, last = clause.predicate, sentence.words[-1]
    asked = last.text == "?" and last.i > 2 and not any(w.text == "?" for w in sentence.words[:-1])
    end = last.i if asked else final_stop(sentence)
    if not clause.is_root or end is None or not is_plain(sentence) or verb.all("conj", "parataxis"):
        return
    opening = _opening(sentence, clause)
    if opening is None:
        return
    question = sentence.is_question
    often = any(c.lower in _LISTS.often for c in verb.children)
    for child in verb.children:
        if not _is_adjunct(child) or (question and child.rel != "advcl") or (often and child.rel == "advcl"):
            continue  # "is often found when it is late"
        if child.rel == "advcl" and clause.subject.lower in ("this", "that") and child.i < clause.subject.i:
            continue  # "If you are late, that is fine.": points back to it
        if child.rel != "advcl" and any(kind(c) == "time" for c in verb.all("obl") if c is not child):
            continue  # "came from Ruth in 1808 and from Omar in 1836"
        if child.left == first_word(sentence):
            yield from _to_end(sentence, clause, child, opening, end)
        elif child.right == end - 1 and not _measures_rank(sentence, child):
            yield from _to_front(sentence, clause, child, opening, end)
        elif not question:
            yield from _day_to_front(sentence, clause, child)


def _opening(sentence: Sentence, clause: Clause) -> int | None:
    """Return where the main clause begins: its subject, an order's verb, a question's first word."""
    verb, subject = clause.predicate, clause.subject
    if sentence.is_question:
        inverted = [w for w in verb.children if w.rel in ("aux", "cop") or w.tag in ("WRB", "WP", "WDT")]
        starts = [w.i for w in inverted if w.i < verb.i and subject and w.i < subject.i]
        return min(starts, default=None)
    if subject:
        return subject.left if subject.i < verb.i else None
    if verb.tag == "VB" and not verb.all("mark", "cop"):
        return min([verb.i, *(w.i for w in verb.children if w.rel in ("aux", "discourse") and w.i < verb.i)])
    return None


def _to_end(sentence: Sentence, clause: Clause, adjunct: Word, opening: int, end: int) -> Proposals:
    words, verb = sentence.words, clause.predicate
    stop = adjunct.right + 1
    if words[adjunct.right].text == ",":
        stop = adjunct.right
    if words[stop].text != "," or opening != stop + 1:
        return
    rest = [c for c in verb.children if c is not adjunct]
    if any(c.rel in _CLAUSAL for c in rest) or _has_clause(sentence, stop + 1, end):
        return
    if clause.negation and not _outscopes(adjunct):
        return
    if adjunct.rel != "advcl" and verb.lemma in _LISTS.ahead:
        return  # "In May, she expected growth." is not growth in May
    if adjunct.rel == "advcl" and _anaphora(sentence, adjunct, stop + 1, end):
        return
    if words[end - 1].text == "," or any(w.rel == "punct" and w.text in ",;:" for w in words[stop + 1 : end]):
        return
    if (kind(words[end - 1]) == "time" and adjunct.rel != "advcl") or _is_day(words[end - 1]):
        return
    moved = piece(sentence, adjunct.left, stop)
    comma = "," if any(c.lower in ("although", "though", "while") for c in adjunct.children) else ""
    yield delete(sentence, adjunct.left, stop + 1), insert_after(words[end - 1], f"{comma} {moved}")


def _to_front(sentence: Sentence, clause: Clause, adjunct: Word, opening: int, end: int) -> Proposals:
    words, verb = sentence.words, clause.predicate
    if opening != first_word(sentence):
        return
    rest = [c for c in verb.children if c is not adjunct and c.i > verb.i]
    if any(c.rel in _CLAUSAL for c in rest) or adjunct.left <= verb.i:
        return
    if clause.negation and not _outscopes(adjunct):
        return
    if _has_clause(sentence, verb.i + 1, adjunct.left) or adjunct.right - adjunct.left > 14:
        return
    if any(w.lower in ("earlier", "later", "only", "respectively") for w in words[adjunct.left : end]):
        return
    if any(w.text == "," for w in words[adjunct.left + 1 : end]):
        return
    if adjunct.rel != "advcl" and not _surely_attached(sentence, verb, adjunct):
        return
    if any(
        c.tag in (verb.tag, clause.finite.tag) and not c.has("nsubj", "nsubj:pass")
        for c in adjunct.all("conj")
    ):
        return  # "shows the rules before they apply and lets users ..."
    if any(w.text == "," for w in words[: verb.i]) or words[adjunct.left - 1].lower in _LISTS.before_time:
        return  # there is something in front already; "later in the same year" is one phrase
    if _names_ahead(sentence, clause, adjunct):
        return
    if any(c.lower != "of" for inner in adjunct.all("nmod") for c in inner.all("case") if c.tag == "IN"):
        return  # "in May by the firm": the last part belongs to the verb
    first = words[opening]
    if first.tag == "NN" and first.rel == "nsubj" and not first.children:
        return  # a surname that the tagger took for a noun?
    start = adjunct.left + (words[adjunct.left].text == ",")
    before = start - 1 if words[start - 1].text == "," else start
    moved = sentence.slice(start, end)
    if len(moved.split()) == 1 and words[start].lower in WEEKDAYS:
        moved = f"on {moved}"
    cut = Replacement(words[before - 1].end, words[end - 1].end, "")
    yield insert_before(words[opening], f"{moved}, "), cut


def _day_to_front(sentence: Sentence, clause: Clause, day: Word) -> Proposals:
    """ "X said Thursday that ..." -> "On Thursday, X said that ..."."""
    words, subject = sentence.words, clause.subject
    if not subject or subject.left != first_word(sentence) or not _is_day(day):
        return
    if day.left < subject.i or clause.negation or words[day.left - 1].text == "," or day.right - day.left > 1:
        return
    if words[day.right + 1].text == "," or words[day.right + 1].tag in ("NN", "NNS", "NNP"):
        return
    moved = sentence.slice(day.left, day.right + 1)
    if words[day.left].lower in WEEKDAYS:
        moved = f"on {moved}"
    yield insert_before(words[subject.left], f"{moved}, "), delete(sentence, day.left, day.right + 1)


def _outscopes(adjunct: Word) -> bool:
    """Whether the negation of the main clause cannot reach into this clause, wherever it stands."""
    marks = [c.lower for c in adjunct.children if c.rel in ("mark", "advmod") and c.i < adjunct.i]
    return adjunct.rel == "advcl" and bool(marks) and marks[0] in _LISTS.outscoping


def _measures_rank(sentence: Sentence, adjunct: Word) -> bool:
    """Whether "in five days" or "since March" belongs to a "first" or "best" before it."""
    if adjunct.child("case").lower not in ("in", "since"):
        return False
    ranks = ("first", "second", "third", "only", "last")
    return any(w.lower in ranks or w.tag in ("JJS", "RBS") for w in sentence.words[: adjunct.left])


def _is_adjunct(word: Word) -> bool:
    if word.rel == "advcl":
        marked = [c for c in word.children if c.i < word.i and (c.rel == "mark" or c.tag == "WRB")]
        return bool(marked) and marked[0].lower in _LISTS.adverbial_marks and word.left == marked[0].left
    if word.rel == "advmod":
        return word.lower in _LISTS.day_words
    if word.rel != "obl" or word.dep == "obl:agent":
        return False
    if word.dep in ("obl:unmarked", "obl:tmod", "obl:npmod"):
        return _is_day(word) or (
            word.children[:1] != [] and word.children[0].lower in ("last", "this", "next")
        )
    case = word.child("case")
    if not case or case.i != word.left:
        return False
    if case.lower in _LISTS.temporal_cases:
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
    if kind(adjunct) == "time" and (not case or case.lower in ("on", "in", "at")):
        return sentence.words[adjunct.left - 1].pos != "ADP" and "-" not in sentence.slice(
            adjunct.left, adjunct.right + 1
        )
    return case.lower in ("during", "since", "throughout") and kind(adjunct) != "other"


def _is_day(word: Word) -> bool:
    return word.lower in WEEKDAYS or word.lower in _LISTS.day_words


def _has_clause(sentence: Sentence, start: int, end: int) -> bool:
    return any(w.rel in ("acl", "ccomp", "advcl", "parataxis", "csubj") for w in sentence.words[start:end])


def _names_ahead(sentence: Sentence, clause: Clause, adjunct: Word) -> bool:
    """Whether "it" in the adjunct may stand for what the main clause names behind its subject: "This prize
    was given to the mill when it opened.".
    """
    inner = any(
        w.lower == "its" or (w.lower == "it" and w.rel.startswith("nsubj")) for w in sentence.subtree(adjunct)
    )
    start = clause.subject.right + 1 if clause.subject else 0
    return inner and any(w.pos in ("NOUN", "PROPN") for w in sentence.words[start : adjunct.left])


def _anaphora(sentence: Sentence, adjunct: Word, start: int, end: int) -> bool:
    """Whether a pronoun of the main clause may refer to a noun of the adjunct."""
    pronouns = any(
        w.tag in ("PRP", "PRP$") and w.lower not in ("i", "we", "you", "my", "our", "your")
        for w in sentence.words[start:end]
    )
    return pronouns and any(w.pos in ("NOUN", "PROPN") for w in sentence.subtree(adjunct))
