"""One exchange of words, made again and again: which near-misses of it go.

Of a corpus that speaks of one product, half of what a family makes may be its name against one other: a model
would learn the two names, and no rule. The configuration's balance.max_share_per_exchange says how often one
exchange may come. Used by balance.py; run/shards.py keeps each row's exchange.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from spacy.util import get_lang_class

from ..edits.propose import Made
from ..hashing import stable_fraction, stable_hash
from ..schema import NEAR_MISS
from .buckets import words

EXCHANGE = "exchange"
"""The column of a shard that holds what exchange_of returns."""
FEW = 4
"""Rows of one exchange that always stay: two squares."""


def exchange_of(made: Made | None, lang: str) -> str:
    """Return what the rule of a near-miss exchanged, whichever of the two was there before:
    "entity.sibling: lyon / turin", "condition.scope: in children".

    "" where nothing but function words changed ("not", "all", "before"): a language has few, and they are
    what such a rule is about. lang: the ISO 639-1 code of the text's language.
    """
    if made is None:
        return ""
    replaced = made.edit.replacements
    before, after = (made.source[one.start : one.end] for one in replaced), (one.text for one in replaced)
    sides = [" ... ".join(part.strip() for part in side).lower() for side in (before, after)]
    if all(_is_function_word(word, lang) for side in sides for word in words(side)):
        return ""
    return f"{made.rule}: {' / '.join(sorted(filter(None, sides)))}"


def draw_of(exchange: str, group_id: str, seed: int) -> float:
    """Return the draw of a source's near-misses by one exchange, from 0 to 1: the lowest stay."""
    return stable_fraction(f"{seed} {exchange} {group_id}")


def exchange_limits(tables: Callable[[], Iterator[pa.Table]], share: float, seed: int) -> dict[str, float]:
    """Return per exchange that is more than `share` of its family's near-misses, and more than FEW, the draw
    from which on the sources lose theirs.

    tables: the rows (label, family, group_id, exchange) of whole groups, read up to twice. Holds 16 bytes per
    exchange of a table.
    """
    families: Counter[str] = Counter()
    found: defaultdict[str, list[np.ndarray]] = defaultdict(list)  # family -> [exchanges of a table, 2]
    for rows in tables():
        of_family: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for family, exchange, count in _counted(rows, "family", EXCHANGE):
            families[family] += count
            if exchange:
                of_family[family].append((stable_hash(exchange), count))
        for family, some in of_family.items():
            found[family].append(np.array(some, dtype=np.uint64))
    most = {family: max(FEW, int(share * count)) for family, count in families.items()}
    over = {key for family, some in found.items() for key in _over(np.concatenate(some), most[family])}
    groups: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for rows in tables() if over else ():
        for family, exchange, group, count in _counted(rows, "family", EXCHANGE, "group_id"):
            if exchange and stable_hash(exchange) in over:
                groups[family, exchange][group] += count
    return {name: _limit(name, of_groups, most[family], seed) for (family, name), of_groups in groups.items()}


def _counted(rows: pa.Table, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the values of columns of the near-misses, each combination once, with how often it comes."""
    counts = rows.filter(pc.equal(rows["label"], NEAR_MISS)).group_by(columns).aggregate([([], "count_all")])
    yield from zip(*(counts[name].to_pylist() for name in (*columns, "count_all")), strict=True)


def _over(counts: np.ndarray, most: int) -> list[int]:
    """Return the keys whose counts, [n, 2] of key and count, are together more than `most`."""
    keys, place = np.unique(counts[:, 0], return_inverse=True)
    over: list[int] = keys[np.bincount(place, weights=counts[:, 1].astype(float)) > most].tolist()
    return over


def _limit(exchange: str, groups: Counter[str], most: int, seed: int) -> float:
    """Return the draw of the first group, in the order of their draws, with which there are too many rows;
    the very first always stays.
    """
    count = 0
    for draw, group in sorted((draw_of(exchange, group, seed), group) for group in groups):
        if 0 < count > most - groups[group]:
            return draw
        count += groups[group]
    return 1.0


@lru_cache(maxsize=4096)
def _is_function_word(word: str, lang: str) -> bool:
    """Whether a word or mark, in small letters, has no content of its own; "isn't" as "is"."""
    first = word.replace("’", "'").partition("'")[0]
    stop_words = _stop_words(lang)
    return not word[0].isalnum() or not stop_words.isdisjoint((word, first, first.removesuffix("n")))


@lru_cache(maxsize=4)
def _stop_words(lang: str) -> frozenset[str]:
    return frozenset(get_lang_class(lang).Defaults.stop_words)
