"""`verisieve serve`: a verifier over HTTP."""

import argparse

from ..common.configuration import load_config
from ..common.errors import InputError
from .options import add_configuration, add_device

HELP = "answer /rerank, /verify and /v1/cache/decide over HTTP"
EXAMPLES = """
  verisieve serve default
  verisieve serve run --port 9000 --set max_delay_ms=2 --set precision=auto
  verisieve serve run --host 0.0.0.0 --set api_key_file=keys.txt

It listens on 127.0.0.1 until SIGTERM or Ctrl-C, then answers what is under way and ends; Ctrl-C again gives
that up. The log, JSON lines on standard error, holds no texts. Clients of Cohere's, Jina's and
text-embeddings-inference's rerank services call it unchanged.
"""
EXTRA = {"starlette", "uvicorn", "prometheus_client", "h11"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("run", help='run folder or published verifier; "default" is the bundled one')
    parser.add_argument("--host", metavar="ADDRESS", help="to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, metavar="N", help="to listen on (default: 8080; 0: a free one)")
    parser.add_argument("--log-texts", action="store_true", help="write queries and documents into the log")
    add_configuration(parser)
    add_device(parser)


def run(arguments: argparse.Namespace) -> None:
    """Serve until told to stop."""
    from ..serve.config import ServeConfig

    overrides = [*arguments.set]
    for name in ("host", "port"):
        if getattr(arguments, name) is not None:
            overrides.append(f"{name}={getattr(arguments, name)}")
    if arguments.log_texts:
        overrides.append("log_texts=true")
    config = load_config(ServeConfig, "serve", arguments.config, overrides)
    try:
        from ..serve.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in EXTRA:
            raise
        raise InputError(f"serve needs {error.name}: pip install 'verisieve[serve]'") from None
    serve(arguments.run, config, arguments.device)
