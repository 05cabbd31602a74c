"""/rerank: order documents by how well they fit a query, in the shapes of Cohere, Jina and TEI."""

import math
from typing import Any

from starlette.responses import JSONResponse

from .config import ServeConfig
from .loaded import PairJudgement
from .refusals import invalid
from .schemas import RerankRequest, check_texts

SUREST = 1e-7
"""Distance from 0 and 1 at which a raw score ends: about 16."""


def documents_of(asked: RerankRequest, config: ServeConfig) -> list[str]:
    """Return the texts to rank. Raises Refusal for fields that do not fit together, and limits."""
    if (asked.documents is None) == (asked.texts is None):
        told = "give one of them" if asked.texts is not None else "missing; give the texts to rank"
        raise invalid("documents", f"{told} (documents, or texts as text-embeddings-inference has it)")
    if asked.texts is not None:
        check_texts(config, asked.query, asked.texts, "texts")
        return asked.texts
    documents = asked.documents or []
    check_texts(config, asked.query, documents, "documents")
    return documents


def ranking(judgements: list[PairJudgement], config: ServeConfig, by_same: bool) -> list[tuple[int, float]]:
    """Return (index, score in [0, 1]) of each document, best first; see ServeConfig.score.

    by_same: by P(same). Else what the gate drops stands behind the rest, with 0; ties keep their order.
    """
    verdicts = [judgement.verdict for judgement in judgements]
    if by_same or config.score == "same":
        scores = [verdict.score for verdict in verdicts]
        return [(row, scores[row]) for row in sorted(range(len(scores)), key=lambda row: -scores[row])]
    order = sorted(
        range(len(verdicts)), key=lambda row: (judgements[row].is_dropped, -verdicts[row].relevance)
    )
    return [
        (row, 0.0 if judgements[row].is_dropped else min(1.0, max(0.0, verdicts[row].relevance / 2)))
        for row in order
    ]


def answer(
    asked: RerankRequest,
    ranked: list[tuple[int, float]],
    tokens: int,
    model: str,
    request_id: str,
    version: str,
) -> JSONResponse:
    """Return the answer in the shape that the request had."""
    best = ranked[: asked.top_n]
    if asked.texts is not None:
        return JSONResponse([_tei(asked, row, score) for row, score in best])
    meta: dict[str, Any] = {"api_version": {"version": version}, "tokens": {"input_tokens": tokens}}
    if asked.ignored:
        meta["warnings"] = [f"{name[:60]!a} is not known here and was ignored" for name in asked.ignored[:20]]
    return JSONResponse(
        {
            "id": request_id,
            "model": model,
            "results": [_cohere(asked, row, score) for row, score in best],
            "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
            "meta": meta,
        }
    )


def _cohere(asked: RerankRequest, row: int, score: float) -> dict[str, Any]:
    found: dict[str, Any] = {"index": row, "relevance_score": score}
    if asked.return_documents and asked.documents is not None:
        found["document"] = {"text": asked.documents[row]}
    return found


def _tei(asked: RerankRequest, row: int, score: float) -> dict[str, Any]:
    found: dict[str, Any] = {"index": row, "score": raw(score) if asked.raw_scores else score}
    if asked.return_text and asked.texts is not None:
        found["text"] = asked.texts[row]
    return found


def raw(score: float) -> float:
    """Return the logit of a score, as TEI's raw_scores are; it ends at about 16."""
    bounded = min(1 - SUREST, max(SUREST, score))
    return math.log(bounded / (1 - bounded))
