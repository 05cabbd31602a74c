"""nDCG, MRR and recall of rankings as a metric of the `evaluate` library.

    import evaluate
    from verisieve.eval.metrics import module
    metric = evaluate.load(module("ranking"))
    metric.compute(predictions=[["d3", "d1"]], references=[["d1", "d2"]], relevances=[[1, 2]])

`evaluate.load` runs a copy of this file, hence the absolute import; the arithmetic is in
verisieve.eval.metrics.
"""

from typing import Any

import datasets
import evaluate

from verisieve.eval.metrics import ranking_metrics

DESCRIPTION = """How good rankings are: nDCG@k with linear gains, MRR@k and recall@k, as trec_eval."""

INPUTS = """
Args:
    predictions: for every query the ids of its documents, best first.
    references: for every query the ids of its judged documents; what is not judged is not relevant.
    relevances: their relevance, a whole number each; 0 and below is not relevant.
    k: how many documents of each ranking count (default 10).
Returns:
    queries, ndcg, mrr, recall: means over the queries that have a relevant document.
"""


class Ranking(evaluate.Metric):
    """nDCG@k, MRR@k and recall@k, averaged over queries."""

    def _info(self) -> evaluate.MetricInfo:
        return evaluate.MetricInfo(
            description=DESCRIPTION,
            citation="",
            inputs_description=INPUTS,
            features=datasets.Features(
                {
                    "predictions": datasets.List(datasets.Value("string")),
                    "references": datasets.List(datasets.Value("string")),
                    "relevances": datasets.List(datasets.Value("int64")),
                }
            ),
        )

    def _compute(self, predictions: Any, references: Any, relevances: Any, k: int = 10) -> dict[str, Any]:
        return ranking_metrics(predictions, references, relevances, k)
