"""RedisVL's HFCrossEncoderReranker over a published verifier; it needs no Redis server."""

import asyncio

import numpy as np
from redisvl.utils.rerank import HFCrossEncoderReranker


def test_cross_encoder_reranker(folder, query, documents, ranking):
    reranker = HFCrossEncoderReranker(model=str(folder), limit=3, trust_remote_code=True, device="cpu")
    found, scores = reranker.rank(query, [{"content": text, "id": text[:5]} for text in documents])
    assert [document["content"] for document in found] == [text for text, _ in ranking[:3]]
    assert found[0]["id"] == found[0]["content"][:5]
    np.testing.assert_allclose(scores, [score for _, score in ranking[:3]], atol=1e-6)
    assert asyncio.run(reranker.arank(query, documents)) == (
        [{"content": document["content"]} for document in found],
        scores,
    )
