"""Every path of a running server answers in its shape, and agrees with the verifier in this process."""

import numpy as np
import pytest

import verisieve
from verisieve.models.folder import weights_sha256

QUERY = "the tenant paid the landlord"
DOCUMENTS = [
    "the landlord paid the tenant",
    "the  tenant paid  the landlord",
    "a dog",
    "the nurse called the guest",
]


@pytest.fixture(scope="module")
def verdicts(loaded):
    return loaded.verifier.verify(QUERY, DOCUMENTS)


@pytest.fixture(scope="module")
def order(verdicts):
    return sorted(range(len(DOCUMENTS)), key=lambda row: -verdicts[row].relevance)


@pytest.mark.parametrize("path", ["/rerank", "/v1/rerank", "/v2/rerank"])
def test_rerank_as_cohere_and_jina_have_it(client, path, verdicts, order):
    asked = {
        "model": "any",
        "query": QUERY,
        "documents": [DOCUMENTS[0], *({"text": t} for t in DOCUMENTS[1:])],
    }
    answer = client.post(path, json=asked).json()
    assert [result["index"] for result in answer["results"]] == order
    found = [result["relevance_score"] for result in answer["results"]]
    wanted = [min(1.0, max(0.0, verdicts[row].relevance / 2)) for row in order]
    np.testing.assert_allclose(found, wanted, atol=1e-5)
    assert not any("document" in result for result in answer["results"])
    assert answer["usage"]["total_tokens"] == answer["meta"]["tokens"]["input_tokens"] > 4 * 5
    assert answer["meta"]["api_version"]["version"] == ("2" if path == "/v2/rerank" else "1")
    assert set(answer) == {"id", "model", "results", "usage", "meta"}
    assert "warnings" not in answer["meta"]


def test_rerank_returns_the_best_and_their_documents(client, order):
    given = [{"text": text, "title": f"no. {row}"} for row, text in enumerate(DOCUMENTS)]
    asked = {"query": QUERY, "documents": given, "top_n": 2, "return_documents": True, "topn": 1}
    answer = client.post("/rerank", json=asked).json()
    assert [result["document"] for result in answer["results"]] == [
        {"text": DOCUMENTS[row]} for row in order[:2]
    ]
    assert answer["meta"]["warnings"] == ["'topn' is not known here and was ignored"]


def test_rerank_as_tei_has_it(client, order):
    asked = {"query": QUERY, "texts": DOCUMENTS, "truncate": True}
    plain = client.post("/rerank", json=asked).json()
    assert [result["index"] for result in plain] == order
    assert set(plain[0]) == {"index", "score"}
    raw = client.post("/rerank", json=asked | {"raw_scores": True, "return_text": True}).json()
    assert [result["text"] for result in raw] == [DOCUMENTS[row] for row in order]
    assert [1 / (1 + np.exp(-result["score"])) for result in raw] == pytest.approx(
        [min(1 - 1e-7, max(1e-7, result["score"])) for result in plain], abs=1e-5
    )


def test_tokens_are_counted_whole_and_for_rerank_only(hosted, loaded, monkeypatch):
    pairs = [(QUERY, text) for text in [*DOCUMENTS, "the dog " * 40]]  # cut off by the verifier
    counts = [sum(loaded.verifier.retriever.lengths(pair)) for pair in pairs]
    assert loaded.tokens(pairs) == sum(counts) > 5 * 4 + 80
    counted = []

    def seven(pairs):
        counted.append(pairs)
        return 7

    monkeypatch.setattr(loaded, "tokens", seven)
    with hosted() as client:
        asked = {"query": QUERY, "candidates": DOCUMENTS}
        assert all(client.post(path, json=asked).is_success for path in ("/verify", "/v1/cache/decide"))
        assert not counted
        answer = client.post("/rerank", json={"query": QUERY, "documents": DOCUMENTS}).json()
    assert counted == [[(QUERY, text) for text in DOCUMENTS]]
    assert answer["usage"]["total_tokens"] == 7


def test_rerank_by_the_probability_of_the_same(hosted, verdicts):
    with hosted(score="same") as client:
        answer = client.post("/rerank", json={"query": QUERY, "documents": DOCUMENTS}).json()
    scores = [verdict.score for verdict in verdicts]
    assert [result["index"] for result in answer["results"]] == sorted(range(4), key=lambda row: -scores[row])
    assert answer["results"][0]["relevance_score"] == 1.0


def test_rerank_puts_what_the_gate_drops_last(hosted, loaded, order):
    import dataclasses

    def judge(pairs):  # the gate drops the most relevant
        return [
            dataclasses.replace(found, is_dropped=pair[1] == DOCUMENTS[order[0]])
            for pair, found in zip(pairs, loaded.judge(pairs), strict=True)
        ]

    with hosted(judge=judge) as client:
        answer = client.post("/rerank", json={"query": QUERY, "documents": DOCUMENTS}).json()
    assert [result["index"] for result in answer["results"]] == [*order[1:], order[0]]
    assert answer["results"][-1]["relevance_score"] == 0.0


