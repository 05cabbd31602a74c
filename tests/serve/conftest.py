"""A small verifier that is served: by a process of its own, and by threads with settings of a test's own."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

LONGEST = 1200
"""Seconds in which a server must listen, or end, on a machine that has much to do."""


@pytest.fixture(scope="session")
def tiny_run(tmp_path_factory, tiny_model) -> Path:
    """A run folder: an untrained verifier that reranks, on a tiny retriever."""
    import torch

    from verisieve.models.interaction import InteractionModel
    from verisieve.models.retriever import Retriever
    from verisieve.models.verifier import Calibration, VerifierConfig, identity, save_verifier
    from verisieve.tests.tiny import tiny_size

    torch.manual_seed(0)
    retriever = Retriever.load(str(tiny_model("bert")), device="cpu")
    size = tiny_size(late_interaction=1.0)
    config = VerifierConfig(
        retriever=identity(retriever),
        families=("argument_swap", "negation"),
        interaction=size,
        calibration=Calibration(cache_threshold=0.9, gate_threshold=0.99),
        max_tokens=32,
    )
    folder = tmp_path_factory.mktemp("served") / "run"
    save_verifier(folder, config, InteractionModel(size, retriever.hidden_size, 2))
    return folder


class ServerProcess:
    """`verisieve serve` in a process; its log is in a file."""

    def __init__(self, run: Path | str, log: Path, *settings: str, port: int = 0, key: str = "") -> None:
        options = [part for setting in ("threads=1", *settings) for part in ("--set", setting)]
        command = [sys.executable, "-m", "verisieve.cli", "serve", str(run), "--port", str(port), *options]
        environment = os.environ | {"HF_HUB_OFFLINE": "1", "VERISIEVE_API_KEY": key}
        self.log = log
        with log.open("w") as stream:
            self.process = subprocess.Popen([*command, "--device", "cpu"], stderr=stream, env=environment)
        self.url = self._listening()

    def _listening(self) -> str:
        end = time.monotonic() + LONGEST
        while time.monotonic() < end and self.process.poll() is None:
            for line in self.lines():
                if line.get("event") == "listening":
                    return line["url"]
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def lines(self) -> list[dict]:
        """Return the lines of the log, as far as they are written."""
        complete = self.log.read_text().rpartition("\n")[0]
        return [json.loads(line) for line in complete.splitlines() if line.startswith("{")]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(LONGEST)


@pytest.fixture(scope="session")
def start(tmp_path_factory):
    """A function from a run and settings to a server in a process; what still runs at the end is killed."""
    started = []

    def make(run, *settings, **options) -> ServerProcess:
        log = tmp_path_factory.mktemp("log") / "server.jsonl"
        server = ServerProcess(run, log, *settings, **options)
        started.append(server)
        return server

    yield make
    for server in started:
        server.stop(signal.SIGKILL)


@pytest.fixture(scope="session")
def server(start, tiny_run) -> ServerProcess:
    """A server that waits four seconds for a body, and long for an answer."""
    return start(tiny_run, "read_timeout_s=4", "timeout_s=600")


@pytest.fixture(scope="session")
def client(server):
    with httpx.Client(base_url=server.url, timeout=LONGEST) as client:
        yield client


@pytest.fixture(scope="session")
def loaded(tiny_run):
    """The small verifier, as a server holds it, in this process."""
    from verisieve.serve.config import ServeConfig
    from verisieve.serve.loaded import LoadedVerifier

    return LoadedVerifier(str(tiny_run), ServeConfig(), "cpu")


@pytest.fixture
def hosted(loaded):
    """A function (keys=(), judge=None, **settings) to a context with a client of a server in a thread.

    judge: what its batches are judged by instead of the small verifier.
    """

    @contextmanager
    def make(keys=(), judge=None, **settings):
        from verisieve.serve.config import ServeConfig
        from verisieve.serve.endpoints import Endpoints
        from verisieve.serve.keys import Keys
        from verisieve.serve.server import DrainingServer, bound

        config = dataclasses.replace(ServeConfig(), **{"port": 0, "timeout_s": 600.0} | settings)
        endpoints = Endpoints(config, loaded, Keys(keys))
        if judge is not None:
            endpoints.batcher._judge = judge
        with bound(config) as listener:
            url = "http://{}:{}".format(*listener.getsockname())
            serving = DrainingServer(endpoints)
            thread = threading.Thread(target=serving.run, kwargs={"sockets": [listener]})
            thread.start()
            try:
                while not serving.started:
                    time.sleep(0.01)
                with httpx.Client(base_url=url, timeout=LONGEST) as client:
                    yield client
            finally:
                serving.should_exit = True
                thread.join()

    return make
