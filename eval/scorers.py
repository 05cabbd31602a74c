"""Every scorer by name: the verifier, what is tried instead of it, and what the user names.

    verifier  gate  cosine  bm25  hybrid  maxsim  mean-map  soft-alignment
    cross-encoder:MODEL  embedder:MODEL  verifier:RUN

The last line takes any sentence-transformers CrossEncoder, any embedding model ("a bigger embedder" is a
remedy too) and any other verifier (a trained baseline, say), each by folder or Hub name. The benchmarks get
their scorers here; the scorers themselves are in verisieve.models.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..common.errors import InputError
from .benchmarks.near_miss import Scorer

if TYPE_CHECKING:
    from ..models.scorers.shared_states import SharedStates
    from ..models.verifier import Verifier

PAIR_SCORERS = ("verifier", "cosine", "bm25", "hybrid", "maxsim", "mean-map", "soft-alignment")
"""Score pairs of texts."""
RECALL_SCORERS = ("cosine", "bm25", "hybrid")
"""Rank a whole corpus themselves; all others read the retriever's own best documents."""
RETRIEVAL_SCORERS = ("cosine", "verifier", "gate", "bm25", "hybrid", "maxsim", "mean-map", "soft-alignment")
RETRIEVAL_DEFAULT = ("cosine", "verifier", "gate", "bm25", "hybrid")
"""Without --scorers: those that do not encode every candidate anew."""
PREFIXES = ("cross-encoder:", "embedder:", "verifier:")
KNOWN = tuple(dict.fromkeys((*PAIR_SCORERS, *RETRIEVAL_SCORERS)))

Makers = dict[str, Callable[[], Scorer]]


class VerifierScorer:
    """A verifier under the name that its figures are stored with."""

    def __init__(self, verifier: "Verifier", name: str = "verifier") -> None:
        self.verifier = verifier
        self.name = name

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return P(same) of each pair, float32 [n]."""
        return self.verifier.score(pairs)


class SharedScorer:
    """A scorer that reads SharedStates, which it tells what it will be asked (score_store.Plans)."""

    def __init__(self, scorer: Scorer, shared: "SharedStates") -> None:
        self.name = scorer.name
        self.score = scorer.score
        self.plan = shared.plan


def check(names: Sequence[str] | None) -> None:
    """Raise InputError for a scorer that is not known, or an empty list."""
    if names is not None and not names:
        raise InputError(f"--scorers: give at least one of {', '.join(KNOWN)}")
    for name in names or ():
        prefix = next((prefix for prefix in PREFIXES if name.startswith(prefix)), None)
        if prefix is None and name not in KNOWN:
            raise InputError(
                f"--scorers: unknown scorer {name!r}; known are {', '.join(KNOWN)}, and "
                f"{', '.join(prefix + 'NAME' for prefix in PREFIXES)}"
            )
        if prefix is not None and name == prefix:
            raise InputError(f"--scorers: {name!r} names no model; write {prefix}FOLDER or {prefix}HUB/NAME")


def named(names: Sequence[str] | None) -> list[str]:
    """Return those of the names that name a model of the user's."""
    return [name for name in names or () if name.startswith(PREFIXES)]


def makers(verifier: "Verifier", names: Sequence[str] | None) -> Makers:
    """Return how each scorer is made; they share the retriever's token states, encoded once.

    Raises InputError when a scorer that is made names a model that cannot be loaded.
    """
    from ..models.scorers.baselines import Cosine, MaxSim, MeanMap, SoftAlignment
    from ..models.scorers.lexical import BM25, Hybrid
    from ..models.scorers.shared_states import SharedStates

    shared = SharedStates(verifier.retriever, verifier)
    made: Makers = {
        "verifier": lambda: SharedScorer(VerifierScorer(shared.verifier() or verifier), shared),
        "cosine": lambda: SharedScorer(Cosine(shared), shared),
        "bm25": BM25,
        "hybrid": lambda: SharedScorer(Hybrid(shared), shared),
        "maxsim": lambda: SharedScorer(MaxSim(shared), shared),
        "mean-map": lambda: SharedScorer(MeanMap(shared), shared),
        "soft-alignment": lambda: SharedScorer(SoftAlignment(shared), shared),
    }
    for name in named(names):
        made[name] = _maker(name, verifier)
    return made


def _maker(name: str, verifier: "Verifier") -> Callable[[], Scorer]:
    """Return how a named model is made, on the verifier's device."""
    prefix, _, source = name.partition(":")

    def make() -> Scorer:
        from ..models.retriever import Retriever
        from ..models.scorers.baselines import Cosine
        from ..models.scorers.cross_encoder import CrossEncoderScorer
        from ..models.verifier import Verifier

        device = str(verifier.retriever.device)
        if prefix == "cross-encoder":
            return CrossEncoderScorer(source, name, device=device)
        if prefix == "embedder":
            return Cosine(Retriever.load(source, device), name)
        return VerifierScorer(Verifier.from_pretrained(source, device=device), name)

    return make
