"""Paraphrases by a model behind an endpoint: a real server on loopback, asked by the real client library."""

import json
import threading
import time
from pathlib import Path

import pytest

from verisieve.cli import main
from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.paraphrasing.backend import Answers, LimitReached
from verisieve.data_gen.paraphrasing.chat import EndpointConfig, bare
from verisieve.data_gen.paraphrasing.cost import Budget, Prices
from verisieve.data_gen.paraphrasing.endpoint import Endpoint
from verisieve.data_gen.paraphrasing.run import paraphrase
from verisieve.tests.data_gen.paraphrasing.chat_server import ChatServer, Failure
from verisieve.tests.processes import HANGS, VERISIEVE

pytest.importorskip("openai")

CONFIG = GenerateConfig(language_check=False, near_duplicates=None)
PEOPLE = ["nurse", "tenant", "clerk", "driver", "broker", "guest", "buyer", "farmer", "judge", "baker"]
TEXTS = [f"The {one} gave the visitor a large apple." for one in PEOPLE]
SOON = {"retry-after-ms": "1"}


def reworded(sentence: str) -> str:
    return sentence.replace("large", "big")


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


@pytest.fixture
def corpus(tmp_path) -> Path:
    path = tmp_path / "corpus.txt"
    path.write_text("".join(f"{text}\n" for text in TEXTS))
    return path


def endpoint(server: ChatServer, budget: Budget | None = None, **settings) -> Endpoint:
    return Endpoint(EndpointConfig("tiny", server.url, **{"retries": 2, **settings}), budget)


def answered(backend: Endpoint, sentences=TEXTS) -> tuple[dict[int, str | None], Exception | None]:
    made: dict[int, str | None] = {}
    try:
        for lot in backend.paraphrase(sentences):
            assert isinstance(lot, Answers)
            made |= lot.made
    except (InputError, LimitReached) as error:
        return made, error
    return made, None


def test_asks_with_key_model_and_instruction_and_so_many_at_a_time():
    def slowly(sentence: str) -> str:
        time.sleep(0.02)
        return reworded(sentence)

    with ChatServer(slowly) as server:
        made, error = answered(endpoint(server, concurrency=3, temperature=0.5, seed=7))
    assert error is None
    assert made == {place: reworded(text) for place, text in enumerate(TEXTS)}
    assert sorted(server.asked()) == sorted(TEXTS)
    assert 1 < server.most_under_way <= 3
    _, headers, body = server.requests[0]
    assert headers["authorization"] == "Bearer sk-secret"
    assert {name: body[name] for name in ("model", "temperature", "seed", "max_tokens")} == {
        "model": "tiny",
        "temperature": 0.5,
        "seed": 7,
        "max_tokens": 256,
    }
    assert "Reword the sentence below" in body["messages"][0]["content"]


@pytest.mark.slow
def test_errors_that_pass_are_repeated():
    fails = {TEXTS[0]: [429, 500], TEXTS[1]: [503]}
    with ChatServer(
        lambda text: Failure(fails[text].pop(), b"{}", SOON) if fails.get(text) else reworded(text)
    ) as server:
        backend = endpoint(server)
        made, error = answered(backend)
    assert error is None
    assert len(made) == len(TEXTS)
    assert backend.budget.spent.requests == len(TEXTS) + 3 == len(server.requests)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (
            Failure(429, b'{"error": {"message": "quota of sk-secret is used up"}}', SOON),
            r"429: quota of \*\*\*",
        ),
        (Failure(500, b"{}", SOON), "HTTP status 500"),
        (Failure(401, b'{"error": {"message": "bad key"}}'), "check the key in OPENAI_API_KEY"),
        (Failure(404, b'{"error": {"message": "no such model"}}'), "check --base-url, and the model's name"),
        (Failure(200), "no chat completion .*It works"),
        (Failure(200, b"{"), "no chat completion"),
        (Failure(200, b'{"choices": []}'), "no chat completion"),
        (Failure(400, b'{"error": {"message": "unknown parameter"}}'), "refused every .*unknown parameter"),
    ],
)
def test_an_endpoint_that_fails_is_named_and_the_answers_stay(failure, message):
    with ChatServer(
        lambda text: failure if failure.status == 400 or text == TEXTS[2] else reworded(text)
    ) as server:
        made, error = answered(endpoint(server, retries=1, concurrency=1))
    assert isinstance(error, InputError)
    with pytest.raises(InputError, match=message):
        raise error
    assert server.url in str(error)
    assert "sk-secret" not in str(error)
    assert sorted(made) == ([] if failure.status == 400 else [0, 1])
    assert len(server.requests) <= 5


