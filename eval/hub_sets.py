"""Public near-miss sets by name, from the Hugging Face Hub or from a local copy with the same columns.

    --near-miss hub:paws        --near-miss hub:nevir=/data/nevir

What follows the equals sign is a folder or file that `datasets.load_dataset` reads (Parquet, JSON, CSV):
for machines without network. Each set becomes the pairs that near_miss.py measures.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..data_gen.pairs import NEAR_MISS, SAME
from ..errors import InputError
from .pair_files import NEGATIVE_FAMILY, POSITIVE_FAMILY, PairSet

PREFIX = "hub:"
Row = dict[str, Any]
Pair = tuple[str, str, int, str, str]  # anchor, candidate, label, family, group


@dataclass(frozen=True)
class HubSet:
    """A public set: where it is on the Hub, the columns it has there, and how its rows become pairs.

    configurations: those of its parts that are read, each a family of its own where there are several.
    """

    repository: str
    split: str
    columns: tuple[str, ...]
    pairs: Callable[[Row, str, int], Iterator[Pair]]
    configurations: tuple[str | None, ...] = (None,)


def _paws(row: Row, family: str, number: int) -> Iterator[Pair]:
    """PAWS (arXiv 1904.01130): label 1 is a paraphrase, 0 has the same words and another meaning."""
    yield row["sentence1"], row["sentence2"], int(row["label"]), family, row["sentence1"]


def _cannot(row: Row, family: str, number: int) -> Iterator[Pair]:
    """CANNOT (arXiv 2307.13989): label 1 is the negated sentence, 0 a paraphrase."""
    label = NEAR_MISS if int(row["label"]) == 1 else SAME
    yield row["premise"], row["hypothesis"], label, family, row["premise"]


def _nevir(row: Row, family: str, number: int) -> Iterator[Pair]:
    """NevIR (arXiv 2305.07614): each of two queries fits one of two documents that differ in a negation.

    The documents are relevant, not paraphrases: what is comparable with the published figures is
    pairwise_accuracy, counted per query (the paper counts a pair of queries, both right).
    """
    for query, right, wrong in (("q1", "doc1", "doc2"), ("q2", "doc2", "doc1")):
        yield row[query], row[right], SAME, POSITIVE_FAMILY, str(number)
        yield row[query], row[wrong], NEAR_MISS, family, str(number)


def _sick(row: Row, family: str, number: int) -> Iterator[Pair]:
    """SICK (LREC 2014): entailment both ways is the same meaning, a contradiction a near-miss."""
    both = (row["entailment_AB"], row["entailment_BA"])
    if both == ("A_entails_B", "B_entails_A"):
        yield row["sentence_A"], row["sentence_B"], SAME, POSITIVE_FAMILY, row["sentence_A"]
    elif "A_contradicts_B" in both or "B_contradicts_A" in both:
        yield row["sentence_A"], row["sentence_B"], NEAR_MISS, family, row["sentence_A"]


def _sugarcrepe(row: Row, family: str, number: int) -> Iterator[Pair]:
    """SugarCrepe++ (arXiv 2406.11171), its text-only task: two captions agree, the third does not."""
    yield row["caption"], row["caption2"], SAME, POSITIVE_FAMILY, row["caption"]
    yield row["caption"], row["negative_caption"], NEAR_MISS, family, row["caption"]


SETS = {
    "paws": HubSet(
        "google-research-datasets/paws",
        "test",
        ("sentence1", "sentence2", "label"),
        _paws,
        ("labeled_final",),
    ),
    "cannot": HubSet("tum-nlp/cannot-dataset", "train", ("premise", "hypothesis", "label"), _cannot),
    "nevir": HubSet("orionweller/NevIR", "test", ("q1", "q2", "doc1", "doc2"), _nevir),
    "sick": HubSet(
        "RobZamp/sick", "test", ("sentence_A", "sentence_B", "entailment_AB", "entailment_BA"), _sick
    ),
    "sugarcrepe++": HubSet(
        "Aman-J/SugarCrepe_pp",
        "train",
        ("caption", "caption2", "negative_caption"),
        _sugarcrepe,
        ("swap_object", "swap_attribute", "replace_object", "replace_attribute", "replace_relation"),
    ),
}


def is_hub_set(argument: str) -> bool:
    """Whether a --near-miss argument names a public set."""
    return argument.startswith(PREFIX)


def read_hub_set(argument: str) -> PairSet:
    """Return the pairs of "hub:NAME" or "hub:NAME=LOCAL_COPY".

    Raises InputError for an unknown name, a set that cannot be loaded, or columns that are missing.
    """
    name, _, local = argument.removeprefix(PREFIX).partition("=")
    if name not in SETS:
        raise InputError(f"{argument}: unknown set {name!r}; known are {', '.join(SETS)}")
    found = SETS[name]
    pairs: list[Pair] = []
    for configuration in found.configurations:
        family = configuration if len(found.configurations) > 1 and configuration else NEGATIVE_FAMILY
        rows = _load(found, configuration, local, argument)
        for number, row in enumerate(rows):
            missing = [column for column in found.columns if column not in row]
            if missing:
                raise InputError(
                    f"{argument}: no column {missing[0]!r} in {', '.join(row)}; the set has "
                    f"{', '.join(found.columns)}"
                )
            pairs += found.pairs(row, family, number)
    if not pairs:
        raise InputError(f"{argument}: holds no pairs")
    anchors, candidates, labels, families, groups = (list(column) for column in zip(*pairs, strict=True))
    return PairSet(name, anchors, candidates, np.array(labels, np.int8), families, groups)


def _load(found: HubSet, configuration: str | None, local: str, argument: str) -> Iterable[Row]:
    """Load one configuration; in a local copy it is the folder of that name, if there is one."""
    import datasets

    try:
        if not local:
            return datasets.load_dataset(found.repository, configuration, split=found.split)
        path = Path(local)
        inside = path / configuration if configuration and (path / configuration).is_dir() else path
        if not inside.exists():
            raise InputError(f"{argument}: no such file or folder: {inside}")
        if inside.is_file():
            kind = {".parquet": "parquet", ".csv": "csv", ".tsv": "csv"}.get(inside.suffix, "json")
            options = {"sep": "\t"} if inside.suffix == ".tsv" else {}
            return datasets.load_dataset(kind, data_files=str(inside), split="train", **options)
        splits = datasets.load_dataset(str(inside))
        return splits[found.split] if found.split in splits else splits[next(iter(splits))]
    except InputError:
        raise
    except Exception as error:  # whatever the network and the files lead to
        reason = str(error).strip().splitlines()[0]
        raise InputError(
            f"{argument}: cannot load {found.repository} ({type(error).__name__}: {reason}); offline, give "
            f"a local copy: {PREFIX}NAME=FOLDER"
        ) from None
