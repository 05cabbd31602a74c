"""Word lists in plain data files: `words.yaml` beside the modules that use them.

The file holds, per module, lists by name: a text of words (a set), a mapping (a table), or a sequence of
phrases. A module reads a list of words where it needs it, by its name:

    _LISTS = word_lists(__package__, "movement")
    ... if verb.lemma in _LISTS.ahead

Each file is read once, and checked: no name twice, no word twice in a list, nothing but text.
"""

from collections.abc import Hashable
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml


class WordLists:
    """The lists of one module, a list of words as an attribute: `lists.ahead` is the set of its words.

    `place` is how errors name it.
    """

    def __init__(self, lists: dict[str, Any], place: str) -> None:
        self._lists = lists
        self._place = place

    def __getattr__(self, name: str) -> frozenset[str]:
        """Return a list of words, as `set` does, and keep the set."""
        if name.startswith("_"):
            raise AttributeError(name)
        words = self.set(name)
        setattr(self, name, words)
        return words

    def set(self, name: str) -> frozenset[str]:
        """Return a list of words. Raises ValueError for one that is none, or that has a word twice."""
        words = self._get(name, str).split()
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            raise ValueError(f"{self._place}.{name}: twice in the list: {', '.join(twice)}")
        return frozenset(words)

    def text(self, name: str) -> str:
        """Return a list as it stands, for those whose words have marks of their own ("open/closed")."""
        return str(self._get(name, str))

    def table(self, name: str) -> dict[str, str]:
        """Return a mapping of texts to texts. Raises ValueError where something in it is no text."""
        table: dict[str, str] = self._get(name, dict)
        self._check(name, [*table, *table.values()])
        return dict(table)

    def pairs(self, name: str) -> dict[str, str]:
        """Return a text of pairs, parted by "|" or lines, as a table that leads both ways."""
        pairs = [pair.split() for pair in self.text(name).replace("\n", "|").split("|") if pair.strip()]
        return {a: b for first, second in pairs for a, b in ((first, second), (second, first))}

    def phrases(self, name: str) -> tuple[str, ...]:
        """Return a sequence of texts. Raises ValueError where something in it is no text."""
        phrases = self._get(name, list)
        self._check(name, phrases)
        return tuple(phrases)

    def _get(self, name: str, kind: type) -> Any:
        found = self._lists.get(name)
        if not isinstance(found, kind):
            raise ValueError(f"{self._place}.{name}: must be a {kind.__name__}, is {found!r}"[:200])
        return found

    def _check(self, name: str, values: list[Any]) -> None:
        for value in values:
            if not isinstance(value, str):
                raise ValueError(f"{self._place}.{name}: {value!r} is no text; write it in quotation marks")


def word_lists(package: str, module: str) -> WordLists:
    """Return the lists of a module from the words.yaml of its package. Raises ValueError if it has none."""
    path = Path(str(import_module(package).__file__)).parent / "words.yaml"
    lists = _read(path).get(module)
    if not isinstance(lists, dict):
        raise ValueError(f"{path}: no lists for {module}")
    return WordLists(lists, f"{path}: {module}")


@lru_cache(maxsize=32)
def _read(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as stream:
        read: dict[str, Any] = yaml.load(stream, Loader=_Once)
    return read


class _Once(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader that takes no name twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        names = [key.value for key, _ in node.value]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{node.start_mark.name}: twice in one list: {', '.join(twice)}")
        found: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return found
