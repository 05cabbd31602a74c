"""Another act on the same thing (near-misses): "enable 2FA" -> "disable 2FA"; "export it to Excel" -> "import
it from Excel".

Rule substitution.action: of what is asked for, the verb that tells what is to be done, found by its place
behind the opener (edits/requests.py). Sentences that state something are antonym.py's.
"""

import random
from collections.abc import Iterator, Sequence

from ...english.classes import thing_class
from ...english.lexicon import word_set
from ...english.verb_forms import gerund
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, Replacement, change, replace
from ..request_lines import DEEDS, is_verb
from ..requests import ACTIONS, CLAUSES, HOW, KNOW, ORDER, QUERY, Request, asks, is_step, request
from ..rule import NEAR_MISS, rule

_LISTS = word_lists(__package__, "action")


def _acts(table: dict[str, str]) -> dict[tuple[str, ...], list[tuple[str, dict[str, str]]]]:
    """Return {words of a verb: its alternatives, each with the prepositions that turn}."""
    found = {}
    for verb, text in table.items():
        options = []
        for option in text.split("|"):
            words = option.split()
            turns = dict(word.split(">") for word in words if ">" in word)
            options.append((" ".join(word for word in words if ">" not in word), turns))
        found[tuple(verb.split())] = options
    return found


_ACTS = _acts(_LISTS.table("acts"))
_ONLY_WITH = {
    tuple(key.split(">")): frozenset(words.split()) for key, words in _LISTS.table("only_with").items()
}
_PRESUPPOSING = _LISTS.set("presupposing")
_DONE = dict(_LISTS.table("done"))
_ENDS = dict(_LISTS.table("ends"))
_ALONE = dict(_LISTS.table("alone"))
_BE = frozenset(("is", "are", "was", "were", "been", "be", "get", "got"))
_TURNED = frozenset(("turn", "switch", "roll", "put", "move", "let", "take", "scroll", "plug", "hang"))
_OPPOSITE_PARTICLES = {"up": "down", "down": "up", "on": "off", "off": "on", "in": "out", "out": "in"}
_NOT_GIVEN_UP = word_set(
    "stop avoid be do keep get have let make know prevent find check verify ensure confirm follow learn"
)
_ONCE = _LISTS.set("once")
_NOT_BESIDE = {option: words.split() for option, words in _LISTS.table("not_beside").items()}
_FOR_ME = word_set("forward lend book send sell")
_WITH_PREPOSITION = word_set("apply register search upgrade downgrade vote pay")
_PARTICLES = frozenset(("on", "off", "up", "out", "in", "back"))


