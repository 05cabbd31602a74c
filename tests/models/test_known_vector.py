"""A query's vector that recall has made is not made again, and the answers are the same."""

import numpy as np
import pytest
from torch import Tensor

from verisieve.common.errors import InputError
from verisieve.models.retriever import Retriever
from verisieve.models.two_stage import TwoStage
from verisieve.models.verifier import Verifier

QUERY = "the clerk signed the notice"
TEXTS = ["the clerk never signed the notice", "the notice was signed by the clerk", "a mill near the river"]


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier.from_pretrained("default")  # its adapter sees the encoder in its own way


def test_a_known_vector_changes_no_answer(verifier: Verifier) -> None:
    candidates = verifier.encode(TEXTS)
    vector = verifier.retriever.pooled([QUERY])[0]
    for known, computed in zip(
        verifier.judge(QUERY, candidates, vector), verifier.judge(QUERY, candidates), strict=True
    ):
        np.testing.assert_allclose(known, computed, atol=1e-6)


def test_the_vector_given_is_the_one_that_is_read(verifier: Verifier) -> None:
    candidates = verifier.encode(TEXTS)
    other = verifier.retriever.pooled(["a storm closed the market"])[0]
    tokens = verifier.encode_exactly([QUERY], candidates.pooled.new_tensor(other)[None])
    np.testing.assert_array_equal(tokens.pooled[0].numpy(), other)


def test_a_vector_of_another_retriever_is_named(verifier: Verifier) -> None:
    with pytest.raises(InputError, match="the query's vector is of"):
        verifier.judge(QUERY, verifier.encode(TEXTS), np.zeros(3, dtype=np.float32))


def test_a_search_encodes_its_query_twice_instead_of_three_times(
    verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, asked = TwoStage(verifier, TEXTS), []
    pool = Retriever.pool

    def counted(self: Retriever, last: Tensor, inputs: dict[str, Tensor]) -> Tensor:
        asked.append(len(last))
        return pool(self, last, inputs)

    monkeypatch.setattr(Retriever, "pool", counted)
    assert search.search(QUERY, k=3)
    assert not asked
    assert search.search(f"“{QUERY}” 🙏", k=3)
    assert asked == [1]
