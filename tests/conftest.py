"""Shared fixtures: the real retriever, and a small folder of pairs like the one `generate` writes."""

import json
import os
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import pytest

PEOPLE = ["tenant", "landlord", "nurse", "patient", "broker", "client", "driver", "guest", "clerk", "buyer"]
VERBS = ["paid", "warned", "called", "helped", "thanked", "visited", "sued", "trusted"]


@pytest.fixture(scope="session")
def retriever():
    from verisieve.models.retriever import Retriever

    return Retriever.load(device="cpu")


@pytest.fixture(scope="session")
def pairs_folder(tmp_path_factory) -> Path:
    """Pairs about who did what to whom, in the layout of a generated dataset."""
    from datasets import Dataset

    from verisieve.data_gen.pairs import FEATURES, Pair

    folder = tmp_path_factory.mktemp("pairs")
    rows: dict[str, list] = {"train": [], "validation": [], "test": []}
    number = 0
    for i, one in enumerate(PEOPLE):
        for j, other in enumerate(PEOPLE):
            if i == j:
                continue
            verb = VERBS[(3 * i + j) % len(VERBS)]
            split = ("validation", "test", "train", "train", "train", "train")[number % 6]
            text = f"The {one} {verb} the {other}."
            passive = f"The {other} was {verb} by the {one}."
            swapped = f"The {other} {verb} the {one}."
            start = len(f"The {one} ")
            negated = f"{text[:start]}never {text[start:]}"
            common = (f"doc-{number}", f"group-{number}", split)
            rows[split] += [
                Pair(text, passive, 1, "paraphrase", "paraphrase.active_passive", (), (), *common),
                Pair(
                    text, swapped, 0, "argument_swap", "argument_swap.subject_object",
                    ((4, 4 + len(one)),), ((4, 4 + len(other)),), *common,
                ),
                Pair(
                    text, negated, 0, "negation", "negation.never",
                    ((start, start),), ((start, start + 6),), *common,
                ),
            ]  # fmt: skip
            number += 1
    for split, pairs in rows.items():
        path = folder / "data" / f"{split}-00000-of-00001.parquet"
        Dataset.from_list([pair.as_row() for pair in pairs], features=FEATURES).to_parquet(path)
    (folder / "manifest.json").write_text(json.dumps({"rows": {k: len(v) for k, v in rows.items()}}))
    return folder
