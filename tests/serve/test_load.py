"""More than a server can do: a bounded queue, timeouts, clients that leave, and one request that fails."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

QUERY = "the tenant paid the landlord"


def asked(*documents: str) -> dict:
    return {"query": QUERY, "documents": list(documents)}


class Held:
    """Judges by the small verifier, once it is let go; remembers what it was given."""

    def __init__(self, loaded) -> None:
        self.loaded, self.go, self.entered, self.batches = loaded, threading.Event(), threading.Event(), []

    def __call__(self, pairs):
        self.batches.append([candidate for _, candidate in pairs])
        self.entered.set()
        assert self.go.wait(60)
        return self.loaded.judge(pairs)


@pytest.fixture
def held(loaded):
    found = Held(loaded)
    yield found
    found.go.set()


def test_a_full_queue_is_told_with_a_time_to_come_back(hosted, held):
    with hosted(judge=held, max_queued_pairs=4, max_documents=4) as client, ThreadPoolExecutor(2) as pool:
        first = pool.submit(client.post, "/rerank", json=asked("a", "b", "c", "d"))
        assert held.entered.wait(60)
        second = pool.submit(client.post, "/rerank", json=asked("e", "f", "g", "h"))
        while "verisieve_queued_pairs 4.0" not in client.get("/metrics").text:
            pass
        third = client.post("/verify", json={"query": QUERY, "candidates": ["i"]})
        held.go.set()
        assert first.result().status_code == second.result().status_code == 200
    assert third.status_code == 429
    assert 1 <= int(third.headers["retry-after"]) <= 60
    assert third.json()["error_type"] == "overloaded"


def test_bodies_take_only_so_much_memory(hosted, held):
    body = asked("a dog " * 100)
    with (
        hosted(judge=held, max_body_bytes=1000, max_held_bytes=1000) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        first = pool.submit(client.post, "/rerank", json=body)
        assert held.entered.wait(60)
        second = client.post("/rerank", json=body)
        held.go.set()
        assert first.result().status_code == 200
        assert client.post("/rerank", json=body).status_code == 200
    assert second.status_code == 429
    assert second.headers["retry-after"] == "1"


def test_an_answer_that_takes_too_long(hosted, held):
    with hosted(judge=held, timeout_s=0.2) as client:
        late = client.post("/rerank", json=asked("a", "b"))
        assert late.status_code == 504
        assert "no answer after 0.2 seconds" in late.json()["error"]
        held.go.set()
        while "verisieve_queued_pairs 0.0" not in client.get("/metrics").text:
            pass


def test_nobody_works_for_a_client_that_left(hosted, held):
    with hosted(judge=held) as client, ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.post, "/rerank", json=asked("a dog"))
        assert held.entered.wait(60)
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{client.base_url}/rerank", json=asked("left", "alone"), timeout=0.5)
        while (
            'verisieve_requests_total{endpoint="rerank",status="499"} 1.0' not in client.get("/metrics").text
        ):
            pass
        held.go.set()
        assert first.result().status_code == 200
        assert client.post("/rerank", json=asked("next")).status_code == 200
    assert held.batches == [["a dog"], ["next"]]


def test_requests_are_judged_together(hosted, held):
    with hosted(judge=held, max_delay_ms=0) as client, ThreadPoolExecutor(4) as pool:
        first = pool.submit(client.post, "/rerank", json=asked("a dog"))
        assert held.entered.wait(60)
        others = [
            pool.submit(client.post, "/rerank", json=asked(word, "a man")) for word in ("the", "not", "by")
        ]
        while "verisieve_queued_pairs 6.0" not in client.get("/metrics").text:
            pass
        held.go.set()
        assert all(answer.result().status_code == 200 for answer in (first, *others))
    assert [len(batch) for batch in held.batches] == [1, 6]


def test_one_request_that_fails_fails_alone_and_its_text_is_not_logged(hosted, held, loaded, caplog):
    def judge(pairs):
        held(pairs)
        if any("poison" in candidate for _, candidate in pairs):
            raise RuntimeError(f"cannot read {pairs}")
        return loaded.judge(pairs)

    caplog.set_level(logging.INFO, "verisieve.serve")
    with hosted(judge=judge) as client, ThreadPoolExecutor(3) as pool:
        first = pool.submit(client.post, "/rerank", json=asked("a dog"))
        assert held.entered.wait(60)
        good = pool.submit(client.post, "/rerank", json=asked("a man"))
        bad = pool.submit(client.post, "/rerank", json=asked("poison"))
        while "verisieve_queued_pairs 2.0" not in client.get("/metrics").text:
            pass
        held.go.set()
        assert first.result().status_code == good.result().status_code == 200
        failed = bad.result()
        assert client.get("/health").status_code == 200
    assert failed.status_code == 500
    assert failed.json()["error"].startswith("the server failed on this request; its log has more under ")
    assert "poison" not in failed.text
    from verisieve.serve.logs import JsonLines

    lines = [JsonLines(texts=False).format(record) for record in caplog.records]
    (line,) = [line for line in lines if '"failed"' in line]
    assert '"error": "RuntimeError"' in line
    assert "test_load.py" in line
    assert "poison" not in "".join(lines)
    assert "poison" in JsonLines(texts=True).format(next(r for r in caplog.records if r.exc_info))


def test_texts_are_logged_where_they_are_asked_for(hosted, caplog):
    from verisieve.serve.logs import JsonLines

    caplog.set_level(logging.INFO, "verisieve.serve")
    with hosted(log_texts=True) as client:
        client.post("/rerank", json=asked("a dog"))
    assert any(
        '"texts": [["the tenant paid the landlord", "a dog"]]' in JsonLines(True).format(r)
        for r in caplog.records
    )


def test_what_is_not_answered_in_time_at_the_stop_is_told(hosted, held):
    with ThreadPoolExecutor(1) as pool:
        with hosted(judge=held, drain_timeout_s=0.2) as client:
            asking = pool.submit(httpx.post, f"{client.base_url}/rerank", json=asked("a", "b"), timeout=60)
            assert held.entered.wait(60)
            asking.add_done_callback(lambda _: held.go.set())
        answer = asking.result()
    assert answer.status_code == 503
    assert answer.json()["error_type"] == "stopped"
