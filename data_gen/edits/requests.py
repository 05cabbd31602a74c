"""What somebody asks for, and in which form: read by the rules of the registers, and by near-misses.

A request is an opener ("how do I", "I want to", "could you please") and what is wanted, with a greeting
before it or thanks behind it. Openers and greetings are word lists; of the parse, which errs on queries,
little is needed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..english.lexicon import word_set
from ..english.word_lists import word_lists
from ..parsing.sentence import Sentence, Word, Words
from .guards import is_request_line
from .request_lines import (
    AUXILIARIES,
    DEEDS,
    MARKS,
    NOT_ORDERS,
    VERBS,
    is_ban,
    is_occasion,
    is_order,
    is_problem,
    is_query,
    is_step,
    is_thing,
    is_wish,
    tells,
)

_LISTS = word_lists(__package__, "requests")

HOW, MAY, ASK, WANT, KNOW, FIND = "how", "may", "ask", "want", "know", "find"
ORDER, BAN, THING, WH, YES_NO = "order", "ban", "thing", "wh", "yes_no"
QUERY, STATE, PROBLEM, TOLD, TAGGED = "query", "state", "problem", "told", "tagged"
ACTIONS = frozenset((HOW, ASK, WANT, ORDER))
"""Forms whose body is what is to be done: a verb in its base form and what belongs to it."""
CLAUSES = frozenset((WH, YES_NO, MAY))
"""Forms whose body is a question with the order of one."""
NAMING = frozenset((THING, QUERY, KNOW, FIND, WH, YES_NO, ORDER))
"""Forms that name a thing that is asked for."""

ANSWERED = _LISTS.set("answered")
"""Verbs of orders that want an answer or a text, which nobody forbids."""
BEFORE_WH = word_set("at on in to for from since until by")
_OPENS = frozenset(("NN", "NNP", "NNPS", "DT", "PRP", "PRP$", "JJ", "NNS"))
_ASKED = AUXILIARIES - {"have", "had"} | {"am", "have"}
MAX_WORDS = 30
MAX_QUOTED = 6  # words in quotation marks

Phrase = tuple[str, ...]


def _phrases(text: str) -> list[Phrase]:
    """Return the phrases of a list, the longest first."""
    return sorted((tuple(one.split()) for one in text.split("|")), key=len, reverse=True)


def _by_first(some: Iterable[tuple[Phrase, str]]) -> dict[str, list[tuple[Phrase, str]]]:
    """Return phrases and what they are under their first word, the longest first."""
    found: dict[str, list[tuple[Phrase, str]]] = {}
    for phrase, form in sorted(some, key=lambda entry: -len(entry[0])):
        found.setdefault(phrase[0], []).append((phrase, form))
    return found


_OPENERS = _by_first(
    (phrase, form) for form, text in _LISTS.table("openers").items() for phrase in _phrases(text)
)
_GREETINGS = _by_first(
    (phrase, "") for phrase in _phrases("|".join((_LISTS.text("greetings"), _LISTS.text("lead_ins"))))
)
_CLOSERS = _phrases(_LISTS.text("closers"))
_TAGS = frozenset(_phrases(_LISTS.text("tags")))


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `form`, and the tokens at which it begins (behind a greeting or a sentence of context), at
    which what is wanted begins (behind the opener), and after which it ends. has_context: whether more than a
    greeting comes before.
    """

    sentence: Sentence
    form: str
    start: int
    body: int
    end: int
    has_context: bool = False

    @property
    def words(self) -> Words:
        """The words of what is wanted, with the end mark of a sentence's."""
        return Words(self.sentence.words[self.body : self.end])

    @property
    def is_closed(self) -> bool:
        """Whether nothing but marks stands behind the request."""
        return all(word.text in MARKS for word in self.sentence.words[self.end :])

    @property
    def is_for_me(self) -> bool:
        """Whether what is to be done is done for the speaker: "remind me to call", "explain the error"."""
        told = self.form in (ORDER, ASK) and self.words[0].lower in _LISTS.told
        return told or any(word.lower in ("me", "us") for word in self.words)

    @property
    def first(self) -> Word:
        """The word with which it begins."""
        return self.sentence.words[self.start]

    def begins(self, opener: str) -> bool:
        """Whether it begins with an opener."""
        return self.sentence.text[self.first.start :].lower().startswith(opener.lower())

    def typed(self, text: str) -> str:
        """Return words in small letters ("i'd like to") where the sentence has no capitals."""
        return text if any(char.isupper() for char in self.sentence.text) else text.lower()


