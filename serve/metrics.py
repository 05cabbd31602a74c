"""What Prometheus reads at /metrics: requests, answers, batches, the queue, the process."""

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from .._version import __version__

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
PAIRS = (1, 2, 4, 8, 16, 32, 64, 128, 256)


class Metrics:
    """The figures of one server, in a registry of their own. Labels hold names of endpoints, never texts."""

    def __init__(self, queued_pairs: Callable[[], float], model: str, weights: str) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        registry = self.registry
        self.requests = Counter(
            "verisieve_requests", "Requests by endpoint and status", ("endpoint", "status"), registry=registry
        )
        self.seconds = Histogram(
            "verisieve_request_seconds",
            "From a request's head to its answer",
            ("endpoint",),
            buckets=SECONDS,
            registry=registry,
        )
        self.answers = Counter(
            "verisieve_answers", "Pairs by what was answered", ("answer",), registry=registry
        )
        self.decisions = Counter(
            "verisieve_cache_decisions",
            "Cache look-ups by whether one was served",
            ("served",),
            registry=registry,
        )
        self.batch_pairs = Histogram(
            "verisieve_batch_pairs", "Pairs judged at once", buckets=PAIRS, registry=registry
        )
        self.batch_seconds = Histogram(
            "verisieve_batch_seconds", "Time that a batch took", buckets=SECONDS, registry=registry
        )
        self.wait_seconds = Histogram(
            "verisieve_wait_seconds",
            "Time that the oldest request of a batch had waited",
            buckets=SECONDS,
            registry=registry,
        )
        Gauge("verisieve_queued_pairs", "Pairs that wait", registry=registry).set_function(queued_pairs)
        Info("verisieve", "What is served", registry=registry).info(
            {"version": __version__, "model": model, "weights_sha256": weights}
        )

    def watch_batch(self, pairs: int, waited: float, seconds: float) -> None:
        """Count a batch."""
        self.batch_pairs.observe(pairs)
        self.wait_seconds.observe(waited)
        self.batch_seconds.observe(seconds)

    def count(self, endpoint: str, status: int, seconds: float) -> None:
        """Count a request."""
        self.requests.labels(endpoint, str(status)).inc()
        self.seconds.labels(endpoint).observe(seconds)

    def text(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self.registry)
