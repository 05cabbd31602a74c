"""Pick the pairs of an unlabelled log that are worth a label: near the thresholds, and across all scores.

`verisieve sample` calls `sample`; with labels filled in, its file is what `verisieve calibrate` reads.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...common.errors import InputError
from ...data_gen.corpus.near_duplicates import band_keys, candidates, later_of_each, similarity
from ...data_gen.labelled.read import COLUMNS
from ...data_gen.labelled.rows import read_rows
from ...models.calibration import Calibration
from ...models.interaction import NEAR_MISS, SAME
from ...models.verifier import Verifier

FORMATS = (".csv", ".tsv", ".jsonl")
HEADER = ("anchor", "candidate", "label")
MOST_SCORED = 20_000
"""Pairs of a log without scores that are scored at most; of more, so many are drawn."""
ALIKE = 0.8
"""Two pairs are near-duplicates where both texts are as similar as this (near_duplicates.similarity)."""
BINS = 10
Pair = tuple[str, str]


@dataclass(frozen=True)
class Log:
    """The pairs of a log, without repetitions.

    same, near_miss: P(same) and P(near-miss), [n], NaN where unknown. rows: how many were read; repeated,
    alike, identical, incomplete: how many of them were left out, since they repeat an earlier row, nearly do,
    hold one text twice, or lack a text.
    """

    pairs: list[Pair]
    same: np.ndarray
    near_miss: np.ndarray
    rows: int
    repeated: int
    alike: int
    identical: int
    incomplete: int

    def notes(self) -> list[str]:
        """Return a sentence on each kind of row that was left out."""
        kinds = (
            (self.repeated, "that repeat an earlier one"),
            (self.alike, "that nearly repeat an earlier one"),
            (self.identical, "whose two texts are the same"),
            (self.incomplete, "without one of the texts"),
        )
        return [f"{count} rows {what} were left out" for count, what in kinds if count]


def sample(run: str, log: Path | str, n: int, seed: int, out: Path) -> dict[str, Any]:
    """Write n pairs of a log into the new file `out`, to be labelled; return what was read and written.

    The log has the columns of COLUMNS and may have `score`, P(same), or the `verdict` that `verisieve verify`
    adds; a log without is scored by the run. Raises InputError for a file that is there, a log that cannot be
    read, holds no pair, or whose scores are no probabilities, and for n below 1.
    """
    if n < 1:
        raise InputError(f"--n {n}: must be 1 or more")
    if out.suffix.lower() not in FORMATS:
        raise InputError(
            f"{out}: cannot write {out.suffix or 'a file without ending'}; give {', '.join(FORMATS)}"
        )
    if out.exists():
        raise InputError(f"{out}: is there already, and may hold labels; give a new file")
    if not out.absolute().parent.is_dir():
        raise InputError(f"{out}: no folder {out.parent}; make it first")
    found = read_log(log)
    verifier = Verifier.from_pretrained(run)
    rng = np.random.default_rng(seed)
    considered = np.arange(len(found.pairs))
    same, near_miss = found.same, found.near_miss
    if np.isnan(same).any():
        if len(considered) > MOST_SCORED:
            considered = np.sort(rng.choice(considered, MOST_SCORED, replace=False))
        pairs = [found.pairs[row] for row in considered.tolist()]
        probabilities = verifier.probabilities(pairs, progress=True)
        same, near_miss = probabilities[:, SAME], probabilities[:, NEAR_MISS]
    chosen = considered[select(same, near_miss, verifier.calibration, n, rng)].tolist()
    write(out, [found.pairs[row] for row in chosen])
    return {
        "out": str(out),
        "written": len(chosen),
        "rows": found.rows,
        "considered": len(considered),
        "scored": bool(np.isnan(found.same).any()),
        "left_out": found.notes(),
    }


def read_log(log: Path | str) -> Log:
    """Read the pairs of a log; raises InputError as `sample` says."""
    scores: dict[Pair, tuple[float, float]] = {}
    keys: set[Pair] = set()
    counts = dict.fromkeys(("rows", "repeated", "identical", "incomplete"), 0)
    for place, row in read_rows(log, "test"):
        for pair, score in _logged(row, place):
            counts["rows"] += 1
            one, other = (" ".join(text.casefold().split()) for text in pair)
            if not one or not other:
                counts["incomplete"] += 1
            elif one == other:
                counts["identical"] += 1
            elif (one, other) in keys:
                counts["repeated"] += 1
            else:
                keys.add((one, other))
                scores[pair] = score
    pairs = list(scores)
    kept = [pair for pair, is_later in zip(pairs, nearly_repeated(pairs), strict=True) if not is_later]
    if not kept:
        left_out = Log([], np.zeros(0), np.zeros(0), alike=0, **counts).notes()
        raise InputError(f"{log}: holds no pair to label; {'; '.join(left_out) or 'it has no rows'}")
    same, near_miss = (np.array([scores[pair][side] for pair in kept]) for side in (0, 1))
    return Log(kept, same, near_miss, alike=len(pairs) - len(kept), **counts)


def nearly_repeated(pairs: list[Pair]) -> np.ndarray:
    """Return which pairs nearly repeat an earlier one, bool [n]."""
    keys = band_keys([f"{one} {other}" for one, other in pairs])
    found = {
        (first, second)
        for band in range(keys.shape[1])
        for first, second in candidates(keys[:, band]).tolist()
    }
    alike = [
        (first, second)
        for first, second in sorted(found)
        if all(similarity(a, b) >= ALIKE for a, b in zip(pairs[first], pairs[second], strict=True))
    ]
    return later_of_each(np.array(alike, dtype=np.int64).reshape(-1, 2), len(pairs))


def select(
    same: np.ndarray, near_miss: np.ndarray, calibration: Calibration, n: int, rng: np.random.Generator
) -> np.ndarray:
    """Return the places of n pairs, or of all, in random order.

    same, near_miss: P(same) and P(near-miss), [pairs]; the latter NaN where it is not known. One half lie
    nearest to the thresholds, by turns (a threshold that the verifier does not have counts as 0.5); the other
    is drawn from bins of P(same) of equal width, from each in turn.
    """
    distances = []
    for values, threshold in ((same, calibration.cache_threshold), (near_miss, calibration.gate_threshold)):
        if not np.isnan(values).any():
            distances.append(
                np.argsort(np.abs(values - (threshold if threshold < 1 else 0.5)), kind="stable")
            )
    nearest = [int(place) for turn in zip(*distances, strict=True) for place in turn]
    chosen = list(dict.fromkeys(nearest))[: n // 2]
    shuffled = rng.permutation(len(same))
    left = shuffled[~np.isin(shuffled, chosen)]
    bins = np.minimum((same[left] * BINS).astype(int), BINS - 1)
    turn = np.zeros(len(left), dtype=int)
    for number in range(BINS):
        inside = np.flatnonzero(bins == number)
        turn[inside] = np.arange(len(inside))
    spread = left[np.lexsort((bins, turn))][: n - len(chosen)]
    return rng.permutation(np.array([*chosen, *spread.tolist()], dtype=int))


def write(out: Path, pairs: list[Pair]) -> None:
    """Write pairs with empty labels, under a temporary name first."""
    partial = out.with_name(out.name + ".partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        if out.suffix.lower() == ".jsonl":
            for one, other in pairs:
                file.write(
                    json.dumps(dict(zip(HEADER, (one, other, ""), strict=True)), ensure_ascii=False) + "\n"
                )
        else:
            writer = csv.writer(
                file, delimiter="\t" if out.suffix.lower() == ".tsv" else ",", lineterminator="\n"
            )
            writer.writerow(HEADER)
            writer.writerows((one, other, "") for one, other in pairs)
    partial.replace(out)


def _logged(row: dict[str, Any], place: str) -> list[tuple[Pair, tuple[float, float]]]:
    """Return the pairs of a row with P(same) and P(near-miss), NaN where it does not tell."""
    if isinstance(row.get("candidates"), list):
        first, texts, verdicts = "query", row["candidates"], row.get("verdicts")
    else:
        names = next((names for names in COLUMNS if set(names) <= row.keys()), None)
        if names is None:
            raise InputError(
                f"{place}: no query and candidate in {', '.join(map(str, row))}; expected the columns query, "
                "candidate[, score], or the output of `verisieve verify`"
            )
        first, texts = names[0], [row[names[1]]]
        verdicts = [row["verdict"]] if "verdict" in row else [{"score": row.get("score")}]
    if not isinstance(verdicts, list) or len(verdicts) != len(texts):
        verdicts = [{}] * len(texts)
    found = []
    for text, verdict in zip(texts, verdicts, strict=True):
        told = verdict if isinstance(verdict, dict) else {}
        scores = _probability(told.get("score"), place), _probability(told.get("near_miss"), place)
        found.append(((_text(row.get(first), place), _text(text, place)), scores))
    return found


def _text(value: Any, place: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f"{place}: query and candidate must be texts, found {value!r:.80}")
    return value.strip()


def _probability(value: Any, place: str) -> float:
    if value is None or value == "":
        return float("nan")
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not 0 <= number <= 1:
        raise InputError(
            f"{place}: the score must be P(same), from 0 to 1, found {value!r:.80}; leave the column out to "
            "have the log scored"
        )
    return number
