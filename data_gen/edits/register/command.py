"""A question, a need or a query as a command (positives): "How do I reset my password?" -> "reset my
password".

What is only to be known is commanded to be told: "tell me when the shop opens".
"""

from ..prelude import SAME, Changes, Random, Sentence, change, rule
from ..requests import ACTIONS, BAN, CLAUSES, HOW, KNOW, ORDER, QUERY, THING, Asked, Request
from . import openings
from .openings import ended, indirect, is_general, opened


@rule("register.command", SAME, "How do I reset my password? -> Reset my password", each=Asked(), most=2)
def commands(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """Yield at most one command for what is none, or a polite one for a blunt one."""
    if not found.is_closed:
        return
    mark = rng.choice((".", ""))
    if found.form in CLAUSES:
        replaced = indirect(found, rng.choice(openings.TELL))
        is_quoted = ": " in replaced[0].text
        yield change("command", *replaced, *ended(found, "?" if is_quoted else mark))
        return
    opener = _opener(found, rng)
    if opener is not None:
        yield change("command", opened(found, opener), *ended(found, mark))


def _opener(found: Request, rng: Random) -> str | None:
    if found.form in (ORDER, BAN):
        return None if found.start or found.begins("please") else "please"
    if is_general(found):
        return f"{rng.choice(openings.TELL)} how to"
    if found.form in ACTIONS:
        return rng.choice(("", "", "please")) if found.form != HOW and not found.begins("please") else ""
    if found.form == THING:
        return rng.choice(openings.THING_TOLD)
    if found.form == QUERY:
        return rng.choice(openings.QUERY_TOLD)
    if found.form == KNOW:
        return rng.choice([one for one in openings.TELL if not found.begins(one)])
    return None
