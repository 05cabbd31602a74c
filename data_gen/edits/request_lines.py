"""Lines that ask without an opener: orders ("enable 2FA"), keyword queries ("flights Berlin Rome") and
problems ("app keeps crashing"), and how the rest of a question is read. Part of requests.py.
"""

from collections.abc import Sequence
from itertools import pairwise

from ..english.lexicon import STATES, word_set
from .guards import MAX_QUERY, is_request_line
from .prelude import Sentence, Word, lowers, word_lists

_LISTS = word_lists(__package__, "request_lines")

VERBS = _LISTS.set("verbs")
DEEDS = VERBS | _LISTS.verbs_or_nouns
"""Verbs of requests."""
NOT_ORDERS = _LISTS.set("not_orders")
TROUBLES = _LISTS.set("troubles")
_SMALL = frozenset(("DT", "PRP", "PRP$", "MD", "EX", "WP", "WRB", "TO", "RB"))
_NOUN_ENDINGS = ("er", "or", "ion", "ment", "ness", "al", "ity")
_BARE = frozenset(("NN", "NNS", "JJ", "VBG"))  # of what is meant in general: "can you boil milk"
_AFTER_A_VERB = frozenset(("DT", "PRP", "PRP$", "CD", "RP", "NNP"))
AUXILIARIES = word_set(
    "is are was were do does did has have had can could will would should may might must shall"
)
MARKS = frozenset((",", ".", "!", "?", ":", ";", "-", "–", "..."))
MAX_PROBLEM = 18
MAX_TOLD = 9  # tokens of an order with a full stop that is no step of a guide
_NO_DEEDS = _LISTS.no_deeds | STATES
_OTHERS_DEEDS = DEEDS - _LISTS.own_deeds
SPEAKERS = _LISTS.set("speakers")


def is_verb(word: Word) -> bool:
    """Whether a word is a verb of requests that is hardly a noun."""
    return word.lower in VERBS


def is_order(sentence: Sentence, start: int) -> bool:
    """Whether a line of its own begins with a verb that tells what is to be done."""
    words = sentence.words
    first, after = words[start].lower, words[start + 1]
    if not sentence.alone or sentence.is_question or first in NOT_ORDERS or len(words) > 20:
        return False
    if any(word.lower in ("you", "yours", "yourself") for word in words) or words[-1].text == ":":
        return False
    seen = lowers(sentence)
    if "your" in seen and seen.isdisjoint(SPEAKERS):
        return False  # to a reader; but "Take me off your list"
    is_misread = first in VERBS and (after.tag in _AFTER_A_VERB or after.lower in ("all", "every"))
    if any(
        c.finite and c.subject and c.is_root and not (is_misread and c.subject.i == start)
        for c in sentence.clauses
    ):
        return False  # "Update failed"; but "Convert all notes to tables"
    if first == "round" and after.lower in ("up", "down"):
        return True
    if first in VERBS:
        return after.lower not in ("of", "is", "are", "was") and after.tag not in ("VBZ", "VBD", "MD")
    certain = words[start].tag == "VB" and words[start].rel == "root" and not first.endswith(_NOUN_ENDINGS)
    shown = after.tag in _AFTER_A_VERB or after.lower in ("all", "every", "to", "some", "any", "new")
    certain &= shown or after.tag in ("RB", "RP", "IN", "WP", "WRB", "WDT")  # no "canteen menu tomorrow"
    certain &= not any(
        word.tag in ("WP", "WRB") for word in words[start + 2 :]
    )  # "hens in snow what to feed"
    is_listed = shown or (after.tag == "NNS" and len(words) > start + 3)
    return certain or (first in _LISTS.verbs_or_nouns and is_listed)


def is_step(sentence: Sentence) -> bool:
    """Whether an order is rather a step of a guide, of which nobody says that it is left out or made another:
    one of many sentences, or a long one with a full stop, or what leads up to a list.
    """
    mark = sentence.words[-1].text
    return not sentence.alone or mark == ":" or (mark == "." and len(sentence.words) > MAX_TOLD)


def is_somebodys(sentence: Sentence) -> bool:
    """Whether a request is one that somebody has or types, where a text rather asks or tells its reader."""
    text, seen = sentence.text, lowers(sentence)
    if "mine" in seen or not seen.isdisjoint(SPEAKERS) or text[:1].islower() or text[-1:].isalnum():
        return True
    return sentence.is_question and len(sentence.words) <= MAX_TOLD and seen.isdisjoint(("you", "your"))


def is_wish(sentence: Sentence, modal: str, body: int, end: int) -> bool:
    """Whether "can you" asks for what the words body..end tell, and not whether somebody is able to or
    willing: "can you cancel it", but "can you hear the alarm", "can you eat raw beans", "will you pay".

    Among other sentences, such as those of a check list, a wish tells for whom it is: "can you send me it".
    """
    words = sentence.words[body:end]
    verb = next((word for word in words if word.tag != "RB"), words[0])
    told = {word.lower for word in words}
    if modal == "will" or verb.lower in _NO_DEEDS:
        return False
    if not _LISTS.speaker.isdisjoint(told):
        return True
    if not sentence.alone or modal != "can":
        return sentence.alone
    is_deed = verb.lower in _OTHERS_DEEDS and _LISTS.asked.isdisjoint(told)
    return is_deed and sentence.after(verb).tag not in _BARE


def is_ban(sentence: Sentence, start: int) -> bool:
    """Whether a line of its own begins with what is not to be done: "don't lock the shed"."""
    words = sentence.words[start:]
    if words[0].lower == "please":
        words = words[1:]
    if not sentence.alone or sentence.is_question or not 4 <= len(words) <= 20:
        return False
    denied = words[0].lower == "do" and words[1].lower in ("n't", "n’t", "not")
    verb = words[2] if denied else words[1]
    return (
        (denied or words[0].lower == "never")
        and (verb.tag == "VB" or verb.lower in VERBS)
        and not any(word.lower in ("you", "your", "yourself") for word in words)
    )