def test_verify_says_what_the_verifier_says(client, verdicts):
    pairs = [{"query": QUERY, "candidate": text} for text in DOCUMENTS]
    by_pairs = client.post("/verify", json={"pairs": pairs}).json()
    by_query = client.post("/verify", json={"query": QUERY, "candidates": DOCUMENTS}).json()
    assert by_pairs["verdicts"] == by_query["verdicts"]
    for found, verdict in zip(by_pairs["verdicts"], verdicts, strict=True):
        assert found["answer"] == verdict.answer
        assert found["words"] == list(verdict.words)
        assert found["reason"] == verdict.reason
        assert found["truncated"] is False
        total = found["score"] + found["near_miss"] + found["other"]
        assert total == pytest.approx(1, abs=1e-5)
        assert found["score"] == pytest.approx(verdict.score, abs=1e-5)
    assert by_pairs["verdicts"][1]["reason"] == "the same text in its normal form"


def test_verify_says_that_a_query_is_cut_off(client):
    found = client.post("/verify", json={"query": "the dog " * 40, "candidates": ["a dog"]}).json()[
        "verdicts"
    ][0]
    assert found["truncated"]
    assert found["score"] == 0
    assert found["reason"] == "the query is longer than the verifier reads"


def test_the_cache_serves_what_means_the_same(client):
    candidates = [{"id": "k1", "query": DOCUMENTS[0]}, {"id": 7, "query": DOCUMENTS[1]}, QUERY + "?"]
    answer = client.post("/v1/cache/decide", json={"query": QUERY, "candidates": candidates}).json()
    assert (answer["serve"], answer["index"], answer["id"]) == (True, 1, 7)
    assert answer["reason"] == "the same text in its normal form"
    refused = answer["decisions"][0]
    assert not refused["serve"]
    assert refused["id"] == "k1"
    assert "threshold 0.9000" in refused["reason"] or "near-miss" in refused["reason"]


def test_the_cache_serves_the_same_text_unread_and_nothing_for_nothing(client):
    same = client.post("/v1/cache/decide", json={"query": QUERY, "candidates": [" ", QUERY]}).json()
    assert (same["serve"], same["index"], same["id"], same["reason"]) == (True, 1, None, "the same text")
    assert "empty" in same["decisions"][0]["reason"]
    nothing = client.post("/v1/cache/decide", json={"query": QUERY, "candidates": []}).json()
    assert (nothing["serve"], nothing["index"]) == (False, None)


def test_a_threshold_of_the_request_decides(client):
    asked = {"query": QUERY, "candidates": [DOCUMENTS[3]]}
    strict = client.post("/v1/cache/decide", json=asked).json()
    lax = client.post("/v1/cache/decide", json=asked | {"threshold": 0.000001}).json()
    assert not strict["serve"]
    assert lax["decisions"][0]["answer"] == "near_miss" or lax["serve"]


def test_health_and_what_is_ready(client, tiny_run):
    assert client.get("/health").json() == {"status": "ok"}
    ready = client.get("/ready")
    assert ready.status_code == 200
    told = ready.json()
    assert told["ready"]
    assert told["version"] == verisieve.__version__
    assert told["weights_sha256"] == weights_sha256(tiny_run)
    assert told["changed_on_disk"] is False
    assert told["model"] == str(tiny_run)


def test_prometheus_reads_the_metrics(client):
    from prometheus_client.parser import text_string_to_metric_families

    client.post("/rerank", json={"query": QUERY, "documents": DOCUMENTS})
    client.post("/verify", json={"query": QUERY, "candidates": DOCUMENTS})
    client.get("/nowhere")
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    samples = {
        tuple(sample.labels.values()): sample.value for sample in families["verisieve_requests"].samples
    }
    assert samples["rerank", "200"] >= 1
    assert samples["verify", "200"] >= 1
    assert samples["other", "404"] >= 1
    assert sum(sample.value for sample in families["verisieve_answers"].samples) >= 8
    assert families["verisieve_queued_pairs"].samples[0].value == 0
    assert families["process_resident_memory_bytes"].samples[0].value > 1e6
    assert {"verisieve_request_seconds", "verisieve_batch_pairs", "verisieve_wait_seconds"} <= families.keys()


def test_a_request_has_an_id_in_answer_and_log_and_no_text_in_the_log(client, server):
    answer = client.post(
        "/rerank", json={"query": "secret words", "documents": ["a dog"]}, headers={"X-Request-ID": "t-1"}
    )
    assert answer.headers["x-request-id"] == "t-1" == answer.json()["id"]
    assert (
        len(
            client.get("/health", headers={"X-Request-ID": "no spaces\u00e9".encode()}).headers[
                "x-request-id"
            ]
        )
        == 36
    )
    (line,) = [line for line in server.lines() if line.get("id") == "t-1"]
    assert (line["event"], line["endpoint"], line["status"], line["pairs"]) == ("request", "rerank", 200, 1)
    assert line["ms"] > 0
    assert "secret" not in server.log.read_text()
