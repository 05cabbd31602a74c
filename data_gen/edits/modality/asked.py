"""Whether one must do a thing, or had better (near-misses), where it was asked how it is done, or to do it:
"How do I register my bike?" -> "Do I have to register my bike?"; "rename a branch" -> "should i rename a
branch".

Part of the rule modality.obligation. What comes about by itself or only by luck is left alone (`feats`).
"""

from ..prelude import Change, Changes, Random, Replacement, Sentence, Word, change, rule, word_lists
from ..request_lines import is_verb
from ..requests import HOW, ORDER, WANT, Asked, Request
from ..substitution.asked import asked_of_act

_LISTS = word_lists(__package__, "asked")
_DUTIES = word_lists(__package__, "modal").set("bound") | _LISTS.set("duties")
_OPENERS = {tuple(opener.split()): other for opener, other in _LISTS.table("openers").items()}
_SPEAKERS = frozenset(("i", "we", "to"))  # "how do I", "how to"


@rule("modality.obligation", each=Asked(steps=False))
def asked_duties_of_acts(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """Yield the question whether what is asked for is to be done."""
    lowers = tuple(word.lower for word in sentence.words[found.start : found.start + 5])
    key = next((lowers[:n] for n in (5, 4, 3, 2) if lowers[:n] in _OPENERS), ())
    if key and sentence.words[found.start + len(key)].lower not in ("have", "know", "be"):
        last = sentence.words[found.start + len(key) - 1]
        yield _opened(found, last, _OPENERS[key])
        return
    verb = next((word for word in found.words if word.tag != "RB"), found.words[0])
    if verb.lower in _LISTS.feats or not _LISTS.ills.isdisjoint(word.lower for word in found.words):
        return
    opener = "do I have to" if verb.lower in _DUTIES else "should I"
    if found.form in (ORDER, WANT) and found.is_closed:
        yield from asked_of_act(found, "obligation", (opener,), rng)
    elif found.form == HOW and not found.is_for_me:
        yield from _asked_how(found, opener)


def _asked_how(found: Request, opener: str) -> Changes:
    words, first = found.sentence.words, found.words[0]
    lowers = [word.lower for word in words[found.start : found.body]]
    if lowers[-1] not in _SPEAKERS or not (is_verb(first) or first.tag in ("VB", "RB")):
        return
    if any(word.tag in ("WRB", "WP") for word in found.words):
        return
    if lowers[-1] == "to" and (found.has_context or found.sentence.text.endswith(".")):
        return  # "It tells what it is and how to use it."
    opener = opener.replace("I", "we") if "we" in lowers else opener
    yield _opened(found, first, f"{opener} {first.text}")


def _opened(found: Request, last: Word, text: str) -> Change:
    """Return the request with its words up to `last` replaced, with the capitals that it has."""
    first = found.first
    typed, capital = found.sentence.text.islower(), first.text[:1].isupper()
    text = text.lower() if typed else text[:1].upper() + text[1:] if capital else text
    return change("obligation", Replacement(first.start, last.end, text))
