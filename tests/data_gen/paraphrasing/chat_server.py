"""A server on loopback that speaks chat completions: rewords by a function, fails as it is told to."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from verisieve.tests.processes import HANGS


@dataclass
class Failure:
    """An answer that is no completion. body: sent as it is, after `wait` is set (where there is one)."""

    status: int = 200
    body: bytes = b"<html>It works!</html>"
    headers: dict[str, str] = field(default_factory=dict)
    wait: threading.Event | None = None


class ChatServer(ThreadingHTTPServer):
    """Serves on a free port while used as a context manager.

    reword: from a sentence to its wording (None for none), or to a Failure. requests: what came, as
    (sentence, headers, body).
    """

    daemon_threads = True

    def __init__(self, reword: Callable[[str], Any], usage: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reword, self.usage = reword, usage
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.under_way = self.most_under_way = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def asked(self) -> list[str]:
        return [sentence for sentence, _, _ in self.requests]

    def __enter__(self) -> "ChatServer":
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        sentence = body["messages"][-1]["content"].rpartition("\n")[2]
        server = self.server
        with server.lock:
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.requests.append((sentence, headers, body))
            server.under_way += 1
            server.most_under_way = max(server.most_under_way, server.under_way)
        made = server.reword(sentence)
        with server.lock:
            server.under_way -= 1
        if isinstance(made, Failure):
            if made.wait is not None:
                made.wait.wait(HANGS)
            self.answer(made.status, made.body, made.headers)
            return
        reply = {
            "id": "c",
            "object": "chat.completion",
            "created": 0,
            "model": body["model"],
            "choices": [
                {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": made}}
            ],
        }
        if server.usage:
            reply["usage"] = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        self.answer(200, json.dumps(reply).encode(), {})

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        try:
            self.send_response(status)
            kind = "text/html" if body.startswith(b"<") else "application/json"
            for name, value in {
                "Content-Type": kind,
                "Content-Length": str(len(body)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # the client has gone
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        return
