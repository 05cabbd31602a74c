"""The bodies of the requests: their fields, and what is told of a field that is wrong."""

import difflib
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError, from_json

from .config import ServeConfig
from .refusals import Refusal, invalid

ACCEPTED = frozenset(
    {
        "max_chunks_per_doc",
        "max_tokens_per_doc",
        "model",
        "priority",
        "rank_fields",
        "truncate",
        "truncation",
        "truncation_direction",
        "user",
    }
)
"""Fields that clients of the rerank services send and that change nothing here: the server has one model, and
reads long texts whole, in windows."""


def _as_text(value: Any) -> str:
    text = value.get("text") if isinstance(value, dict) else value
    if isinstance(text, str):
        return text
    raise _neither("text")


def _as_entry(value: Any) -> Any:
    if isinstance(value, str):
        return {"query": value}
    if isinstance(value, dict) and isinstance(value.get("query"), str):
        return value
    raise _neither("query")


def _neither(key: str) -> PydanticCustomError:
    return PydanticCustomError("neither", f'must be a text, or an object with a text as "{key}"')


def _as_id(value: Any) -> Any:
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63
    if value is None or isinstance(value, str) or whole:
        return value
    raise PydanticCustomError("id", "must be a text or a whole number of 64 bits")


class Entry(BaseModel):
    """An entry of a cache: the query that it was made for, and what the cache calls it."""

    query: StrictStr
    id: Annotated[Any, BeforeValidator(_as_id)] = None


class RerankRequest(BaseModel):
    """/rerank: `query` and `documents` as Cohere and Jina have it, or `query` and `texts` as TEI has it."""

    model_config = ConfigDict(extra="allow")

    query: StrictStr
    documents: list[Annotated[StrictStr, BeforeValidator(_as_text)]] | None = None
    texts: list[StrictStr] | None = None
    top_n: Annotated[int, Field(strict=True, ge=1)] | None = None
    return_documents: StrictBool | None = None
    raw_scores: StrictBool = False
    return_text: StrictBool = False

    @property
    def ignored(self) -> list[str]:
        """Names of fields that nothing here reads and no known client sends."""
        return sorted(set(self.model_extra or {}) - ACCEPTED)


class Pair(BaseModel):
    """A query and a candidate."""

    model_config = ConfigDict(extra="forbid")

    query: StrictStr
    candidate: StrictStr


class VerifyRequest(BaseModel):
    """/verify: `pairs`, or one `query` with its `candidates`."""

    model_config = ConfigDict(extra="forbid")

    pairs: list[Pair] | None = None
    query: StrictStr | None = None
    candidates: list[StrictStr] | None = None


class CacheRequest(BaseModel):
    """/v1/cache/decide: a query and the entries that the cache found for it."""

    model_config = ConfigDict(extra="forbid")

    query: StrictStr
    candidates: list[Annotated[Entry, BeforeValidator(_as_entry)]]
    threshold: Annotated[float, Field(strict=True, gt=0, le=1)] | None = None


Body = TypeVar("Body", RerankRequest, VerifyRequest, CacheRequest)


def parsed(kind: type[Body], body: bytes) -> Body:
    """Read a body; Refusal 400 for what is no JSON in UTF-8, 422 for a field that is wrong."""
    try:
        values = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise Refusal(400, "json", f"the body is no JSON: {error}; send a JSON object in UTF-8") from None
    if not isinstance(values, dict):
        raise Refusal(400, "json", 'the body is no JSON object; send one, as {"query": ...}')
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first, *others = error.errors(include_url=False, include_input=True)
        raise _refusal(kind, first, len(others)) from None


def _refusal(kind: type[BaseModel], error: ErrorDetails, others: int) -> Refusal:
    field = _path(error["loc"])
    message = f"{error['msg'][0].lower()}{error['msg'][1:]}"
    if error["type"] == "missing":
        message = "missing; it is needed"
    elif error["type"] == "extra_forbidden":
        known = _fields(kind, error["loc"])
        near = difflib.get_close_matches(str(error["loc"][-1]), known, n=1)
        message = f"unknown; did you mean {near[0]}?" if near else f"unknown; known are {', '.join(known)}"
    elif "input" in error and "should be" in message:
        message += f", not {_kind(error['input'])}"
    return invalid(field, message + (f" ({others} more are wrong)" if others else ""))


def _fields(kind: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    return list((Pair if place[0] == "pairs" and len(place) > 1 else kind).model_fields)


def _path(place: tuple[int | str, ...]) -> str:
    """Write a place as documents[3].text; of a name that the client chose, 60 characters in ASCII."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{ascii(part[:60])[1:-1]}" for part in place]
    return "".join(parts).removeprefix(".")


def _kind(value: Any) -> str:
    names = {type(None): "null", bool: "true or false", str: "a text", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")


def check_texts(config: ServeConfig, query: str, texts: list[str], field: str, key: str = "") -> None:
    """Raise a Refusal (422) for a query that is empty, for no texts, too many, or one that is too long.

    field: what the list of texts is called; key: what each of its objects calls its text.
    """
    _check_query(config, query, "query")
    _check_count(config, len(texts), field)
    for number, text in enumerate(texts):
        _check_length(config, text, f"{field}[{number}]{key}")


def check_pairs(config: ServeConfig, pairs: list[Pair]) -> None:
    """Raise a Refusal (422) for no pairs, too many, an empty query, or a text that is too long."""
    _check_count(config, len(pairs), "pairs")
    for number, pair in enumerate(pairs):
        _check_query(config, pair.query, f"pairs[{number}].query")
        _check_length(config, pair.candidate, f"pairs[{number}].candidate")


def _check_query(config: ServeConfig, query: str, field: str) -> None:
    if not query.strip():
        raise invalid(field, "is empty; give the text to compare with")
    _check_length(config, query, field)


def _check_count(config: ServeConfig, count: int, field: str) -> None:
    if not count:
        raise invalid(field, "is empty; give at least one")
    if count > config.max_documents:
        raise invalid(
            field,
            f"has {count:,} of them; at most {config.max_documents:,} in one request: send several "
            "(the server's max_documents)",
        )


def _check_length(config: ServeConfig, text: str, field: str) -> None:
    if len(text) > config.max_text_chars:
        raise invalid(
            field,
            f"has {len(text):,} characters; at most {config.max_text_chars:,} are read: split it into "
            "passages (the server's max_text_chars)",
        )
