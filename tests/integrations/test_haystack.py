"""Haystack's similarity ranker over a published verifier, alone and in a pipeline."""

import numpy as np
from haystack import Document, Pipeline
from haystack.utils import ComponentDevice
from haystack_integrations.components.rankers.sentence_transformers import (
    SentenceTransformersSimilarityRanker,
)


def test_similarity_ranker(folder, query, documents, ranking):
    ranker = SentenceTransformersSimilarityRanker(
        model=str(folder), trust_remote_code=True, device=ComponentDevice.from_str("cpu"), top_k=3
    )
    pipeline = Pipeline()
    pipeline.add_component("ranker", ranker)
    given = [Document(content=text) for text in documents]
    found = pipeline.run({"ranker": {"query": query, "documents": given}})["ranker"]["documents"]
    assert [document.content for document in found] == [text for text, _ in ranking[:3]]
    np.testing.assert_allclose(
        [document.score for document in found], [score for _, score in ranking[:3]], atol=1e-6
    )
    sure = ranker.run(query=query, documents=given, score_threshold=0.9)["documents"]
    assert [document.content for document in sure] == [text for text, score in ranking if score >= 0.9]
