# ruff: noqa: E501 (a parse is one long line)
import pytest

from verisieve.data_gen.edits.apply import Rewritten
from verisieve.data_gen.edits.guards import row_guard, sentence_guard
from verisieve.data_gen.parsing.reading import read

BIT = "The/DT/det/2 dog/NN/nsubj/3 bit/VBD/root/0/bite the/DT/det/5 man/NN/obj/3 ././punct/3"


def test_a_plain_sentence_passes(parsed):
    assert sentence_guard(read(parsed(BIT))) is None


@pytest.mark.parametrize(
    ("table", "guard"),
    [
        ("Yes/UH/root/0 ././punct/1", "too_short"),
        ("The/DT/det/3 old/JJ/amod/3 house/NN/root/0 ././punct/3", "no_finite_clause"),
        ('"/``/punct/3 It/PRP/nsubj/3 rained/VBD/root/0/rain hard/RB/advmod/3 ././punct/3', "unbalanced_quotes"),
        ("AN/DT/det/2 inquest/NN/nsubj/3 began/VBD/root/0/begin today/NN/obl/3 ././punct/3", "odd_casing"),
        ("He/PRP/nsubj/2 reads/VBZ/root/0/read www.x.org/ADD/obj/2 daily/RB/advmod/2 ././punct/2", "odd_text"),
    ],
)  # fmt: skip
def test_unfit_sentences_are_named(parsed, table, guard):
    assert sentence_guard(read(parsed(table))) == guard


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        ("the dog bit the man.", "unchanged"),
        ("The dog bit  the man today.", "artefact"),
        ("The dog , bit the man.", "artefact"),
        ("The dog dog bit the man.", "repeated_word"),
        ("Yesterday The dog bit the man.", "stray_capital"),
        ("", "nothing_left"),
        (" .", "nothing_left"),
        ("The man bit the dog.", None),
    ],
)
def test_artefacts_are_caught(parsed, text, guard):
    sentence = read(parsed(BIT))
    assert row_guard(sentence, Rewritten(text, 0, len(sentence.text), len(text))) == guard
