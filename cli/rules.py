"""`verisieve rules`: the edit rules, those of plug-ins too; the tables of data_gen/edits/README.md."""

import argparse
from typing import Any

from ..common.errors import InputError
from .options import add_json, print_json

HELP = "the rules that generate has: name, label, languages, module, example, where each runs"
EXAMPLES = """
  verisieve rules
  verisieve rules --family negation
  verisieve rules --family temporal --markdown
  verisieve rules --lang de --json
"""

WIDTH = 200
"""Columns of the table where it is printed into a file or another command."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("--family", metavar="NAME", help="only the rules of this family")
    parser.add_argument("--lang", default="en", help="language of the texts, as spaCy names it (default: en)")
    parser.add_argument("--markdown", action="store_true", help="print a table in Markdown")
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the rules of a language."""
    rows = rule_rows(arguments.family, arguments.lang)
    if arguments.json:
        print_json({"rules": rows})
    elif arguments.markdown:
        print(markdown(rows))
    else:
        _print_table(rows)


def _print_table(rows: list[dict[str, Any]]) -> None:
    """Print the rules; the names of rules and modules whole, for whoever searches in it."""
    from rich.console import Console
    from rich.table import Column, Table

    names = (Column(name, no_wrap=True) for name in ("rule", "module"))
    table = Table(*names, "label", "languages", "example", "guards")
    for row in rows:
        languages = " ".join(row["languages"])
        table.add_row(row["rule"], _room(row), str(row["label"]), languages, row["example"], row["guards"])
    console = Console()
    (console if console.is_terminal else Console(width=WIDTH)).print(table)


def rule_rows(family: str | None, lang: str) -> list[dict[str, Any]]:
    """Return the rules of a language, or of one of its families, each as the fields that the table shows.

    Raises InputError for a family that the language does not have.
    """
    from ..data_gen.edits.families import families_for, guards_of, rules_for

    known = families_for(lang)
    if family is not None and family not in known:
        raise InputError(f"--family {family}: no such family; known for {lang!r}: {', '.join(known)}")
    return [
        {
            "rule": rule.name,
            "label": rule.label,
            "languages": list(rule.langs),
            "example": rule.example,
            "guards": guards_of(rule),
            "module": rule.module,
        }
        for rule in rules_for(lang).values()
        if family in (None, rule.family)
    ]


def markdown(rows: list[dict[str, Any]]) -> str:
    """Return the table of one family's rules as the README shows it, without the family in the names."""
    lines = ["| rule | label | example | module |", "|---|---|---|---|"]
    for row in rows:
        short = row["rule"].partition(".")[2]
        lines.append(f"| {short} | {row['label']} | {row['example'].replace('|', '/')} | `{_room(row)}` |")
    return "\n".join(lines)


def _room(row: dict[str, Any]) -> str:
    """Return a rule's module as it stands in the folder of its family: "questions/wording"."""
    family = row["rule"].partition(".")[0]
    return str(row["module"]).rpartition(f".{family}.")[2].replace(".", "/")