def test_a_sentence_that_is_refused_does_not_stop_the_others():
    refusal = Failure(400, b'{"error": {"message": "filtered", "code": "content_filter"}}')
    with ChatServer(lambda text: refusal if text in (TEXTS[0], TEXTS[5]) else reworded(text)) as server:
        made, error = answered(endpoint(server, concurrency=1))
    assert error is None
    assert len(made) == len(TEXTS)
    assert [place for place, text in made.items() if text is None] == [0, 5]


def test_slow_answers_and_a_server_that_is_not_there():
    never = threading.Event()
    with ChatServer(lambda text: Failure(wait=never)) as server:
        _, error = answered(endpoint(server, retries=0, timeout=0.2, concurrency=2))
        never.set()
    assert "no answer within 0.2 s, 1 times; raise --timeout" in str(error)
    _, error = answered(endpoint(server, retries=0))
    assert "cannot be reached" in str(error)


def test_limits_hold_before_a_request_is_sent():
    prices = Prices(1.0, 2.0)
    with ChatServer(reworded) as server:
        made, error = answered(endpoint(server, Budget(prices, max_requests=4)))
        assert str(error) == "--max-requests 4"
        assert len(made) == 4 == len(server.requests)
        budget = Budget(prices, max_cost=0.002)
        made, error = answered(endpoint(server, budget, concurrency=4))
    assert str(error) == "--max-cost 0.002"
    assert 0 < prices.of(budget.spent) <= 0.002
    assert len(made) == budget.spent.requests
    assert budget.spent.tokens_in == 100 * len(made)


@pytest.mark.slow
def test_a_limit_in_the_middle_keeps_what_was_made_and_the_same_command_goes_on(tmp_path, corpus, capsys):
    command = ["paraphrase", str(corpus), "--retriever", "none", "--endpoint", "tiny", "--max-requests", "4"]
    command += ["--set", "language_check=false", "--set", "near_duplicates=null", "--price-in", "1"]
    out = tmp_path / "p.jsonl"
    with ChatServer(reworded) as server:
        whole = tmp_path / "whole.jsonl"
        paraphrase([corpus], whole, endpoint(server), CONFIG, progress=False)
        server.requests.clear()
        command += ["--price-out", "2", "--base-url", server.url, "--out", str(out)]
        for kept in (4, 8, 10):
            assert main(command) == 0
            told = capsys.readouterr()
            assert "about 10 requests" in told.err
            assert "it stops at --max-requests 4" in told.err
            assert f"{kept} paraphrases of {kept} sentences" in told.out
            assert f"used: {kept} requests, {100 * kept:,} tokens in and {20 * kept} out" in told.out
            assert ("stopped at --max-requests 4" in told.out) == (kept < 10)
            assert len(out.read_text().splitlines()) == kept
    assert sorted(server.asked()) == sorted(TEXTS), "nothing is asked for twice"
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.txt", "p.jsonl", "whole.jsonl"]
    assert main(command) == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.slow
