"""`verisieve completion bash|zsh`: a script that completes the command line; shtab makes it."""

import argparse
from pathlib import Path

import shtab

HELP = "write a script that completes commands in a shell"
EXAMPLES = """
  verisieve completion bash > ~/.local/share/bash-completion/completions/verisieve
  verisieve completion zsh > ~/.zfunc/_verisieve
"""

FILES = ("MODEL", "FILE", "DIR", "CORPUS")
"""Placeholders of arguments that may be files or folders; so is every argument of type Path."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("shell", choices=("bash", "zsh"))


def run(arguments: argparse.Namespace) -> None:
    """Print the script."""
    print(completion_script(arguments.parser, arguments.shell))


def completion_script(parser: argparse.ArgumentParser, shell: str) -> str:
    """Return the script for "bash" or "zsh"; file names complete where an argument may be a file."""
    for command in _parsers(parser):
        for action in command._actions:
            if action.type is Path or action.metavar in FILES or action.dest in ("run", "corpus", "config"):
                action.complete = shtab.FILE  # type: ignore[attr-defined]  # where shtab looks for it
    return shtab.complete(parser, shell=shell)


def _parsers(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """Return the parser and those of its commands."""
    commands = [
        command
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for command in action.choices.values()
    ]
    return [parser, *commands]
