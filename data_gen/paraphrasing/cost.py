"""What an endpoint costs: the estimate before it starts, and the limits that stop it.

Tokens that nobody has counted yet are guessed from the bytes of a text: about four to a token in English,
three where a limit must hold.
"""

from dataclasses import dataclass, field

from ...common.errors import InputError
from .backend import LimitReached, Usage

BYTES_PER_TOKEN = 4
BYTES_PER_TOKEN_AT_LEAST = 3
ROLES = 10
"""Tokens that a request has beside its text."""


def tokens_of(text: str, at_most: bool = False) -> int:
    """Return about how many tokens a text has; at_most: how many it hardly exceeds."""
    return -(-len(text.encode()) // (BYTES_PER_TOKEN_AT_LEAST if at_most else BYTES_PER_TOKEN))


@dataclass(frozen=True)
class Prices:
    """Prices of a million tokens sent and received, in any currency; None where they are not known.

    Raises InputError for one without the other, and for prices below 0.
    """

    tokens_in: float | None = None
    tokens_out: float | None = None

    def __post_init__(self) -> None:
        if (self.tokens_in is None) != (self.tokens_out is None):
            raise InputError("prices: give both, --price-in and --price-out (0 for what is free)")
        if min(self.tokens_in or 0, self.tokens_out or 0) < 0:
            raise InputError("prices: --price-in and --price-out must not be negative")

    def of(self, usage: Usage) -> float | None:
        """Return what was used costs; None without prices."""
        if self.tokens_in is None or self.tokens_out is None:
            return None
        return (usage.tokens_in * self.tokens_in + usage.tokens_out * self.tokens_out) / 1e6

    def told(self, usage: Usage, about: str = "") -> str:
        """Return requests, tokens and cost as a line says them."""
        line = (
            f"{about}{usage.requests:,} requests, {about}{usage.tokens_in:,} tokens in and "
            f"{usage.tokens_out:,} out"
        )
        cost = self.of(usage)
        if cost is None:
            return f"{line} (--price-in and --price-out tell what that costs)"
        return f"{line}: {about}{cost:.4g} at {self.tokens_in:g} and {self.tokens_out:g} for a million tokens"


@dataclass
class Budget:
    """What one start of a command may use. Raises InputError for limits that are not positive.

    max_cost needs prices. spent: what was used; reserved: what requests under way may use at most.
    """

    prices: Prices = Prices()
    max_requests: int | None = None
    max_cost: float | None = None
    spent: Usage = field(default_factory=Usage)
    reserved: list[Usage] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.max_requests is not None and self.max_requests < 1:
            raise InputError(f"--max-requests {self.max_requests}: give 1 or more")
        if self.max_cost is not None and not self.max_cost > 0:
            raise InputError(f"--max-cost {self.max_cost:g}: give an amount above 0")
        if self.max_cost is not None and self.prices.tokens_in is None:
            raise InputError("--max-cost needs --price-in and --price-out, the prices of a million tokens")

    def reserve(self, usage: Usage) -> None:
        """Set aside what a request may use at most. Raises LimitReached where that is too much."""
        after = sum(self.reserved, self.spent) + usage
        if self.max_requests is not None and after.requests > self.max_requests:
            raise LimitReached(f"--max-requests {self.max_requests}")
        cost = self.prices.of(after)
        if self.max_cost is not None and cost is not None and cost > self.max_cost:
            raise LimitReached(f"--max-cost {self.max_cost:g}")
        self.reserved.append(usage)

    def settle(self, reserved: Usage, used: Usage) -> None:
        """Count what a request used, instead of what was set aside for it."""
        self.reserved.remove(reserved)
        self.spent += used

    def limits(self) -> list[str]:
        """Return the limits as they were given."""
        given = (("--max-requests", self.max_requests), ("--max-cost", self.max_cost))
        return [f"{name} {value:g}" for name, value in given if value is not None]
