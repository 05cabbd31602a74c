"""The order of two events: exchanged (a near-miss), or told from the other event's side (the same meaning).

"She signed before she moved in." -> "She moved in before she signed." says another thing; with "after" it
says the same. Also two events named by nouns, and "precede" and "follow".
"""

from dataclasses import dataclass

from ...english.agreement import is_plural
from ...english.casing import first_word, piece
from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.places import is_concrete
from ...english.verb_forms import base_form, inflected
from ...parsing.sentence import NOTHING, Clause, Sentence, Span, Word
from ..exchange import swap_with_subject
from ..phrases import simple_phrase
from ..prelude import NEAR_MISS, SAME, Changes, Replacement, change, lowers, replace, rule, word_lists

_LISTS = word_lists(__package__, "events")

_OTHER = {"before": "after", "after": "before"}
_SEQUELS = word_set("precede preceded precedes follow followed follows")
_SUBORDINATE = ("ccomp", "advcl", "parataxis", "acl", "csubj")


@dataclass(frozen=True, slots=True)
class _Told:
    """One of two clauses: its subject, and what it says of it (tokens start..end, end excluded)."""

    clause: Clause
    subject: Word
    start: int
    end: int

    @property
    def verb_start(self) -> int:
        """The first token after the subject."""
        return self.subject.right + 1


@rule(
    "temporal.events", NEAR_MISS, "She signed before she moved in. -> She moved in before she signed.", most=2
)
@rule("temporal.converse", SAME, "She signed before she moved in. -> She moved in after she signed.", most=2)
def events(sentence: Sentence) -> Changes:
    """Yield the two events of "before" and "after" exchanged, and the same order told the other way."""
    known = lowers(sentence)
    if {"before", "after"} & known and not sentence.is_question:
        if _is_simple(sentence):
            yield from _clauses(sentence)
            yield from _gerunds(sentence)
        yield from _event_nouns(sentence)
    if not known.isdisjoint(_SEQUELS):
        yield from _sequels(sentence)


# --- two clauses ------------------------------------------------------------------------------------


def _is_simple(sentence: Sentence) -> bool:
    """Whether the main clause has one adverbial clause, and nothing beside or around it."""
    root, words = sentence.root, sentence.words
    if not root or words[-1].text not in (".", "!") or root.all("conj", "parataxis", "ccomp"):
        return False
    marks = any(w.text in (";", ":", "(", "--") or w.quote for w in words)
    return not marks and len(root.all("advcl")) == 1


def _clauses(sentence: Sentence) -> Changes:
    root, words = sentence.root, sentence.words
    end = len(words) - 1
    other = root.child("advcl")
    mark = other.child("mark")
    if mark.lower not in _OTHER:
        return
    first = first_word(sentence)
    comma = other.right if words[other.right].text == "," else other.right + 1
    if mark.i == first and words[comma].text == ",":
        told = _told(sentence, other, first + 1, comma), _told(sentence, root, comma + 1, end)
        starts = mark
    elif mark.i > root.i and other.right == end - 1:
        last = mark.i
        while words[last - 1].lower in _LISTS.links or words[last - 1].text == ",":
            last -= 1
        if words[last - 1].tag in ("NNS", "CD") and _is_measure(words[last - 1]):
            return
        told = _told(sentence, root, first, last), _told(sentence, other, mark.i + 1, end)
        starts = mark
    else:
        return
    a, b = told
    if a is None or b is None:
        return
    replacements = _exchanged(sentence, a, b)
    if replacements is None:
        return
    if not any(w.lower == "had" for w in words):
        yield change("events", *replacements)
    earlier = root if mark.lower == "before" else other  # the clause that comes first in time
    if _did_happen(earlier, other, mark.lower):
        flipped = _flip(sentence, starts)
        yield change("converse", *replacements, *flipped)


