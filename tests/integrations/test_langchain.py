"""LangChain's reranker over a verifier: by the community package's class, and by a short adapter."""

import numpy as np
import pytest
from langchain_classic.retrievers.document_compressors import CrossEncoderReranker
from langchain_core.cross_encoders import BaseCrossEncoder
from langchain_core.documents import Document

import verisieve


class VerifierCrossEncoder(BaseCrossEncoder):
    """As in docs/integrations.md."""

    def __init__(self, folder):
        self.model = verisieve.cross_encoder(folder, device="cpu")

    def score(self, text_pairs):
        return self.model.predict(text_pairs).tolist()


def check(model, query, documents, ranking):
    scores = model.score([(query, text) for text, _ in ranking])
    np.testing.assert_allclose(scores, [score for _, score in ranking], atol=1e-6)
    reranker = CrossEncoderReranker(model=model, top_n=3)
    found = reranker.compress_documents(
        [Document(page_content=text, metadata={"row": row}) for row, text in enumerate(documents)], query
    )
    assert [document.page_content for document in found] == [text for text, _ in ranking[:3]]
    assert documents[found[0].metadata["row"]] == found[0].page_content


@pytest.mark.slow
def test_the_adapter(folder, query, documents, ranking):
    check(VerifierCrossEncoder(folder), query, documents, ranking)


def test_the_community_package(folder, query, documents, ranking):
    from langchain_community.cross_encoders import HuggingFaceCrossEncoder

    options = {"trust_remote_code": True, "device": "cpu"}
    model = HuggingFaceCrossEncoder(model_name=str(folder), model_kwargs=options)
    check(model, query, documents, ranking)
