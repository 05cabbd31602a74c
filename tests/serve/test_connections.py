"""Connections of clients that mean ill: too many, no answer taken, no HTTP, a size that is a lie."""

import json
import socket
import time
from contextlib import suppress

import httpx
import pytest

from verisieve.serve.protocol import UNSENT

ASKED = {"query": "the tenant paid the landlord", "documents": ["a dog"]}


def address(client: httpx.Client) -> tuple[str, int | None]:
    return client.base_url.host, client.base_url.port


def sent(client: httpx.Client, content: bytes) -> tuple[bytes, dict[bytes, bytes], dict]:
    """Send bytes; return the status line, the headers and the JSON of what comes until the server closes."""
    with socket.create_connection(address(client), timeout=60) as connection:
        connection.sendall(content)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    return first, dict(line.lower().split(b": ", 1) for line in lines), json.loads(body)


def test_connections_beyond_the_most_are_refused_and_the_others_answered(hosted):
    with hosted(max_connections=1) as client:
        client.get("/health")
        with httpx.Client(base_url=client.base_url) as other:
            refused = other.post("/rerank", json=ASKED)
            alive = other.get("/health")
        assert client.post("/rerank", json=ASKED).status_code == 200
    assert refused.status_code == 503
    assert refused.json()["error_type"] == "connections"
    assert alive.status_code == 200
    assert refused.headers["connection"] == alive.headers["connection"] == "close"


def test_a_client_that_takes_no_answer_is_cut_off(hosted):
    asking = b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"
    with hosted(write_timeout_s=0.2) as client, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(120)
        connection.connect(address(client))
        with pytest.raises(ConnectionError):
            connection.sendall(asking * 1_000_000)
        assert client.post("/rerank", json=ASKED).status_code == 200


def test_it_is_cut_off_after_a_few_answers_and_not_when_the_system_has_no_room_left(hosted):
    asking = b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"
    with hosted(write_timeout_s=0.2, read_timeout_s=600) as client, socket.socket() as connection:
        size = len(client.get("/metrics").content)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(120)
        connection.connect(address(client))
        connection.sendall(asking * (6 * UNSENT // size))
        with suppress(ConnectionError):
            for _ in range(600):
                connection.sendall(b"G")
                time.sleep(0.05)
            pytest.fail("it is served on")


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        (b"nonsense\r\n\r\n", 400, "http"),
        (b"POST /rerank HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "http"),
        (b"BREW /rerank HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405, "method"),
        (b"BREW /coffee HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 404, "path"),
        (b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 404, "path"),
        (b"POST /rerank/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 404, "path"),
    ],
    ids=["words", "chunk", "method", "both", "star", "slash"],
)
def test_whatever_comes_is_refused_in_json(hosted, content, status, kind):
    with hosted() as client:
        first, headers, body = sent(client, content)
        assert client.get("/health").status_code == 200
    assert first.startswith(f"HTTP/1.1 {status} ".encode())
    assert headers[b"content-type"] == b"application/json"
    assert headers[b"x-request-id"].decode() == body["request_id"]
    assert (body["error_type"], body["error"]) == (kind, body["message"])


def begun(connection: socket.socket, *headers: str) -> None:
    """Send the head of a request, and wait until the server reads its body."""
    lines = ("POST /rerank HTTP/1.1", "Host: a", "Content-Type: application/json", *headers)
    connection.sendall("".join(f"{line}\r\n" for line in (*lines, "Expect: 100-continue", "")).encode())
    assert connection.recv(65536).startswith(b"HTTP/1.1 100 ")


def test_a_body_takes_the_memory_that_it_has_whatever_its_head_says(hosted):
    other = ASKED | {"documents": ["a dog " * 100]}
    with (
        hosted(max_body_bytes=1000, max_held_bytes=1000, read_timeout_s=600) as client,
        socket.create_connection(address(client), timeout=60) as connection,
        socket.create_connection(address(client), timeout=60) as liar,
    ):
        begun(connection, "Content-Length: 1000")
        assert client.post("/rerank", json=other).status_code == 200  # nothing of the 1,000 is there
        begun(liar, "Content-Length: 1", "Transfer-Encoding: chunked")
        liar.sendall(b"320\r\n" + b" " * 800)
        while (refused := client.post("/rerank", json=other)).status_code == 200:
            pass
        assert refused.status_code == 429
