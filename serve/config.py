"""Configuration of the server: the section `serve` of a recipe, and `--set KEY=VALUE`."""

import ipaddress
from typing import Literal

from ..common.configuration import config_dataclass
from ..common.errors import InputError
from ..models.pair_reader import Precision

Score = Literal["relevance", "same"]


@config_dataclass
class ServeConfig:
    """What the server listens on, what it scores with, and what it refuses.

    host, port: where it listens; port 0 takes a free one. Beyond loopback it wants a key, or
    `allow_without_key`. api_key_env: the environment variable that holds the key; api_key_file: a file with a
    key in each line, any of which is taken. Without either nobody needs one.

    score: of /rerank. `relevance` is half of the cosine plus the late interaction, in [0, 1], and 0 for what
    the gate takes for a near-miss; `same` is P(same), which it also is from a verifier that does not rerank.
    precision: see Verifier.from_pretrained. threads: of the model; the machine's by default.

    max_batch_pairs: so many pairs are judged at once, of several requests where there are several.
    max_delay_ms: so long a request waits for others to fill a batch. max_queued_pairs: beyond so many that
    wait, a request is refused (429). max_held_bytes: of the bodies of all requests under way.

    max_body_bytes, max_documents, max_text_chars: of one request, its documents and each text.
    max_connections: open at once. read_timeout_s: for a request's head, and for its body, to arrive.
    timeout_s: from then to the answer. write_timeout_s: for its client to take some of it.
    drain_timeout_s: for the requests under way at the stop.

    log_texts: write queries and documents into the log, which otherwise holds none.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    api_key_env: str = "VERISIEVE_API_KEY"
    api_key_file: str | None = None
    allow_without_key: bool = False
    score: Score = "relevance"
    precision: Precision = "fp32"
    threads: int | None = None
    max_batch_pairs: int = 64
    max_delay_ms: float = 5.0
    max_queued_pairs: int = 4096
    max_held_bytes: int = 64 << 20
    max_body_bytes: int = 4 << 20
    max_documents: int = 1000
    max_text_chars: int = 20_000
    max_connections: int = 512
    read_timeout_s: float = 10.0
    timeout_s: float = 30.0
    write_timeout_s: float = 30.0
    drain_timeout_s: float = 30.0
    log_texts: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError for what no server can keep."""
        for name in POSITIVE:
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above 0")
        if self.threads is not None and self.threads < 1:
            raise ValueError("threads must be at least 1")
        if self.max_delay_ms < 0:
            raise ValueError("max_delay_ms must be 0 or more")
        if not 0 <= self.port < 1 << 16:
            raise ValueError("port must be from 0 (a free one) to 65535")
        if self.max_documents > self.max_queued_pairs:
            raise ValueError("max_queued_pairs must not be less than max_documents")
        if self.max_body_bytes > self.max_held_bytes:
            raise ValueError("max_held_bytes must not be less than max_body_bytes")


POSITIVE = (
    "max_batch_pairs",
    "max_queued_pairs",
    "max_held_bytes",
    "max_body_bytes",
    "max_documents",
    "max_text_chars",
    "max_connections",
    "read_timeout_s",
    "timeout_s",
    "write_timeout_s",
    "drain_timeout_s",
)


def refuse_open_doors(config: ServeConfig, has_key: bool) -> None:
    """Raise InputError where others than this machine could call the server without a key."""
    if has_key or config.allow_without_key or _is_loopback(config.host):
        return
    raise InputError(
        f"host {config.host}: others can reach it, and no key is set; set the environment variable "
        f"{config.api_key_env}, or --set api_key_file=FILE, or listen on 127.0.0.1 "
        "(--set allow_without_key=true where something in front of it asks for one)"
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