def test_a_failure_in_the_middle_keeps_what_was_answered(tmp_path, corpus):
    out, fails = tmp_path / "p.jsonl", [TEXTS[6]]
    with ChatServer(lambda text: Failure(500, b"{}", SOON) if text in fails else reworded(text)) as server:
        with pytest.raises(InputError, match="the same command goes on"):
            paraphrase([corpus], out, endpoint(server, concurrency=1), CONFIG, progress=False)
        assert not out.exists()
        assert not any("sk-secret" in path.read_text() for path in tmp_path.rglob("*") if path.is_file())
        fails.clear()
        server.requests.clear()
        outcome = paraphrase([corpus], out, endpoint(server), CONFIG, progress=False)
    assert sorted(server.asked()) == sorted(TEXTS[6:])
    assert outcome.counts["kept"] == 10
    assert outcome.usage.requests == 10


@pytest.mark.slow
def test_estimate_asks_for_nothing(tmp_path, corpus, capsys):
    with ChatServer(reworded) as server:
        command = ["paraphrase", str(corpus), "--endpoint", "tiny", "--base-url", server.url, "--estimate"]
        command += ["--price-in", "1000", "--price-out", "0", "--set", "language_check=false"]
        assert main([*command, "--out", str(tmp_path / "p.jsonl")]) == 0
    told = capsys.readouterr().out
    assert "about 10 requests" in told
    assert "at 1000 and 0 for a million tokens" in told
    assert server.requests == []
    assert [path.name for path in tmp_path.iterdir()] == ["corpus.txt"]


@pytest.mark.slow
def test_what_is_no_paraphrase_is_dropped(tmp_path, corpus):
    places = {
        TEXTS[0]: None,
        TEXTS[1]: "",
        TEXTS[2]: "Sorry, that is not possible.",
        TEXTS[3]: "The tenant's garden blooms.",
        TEXTS[4]: '<think>Hm.</think>\n"The broker gave the visitor a big apple."',
        TEXTS[5]: "The guest did not give the visitor a large apple.",
    }
    out, aside = tmp_path / "p.jsonl", tmp_path / "aside.jsonl"
    with ChatServer(lambda text: places.get(text, reworded(text)), usage=False) as server:
        outcome = paraphrase([corpus], out, endpoint(server), CONFIG, None, 0.85, aside, progress=False)
    made = {row["text"]: row["paraphrase"] for row in map(json.loads, out.read_text().splitlines())}
    assert made[TEXTS[4]] == "The broker gave the visitor a big apple."
    assert set(made.values()).isdisjoint({"", "Sorry, that is not possible."})
    assert outcome.counts["no_answer"] == 2
    assert outcome.counts["kept"] == 5
    assert outcome.usage.tokens_out > 0, "guessed where the server counts nothing"
    assert [row["anchor"] for row in map(json.loads, aside.read_text().splitlines())] == [TEXTS[5]]


def test_what_models_put_around_an_answer_is_taken_off():
    assert bare("<think>a\nb</think>\n\n“Rain fell.”", "It rained.") == "Rain fell."
    assert bare("Reworded sentence: Rain fell.", "It rained.") == "Rain fell."
    assert bare('"Go," he said, "now"', '"Now," he said, "go"') == '"Go," he said, "now"'


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on_to_the_same_bytes(tmp_path, forks, corpus):
    out, whole, reached = tmp_path / "p.jsonl", tmp_path / "whole.jsonl", threading.Event()
    stalls = threading.Event()

    def stalling(sentence: str):
        if not stalls.is_set() and len(server.requests) > 5:
            reached.set()
            return Failure(wait=stalls)
        return reworded(sentence)

    with ChatServer(stalling) as server:
        command = ["paraphrase", str(corpus), "--out", str(out)]
        command += ["--retriever", "none", "--endpoint", "tiny", "--base-url", server.url]
        command += ["--concurrency", "1", "--set", "language_check=false", "--set", "near_duplicates=null"]
        with forks.start(VERISIEVE, *command):
            assert reached.wait(HANGS)
        stalls.set()
        assert not out.exists()
        before = server.asked()[:5]
        server.requests.clear()
        assert main(command) == 0
        assert sorted(server.asked()) == sorted(set(TEXTS) - set(before))
        paraphrase([corpus], whole, endpoint(server), CONFIG, progress=False)
    assert out.read_bytes() == whole.read_bytes()
