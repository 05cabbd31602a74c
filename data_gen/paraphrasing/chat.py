"""One question to a language model behind an endpoint that speaks OpenAI's chat completions.

The client library repeats what fails for a while. What fails for good becomes an InputError that names the
endpoint; endpoint.py asks for many sentences at once.
"""

import os
import re
from dataclasses import dataclass
from typing import Any

from ...common.errors import InputError
from .backend import Usage
from .cost import ROLES, tokens_of

INSTRUCTION = (
    "Reword the sentence below: say exactly the same in other words and in another order. Keep every name, "
    "number, date, condition and negation, add nothing, leave nothing out, keep the final punctuation mark. "
    "Answer with the reworded sentence alone."
)
KEY_VARIABLE = "OPENAI_API_KEY"
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_LABEL = re.compile(r"\A(?:reworded sentence|reworded|paraphrase|rewording|answer)\s*:\s*", re.IGNORECASE)
_QUOTES = {'"': '"', "“": "”", "'": "'", "«": "»", "`": "`"}


@dataclass(frozen=True)
class EndpointConfig:
    """Which model is asked, and how.

    base_url: None is OPENAI_BASE_URL, or else OpenAI's own. key_variable: which environment variable has the
    key; a server with a URL of its own may need none. temperature, seed: sent where they are given (not every
    server takes them). max_tokens: of an answer. timeout: seconds for a request. retries: how often a failed
    one is repeated. concurrency: requests at a time. Raises InputError for figures out of range.
    """

    model: str
    base_url: str | None = None
    key_variable: str = KEY_VARIABLE
    instruction: str = INSTRUCTION
    temperature: float | None = None
    seed: int | None = None
    max_tokens: int = 256
    timeout: float = 60.0
    retries: int = 5
    concurrency: int = 8

    def __post_init__(self) -> None:
        least = {"max_tokens": 1, "retries": 0, "concurrency": 1, "temperature": 0}
        for name, value in least.items():
            found = getattr(self, name)
            if found is not None and found < value:
                raise InputError(f"--{name.replace('_', '-')} {found:g}: give {value} or more")
        if not self.timeout > 0:
            raise InputError(f"--timeout {self.timeout:g}: give seconds above 0")


@dataclass(frozen=True)
class Reply:
    """An answer, None where none can be used. refused: why the sentence was refused, if it was."""

    text: str | None
    usage: Usage
    refused: str | None = None


class Chat:
    """A model that can be asked. Raises InputError without the library, a key, or a usable URL.

    place: the endpoint and the model, for messages. The key is kept out of every message and file.
    """

    def __init__(self, config: EndpointConfig) -> None:
        try:
            import openai
        except ImportError:
            raise InputError("--endpoint needs the library openai: pip install 'verisieve[openai]'") from None
        self.config, self._library = config, openai
        self.base_url = config.base_url or os.environ.get("OPENAI_BASE_URL") or None
        self._key = os.environ.get(config.key_variable, "").strip()
        if not self._key and self.base_url is None:
            raise InputError(
                f"no key: set the environment variable {config.key_variable}, or name your own server with "
                "--base-url"
            )
        try:
            self.client = openai.OpenAI(
                api_key=self._key or "none",
                base_url=self.base_url,
                timeout=config.timeout,
                max_retries=config.retries,
            )
        except Exception as error:  # a URL that is none: of several libraries' kinds
            raise InputError(f"--base-url {self.base_url}: {error}") from None
        self.place = f"{self.client.base_url} ({config.model})"

    def prompt(self, text: str) -> str:
        """Return what the model is told about a sentence."""
        return f"{self.config.instruction}\n\n{text}"

    def close(self) -> None:
        """End the connections, also those in use."""
        self.client.close()

    def ask(self, text: str) -> Reply:
        """Ask for one sentence. Raises InputError where the endpoint fails for good."""
        config, library = self.config, self._library
        limit = "max_completion_tokens" if self.base_url is None else "max_tokens"  # others know the old name
        given = {"temperature": config.temperature, "seed": config.seed, limit: config.max_tokens}
        create: Any = self.client.chat.completions.with_raw_response.create
        try:
            raw = create(
                model=config.model,
                messages=[{"role": "user", "content": self.prompt(text)}],
                **{name: value for name, value in given.items() if value is not None},
            )
        except (library.BadRequestError, library.UnprocessableEntityError) as error:
            return Reply(None, Usage(requests=1), refused=self._reason(error))
        except library.APITimeoutError:
            raise self._failed(
                f"no answer within {config.timeout:g} s, {config.retries + 1} times; raise --timeout or "
                "lower --concurrency"
            ) from None
        except library.APIStatusError as error:
            raise self._failed(f"{self._reason(error)}; {self._advice(error.status_code)}") from None
        except library.APIConnectionError as error:
            reason = error.__cause__ or error
            raise self._failed(f"cannot be reached ({reason}); check --base-url") from None
        try:
            reply = raw.http_response.json()
            choice = reply["choices"][0]
            content, cut = choice["message"].get("content"), choice.get("finish_reason") == "length"
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            shown = " ".join(raw.http_response.text.split())[:80]
            raise self._failed(
                f"its answer is no chat completion ({shown!r}); check --base-url, which mostly ends in /v1"
            ) from None
        answer = None if cut or not isinstance(content, str) else bare(content, text)
        usage = reply.get("usage") if isinstance(reply.get("usage"), dict) else {}
        return Reply(
            answer or None,
            Usage(
                1 + raw.retries_taken,
                _count(usage.get("prompt_tokens"), tokens_of(self.prompt(text)) + ROLES),
                _count(usage.get("completion_tokens"), tokens_of(str(content or ""))),
            ),
        )

    def _failed(self, reason: str) -> InputError:
        return InputError(f"{self.place}: {reason}; the answers so far stay, the same command goes on")

    def _reason(self, error: Any) -> str:
        """Return the server's own words in one line, without the key."""
        body = error.body if isinstance(error.body, dict) else {}
        text = " ".join(str(body.get("message") or error.message).split())[:200]
        text = text.replace(self._key, "***") if self._key else text
        return f"HTTP status {error.status_code}: {text}"

    def _advice(self, status: int) -> str:
        if status in (401, 403):
            return f"check the key in {self.config.key_variable}"
        if status == 404:
            return "check --base-url, and the model's name"
        if status == 429:
            return "wait, lower --concurrency, or look at the account's quota"
        return "try again later"


def bare(answer: str, source: str) -> str:
    """Return an answer without what models put around it: thoughts, a label, quotation marks.

    >>> bare('Paraphrase: "The doctor saw him."', "He was seen by the doctor.")
    'The doctor saw him.'
    """
    text = _LABEL.sub("", _THOUGHTS.sub("", answer).strip())
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and source[0] != text[0]:
        text = text[1:-1].strip()
    return text


def _count(found: Any, guess: int) -> int:
    return found if isinstance(found, int) and found >= 0 else guess
