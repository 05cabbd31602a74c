"""The near-miss figures as a metric of the `evaluate` library, for use here and in other evaluations.

    import evaluate
    from verisieve.eval.metrics import module
    metric = evaluate.load(module("near_miss"))
    metric.compute(predictions=scores, references=labels, anchors=anchors, groups=anchors)

`evaluate.load` runs a copy of this file, hence the absolute import; the arithmetic is in
verisieve.eval.metrics.
"""

from typing import Any

import datasets
import evaluate

from verisieve.eval.metrics import near_miss_metrics

DESCRIPTION = """How well a score tells pairs that mean the same (label 1) from near-misses (label 0)."""

INPUTS = """
Args:
    predictions: one score per pair; higher means more surely the same.
    references: 1 for a pair that means the same, 0 for a near-miss.
    anchors: the text (or its id) both a positive and a near-miss were made for; compared in
    pairwise_accuracy.
    groups: rows that are not independent share one; the bootstrap draws whole groups.
    threshold: score from which a pair is accepted, or None.
    bootstrap_samples: resamples behind auc_ci95 (default 1000).
    seed: of the bootstrap (default 0).
Returns:
    n_positive, n_negative, auc, auc_ci95, rejection_at_95_acceptance, pairwise_accuracy,
    group_accuracy, accuracy_at_threshold, and note where a figure does not exist.
"""


class NearMissMetric(evaluate.Metric):
    """AUC with its interval, rejection at 95 % acceptance, pairwise accuracy, accuracy at a threshold."""

    def _info(self) -> evaluate.MetricInfo:
        return evaluate.MetricInfo(
            description=DESCRIPTION,
            citation="",
            inputs_description=INPUTS,
            features=datasets.Features(
                {
                    "predictions": datasets.Value("float64"),
                    "references": datasets.Value("int8"),
                    "anchors": datasets.Value("string"),
                    "groups": datasets.Value("string"),
                }
            ),
        )

    def _compute(
        self,
        predictions: Any,
        references: Any,
        anchors: Any,
        groups: Any,
        threshold: float | None = None,
        bootstrap_samples: int = 1000,
        seed: int = 0,
    ) -> dict[str, Any]:
        return near_miss_metrics(predictions, references, anchors, groups, threshold, bootstrap_samples, seed)
