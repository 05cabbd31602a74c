"""From a statement to a question that it answers: who or what does it, to whom or what, when and where.

What is asked for leaves its place, and the rest stays: "The tenant pays the fee in May." answers "Who pays
the fee in May?", "What does the tenant pay in May?" and "When does the tenant pay the fee?". The question is
an edit of the sentence, so that it goes together with another edit (variants.py), and the near-miss gets a
question of its own. Read by questions.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..edits.edit import Edit, Replacement
from ..english.kinds import kind
from ..english.lexicon import MONTHS, WEEKDAYS, word_set
from ..english.verb_forms import base_form, third_person
from ..parsing.sentence import FINITE_TAGS, Clause, Sentence, Span, Word

_PERSONS = frozenset(("person", "person_noun", "organisation", "organisation_noun"))
_ALSO_PERSONS = word_set(
    "children men women provider providers child female male newborn infant adult individual patient people "
    "person user teenager baby"
)
_VAGUE = word_set(
    "these this those that such other others any some no each every more most both many few all total another"
)
_GENERAL = word_set("condition disorder disease syndrome illness problem issue case process")
_LIGHT = word_set("play have take see make give do get mean contain become remain be")
_MORE = ("JJR", "RBR")  # "silence longer than a week": more belongs to it
_DISAGREE = (("VBZ", "NNS"), ("VBP", "NN"))
_BE = frozenset(("is", "are", "was", "were"))
_WHEN = frozenset(("in", "on", "at", "during", "after", "before", "since", "until", "within"))
_WHERE = frozenset(("in", "at", "near", "inside", "outside"))
_SINGULAR = {"are": "is", "have": "has", "do": "does"}
_DO = {"VBZ": "does", "VBP": "do", "VBD": "did"}
MAX_WORDS = 28


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a sentence answers: the edit that makes it, and the characters of the sentence that
    answer it.
    """

    edit: Edit
    answer: tuple[int, int]


def questions_of(sentence: Sentence) -> Iterator[Asked]:
    """Yield the questions that a plain statement answers: about its subject, its object, its time and its
    place.
    """
    clause = _plain_clause(sentence)
    if clause is None:
        return
    subject = sentence.phrase(clause.subject)
    stop = sentence.words[-1]
    if (
        subject is None
        or subject.start != sentence.first
        or any(w.tag in FINITE_TAGS for w in _inside(sentence, subject))
    ):
        return
    mark = Replacement(stop.start, stop.end, "?")
    yield from _subject(sentence, clause, subject, mark)
    fronted = _fronted(sentence, clause, subject)
    if fronted is None:
        return
    auxiliary, moved = fronted
    for name, words, gone, answer in _asked_for(sentence, clause):
        opening = Replacement(0, 0, f"{words} {auxiliary} ")
        edit = Edit(f"question.{name}", 1, tuple(sorted((opening, *moved, gone, mark))))
        yield Asked(edit, answer)


def _inside(sentence: Sentence, span: Span) -> list[Word]:
    return sentence.words[span.start : span.end]


def _plain_clause(sentence: Sentence) -> Clause | None:
    """Return the main clause of a statement of one clause, without quotations, commas and negation."""
    words = sentence.words
    if (
        sentence.lang != "en"
        or words[-1].text != "."
        or not 4 < len(words) <= MAX_WORDS
        or words[0].i != sentence.first
    ):
        return None
    if any(
        word.quote or (word.text in (",", ";", ":", "(", "-", "–", "--") and not _glued(sentence, word))
        for word in words
    ):
        return None
    clause = next((c for c in sentence.clauses if c.is_root), None)
    if (
        clause is None
        or not (clause.subject and clause.finite)
        or clause.negation
        or clause.finite.i < clause.subject.i
    ):
        return None
    verb = clause.predicate
    if verb.child(
        "conj", "advcl", "ccomp", "parataxis", "csubj", "expl", "xcomp", "mark"
    ) or verb.pos not in ("VERB", "AUX"):
        return None
    if (clause.finite.tag, clause.subject.tag) in _DISAGREE:
        return None  # "Fees requires a form."
    if clause.subject.lemma in _GENERAL and not clause.subject.child("amod", "compound", "nmod"):
        return None  # "What does the condition affect?"
    is_named = clause.subject.rel == "nsubj" and kind(clause.subject) not in (
        "pronoun",
        "other",
        "number",
        "time",
    )
    return clause if is_named and not clause.subject.child("conj") else None


