"""Another aim of a question (near-misses): "How do I cancel it?" -> "When can I cancel it?"; "dose of it" ->
"side effects of it".

Rule substitution.aim: what is asked of a thing (cause, symptom, treatment, cost), or how, who, when, why and
may it be. What an order or a question for its subject is turned into: asked.py.
"""

from collections.abc import Mapping
from itertools import pairwise

from ...english.classes import thing_class
from ...english.lexicon import MEASURE_NOUNS, TIME_NOUNS
from ...parsing.sentence import NOTHING, Sentence, Words
from ..prelude import NEAR_MISS, Changes, Random, Replacement, change, replace, rule, word_lists
from ..requests import AUXILIARIES, HOW, KNOW, MAY, NAMING, ORDER, QUERY, THING, WH, YES_NO, Asked, Request

_LISTS = word_lists(__package__, "aim")

Nouns = dict[tuple[str, ...], list[str]]


def alternatives(table: Mapping[str, str]) -> Nouns:
    """Return {words: what may stand for them} of a table, the longest first."""
    found = {
        tuple(key.replace("can't", "ca n't").split()): [one.strip() for one in text.split("|")]
        for key, text in table.items()
    }
    return dict(sorted(found.items(), key=lambda entry: -len(entry[0])))


_NOUNS = alternatives(_LISTS.table("nouns"))
_OPENERS = alternatives(_LISTS.table("openers"))
_ADVERBIAL = {
    "when": ("why", "where"),
    "where": ("when", "why"),
    "why": ("when",),
    "how": ("when", "why"),
}
_INNER = {"what": "what not to", "how": "when to", "when": "how to"}  # "sourdough starter how to feed"
_BEFORE_AUXILIARY = {
    **dict.fromkeys(("is", "are", "do", "does", "must"), ("why",)),
    **dict.fromkeys(("can", "could", "may", "will"), ("when",)),
    **dict.fromkeys(("did", "should"), ("when", "why")),
}
_PLACED, _TIMED, _LASTING = _LISTS.set("placed"), _LISTS.set("timed"), _LISTS.set("lasting")
_SEEKING = _LISTS.set("seeking")
_MEETINGS = _LISTS.set("meetings")
_ATTRIBUTES = _LISTS.set("attributes")
_DO, _FORMS = frozenset(("do", "does", "did")), frozenset(("VB", "VBP", "VBN", "VBD"))
_ENDS, _ONCE = frozenset(("starts", "ends", "opens", "closes")), frozenset(("did", "was", "were", "will"))
_BY_NATURE = frozenset(("inherited", "genetic", "hereditary"))
_PEOPLE = frozenset(("i", "you", "he", "she", "we", "they"))
MAX_PLACE = 3  # of the noun that a question asks for: "what 's the fee", "is breakfast included"


