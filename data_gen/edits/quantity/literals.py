"""Numbers that name, and other literals of manuals and medicine, each become a near but distinct one
(near-misses): "type 2 diabetes" -> "type 1 diabetes", "port 443" -> "port 8443", "10ms" -> "10s".

Rules quantity.label (a number or letter behind the word that it belongs to) and quantity.literal (attached
units, defaults, flags, paths, formats, protocols). They are found in the text, not in the parse, so that
questions, commands and keyword queries have them too.
"""

import re

from ...english.number_words import is_year, nearby
from ..prelude import NEAR_MISS, Changes, Random, Replacement, Sentence, change, lowers, rule, word_lists
from ..requests import asks

_LISTS = word_lists(__package__, "literals")


def _siblings(name: str) -> dict[str, tuple[str, ...]]:
    """{each word of a row: the row's others}; a row is a text of words."""
    rows = [row.split() for row in _LISTS.phrases(name)]
    return {word: tuple(other for other in row if other != word) for row in rows for word in row}


# --- type 2, section 4.1, hepatitis B, port 443 -----------------------------------------------------

_KNOWN = _siblings("known")
_CLASSES = "|".join(sorted(_LISTS.set("classes")))
_PRODUCTS = "|".join(sorted(_LISTS.set("products")))
ROMAN = ("I", "II", "III", "IV", "V", "VI")
_LETTERS = "ABCDE"
_END = r"(?![\w%°$]|[.,:/-]\d)"
_LABELS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (
            rf"\b(?P<class>{_CLASSES}) (?P<value>\d{{1,5}}(?:\.\d+){{0,2}}){_END}(?-i:(?! [A-Z]))",
            re.IGNORECASE,
        ),
        (rf"\b(?P<class>{_PRODUCTS})[ /]v?(?P<value>\d{{1,2}}(?:\.\d+){{0,2}}){_END}", re.IGNORECASE),
        (rf"\b(?P<class>(?i:{_CLASSES})) (?P<value>I{{1,3}}|IV|VI?){_END}", 0),
        (rf"\b(?P<class>(?i:{'|'.join(sorted(_LISTS.lettered))})) (?P<value>[A-E]){_END}", 0),
    )
)
_LISTED = re.compile(r"\s*(?:,|-|–|and|or|to|through|\(|&)\s*(?:\w+ )?(?:\d|[IVX]+\b|[A-E]\b)")
_TOLD_AGAIN = 30  # characters within which a bracket says the label again: "type 2 diabetes (T2D)"


@rule(
    "quantity.label",
    NEAR_MISS,
    most=2,
    triggers=_LISTS.set("classes") | _LISTS.set("products") | _LISTS.lettered,
)
def labels(sentence: Sentence, rng: Random) -> Changes:
    """It opens port 443. -> It opens port 8443.; type 2 diabetes -> type 1 diabetes; section 4.1 -> section
    4.2; hepatitis B -> hepatitis C"""
    text = sentence.text
    for pattern in _LABELS:
        for match in pattern.finditer(text):
            kind, old = match["class"].lower(), match["value"]
            after = text[match.end() : match.end() + _TOLD_AGAIN]
            again = len(re.findall(rf"\b{re.escape(kind)}s? [\dIVXA-E]", text, re.IGNORECASE)) > 1
            before = text[match.start() - 1 : match.start()]
            named = re.search(rf"[A-Za-z]{re.escape(old)}\b", text)  # "PCT1, porphyria type 1"
            numbered = match.start() == 0 and after.lstrip()[:1] in ("-", "–", ":", ".")  # "Step 2 - Log in."
            if (
                (is_year(old) and kind != "port")
                or again
                or named
                or numbered
                or "(" in before + after
                or _LISTED.match(after)
            ):
                continue
            new = _other_label(kind, old, rng)
            if new is not None and not text.startswith(f"{new} "):  # a clause does not refer to itself
                yield change("label", Replacement(match.start("value"), match.end("value"), new))


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "last")
_NTH = re.compile(
    rf"\b(?P<det>the|my|our|every|a) (?P<nth>{'|'.join(_ORDINALS)}) "
    rf"(?P<noun>{'|'.join(sorted(_LISTS.numbered))})\b",
    re.IGNORECASE,
)


@rule("quantity.label", triggers=_ORDINALS, when=asks)
def ordinals(sentence: Sentence, rng: Random) -> Changes:
    """ "print the second column" -> "print the third column"; "delete the last line" -> "delete the first
    line"."""
    found = list(_NTH.finditer(sentence.text))
    if len(found) == 1:
        old = found[0]["nth"].lower()
        near = {"first": ("second", "last"), "last": ("first",)}.get(old)
        if found[0]["noun"].lower() == "half":
            near = ("second",) if old == "first" else ("first",)
        elif found[0]["det"].lower() == "a":
            near = ("third",) if old == "second" else ("second",)  # "add a second driver": there is a first
        place = _ORDINALS.index(old)
        new = rng.choice(near or (_ORDINALS[place - 1], _ORDINALS[min(place + 1, 4)]))
        if new not in lowers(sentence):
            yield change("label", Replacement(*found[0].span("nth"), new))