@rule("substitution.action", NEAR_MISS, "enable 2FA -> disable 2FA", when=asks, most=2)
def actions(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield the request with another act on the same thing."""
    found = request(sentence)
    if found is None or not (found.form in ACTIONS | CLAUSES or found.form in (KNOW, QUERY)):
        return
    if sentence.words[-1].text == ":" or (found.form == ORDER and is_step(sentence)):
        return  # a step of a guide: nobody asks there for another one
    yield from _turned(found)
    yield from _done(found)
    yield from _other_end(found)
    verb = _verb(found)
    if verb is None:
        yield from _given_up(found)
        return
    words, rest = verb, sentence.words[verb[-1].i + 1 : found.end]
    key = tuple(word.lower for word in words)
    seen = {word.lower for word in found.words}
    options = [
        (text, turns)
        for text, turns in _ACTS[key]
        if not any(word.startswith(_new(key, text)[:5]) for word in seen)
        and _fits(key, text, rest)
        and _turns(turns, rest) is not None
    ]
    if not options and found.form == ORDER:
        yield from _given_up(found)
    for text, turns in rng.sample(options, len(options)):
        made = [Replacement(words[0].start, words[-1].end, text), *(_turns(turns, rest) or ())]
        if text in _PRESUPPOSING and rest[0].lower in ("a", "an"):
            made.append(replace(rest[0], "the"))
        yield change("action", *made)


def _done(found: Request) -> Iterator[Change]:
    """ "When was it built?" -> "When was it demolished?"."""
    words = found.words
    for place, word in enumerate(words[1:], 1):
        passive = word.tag in ("VBN", "VBD") and any(w.lower in _BE for w in words[max(0, place - 6) : place])
        after = found.sentence.after(word)
        described = word.rel == "amod" or after.tag in ("JJ", "RP") or after.lower == "back"  # "made public"
        listed = "or" in (after.lower, found.sentence.before(word).lower)  # "paid out or lost"
        bound = {word.lower, _DONE.get(word.lower)} == {"allowed", "required"} and after.lower != "to"
        if passive and word.lower in _DONE and word.tag != "JJ" and not (described or listed or bound):
            yield change("action", replace(word, _DONE[word.lower]))
            return


def _other_end(found: Request) -> Iterator[Change]:
    """ "When does the course start?" -> "When does the course end?"; "When can I drive?" -> "When can I
    fly?"."""
    if found.form not in CLAUSES | {KNOW}:
        return
    for word in found.words[2:]:
        after = found.sentence.after(word)
        ends = (
            after.i >= found.end or after.tag in ("IN", "RB", "NNP") or after.lower in ("today", "tomorrow")
        )
        is_verb_here = word.tag in ("VB", "VBP", "VBZ") and word.pos == "VERB"
        is_verb_here |= after.i >= found.end and any(w.lower in ("do", "does", "will") for w in found.words)
        if word.lower in _ENDS and is_verb_here and ends:
            yield change("action", replace(word, _ENDS[word.lower]))
            return
        if word.lower in _ALONE and word.tag == "VB" and after.i >= found.end:
            yield change("action", replace(word, _ALONE[word.lower]))


def _given_up(found: Request) -> Iterator[Change]:
    """ "How do I rotate a key?" -> "How do I avoid rotating a key?"; "pay it off" -> "stop paying it off"."""
    words = found.words
    verb, after = words[0], found.sentence.after(words[0])
    is_act = is_verb(verb) or verb.tag == "VB" or (found.form == ORDER and verb.lower in DEEDS)
    if (
        found.form not in (HOW, ORDER)
        or not is_act
        or verb.lemma in _NOT_GIVEN_UP
        or after.tag == "VB"
        or after.pos == "ADP"
    ):
        return
    if any(word.tag == "CC" for word in words) or not verb.text.isalpha() or not _goes_on(found):
        return
    if not verb.text.isascii() or words[-1].lower == "instead":
        return  # "Use the other key instead."
    opener = "avoid" if found.form == HOW else "stop"
    text = gerund(verb.lower)
    if found.form == ORDER and verb.text[:1].isupper():
        opener = opener.capitalize()
    yield change("action", replace(verb, f"{opener} {text}"))


def _goes_on(found: Request) -> bool:
    """Whether what is to be done is no single act on one thing, of which nobody says "stop jumping to line
    9": it is of all or many things, or of a whole one ("rotate a key").
    """
    words = found.words
    if any(word.tag == "CD" for word in words) or words[0].lower in _ONCE:
        return False
    return found.form == HOW or any(
        word.tag in ("NNS", "NNPS") or word.lower in ("all", "every", "everything", "each") for word in words
    )


def _turned(found: Request) -> Iterator[Change]:
    """ "turn the radio down" -> "turn the radio up"."""
    words = found.words
    last = words[-1]
    if words[0].lower in _TURNED and len(words) > 2 and last.lower in _OPPOSITE_PARTICLES:
        yield change("action", replace(last, _OPPOSITE_PARTICLES[last.lower]))


def _verb(found: Request) -> Sequence[Word] | None:
    """Return the words of the verb of what is to be done, where it is known."""
    words: Sequence[Word] = found.words
    if found.form in CLAUSES or found.form == KNOW:
        start = next(
            (i for i, w in enumerate(words[:9]) if i and (w.lower,) in _ACTS and w.tag in ("VB", "VBP")), None
        )
        if start is None:
            return None
        words = words[start:]
    elif found.form == QUERY:
        at = next((i for i, word in enumerate(words[1:5], 1) if is_verb(word)), 0)  # "kubectl delete pod"
        if not at or at + 1 == len(words):
            return None
        words = words[at:]
    elif words[0].tag == "RB":
        words = words[1:]
    for length in (2, 1):
        if tuple(word.lower for word in words[:length]) in _ACTS and len(words) > length:
            after = words[length]
            if length == 1 and after.lower in (*_PARTICLES, "source", "that", "more"):
                return None  # "turn up", "send back", "open source", "learn more"
            alone = after.pos == "PUNCT" or (after.pos == "ADP" and words[0].lower not in _WITH_PREPOSITION)
            if alone and length == 1 and not any(after.lower in turns for _, turns in _ACTS[words[0].lower,]):
                return None  # "When I leave, ...", "recover from a crash"
            return words[:length]
    return None


def _new(key: tuple[str, ...], option: str) -> str:
    """Return the first word of an alternative that the verb has not: "down" of "round down"."""
    return next((word for word in option.split() if word not in key), option)


def _fits(verb: tuple[str, ...], option: str, rest: Sequence[Word]) -> bool:
    """Whether the alternative goes with the thing that is acted on."""
    if any(word.lower in _NOT_BESIDE.get(option, ()) for word in rest):
        return False  # "stop it from renewing", "replace it with another"
    if option in ("upgrade", "downgrade") and sum(word.tag == "CD" for word in rest) > 1:
        return False  # "downgrade it from 16 to 15"
    if any(word.lower == "or" for word in rest) and any(word.tag == "VB" for word in rest):
        return False  # "insert it, or update it if it is there"
    if rest[0].lower in ("me", "us") and option not in _FOR_ME:
        return False  # "read me my messages"
    if option in ("forbid", "block") and any(word.lower == "only" for word in rest):
        return False  # "allow it only from the server"
    nouns = _ONLY_WITH.get((" ".join(verb), option))
    if nouns is None:
        return True
    if "@disease" in nouns and any(thing_class(word) == "disease" for word in rest):
        return True
    return any(word.lower in nouns or word.lemma in nouns for word in rest)


def _turns(turns: dict[str, str], rest: Sequence[Word]) -> tuple[Replacement, ...] | None:
    """Return what turns the prepositions of the verb; None where one stands twice or its counterpart is there
    as well.
    """
    made = []
    lowers = [word.lower for word in rest]
    for old, new in turns.items():
        if lowers.count(old) > 1 or (old in lowers and new in lowers):
            return None
        made += [replace(word, new) for word in rest if word.lower == old]
    return tuple(made)
