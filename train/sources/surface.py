"""Surface noise: what people type without meaning anything by it.

Lower case, no full stop, a greeting or thanks around the text, "please", a contraction or its full form, a
common short form, a slip of one letter in a longer word, an emoji, markup. Put on texts of both labels alike,
it teaches that none of it counts; a text and its noisy self are a positive. What a word might depend on (a
name, a number, an amount) is never touched. The words stand in surface.json.
"""

import json
import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ...data_gen.hashing import stable_hash

WORDS = Path(__file__).with_name("surface.json")
LONG = 6
"""Letters from which a word may have a slip."""
NATURAL_LENGTH = 30
"""Words of a text up to which people greet before it."""
_WORD = re.compile(r"[A-Za-z]+")


def noisy(text: str, seed: str, count: int = 0) -> str:
    """Return the text with `count` kinds of noise, 1 to 3 of them where `count` is 0; itself where none fits.

    seed: what else the draw depends on beside the text, so that one text may come in several forms.
    """
    rng = random.Random(stable_hash(f"{seed}\0{text}"))
    wanted = count or rng.choice((1, 1, 2, 3))
    done, case = text, None
    for change in rng.sample(_CHANGES, len(_CHANGES)):
        if wanted == 0:
            break
        changed = change(done, rng)
        if changed != done and change in (_lower, _upper):
            case, wanted = case or change, wanted - 1  # comes last: a name is told by its capital
        elif changed != done:
            done, wanted = changed, wanted - 1
    return done if case is None else case(done, rng)


def _lower(text: str, rng: random.Random) -> str:
    return text.lower()


def _no_full_stop(text: str, rng: random.Random) -> str:
    return text.rstrip(".?!") if len(text) > 1 and text[-1] in ".?!" and text[-2] not in ".?!" else text


def _upper(text: str, rng: random.Random) -> str:
    return text.upper() if len(text) < 60 else text


def _opening(text: str, rng: random.Random) -> str:
    if len(text.split()) > NATURAL_LENGTH:
        return text
    is_question = _is_question(text)
    kinds = ["openings"]
    if is_question:
        kinds.append("before_questions")
    elif _is_command(text):
        kinds.append("before_commands")
    return str(rng.choice(_words()[rng.choice(kinds)])) + _uncapitalised(text)


def _closing(text: str, rng: random.Random) -> str:
    if len(text.split()) > NATURAL_LENGTH or not (_is_question(text) or _is_command(text)):
        return text
    return (
        text + ("," if text[-1].isalnum() and rng.random() < 0.5 else "") + rng.choice(_words()["closings"])
    )


def _emoji(text: str, rng: random.Random) -> str:
    sign: str = rng.choice(_words()["emoji"])
    return (
        text.rstrip(".") + sign if not text.endswith(("?", "!")) or sign.startswith(" ") else text + sign[:1]
    )


def _markup(text: str, rng: random.Random) -> str:
    mark = rng.choice(("**", "_", "`", '"'))
    return f"{mark}{text}{mark}" if "\n" not in text else text


def _contraction(text: str, rng: random.Random) -> str:
    pairs = list(_words()["contractions"].items())
    rng.shuffle(pairs)
    for full, short in pairs:
        for old, new in ((full, short), (short, full)):
            found = re.search(rf"\b{re.escape(old)}(?![\w'])", text, re.IGNORECASE)
            if found and (old != "it's" and old != "there's" and old != "what's"):
                return text[: found.start()] + _cased_as(found[0], new) + text[found.end() :]
    return text


def _short_form(text: str, rng: random.Random) -> str:
    places = [found for found in _WORD.finditer(text) if found[0] in _words()["short"]]
    if not places:
        return text
    found = rng.choice(places)
    return text[: found.start()] + str(_words()["short"][found[0]]) + text[found.end() :]


def _slip(text: str, rng: random.Random) -> str:
    """Exchange, drop or double a letter inside a long lower-case word, and no more than that."""
    places = [
        found
        for found in _WORD.finditer(text)
        if len(found[0]) >= LONG and found[0].islower() and not _is_joined(text, found)
    ]
    if not places:
        return text
    found = rng.choice(places)
    word, at = found[0], rng.randrange(1, len(found[0]) - 2)
    kinds = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[: at + 1] + word[at:],
    )
    return text[: found.start()] + rng.choice(kinds) + text[found.end() :]


def _spaces(text: str, rng: random.Random) -> str:
    return (
        re.sub(r"([,;:]) ", r"\1", text, count=1) if rng.random() < 0.5 else re.sub(r" ", "  ", text, count=1)
    )


_CHANGES: Sequence[Callable[[str, random.Random], str]] = (
    _lower, _no_full_stop, _upper, _opening, _opening, _closing, _emoji, _markup, _contraction, _short_form,
    _slip, _slip, _spaces,
)  # fmt: skip


def _is_joined(text: str, found: re.Match[str]) -> bool:
    """Whether the word is part of something longer: an address, a path, a name of a variable."""
    around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
    return any(sign in "@_/\\-.=0123456789#" for sign in around.rstrip(".")) or "'" in around


def _first_word(text: str) -> str:
    return text.split()[0].lower().strip(".,!?\"'") if text.split() else ""


def _is_question(text: str) -> bool:
    return text.rstrip().endswith("?") or _first_word(text) in _words()["question_words"]


def _is_command(text: str) -> bool:
    """Whether the text may be a command: it begins with a word that opens neither question nor statement."""
    first = _first_word(text)
    return bool(
        first.isalpha()
        and not _is_question(text)
        and first not in _words()["statement_words"]
        and text[:1].isalpha()
        and not text.rstrip().endswith(".")
        and len(text.split()) <= 15
    )


def _uncapitalised(text: str) -> str:
    """Return the text with a small first letter where its first word is a usual opening of a sentence."""
    return text[:1].lower() + text[1:] if _first_word(text) in _words()["question_words"] else text


def _cased_as(old: str, new: str) -> str:
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


@cache
def _words() -> dict[str, Any]:
    """Return the words of surface.json by their use."""
    words: dict[str, Any] = json.loads(WORDS.read_text(encoding="utf-8"))
    return words
