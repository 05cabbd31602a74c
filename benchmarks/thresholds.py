"""What a threshold found on one set of pairs lets through on another.

    python benchmarks/thresholds.py VERIFIER --reject FILE --accept FILE

For thresholds that reject 50 to 95 % of the near-misses of the first set: the share of its own paraphrases,
and of the second set's, that score above, by the verifier and by the retriever's cosine.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from verisieve.common.failures import ended
from verisieve.data_gen.labelled.pair_set import PairSet
from verisieve.data_gen.schema import NEAR_MISS, SAME
from verisieve.eval.benchmarks.near_miss import Scorer, score_in_batches
from verisieve.eval.scorers import VerifierScorer
from verisieve.eval.sets.pair_files import read_pairs
from verisieve.models.scorers.baselines import Cosine
from verisieve.models.verifier import Verifier

REJECTIONS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def main() -> None:
    """Score both sets and print a table for each scorer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("verifier", help="run folder, published verifier, or default")
    parser.add_argument(
        "--reject", type=Path, required=True, help="pairs whose near-misses set the threshold"
    )
    parser.add_argument("--accept", type=Path, required=True, help="pairs whose paraphrases should pass it")
    parser.add_argument("--precision", choices=("fp32", "bf16"), default="fp32")
    arguments = parser.parse_args()
    verifier = Verifier.from_pretrained(arguments.verifier, precision=arguments.precision)
    one, other = (read_pairs(path) for path in (arguments.reject, arguments.accept))
    scorers: tuple[Scorer, ...] = (VerifierScorer(verifier), Cosine(verifier.retriever))
    for scorer in scorers:
        _table(scorer.name, scorer, one, other)


def _table(name: str, scorer: Scorer, one: PairSet, other: PairSet) -> None:
    scores, foreign = (score_in_batches(scorer, pairs.texts(), 512, pairs.name) for pairs in (one, other))
    near_misses, own = scores[one.labels == NEAR_MISS], scores[one.labels == SAME]
    others = foreign[other.labels == SAME]
    print(f"{name}\nrejected near-misses of {one.name}  threshold  accepted of {one.name}  of {other.name}")
    for share in REJECTIONS:
        threshold = float(np.quantile(near_misses, share))
        accepted = [float((some > threshold).mean()) for some in (own, others)]
        print(f"{share:.0%}  {threshold:.4f}  {accepted[0]:.1%}  {accepted[1]:.1%}")


if __name__ == "__main__":
    sys.exit(ended("thresholds.py", main))