@lru_cache(maxsize=8)
def request(sentence: Sentence) -> Request | None:
    """Return what a sentence asks for, None where it asks for nothing, or in no form that is known."""
    words = sentence.words
    if not 2 <= len(words) <= MAX_WORDS or sum(bool(word.quote) for word in words) > MAX_QUOTED:
        return None
    if sentence.lang != "en" or sentence.text.endswith(":"):
        return None  # what leads up to a list
    start, end = _greeted(words), _closed(words)
    if end - start < 2:
        return None
    joined = [start + 1] if words[start].lower in _LISTS.joining and end - start > 3 else []
    for place in (start, *joined, *_later_starts(words, start, end)):
        if place == start and is_occasion(words, start, end):
            continue
        found = _opened(sentence, place, end, place > start)
        if found is not None:
            form, body = found
            return Request(sentence, form, place, body, end, place > start)
    whole = Request(sentence, _form(sentence, start, end), start, start, end)
    return None if whole.form == STATE and not start and whole.is_closed else whole


def _form(sentence: Sentence, start: int, end: int) -> str:
    """Return the form of what has no opener."""
    first, words = sentence.words[start], sentence.words[start:end]
    if is_order(sentence, start):
        return ORDER
    if is_query(sentence, start, end):
        return ORDER if first.tag in ("VB", "VBP") and first.lower in DEEDS else QUERY
    if is_ban(sentence, start):
        return BAN
    if is_problem(sentence, start, end):
        return PROBLEM
    is_own = any(word.lower in ("i", "my", "me") for word in sentence.words)
    if is_own and is_request_line(sentence) and tells(sentence, words):
        return TOLD
    return TAGGED if _is_tagged(sentence, start, end) else STATE


def asks(sentence: Sentence) -> bool:
    """Whether a sentence is a question, a command, a need or a query."""
    return request(sentence) is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """The request of a sentence, one in these forms where there are some; for `each` of a rule.

    steps: whether an order may be a step of a guide.
    """

    forms: Collection[str] = ()
    steps: bool = True
    when = staticmethod(asks)

    def __call__(self, sentence: Sentence) -> list[Request]:
        """Return the request, or nothing."""
        found = request(sentence)
        if found is None or (self.forms and found.form not in self.forms):
            return []
        is_left = not self.steps and found.form in (ORDER, FIND) and is_step(sentence)
        return [] if is_left else [found]


def _greeted(words: Words) -> int:
    """Return the token after the greetings and lead-ins that a request begins with."""
    i = 0
    while i < len(words):
        greetings = _GREETINGS.get(words[i].lower, ())
        end = i + next((len(phrase) for phrase, _ in greetings if _stands(words, i, phrase)), 0)
        after = words[end].lower
        asks_on = after in _LISTS.wh or after in _ASKED or after in ("i", "please", "pls")  # "hey can you"
        if end == i or not (end == len(words) or words[end].text in MARKS or end - i > 2 or asks_on):
            break
        i = end
        while i < len(words) - 1 and words[i].text in MARKS:
            i += 1
    return i


def _closed(words: Sequence[Word]) -> int:
    """Return the token after the last word of a request, without marks and thanks."""
    end = len(words)
    while end > 1 and words[end - 1].text in MARKS:
        end -= 1
    for phrase in _CLOSERS:
        start = end - len(phrase)
        if start > 1 and words[start - 1].text in MARKS and _stands(words, start, phrase):
            end = start
            break
    while end > 1 and words[end - 1].text in MARKS:
        end -= 1
    return end


def _is_tagged(sentence: Sentence, start: int, end: int) -> bool:
    """Whether words that are no question themselves are asked by what stands behind them: "..., right?"."""
    comma = next((w.i for w in reversed(sentence.words[start + 2 : end]) if w.text == ","), 0)
    tag = tuple(word.lower for word in sentence.words[comma + 1 : end])
    return bool(comma) and sentence.alone and sentence.is_question and tag in _TAGS


def _stands(words: Sequence[Word], i: int, phrase: Phrase) -> bool:
    """Whether the tokens from i on are the words of a phrase."""
    return tuple([word.lower for word in words[i : i + len(phrase)]]) == phrase


