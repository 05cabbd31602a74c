"""What a server refuses, and how it says so: which field, what to do, never a traceback; then it goes on."""

import contextlib
import json
import socket
import time

import httpx
import pytest

from verisieve.cli import main

QUERY = "the tenant paid the landlord"
MEGABYTE = "a dog " * (1 << 18)
KEY = "0123456789abcdef-key"
RERANK = "/rerank"


@pytest.fixture(autouse=True)
def goes_on(client, server):
    """After every test the server answers, and its log holds no traceback."""
    yield
    assert client.post("/verify", json={"query": QUERY, "candidates": ["a dog"]}).status_code == 200
    assert "Traceback" not in server.log.read_text()


def refused(answer: httpx.Response, status: int, field: str = "", told: str = "") -> None:
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["error"] == body["message"] == body["detail"]
    assert body.get("field", "") == field
    assert told in body["error"]
    assert body["request_id"] == answer.headers["x-request-id"]
    assert "Traceback" not in answer.text
    assert len(answer.content) < 2000


@pytest.mark.parametrize(
    ("path", "body", "field", "told"),
    [
        (RERANK, {"query": QUERY}, "documents", "missing; give the texts to rank"),
        (RERANK, {"query": QUERY, "documents": []}, "documents", "is empty; give at least one"),
        (RERANK, {"query": QUERY, "texts": []}, "texts", "is empty"),
        (RERANK, {"query": QUERY, "documents": ["a"] * 10_000}, "documents", "10,000 of them; at most 1,000"),
        (RERANK, {"query": QUERY, "documents": ["a", MEGABYTE]}, "documents[1]", "at most 20,000 are read"),
        (RERANK, {"query": MEGABYTE, "documents": ["a"]}, "query", "1,572,864 characters"),
        (RERANK, {"query": QUERY, "documents": ["a"], "texts": ["a"]}, "documents", "give one of them"),
        (RERANK, {"query": " ", "documents": ["a"]}, "query", "is empty"),
        (RERANK, {"documents": ["a"]}, "query", "missing"),
        (RERANK, {"query": None, "documents": ["a"]}, "query", "should be a valid string, not null"),
        (RERANK, {"query": QUERY, "documents": "a dog"}, "documents", "should be a valid list, not a text"),
        (RERANK, {"query": QUERY, "documents": ["a", 1]}, "documents[1]", 'an object with a text as "text"'),
        (RERANK, {"query": QUERY, "documents": [{"title": "a"}]}, "documents[0]", 'with a text as "text"'),
        (RERANK, {"query": QUERY, "documents": ["a"], "top_n": 0}, "top_n", "greater than or equal to 1"),
        (RERANK, {"query": QUERY, "texts": ["a", ["b"]]}, "texts[1]", "not a list"),
        (RERANK, {"query": 1, "texts": [2]}, "query", "(1 more are wrong)"),
        ("/verify", {"query": QUERY}, "", "give pairs"),
        ("/verify", {"pairs": []}, "pairs", "is empty"),
        ("/verify", {"pairs": [{"query": QUERY}]}, "pairs[0].candidate", "missing"),
        ("/verify", {"query": QUERY, "candidate": ["a"]}, "candidate", "did you mean candidates?"),
        ("/verify", {"pairs": [{"query": "a", "candidate": "b", "x": 1}]}, "pairs[0].x", "known are query"),
        ("/verify", {"pairs": [{"query": "a", "candidate": MEGABYTE}]}, "pairs[0].candidate", "at most"),
        ("/v1/cache/decide", {"query": QUERY, "candidates": [5]}, "candidates[0]", 'with a text as "query"'),
        ("/v1/cache/decide", {"query": QUERY, "candidates": ["a"], "threshold": 2}, "threshold", "less than"),
        ("/v1/cache/decide", {"query": QUERY, "candidates": [{"query": "a", "answer": "b"}]}, "", ""),
        (
            "/v1/cache/decide",
            {"query": QUERY, "candidates": [{"query": "a", "id": 1.5}]},
            "candidates[0].id",
            "",
        ),
        (
            "/v1/cache/decide",
            {"query": QUERY, "candidates": [{"query": "a", "id": 1 << 70}]},
            "candidates[0].id",
            "",
        ),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else None,
)
def test_a_field_that_is_wrong_is_named(client, path, body, field, told):
    if not field and not told:  # an entry of a cache may carry more than its query
        assert client.post(path, json=body).status_code == 200
    else:
        refused(client.post(path, json=body), 422, field, told)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"query": "a \xff dog", "documents": ["a"]}', "invalid unicode"),
        (b'{"query": "a \\ud800 dog", "documents": ["a"]}', "no JSON"),
        (b"\xff\xfe{}", "no JSON"),
        (b"", "no JSON"),
        (b'{"query": ', "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'["a"]', "no JSON object"),
        (b"1" * 10_000, "no JSON"),
        (b'{"query": "a", "documents": ["b"], "top_n": NaN}', "no JSON"),
    ],
    ids=range(9),
)
def test_what_is_no_json_in_utf_8_is_refused(client, body, told):
    answer = client.post(RERANK, content=body, headers={"Content-Type": "application/json"})
    refused(answer, 400, told=told)


