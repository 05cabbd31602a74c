"""LlamaIndex's SentenceTransformerRerank over a published verifier."""

import numpy as np
from llama_index.core.schema import NodeWithScore, TextNode
from llama_index.postprocessor.sbert_rerank import SentenceTransformerRerank


def test_sentence_transformer_rerank(folder, query, documents, ranking):
    reranker = SentenceTransformerRerank(
        model=str(folder),
        top_n=3,
        device="cpu",
        keep_retrieval_score=True,
        cross_encoder_kwargs={"trust_remote_code": True},
    )
    nodes = [NodeWithScore(node=TextNode(text=text), score=0.5) for text in documents]
    found = reranker.postprocess_nodes(nodes, query_str=query)
    assert [node.text for node in found] == [text for text, _ in ranking[:3]]
    np.testing.assert_allclose([node.score for node in found], [score for _, score in ranking[:3]], atol=1e-6)
    assert found[0].metadata["retrieval_score"] == 0.5
