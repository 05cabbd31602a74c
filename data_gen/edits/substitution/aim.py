"""Another aim of a question (near-misses): "How do I cancel it?" -> "When can I cancel it?"; "dose of it" ->
"side effects of it".

Rule substitution.aim: what is asked of a thing (cause, symptom, treatment, cost), or how, who, when, why and
may it be.
"""

import random
from collections.abc import Iterator

from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, Replacement, change, replace
from ..requests import (
    AUXILIARIES,
    FIND,
    HOW,
    KNOW,
    MAY,
    ORDER,
    QUERY,
    THING,
    WH,
    YES_NO,
    Request,
    asks,
    is_step,
    request,
)
from ..rule import NEAR_MISS, rule

_LISTS = word_lists(__package__, "aim")


def _table(name: str) -> dict[tuple[str, ...], list[str]]:
    table = _LISTS.table(name)
    found = {
        tuple(key.replace("can't", "ca n't").split()): [one.strip() for one in text.split("|")]
        for key, text in table.items()
    }
    return dict(sorted(found.items(), key=lambda entry: -len(entry[0])))


_NOUNS = _table("nouns")
_OPENERS = _table("openers")
_ADVERBIAL = {
    "when": ("why", "where"),
    "where": ("when", "why"),
    "why": ("when", "how often"),
    "how": ("when", "why"),
}
_ONCE = frozenset(("inherited", "caused"))
_BEFORE_AUXILIARY = {
    "do": ("why", "when", "how often"),
    "does": ("why", "when", "how often"),
    "did": ("why", "when"),
    "can": ("when", "how", "where"),
    "will": ("when", "why"),
    "should": ("when", "why", "how often"),
}
_SEEKING = _LISTS.set("seeking")
MAX_PLACE = 3  # of the noun that a question asks for: "what 's the fee", "is breakfast included"
_FIRSTS = frozenset(key[0] for key in _NOUNS)


