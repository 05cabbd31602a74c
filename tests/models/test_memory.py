"""What grows with the texts or with the square of their length is read and kept in bounded pieces."""

import numpy as np
import pytest
import torch

from verisieve.models import pair_reader as module
from verisieve.models.interaction import InteractionModel, join_readings
from verisieve.models.networks.prepared import PreparedReader
from verisieve.models.pair_reader import CELLS_AT_ONCE
from verisieve.models.scorers.shared_states import SharedStates
from verisieve.models.verifier import Verifier, VerifierConfig, identity
from verisieve.tests.tiny import tiny_size

CONFIG = tiny_size((0, 6))
WORDS = (
    "tenant",
    "landlord",
    "fee",
    "before",
    "noon",
    "monday",
    "old",
    "house",
    "river",
    "pays",
    "the",
    "by",
)


class Watched(PreparedReader):
    """Notes the pairs and tokens that it is given at once."""

    seen: list[tuple[int, int]]

    def __call__(self, a, b):
        self.seen.append((len(b.ids), a.ids.shape[1] + b.ids.shape[1]))
        return super().__call__(a, b)


@pytest.fixture
def verifier(retriever):
    torch.manual_seed(0)
    interaction = InteractionModel(CONFIG, retriever.hidden_size, 3)
    config = VerifierConfig(retriever=identity(retriever), families=("a", "b", "c"), interaction=CONFIG)
    return Verifier(config, interaction, retriever)


@pytest.fixture
def reader(verifier, monkeypatch):
    watched = Watched(verifier.interaction, torch.float32)
    watched.seen = []
    monkeypatch.setitem(verifier.__dict__, "_prepared", watched)
    return watched


def texts(count, words):
    rng = np.random.default_rng(words)
    return [" ".join(rng.choice(WORDS, words)) for _ in range(count)]


@pytest.mark.slow
def test_long_pairs_are_read_some_at_a_time(verifier, reader, monkeypatch):
    few = 2 * 140**2
    monkeypatch.setattr(module, "CELLS_AT_ONCE", few)
    pairs = list(zip(texts(5, 60), texts(5, 70), strict=True))
    scores, verdicts = verifier.score(pairs), verifier.verify_pairs(pairs)
    judged = verifier.judge(pairs[0][0], verifier.encode([candidate for _, candidate in pairs]))[0]
    sizes = reader.seen
    assert max(n * tokens**2 for n, tokens in sizes) <= few < CELLS_AT_ONCE
    assert max(n for n, _ in sizes) > 1
    monkeypatch.setattr(module, "CELLS_AT_ONCE", 10**12)
    reader.seen = []
    np.testing.assert_allclose(verifier.score(pairs), scores, atol=1e-6)
    assert max(n * tokens**2 for n, tokens in reader.seen) > few
    assert [v.words for v in verifier.verify_pairs(pairs)] == [v.words for v in verdicts]
    again = verifier.judge(pairs[0][0], verifier.encode([candidate for _, candidate in pairs]))[0]
    np.testing.assert_allclose(again, judged, atol=1e-6)


def test_short_pairs_are_read_together(verifier, reader):
    verifier.score(list(zip(texts(64, 8), texts(64, 9), strict=True)))
    assert [n for n, _ in reader.seen] == [64]


def test_readings_are_joined_in_order(verifier, reader):
    queries, candidates = (verifier.encode(texts(5, words)) for words in (6, 9))
    device = torch.device("cpu")
    with torch.inference_mode():
        whole = reader(queries.side(slice(None), device), candidates.side(slice(None), device))
        parts = [slice(0, 2), slice(2, 5)]
        joined = join_readings([reader(queries.side(p, device), candidates.side(p, device)) for p in parts])
    for name in ("logits", "family", "words_a", "words_b", "cosine"):
        torch.testing.assert_close(getattr(joined, name), getattr(whole, name), atol=1e-5, rtol=1e-4)
    assert joined.shift is None


@pytest.mark.slow
def test_shared_states_hold_a_vector_and_some_numbers_of_each_text(verifier, retriever):
    shared = SharedStates(retriever, verifier)
    many = texts(20, 60)
    expected, found = verifier.encode(many), shared.tokens(many)
    for name in ("ids", "offsets"):
        ours, theirs = (getattr(tokens, name)[tokens.mask] for tokens in (found, expected))
        assert torch.equal(ours, theirs), name
    per_text = sum(_bytes(value) for value in vars(shared).values()) / len(many)
    assert per_text < 4 * retriever.hidden_size + 200  # its tokens, 24 bytes each and their keys, are on disk


def _bytes(value):
    """Bytes of arrays in what an object holds; the temporary files are no arrays."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, torch.Tensor):
        return value.numel() * value.element_size()
    if isinstance(value, dict):
        return sum(_bytes(item) for item in value.values())
    if isinstance(value, tuple | list):
        return sum(_bytes(item) for item in value)
    return 8 if isinstance(value, int) else 0
