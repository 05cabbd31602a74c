"""Who said it (hard positives): "The pier was safe, he said." -> "He said the pier was safe."."""

from ...english.agreement import is_plural
from ...english.casing import first_word, piece
from ...english.kinds import kind
from ...english.lexicon import MOVABLE_REPORTING
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..prelude import SAME, Proposals, Random, Replacement, is_statement, rule, word_lists
from .arguments import argument, final_stop, is_definite, is_past, is_plain

_LISTS = word_lists(__package__, "reporting")

SMALL_EDIT_SHARE = 0.4  # of the positives that change a word or two; rewording is worth more
_PEOPLE = ("person", "organisation", "person_noun", "organisation_noun", "name")


@rule("paraphrase.reporting_clause", SAME, when=is_statement)
def reporting(sentence: Sentence, clause: Clause, rng: Random) -> Proposals:
    """The pier was safe, the mayor said. -> The mayor said the pier was safe."""
    words, verb, subject, end = sentence.words, clause.predicate, clause.subject, final_stop(sentence)
    if end is None or not is_plain(sentence) or not subject or clause.negation or clause.shared_subject:
        return
    if verb.lemma not in MOVABLE_REPORTING:
        return
    content = verb.child("ccomp") if clause.is_root else verb.head if verb.rel == "parataxis" else NOTHING
    if not content or content.i > verb.i or (content.rel != "ccomp" and content.head):
        return
    start, inner = min(subject.left, verb.i), sentence.clause(content)
    if words[start - 1].text != "," or inner is None or not inner.is_told:
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
    yield Replacement(
        words[first].start, words[end - 1].end, f"{tail}{that} {piece(sentence, first, start - 1)}"
    )


@rule("paraphrase.that", SAME, when=is_statement)
def that_clauses(sentence: Sentence, clause: Clause, rng: Random) -> Proposals:
    """He said that it rained. <-> He said it rained."""
    content = clause.predicate
    verb = content.head
    if rng.random() > SMALL_EDIT_SHARE or content.rel != "ccomp" or verb.lemma not in MOVABLE_REPORTING:
        return
    if not clause.finite or content.left < verb.i or not clause.subject or clause.shared_subject:
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
        yield Replacement(first.start, following.start, "")
    elif (
        not content.child("mark")
        and first.i == verb.i + 1
        and first.i == clause.subject.left
        and not content.all("conj")
        and first.lower != "that"
        and first.tag != "IN"
        and sentence.words[verb.i - 1].text not in ('"', "”", "''")
        and not _is_gerund(sentence, verb)
    ):
        yield Replacement(first.start, first.start, "that ")


def _is_gerund(sentence: Sentence, verb: Word) -> bool:
    """Whether what follows may be the object of a gerund that is a subject: "saying no to guests is hard"."""
    return verb.tag == "VBG" and not verb.child("aux") and sentence.words[verb.left - 1].text != ","


@rule("paraphrase.attribution", SAME, when=is_statement)
def attribution(sentence: Sentence, clause: Clause, rng: Random) -> Proposals:
    """The mayor said the pier was safe. <-> According to the mayor, the pier was safe."""
    end = final_stop(sentence)
    if end is None or not clause.is_root or not is_plain(sentence):
        return
    words = sentence.words
    if words[0].lower == "according" and words[1].lower == "to":
        yield from _said(sentence, clause, rng)
    elif clause.predicate.lemma == "say":
        yield from _according(sentence, clause, end)


def _said(sentence: Sentence, clause: Clause, rng: Random) -> Proposals:
    words, subject = sentence.words, clause.subject
    source = next((w for w in clause.predicate.all("obl") if w.left == 0), NOTHING)
    if not source or not subject or not clause.finite or subject.i > clause.finite.i:
        return
    comma = source.right + (words[source.right].text != ",")
    if words[comma].text != "," or subject.left != comma + 1:
        return
    plural = is_plural(source)
    if plural is None or not _is_source(source) or argument(sentence, source) is None:
        return
    past = is_past(clause) or clause.finite.lower in ("would", "could", "might")
    says = "said" if past else "say" if plural else "says"
    that = " that" if rng.random() < 0.5 else ""
    text = f"{sentence.slice(2, comma)} {says}{that}"
    yield Replacement(words[0].start, words[comma].end, text)


def _according(sentence: Sentence, clause: Clause, end: int) -> Proposals:
    words, verb, subject = sentence.words, clause.predicate, clause.subject
    content = verb.child("ccomp")
    if not content or not subject or subject.left != first_word(sentence) or subject.tag == "PRP":
        return
    if clause.negation or clause.auxiliaries or verb.tag not in ("VBD", "VBZ", "VBP"):
        return
    inner = sentence.clause(content)
    if subject.right + 1 != verb.i or content.right + 1 != end or inner is None or not inner.is_told:
        return
    start = content.left + (words[content.left].lower == "that" and words[content.left].rel == "mark")
    if content.left != verb.i + 1 or inner.subject.left != start:
        return
    if not _is_source(subject) or argument(sentence, subject) is None or content.all("conj"):
        return
    if any(kind(w) == "time" for w in words[subject.left : verb.i]):
        return  # "The ministry on Monday said ..."
    if inner.subject.lower in ("i", "we", "it", "they") or inner.finite.lower == "would":
        return
    source = piece(sentence, subject.left, verb.i)
    yield Replacement(words[subject.left].start, words[start].start, f"according to {source}, ")


def _is_source(head: Word) -> bool:
    known = is_definite(head) or any(c.lower in ("a", "an") for c in head.children) or head.tag == "NNS"
    return known and (kind(head) in _PEOPLE or head.lemma in _LISTS.sources)
