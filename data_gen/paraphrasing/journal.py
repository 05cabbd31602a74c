"""The answers of a block, written down as they come, so that a killed run asks for none of them again.

A line of JSON for each lot; one that a kill cut short is dropped when the journal is opened again.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from .backend import Answers, Backend, Usage


class Journal:
    """The answers to the sentences of one block. usage: what all of them took, in every start."""

    def __init__(self, path: Path, sentences: Sequence[str]) -> None:
        self.path, self.sentences = path, sentences
        self.made: dict[int, str | None] = {}
        self.usage = Usage()
        whole = 0
        for line in path.read_bytes().splitlines(keepends=True) if path.exists() else []:
            if not line.endswith(b"\n"):
                break
            whole += len(line)
            lot = json.loads(line)
            self._add(
                Answers({int(place): text for place, text in lot["made"].items()}, Usage(**lot["usage"]))
            )
        if path.exists():
            with path.open("r+b") as file:
                file.truncate(whole)

    def filled(self, backend: Backend) -> Iterator[int]:
        """Ask for what is missing; yield, after each lot, how many answers there are.

        What a back end raises passes through; what it yielded before stays.
        """
        missing = [place for place in range(len(self.sentences)) if place not in self.made]
        if not missing:
            return
        with self.path.open("a", encoding="utf-8") as file:
            for lot in backend.paraphrase([self.sentences[place] for place in missing]):
                own = Answers({missing[place]: text for place, text in lot.made.items()}, lot.usage)
                file.write(json.dumps({"made": own.made, "usage": asdict(own.usage)}) + "\n")
                file.flush()
                self._add(own)
                yield len(self.made)

    def _add(self, lot: Answers) -> None:
        self.made.update(lot.made)
        self.usage += lot.usage
