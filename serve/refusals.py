"""What a request that is not answered gets: a status, a sentence on what is wrong, and what to do.

The body is read by clients of three makes: `message` by Cohere's, `detail` by Jina's in LangChain, `error`
and `error_type` by those of text-embeddings-inference. It never holds a traceback.
"""

from collections.abc import Mapping

from starlette.responses import JSONResponse

CLIENT_GONE = 499
"""Logged and counted where the client went away before its answer; nobody receives it."""


class Refusal(Exception):
    """A request that gets no answer but `message`: a status of 400 and above, and the kind of reason.

    field: which part of the body is wrong, as documents[3].text; "" where it is none.
    """

    def __init__(
        self, status: int, kind: str, message: str, field: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.kind, self.message, self.field = status, kind, message, field
        self.headers = dict(headers or {})

    def response(self, request_id: str) -> JSONResponse:
        """Return it as JSON."""
        content = {
            "error": self.message,
            "error_type": self.kind,
            "message": self.message,
            "detail": self.message,
            "request_id": request_id,
        }
        if self.field:
            content["field"] = self.field
        return JSONResponse(content, self.status, self.headers)


def overloaded(message: str, seconds: int) -> Refusal:
    """Return a refusal for now: the same request may be sent again after so many seconds."""
    return Refusal(429, "overloaded", message, headers={"Retry-After": str(seconds)})


def invalid(field: str, message: str) -> Refusal:
    """Return a refusal for one part of the body."""
    return Refusal(422, "validation", f"{field}: {message}" if field else message, field)