_TIMES = re.compile(
    r"\b(?P<times>once|twice)\b(?= (?:in|on|before|after|for|from|with|today|tomorrow)\b|[.?!]|$)"
    r"(?<!at once)(?<!all once)",
    re.IGNORECASE,
)


@rule("quantity.number", triggers=("once", "twice"), when=asks)
def times(sentence: Sentence) -> Changes:
    """ "repeat the song once" -> "repeat the song twice"."""
    found = list(_TIMES.finditer(sentence.text))
    if len(found) == 1 and not {"once", "twice"} <= lowers(sentence) and "same" not in lowers(sentence):
        other = "twice" if found[0]["times"].lower() == "once" else "once"
        yield change("number", Replacement(*found[0].span(), other))


def _other_label(kind: str, old: str, rng: Random) -> str | None:
    if kind in _LISTS.coded and (old in _KNOWN or kind != "port"):
        return rng.choice(_KNOWN[old]) if old in _KNOWN else None
    if old.isalpha():
        row = ROMAN if old in ROMAN and not (old in _LETTERS and kind in _LISTS.lettered) else _LETTERS
        return row[max(0, row.index(old) - 1)] if row.index(old) else row[1]
    head, dot, last = old.rpartition(".")
    if dot and last.startswith("0") and head.isdigit() and int(head) > 2:
        return f"{int(head) - 2}.{last}"  # "22.04"
    if dot:
        step = rng.choice((-1, 1)) if int(last) > 1 else 1
        return f"{head}.{int(last) + step:0{len(last)}}"
    number = int(old)
    if kind == "type" and number < 3:
        return str(3 - number)
    if number < 10:
        return str(number - 1 if number > 1 and rng.random() < 0.5 else number + 1)
    return nearby(old, rng)


# --- 10ms, --no-cache, default true, /etc/app.conf, JSON, TCP ----------------------------------------

_UNITS = _siblings("units")
_FLAGS = _siblings("flags")
_WORDS = _siblings("words") | {
    word: tuple(others.split("|")) for word, others in _LISTS.table("one_way").items()
}
_DIRECTORIES = _siblings("directories")
_ENDINGS = _siblings("endings")
_ATTACHED = re.compile(
    rf"(?<![\w.:$£€/-])(?<!the )\d{{1,3}}(?:\.\d)?(?P<old>{'|'.join(_UNITS)})(?![\w-]|\.\d)"
)
_SIZE = re.compile(
    r"(?<![\w.:$£€/,–-])(?<!the )(?P<old>\d{1,3})"
    r"(?P<unit>ms|(?<!\d{3})s|[KMGT]i?B|[kmgt]b|[ckm]?m|k?g|mg|ml|kWh|W|V|mAh|[kMG]?Hz|px|fps)(?![\w-]|\.\d)"
)
_DEFAULT = re.compile(
    r"\bdefault(?:s to|(?: value)? (?:is|of|to)|:| value)? "
    r"(?P<old>\d+|true|false|on|off|yes|no|enabled|disabled)(?![\w-]|\.\d)"
)
_FLAG = re.compile(rf"(?<!\S)--(?P<old>{'|'.join(_FLAGS)})(?![\w=-])")
_PATH = re.compile(rf"(?<=/)(?P<old>{'|'.join(_DIRECTORIES)})(?=/)")
_ENDING = re.compile(rf"(?<=\w\.)(?P<old>{'|'.join(_ENDINGS)})(?![\w.-])")
_HOST = re.compile(r"(?:\blocalhost|\b\d+\.\d+\.\d+\.\d+|(?<!\S)):(?P<old>\d{2,5})(?![\w:.])")
_WORD = re.compile(
    rf"(?<![\w./-])(?P<old>{'|'.join(map(re.escape, _WORDS))})(?-i:(?! [A-Z]))(?! web)(?![\w/-]|\.\w)",
    re.IGNORECASE,
)


_CODE = re.compile(
    r"(?<![\w.–-])(?:0x(?P<hex>(?=[a-fA-F]*\d)[\da-fA-F]{4,8})|[A-Z]{1,4}(?P<code>\d{3,5}))(?![\w–-]|\.\d)"
)
_INNER_STOP = re.compile(r"\w\.\w")
_MARKS = re.compile(r"[\d/]|--|\w\.\w")
_CODED = frozenset(("error", "code", "flight", "article", "item", "order", "part", "form"))


def has_literal(sentence: Sentence) -> bool:
    """Whether a digit, a path, a flag, a file, a format or a default stands in the sentence."""
    seen = lowers(sentence)
    return (
        _MARKS.search(sentence.text) is not None
        or not seen.isdisjoint(("default", "defaults"))
        or not _WORDS.keys().isdisjoint(seen)
    )


