"""`verisieve probe MODEL --corpus FILE`: what an embedding model gets silently wrong, before any training.

Generates near-misses and paraphrases from the team's own texts, asks the model which is nearer, and writes
probe.json, probe.md and probe.html: by kind of near-miss, how often the near-miss comes first, how many no
threshold can keep out, and the most alarming pairs. With a second model both are measured, side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..common.errors import InputError
from ..common.files import write_json, write_text, writing_into
from ..data_gen.config import GenerateConfig
from ..data_gen.generate import generate
from ..data_gen.labelled.pair_set import PairSet
from ..data_gen.schema import NEAR_MISS, SAME
from ..models.retriever import Retriever
from ..models.scorers.baselines import Cosine
from ..models.scorers.shared_states import SharedStates
from .benchmarks import near_miss, rankings, retrieval
from .benchmarks.search import search
from .config import EvaluateConfig
from .reporting.report import template_environment, word_diff
from .sets.beir import RetrievalSet, read_beir
from .sets.pair_files import read_pairs

SETTINGS: dict[str, Any] = {"max_sentences": 400, "alike": 1}
"""Of the `generate` section, where they are not set: enough sentences for figures by kind within minutes, and
all pairs that these give."""
ALARMING = 10
PAIRS_FOLDER = "pairs"


@dataclass(frozen=True)
class Probed:
    """A model's figures and scores on the pairs, and its retrieval figures by set."""

    name: str
    figures: dict[str, Any]
    scores: np.ndarray
    retrieval: dict[str, dict[str, float]]


def probe(
    model: str,
    corpora: Sequence[Path | str],
    out: Path,
    against: str | None = None,
    retrieval_folders: Sequence[Path] = (),
    generate_config: GenerateConfig | None = None,
    config: EvaluateConfig | None = None,
    device: str | None = None,
) -> dict[str, Any]:
    """Probe one model, or two, and write the report into `out`; return what probe.json holds.

    corpora: as in `verisieve generate`. retrieval_folders: BEIR folders, to see what a tuned model paid.
    The pairs stay in `out`/pairs, so that they can be read and reused. Raises InputError for a model that
    cannot be loaded and a corpus of which no pairs can be made.
    """
    config = config or EvaluateConfig()
    folders = [read_beir(folder) for folder in retrieval_folders]
    models = [model] if against is None else [model, against]
    if len(set(models)) < len(models):
        raise InputError(f"--against {against}: is the model that is probed; name another")
    retrievers = [Retriever.load(name, device) for name in models]
    generate_config = generate_config or GenerateConfig(**SETTINGS)
    generate(corpora, out / PAIRS_FOLDER, generate_config)
    pairs = _all_splits(out / PAIRS_FOLDER)
    probed = [
        _probe(name, retriever, pairs, folders, config)
        for name, retriever in zip(models, retrievers, strict=True)
    ]
    result: dict[str, Any] = {
        "pairs": len(pairs),
        "near_misses": int((pairs.labels == NEAR_MISS).sum()),
        "models": {one.name: {"near_miss": one.figures, "retrieval": one.retrieval} for one in probed},
        "alarming": alarming(pairs, probed[0].scores),
    }
    _write(result, out)
    return result


def _all_splits(folder: Path) -> PairSet:
    """Return the pairs of every split: nothing is trained here, so nothing is held out."""
    parts = [
        read_pairs(folder, split)
        for split in ("train", "validation", "test")
        if any((folder / "data").glob(f"{split}-*.parquet"))
    ]
    return PairSet(
        "probe",
        [text for part in parts for text in part.anchors],
        [text for part in parts for text in part.candidates],
        np.concatenate([part.labels for part in parts]),
        [family for part in parts for family in part.families],
        [group for part in parts for group in part.groups],
    )


def _probe(
    name: str, retriever: Retriever, pairs: PairSet, folders: Sequence[RetrievalSet], config: EvaluateConfig
) -> Probed:
    shared = SharedStates(retriever, with_states=False)  # with progress
    result = near_miss.benchmark(pairs, [Cosine(shared, name)], {}, config)
    found = {}
    for folder in folders:
        ranking = search(folder, shared, retrieval.CUTOFF)
        found[folder.name] = {
            key: float(column.mean()) for key, column in rankings.measure(folder, ranking).items()
        }
    figures = {key: value for key, value in result.figures[name].items() if key != "distribution"}
    return Probed(name, figures, result.scores[name], found)


def alarming(pairs: PairSet, scores: np.ndarray, how_many: int = ALARMING) -> list[dict[str, Any]]:
    """Return the near-misses that lie furthest above a text of the same meaning, worst first.

    At most one per source text, and as many kinds as there are before a kind comes twice. Each: family,
    anchor, near_miss, its score, same (the paraphrase ranked below it), its score.
    """
    by_anchor: dict[str, list[int]] = {}
    for row, anchor in enumerate(pairs.anchors):
        by_anchor.setdefault(anchor, []).append(row)
    found = []
    for rows in by_anchor.values():
        same = [row for row in rows if pairs.labels[row] == SAME]
        wrong = [row for row in rows if pairs.labels[row] == NEAR_MISS]
        if same and wrong:
            low, high = min(same, key=lambda r: scores[r]), max(wrong, key=lambda r: scores[r])
            if scores[high] > scores[low]:
                found.append((float(scores[high] - scores[low]), high, low))
    found.sort(key=lambda item: -item[0])
    chosen: list[dict[str, Any]] = []
    groups: set[str] = set()
    for rounds in range(1, how_many + 1):
        for _, high, low in found:
            kinds = [item["family"] for item in chosen]
            if len(chosen) == how_many:
                break
            if pairs.groups[high] not in groups and kinds.count(pairs.families[high]) < rounds:
                groups.add(pairs.groups[high])
                chosen.append(
                    {
                        "family": pairs.families[high],
                        "anchor": pairs.anchors[high],
                        "near_miss": pairs.candidates[high],
                        "near_miss_score": float(scores[high]),
                        "same": pairs.candidates[low],
                        "same_score": float(scores[low]),
                    }
                )
    return sorted(chosen, key=lambda item: item["same_score"] - item["near_miss_score"])


def _write(result: dict[str, Any], out: Path) -> None:
    """Write probe.json, probe.md and probe.html, each complete or not at all."""
    view = result | {
        "families": sorted(
            {family for model in result["models"].values() for family in model["near_miss"]["by_family"]}
        ),
        "alarming": [_marked(item) for item in result["alarming"]],
    }
    with writing_into(out) as partial:
        write_json(partial / "probe.json", result)
        for name in ("probe.html", "probe.md"):
            template = template_environment(name.endswith(".html")).get_template(f"{name}.jinja")
            write_text(partial / name, template.render(view))


def _marked(item: dict[str, Any]) -> dict[str, Any]:
    _, near_miss_pieces = word_diff(item["anchor"], item["near_miss"])
    return item | {"near_miss_pieces": near_miss_pieces}
