"""Random bytes, texts, values, and damage to content that was whole."""

import json
import string
from collections.abc import Callable
from random import Random
from typing import Any

PLANES = 17
WORDS = (
    *(
        "the",
        "a",
        "tenant",
        "landlord",
        "nurse",
        "patient",
        "pays",
        "called",
        "never",
        "before",
        "after",
        "3",
    ),
    *("9:00", "am", "km", "London", "not", "only", "increase", "decrease", "buy", "sell", "July", "every"),
    *("must", "may", "and", "or", "if", "because", "more", "than"),
)
ODD = [
    "",
    " ",
    "\n",
    "\0",
    "\ufeff",
    "\u200b",
    "e\u0301",
    "🙏🏽",
    "\U000e0041",
    "\ud800",
    "A" * 3000,
    "nan",
    "-1",
    "{}",
]


def raw(rng: Random, most: int = 400) -> bytes:
    """Return random bytes."""
    return rng.randbytes(rng.randrange(most))


def character(rng: Random) -> str:
    """Return a character of any plane that UTF-8 can hold."""
    while True:
        code = rng.randrange(PLANES) << 16 | rng.randrange(1 << 16)
        if not 0xD800 <= code < 0xE000:
            return chr(code)


def text(rng: Random, surrogates: bool = False) -> str:
    """Return a sentence, a text of any characters, both mixed, or an odd one."""
    kind = rng.randrange(5)
    if kind == 0:
        return "".join(character(rng) for _ in range(rng.randrange(60)))
    if kind == 1:
        odd = rng.choice(ODD)
        return odd if surrogates else odd.replace("\ud800", "")
    words = rng.choices(WORDS, k=rng.randrange(1, 14))
    if kind == 2:
        words.insert(rng.randrange(len(words)), "".join(character(rng) for _ in range(rng.randrange(1, 6))))
    sentence = " ".join(words)
    return sentence[:1].upper() + sentence[1:] + rng.choice([".", "?", "", "!", "…"])


def number(rng: Random) -> Any:
    """Return a number, most often one that few expect."""
    return rng.choice(
        [0, 1, -1, 2, 10**30, -(10**30), 0.5, -0.5, 1e308, float("nan"), float("inf"), 2**31, 2**63, 0.1]
    )


def value(rng: Random, depth: int = 2) -> Any:
    """Return a value that JSON can hold."""
    kind = rng.randrange(8 if depth else 5)
    if kind == 5:
        return [value(rng, depth - 1) for _ in range(rng.randrange(4))]
    if kind >= 6:
        return {text(rng, True)[:20]: value(rng, depth - 1) for _ in range(rng.randrange(4))}
    made: list[Callable[[], Any]] = [
        lambda: None,
        lambda: rng.random() < 0.5,
        lambda: number(rng),
        lambda: text(rng, True),
        lambda: rng.choice(string.ascii_letters),
    ]
    return made[kind]()


def altered(rng: Random, found: Any) -> Any:
    """Return a JSON value with one part of it replaced, removed or added."""
    if isinstance(found, dict) and found and rng.random() < 0.9:
        key = rng.choice(sorted(found))
        kept = {name: item for name, item in found.items() if name != key or rng.random() > 0.15}
        return {**kept, key: altered(rng, found[key])} if key in kept else kept
    if isinstance(found, list) and found and rng.random() < 0.8:
        place = rng.randrange(len(found))
        return [*found[:place], altered(rng, found[place]), *found[place + rng.randrange(1, 3) :]]
    return value(rng)


def damaged(rng: Random, content: bytes) -> bytes:
    """Return content that is cut short, changed in places, doubled, or of another kind altogether."""
    if not content:
        return raw(rng)
    start = rng.randrange(len(content))
    end = min(len(content), start + rng.randrange(1, 60))
    kind = rng.randrange(8)
    if kind == 0:
        return content[:start]
    if kind == 1:
        return content[:start] + raw(rng, 40) + content[end:]
    if kind == 2:
        return content[:start] + content[end:]
    if kind == 3:
        return content[:end] + content[start:]
    if kind == 4:
        return content[:start] + bytes(end - start) + content[end:]
    if kind == 5:
        return raw(rng)
    if kind == 6:
        flipped = bytearray(content)
        for _ in range(rng.randrange(1, 6)):
            flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
        return bytes(flipped)
    try:
        whole = json.loads(content)
    except ValueError:
        return content[start:]
    return json.dumps(altered(rng, whole)).encode()
