"""English verb forms: base, third person singular, past, past participle and back.

Helper of the edit rules (edits/*.py): "pays" <-> "pay", "was sued" -> "sued", "do not pay" -> "pay".
Forms come from a table of irregular verbs and spelling rules. `base_form` only answers when inflecting
the base again gives the word that was read, so a wrong lemma or tag of the parser yields None, not a
wrong word.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from .word_lists import word_lists

_LISTS = word_lists(__package__, "verb_forms")

# base past participle; alternatives separated by "/", the preferred form first.
_IRREGULAR_TABLE = _LISTS.text("irregular_table")

_IRREGULAR: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
for _entry in _IRREGULAR_TABLE.replace("\n", "|").split("|"):
    if _entry.strip():
        _base, _past, _participle = _entry.split()
        _IRREGULAR[_base] = (tuple(_past.split("/")), tuple(_participle.split("/")))

_BASES: dict[str, list[str]] = {}  # irregular form -> bases
for _base, (_pasts, _participles) in _IRREGULAR.items():
    for _form in {*_pasts, *_participles}:
        _BASES.setdefault(_form, []).append(_base)

IRREGULAR_PASTS = frozenset(form for pasts, _ in _IRREGULAR.values() for form in pasts)
"""Every irregular past form: "bit", "sang", ..."""
IRREGULAR_BASES = {
    form: bases[0] for form, bases in _BASES.items() if len(bases) == 1 and form not in _IRREGULAR
}
"""Irregular past forms and participles that are no base themselves, with their base: "lent" -> "lend"."""

_PREFIX = re.compile(r"(re|under|un|over|out|mis|fore|pre|inter|off|up)(.{3,})")
"""What goes before a verb of the table, which keeps its forms: "resend", "overlay", "unwind"."""

# Verbs of several syllables whose last one is stressed (or that double by custom): the consonant doubles.
_DOUBLING = _LISTS.set("doubling")
# Final -l / -p / -t doubles in British spelling; accepted when reading, not when writing.
_BRITISH = ("l", "p", "t")

_DOUBLED = tuple(letter * 2 for letter in "bdgmnprt")
_DOUBLED_E = tuple(pair + "e" for pair in _DOUBLED)
_DOUBLE_AT_END = _LISTS.set("double_at_end")

_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_VOWELS = "aeiou"


def third_person(base: str) -> str:
    """Return the present form for he/she/it: "pay" -> "pays"."""
    if base in _THIRD:
        return _THIRD[base]
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def past(base: str) -> str:
    """Return the past tense: "pay" -> "paid"; of "be" the singular "was"."""
    return _past_forms(base)[0]


def participle(base: str) -> str:
    """Return the past participle: "take" -> "taken"."""
    return _participle_forms(base)[0]


def gerund(base: str) -> str:
    """Return the -ing form: "run" -> "running"."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    if base.endswith("ic"):
        return base + "king"
    return (base + base[-1] if _doubles(base) else base) + "ing"


def inflected(base: str, tag: str) -> str:
    """Return the form with a Penn tag (VB VBP VBZ VBD VBN VBG); other tags raise KeyError."""
    return _INFLECTIONS[tag](base)


@lru_cache(maxsize=4096)
def base_form(form: str, tag: str, lemma: str) -> str | None:
    """Return the base of a verb form with a Penn tag (VB VBP VBZ VBD VBN VBG), or None when in doubt.

    The lemma of a read sentence (parsing/reading.py, which takes back doubled consonants) is tried first; the
    answer always inflects back to `form`.
    """
    form = form.lower()
    lemma = _completed(lemma.lower())
    candidates = [lemma[:-1] if lemma.endswith("sse") else lemma, *_BASES.get(form, ())]
    if tag == "VBZ":
        candidates += [form[:-1], form[:-2]]
    for base in candidates:
        if base.replace("-", "").isalpha() and len(base) > 1 and form in _forms(base, tag):
            return base
    return None


def undoubled(lemma: str) -> str:
    """Take back the consonant that an ending doubled, where a lemmatizer left it: "submitt" -> "submit"."""
    base = lemma[:-1] if lemma.endswith(_DOUBLED_E) else lemma
    return base[:-1] if base.endswith(_DOUBLED) and lemma not in _DOUBLE_AT_END else lemma


_NO_E = re.compile(
    r"(?:[aeo][aeio][dfklmnprt]|rn|rm|lm|rb|mn|wn|gn|rl|wl|mp|[nlr]d|[lns]t|xt|bt|ght|oud|[nrslc]k|ow|el"
    r"|ial|otal|gnal|[cr]ket|get|[^v]en|ion|[sm]on|.{3}er|pret|hor|nor|lor|sor)e$"
)
"""Ends after which no verb has the e that a lemmatizer leaves there."""
_WITH_E = _LISTS.set("with_e")
_WITH_LL = _LISTS.set("with_ll")
_WITH_ITE = _LISTS.set("with_ite")


