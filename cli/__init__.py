"""The command line, one module a command: its help, its arguments and what it does with them.

entry.py gathers them; options.py holds what several share. Only parses arguments and calls the stage.
"""

from .entry import build_parser, main

__all__ = ["build_parser", "main"]
