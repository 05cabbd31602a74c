"""Openers and endings as replacements: what the rules of the registers put around what is wanted."""

from collections.abc import Sequence

from ...english.casing import mid_sentence
from ...english.verb_forms import inflected
from .. import requests
from ..prelude import Replacement, Sentence, Word, word_lists
from ..requests import AUXILIARIES, BEFORE_WH, MAY, ORDER, YES_NO, Request

_LISTS = word_lists(__package__, "openings")

HOW = _LISTS.phrases("how")
ASK = _LISTS.phrases("ask")
WANT = _LISTS.phrases("want")
WANT_YOU = _LISTS.phrases("want_you")
KNOW = _LISTS.phrases("know")
TELL = _LISTS.phrases("tell")
ASK_TO_KNOW = _LISTS.phrases("ask_to_know")
THING_WANTED = _LISTS.phrases("thing_wanted")
THING_TOLD = _LISTS.phrases("thing_told")
QUERY_WANTED = _LISTS.phrases("query_wanted")
QUERY_TOLD = _LISTS.phrases("query_told")
QUERY_ASKED = _LISTS.phrases("query_asked")
PROBLEM_ASKED = _LISTS.phrases("problem_asked")
PROBLEM_WANTED = _LISTS.phrases("problem_wanted")
FRAGMENT = _LISTS.phrases("fragment")

_DO = {"do": "VBP", "does": "VBZ", "did": "VBD"}
_BE = frozenset(("is", "are", "was", "were"))
_OPENS_SUBJECT = frozenset(("PRP", "DT", "PRP$", "EX"))
_OWN = frozenset(("i", "me", "my", "mine"))
_ADVERBS = frozenset(("also", "still", "always", "often", "usually", "ever", "only", "not", "n't"))


def is_of_document(found: Request) -> bool:
    """Whether an order tells a reader what to do: "Check that it stops.", "Please read this agreement."."""
    if found.form not in (ORDER, requests.FIND) and not (
        found.form == requests.ASK and found.first.lower in ("please", "kindly")
    ):
        return False
    return found.sentence.text.endswith(".") and not any(w.lower in _OWN for w in found.words)


def is_general(found: Request) -> bool:
    """Whether it asks how one does something, not how the speaker does what he is after: "how do you"."""
    opener = [word.lower for word in found.sentence.words[found.start : found.body]]
    return found.form == requests.HOW and (opener[-2:] == ["how", "to"] or opener[-1] in ("you", "one"))


def opened(found: Request, opener: str) -> Replacement:
    """Put an opener in the place of the request's own; "" takes that away."""
    first, opener = found.first, found.typed(opener)
    if found.body > found.start:
        return Replacement(first.start, found.sentence.words[found.body - 1].end, opener)
    if opener and found.form == ORDER and first.tag[:2] == "NN" and first.text[1:].islower():
        return Replacement(first.start, first.end, f"{opener} {first.text[:1].lower()}{first.text[1:]}")
    return Replacement(first.start, first.start, f"{opener} " if opener else "")


def ended(found: Request, mark: str) -> tuple[Replacement, ...]:
    """Put a mark at the request's end; where the text is typed without stops, a stop is left out."""
    last = found.sentence.words[found.end - 1].end
    now = found.sentence.text[last:]
    if mark == "." and not now:
        return ()
    return (Replacement(last, len(found.sentence.text), mark),) if now != mark else ()


def indirect(found: Request, opener: str) -> tuple[Replacement, ...]:
    """Return what makes a question an indirect one behind an opener: "when does it open" -> "... when it
    opens".

    Where the parse does not tell the subject, the question stays as it is, behind a colon.
    """
    words, sentence = found.sentence.words, found.sentence
    first = found.first
    opener = found.typed(opener)
    places = (w for w in words[1:] if w.tag in ("WP", "WRB", "WDT") or w.lower in AUXILIARIES)
    joined = ((w, words[w.i - 1]) for w in places)
    if any(
        j.tag == "CC" or (j.text == "," and w.i > first.i and w.lower in AUXILIARIES) for w, j in joined
    ):  # "What is it and when can I have it?"; "Is it open, and if so, is it full?"
        return _quoted(first, opener)
    if found.form in (YES_NO, MAY):
        moved = _moved(sentence, found.start, found.end)
        if moved is None:
            return _quoted(first, opener)
        opener = f"{opener} {'if' if first.i % 2 else 'whether'}"
        subject = words[found.start + 1]  # with its first word: no other edit puts something between the two
        opens = Replacement(first.start, subject.end, f"{opener} {subject.text}")
        return (opens, *moved[1:])
    named = Replacement(first.start, first.end, f"{opener} {mid_sentence(first)}")
    place = next((w.i for w in words[found.start + 1 : found.start + 8] if w.lower in AUXILIARIES), None)
    if place is None:
        verbs = words[found.start + 1 : found.end]
        return (named,) if any(w.tag in ("VBZ", "VBD", "VBP") for w in verbs) else _quoted(first, opener)
    if _asks_subject(words, found.start, place):
        return (named,)
    moved = _moved(sentence, place, found.end)
    return (named, *moved) if moved is not None else _quoted(first, opener)


