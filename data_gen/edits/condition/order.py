"""Condition and consequence, cause and effect, in another order.

Part of the family condition. Exchanged they say something else ("If A, B" -> "If B, A"; "A because B" ->
"B because A"): near-misses. Moved together with their conjunction they say the same ("If A, B" -> "B if A";
"A because B" -> "B, so A"): hard positives.
"""

from collections.abc import Iterator

from ...english.agreement import is_plural
from ...english.casing import piece
from ...english.lexicon import STATES, word_set
from ...english.verb_forms import base_form, third_person
from ...parsing.sentence import FINITE_TAGS, NOTHING, Sentence, Word
from ...plausibility.contradiction import refers_back
from ..prelude import NEAR_MISS, SAME, Changes, Replacement, change, is_medical, rule
from .halves import JOINING, SAYING, Half, Halves, half_of, halves, is_well_read, texts

_MOVED = word_set("if unless because although though")
_POLAR = word_set(
    "any anyone anybody anything either too also already yet only even still always default known instead"
)
_GOES_WITH = word_set("will may can")  # modals that may stand in either clause once they are exchanged
_HEARERS = word_set("you i they")  # "your risk grows if you run": nobody is told that he runs
_MODALS = word_set("will would shall should can could may might must 'll 'd")
_OPENS = ("DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "EX", "JJ")


@rule("condition.exchange", NEAR_MISS, triggers=JOINING, when=is_well_read)
@rule("condition.cause_exchange", NEAR_MISS)
def exchanged(sentence: Sentence) -> Changes:
    """exchange: The deposit is returned if the flat is clean. -> The flat is clean if the deposit is
    returned.
    cause_exchange: The road was closed because the river flooded. -> The river flooded because the road was
    closed.

    Yield condition and consequence, or cause and effect, in each other's place.
    """
    both = halves(sentence, ("because", "if"))
    if both is None or len(sentence.clauses) != 2 or _is_bound(sentence, both):
        return
    if both.mark.lower == "because":
        new = texts(sentence, both)
        rule = "cause_exchange"
        if both.main.clause.negation:
            return
    else:
        new = _conditional(sentence, both)
        rule = "exchange"
    if new is not None:
        yield change(rule, *_put(sentence, both, *new))


def _is_bound(sentence: Sentence, both: Halves) -> bool:
    """Whether a half would read badly in the place of the other: polarity items, "we ..., because"."""
    if any(half.end - half.start > 16 or half.subject.lower == "we" for half in (both.main, both.sub)):
        return True
    if {both.main.subject.lemma, both.sub.subject.lemma} & SAYING:
        return True
    if any(half.subject.lower == "both" or refers_back(half.subject) for half in (both.main, both.sub)):
        return True  # "if both are set, ..."
    return any(w.lower in _POLAR for w in sentence.words)


def _put(sentence: Sentence, both: Halves, first: str, second: str) -> Iterator[Replacement]:
    """Yield the two texts in the places of the halves."""
    for half, text in ((both.first, first), (both.second, second)):
        yield Replacement(sentence.words[half.start].start, sentence.words[half.end - 1].end, text)


def _conditional(sentence: Sentence, both: Halves) -> tuple[str, str] | None:
    """Return the exchanged texts, "will" or "may" kept in the consequence."""
    main, sub = both.main, both.sub
    told = is_medical(sentence) or main.finite.lower in ("may", "can")
    if told and main.subject.lower != sub.subject.lower:
        return None  # "the risk grows if you smoke": nobody smokes because of it
    if sub.finite.lower in _MODALS or main.finite.tag not in FINITE_TAGS or _is_proviso(sentence, both):
        return None
    if sub.clause.negation and sub.finite.lemma != "do":
        return None
    if main.finite.lower not in _MODALS:
        told = sub.subject.lower in _HEARERS and sub.subject.lower != main.subject.lower
        return texts(sentence, both) if _tense(main.finite) == _tense(sub.finite) and not told else None
    if main.finite.lower not in _GOES_WITH or _tense(sub.finite) != "present" or main.clause.negation:
        return None
    if texts(sentence, both) is None or _points(sentence, both) or not _takes(main.finite.lower, sub):
        return None
    condition, consequence = _without_modal(sentence, main), _with_modal(sentence, sub, main.finite.lower)
    if condition is None or consequence is None:
        return None
    return (condition, consequence) if both.fronted else (consequence, condition)


def _takes(modal: str, sub: Half) -> bool:
    """Whether a clause may take a modal: "can" and "may" give leave to act, not to be or need something."""
    verb = sub.clause.predicate
    acts = verb.lemma not in STATES and not verb.child("cop") and not sub.clause.passive
    return modal == "will" or acts


def _is_proviso(sentence: Sentence, both: Halves) -> bool:
    """Whether "only", "even", "as" or "then" stands with the "if"."""
    before = sentence.before(both.mark).lower
    return before in ("only", "even", "as", "and", "or", "not", "what", "just")


def _points(sentence: Sentence, both: Halves) -> bool:
    """Whether a pronoun of the third person stands in the second half."""
    second = both.second
    return any(
        w.tag in ("PRP", "PRP$") and w.lower not in ("i", "you", "we", "my", "your", "our", "us", "me")
        for w in sentence.words[second.start : second.end]
    )


def _tense(finite: Word) -> str:
    return {"VBD": "past", "VBZ": "present", "VBP": "present"}.get(finite.tag, "")


def _without_modal(sentence: Sentence, main: Half) -> str | None:
    """ "the bank will close the account" -> "the bank closes the account"."""
    modal, words = main.finite, sentence.words
    verb = words[modal.i + 1]
    plural = True if main.subject.lower in ("you", "we", "i") else is_plural(main.subject)
    if plural is None or (verb is not main.clause.predicate and verb not in main.clause.auxiliaries):
        return None
    base = base_form(verb.text, "VB", verb.lemma)
    if base is None or main.subject.lower == "i" or main.clause.predicate.all("conj"):
        return None
    form = ("are" if plural else "is") if base == "be" else base if plural else third_person(base)
    text = f"{piece(sentence, main.start, modal.i)} {form}"
    return f"{text} {sentence.slice(verb.i + 1, main.end)}" if verb.i + 1 < main.end else text


def _with_modal(sentence: Sentence, sub: Half, modal: str) -> str | None:
    """ "the tenant pays late" -> "the tenant will pay late"; "does not pay" -> "will not pay"."""
    finite = sub.finite
    base = "be" if finite.lemma == "be" else base_form(finite.text, finite.tag, finite.lemma)
    if base is None or finite.text.startswith(("'", "’")) or sub.clause.predicate.all("conj"):
        return None
    if base in ("have", "do") and finite is not sub.clause.predicate:
        if base == "have" or sub.clause.negation.lower != "not":
            return None
        base = ""
    start = piece(sentence, sub.start, finite.i)
    text = f"{start} {modal} {base}".rstrip()
    return f"{text} {sentence.slice(finite.i + 1, sub.end)}" if finite.i + 1 < sub.end else text


# --- the same in another order ------------------------------------------------------------------------


@rule("condition.order", SAME, triggers=JOINING, when=is_well_read)
@rule("condition.so_because", SAME)
def reordered(sentence: Sentence) -> Changes:
    """order: The road was closed because the river flooded. -> Because the river flooded, the road was
    closed.
    so_because: The alarm rang, so the guests left. -> The guests left because the alarm rang.

    Yield "If A, B." <-> "B if A."; "A because B." <-> "B, so A.".
    """
    both = halves(sentence, _MOVED)
    if both is None or _is_proviso(sentence, both) or any(w.lower == "only" for w in sentence.words):
        return
    if not both.fronted and len([c for c in sentence.clauses if c.predicate.i < both.mark.i]) != 1:
        return  # it may belong to a clause inside
    negated = bool(both.main.clause.negation)
    new = texts(sentence, both)
    if new is None or (negated and both.mark.lower == "because"):
        return
    now_first, now_second = new
    words = sentence.words
    start, end = words[0].start, words[-1].start
    mark = both.mark.lower
    if both.fronted:
        comma = "," if mark in ("although", "though") else ""
        yield change("order", Replacement(start, end, f"{now_first}{comma} {mark} {now_second}"))
    else:
        yield change("order", Replacement(start, end, f"{mark} {now_first}, {now_second}"))
    if mark == "because" and not both.fronted and not both.sub.clause.negation:
        yield change("so_because", Replacement(start, end, f"{now_first}, so {now_second}"))


@rule("condition.so_because", triggers=("so",), when=is_well_read)
def consequences(sentence: Sentence) -> Changes:
    """Yield "A, so B." -> "B because A."."""
    words = sentence.words
    so = next((w for w in words if w.lower == "so" and w.i > 2 and words[w.i - 1].text == ","), NOTHING)
    if not so or words[-1].text != "." or words[so.i + 1].tag not in _OPENS:
        return
    if words[so.i + 1].lower == "that":
        return
    if sum(w.text == "," for w in words) > 1 or sentence.text.count('"') or not sentence.root:
        return
    clauses = [c for c in sentence.clauses if c.subject and c.finite]
    before = [c for c in clauses if c.predicate.i < so.i]
    after = [c for c in clauses if c.predicate.i > so.i]
    if len(before) != 1 or len(after) != 1 or any(c.shared_subject for c in clauses):
        return
    cause, effect = half_of(before[0], 0, so.i - 1), half_of(after[0], so.i + 1, len(words) - 1)
    if cause is None or effect is None:
        return
    new = texts(sentence, Halves(so, True, main=effect, sub=cause))
    if new is not None:
        text = f"{new[0]} because {new[1]}"
        yield change("so_because", Replacement(words[0].start, words[-1].start, text))
