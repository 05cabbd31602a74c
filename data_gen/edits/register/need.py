"""A question, a command or a query as a need (positives): "enable 2FA" -> "I want to enable 2FA".

What is only to be known is wanted to be known: "I'd like to know when the shop opens"; what another is asked
to do ("could you turn it down") is wanted of him: "I'd like you to turn it down".
"""

from ..prelude import SAME, Changes, Random, Sentence, change, rule
from ..requests import ACTIONS, ASK, CLAUSES, KNOW, PROBLEM, QUERY, THING, WANT, Asked, Request
from . import openings
from .openings import ended, indirect, is_general, is_of_document, opened


@rule("register.need", SAME, "enable 2FA -> I want to enable 2FA", each=Asked(), most=2)
def needs(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """Yield at most one need for what is none."""
    if not found.is_closed or is_of_document(found):
        return
    if found.form in CLAUSES:
        replaced = indirect(found, rng.choice(openings.KNOW))
        is_quoted = ": " in replaced[0].text
        if is_quoted and found.start:
            return  # "If it rains, I was wondering: when does it open?"
        yield change("need", *replaced, *ended(found, "?" if is_quoted else "."))
        return
    opener = _opener(found, rng)
    if opener is not None:
        yield change("need", opened(found, opener), *ended(found, "."))


def _is_yours(found: Request) -> bool:
    """Whether another is asked to act: "could you turn it down", not "help me turn it down"."""
    opener = found.sentence.words[found.start : found.body]
    return found.form == ASK and not any(word.lower == "help" for word in opener)


def _opener(found: Request, rng: Random) -> str | None:
    if found.form == WANT:
        return None
    if is_general(found):
        return f"{rng.choice(openings.KNOW)} how to"
    if found.form in ACTIONS:
        return rng.choice(openings.WANT_YOU if found.is_for_me or _is_yours(found) else openings.WANT)
    if found.form == THING:
        return rng.choice(openings.THING_WANTED)
    if found.form == QUERY:
        return rng.choice(openings.QUERY_WANTED)
    if found.form == PROBLEM:
        return rng.choice(openings.PROBLEM_WANTED)
    if found.form == KNOW:
        return rng.choice([one for one in openings.KNOW if not found.begins(one)])
    return None
