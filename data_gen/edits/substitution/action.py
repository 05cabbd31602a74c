"""Another act on the same thing (near-misses): "enable 2FA" -> "disable 2FA"; "export it to Excel" -> "import
it from Excel".

Rule substitution.action: of what is asked for, the verb that tells what is to be done, found by its place
behind the opener (edits/requests.py). Sentences that state something are antonym.py's.
"""

from collections.abc import Sequence
from itertools import pairwise

from ...english.classes import thing_class
from ...english.kinds import AGENTS, kind
from ...english.lexicon import TIME_NOUNS, WEEKDAYS, rows, word_set
from ...english.verb_forms import gerund
from ...parsing.sentence import Sentence, Word
from ..prelude import NEAR_MISS, Changes, Random, Replacement, change, replace, rule, word_lists
from ..request_lines import DEEDS, is_somebodys, is_verb
from ..requests import ACTIONS, CLAUSES, KNOW, ORDER, QUERY, Asked, Request, is_step

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


_FORMS = ACTIONS | CLAUSES | {KNOW, QUERY}
_ACTS = _acts(_LISTS.table("acts"))
_ONLY_WITH = {
    tuple(key.split(">")): frozenset(words.split()) for key, words in _LISTS.table("only_with").items()
}
_UNWANTED = word_lists(__package__, "verb_frames").set("unwanted")
_PRESUPPOSING = _LISTS.set("presupposing")
_DONE = dict(_LISTS.table("done"))
_ENDS = dict(_LISTS.table("ends"))
_ALONE = dict(_LISTS.table("alone"))
_BE = frozenset(("is", "are", "was", "were", "been", "be", "get", "got"))
_TURNED = frozenset(("turn", "switch", "roll", "put", "move", "let", "take", "scroll", "plug", "hang"))
_OPPOSITE_PARTICLES = {"up": "down", "down": "up", "on": "off", "off": "on", "in": "out", "out": "in"}
_TIMES = TIME_NOUNS | WEEKDAYS | word_set("weekday weekend")
_OTHER_SIDE = word_set("but so or unless except")
_JOINS = frozenset(("and", "or"))
_AIMED = word_set("have need want able allowed going ready")
_NOT_BESIDE = rows(_LISTS.table("not_beside"))
_FOR_ME = word_set("forward lend book send sell")
_WITH_PREPOSITION = word_set("apply register search upgrade downgrade vote pay start stop")
_OPEN_OBJECT = ("DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM", "SYM")
_PARTICLES = frozenset(("on", "off", "up", "out", "in", "back"))


