"""A semantic cache that does not serve the answer to another question.

GPTCache over SQLite and FAISS, with and without verisieve's guard between look-up and answer:

    pip install 'verisieve[integrations]'
    python examples/semantic_cache.py --verifier RUN_OR_HUB_NAME
"""

import argparse
import atexit
import logging
import tempfile
from pathlib import Path

import numpy as np
from gptcache import Cache
from gptcache.adapter.api import get, put
from gptcache.manager import manager_factory
from gptcache.processor.pre import get_prompt
from gptcache.similarity_evaluation import SearchDistanceEvaluation

from verisieve import CacheGuard, Verifier
from verisieve.models.cache_adapters import GuardEvaluation

CACHED = {
    "The landlord paid the tenant.": "Book it as a refund of the deposit.",
    "The landlord was paid by the tenant.": "Book it as rent received.",
    "The tenant never paid the landlord.": "Send a reminder.",
}
ASKED = ["The tenant paid the landlord.", "The nurse called the broker."]


def make_cache(verifier: Verifier, evaluation: object, folder: str) -> Cache:
    """Return a cache on disk that holds CACHED and looks up the five nearest entries of a query."""

    def embed(text: str, **_: object) -> np.ndarray:
        return verifier.retriever.pooled([text])[0]

    size = len(embed("size"))
    store = manager_factory("sqlite,faiss", folder, vector_params={"dimension": size, "top_k": 5})
    cache = Cache()
    cache.init(
        pre_embedding_func=get_prompt,
        embedding_func=embed,
        data_manager=store,
        similarity_evaluation=evaluation,
    )
    for question, answer in CACHED.items():
        put(question, answer, cache_obj=cache)
    return cache


def main() -> None:
    """Ask both caches, print their answers and why the guard refused entries."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--verifier", default="default", help="run folder, published folder or Hub name")
    parser.add_argument("--threshold", type=float, help="P(same) for a hit; default: the verifier's own")
    options = parser.parse_args()
    logging.basicConfig(format="    %(message)s", force=True)
    logging.getLogger("verisieve.models.cache_adapters").setLevel(logging.INFO)
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)  # before the caches, which GPTCache writes to disk once more at exit
    verifier = Verifier.from_pretrained(options.verifier)
    guard = CacheGuard(verifier, options.threshold)
    evaluations = {"by distance": SearchDistanceEvaluation(), "guarded": GuardEvaluation(guard)}
    for name, evaluation in evaluations.items():
        cache = make_cache(verifier, evaluation, str(Path(folder.name) / name))
        for question in ASKED:
            print(f"{name}: {question} -> {get(question, cache_obj=cache) or 'no hit'}", flush=True)


if __name__ == "__main__":
    main()