def _later_starts(words: Sequence[Word], start: int, end: int) -> list[int]:
    """Return where a request may begin behind a clause of context: after a comma or a stop."""
    found = [word.i + 1 for word in words[start : end - 2] if word.text in MARKS and word.text != "-"]
    return [
        i + 1 if words[i].lower in ("but", "so", "and") else i for i in found if words[i].lower not in VERBS
    ]


def _opened(sentence: Sentence, i: int, end: int, is_later: bool) -> tuple[str, int] | None:
    """Return the form of the request whose opener is at token i, and where what is wanted begins.

    is_later: whether more than a greeting comes before.
    """
    words = sentence.words
    first = words[i].lower
    for phrase, form in _OPENERS.get(first, ()):
        if is_later and form == ASK and first in ("please", "kindly"):
            continue  # "If it fails, please see the manual."
        told = form == HOW and sentence.text.endswith(".")  # "It tells how to fill it, and how to empty it."
        if (is_later or sentence.is_question) and (told or (form == WANT and first != "i")):
            continue  # "If it fails, we want to help you."; "Want to hear more?"
        body = i + len(phrase)
        if body < end and _stands(words, i, phrase):
            if form == ASK and phrase[1:] == ("you",) and not is_wish(sentence, first, body, end):
                continue  # "Can you reach the alarm from the bed?": a question
            fitted = _fitted(words, form, i, body)
            if fitted is not None:
                return fitted
    if not sentence.is_question and (not sentence.alone or i + 3 > end or sentence.text[-1:] in ".!:;"):
        return None
    if first in ("when", "where") and words[i + 1].tag in ("VBG", "VBN") and not sentence.is_question:
        return None  # a heading: "When transferring data"
    follows_is = words[i + 1].lower in ("is", "are", "was", "were", "'s")
    if first == "what" and follows_is and is_thing(sentence, i + 2, end):
        return THING, i + 2
    if first in _LISTS.wh or (first in BEFORE_WH and words[i + 1].lower in _LISTS.wh):
        is_asked = any(word.lower in AUXILIARIES for word in words[i + 1 : i + 4]) and first != "which"
        return (WH, i) if not is_later or is_asked else None
    after = words[i + 1].tag
    has_subject = after in ("PRP", "EX") or any(w.rel == "nsubj" and w.left == i + 1 for w in words)
    is_asked = first in ("does", "did") or (first in _LISTS.auxiliary_first and after in _OPENS)
    is_line = (
        (not is_later and is_asked)  # "does aspirin thin the blood"
        or (first in ("does", "can") and after == "VBG")  # "does walking help"
        or (first == "is" and words[i + 2].tag in ("JJ", "JJR"))
    )
    is_line = is_line and sentence.alone and end - i > 3
    asked = sentence.is_question and first != "have" and words[i + 2].lower != "want"  # "Have any questions?"
    return (YES_NO, i) if first in _ASKED and (asked or has_subject or is_line) else None


def _fitted(words: Sequence[Word], form: str, start: int, body: int) -> tuple[str, int] | None:
    """Return an opener's form and body where what follows is what it opens, None where it is not."""
    first, after = words[body], words[body + 1]
    if form == KNOW:
        return (KNOW, body) if first.lower in _LISTS.wh or first.lower in ("if", "whether") else None
    if form == FIND:
        return (FIND, body) if first.lower not in _LISTS.wh | {"if", "whether", "to", "how"} else None
    if form == MAY:
        return (MAY, start) if first.tag in ("VB", "RB") or first.lower in DEEDS else None
    if first.tag == "RB" and after.tag == "VB":
        return form, body  # "how do I safely remove it"
    is_verb = first.tag in ("VB", "VBP") or first.lower in DEEDS
    if form == ASK and first.lower in NOT_ORDERS | {"do"}:
        return None  # "Please note, ...": nobody wants to
    if not is_verb or first.lower in ("be", "know", "have", "understand", "say", "think"):
        return None
    joiners = (words[w.i + 1] for w in words[body:-2] if form == WANT and w.text == ",")
    is_half = any(j.lower in ("so", "but") or (j.lower == "and" and j.head.child("nsubj")) for j in joiners)
    return None if is_half else (form, body)  # "We want to help everyone, so we try to be fair."
