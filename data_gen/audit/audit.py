"""The audit of a generated dataset: `verisieve audit DIR`. What came out, how even it is, what gives labels
away.

    audit() -> findings -> report.py (terminal, audit.html), browse.py (browse.html), publish/card.py (dataset
    card)

It only reads: the manifest, the rows (pairing/buckets.py, leakage.py) and, through candidate_only.py, what
blind readers make of them.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from ..._version import __version__
from ...common.errors import InputError
from ..pairing.balance import rule_of
from ..pairing.buckets import difference_bucket, length_bucket, overlap_bucket
from ..schema import NEAR_MISS, SAME, check_folder, read_manifest
from .candidate_only import Encoder, blind_audit
from .leakage import find_leaks
from .table import ENOUGH, PairsTable, is_uneven, pair_files, read_pairs

AUDIT = "audit.json"
SAMPLE = 60_000
ENCODED = 6_000
BROWSED = 300_000  # rows that browse.html draws from
LARGE_RULE = 0.15  # share of the near-misses from which a rule is worth advice


def audit(
    folder: Path, encoder: Encoder | None, sample: int = SAMPLE, encoded: int = ENCODED, seed: int = 0
) -> dict[str, Any]:
    """Return the findings on a dataset folder, as audit.json holds them.

    encoder: frozen sentence vectors for the blind audit ([n] texts to [n, d]), or None to do without. sample,
    encoded: about how many rows are read for the label counts and the n-gram reader, and how many are
    encoded; whole groups are drawn by `seed`. Leakage is searched in all rows. Raises InputError for a folder
    without pairs.
    """
    check_folder(folder)
    started = time.monotonic()
    pair_files(folder)
    manifest = read_manifest(folder)
    if manifest is None:
        raise InputError(
            f"{folder}: no readable manifest.json; give a folder written by `verisieve generate`"
        )
    rows = read_pairs(folder, sample, seed)
    findings = {
        "verisieve": __version__,
        "dataset": {
            "name": folder.resolve().name,
            "digest": manifest.get("digest"),
            "corpora": [corpus["name"] for corpus in manifest.get("corpora", [])],
        },
        "sampled_rows": len(rows),
        "yield": yields(manifest),
        "balance": label_balance(rows),
        "leaks": find_leaks(folder, seed),
        "blind": blind_audit(rows, encoder, encoded),
    }
    findings["advice"] = list(advice(findings))
    findings["seconds"] = round(time.monotonic() - started, 1)
    return findings


def read_audit(folder: Path, digest: str | None) -> dict[str, Any] | None:
    """Return the findings in a dataset folder, None where there are none or they are another dataset's."""
    try:
        findings = json.loads((folder / AUDIT).read_text(encoding="utf-8"))
        return findings if findings["dataset"]["digest"] == digest else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def yields(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return rows and rejections per rule, rejections per guard, and the sentences read, kept and skipped.

    A rule's rows are those it made alone and those where it is the last of a chain.
    """
    alone, chained = Counter[str](), Counter[str]()
    for chain, count in manifest.get("rules", {}).items():
        (chained if "+" in chain else alone)[chain.rpartition("+")[2]] += count
    by_rule: dict[str, Counter[str]] = {}
    for chain, guards in manifest.get("rejections_by_rule", {}).items():
        by_rule.setdefault(chain.rpartition("+")[2], Counter()).update(guards)
    kept = manifest.get("sentences", {}).get("kept", 0)
    return {
        "sentences": manifest.get("sentences", {}),
        "rules": {
            rule: {
                "alone": alone[rule],
                "chained": chained[rule],
                "per_1000_sentences": round(1000 * alone[rule] / max(1, kept), 2),
                "rejected": by_rule.get(rule, {}),
            }
            for rule in sorted({*alone, *chained, *by_rule})
        },
        "guards": manifest.get("rejections", {}),
        "balance": manifest.get("balance"),
    }


def label_balance(rows: PairsTable) -> dict[str, dict[str, dict[str, int]]]:
    """Return the rows of either label per family, candidate length, word overlap, grain, split and rule.

    A family's positives are those that stand against its near-misses (PairsTable.of_family).
    """
    return {
        "family": {
            family: _labels(rows.labels[rows.of_family(family)]) for family in rows.near_miss_families()
        },
        "length": _count(rows, ({length_bucket(text)} for text in rows.candidates)),
        "length difference": _count(
            rows, ({difference_bucket(*pair)} for pair in zip(rows.anchors, rows.candidates, strict=True))
        ),
        "overlap": _count(
            rows,
            (
                {overlap_bucket(*pair)}
                for pair in zip(rows.anchors, rows.candidates, rows.grains, strict=True)
            ),
        ),
        "grain": _count(rows, ({grain} for grain in rows.grains)),
        "split": _count(rows, ({split} for split in rows.splits)),
        "rule": _count(
            rows,
            (
                {rule_of({"family": family, "edit": edit})}
                for family, edit in zip(rows.families, rows.edits, strict=True)
            ),
        ),
    }


def _labels(labels: np.ndarray) -> dict[str, int]:
    return {"same": int((labels == SAME).sum()), "near_miss": int((labels == NEAR_MISS).sum())}


def _count(rows: PairsTable, names: Iterable[set[str]]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for label, found in zip(rows.labels.tolist(), names, strict=True):
        for name in found:
            of = counts.setdefault(name, {"same": 0, "near_miss": 0})
            of["same" if label == SAME else "near_miss"] += 1
    return dict(sorted(counts.items(), key=lambda item: _in_order(item[0])))


def _in_order(name: str) -> tuple[float, str]:
    """Sort buckets by their first number, other names by the alphabet."""
    first = name.split()[0]
    return (float(first), name) if first.replace(".", "").isdigit() else (0.0, name)


def advice(findings: dict[str, Any]) -> Iterable[str]:
    """Yield what could be set to mend what was found, most important first."""
    blind, balance = findings["blind"], findings["balance"]
    if blind["passed"] is False:
        yield (
            "a text gives its label away: --set balance.artefacts=500 drops rows until the most telltale "
            "words are even"
        )
    for kind in ("overlap", "length", "length difference"):
        uneven = [name for name, of in balance[kind].items() if is_uneven(of)]
        if uneven:
            option = kind.partition(" ")[0]
            yield f"labels are uneven by {kind} ({'; '.join(uneven)}): --set balance.{option}=true"
    total = sum(of["near_miss"] for of in balance["rule"].values())
    large = sorted(
        rule for rule, of in balance["rule"].items() if of["near_miss"] > LARGE_RULE * max(ENOUGH, total)
    )
    if large:
        yield (
            f"{', '.join(large)}: more than {100 * LARGE_RULE:.0f} % of the near-misses each: "
            "--set balance.max_share_per_rule=0.1"
        )
    leaked = findings["leaks"]["near_duplicates"]["affected"]
    if leaked:
        told = ", ".join(f"{count} between {name}" for name, count in leaked.items())
        yield (
            f"near-duplicate sources across splits: {told}; give such documents one `id` to keep them "
            "together"
        )
