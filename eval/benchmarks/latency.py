"""What each remedy costs: milliseconds per query and per pair, bytes per stored candidate.

All scorers run in one process with the same threads, in turns, so that a busy machine slows all alike;
figures are medians over repeats. "Stored" means that what can be computed of a candidate before the query
comes was computed. Called by run.py; the baseline to beat is a cross-encoder of the retriever's own size, for
which any loaded cross-encoder, or else the retriever's encoder reading both texts together, stands in.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from ...common.progress import Progress
from .near_miss import Scorer

if TYPE_CHECKING:
    from ...models.retriever import Retriever
    from ...models.verifier import Verifier

CANDIDATES = (10, 50, 100)
REPEATS = 3
MILLISECONDS = 1000.0

Run = Callable[[], object]


def benchmark(
    verifier: "Verifier",
    query: str,
    texts: Sequence[str],
    others: Mapping[str, Scorer] | None = None,
    repeats: int = REPEATS,
) -> dict[str, Any]:
    """Measure every scorer for one query against the first 10, 50 and 100 of `texts`.

    texts: at least 100 candidates of the length that matters. others: further scorers, measured without
    anything stored. Returns, as in metrics.json: threads, words per candidate, and per scorer
    `ms_per_query` and `ms_per_query_stored` by number of candidates, `ms_per_pair` at the largest of them,
    `bytes_per_candidate` (what must be stored; None where nothing can be).
    """
    counts = [k for k in CANDIDATES if k <= len(texts)] or [len(texts)]
    runs: dict[tuple[str, str, int], Run] = {}
    for k in counts:
        runs |= {
            (name, way, k): run for (name, way), run in _runs(verifier, query, texts[:k], others).items()
        }
    seconds: dict[tuple[str, str, int], list[float]] = {key: [] for key in runs}
    with Progress(repeats + 1, "latency", "rounds") as progress:
        for turn in range(repeats + 1):
            for key, run in runs.items():
                if not turn and key[2] != counts[0]:
                    continue
                started = time.perf_counter()
                run()
                if turn:  # the first round warms up, on the fewest candidates
                    seconds[key].append(time.perf_counter() - started)
            progress.update(1)
    scorers: dict[str, dict[str, Any]] = {}
    for (name, way, k), taken in seconds.items():
        figures = scorers.setdefault(name, {"ms_per_query": {}, "ms_per_query_stored": {}})
        figures[way][str(k)] = round(MILLISECONDS * median(taken), 3)
    for name, figures in scorers.items():
        ways = figures["ms_per_query"], figures["ms_per_query_stored"]
        figures["ms_per_pair"], figures["ms_per_pair_stored"] = (
            round(way[str(counts[-1])] / counts[-1], 4) if way else None for way in ways
        )
        figures["bytes_per_candidate"] = _bytes(name, verifier, texts[: counts[-1]])
    return {
        "threads": torch.get_num_threads(),
        "device": str(verifier.retriever.device),
        "words_per_candidate": round(float(np.mean([len(text.split()) for text in texts[: counts[-1]]])), 1),
        "scorers": scorers,
    }


def _runs(
    verifier: "Verifier", query: str, texts: Sequence[str], others: Mapping[str, Scorer] | None
) -> dict[tuple[str, str], Run]:
    """Return what is timed for one number of candidates, by scorer and by whether candidates are stored."""
    retriever = verifier.retriever
    pairs = [(query, text) for text in texts]
    vectors = retriever.pooled(list(texts))
    tokens = verifier.encode(texts)
    late = LateInteraction(retriever)
    stored = late.encode(texts)
    together = JointEncoder(retriever)
    runs: dict[tuple[str, str], Run] = {
        ("cosine", "ms_per_query"): lambda: retriever.pooled([query, *texts]),
        ("cosine", "ms_per_query_stored"): lambda: vectors @ retriever.pooled([query])[0],
        ("maxsim", "ms_per_query"): lambda: late.score(query, late.encode(texts)),
        ("maxsim", "ms_per_query_stored"): lambda: late.score(query, stored),
        ("verifier", "ms_per_query"): lambda: verifier.score(query, verifier.encode(texts)),
        ("verifier", "ms_per_query_stored"): lambda: verifier.score(query, tokens),
        ("cross-encoder of the retriever's size", "ms_per_query"): lambda: together.score(query, texts),
    }
    for name, scorer in (others or {}).items():
        runs[name, "ms_per_query"] = _scoring(scorer, pairs)
    return runs


def _scoring(scorer: Scorer, pairs: list[tuple[str, str]]) -> Run:
    return lambda: scorer.score(pairs)


def _bytes(name: str, verifier: "Verifier", texts: Sequence[str]) -> int | None:
    """Return the bytes that one stored candidate takes, in half precision where it is token states."""
    retriever = verifier.retriever
    n_tokens = float(retriever.tokenize(list(texts)).mask.sum()) / len(texts)
    vector = retriever.pooled([texts[0]]).nbytes
    if name == "cosine":
        return vector
    if name == "maxsim":
        return round(n_tokens * retriever.hidden_size * 2)
    if name == "verifier":
        part = verifier.encode(texts)
        per_token = part.keys.shape[2:].numel() * part.keys.element_size() + part.ids.element_size()
        return round(n_tokens * per_token) + part.pooled[0].numel() * part.pooled.element_size()
    return None


class LateInteraction:
    """MaxSim with stored candidates, one way (query to candidate), as a search engine runs it."""

    def __init__(self, retriever: "Retriever") -> None:
        self.retriever = retriever

    @torch.inference_mode()
    def encode(self, texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """Return unit token states [n, T, d] of the last layer and their mask [n, T]."""
        tokens = self.retriever.tokenize(list(texts))
        states, _ = self.retriever.token_states(tokens, [self.retriever.num_layers])
        return torch.nn.functional.normalize(states[:, :, 0], dim=-1), tokens.mask.to(states.device)

    @torch.inference_mode()
    def score(self, query: str, stored: tuple[torch.Tensor, torch.Tensor]) -> np.ndarray:
        """Return the sum of best matches of the query's tokens in each candidate, [n]."""
        own, mask = self.encode([query])
        maps = torch.einsum("id,njd->nij", own[0][mask[0]], stored[0])
        return maps.masked_fill(~stored[1][:, None, :], -1.0).amax(2).sum(1).cpu().numpy()


class JointEncoder:
    """The retriever's own encoder over "query [SEP] candidate": the work of a cross-encoder of its size.

    Only its speed is measured; its answers mean nothing (it was never trained to give any).
    """

    def __init__(self, retriever: "Retriever") -> None:
        self.retriever = retriever

    @torch.inference_mode()
    def score(self, query: str, texts: Sequence[str], batch_size: int = 32) -> np.ndarray:
        """Encode each pair, [n]; batches are sorted by length, as CrossEncoder.predict does."""
        ordered = sorted(texts, key=len)
        parts = []
        for start in range(0, len(ordered), batch_size):
            batch = ordered[start : start + batch_size]
            inputs = self.retriever.tokenizer(
                [query] * len(batch),
                batch,
                padding=True,
                truncation=True,
                max_length=512,
                return_tensors="pt",
            )
            output = self.retriever.encoder(
                **{key: value.to(self.retriever.device) for key, value in inputs.items()}
            )
            parts.append(output.last_hidden_state[:, 0, 0].float().cpu().numpy())
        return np.concatenate(parts)
