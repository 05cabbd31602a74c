"""What rewords sentences: the interface of the back ends command.py, endpoint.py and model.py.

A back end is given the sentences of a block and yields their wordings as they come; run.py writes each lot
down at once, so that nothing that was computed or paid for is made twice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Usage:
    """What answers took: requests (with repeats), tokens sent and tokens received; 0 where nobody counts."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.requests + other.requests,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
        )


@dataclass(frozen=True)
class Size:
    """How much there is to be reworded: about so many sentences, of so many bytes in all."""

    sentences: int
    size_bytes: int


@dataclass(frozen=True)
class Answers:
    """Wordings that came together, by the place of their sentence; None for a sentence that got none."""

    made: dict[int, str | None]
    usage: Usage = field(default_factory=Usage)


class Backend(Protocol):
    """Rewords sentences."""

    def identity(self) -> dict[str, Any]:
        """Return what the wordings depend on, as JSON: an unfinished run goes on with the same only."""

    def estimate(self, size: Callable[[], Size]) -> str | None:
        """Return a line on what a corpus of this size will take; None where nobody pays."""

    def paraphrase(self, sentences: Sequence[str]) -> Iterator[Answers]:
        """Yield an answer for each sentence, in lots and in any order.

        Raises LimitReached where a limit forbids to go on, InputError where the back end fails; what was
        yielded before stays.
        """


class LimitReached(Exception):
    """A limit that the user set forbids to go on; the message names it."""