def shaped(path: str, query: str, texts: list[str]) -> tuple[dict, str, str]:
    """The body of a request of one shape, what it calls its list of texts, and a text of it."""
    if path == "/verify pairs":
        return {"pairs": [{"query": query, "candidate": text} for text in texts]}, "pairs", ".candidate"
    if path == "/v1/cache/decide":
        return {"query": query, "candidates": [{"query": text} for text in texts]}, "candidates", ".query"
    name = {RERANK: "documents", "/rerank texts": "texts", "/verify": "candidates"}[path]
    return {"query": query, name: texts}, name, ""


@pytest.mark.parametrize("path", [RERANK, "/rerank texts", "/verify", "/verify pairs", "/v1/cache/decide"])
def test_every_shape_of_request_is_bounded_alike(client, path):
    url, headers = path.partition(" ")[0], {"Content-Type": "application/json"}

    def post(query: str, texts: list[str]) -> httpx.Response:
        return client.post(url, json=shaped(path, query, texts)[0])

    good, name, key = shaped(path, QUERY, ["a dog"])
    refused(post(QUERY, ["a"] * 10_000), 422, name, "10,000 of them; at most 1,000")
    refused(post(QUERY, ["a", MEGABYTE]), 422, f"{name}[1]{key}", "has 1,572,864 characters")
    query = "pairs[0].query" if name == "pairs" else "query"
    refused(post(" ", ["a"]), 422, query, "is empty")
    refused(post(MEGABYTE, ["a"]), 422, query, "has 1,572,864 characters")
    if url == "/v1/cache/decide":  # a cache that found nothing may ask
        assert post(QUERY, []).json()["serve"] is False
    else:
        refused(post(QUERY, []), 422, name, "is empty; give at least one")
    broken = json.dumps(good).encode().replace(b"dog", b"d\xffg")
    refused(client.post(url, content=broken, headers=headers), 400, told="invalid unicode")
    refused(client.post(url, content=broken[:-1], headers=headers), 400, told="no JSON")


def test_a_body_that_is_too_large_is_refused_and_its_client_hears_it(client):
    large = {"query": QUERY, "documents": [MEGABYTE] * 3}
    refused(client.post(RERANK, json=large), 413, told="larger than 4,194,304 bytes")
    whole = json.dumps(large).encode()
    chunks = (whole[start : start + 60_000] for start in range(0, len(whole), 60_000))
    answer = client.post(RERANK, content=chunks, headers={"Content-Type": "application/json"})
    refused(answer, 413, told="larger than 4,194,304 bytes")


def test_the_wrong_type_method_and_path(client):
    body = json.dumps({"query": QUERY, "documents": ["a"]})
    refused(
        client.post(RERANK, content=body, headers={"Content-Type": "text/plain"}),
        415,
        told="application/json",
    )
    zipped = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    refused(client.post(RERANK, content=body, headers=zipped), 415, told="send it plain")
    answer = client.get(RERANK)
    refused(answer, 405, told="POST")
    assert answer.headers["allow"] == "POST"
    refused(client.delete("/health"), 405, told="GET")
    refused(client.post("/v3/rerank", json={}), 404, told="/v1/cache/decide")
    refused(client.get("/../etc/passwd"), 404)


