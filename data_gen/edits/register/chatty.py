"""A request as it is typed in a chat, and back (positives): "hi, quick question: how do I reset it? thanks".

A greeting, a lead-in, a sentence of context and thanks say nothing of what is asked, and a reader must leave
them out of account; they stand in near-misses too (pairing/variants.py), so that none of them marks a label.
"""

from ...parsing.sentence import Sentence
from ..prelude import SAME, Changes, Random, Replacement, change, insert_before, replace, rule, word_lists
from ..request_lines import SPEAKERS
from ..requests import ASK, BAN, HOW, MAY, ORDER, PROBLEM, QUERY, STATE, TOLD, WANT, Asked, Request

_LISTS = word_lists(__package__, "chatty")

_GREETINGS = _LISTS.phrases("greetings")
_LEAD_INS = _LISTS.phrases("lead_ins")
_ORDER_LEAD_INS = _LISTS.phrases("order_lead_ins")
_CONTEXTS = _LISTS.phrases("contexts")
_HOW_TO_CONTEXTS = _LISTS.phrases("how_to_contexts")
_CLOSERS = _LISTS.phrases("closers")
_KINDS = ("greeting", "greeting lead_in", "closer", "lead_in", "context", "greeting context")
_QUERY_OPENERS = _LISTS.phrases("query_openers")


@rule("register.chatty", SAME, "enable 2FA -> hi, quick question: enable 2FA, thanks", each=Asked(), most=2)
@rule("register.plain", SAME, "hi, how do I reset it? thanks -> how do I reset it?")
def chat(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """Yield a request with words of a chat around it, and one without those that it has."""
    plain = _plain(found)
    if plain:
        yield change("plain", *plain)
    elif not found.has_context and found.form != STATE and not _is_written(found):
        for lower in (rng.random() < 0.5, True):
            yield change("chatty", *_chatty(found, rng), lower=lower)


def _is_written(found: Request) -> bool:
    """Whether it is a sentence of a guide, and nobody's wish: "We need to open the port."."""
    text = found.sentence.text
    return found.form == WANT and found.first.text == "We" and text.endswith(".")


def _plain(found: Request) -> list[Replacement]:
    """Return what takes the greeting before a request away, and the thanks behind it."""
    words, text = found.sentence.words, found.sentence.text
    taken = []
    if found.start and not found.has_context:
        first = found.first
        taken.append(Replacement(words[0].start, first.start, ""))
    if not found.is_closed and text[-1:] != ":":
        mark = "?" if "?" in text[words[found.end - 1].end :] else ""
        taken.append(Replacement(words[found.end - 1].end, len(text), mark))
    return taken


def _chatty(found: Request, rng: Random) -> list[Replacement]:
    """Return a greeting, a lead-in, a sentence of context and thanks: one to three of them."""
    first = found.first
    named = rng.choice(_QUERY_OPENERS) + " " if found.form == QUERY else ""
    is_order = found.form in (ORDER, ASK, BAN, PROBLEM, TOLD)  # no context: "I'm new here. Lock the door."
    lowers = {word.lower for word in found.words}
    is_told = "your" in lowers and lowers.isdisjoint(SPEAKERS)  # "What is your team?": nobody looks that up
    kinds = rng.choice(_KINDS[:3] if is_order or is_told or found.form == QUERY else _KINDS)
    if found.form in (PROBLEM, TOLD):
        kinds = rng.choice(("greeting", "greeting", "closer"))  # no "when you get a chance: it is broken"
    before = ""
    if "greeting" in kinds:
        before = rng.choice(_GREETINGS) + ("! " if "context" in kinds else rng.choice((", ", "! ", ", ")))
    if "lead_in" in kinds:
        lead_in = rng.choice(_ORDER_LEAD_INS if is_order else _LEAD_INS)
        before += lead_in + (" " if lead_in.endswith(("but", "so")) else rng.choice((": ", ", ")))
    if "context" in kinds:
        before += rng.choice(_CONTEXTS + _HOW_TO_CONTEXTS if found.form in (HOW, MAY) else _CONTEXTS) + " "
    closer = rng.choice(_CLOSERS) if kinds == "closer" or rng.random() < 0.4 else ""
    made = []
    if before.endswith(". ") and not is_order and not named:
        made.append(replace(first, found.typed(before) + first.text))
    elif before or named:
        made.append(insert_before(first, found.typed(before + named)))
    return [*made, *_closing(found, closer)]


def _closing(found: Request, closer: str) -> list[Replacement]:
    text = found.sentence.text
    if not closer:
        return []
    ending = text[found.sentence.words[found.end - 1].end :]
    return [Replacement(len(text), len(text), f" {closer}" if ending else f", {closer}")]