def _told(sentence: Sentence, predicate: Word, start: int, end: int) -> _Told | None:
    """The clause of a predicate if tokens start..end are all of it: subject first, finite, no clause in
    it."""
    clause = sentence.clause(predicate)
    if clause is None or not clause.subject or not clause.finite or clause.shared_subject:
        return None
    subject = clause.subject
    if subject.left != start or subject.right >= clause.finite.i or clause.finite.tag == "MD":
        return None
    if clause.negation or predicate.lemma in _LISTS.states:
        return None
    inner = sentence.words[start:end]
    if subject.tag in ("WP", "WDT", "EX", "DT") or any(
        w.lower in (",", "any") or w.tag in ("WDT", "WP", "WRB") for w in inner
    ):
        return None
    if any(w.rel in _SUBORDINATE and w is not predicate for w in inner):
        return None
    return _Told(clause, subject, start, end)


def _is_measure(word: Word) -> bool:
    return bool(word.child("nummod", "det", "amod")) or word.tag == "CD"


def _exchanged(sentence: Sentence, a: _Told, b: _Told) -> list[Replacement] | None:
    """Return what puts each clause in the other's place; None where a pronoun would meet another noun."""
    pronouns = [told.subject.lower in _LISTS.third for told in (a, b)]
    inside = [any(w.lower in _LISTS.third for w in sentence.words[t.verb_start : t.end]) for t in (a, b)]
    same = a.subject.lower == b.subject.lower
    if pronouns[0] != pronouns[1]:  # "Anna ate before she left": the verbs exchange, the names stay
        plural = [True if t.subject.lower == "they" else is_plural(t.subject) for t in (a, b)]
        if pronouns[0] or None in plural or plural[0] != plural[1]:
            return None
        others = kind(a.subject) == "thing" and sentence.words[a.verb_start : a.end]
        if b.subject.lower == "it" and others and any(w.pos == "NOUN" for w in others):
            return None  # "The lid keeps the heat in before it gets cold."
        if (b.subject.lower == "it") != (kind(a.subject) not in ("person", "person_noun", "name")):
            return None
        return _put(sentence, (a.verb_start, a.end), (b.verb_start, b.end))
    if any(inside) and not same:
        return None
    if same or not any(pronouns):
        return _put(sentence, (a.start, a.end), (b.start, b.end))
    return None if any(inside) else _put(sentence, (a.start, a.end), (b.start, b.end))


def _put(sentence: Sentence, a: tuple[int, int], b: tuple[int, int]) -> list[Replacement]:
    words = sentence.words
    return [
        Replacement(words[place[0]].start, words[place[1] - 1].end, piece(sentence, *source))
        for place, source in ((a, b), (b, a))
    ]


def _did_happen(earlier: Word, other: Word, mark: str) -> bool:
    """Whether both events surely happened, so that "A before B" is "B after A"."""
    if mark == "after":
        return True
    return earlier.lemma not in _LISTS.blocking and other.lemma not in _LISTS.unreal


def _flip(sentence: Sentence, mark: Word) -> list[Replacement]:
    before = sentence.before(mark)
    text = _OTHER[mark.lower]
    if before.lower == "soon" and text == "before":
        return [Replacement(before.start, mark.end, "shortly before")]
    return [replace(mark, text)]


# --- a clause and a gerund --------------------------------------------------------------------------