def test_the_wrong_key(hosted):
    asked = {"query": QUERY, "documents": ["a dog"]}
    with hosted(keys=[KEY, "another-key-of-two"]) as client:
        for headers in (
            {},
            {"Authorization": "Bearer " + KEY[:-1]},
            {"Authorization": KEY},
            {"Authorization": b"Bearer \xff"},
        ):
            answer = client.post(RERANK, json=asked, headers=headers)
            refused(answer, 401, told="Authorization: Bearer KEY")
            assert answer.headers["www-authenticate"] == "Bearer"
            assert KEY not in answer.text
        for key in (KEY, "another-key-of-two"):
            assert (
                client.post(RERANK, json=asked, headers={"Authorization": f"bearer {key}"}).status_code == 200
            )
        for path in (RERANK, "/v1/rerank", "/v2/rerank", "/verify", "/v1/cache/decide", "/metrics", "/none"):
            refused(client.post(path, json=asked, headers={"Authorization": "Bearer wrong"}), 401)
        refused(client.get("/metrics"), 401)
        assert client.get("/health").status_code == client.get("/ready").status_code == 200


def connect(server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=60)


def head(length: int) -> bytes:
    lines = (
        "POST /rerank HTTP/1.1",
        "Host: a",
        "Content-Type: application/json",
        f"Content-Length: {length}",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def received(connection: socket.socket) -> bytes:
    """Return all that comes until the other side closes."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def test_a_body_that_ends_half_way(server):
    before = sum(line.get("status") == 499 for line in server.lines())
    with connect(server) as connection:
        connection.sendall(head(100) + b'{"query": "a')
    end = time.monotonic() + 60
    while sum(line.get("status") == 499 for line in server.lines()) == before:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_slow_body(server):
    with connect(server) as connection:
        connection.sendall(head(100) + b'{"query": "a')
        answer = received(connection)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in answer.lower()
    assert b"had not arrived after 4 seconds" in answer


@pytest.mark.parametrize(
    "sent", [b"", b"POST /rerank HTTP/1.1\r\nHost: a\r\nX-Slow: "], ids=["nothing", "half"]
)
def test_a_slow_head(server, sent):
    with connect(server) as connection:
        connection.sendall(sent)
        with contextlib.suppress(ConnectionResetError):
            assert received(connection) == b""


def test_a_slow_body_of_a_refused_request(server):
    """What is refused for its head is not waited for longer than what is read."""
    with connect(server) as connection:
        connection.sendall(head(1 << 40) + b"{")
        answer = received(connection)
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_client_that_waits_for_a_word_gets_it_at_once(server):
    expecting = head(1 << 30).replace(b"Host: a", b"Host: a\r\nExpect: 100-continue")
    with connect(server) as connection:
        connection.sendall(expecting)
        assert received(connection).startswith(b"HTTP/1.1 413 ")
    small = json.dumps({"query": QUERY, "documents": ["a dog"]}).encode()
    with connect(server) as connection:
        connection.sendall(
            head(len(small)).replace(b"Host: a", b"Host: a\r\nExpect: 100-continue\r\nConnection: close")
        )
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 ")
        connection.sendall(small)
        assert received(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n",  # TLS
        b"POST /rerank HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: a\r\nX: " + b"x" * (1 << 20) + b"\r\n\r\n",
    ],
    ids=["words", "tls", "length", "long"],
)
def test_what_is_no_http(server, sent):
    with connect(server) as connection, contextlib.suppress(ConnectionError):
        connection.sendall(sent)
        assert received(connection).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--set", "max_document=5"], "did you mean 'max_documents'?"),
        (["--set", "timeout_s=0"], "timeout_s must be above 0"),
        (["--set", "max_documents=9000"], "max_queued_pairs must not be less than max_documents"),
        (["--port", "65536"], "port must be from 0"),
        (["--set", "threads=0"], "threads must be at least 1"),
        (["--host", "0.0.0.0"], "set the environment variable VERISIEVE_API_KEY"),
        (
            ["--host", "203.0.113.9", "--set", "allow_without_key=true"],
            "choose another with --host and --port",
        ),
        (["--set", "api_key_file=none.txt"], "none.txt"),
        (["--set", "api_key_file=empty.txt"], "empty.txt: holds no key"),
        (["--set", "api_key_file=short.txt"], "at least 16 printable ASCII characters"),
    ],
)
def test_a_server_that_cannot_start(options, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").write_text("\n\n")
    (tmp_path / "short.txt").write_text("secret\n")
    assert main(["serve", "nowhere", *options]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error


def test_a_port_that_is_taken_and_a_run_that_is_none(server, capsys):
    assert main(["serve", "nowhere", "--port", str(server.port)]) == 2
    assert f"127.0.0.1:{server.port}: Address already in use; choose another" in capsys.readouterr().err
    assert main(["serve", "nowhere", "--port", "0"]) == 2
    assert "nowhere" in capsys.readouterr().err
