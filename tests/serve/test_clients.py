"""Clients of other rerank services call the server unchanged: their payloads, and the clients themselves.

What each client sends is written out here as its source has it; the clients that are installed are also run.
Of those, the tests' environment has LangChain's JinaRerank; the others were run in environments of their own
(docs/how-to/serve.md says with which versions).
"""

import gc
import warnings

import pytest

QUERY = "the tenant paid the landlord"
DOCUMENTS = [
    "the landlord paid the tenant",
    "the tenant paid the landlord",
    "a dog",
    "the nurse called the guest",
]
KEY = "a-key-of-the-tests"


@pytest.fixture(scope="module")
def order(loaded):
    verdicts = loaded.verifier.verify(QUERY, DOCUMENTS)
    return sorted(range(len(DOCUMENTS)), key=lambda row: -verdicts[row].relevance)


@pytest.fixture
def url(hosted):
    """The address of a server, for a client that may leave its connections open to the end of the test."""
    with hosted(keys=[KEY]) as client:
        yield str(client.base_url).rstrip("/")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def client(hosted):
    with hosted(keys=[KEY]) as client:
        client.headers["Authorization"] = f"Bearer {KEY}"
        yield client


COHERE = {"content-type": "application/json", "x-client-name": "langchain", "accept": "*/*"}
JINA = {"Content-type": "application/json", "Accept-Encoding": "identity", "user-agent": "langchain"}
DOCS = {"query": QUERY, "documents": DOCUMENTS, "model": "any", "top_n": 3}
TEXTS = {"query": QUERY, "texts": DOCUMENTS}
ONE, TWO, TEI = "/v1/rerank", "/v2/rerank", "/rerank"
PAYLOADS = {
    "cohere.Client": (ONE, COHERE, DOCS | {"return_documents": False, "max_chunks_per_doc": 10}),
    "cohere.ClientV2": (TWO, COHERE, DOCS | {"max_tokens_per_doc": 4096, "priority": 0}),
    "langchain_cohere.CohereRerank": (TWO, COHERE, DOCS),
    "langchain_community.JinaRerank": (ONE, JINA, DOCS),
    "llama_index.JinaRerank": (ONE, {"Accept-Encoding": "identity"}, DOCS),
    "haystack.JinaRanker": (ONE, JINA, DOCS | {"top_n": None}),
    "llama_index.TextEmbeddingInference": (TEI, {"Content-Type": "application/json"}, TEXTS),
    "haystack.HuggingFaceTEIRanker": (
        TEI,
        {},
        TEXTS | {"raw_scores": False, "truncate": True, "truncation_direction": "Right"},
    ),
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_what_a_client_sends_is_answered_as_it_reads_it(client, order, name):
    path, headers, body = PAYLOADS[name]
    answer = client.post(path, json=body, headers=headers)
    assert answer.status_code == 200
    found = answer.json()
    if "texts" in body:
        assert [result["index"] for result in found] == order
        assert all(0 <= result["score"] <= 1 for result in found)
        return
    assert [result["index"] for result in found["results"]] == order[: body["top_n"]]
    assert all(0 <= result["relevance_score"] <= 1 for result in found["results"])
    assert {"model", "usage", "id", "meta"} <= found.keys()
    assert "warnings" not in found["meta"]


@pytest.mark.parametrize("name", PAYLOADS)
def test_what_a_client_reads_of_a_refusal(client, name):
    path, headers, body = PAYLOADS[name]
    empty = {key: [] if value is DOCUMENTS else value for key, value in body.items()}
    refused = client.post(path, json=empty, headers=headers).json()
    assert "results" not in refused
    assert refused["detail"] == refused["message"] == refused["error"]
    assert refused["error_type"] == "validation"


def test_langchain_jina(url, order, monkeypatch):
    from langchain_community.document_compressors import jina_rerank
    from langchain_core.documents import Document

    monkeypatch.setattr(jina_rerank, "JINA_API_URL", f"{url}/v1/rerank")
    reranker = jina_rerank.JinaRerank(jina_api_key=KEY, top_n=3)
    found = reranker.compress_documents([Document(page_content=text) for text in DOCUMENTS], QUERY)
    assert [document.page_content for document in found] == [DOCUMENTS[row] for row in order[:3]]
    wrong = jina_rerank.JinaRerank(jina_api_key="another key")
    with pytest.raises(RuntimeError, match="API key is missing or wrong"):
        wrong.compress_documents([Document(page_content="a dog")], QUERY)


def test_cohere(url, order):
    cohere = pytest.importorskip("cohere")
    for client in (cohere.Client(KEY, base_url=url), cohere.ClientV2(KEY, base_url=url)):
        found = client.rerank(model="any", query=QUERY, documents=DOCUMENTS, top_n=3)
        assert [result.index for result in found.results] == order[:3]
        assert 0 <= found.results[0].relevance_score <= 1
        assert found.id
        with pytest.raises(cohere.core.ApiError) as refused:
            client.rerank(model="any", query=QUERY, documents=[])
        assert refused.value.status_code == 422
        assert refused.value.body["field"] == "documents"


def test_langchain_cohere(url, order):
    langchain_cohere = pytest.importorskip("langchain_cohere")
    from langchain_core.documents import Document

    reranker = langchain_cohere.CohereRerank(cohere_api_key=KEY, base_url=url, model="any", top_n=3)
    found = reranker.compress_documents([Document(page_content=text) for text in DOCUMENTS], QUERY)
    assert [document.page_content for document in found] == [DOCUMENTS[row] for row in order[:3]]


@pytest.mark.parametrize("kind", ["cohere", "jina", "tei"])
def test_llama_index(url, order, kind):
    from llama_index.core.schema import NodeWithScore, TextNode

    nodes = [NodeWithScore(node=TextNode(text=text)) for text in DOCUMENTS]
    if kind == "cohere":
        module = pytest.importorskip("llama_index.postprocessor.cohere_rerank")
        reranker = module.CohereRerank(api_key=KEY, base_url=url, top_n=3, model="any")
    elif kind == "jina":
        module = pytest.importorskip("llama_index.postprocessor.jinaai_rerank")
        reranker = module.JinaRerank(api_key=KEY, base_url=f"{url}/v1", top_n=3)
    else:
        module = pytest.importorskip("llama_index.postprocessor.tei_rerank")
        reranker = module.TextEmbeddingInference(base_url=url, auth_token=f"Bearer {KEY}", top_n=3)
    found = reranker.postprocess_nodes(nodes, query_str=QUERY)
    assert [node.text for node in found] == [DOCUMENTS[row] for row in order[:3]]


@pytest.mark.parametrize("kind", ["cohere", "jina", "tei"])
def test_haystack(url, order, kind):
    from haystack import Document
    from haystack.utils import Secret

    documents = [Document(content=text) for text in DOCUMENTS]
    key = Secret.from_token(KEY)
    if kind == "cohere":
        module = pytest.importorskip("haystack_integrations.components.rankers.cohere")
        ranker = module.CohereRanker(api_key=key, api_base_url=url, top_k=3)
    elif kind == "jina":
        module = pytest.importorskip("haystack_integrations.components.rankers.jina")
        ranker = module.JinaRanker(api_key=key, base_url=f"{url}/v1/rerank", top_k=3)
    else:
        module = pytest.importorskip("haystack_integrations.components.rankers.huggingface_api")
        ranker = module.HuggingFaceTEIRanker(url=url, token=key, top_k=3)
    if hasattr(ranker, "warm_up"):
        ranker.warm_up()
    found = ranker.run(query=QUERY, documents=documents)["documents"]
    assert [document.content for document in found] == [DOCUMENTS[row] for row in order[:3]]