def _completed(lemma: str) -> str:
    """Give back the final e that a lemmatizer cut off with the ending: "contribut" -> "contribute"."""
    if lemma == "creat":
        return "create"
    if lemma.endswith(("cte", "rte", "nte", "fte", "pte")):
        return lemma[:-1]  # "interacte", "comforte"
    if lemma.endswith(("dite", "bite", "mite", "osite", "isite", "rite", "fite")) and lemma not in _WITH_ITE:
        return lemma[:-1]  # "audite" of "audited"
    if lemma.endswith("ie") and len(lemma) > 4 and lemma not in ("belie", "untie", "underlie", "cookie"):
        return lemma[:-2] + "y"  # "specifie"
    if lemma.endswith("lle"):
        single = _syllables(lemma[:-1]) > 1 and lemma[:-1] not in _WITH_LL
        return lemma[:-2] if single else lemma[:-1]  # "controlle", "spelle"
    if _NO_E.search(lemma) and lemma not in _WITH_E:
        return lemma[:-1]  # "governe", "maintaine", "persiste"
    if lemma.endswith(("thene", "htene", "rtene", "stene", "kene", "dene", "pene", "rsene")):
        return lemma[:-1]  # "strengthene" of "strengthening"
    if lemma.endswith(("xe", "che", "she")) and lemma not in ("axe", "ache", "cache", "douche"):
        return lemma[:-1]  # "mixe" of "mixing", "publishe" of "publishing"
    cut = lemma.endswith(("v", "c", "u", "dg", "yz")) and not lemma.endswith("ic")
    cut = cut or lemma.endswith(("iat", "pos"))  # "infuriat", "expos"
    is_cut_in = lemma.endswith("in") and lemma[-3:-2] not in _VOWELS and lemma != "begin"
    cut = cut or (is_cut_in and _syllables(lemma) > 1)  # "examin"
    cut = cut or (lemma.endswith("ir") and lemma[-3:-2] not in _VOWELS and lemma not in ("stir", "whir"))
    cut = cut or (lemma.endswith("l") and lemma[-2:-1] in "bcdfgkpstz" and len(lemma) > 2)
    if lemma.endswith(("at", "ut", "iz")) and lemma[-3:-2] not in _VOWELS and _syllables(lemma) > 1:
        cut = lemma not in _DOUBLING and lemma not in ("combat", "format", "output", "input")
    return lemma + "e" if cut else lemma


_INFLECTIONS: dict[str, Callable[[str], str]] = {
    "VB": str,
    "VBP": str,
    "VBZ": third_person,
    "VBD": past,
    "VBN": participle,
    "VBG": gerund,
}


@cache
def _forms(base: str, tag: str) -> tuple[str, ...]:
    """Return every accepted spelling of the form."""
    if base == "be":
        known = {
            "VBD": ("was", "were"),
            "VBN": ("been",),
            "VBZ": ("is",),
            "VBP": ("am", "are"),
            "VBG": ("being",),
        }
        return known.get(tag, ("be",))
    if tag in ("VB", "VBP"):
        misread = base in IRREGULAR_PASTS and base not in _IRREGULAR  # "rose" read as a present
        return () if misread else (base,)
    if tag == "VBZ":
        return (third_person(base),)
    if tag == "VBD":
        return _past_forms(base)
    if tag == "VBN":
        return _participle_forms(base)
    if tag == "VBG":
        return (gerund(base), base + base[-1] + "ing") if base.endswith(_BRITISH) else (gerund(base),)
    return ()


def _past_forms(base: str) -> tuple[str, ...]:
    return _irregular(base, 0) or _regular_past(base)


def _participle_forms(base: str) -> tuple[str, ...]:
    return _irregular(base, 1) or _regular_past(base)


def _irregular(base: str, which: int) -> tuple[str, ...]:
    prefix, root = ("", base) if base in _IRREGULAR else _parted(base)
    return tuple(prefix + form for form in _IRREGULAR[root][which]) if root else ()


def _parted(base: str) -> tuple[str, str]:
    """Part a verb into a prefix and a verb of the table; both are "" where it has none."""
    found = _PREFIX.fullmatch(base)
    return (found[1], found[2]) if found and found[2] in _IRREGULAR else ("", "")


def _regular_past(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return (base + "d",)
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return (base[:-1] + "ied",)
    if _doubles(base):
        return (base + base[-1] + "ed",)
    if base.endswith(_BRITISH) and len(base) > 4 and base[-2] in _VOWELS and base[-3] not in _VOWELS:
        return (base + "ed", base + base[-1] + "ed")
    return (base + "ed",)


def _doubles(base: str) -> bool:
    """Whether the final consonant doubles before -ed and -ing."""
    if base in _DOUBLING:
        return not base.endswith("ll")
    base = _parted(base)[1] or base
    if len(base) < 3 or base[-1] in _VOWELS + "wxyh" or base[-2] not in _VOWELS:
        return False
    if base[-3] in _VOWELS and not base.startswith("qu"):
        return False
    return _syllables(base) == 1


def _syllables(word: str) -> int:
    groups = 0
    previous = False
    for letter in word:
        vowel = letter in _VOWELS + "y"
        groups += vowel and not previous
        previous = vowel
    return groups
