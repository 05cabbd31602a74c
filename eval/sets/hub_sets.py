"""Public near-miss sets by name, from the Hugging Face Hub or from a local copy with the same columns.

    --near-miss hub:paws        --near-miss hub:nevir=/data/nevir

What follows the equals sign is a folder or file that `datasets.load_dataset` reads (Parquet, JSON, CSV):
for machines without network, and for sets that are published elsewhere. Each set becomes the pairs that
benchmarks/near_miss.py measures.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...common.errors import InputError
from ...data_gen.labelled.pair_set import PairSet
from ...data_gen.labelled.read import NEGATIVE_FAMILY, POSITIVE_FAMILY
from ...data_gen.schema import NEAR_MISS, SAME

PREFIX = "hub:"
Row = dict[str, Any]
Pair = tuple[str, str, int, str, str]  # anchor, candidate, label, family, group


@dataclass(frozen=True)
class HubSet:
    """A public set: where it is on the Hub, the columns it has there, and how its rows become pairs.

    repository: None where only a local copy will do; home says where that comes from. configurations: those
    of its parts that are read, each a family of its own where there are several. read: reads a local copy
    that `datasets` cannot.
    """

    repository: str | None
    split: str
    columns: tuple[str, ...]
    pairs: Callable[[Row, str, int], Iterator[Pair]]
    configurations: tuple[str | None, ...] = (None,)
    home: str = ""
    read: Callable[[Path], Iterable[Row]] | None = None


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
    group_accuracy, both queries of a pair right (the paper's pairwise accuracy; chance is 25 %).
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


def _semantoneg(row: Row, family: str, number: int) -> Iterator[Pair]:
    """SemAntoNeg (BlackboxNLP 2022): of three sentences with antonyms and negations one agrees."""
    for place, sentence in enumerate(row["sentences"]):
        right = place == int(row["label"])
        label, kind = (SAME, POSITIVE_FAMILY) if right else (NEAR_MISS, family)
        yield row["input"], sentence, label, kind, str(number)


def _excluir(row: Row, family: str, number: int) -> Iterator[Pair]:
    """ExcluIR (arXiv 2404.17288): a query that excludes something, a document that fits, and one to avoid.

    Relevance, not paraphrase, as in NevIR; comparable with the paper's right rank is pairwise_accuracy.
    """
    yield row["query"], row["positive"], SAME, POSITIVE_FAMILY, str(number)
    yield row["query"], row["negative"], NEAR_MISS, family, str(number)


def _read_excluir(folder: Path) -> Iterator[Row]:
    """Read corpus.json (a list of texts) and test_manual_final.json (queries with two places in it).

    The query's key is RQ_rewrite in the set's description and ExcluQ in its scripts, the places
    corpus_sub_index or index: the document to avoid first, then the one that fits.
    """
    with (folder / "corpus.json").open(encoding="utf-8") as file:
        corpus = json.load(file)
    with (folder / "test_manual_final.json").open(encoding="utf-8") as file:
        questions = json.load(file)
    for question in questions:
        negative, positive = question.get("corpus_sub_index") or question["index"]
        query = question.get("ExcluQ") or question["RQ_rewrite"]
        yield {"query": query, "positive": corpus[positive], "negative": corpus[negative]}


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
    "semantoneg": HubSet(
        None,
        "test",
        ("input", "sentences", "label"),
        _semantoneg,
        home="https://github.com/Helsinki-NLP/SemAntoNeg",
    ),
    "excluir": HubSet(
        None,
        "test",
        ("query", "positive", "negative"),
        _excluir,
        home="https://github.com/zwh-sdu/ExcluIR",
        read=_read_excluir,
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

    if found.repository is None and not local:
        raise InputError(
            f"{argument}: this set is not on the Hub; get it from {found.home} and give the copy: "
            f"{argument}=PATH"
        )
    try:
        if not local:
            assert found.repository is not None
            return datasets.load_dataset(found.repository, configuration, split=found.split)
        path = Path(local)
        inside = path / configuration if configuration and (path / configuration).is_dir() else path
        if not inside.exists():
            raise InputError(f"{argument}: no such file or folder: {inside}")
        if found.read is not None:
            return list(found.read(inside))
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
            f"{argument}: cannot load {local or found.repository} ({type(error).__name__}: {reason}); "
            f"offline, give a local copy: {PREFIX}NAME=FOLDER"
        ) from None