@rule("substitution.aim", NEAR_MISS, each=Asked(steps=False), most=3)
def aims(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """How do I cancel it? -> When can I cancel it?

    Yield the question with another aim: another opener, or another thing asked of what it is about.
    """
    if found.form in (HOW, MAY, WH, YES_NO) and not any(word.lower == "or" for word in found.words):
        yield from _other_opener(found, rng)
    elif found.form == KNOW:
        yield from _other_clause(found, rng)
    for word, after in pairwise(found.words[1:] if found.form == QUERY else ()):
        if word.lower in _INNER and after.lower == "to":
            yield change("aim", Replacement(word.start, after.end, _INNER[word.lower]))
    if found.form in NAMING:
        yield from other_noun(found, "aim", _NOUNS, rng)


def _other_opener(found: Request, rng: Random) -> Changes:
    words = found.sentence.words
    last = words[found.end - 1]
    opens = [word.lower for word in words[found.start : found.start + 2]]
    if opens == ["how", "long"] and last.lower == "take":
        yield change("aim", replace(words[found.start + 1], "much"), replace(last, "cost"))
        return
    for key, options in _OPENERS.items():
        end = found.start + len(key)
        if end < found.end and tuple(word.lower for word in words[found.start : end]) == key:
            options = [one for one in options if _may_open(found, key, one.lower())]
            if not options:
                return
            option = rng.choice(options)
            has_capitals = any(char.isupper() for char in found.sentence.text)
            text = option if has_capitals else option.lower()
            yield change("aim", Replacement(found.first.start, words[end - 1].end, _cased(found, text)))
            return
    signalled = not _LISTS.signals.isdisjoint(w.lower for w in words[found.start : last.i])
    if signalled and last.lower == "mean" and words[found.start + 1].lower in ("does", "do"):
        verb = "causes" if words[found.start + 1].lower == "does" else "cause"  # "what does error 404 mean"
        gone = Replacement(words[last.i - 1].end, last.end, "")
        yield change("aim", replace(words[found.start + 1], verb), gone)
        return
    if found.form == HOW and [w.lower for w in words[found.body - 2 : found.body]] == ["how", "to"]:
        yield change("aim", replace(words[found.body - 2], "when"))
        return
    first, after = found.first, words[found.start + 1]
    if (
        found.form == WH
        and first.lower in _ADVERBIAL
        and after.lower in AUXILIARIES
        and after.lower not in ("has", "have")
    ):
        if after.lower in _DO and not any(w.tag in _FORMS for w in found.words[2:]):
            return  # "Where does the bus"
        done = first.lower == "how" and after.lower not in ("can", "could", "might", "would")
        done &= last.tag == "VBN" or last.lower.endswith("ed")  # "How is it made?"
        at_no_time = after.lower not in _ONCE and words[after.i + 1].lower not in _PEOPLE
        if not (done or _is_act(found)) if first.lower == "how" else first.lower == "why" and at_no_time:
            return  # "How is it going?"; "Why do some trust it more?"
        is_place = first.lower == "where" and any(w.lower in ("be", "'s") for w in words[: found.end])
        is_state = first.lower in ("why", "where") and after.lower in ("is", "are") and last.tag != "VBG"
        if not (done and last.lower in ("inherited", "caused")) and not (is_place or is_state):
            options = ["when"] if done else list(_ADVERBIAL[first.lower])
            yield change("aim", replace(first, rng.choice(options)))
    elif found.form in (YES_NO, MAY) and first.lower in _BEFORE_AUXILIARY:
        of_you = after.lower in ("you", "u") and first.lower in ("do", "did", "are")
        of_you |= found.sentence.before(first).lower == "but"  # "It is new, but is it safe?"
        asked = any(w.tag in ("WRB", "WP") or w.lower == "if" for w in words[: found.end])
        if of_you or asked or after.lower in ("n't", "not", "there"):
            return  # "Do you ship to Norway?" and "Is there a lift?" ask for no reason
        if words[0].lower in ("if", "unless", "when") or any(
            word.lower in _LISTS.now | {","}
            or word.lower.startswith(("any", "and"))
            or (first.lower in ("can", "will") and word.lemma in TIME_NOUNS)
            for word in words[found.start : found.end]
        ):
            return  # "Unless I cancel, will it renew?"; "Is it supported yet?"; "Is it so, and is it free?"
        said = [w for w in words[found.start : found.end] if w.rel == "root" and w.pos in ("NOUN", "PROPN")]
        if (said and last.tag != "JJ") or last.lower in _BY_NATURE:
            return  # "Are you a nurse?"
        opener = rng.choice(_BEFORE_AUXILIARY[first.lower])
        text = _cased(found, f"{opener} {first.lower} {after.text}")  # both: no other edit moves one of them
        yield change("aim", Replacement(first.start, after.end, text))


def _cased(found: Request, text: str) -> str:
    """Return a new opener with the old one's capital, which it has behind "Q:", too."""
    return text[:1].upper() + text[1:] if found.first.text[:1].isupper() else text


def _may_open(found: Request, key: tuple[str, ...], option: str) -> bool:
    """Whether what follows an opener goes with another one: nobody asks where he can stop a nosebleed, how
    often a battery lasts, or which times he can renew a book.
    """
    rest = found.sentence.words[found.start + len(key) : found.end]
    lowers = {word.lower for word in rest}
    if key[0] == "how" and rest[0].lower in ("know", "tell"):
        return False  # "how do I know if it is locked"
    if key[:2] == ("how", "do") and key[-1] in ("you", "u"):
        return not _LISTS.asker.isdisjoint(lowers)  # "how do you store my data"; but "how do you boil an egg"
    if key[0] not in _ADVERBIAL and not _LISTS.now.isdisjoint(lowers):
        return False  # "if I have it already, can I still use it"
    if key == ("how", "many"):
        counted = rest[0].lemma not in TIME_NOUNS | MEASURE_NOUNS and rest[0].lower not in _LISTS.uncounted
        return counted and len(rest) > 2 and (rest[1].lower in AUXILIARIES or rest[1].tag in ("VBD", "VBP"))
    if key[:2] == ("is", "there") and (rest[0].tag == "JJ" or any(word.startswith("any") for word in lowers)):
        return False  # "why is there anything left"; nobody asks why there is no long queue
    if key == ("how", "long", "is"):
        return rest[-1].tag == "JJ"  # "How long is a cold contagious?"
    if key[:3] == ("what", "happens", "if"):
        return not _LISTS.mishaps.isdisjoint(lowers)
    if key == ("what", "causes"):
        return any(thing_class(w) == "disease" or w.lower.endswith(("itis", "osis", "pathy")) for w in rest)
    if option.startswith("when") and any(w.tag == "CD" and len(w.text) == 4 for w in rest):
        return False  # "in 1941"
    if option.startswith("how often"):
        return lowers.isdisjoint(_LASTING)
    if option.startswith(("where can", "where to")):
        return rest[0].lower in _PLACED
    if option.startswith("when can") and key[:1] + key[2:] == ("how", "i"):
        return rest[0].lower in (_TIMED | _PLACED) - {"find"}
    if key[0] in ("when", "where") and key[-1] in ("is", "was"):
        is_done = any(word.tag in ("VBN", "VBD", "JJ", "VBG") and word.rel != "amod" for word in rest[1:])
        is_meeting = rest[0].tag in ("DT", "PRP$") and rest[-1].lower in _MEETINGS
        return (is_done and key != ("where", "is")) or (option.startswith("where") and is_meeting)
    return not (key[-1] == "do" and rest[0].lower == "you")  # "when do you open"


def _is_act(found: Request) -> bool:
    """Whether people do it, at a time and with a reason: "How do we share it?", not "How do they feel?"."""
    opens = [word.lower for word in found.words[1:3]]
    verb = next((w for w in found.words[3:] if w.pos == "VERB"), NOTHING)
    done = opens[0] in ("do", "does", "did", "should") and opens[1] in _PEOPLE
    return done and bool(verb) and verb.lemma not in _LISTS.states


def _other_clause(found: Request, rng: Random) -> Changes:
    """ "tell me when it opens" -> "tell me why it opens"; "how far it is" -> "how expensive it is"."""
    first, after, last = found.words[0], found.words[1], found.words[-1]
    lowers = tuple(word.lower for word in found.words[:4])
    key = next((lowers[:n] for n in (4, 3, 2) if lowers[:n] in _OPENERS), ())
    if key and after.lower not in AUXILIARIES:
        end = found.words[len(key) - 1].end
        yield change("aim", Replacement(first.start, end, rng.choice(_OPENERS[key])))
    elif any(word.lemma == "compare" for word in found.words) or last.lower in _ENDS:
        return  # "how it compares"
    elif first.lower in _ADVERBIAL and after.pos in ("PRON", "DET", "PROPN", "NOUN") and last.pos != "AUX":
        others = ("whether",) if first.lower == "when" else _ADVERBIAL[first.lower]
        yield change("aim", replace(first, rng.choice(others)))


def other_noun(found: Request, short: str, nouns: Nouns, rng: Random) -> Changes:
    """Yield the request with the head of what is asked for replaced, and "what is the ..." agreeing."""
    words = found.words
    for place, word in enumerate(words):
        if word.pos == "PROPN" and place and words[place - 1].text.istitle():
            continue  # "the Impact Review"
        for key, options in nouns.items():
            end = place + len(key)
            if tuple(w.lower for w in words[place:end]) != key or _is_modifier(words, place, end, found):
                continue
            skipped = [w.lower for w in words[max(0, place - 2) : place]] == ["how", "many"]
            if found.form != QUERY and word.lower in _LISTS.of_things and end < len(words):
                skipped |= words[end].lower not in ("of", "?")
            if skipped or any(w.lower == "associated" for w in words[end : end + 2]):
                break  # "Which symptoms are associated with it?"
            is_best = word.lower.endswith("est") and words[0].lower != "why"
            if (words[0].lower in ("when", "why") and not is_best) or words[end].lemma in _LISTS.unpriced:
                break  # "When is the deadline?"; "the best friend"
            if found.form in (WH, YES_NO) and place and words[place - 1].pos == "NOUN":
                break  # "What boilerplate code is there?"
            told = end < len(words) and words[end].tag == "VBN" and words[end].rel == "acl"
            if told or (found.form == QUERY and place and words[place - 1].lower in ("a", "an")):
                break  # "Are the rules set by the council met?"; "require a review before merging"
            beside = {words[place - 1].lower if place else "", words[end].lower if end < len(words) else ""}
            if beside & {"and", "or", ","} and "first" not in beside:
                break
            follows = words[end].tag if end < len(words) else ""
            is_verb = words[end - 1].pos == "VERB" or follows in ("DT", "PRP$", "JJ", "NNP")
            is_verb &= not word.lower.endswith("est")
            if found.form != QUERY and (
                is_verb or (place and words[place - 1].lower in ("your", "to", "'", "’"))
            ):
                break  # "what causes it", "forking your code"
            counted = place > 0 and words[place - 1].tag == "CD"
            counted &= place < 2 or words[place - 2].pos != "NOUN"  # but "bus 17 timetable"
            if counted or (place and words[place - 1].lower in ("that", "which", "who", "of")):
                break  # "things that cause rust", "the aim of treatment"
            counts = follows == "NNS" or (
                follows[:2] == "NN" and place > 0 and words[place - 1].lower != "the"
            )
            is_most = word.lower.endswith("est") or (word.lower == "most" and counts)
            if (word.lower == "most" and not is_most) or (
                follows == "VB" and (is_most or found.form == YES_NO)
            ):
                break  # "the most important rule"; "How can I best help?"; "Does insurance pay for it?"
            if found.form in (WH, YES_NO) and (
                (place > MAX_PLACE and not is_most) or words[place - 1].lower in ("any", "which")
            ):
                break  # "Why does Excel turn my numbers into dates?" asks for no date
            if found.form != QUERY and (
                words[end - 1].pos == "VERB" or (found.form == ORDER and not _is_sought(found))
            ):
                break  # "does it cost extra"; "use points for the upgrade"
            if any(char.isdigit() for one in words[end : end + 1] for char in one.text):
                break  # "error 404"
            if found.form in (WH, YES_NO) or (
                end < len(words) and words[end].lower in ("is", "are", "was", "were", "has", "does")
            ):
                options = [one for one in options if one.endswith("s") == words[end - 1].lower.endswith("s")]
            if not (option := rng.choice(options) if options else ""):
                break
            repair = _agreeing(found, option) if found.form == THING and place < 3 else ()
            if repair is not None and option.split()[-1] not in {w.lower for w in words}:
                yield change(short, Replacement(word.start, words[end - 1].end, option), *repair)
            return


def _is_sought(found: Request) -> bool:
    """Whether an order is to find or tell something, or to sort it, and nothing is done to it."""
    first, last = found.words[0].lower, found.words[-1].lower
    if first in ("sort", "order", "list", "rank") and last == "first":
        return True  # "sort them by price, highest first"
    return first in _SEEKING and not (first in ("give", "send") and any(w.lower == "to" for w in found.words))


def _is_modifier(words: Words, place: int, end: int, found: Request) -> bool:
    """Whether the noun stands before another one that it describes, or behind one that tells which it is:
    "the price list", "interest rate savings", "my IP address".
    """
    last, before = words[end - 1], words[place - 1] if place else NOTHING
    is_told = words[end].lower in _ATTRIBUTES or (before.text.isupper() and len(before.text) < 4)
    if is_told and last.tag[:2] == "NN" and not last.lower.endswith("est"):
        return True
    return found.form != QUERY and words[end].pos in ("NOUN", "PROPN") and words[end - 1].pos == "NOUN"


def _agreeing(found: Request, option: str) -> tuple[Replacement, ...] | None:
    """Return what makes "is" before the thing agree with another noun; None where it stands as "'s"."""
    verb = found.sentence.words[found.body - 1]
    if option.endswith("est") or option.split()[-1] in ("worst", "expensive", "minimum", "maximum", "new"):
        return ()
    wanted = "are" if option.endswith("s") else "is"
    if verb.lower == wanted or (verb.lower in ("'s", "’s") and wanted == "is"):
        return ()
    return (replace(verb, wanted),) if verb.lower in ("is", "are") else None
