"""Every faster way to read pairs says what the plain one does, and none grows in operations."""

from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

from verisieve.models.interaction import InteractionConfig, InteractionModel, Side
from verisieve.models.networks.prepared import PreparedReader
from verisieve.tests.models.plain_reading import plain_logits

SIZES = InteractionConfig(
    layers=(0, 3, 6), key_size=16, value_size=8, width=32, heads=4, cosine_weight=3.0, cosine_weight_long=9.0
)


def sides(model: InteractionModel, length: int, lengths: list[int], seed: int, hidden: int) -> list[Side]:
    """A query of `length` tokens and candidates of `lengths`, which share some of its tokens."""
    generator = torch.Generator().manual_seed(seed)
    found = []
    for some in ([length], lengths):
        total = max(some)
        states = torch.randn(len(some), total, 3, hidden, generator=generator)
        ids = torch.randint(0, 12, (len(some), total), generator=generator)
        mask = torch.arange(total)[None, :] < torch.tensor(some)[:, None]
        pooled = torch.nn.functional.normalize(torch.randn(len(some), 6, generator=generator), dim=-1)
        found.append(Side(model.keys(states), ids, mask, pooled))
    return found


def model_of(config: InteractionConfig, hidden: int = 24) -> InteractionModel:
    torch.manual_seed(0)
    return InteractionModel(config, hidden, families=5).eval()


@pytest.fixture(scope="module")
def model() -> InteractionModel:
    return model_of(SIZES)


def repeated(side: Side, times: int) -> Side:
    return Side(*(part.expand(times, *part.shape[1:]) for part in side))


@torch.inference_mode()
@settings(max_examples=25)
@given(
    length=st.integers(1, 40),
    lengths=st.lists(st.integers(1, 60), min_size=1, max_size=4),
    seed=st.integers(0, 99),
    size=st.sampled_from((SIZES, replace(SIZES, alignments=1, inner_width=8))),
)
def test_one_query_for_all_and_a_query_each_read_as_written_down_plainly(length, lengths, seed, size):
    model = model_of(size)
    query, candidates = sides(model, length, lengths, seed, 24)
    expected = plain_logits(model, query, candidates).softmax(-1)
    for first in (query, repeated(query, len(lengths))):
        for reader in (model, PreparedReader(model, torch.float32)):
            found = reader(first, candidates).logits.softmax(-1)
            torch.testing.assert_close(found, expected, atol=2e-5, rtol=0)


@torch.inference_mode()
@pytest.mark.parametrize("relevance", [0.0, 1.0])
@pytest.mark.parametrize("lengths", [[19, 19, 19], [60, 1, 75, 33]])
def test_the_prepared_reader_says_all_that_the_reference_says(lengths, relevance):
    model = model_of(replace(SIZES, late_interaction=relevance))
    query, candidates = sides(model, 12, lengths, 1, 24)
    expected, found = model(query, candidates), PreparedReader(model, torch.float32)(query, candidates)
    for name in ("logits", "family", "words_a", "words_b", "cosine", "shift"):
        ours, theirs = getattr(found, name), getattr(expected, name)
        if theirs is not None and name == "words_b":
            ours, theirs = ours[candidates.mask], theirs[candidates.mask]
        torch.testing.assert_close(ours, theirs, atol=2e-5, rtol=0, msg=name)


@torch.inference_mode()
@pytest.mark.parametrize("length", [2, 19, 77])
def test_bfloat16_moves_a_probability_in_its_second_decimal_at_most(model, length):
    query, candidates = sides(model, 9, [length, max(1, length // 2)], 3, 24)
    exact = model(query, candidates).logits.softmax(-1)
    found = PreparedReader(model, torch.bfloat16)(query, candidates).logits.softmax(-1)
    torch.testing.assert_close(found, exact, atol=0.02, rtol=0)


OPERATIONS = {19: 33.70, 77: 106.80, 154: 208.20, 234: 320.64}
"""Million multiplications of products of matrices, for two candidates of so many tokens and one query of 12,
in the default size, tokens filled up to STEP."""


@torch.inference_mode()
@pytest.mark.parametrize("length", OPERATIONS)
def test_operations_of_a_pair_do_not_grow(length):
    model = model_of(InteractionConfig(), 384)
    generator = torch.Generator().manual_seed(0)

    def side(rows: int, tokens: int) -> Side:
        keys = torch.nn.functional.normalize(torch.randn(rows, tokens, 3, 128, generator=generator), dim=-1)
        ids = torch.randint(0, 99, (rows, tokens), generator=generator)
        return Side(keys, ids, torch.ones_like(ids, dtype=torch.bool), torch.zeros(rows, 384))

    reader = PreparedReader(model, torch.float32)
    with FlopCounterMode(display=False) as counter:
        reader(side(1, 12), side(2, length))
    million = counter.get_total_flops() / 2 / 1e6
    assert million <= OPERATIONS[length] * 1.001, f"{million:.2f} million"
    assert million >= OPERATIONS[length] * 0.95, f"fewer, {million:.2f} million: write that down"


CALLS = 410
"""Operations that one reading of short texts takes, views included: its fixed cost."""


class Calls(TorchDispatchMode):
    count = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.count += 1
        return func(*args, **(kwargs or {}))


@torch.no_grad()
def test_the_fixed_cost_of_a_reading_does_not_grow(model):
    query, candidates = sides(model, 12, [19, 19], 0, 24)
    reader = PreparedReader(model, torch.float32)
    reader(query, candidates)
    with Calls() as calls:
        reader(query, candidates)
    assert CALLS * 0.9 <= calls.count <= CALLS, calls.count