def is_query(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a line of its own is keywords: no sentence, no pronouns, no marks."""
    if not (is_request_line(sentence) or (sentence.alone and sentence.is_question)):
        return False
    if end - start > MAX_QUERY:
        return False
    words = sentence.words[start:end]
    marks = [
        word
        for before, word in pairwise(words)
        if word.text in MARKS and (word.text != "-" or word.start > before.end)
    ]
    if marks and not (len(marks) == 1 and _is_detailed(words, marks[0])):
        return False
    if words[0].text[:1].isdigit() and words[1].text == "%":
        return False  # "90% Obesity"
    if not any(w.pos in ("NOUN", "ADJ") or (w.pos == "PROPN" and w.text.islower()) for w in words):
        return False  # names and headings
    if words[0].lower in _LISTS.of_sentences or any(
        word.lower in ("i", "we", "you", "your")
        or (word.lower in ("not", "n't") and before.lower not in ("but", "and") and not _is_described(words))
        for before, word in zip((words[-1], *words), words, strict=False)
    ):
        return False
    if words[0].lower in _LISTS.opens_clause and words[1].tag in ("VBG", "VBN"):
        return False  # a heading: "When transferring data"
    if any(
        word.text.istitle() and word.lower.endswith("s") and word.lower[:-1] in DEEDS for word in words[1:]
    ):
        return False  # a row of a table: "pump start Starts the pump"
    is_stated = any(c.finite and c.subject and c.is_root for c in sentence.clauses)
    is_stated &= not _is_described(words)
    # "hotel refund cancelled event", read as a sentence, has none of its small words
    is_stated &= any(w.tag in _SMALL or w.lower in TROUBLES or w.pos in ("AUX", "PROPN") for w in words)
    return (
        not is_stated and any(word.pos in ("NOUN", "PROPN") for word in words) and words[0].text[:1].isalnum()
    )


def _is_described(words: Sequence[Word]) -> bool:
    """Whether a query names people or things by what is so of them: "customers whose order is late"."""
    at = next((i for i, word in enumerate(words) if word.lower in ("who", "whose", "which", "that")), 0)
    return (
        bool(at)
        and words[at - 1].tag in ("NNS", "NN")
        and all(w.pos not in ("VERB", "AUX") for w in words[:at])
    )


def _is_detailed(words: Sequence[Word], comma: Word) -> bool:
    """Whether what stands before a comma is a query by itself: "sales by country, highest first"."""
    before = [word for word in words if word.i < comma.i]
    told = any(word.lower in _LISTS.links for word in before[1:])
    return comma.text == "," and told and not any(word.tag in ("CC", "VBZ", "VBD", "MD") for word in words)


def tells(sentence: Sentence, words: Sequence[Word]) -> bool:
    """Whether somebody tells what concerns him, or with others, and asks for nothing: "I've finished half of
    the course"."""
    is_stated = any(c.finite and c.subject and c.is_root for c in sentence.clauses)
    is_whole = sentence.alone and not sentence.is_question and words[0].lower not in VERBS
    concerned = not SPEAKERS.isdisjoint(w.lower for w in words)
    return is_whole and is_stated and concerned and not any(word.text in (":", ";") for word in words)


def is_problem(sentence: Sentence, start: int, end: int) -> bool:
    """Whether somebody says what is wrong: "app keeps crashing", "I forgot my password"."""
    words = sentence.words[start:end]
    if not sentence.alone or sentence.is_question or len(words) > MAX_PROBLEM:
        return False
    if any(word.text in MARKS - {","} for word in words) or [word.text for word in words].count(",") > 1:
        return False
    if any(word.text == "," for word in words) and words[0].lower not in ("i", "my"):
        return False
    is_line = is_request_line(sentence)
    troubled = not TROUBLES.isdisjoint(w.lower for w in words[1:])
    if words[0].lower in ("i", "my") or (is_line and words[0].lower in ("we", "our")):
        return troubled
    if troubled and tells(sentence, words) and (is_line or any(w.lower in ("i", "my", "me") for w in words)):
        return True
    if is_line and words[0].lower not in VERBS and troubled:
        return words[0].pos in ("NOUN", "PROPN", "ADJ", "VERB")
    is_stated = any(c.finite and c.subject and c.is_root for c in sentence.clauses)
    return is_line and is_stated and words[0].text.islower() and words[0].pos in ("NOUN", "PROPN", "ADJ")


def is_occasion(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a clause with "when" comes before a question: "When I leave, is my holiday paid out?"."""
    comma = next((w.i for w in words[start : end - 2] if w.text == ","), 0)
    if words[start].lower not in ("when", "where") or not comma or words[comma + 1].lower not in AUXILIARIES:
        return False
    return words[start + 1].lower not in AUXILIARIES


def is_thing(sentence: Sentence, body: int, end: int) -> bool:
    """Whether what follows "what is" is a noun phrase and no more: "the dose of it for adults"."""
    words = sentence.words[body:end]
    if len(words) < 2 or words[0].lower not in ("the", "my", "our") or words[0].lower == words[-1].lower:
        return False
    if any(
        word.tag in ("VBZ", "VBD", "VBP", "MD", "WDT", "WP", "WRB")
        or (word.text in MARKS and word.start > sentence.before(word).end)
        or word.text == ","
        for word in words
    ):
        return False
    return words[-1].pos != "ADP" and words[1].lower not in _LISTS.no_things