@rule("substitution.action", NEAR_MISS, "enable 2FA -> disable 2FA", each=Asked(_FORMS), most=2)
def actions(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """Yield the request with another act on the same thing."""
    if (
        not is_somebodys(sentence)
        or sentence.words[-1].text == ":"
        or (found.form == ORDER and is_step(sentence))
    ):
        return  # a step of a guide: nobody asks there for another one
    yield from _turned(found)
    yield from _done(found)
    yield from _other_end(found)
    yield from _no_more(found)
    verb = _verb(found)
    if verb is None or _is_one_of_two(found, verb):
        return
    words, rest = verb, sentence.words[verb[-1].i + 1 : found.end]
    key = tuple(word.lower for word in words)
    seen = {word.lower for word in sentence.words if word not in words}
    options = [
        (text, turns)
        for text, turns in _ACTS[key]
        if not any(word.startswith((_new(key, text)[:5], words[0].lower[:5])) for word in seen)
        and (found.form not in CLAUSES or not text.startswith("stop "))
        and _fits(key, text, rest)
        and _turns(turns, rest) is not None
    ]
    for text, turns in rng.sample(options, len(options)):
        made = [Replacement(words[0].start, words[-1].end, text), *(_turns(turns, rest) or ())]
        if text in _PRESUPPOSING and rest[0].lower in ("a", "an"):
            made.append(replace(rest[0], "the"))
        yield change("action", *made)


def _done(found: Request) -> Changes:
    """ "When was it built?" -> "When was it demolished?"."""
    words = found.words
    for place, word in enumerate(words[1:], 1):
        passive = word.tag in ("VBN", "VBD") and any(w.lower in _BE for w in words[max(0, place - 6) : place])
        after = found.sentence.after(word)
        described = word.rel in ("amod", "advcl") or after.tag in ("JJ", "RP") or after.lower == "back"
        listed = not _JOINS.isdisjoint((after.lower, found.sentence.before(word).lower))  # "paid out or lost"
        new = _DONE.get(word.lower, "")
        by_rule = {word.lower, new} == {"allowed", "required"}
        bound = by_rule and (after.lower != "to" or not _is_somebody(word.child("nsubj:pass", "nsubj")))
        power = word.lower == "charged" and not _LISTS.powered.isdisjoint(w.lower for w in words)
        echoed = any(w.lower.startswith(new[:5]) for w in words)  # "Are refunds paid by card?"
        bound |= (words[0].lower, new) in (("where", "deleted"), ("how", "demolished"))
        bound |= after.lower in _NOT_BESIDE.get(new, ())  # "sent to"
        if passive and new and word.tag != "JJ" and not (described or listed or bound or power or echoed):
            yield change("action", replace(word, new))
            return


def _is_somebody(word: Word) -> bool:
    return word.pos == "PRON" or kind(word) in AGENTS


def _other_end(found: Request) -> Changes:
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
        if word.lower in _ENDS and is_verb_here and ends and word.rel != "advcl":
            yield change("action", replace(word, _ENDS[word.lower]))
            return
        if word.lower in _ALONE and word.tag == "VB" and after.i >= found.end:
            yield change("action", replace(word, _ALONE[word.lower]))


def _no_more(found: Request) -> Changes:
    """ "run a backup every night" -> "stop running a backup every night": what is done again and again."""
    words, verb = found.words, found.words[0]
    if found.form != ORDER or not (is_verb(verb) or verb.lower in DEEDS) or verb.lower in ("stop", "skip"):
        return
    each = [word for word in words if word.lower in ("every", "each")]
    if not any(found.sentence.after(word).lower in _TIMES for word in each) or any(
        w.tag == "CC" for w in words
    ):
        return
    if verb.text.isalpha() and found.sentence.after(verb).pos not in ("ADP", "VERB"):
        opener = "Stop" if verb.text[:1].isupper() else "stop"
        yield change("action", replace(verb, f"{opener} {gerund(verb.lower)}"))


def _is_one_of_two(found: Request, verb: Sequence[Word]) -> bool:
    """Whether the act is tied to another one that would then not fit: "delete empty rows but keep empty
    columns", "put it on the list and take it off", "pass the quiz to unlock the module".
    """
    words, before = found.sentence.words, found.sentence.before(verb[0])
    rest = words[verb[-1].i + 1 : found.end]
    if any(word.lower in _OTHER_SIDE for word in rest) or before.lower in _JOINS | {"/"}:
        return True
    if any(w.lower in ("and", ",") and (is_verb(words[w.i + 1]) or words[w.i + 1].tag == "VB") for w in rest):
        return True
    return found.form in CLAUSES and before.lower == "to" and words[before.i - 1].lower not in _AIMED


def _turned(found: Request) -> Changes:
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
        of_tool = words[0].lower in _LISTS.tools and words[1].lower in DEEDS  # "pandas drop rows"
        at = 1 if of_tool else next((i for i, word in enumerate(words[1:5], 1) if is_verb(word)), 0)
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
            alone = after.pos not in _OPEN_OBJECT and words[0].lower not in _WITH_PREPOSITION
            alone |= after.text == "/"  # "pack/ship it"
            if alone and length == 1 and not any(after.lower in turns for _, turns in _ACTS[words[0].lower,]):
                return None  # "When I leave, ...", "recover from a crash"
            return words[:length]
    return None


def _new(key: tuple[str, ...], option: str) -> str:
    """Return the first word of an alternative that the verb has not: "down" of "round down"."""
    return next((word for word in option.split() if word not in key), option)


def _fits(verb: tuple[str, ...], option: str, rest: Sequence[Word]) -> bool:
    """Whether the alternative goes with the thing that is acted on."""
    if verb == ("remove",) and any(word.lemma in _UNWANTED for word in rest[:4]):
        return False  # nobody adds a stain
    if any(word.lower in _NOT_BESIDE.get(option, ()) for word in rest):
        return False  # "stop it from renewing", "replace it with another", "allow it to run"
    if option in ("upgrade", "downgrade") and sum(word.tag == "CD" for word in rest) > 1:
        return False  # "downgrade it from 16 to 15"
    if verb != ("allow",) and any(w.lower == "to" and after.tag == "VB" for w, after in pairwise(rest)):
        return False  # "open an account to get the card": the opposite serves another end
    if any(word.tag in ("WDT", "WP") for word in rest[1:]):
        return False  # "share the notes that can help him"
    if rest[0].lower in ("me", "us") and option not in _FOR_ME:
        return False  # "read me my messages"
    if option in ("forbid", "block") and any(word.lower == "only" for word in rest):
        return False  # "allow it only from the server"
    nouns = _ONLY_WITH.get((" ".join(verb), option))
    if nouns is None or ("@disease" in nouns and any(thing_class(word) == "disease" for word in rest)):
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
