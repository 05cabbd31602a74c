"""Hand-written stand-ins for the models: a retriever of hashed words and a verifier of word order."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest


class WordRetriever:
    """Pooled vectors are bags of words, so cosine is blind to word order, as the real one nearly is."""

    name = "words"
    sha256 = "0" * 64

    def pooled(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), 512), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.encode()) % 512] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(norms, 1e-9)


@dataclass(frozen=True)
class WordCalibration:
    cache_threshold: float = 0.6
    gate_threshold: float = 0.9
    budget: float = 0.05
    registers: tuple[()] = ()

    def thresholds(self, register: str) -> tuple[float, float]:
        return self.cache_threshold, self.gate_threshold


class WordTokens(list):
    def __getitem__(self, rows: Any) -> Any:
        return WordTokens(list.__getitem__(self, row) for row in rows)


class WordVerifier:
    """Says near-miss (0.95) for the same words in another order, same (0.9) for equal texts, else other."""

    calibration = WordCalibration()
    reranks = False
    precision = "fp32"
    folder = None

    def __init__(self) -> None:
        self.retriever = WordRetriever()
        self.encoded: list[str] = []

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        rows = []
        for first, second in pairs:
            a, b = first.lower().split(), second.lower().split()
            if a == b:
                rows.append([0.05, 0.9, 0.05])
            elif sorted(a) == sorted(b):
                rows.append([0.95, 0.02, 0.03])
            else:
                same = 0.8 * len(set(a) & set(b)) / max(len(set(a) | set(b)), 1)
                rows.append([0.1, same, 0.9 - same])
        return np.array(rows, dtype=np.float32).reshape(-1, 3)

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        return self.probabilities(pairs)[:, 1]

    def encode(self, texts: Sequence[str]) -> WordTokens:
        self.encoded.extend(texts)
        return WordTokens(texts)

    def judge(self, query: str, tokens: WordTokens) -> tuple[np.ndarray, np.ndarray]:
        """Shift a candidate by two for each of its words."""
        texts = list(tokens)
        shifts = np.array([2 * len(text.split()) for text in texts], dtype=np.float32)
        return self.probabilities([(query, text) for text in texts]), shifts


class WordCosine:
    name = "cosine"

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        retriever = WordRetriever()
        first, second = (retriever.pooled(side) for side in zip(*pairs, strict=True))
        return (first * second).sum(axis=1)


class WordMaxSim(WordCosine):
    name = "maxsim"


@pytest.fixture
def verifier() -> WordVerifier:
    return WordVerifier()


class WordMap(WordCosine):
    def __init__(self, name: str) -> None:
        self.name = name


@pytest.fixture
def baselines(verifier: WordVerifier) -> dict[str, Any]:
    from verisieve.eval.scorers import VerifierScorer
    from verisieve.models.scorers.lexical import BM25, Hybrid

    return {
        "verifier": lambda: VerifierScorer(verifier),
        "cosine": WordCosine,
        "bm25": BM25,
        "hybrid": lambda: Hybrid(WordRetriever()),
        "maxsim": WordMaxSim,
        "mean-map": lambda: WordMap("mean-map"),
        "soft-alignment": lambda: WordMap("soft-alignment"),
    }


PAIRS = [
    ("the cat sees the dog", "the cat sees the dog", 1, "paraphrase"),
    ("the cat sees the dog", "the dog sees the cat", 0, "argument_swap"),
    ("the cat sees the dog", "the cat never sees the dog", 0, "negation"),
    ("a red car and a blue house", "a red car and a blue house", 1, "paraphrase"),
    ("a red car and a blue house", "a blue car and a red house", 0, "modifier_rebinding"),
    ("a red car and a blue house", "no red car and a blue house", 0, "negation"),
    ("they left before noon", "before noon they left", 1, "paraphrase"),
    ("they left before noon", "they left after noon", 0, "temporal"),
]


@pytest.fixture
def near_miss_file(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl"
    rows = [dict(zip(("anchor", "candidate", "label", "family"), pair, strict=True)) for pair in PAIRS]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_beir(
    folder: Path,
    corpus: dict[str, tuple[str, str]],
    queries: dict[str, str],
    qrels: list[tuple[str, str, int]],
) -> Path:
    (folder / "qrels").mkdir(parents=True)
    documents = [{"_id": key, "title": title, "text": text} for key, (title, text) in corpus.items()]
    asked = [{"_id": key, "text": text} for key, text in queries.items()]
    for name, rows in (("corpus.jsonl", documents), ("queries.jsonl", asked)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    lines = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in qrels)]
    (folder / "qrels" / "test.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def beir_folder(tmp_path: Path) -> Path:
    """Two queries; the retriever finds a reordered near-miss as similar as the relevant document."""
    return write_beir(
        tmp_path / "tiny",
        {
            "d1": ("", "the dog bites the man"),
            "d2": ("", "the man bites the dog"),
            "d3": ("", "a cat sleeps"),
            "d4": ("green", "tea is hot"),
            "d5": ("", "green tea"),
        },
        {"q1": "the man bites the dog", "q2": "green tea is hot", "unjudged": "nothing"},
        [("q1", "d2", 1), ("q2", "d4", 2), ("q2", "d5", 1)],
    )
