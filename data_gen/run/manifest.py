"""The manifest of a generated dataset: what made it, what came out, and the digest that tells runs apart."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..._version import __version__
from ..config import RUNNING, GenerateConfig
from ..corpus.survey import Survey
from ..edits.families import load_rules
from ..hashing import folder_sha256
from ..pairing.selection import Selection
from .shards import Counts


def run_identity(
    survey: Survey,
    pipeline: dict[str, str],
    selection: Selection,
    config: GenerateConfig,
    output_format: str,
) -> dict[str, Any]:
    """Return everything that the rows depend on, with its SHA-256 under "digest".

    Corpora are told by name and content, not by place, so that a moved file gives the same dataset.
    """
    identity: dict[str, Any] = {
        "verisieve": __version__,
        "rules_sha256": _rules_sha256(),
        "plugins": load_rules(),
        "libraries": {name: version(name) for name in ("spacy", "datasets", "pyarrow", "py3langid")},
        "pipeline": pipeline,
        "format": output_format,
        "seed": config.seed,
        "config": {key: value for key, value in asdict(config).items() if key not in RUNNING},
        "families": list(selection.families),
        "families_left_out": list(selection.left_out),
        "corpora": [
            {
                "name": found.file.name if found.file.path is None else found.file.path.name,
                "sha256": found.sha256,
                "records": found.records,
            }
            for found in survey.files
        ],
    }
    text = json.dumps(identity, sort_keys=True)
    return {"digest": hashlib.sha256(text.encode()).hexdigest(), **identity}


def _rules_sha256() -> str:
    """Return one hash of what decides which pairs come out: the code and word lists of these folders."""
    folder = Path(__file__).parent.parent
    parts = ("edits", "english", "parsing", "pairing", "plausibility")
    hashes = (
        folder_sha256(folder / part, pattern) for part in parts for pattern in ("*.py", "*.yaml", "*.txt")
    )
    return hashlib.sha256(" ".join(hashes).encode()).hexdigest()


def assemble(identity: dict[str, Any], counts: Counts, merged: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest: the identity, the counts, and the timing (which alone varies between runs)."""
    skipped = dict(sorted((+counts.sentences).items()))
    read, kept = skipped.pop("read", 0), skipped.pop("kept", 0)
    return {
        **identity,
        "records": counts.records,
        "sentences": {"read": read, "kept": kept, "skipped": skipped},
        "rows": {
            split: {family: dict(sorted(labels.items())) for family, labels in sorted(families.items())}
            for split, families in merged["rows"].items()
        },
        "rules": dict(sorted(merged["rules"].items())),
        "grains": merged["grains"],
        "balance": merged["balance"],
        **_rejections(counts.rejections),
        "timing": {
            "seconds": round(counts.seconds, 2),
            "sentences_per_second": round(read / max(counts.seconds, 1e-9), 1),
        },
    }


def _rejections(counts: Counter[str]) -> dict[str, Any]:
    """Return the counts of edits/propose.py per guard, and per rule and guard where the guard rejects
    edits.
    """
    guards: Counter[str] = Counter()
    rules: dict[str, dict[str, int]] = {}
    for name, count in sorted((+counts).items()):
        guard, _, rule = name.partition(" ")
        guards[guard] += count
        if rule:
            rules.setdefault(rule, {})[guard] = count
    return {"rejections": dict(guards), "rejections_by_rule": dict(sorted(rules.items()))}


def row_count(manifest: dict[str, Any], split: str | None = None) -> int:
    """Return the number of rows of one split, or of all."""
    splits = [split] if split else list(manifest["rows"])
    return sum(n for name in splits for labels in manifest["rows"][name].values() for n in labels.values())
