"""A server as a process: stopped under load, its model's folder replaced underneath, killed and started."""

import shutil
import signal
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import httpx
import pytest
import torch
from safetensors.torch import load_file, save_file

QUERY = "the tenant paid the landlord"
ASKED = {"query": QUERY, "documents": ["a dog", "the landlord paid the tenant", "the nurse called the guest"]}
LONGEST = 1200
PATIENT = ("timeout_s=600", "drain_timeout_s=600")
"""Settings for a machine that has much else to do."""


@pytest.mark.slow
def test_a_folder_replaced_underneath_then_a_kill_and_a_start_under_load_then_a_stop(
    start, tiny_run, tmp_path
):
    run = tmp_path / "run"
    shutil.copytree(tiny_run, run)
    server = start(run, *PATIENT)
    first = httpx.post(f"{server.url}/rerank", json=ASKED, timeout=LONGEST).json()["results"]
    weights = httpx.get(f"{server.url}/ready", timeout=LONGEST).json()["weights_sha256"]

    # in place, then another folder under the same name, then none
    other = {name: torch.zeros_like(tensor) for name, tensor in load_file(run / "model.safetensors").items()}
    (run / "model.safetensors").write_bytes(b"")
    save_file(other, run / "model.safetensors", metadata={"format": "pt"})
    assert_goes_on(server, first, weights)
    shutil.copytree(run, tmp_path / "next")
    run.rename(tmp_path / "before")
    assert_goes_on(server, first, weights)
    (tmp_path / "next").rename(run)
    assert_goes_on(server, first, weights)
    (line,) = [line for line in server.lines() if line["event"] == "changed on disk"]
    assert (line["folder"], line["still_served"]) == (str(run), weights)
    shutil.rmtree(run)
    shutil.copytree(tiny_run, run)  # the same again, for the start

    statuses, done = [], threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                statuses.append(httpx.post(f"{server.url}/rerank", json=ASKED, timeout=LONGEST).status_code)
            except httpx.TransportError:
                statuses.append(0)
                time.sleep(0.2)

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    try:
        while len(statuses) < 6:
            time.sleep(0.05)
        assert server.stop(signal.SIGKILL) == -signal.SIGKILL
        again = start(run, *PATIENT, port=server.port)
        before = len(statuses)
        while 200 not in statuses[before:]:
            time.sleep(0.05)
    finally:
        done.set()
        for thread in asking:
            thread.join()
    assert set(statuses) == {0, 200}
    assert httpx.post(f"{again.url}/rerank", json=ASKED, timeout=LONGEST).json()["results"] == first
    told = httpx.get(f"{again.url}/ready", timeout=LONGEST).json()
    assert told["weights_sha256"] == weights
    assert told["changed_on_disk"] is False
    assert_stops_when_all_is_answered(again)


def assert_goes_on(server, first, weights) -> None:
    assert httpx.post(f"{server.url}/rerank", json=ASKED, timeout=LONGEST).json()["results"] == first
    told = httpx.get(f"{server.url}/ready", timeout=LONGEST).json()
    assert told["ready"]
    assert told["changed_on_disk"] is True
    assert told["weights_sha256"] == weights


def answered(answer) -> int | None:
    """The status of an answer; None where the server listened no more when the question came."""
    try:
        return answer.result().status_code
    except httpx.ConnectError:
        return None


def waiting_for(server, pool, requests: int, documents: int, queued_pairs: int) -> list[Future]:
    """Ask for so many documents in each request, and come back when so many pairs are queued."""
    many = {"query": QUERY, "documents": [f"the tenant paid {number} dog" for number in range(documents)]}
    answers = [
        pool.submit(httpx.post, f"{server.url}/rerank", json=many, timeout=LONGEST) for _ in range(requests)
    ]
    while queued(server) < queued_pairs:
        time.sleep(0.01)
    return answers


def assert_stops_when_all_is_answered(server) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = waiting_for(server, pool, requests=6, documents=400, queued_pairs=1200)
        while server.process.poll() is None:  # again and again, until its very end
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.05)
        statuses = [answered(answer) for answer in answers]
    assert set(statuses) <= {200, None}
    assert statuses.count(200) >= 3  # 1,200 documents waited
    assert server.process.wait(LONGEST) == 0
    assert (server.lines()[-1]["event"], server.lines()[-1]["gave_up"]) == ("stopped", False)
    assert "Traceback" not in server.log.read_text()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.url}/health")


@pytest.mark.slow
def test_ctrl_c_while_it_stops_gives_up_what_is_under_way(start, tiny_run):
    server = start(tiny_run, *PATIENT, "max_batch_pairs=1")
    with ThreadPoolExecutor(4) as pool:
        answers = waiting_for(server, pool, requests=4, documents=1000, queued_pairs=3000)
        server.process.send_signal(signal.SIGTERM)
        while "Shutting down" not in server.log.read_text():
            time.sleep(0.01)
        assert server.stop(signal.SIGINT) == 128 + signal.SIGINT
        assert not any(answer.exception() is None and answer.result().is_success for answer in answers)
    assert (server.lines()[-1]["event"], server.lines()[-1]["gave_up"]) == ("stopped", True)


def queued(server) -> float:
    text = httpx.get(f"{server.url}/metrics", timeout=LONGEST).text
    (line,) = [line for line in text.splitlines() if line.startswith("verisieve_queued_pairs ")]
    return float(line.split()[1])


@pytest.mark.slow
def test_the_shipped_verifier_says_which_words_differ(start):
    server = start("default", "score=same")
    pairs = [
        {"query": "The tenant pays the landlord.", "candidate": "The landlord pays the tenant."},
        {"query": "How do I turn on dark mode?", "candidate": "how do I turn on dark mode"},
    ]
    swapped, same = httpx.post(f"{server.url}/verify", json={"pairs": pairs}, timeout=LONGEST).json()[
        "verdicts"
    ]
    assert swapped["answer"] == "near_miss"
    assert swapped["family"]
    assert swapped["words"]
    assert same["answer"] == "same"
    asked = {
        "query": "How do I turn off dark mode?",
        "candidates": [pairs[1]["query"], "How can I turn off dark mode?"],
    }
    decided = httpx.post(f"{server.url}/v1/cache/decide", json=asked, timeout=LONGEST).json()
    assert not decided["decisions"][0]["serve"]
    assert server.stop() == 0