@rule("quantity.literal", NEAR_MISS, most=2, when=has_literal)
def literals(sentence: Sentence, rng: Random) -> Changes:
    """The timeout is 10ms. -> The timeout is 10s.; --hard -> --soft; defaults to true -> defaults to false;
    JSON -> XML"""
    text = sentence.text
    lower = text.lower()
    for pattern, table, may_match in (
        (_ATTACHED, _UNITS, True),
        (_FLAG, _FLAGS, "--" in text),
        (_PATH, _DIRECTORIES, "/" in text),
        (_ENDING, _ENDINGS, _INNER_STOP.search(text)),
        (_WORD, _WORDS, any(word in lower for word in _WORDS)),
        (_DEFAULT, _KNOWN, "default" in text),
        (_HOST, _KNOWN, ":" in text),
    ):
        if not may_match:
            continue
        matches = list(pattern.finditer(text))
        if len(matches) > 2:
            continue  # a table
        for match in matches:
            old = match["old"]
            if (
                text[match.start() - 1 : match.start()] == "("
                or lower.count(old.lower().removesuffix("e")) > 1
            ):
                continue  # "the datagram protocol (UDP)"; "json writes JSON"; "caching with --cache"
            options = [
                o for o in table.get(old.lower() if table is _WORDS else old, ()) if not _stands(text, o)
            ]
            new = rng.choice(options) if options else nearby(old, rng) if old.isdigit() else None
            if new is not None:
                if table is _WORDS and len(old) > 1 and not old.islower():
                    letters = new.rstrip("0123456789")  # "IPv6", "IPv4"
                    new = old[: len(letters)] + new[len(letters) :] if _begins(old, letters) else new.upper()
                yield change("literal", Replacement(*match.span("old"), new))


@rule("quantity.literal", when=has_literal)
def sizes_and_codes(sentence: Sentence, rng: Random) -> Changes:
    """ "a 190cm bed" -> "a 170cm bed"; "error 0x80070005" -> "error 0x80070015"."""
    text = sentence.text
    for match in _SIZE.finditer(text):
        new = nearby(match["old"], rng)
        if len(re.findall(rf"(?<![\d.]){match['old']}(?![\d.])", text)) > 1:
            continue  # "something like 5m, to allow users 5 minutes"
        if new is not None and len(_SIZE.findall(text)) == 1 and not _stands(text, new + match["unit"]):
            yield change("literal", Replacement(*match.span("old"), new))
    codes = list(_CODE.finditer(text))
    if len(codes) != 1 or text[codes[0].start() - 1 : codes[0].start()] == "(":
        return
    (code,) = codes
    if code["code"] and not asks(sentence) and lowers(sentence).isdisjoint(_CODED):
        return  # "the TX173 gene", the name of a thing
    name = "hex" if code["hex"] else "code"
    old, base = code[name], 16 if code["hex"] else 10
    if text.count(old) > 1:
        return
    step = rng.choice((1, 2, base, 2 * base))
    made = int(old, base) + (step if int(old, base) + step < base ** len(old) else -step)
    new = f"{made:0{len(old)}x}" if base == 16 else f"{made:0{len(old)}d}"
    yield change("literal", Replacement(*code.span(name), new.upper() if old.isupper() else new))


_SPECIAL = re.compile(
    r"(?:\bvalues? (?:of |is )?|\b[Ss]et(?:ting)?(?: \S+){0,3} to |\bdefault is |= ?"
    r"|\((?:typically|usually|e\.g\.,?|default|i\.e\.,?) )"
    r"[\"'`“]?(?P<old>-1|0|1)(?![\w%]|[.,]\d| \()"
)
_NEGATIVE = re.compile(r"\b[Nn]egative (?:value|number|integer|timeout|size)s?\b")


@rule("quantity.literal", triggers=_LISTS.special)
def special_values(sentence: Sentence, rng: Random) -> Changes:
    """ "A value of 0 means no limit." -> "A value of -1 means no limit."; "a negative value (typically -1)
    disables it" -> "a positive value (typically 1) disables it".
    """
    text = sentence.text
    found, negative = list(_SPECIAL.finditer(text)), list(_NEGATIVE.finditer(text))
    if "positive" in lowers(sentence) or len(found) > 1 or len(negative) > 1:
        return
    made = []
    for match in negative:
        word = text[match.start() : match.start() + 8]
        made.append(
            Replacement(match.start(), match.start() + 8, "Positive" if word[0] == "N" else "positive")
        )
    for match in found:
        old = match["old"]
        others = ["1"] if negative else [one for one in ("-1", "0", "1") if one != old]
        free = [one for one in others if not re.search(rf"(?<![\w.-]){one}(?![\w.])", text)]
        again = len(re.findall(rf"(?<![\w.-]){old}(?![\w.])", text)) > 1
        if (negative and old != "-1") or not free or again:
            return
        made.append(Replacement(*match.span("old"), rng.choice(free)))
    if made:
        yield change("literal", *sorted(made, key=lambda one: one.start))


def _begins(old: str, letters: str) -> bool:
    """Whether a name begins with these letters, in whatever case, and goes on with a digit."""
    return old.lower().startswith(letters) and old[len(letters) :].isdigit()


def _stands(text: str, other: str) -> bool:
    """Whether the sentence names the other one too: "as JSON or CSV"."""
    return re.search(rf"(?<![\w'’]){re.escape(other)}(?!\w)", text, re.IGNORECASE) is not None