def _glued(sentence: Sentence, word: Word) -> bool:
    return word.text in ("-", "–") and sentence.before(word).end == word.start


def _subject(sentence: Sentence, clause: Clause, subject: Span, mark: Replacement) -> Iterator[Asked]:
    """Yield "Who pays ...?" or "What causes ...?", with a verb that agrees."""
    start, end = sentence.chars(subject)
    finite, first = clause.finite, sentence.words[subject.start]
    between = sentence.words[subject.end : finite.i]
    sort = kind(clause.subject)
    is_vague = first.lower in _VAGUE or first.tag in ("CD", "PRP$") or sort in ("name", "measure")
    is_vague |= (
        clause.subject.tag == "NNPS" and clause.subject.i == sentence.first
    )  # "Notices", read as a name
    is_vague |= clause.subject.text[1:] != clause.subject.text[1:].lower() and sort not in _PERSONS
    if is_vague or any(w.tag != "RB" for w in between) or any(w.tag == "PRP$" for w in sentence.words):
        return  # "Their users ...", "Two of the users ...", "Users ... their accounts"
    word = "who" if _is_person(clause.subject) else "what"
    repairs = []
    if finite.tag == "VBP" or finite.lower in _SINGULAR:
        repaired = _SINGULAR.get(finite.lower) or third_person(finite.lower)
        repairs.append(Replacement(finite.start, finite.end, repaired))
    elif finite.lower == "were":
        repairs.append(Replacement(finite.start, finite.end, "was"))
    edit = Edit("question.subject", 1, tuple(sorted((Replacement(start, end, word), *repairs, mark))))
    yield Asked(edit, (start, end))


def _is_person(noun: Word) -> bool:
    named = kind(noun) in _PERSONS or not _ALSO_PERSONS.isdisjoint((noun.lemma, noun.lower))
    return named or noun.lower.removesuffix("s").endswith(("ist", "ician"))


def _fronted(sentence: Sentence, clause: Clause, subject: Span) -> tuple[str, list[Replacement]] | None:
    """Return the auxiliary of a question, and what takes it from its place or gives the verb its base
    form.
    """
    finite = clause.finite
    if finite.i != subject.end or sentence.words[subject.start].lower in _VAGUE:
        return None
    if finite is not clause.predicate or finite.lower in _BE:
        return (finite.lower, [Replacement(finite.start, finite.end, "")]) if finite.text.isalpha() else None
    base = base_form(finite.text, finite.tag, finite.lemma)
    if base is None or finite.tag not in _DO:
        return None
    return _DO[finite.tag], [Replacement(finite.start, finite.end, base)]


def _asked_for(sentence: Sentence, clause: Clause) -> Iterator[tuple[str, str, Replacement, tuple[int, int]]]:
    """Yield what may be asked for beside the subject: its name, the question word, what takes it away, where
    it stands.
    """
    verb = clause.predicate
    for word in (*verb.children, *(one for noun in verb.all("obj") for one in noun.all("nmod"))):
        span = sentence.phrase(word, adposition=True)
        if word.i < verb.i or word.has("conj", "acl") or span is None or span.start < verb.i:
            continue
        start, end = sentence.chars(span)
        case = word.child("case").lower
        torn = any(one.lower == "that" or one.tag in FINITE_TAGS for one in _inside(sentence, span))
        if torn:
            continue  # "showed that walking helped them"
        if word.rel == "obj" and not clause.passive and not case and kind(word) in (*_PERSONS, "thing"):
            timed = [one for one in word.all("nmod") if _is_time(one) and one.right == span.end - 1]
            if timed:  # "the fee in May": when, and not which fee
                end = sentence.before(sentence.words[timed[0].left]).end
            if verb.lemma not in _LIGHT and sentence.after(sentence.words[span.end - 1]).tag not in _MORE:
                wanted = "whom" if _is_person(word) else "what"
                yield "object", wanted, Replacement(start, end, ""), (start, end)
        elif word.rel in ("obl", "nmod") and case in _WHEN and _is_time(word):
            yield "time", "when", Replacement(start, end, ""), (start, end)
        elif word.rel == "obl" and case in _WHERE and kind(word) == "place":
            yield "place", "where", Replacement(start, end, ""), (start, end)


def _is_time(word: Word) -> bool:
    lower = word.lower
    is_year = len(lower) == 4 and lower.isdigit() and lower[:2] in ("17", "18", "19", "20")
    return lower in MONTHS or lower in WEEKDAYS or is_year
