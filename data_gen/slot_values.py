"""Gives the rules the values that the slots of a block's sentences take (edits/slots.py)."""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from .sources import Source


def attach_slots(sources: Sequence[Source]) -> None:
    """Read the slots of all sentences of a block and hang them on each, as `doc._.slots`."""
    if find_spec("verisieve.data_gen.edits.slots") is None:
        return
    module = import_module("verisieve.data_gen.edits.slots")
    docs = [
        sentence
        for source in sources
        for passage in (source.passage, source.paraphrase)
        if passage is not None
        for _, sentence in passage.sentences
    ]
    module.attach(docs, module.Slots.from_docs(docs))