def _gerunds(sentence: Sentence) -> Changes:
    """ "After leaving school, he joined the army." -> "After joining the army, he left school."."""
    root, words = sentence.root, sentence.words
    end = len(words) - 1
    other, subject = root.child("advcl"), root.child("nsubj")
    mark = other.child("mark")
    if root.tag != "VBD" or root.child("aux") or other.tag != "VBG" or not subject or subject.i > root.i:
        return
    if mark.lower not in _OTHER or mark.i != other.i - 1 or (mark.lower, root.lemma) == ("after", "die"):
        return
    comma = other.right if words[other.right].text == "," else other.right + 1
    if mark.i == first_word(sentence) and words[comma].text == ",":
        inner, outer = (other.i + 1, comma), (root.i + 1, end)
    elif other.right == end - 1 and mark.i > root.i:
        inner, outer = (other.i + 1, end), (root.i + 1, mark.i - (words[mark.i - 1].text == ","))
    else:
        return
    if subject.right + 1 != root.i or inner[0] >= inner[1] or words[outer[1] - 1].lower in _LISTS.links:
        return
    spans = [w for start, stop in (inner, outer) for w in words[start:stop]]
    if any(
        w.text == "," or w.rel in _SUBORDINATE or w.tag in ("PRP", "EX") or w.lower == "not" for w in spans
    ):
        return
    last = words[outer[1] - 1]
    if outer[1] > outer[0] and last.tag in ("NNS", "CD") and kind(last) == "time":
        return  # "two years before leaving"
    first, second = base_form(root.text, "VBD", root.lemma), base_form(other.text, "VBG", other.lemma)
    if first is None or second is None or {first, second} & _LISTS.untold:
        return
    contents = (
        f"{inflected(first, 'VBG')} {sentence.slice(*outer)}".rstrip()
        if outer[0] < outer[1]
        else inflected(first, "VBG"),
        f"{inflected(second, 'VBD')} {sentence.slice(*inner)}",
    )
    exchanged = [
        Replacement(other.start, words[inner[1] - 1].end, contents[0]),
        Replacement(root.start, words[outer[1] - 1].end if outer[1] > outer[0] else root.end, contents[1]),
    ]
    yield change("events", *exchanged)
    if mark.lower == "after" or (first not in _LISTS.blocking and second not in _LISTS.unreal):
        yield change("converse", *exchanged, replace(mark, _OTHER[mark.lower]))


# --- two events named by nouns ------------------------------------------------------------------------


def _event_nouns(sentence: Sentence) -> Changes:
    """ "The vote took place before the debate." -> "The debate took place before the vote."."""
    for clause in sentence.clauses:
        verb, subject = clause.predicate, clause.subject
        if clause.negation or verb.lemma not in _LISTS.occur or subject.lemma not in _LISTS.events:
            continue
        if verb.lemma == "take" and clause.object.lower != "place":
            continue
        if (verb.lemma == "hold") != clause.passive:
            continue
        for other in verb.all("obl"):
            case = other.child("case")
            if case.lower not in _OTHER or other.lemma not in _LISTS.events or case.i < verb.i:
                continue
            if sentence.words[case.i - 1].tag in ("RB", "NNS", "CD") or not clause.finite:
                continue
            if clause.finite.tag == "MD":
                continue
            for made in swap_with_subject(sentence, clause, other, "events"):
                yield made
                yield change("converse", *made.replacements, replace(case, _OTHER[case.lower]))


# --- precede and follow -----------------------------------------------------------------------------


def _sequels(sentence: Sentence) -> Changes:
    """ "The debate preceded the vote." -> "The debate followed the vote."; "was followed by" likewise."""
    for clause in sentence.clauses:
        verb = clause.predicate
        if verb.lemma not in ("precede", "follow") or clause.negation:
            continue
        base = base_form(verb.text, verb.tag, verb.lemma)
        if base not in ("precede", "follow") or verb.tag not in ("VBD", "VBN", "VBZ", "VBP", "VB"):
            continue
        new = replace(verb, inflected("follow" if base == "precede" else "precede", verb.tag))
        if clause.passive or verb.rel == "acl":
            by = next(
                (o for o in verb.all("obl") if _is_by(o) and _is_event(sentence, o) is not None), NOTHING
            )
            if by and (not clause.subject or _is_event(sentence, clause.subject) is not None):
                yield change("events", new)
            continue
        subject, other = clause.subject, clause.object
        if not subject or not other or clause.shared_subject or other.i < verb.i:
            continue
        if _is_event(sentence, subject) is None or _is_event(sentence, other) is None:
            continue
        yield change("events", new)
        if clause.finite is verb:
            for made in swap_with_subject(sentence, clause, other, "converse"):
                if all(r.start != verb.start for r in made.replacements):
                    yield change("converse", *made.replacements, new)


def _is_by(noun: Word) -> bool:
    return noun.child("case").lower == "by"


def _is_event(sentence: Sentence, noun: Word) -> Span | None:
    if kind(noun) != "thing" or is_concrete(noun) or noun.lemma in _LISTS.rules:
        return None
    return simple_phrase(sentence, noun)
