"""LanceDB's CrossEncoderReranker over a published verifier and a real table on disk."""

import lancedb
import numpy as np
import pytest
from lancedb.index import FTS
from lancedb.rerankers import CrossEncoderReranker


@pytest.fixture
def table(tmp_path, verifier, documents):
    vectors = verifier.retriever.pooled(documents)
    rows = [{"text": text, "vector": vector} for text, vector in zip(documents, vectors, strict=True)]
    return lancedb.connect(tmp_path / "lancedb").create_table("texts", rows)


def check(found, ranking):
    assert [row["text"] for row in found] == [text for text, _ in ranking]
    np.testing.assert_allclose(
        [row["_relevance_score"] for row in found], [score for _, score in ranking], atol=1e-6
    )


@pytest.mark.slow
def test_vector_search_is_reranked(folder, table, verifier, query, ranking):
    reranker = CrossEncoderReranker(str(folder), device="cpu")
    search = table.search(verifier.retriever.pooled([query])[0]).limit(4)
    recalled = [row["text"] for row in search.to_list()]
    assert recalled != [text for text, _ in ranking]
    check(search.rerank(reranker, query_string=query).to_list(), ranking)


@pytest.mark.slow
def test_full_text_search_is_reranked(folder, table, query, ranking):
    table.create_index("text", config=FTS())
    search = table.search(query, query_type="fts").limit(3)
    found = search.rerank(CrossEncoderReranker(str(folder), device="cpu")).to_list()
    named = [(text, score) for text, score in ranking if "tenant" in text]
    check(found, named)
