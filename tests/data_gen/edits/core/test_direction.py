"""What a sentence says for one direction: its aim, reason, contrast, definition or gloss."""

import pytest

from verisieve.data_gen.edits.direction import may_turn
from verisieve.data_gen.parsing.reading import read


@pytest.mark.parametrize(
    ("text", "word", "turns"),
    [
        ("Rents rose 3 percent.", "rose", True),
        ("However, rents rose 3 percent.", "rose", False),
        ("How do I raise the limit?", "raise", True),
        ("We raised the fee to pay for the roof.", "raised", False),
        ("To lower the fee, call the office.", "lower", False),
        ("By raising the fee the club pays for the roof.", "raising", False),
        ("The work is aimed at raising the dam.", "raising", False),
        ("The drug helps reduce the pain.", "reduce", False),
        ("Rents rose because the town grew.", "rose", False),
        ("The price is higher but not too high.", "higher", False),
        ("Gout is a disease that raises the level of acid.", "raises", False),
        ("She had a fast pulse (tachycardia) that day.", "fast", False),
        ("She had a fast pulse (3) that day.", "fast", True),
        ("As rents rose last year, the town built flats.", "rose", False),
        ("We ensure that the pump often runs at night.", "often", False),
        ("The pump often runs at night.", "often", True),
        ("In a perfect world, every pump would often run.", "often", False),
        ("The flood raised the dam to a lesser extent.", "raised", False),
        ("The flood raised the dam to the point that it broke.", "raised", False),
        ("That way, the fee is higher.", "higher", False),
        ("The cheque takes six days to clear.", "six", True),
    ],
)
def test_may_turn(nlp, text, word, turns):
    sentence = read(nlp(text))
    (found,) = (one for one in sentence.words if one.text == word)
    assert may_turn(sentence, found) is turns
