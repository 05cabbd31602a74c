"""A command, a need or a query as a question (positives): "enable 2FA" -> "how do I enable 2FA?".

What asks the assistant to act ("cancel it") is also asked for in other words ("could you cancel it?").
"""

from ...english.lexicon import word_set
from ..prelude import SAME, Changes, Random, Sentence, change, rule, word_lists
from ..requests import FIND, KNOW, ORDER, PROBLEM, QUERY, WANT, Asked, Request
from . import openings
from .openings import ended, is_of_document, opened

_LISTS = word_lists(__package__, "question")

_ATTRIBUTES = _LISTS.set("attributes")
_PREPOSITIONS = word_set(
    "of for to in on at without with from after before between during per above under over near than"
)


@rule("register.question", SAME, "enable 2FA -> how do I enable 2FA?", each=Asked(), most=2)
def questions(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """Yield at most two questions for what is no question."""
    if not found.is_closed or found.has_context or is_of_document(found):
        return
    for opener in _openers(found, rng):
        mark = "?" if any(char.isupper() for char in sentence.text) or rng.random() < 0.5 else ""
        yield change("question", opened(found, opener), *ended(found, mark))


def _openers(found: Request, rng: Random) -> list[str]:
    """Return the openers that turn a request into a question."""
    if found.form == QUERY:
        asked = headed(found)
        return [asked] if asked else [rng.choice(openings.QUERY_ASKED)]
    if found.form == PROBLEM:
        return [rng.choice(openings.PROBLEM_ASKED)]
    if found.form == FIND:
        return ["can you find"] if not found.begins("can you") else []
    if found.form == KNOW and not found.sentence.is_question:
        return [rng.choice(openings.ASK_TO_KNOW)]
    if found.form not in (ORDER, WANT):
        return []
    how, ask = rng.choice(openings.HOW), rng.choice(openings.ASK)
    if found.is_for_me:
        return [ask] if found.form == ORDER else []
    told_how = any(
        w.lower == "using" or (w.tag == "VBG" and found.sentence.before(w).lower == "by") for w in found.words
    )
    return [how] * (not told_how) + [ask] * (found.form == ORDER)


def headed(found: Request) -> str | None:
    """Return the opener of a query for what something is: "what are the" before "symptoms of flu"."""
    words = found.words
    place = next((i for i, word in enumerate(words) if i and word.lower in _PREPOSITIONS), len(words))
    head = words[place - 1].lower
    if any(word.tag in ("VBG", "VBD", "VBZ", "VBP") for word in words[1:]):
        return None
    if head not in _ATTRIBUTES or words[0].tag in ("DT", "PRP$", "CD") or words[-1].lower in _PREPOSITIONS:
        return None
    return "what are the" if head.endswith("s") else "what is the"
