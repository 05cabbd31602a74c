"""Configuration of generation: the `generate` section of a recipe, read by generate.py and what it calls."""

from typing import Annotated

from pydantic import Field

from ..configuration import config_dataclass

Count = Annotated[int, Field(ge=1)]
NotNegative = Annotated[int, Field(ge=0)]
Fraction = Annotated[float, Field(ge=0, lt=0.5)]


@config_dataclass
class GenerateConfig:
    """How pairs are made from a corpus.

    text_field, paraphrase_field, id_field: columns of a corpus; the last two may be missing in it.
    pipeline: a spaCy pipeline by name or folder; None is the bundled English parser.
    families: which kinds of edits; None is all of them.
    seed: of the splits and of every draw.
    validation_fraction, test_fraction: shares of the source documents.
    min_words, max_words: a sentence (or a paraphrase as a whole) outside of these is skipped.
    max_per_family: at most so many near-misses of one family per source sentence and base text.
    max_positives: at most so many rule-made paraphrases per source sentence and base text.
    compositions: whether paraphrases made by rules are edited once more, and set against the other edits.
    compositions_per_sentence: at most so many composed near-misses, and as many composed paraphrases.
    max_sentences: read about so many sentences of each corpus file, spread evenly over it; None is all.
    batch_size: texts that are parsed together. shard_size: records after which progress is saved.
    max_line_bytes: a longer line of a corpus file is an error.
    """

    text_field: str = "text"
    paraphrase_field: str = "paraphrase"
    id_field: str = "id"
    pipeline: str | None = None
    families: list[str] | None = None
    seed: int = 0
    validation_fraction: Fraction = 0.05
    test_fraction: Fraction = 0.05
    min_words: Count = 5
    max_words: Count = 40
    max_per_family: Count = 2
    max_positives: Count = 3
    compositions: bool = True
    compositions_per_sentence: Count = 1
    max_sentences: Count | None = None
    batch_size: Count = 128
    shard_size: Count = 500
    max_line_bytes: Count = 1_000_000