@rule("substitution.aim", NEAR_MISS, "How do I cancel it? -> When can I cancel it?", when=asks, most=3)
def aims(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield the question with another aim: another opener, or another thing asked of what it is about."""
    found = request(sentence)
    if found is None or (found.form in (ORDER, FIND) and is_step(sentence)):
        return  # a step of a guide
    if found.form in (HOW, MAY, WH, YES_NO) and not any(word.lower == "or" for word in found.words):
        yield from _other_opener(found, rng)
    elif found.form == KNOW:
        yield from _other_clause(found, rng)
    if found.form in (THING, QUERY, KNOW, FIND, WH, YES_NO, ORDER):
        yield from _other_noun(found, rng)


def _other_opener(found: Request, rng: random.Random) -> Iterator[Change]:
    words = found.sentence.words
    last = words[found.end - 1]
    if [word.lower for word in words[found.start : found.start + 2]] == [
        "how",
        "long",
    ] and last.lower == "take":
        yield change("aim", replace(words[found.start + 1], "much"), replace(last, "cost"))
        return
    for key, options in _OPENERS.items():
        end = found.start + len(key)
        if key == ("how", "much") and words[found.start + 2].pos == "NOUN":
            continue  # "how much time is left"
        if end < found.end and tuple(word.lower for word in words[found.start : end]) == key:
            if any(word.lower == "take" for word in words[end : found.end]):
                options = [one for one in options if not one.lower().startswith("how often")]
            if not options:
                return
            option = rng.choice(options)
            has_capitals = any(char.isupper() for char in found.sentence.text)
            text = option if has_capitals else option.lower()
            yield change("aim", Replacement(words[found.start].start, words[end - 1].end, text))
            return
    if found.form == HOW and words[found.body - 1].lower == "to" and words[found.body - 2].lower == "how":
        yield change("aim", replace(words[found.body - 2], rng.choice(("when", "where"))))
        return
    first, after = words[found.start], words[found.start + 1]
    if (
        found.form == WH
        and first.lower in _ADVERBIAL
        and after.lower in AUXILIARIES
        and after.lower not in ("has", "have")
    ):
        done = first.lower == "how" and (
            last.tag == "VBN" or last.lower.endswith("ed")
        )  # "How is it diagnosed?": nobody asks why
        is_place = first.lower == "where" and any(w.lower in ("be", "'s") for w in words[: found.end])
        if not (done and last.lower in _ONCE) and not is_place:
            options = ["when"] if done else list(_ADVERBIAL[first.lower])
            yield change("aim", replace(first, rng.choice(options)))
    elif found.form in (YES_NO, MAY) and first.lower in AUXILIARIES and after.lower not in ("n't", "not"):
        if (first.lower, after.lower) == ("have", "you"):
            return  # "Have you tried it?" asks for no reason
        if words[0].lower in ("if", "unless", "when") or any(
            word.lower in ("yet", "still", "already") or word.tag in ("WRB", "WP")
            for word in words[found.start : found.end]
        ):
            return  # "Unless I cancel, will it renew?"; "Is it supported yet?"; "Is it clear why it is?"
        if any(w.rel == "root" and w.pos in ("NOUN", "PROPN") for w in words[found.start : found.end]):
            return  # "Are you a nurse?"
        openers = _BEFORE_AUXILIARY.get(first.lower, ("why",))
        text = f"{rng.choice(openers)} {first.lower} {after.text}"  # both: no other edit moves one of them
        yield change("aim", Replacement(first.start, after.end, text))


def _other_clause(found: Request, rng: random.Random) -> Iterator[Change]:
    """ "tell me when it opens" -> "tell me why it opens"; "how far it is" -> "how expensive it is"."""
    first, after, last = found.words[0], found.words[1], found.words[-1]
    options = _OPENERS.get((first.lower, after.lower), ())
    if options and after.lower not in AUXILIARIES:
        yield change("aim", Replacement(first.start, after.end, rng.choice(options)))
    elif any(word.lemma == "compare" for word in found.words):
        return  # "how it compares"
    elif first.lower in _ADVERBIAL and after.pos in ("PRON", "DET", "PROPN", "NOUN") and last.pos != "AUX":
        yield change("aim", replace(first, rng.choice(_ADVERBIAL[first.lower])))


def _other_noun(found: Request, rng: random.Random) -> Iterator[Change]:
    """Yield the request with the head of what is asked for replaced, and the verb of "what is the ..."
    agreeing.
    """
    words = found.words
    for place, word in enumerate(words):
        if word.lower not in _FIRSTS or (word.pos == "PROPN" and place and words[place - 1].text.istitle()):
            continue  # "the Impact Review"
        for key, options in _NOUNS.items():
            end = place + len(key)
            if tuple(w.lower for w in words[place:end]) != key or _is_modifier(words, end, found):
                continue
            beside = {words[place - 1].lower if place else "", words[end].lower if end < len(words) else ""}
            if beside & {"and", "or", ","}:
                return
            follows = words[end].tag if end < len(words) else ""
            is_verb = words[end - 1].pos == "VERB" or follows in ("DT", "PRP$", "JJ", "NNP")
            if found.form != QUERY and (
                is_verb or (place and words[place - 1].lower in ("your", "to", "'", "’"))
            ):
                return  # "what causes it", "forking your code"
            if place and words[place - 1].tag == "CD":
                return
            if found.form in (WH, YES_NO) and (
                place > MAX_PLACE or words[place - 1].lower in ("any", "which")
            ):
                return  # "Why does Excel turn my numbers into dates?" asks for no date
            if found.form != QUERY and (
                words[end - 1].pos == "VERB" or (found.form == ORDER and not _is_sought(found))
            ):
                return  # "does it cost extra"; "use points for the upgrade"
            if end < len(words) and any(char.isdigit() for char in words[end].text):
                return  # "error 404"
            if end < len(words) and words[end].lower in ("is", "are", "was", "were", "has", "does"):
                options = [one for one in options if one.endswith("s") == words[end - 1].lower.endswith("s")]
            if not options:
                return
            option = rng.choice(options)
            repair = _agreeing(found, option) if found.form == THING and place < 3 else ()
            if repair is not None and option.split()[-1] not in {w.lower for w in words}:
                yield change("aim", Replacement(word.start, words[end - 1].end, option), *repair)
            return


def _is_sought(found: Request) -> bool:
    """Whether an order is to find or tell something, and nothing is done to it."""
    return found.words[0].lower in _SEEKING


def _is_modifier(words: list[Word], end: int, found: Request) -> bool:
    """Whether the noun stands before another one that it describes: "the price list"."""
    return (
        found.form != QUERY
        and end < len(words)
        and words[end].pos in ("NOUN", "PROPN")
        and words[end - 1].pos == "NOUN"
    )


def _agreeing(found: Request, option: str) -> tuple[Replacement, ...] | None:
    """Return what makes "is" or "are" before the thing agree with another noun; None where it stands as
    "'s".
    """
    verb = found.sentence.words[found.body - 1]
    if option in ("cheapest", "worst", "fastest", "most expensive", "minimum", "maximum", "new", "expensive"):
        return ()
    wanted = "are" if option.endswith("s") else "is"
    if verb.lower == wanted or (verb.lower in ("'s", "’s") and wanted == "is"):
        return ()
    return (replace(verb, wanted),) if verb.lower in ("is", "are") else None
