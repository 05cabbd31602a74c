"""What an edit rule proposes: character-span replacements on the text of one sentence, with provenance.

Rules (the other modules of this folder) yield `Edit`s from a parse; verisieve.data_gen.realize applies
them to text; verisieve.data_gen.generate turns the result into pair records.
"""

from typing import NamedTuple


class Replacement(NamedTuple):
    """Replace text[start:end] by `text`; start == end inserts, an empty `text` deletes."""

    start: int
    end: int
    text: str


class Edit(NamedTuple):
    """One proposed edit of a sentence.

    rule: "family.rule", e.g. "negation.do_support".
    label: 0 when the result is a near-miss of the sentence, 1 when it keeps the meaning.
    replacements: non-overlapping, sorted by start, as offsets into the sentence's text.
    """

    rule: str
    label: int
    replacements: tuple[Replacement, ...]

    @property
    def family(self) -> str:
        """The part of the rule's name before the dot."""
        return self.rule.partition(".")[0]
