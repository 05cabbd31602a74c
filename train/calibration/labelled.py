"""Calibrate a finished run on labelled pairs: temperature and thresholds anew, the weights as they are.

One half of the pairs' groups fits, the other half, kept back, says what was reached. `verisieve calibrate`
calls `calibrate`; folder.py writes the new run, with what eval/reporting/calibrated.py draws and says of it.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar

from ..._version import __version__
from ...common.errors import InputError
from ...common.progress import Progress
from ...data_gen.labelled.pair_set import PairSet, check_both_labels
from ...data_gen.schema import NEAR_MISS, SAME
from ...models import interaction
from ...models.calibration import Bound, Calibration
from ...models.verdict import thresholds_of
from ...models.verifier import Verdict, Verifier, VerifierConfig
from .bounds import CONFIDENCE, LOWEST, THRESHOLDS, exact_interval, groups_needed, shortfall, smallest_budget
from .fitting import calibration_error, reliability

PAIRS_AT_ONCE = 512
BOTH = 3
"""A group with pairs of label 0 (1) and of label 1 (2)."""
PRIOR = 0.5
"""Standard deviation of the logarithm of the temperature around the run's own, before any label is seen."""
KINDS = {"cache": "near-misses", "gate": "pairs that mean the same"}
WRONG = {"cache": (NEAR_MISS, interaction.SAME), "gate": (SAME, interaction.NEAR_MISS)}
"""Threshold -> the label that must not reach it, and the probability it is on."""


@dataclass(frozen=True)
class Calibrated:
    """A verifier with its new calibration, and what calibration.json holds of it."""

    verifier: Verifier
    report: dict[str, Any]


def calibrate(
    run: str, pairs: PairSet, budget: float, bound: Bound, seed: int = 0, device: str | None = None
) -> Calibrated:
    """Fit temperature and both thresholds on half of the pairs' groups, and measure them on the other half.

    run: run folder, published verifier or "default". budget: the share of near-misses that may be served, and
    of pairs that mean the same that may be dropped, in (0, 1). Where nothing keeps it, there is no threshold,
    and `notes` of the report says what the labels would support. The temperature is fitted on the pairs that
    choose the thresholds: one number, held near the run's own, which a few pairs cannot bend to their will.

    Raises InputError for a budget that is none, a run of another version, a verifier that cannot be loaded,
    and pairs of which no two groups hold each label.
    """
    if not 0 < budget < 1:
        raise InputError(f"--budget {budget}: must be a share above 0 and below 1, such as 0.02")
    fitting, kept = halves(pairs, seed)
    verifier = Verifier.from_pretrained(run, device=device)
    check_version(run, verifier.config)
    labels = fitting.labels.astype(np.int64)
    plain = recalibrated(verifier, Calibration()).probabilities(fitting.texts(), progress=True)
    before = verifier.calibration
    temperature = fit_temperature(plain, labels, before.temperature)
    scaled = Calibration(temperature=temperature, budget=budget, bound=bound)
    found = recalibrated(verifier, scaled).probabilities(fitting.texts(), progress=True).astype(np.float64)
    chosen, support, notes = {}, {}, {}
    for name, (label, answer) in WRONG.items():
        scores, groups = found[labels == label, answer], np.asarray(fitting.groups)[labels == label]
        chosen[name] = max(LOWEST, THRESHOLDS[bound](scores, groups, budget))
        smallest, count = smallest_budget(scores, groups, bound), len(np.unique(groups))
        support[name] = {
            "pairs": len(scores),
            "groups": count,
            "smallest_budget": smallest,
            "groups_needed": groups_needed(budget, bound),
        }
        if chosen[name] >= 1:
            notes[name] = shortfall(KINDS[name], count, budget, bound, smallest)
    calibration = replace(scaled, cache_threshold=chosen["cache"], gate_threshold=chosen["gate"])
    calibrated = recalibrated(verifier, calibration)
    reached, probabilities = measured(calibrated, kept, "kept back")
    reached_before, probabilities_before = measured(verifier, kept, "kept back, as it was")
    truth = kept.labels == SAME
    report = {
        "verisieve": __version__,
        "run": str(run),
        "labelled": pairs.name,
        "seed": seed,
        "method": calibration.method,
        "bound": bound,
        "budget": budget,
        "confidence": CONFIDENCE,
        "left_out": pairs.left_out.notes(),
        "fitted_on": _counts(fitting),
        "kept_back": _counts(kept),
        "temperature": {"before": before.temperature, "after": temperature},
        "thresholds": {
            name: {
                "before": _or_none(getattr(before, f"{name}_threshold")),
                "threshold": _or_none(chosen[name]),
                **support[name],
            }
            for name in WRONG
        },
        "notes": notes,
        "reached": reached,
        "reached_before": reached_before,
        "reliability": {"same": reliability(probabilities, truth)},
        "reliability_before": {"same": reliability(probabilities_before, truth)},
        "expected_calibration_error": {
            "same": {
                "before": calibration_error(probabilities_before, truth),
                "after": calibration_error(probabilities, truth),
            }
        },
    }
    return Calibrated(calibrated, report)


def check_version(run: str, config: VerifierConfig) -> None:
    """Raise InputError for a run whose version of verisieve has another minor or major number."""
    made_by, this = config.verisieve_version, __version__
    if made_by.split(".")[:2] != this.split(".")[:2]:
        raise InputError(
            f"{run}: made by verisieve {made_by}, this is {this}; calibrate it with that version "
            f"(pip install verisieve=={made_by}), or train it again"
        )


