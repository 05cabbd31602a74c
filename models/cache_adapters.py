"""The cache guard inside GPTCache and in front of RedisVL's SemanticCache.

Neither library is imported here: the one calls an object with two methods, the other is handed in. Tested
with gptcache 0.1.44 and redisvl 0.28.
"""

import logging
from collections.abc import Mapping
from typing import Any

from ..common.errors import InputError
from .cache_guard import CacheGuard, Decision

logger = logging.getLogger(__name__)
REFUSED = -1.0
"""Below GPTCache's range, so that no similarity_threshold or cache_factor, not even 0, makes a hit of it."""


class GuardEvaluation:
    """GPTCache's SimilarityEvaluation: `cache.init(similarity_evaluation=GuardEvaluation(guard), ...)`.

    GPTCache asks it of each entry that the vector store found. Give the store a top_k above 1, so that the
    right entry is found behind a near-miss. Why an entry was refused is logged at level INFO.
    """

    def __init__(self, guard: CacheGuard) -> None:
        self.guard = guard

    def evaluation(self, src_dict: Mapping[str, Any], cache_dict: Mapping[str, Any], **_: Any) -> float:
        """Return 1.0 where the guard allows the hit, else REFUSED. Raises nothing.

        src_dict, cache_dict: of both "question" is read, text or GPTCache's Question.
        """
        decision = self.guard.allows(_question(src_dict), _question(cache_dict))
        _log(decision)
        return 1.0 if decision.hit else REFUSED

    def range(self) -> tuple[float, float]:
        """Return the lowest and the highest similarity."""
        return 0.0, 1.0


class GuardedSemanticCache:
    """RedisVL's SemanticCache whose `check` returns only what the guard allows; all else is the cache's own.

    cache: a redisvl.extensions.cache.llm.SemanticCache.
    """

    def __init__(self, cache: Any, guard: CacheGuard, depth: int = 5) -> None:
        self.cache = cache
        self.guard = guard
        self.depth = depth

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cache, name)

    def check(self, prompt: str | None = None, num_results: int = 1, **options: Any) -> list[dict[str, Any]]:
        """Return at most num_results entries that may be served, nearest first, as SemanticCache.check does.

        The nearest max(depth, num_results) entries within the cache's distance threshold are judged. options:
        of SemanticCache.check, `vector` among them; a hit is judged by its prompt, so `prompt` is always
        among the return_fields. Raises InputError without a prompt: the guard reads texts, not vectors.
        """
        prompt = _text(prompt)
        found = self.cache.check(prompt, **self._options(num_results, options))
        return self._allowed(prompt, found)[:num_results]

    async def acheck(
        self, prompt: str | None = None, num_results: int = 1, **options: Any
    ) -> list[dict[str, Any]]:
        """Do the same with SemanticCache.acheck."""
        prompt = _text(prompt)
        found = await self.cache.acheck(prompt, **self._options(num_results, options))
        return self._allowed(prompt, found)[:num_results]

    def _options(self, num_results: int, options: dict[str, Any]) -> dict[str, Any]:
        fields = options.get("return_fields")
        if fields:
            options = options | {"return_fields": [*dict.fromkeys([*fields, "prompt"])]}
        return options | {"num_results": max(num_results, self.depth)}

    def _allowed(self, prompt: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        allowed = []
        for entry in found:
            decision = self.guard.allows(prompt, entry.get("prompt", ""))
            _log(decision)
            if decision.hit:
                allowed.append(entry)
        return allowed


def _text(prompt: str | None) -> str:
    if prompt is None:
        raise InputError(
            "the guard compares prompts: give check(prompt=...), and vector=... beside it to save an encoding"
        )
    return prompt


def _question(data: Mapping[str, Any]) -> Any:
    question = data.get("question")
    return getattr(question, "content", question)


def _log(decision: Decision) -> None:
    logger.info("%s: %s", "hit" if decision.hit else "refused", decision.reason)