def _quoted(first: Word, opener: str) -> tuple[Replacement, ...]:
    """Return the question as it stands behind an opener that a colon ends: "I want to know: how long does it
    take?".
    """
    return (Replacement(first.start, first.end, f"{opener}: {mid_sentence(first)}"),)


def _asks_subject(words: Sequence[Word], start: int, place: int) -> bool:
    """Whether the question word, alone or with its noun, is the subject: "Which team has won?"."""
    if words[place].lower in _DO:
        return False
    after = words[place + 1]
    if words[start].lower in BEFORE_WH or (words[place].tag == "MD" and after.tag in _OPENS_SUBJECT):
        return False  # "Until what time may I ...", "How many hours should a child ..."
    subjects = [w for w in words[start:place] if w.rel == "nsubj" and w.head and w.head.i >= place - 1]
    return (
        bool(subjects)
        or (
            words[start].lower in ("who", "what")
            and place == start + 1
            and after.tag not in ("PRP", "DT", "PRP$", "EX", "NNP")
        )
        or (words[start].lower == "who" and words[place].lower in _BE)
    )


def _moved(sentence: Sentence, place: int, end: int) -> tuple[Replacement, ...] | None:
    """Return what puts the auxiliary at `place` behind the subject; its own place comes first."""
    words = sentence.words
    auxiliary = words[place]
    after = after_subject(words, place + 1, end)
    if after is None or after > end or words[place + 1].lower in ("n't", "not"):
        return None
    if auxiliary.lower not in AUXILIARIES:
        return None
    gone = Replacement(auxiliary.start, auxiliary.end, "")
    if auxiliary.lower in _DO:
        verb = next((w for w in words[after:end] if w.lower not in _ADVERBS), None)
        if verb is None or verb.tag not in ("VB", "VBP") or verb.i > after + 1:
            return None
        if any(w.lower in ("n't", "not") for w in words[after : verb.i]):
            return None
        if auxiliary.lower != "do" and any(w.tag in ("VB", "VBP") for w in verb.all("conj")):
            return None  # "does it lock and hold": both verbs have to agree
        if auxiliary.lower == "do":
            return (gone,)
        form = (
            "has"
            if verb.lower == "have" and auxiliary.lower == "does"
            else inflected(verb.lower, _DO[auxiliary.lower])
        )
        return (gone, Replacement(verb.start, verb.end, form))
    if after == end and auxiliary.lower not in _BE:
        return None
    last = words[after - 1]
    return (gone, Replacement(last.end, last.end, f" {auxiliary.lower}"))


def after_subject(words: Sequence[Word], start: int, end: int) -> int | None:
    """Return the token after the subject that begins at `start`; None where the parse does not tell."""
    if words[start].tag in ("PRP", "EX"):
        return start + 1
    found = [w for w in words[start:end] if w.rel in ("nsubj", "csubj") and w.left == start and w.right < end]
    if not found or any(
        w.tag in ("WP", "WRB", "WDT", "VBZ", "VBP", "MD") for w in words[start : found[0].right + 1]
    ):
        return None
    after, verb = found[0].right + 1, found[0].head
    if found[0].tag == "DT" and verb.child("parataxis", "ccomp").tag == "VB":
        return None  # "can this colleague better support you", read as "this colleagues"
    is_passive = after - 1 > found[0].i and words[after - 1].tag == "VBN" and words[start - 1].lower in _BE
    if is_passive and words[after].tag not in ("VBN", "VBG", "JJ", "TO", "VBD"):
        after -= 1  # "Why are the files deleted anew?", read as "the deleted files"
    if words[start - 1].lower not in _BE and after < end and words[after].tag in ("NN", "NNS", "NNP", "NNPS"):
        return None  # "might night work be", read amiss
    return after
