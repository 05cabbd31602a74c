"""The plural of English nouns: "invoice" -> "invoices", "child" -> "children". Helper of the word lists."""

from .word_lists import word_lists

_LISTS = word_lists(__package__, "nouns")

_IRREGULAR = dict(pair.split("/") for pair in _LISTS.set("irregular"))
_SUFFIXES = ("man", "woman", "child", "person", "wife", "shelf")  # "policeman", "grandchild", "bookshelf"


def plural(noun: str) -> str:
    """Return the plural of a noun; of several words, that of the last ("police officers")."""
    first, _, last = noun.rpartition(" ")
    if first:
        return f"{first} {plural(last)}"
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    for suffix in _SUFFIXES:
        if noun.endswith(suffix) and len(noun) > len(suffix) + 1:
            many = "persons" if suffix == "person" else _IRREGULAR[suffix]
            return noun.removesuffix(suffix) + many
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"
