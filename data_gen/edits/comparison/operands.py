"""The two sides of a comparison: exchanged, or told the other way round."""

from ...english.kinds import kind
from ...english.lexicon import CONVERSE_ADJECTIVES
from ...parsing.sentence import NOTHING, Clause, Sentence, Span, Word
from ..exchange import swap_with_subject
from ..phrases import same_form, simple_phrase
from ..prelude import Changes, Found, Replacement, Table, change, exchange, is_statement, replace, word_lists
from ..rule import NEAR_MISS, SAME, rule

_LISTS = word_lists(__package__, "operands")

_LINKS = Table(
    dict.fromkeys(("than", "compared with", "compared to", "as compared with", "as compared to"), "")
)
_ALIKE = frozenset(("thing", "organisation_noun", "place", "name", "person_noun", "person", "organisation"))
_INNER = frozenset(("det", "amod", "compound", "nummod", "flat", "nmod", "case"))


# --- higher in men than in women --------------------------------------------------------------------


@rule("comparison.sides", NEAR_MISS, "higher in men than in women -> higher in women than in men", most=2)
@rule("comparison.converse", each=_LINKS)
def other_sides(sentence: Sentence, link: Found) -> Changes:
    """ "higher in men than in women" -> "higher in women than in men"; with "lower" it says the same
    (converse)."""
    found = _sides(link)
    if found is None:
        return
    a, b, comparative = found
    swapped = exchange(sentence, a, b)
    yield change("sides", *swapped)
    opposite = _opposite(comparative)
    if opposite is not None and sentence.before(comparative).tag not in ("CD", "NN", "NNS"):  # "70% more"
        yield change("converse", *swapped, opposite)


def _sides(link: Found) -> tuple[Span, Span, Word] | None:
    """The phrases on both sides of "than", the first behind a preposition, and the comparative before
    them."""
    sentence, words = link.sentence, link.sentence.words
    stop = link.start - (words[link.start - 1].text == ",")
    following = link.after()
    if not following or stop < 3 or words[stop - 1].pos not in ("NOUN", "PROPN"):
        return None
    first = words[stop - 1]
    a = _up_to(sentence, first, stop)
    if a is None:
        return None
    preposition = words[a.start - 1].lower
    start = link.end + (following.lower == preposition)
    second = next(
        (w for w in words[start : start + 5] if w.pos in ("NOUN", "PROPN") and w.left <= start), NOTHING
    )
    b = simple_phrase(sentence, second) if second else None
    if b is None or not second or b.start != start or (following.rel == "case" and start == link.end):
        return None
    after = words[b.end] if b.end < len(words) else NOTHING
    if after and after.text not in (".", ",", ";", ")", "?", "(") and after.tag not in ("CC", "IN"):
        return None
    kinds = {kind(first), kind(second)}
    if not same_form(first, second) or (len(kinds) > 1 and not kinds <= _ALIKE):
        return None
    if kinds & {"number", "measure"}:
        return None
    before = [
        w
        for w in words[max(0, a.start - 7) : a.start - 1]
        if w.tag in ("JJR", "RBR") or w.lower in ("more", "less")
    ]
    spent = before and before[-1].head.pos == "VERB" and len(kinds) > 1
    if not before or (start == link.end and (before[-1].rel == "amod" or spent)):
        return None  # "has a higher price for adults than Rome", "spend more on food than tourists"
    spans = {w.lower for w in words[a.start : a.end]}, {w.lower for w in words[b.start : b.end]}
    if (spans[0] | spans[1]) & _LISTS.vague or first.lower in spans[1] or second.lower in spans[0]:
        return None
    if second.child("conj") or any(w.text in (",", ";") for w in words[before[-1].i : a.start]):
        return None
    return a, b, before[-1]


def _up_to(sentence: Sentence, head: Word, stop: int) -> Span | None:
    """The phrase that ends before token `stop`, behind its preposition; the parser may take what follows for
    a part."""
    case = head.child("case")
    if case.lower not in _LISTS.prepositions or not 1 < stop - case.i < 7:
        return None
    inner = sentence.words[case.i + 1 : stop]
    if any(w.rel not in _INNER for w in inner if w is not head):
        return None
    return Span(case.i + 1, stop, head)


def _opposite(comparative: Word) -> Replacement | None:
    """Turn the comparative around: "higher" -> "lower", "more common" -> "less common"."""
    if comparative.lower in ("more", "less"):
        other = "less" if comparative.lower == "more" else "more"
        if comparative.rel != "advmod" or comparative.head.tag not in ("JJ", "RB", "VBN"):
            return None
        return replace(comparative, other)
    opposite = CONVERSE_ADJECTIVES.get(comparative.lower)
    if opposite is None or comparative.rel == "amod":
        return None
    return replace(comparative, opposite)


# --- A has more seats than B ------------------------------------------------------------------------


@rule("comparison.converse", SAME, most=2, triggers=("than",), when=is_statement)
def converses(sentence: Sentence, clause: Clause) -> Changes:
    """higher in men than in women -> lower in women than in men; A has more seats than B -> B has fewer seats
    than A"""
    thing, subject = clause.object, clause.subject
    if not thing or not subject or clause.negation or clause.passive or clause.shared_subject:
        return
    degree = next((c for c in thing.all("amod") if c.lower in ("more", "fewer", "less")), NOTHING)
    other = _standard(clause, thing)
    if not degree or not other or clause.predicate.lemma not in _LISTS.owning:
        return
    if degree.i != clause.predicate.i + 1 or kind(other) in ("measure", "number", "time", "other"):
        return
    if same_form(subject, other):
        more = "more" if degree.lower != "more" else "fewer" if thing.tag == "NNS" else "less"
        for made in swap_with_subject(sentence, clause, other, "converse"):
            yield change("converse", *made.replacements, replace(degree, more))


def _standard(clause: Clause, thing: Word) -> Word:
    """The noun after "than", right behind the object."""
    for noun in (*thing.all("nmod", "obl", "advcl"), *clause.predicate.all("obl", "advcl")):
        case = noun.child("case", "mark")
        own = noun.right - noun.left + 1 if noun.head is thing else 0  # words of the object's subtree
        if case.lower == "than" and case.i == thing.right + 1 - own:
            return noun if len(noun.all("case")) == 1 and noun.pos in ("NOUN", "PROPN") else NOTHING
    return NOTHING
