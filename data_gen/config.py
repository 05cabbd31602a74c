"""Configuration of generation: the `generate` section of a recipe, read by generate.py and what it calls."""

from typing import Annotated, Literal

from pydantic import Field

from ..common.configuration import config_dataclass

Count = Annotated[int, Field(ge=1)]
NotNegative = Annotated[int, Field(ge=0)]
Fraction = Annotated[float, Field(ge=0, lt=0.5)]
Share = Annotated[float, Field(ge=0, le=1)]


@config_dataclass
class BalanceConfig:
    """What to even by dropping rows (pairing/balance.py). Each option acts on a finding of `verisieve audit`.

    labels: as many rows of either label. overlap: that also within each bucket of word overlap. length:
    that also within each bucket of candidate length, and of the difference in length. artefacts: that also
    among the rows that hold any of the so many most telltale words and word pairs. max_share_per_rule: at
    most this share of the near-misses comes from one rule.
    max_share_per_exchange: where one rule exchanges the same words again and again (a name against one other,
        the same phrase put in or left out, in either direction), at most this share of all near-misses of its
        family, or four, stay of them; None keeps all. Of function words ("not", "before") all stay. The
        manifest counts what goes, under balance.
    """

    labels: bool = False
    overlap: bool = False
    length: bool = False
    artefacts: NotNegative = 0
    max_share_per_rule: Annotated[float, Field(gt=0, le=1)] | None = None
    max_share_per_exchange: Annotated[float, Field(gt=0, le=1)] | None = 0.1


@config_dataclass
class GenerateConfig:
    """How pairs are made from a corpus.

    text_field, paraphrase_field, id_field: columns of a corpus; the last two may be missing in it.
    pipeline: a spaCy pipeline by name or folder; None is the bundled English parser.
    families: which kinds of edits; None is all of them. rules: which rules ("family.rule"); None is all of
    them.
    without: families and rules to leave out.
    seed: of the splits and of every draw.
    validation_fraction, test_fraction: shares of the source documents.
    min_words, max_words: a sentence (or a paraphrase as a whole) outside of these is skipped.
    min_request_words: a question, a command or a keyword query that is a record of its own may be so short.
    max_per_family: at most so many near-misses of one family per source sentence and base text.
    max_positives: at most so many rewordings of one family per source sentence and base text, of which its
    paraphrases are composed.
    max_near_misses: at most so many near-misses of all families per source sentence and base text.
    unpaired: keep near-misses that cannot be reworded, and so occur with the label 0 only; None
        keeps them in languages other than English, which have few rewordings.
    alike: of what is reworded by rules, rows that mean the same and share more than this part of their words
        (of the longer text's) are left out with the near-misses that they balance, but for one in ten; 1
        keeps all.
    frames: in this share of the sources, a near-miss that goes together with no other rewording is put into a
        frame ("Note that ..."); in the others it is left out.
    plausibility: from 0 to 1, how much of what an edit moves must have been seen in the corpus where it comes
        to stand (plausibility/fit.py); 0 takes every edit.
    questions: for this share of the statements, also pairs of a question and the sentence that answers it, or
        one edited outside of the answer; in its passage where `passages` draws one.
    passages: for this share of the sentences that stand in a longer text, also pairs whose candidate is a
        passage of passage_min_words to passage_max_words words that holds the sentence, or holds it edited.
    language_check: skip records in another language than the pipeline's.
    boilerplate: skip lines that many records share, navigation, and code.
    near_duplicates: leave out a sentence that shares this part of its word pairs (Jaccard similarity) with
        an earlier one; None keeps it.
    max_sentences: read about so many sentences of each corpus file, spread evenly over it; None is all.
    batch_size: texts that are parsed together. shard_size: records after which progress is saved.
    max_line_bytes: a longer line of a corpus file is an error.
    balance: what to even by dropping rows.
    workers: processes that parse and edit; the result does not depend on it. backend: what runs them, this
        machine or a Ray cluster.
    """

    text_field: str = "text"
    paraphrase_field: str = "paraphrase"
    id_field: str = "id"
    pipeline: str | None = None
    families: list[str] | None = None
    rules: list[str] | None = None
    without: list[str] = Field(default_factory=list)
    seed: int = 0
    validation_fraction: Fraction = 0.05
    test_fraction: Fraction = 0.05
    min_words: Count = 5
    max_words: Count = 40
    min_request_words: Count = 2
    max_per_family: Count = 2
    max_positives: Count = 8
    max_near_misses: Count = 8
    unpaired: bool | None = None
    alike: Share = 0.8
    frames: Share = 0.06
    plausibility: Share = 0.75
    questions: Share = 0.1
    passages: Share = 0.0
    passage_min_words: Count = 60
    passage_max_words: Count = 250
    language_check: bool = True
    boilerplate: bool = True
    near_duplicates: Annotated[float, Field(gt=0, le=1)] | None = 0.7
    max_sentences: Count | None = None
    batch_size: Count = 128
    shard_size: Count = 500
    max_line_bytes: Count = 1_000_000
    balance: BalanceConfig = BalanceConfig()
    workers: Count = 1
    backend: Literal["processes", "ray"] = "processes"


RUNNING = frozenset(("workers", "backend"))
"""Keys on which the result does not depend."""
