"""The log: a JSON object per line on standard error, without texts of requests unless asked for."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

LOGGER = logging.getLogger("verisieve.serve")
OTHERS = ("uvicorn.error", "asyncio")
"""Loggers of what serves, beneath the application."""


class JsonLines(logging.Formatter):
    """Writes a record as a JSON object: time, level, event, and the fields that `log` was given.

    Of an error it tells the kind and the places in the code, and with `texts` the message, which may quote a
    request.
    """

    def __init__(self, texts: bool) -> None:
        super().__init__()
        self.texts = texts

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": time, "level": record.levelname.lower()}
        line["event"] = record.getMessage().strip()
        line |= getattr(record, "fields", {})
        if record.exc_info and (error := record.exc_info[1]) is not None:
            line["error"] = type(error).__name__
            line["where"] = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)]
            if self.texts:
                line["message"] = str(error)
        return json.dumps(line, ensure_ascii=True, default=str)


def set_up(texts: bool) -> None:
    """Send the server's log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(texts))
    for logger in (LOGGER, *map(logging.getLogger, OTHERS)):
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO)


def log(event: str, level: int = logging.INFO, error: BaseException | None = None, **fields: Any) -> None:
    """Write a line."""
    LOGGER.log(level, event, extra={"fields": fields}, exc_info=error)