def recalibrated(verifier: Verifier, calibration: Calibration) -> Verifier:
    """Return the same verifier with another calibration."""
    config = replace(verifier.config, calibration=calibration)
    other = Verifier(config, verifier.interaction, verifier.retriever, verifier.adapter, verifier.precision)
    other.folder = verifier.folder
    return other


def halves(pairs: PairSet, seed: int) -> tuple[PairSet, PairSet]:
    """Split pairs into two halves of different groups, drawn with `seed`, each with both labels.

    Groups with one label only, and those with both, are halved by themselves. Raises InputError where a label
    is in one group alone.
    """
    check_both_labels(pairs, pairs.name)
    names, of_pair = np.unique(np.asarray(pairs.groups), return_inverse=True)
    has = np.stack([np.bincount(of_pair, pairs.labels == label, len(names)) > 0 for label in (0, 1)])
    for label, count in enumerate(has.sum(axis=1)):
        if count < 2:
            raise InputError(
                f"{pairs.name}: all pairs of label {label} are of one group (they share texts, or have the "
                "same `group`); label pairs of more queries, so that half of the groups can be kept back, or "
                "say with a column `group` which pairs belong together"
            )
    order = np.random.default_rng(seed).permutation(len(names))
    kind = has[0] + 2 * has[1]
    is_first = np.zeros(len(names), dtype=bool)
    is_first[order[np.argsort(kind[order], kind="stable")][::2]] = True
    for label in (0, 1):
        holders = np.flatnonzero(has[label])
        if len(set(is_first[holders].tolist())) == 1:  # so not all of them hold both labels
            moved = holders[kind[holders] != BOTH][-1]
            is_first[moved] = not is_first[moved]
    chosen = is_first[of_pair]
    return pairs.rows(chosen), pairs.rows(~chosen)


def fit_temperature(probabilities: np.ndarray, labels: np.ndarray, prior: float) -> float:
    """Return the temperature in [0.05, 20] under which P(same) fits the labels best.

    probabilities: [n, 3], at temperature 1; labels: [n]. Minimises the negative log likelihood of the labels
    (Guo et al., arXiv 1706.04599, section 4.2; label 0 is near-miss or other) plus the square of the distance
    from the run's own temperature `prior`, in standard deviations of PRIOR: pairs that are told apart without
    an error would else drive it to nothing. Pairs whose texts decide (P(same) 0 or 1; models/judging.py) say
    nothing of the model and are left out.
    """
    by_model = (probabilities[:, interaction.SAME] > 0) & (probabilities[:, interaction.SAME] < 1)
    probabilities, labels = probabilities[by_model], labels[by_model]
    logits = np.log(np.maximum(probabilities.astype(np.float64), 1e-30))
    others = [answer for answer in range(logits.shape[1]) if answer != interaction.SAME]

    def loss(log_temperature: float) -> float:
        scaled = logits / math.exp(log_temperature)
        margin = scaled[:, interaction.SAME] - np.logaddexp.reduce(scaled[:, others], axis=1)
        likelihood = np.logaddexp(0, np.where(labels == SAME, -margin, margin)).sum()
        return float(likelihood + 0.5 * ((log_temperature - math.log(prior)) / PRIOR) ** 2)

    found = minimize_scalar(loss, bounds=(math.log(0.05), math.log(20.0)), method="bounded")
    return float(math.exp(found.x))


def measured(verifier: Verifier, pairs: PairSet, what: str) -> tuple[dict[str, Any], np.ndarray]:
    """Return what a verifier's thresholds reach on pairs, and their P(same), [n].

    acceptance: the share of pairs that mean the same answered "same"; rejection: that of near-misses answered
    otherwise; dropped: that of pairs that mean the same that the gate drops.
    """
    verdicts: list[Verdict] = []
    texts = pairs.texts()
    with Progress(len(texts), what, "pairs") as progress:
        for start in range(0, len(texts), PAIRS_AT_ONCE):
            part = texts[start : start + PAIRS_AT_ONCE]
            verdicts += verifier.verify_pairs(part)
            progress.update(len(part))
    served = np.array([verdict.answer == "same" for verdict in verdicts])
    dropped = (
        np.array([verdict.near_miss for verdict in verdicts])
        >= (thresholds_of(verifier.calibration, texts)[1])
    )
    same, groups = pairs.labels == SAME, np.asarray(pairs.groups)
    figures = {
        "acceptance": share(served[same], groups[same]),
        "rejection": share(~served[~same], groups[~same]),
        "dropped": share(dropped[same], groups[same]),
    }
    return figures, np.array([verdict.score for verdict in verdicts])


def share(reached: np.ndarray, groups: np.ndarray) -> dict[str, Any]:
    """Return the share of pairs [n] that reached something, with its exact 95 % interval (Clopper-Pearson).

    The interval counts one pair of each group, so that they are independent.
    """
    first = np.unique(groups, return_index=True)[1]
    if not len(first):
        return {"share": None, "pairs": 0, "groups": 0, "interval": None}
    return {
        "share": float(reached.mean()),
        "pairs": len(reached),
        "groups": len(first),
        "interval": list(exact_interval(int(reached[first].sum()), len(first))),
    }


def _counts(pairs: PairSet) -> dict[str, int]:
    same = int((pairs.labels == SAME).sum())
    return {"same": same, "near_miss": len(pairs) - same, "groups": len(set(pairs.groups))}


def _or_none(threshold: float) -> float | None:
    return threshold if threshold < 1 else None
