"""What may be a word by its letters, and that no slip of the keyboard makes another word."""

import random

import pytest

from verisieve.data_gen.edits.noise.typo import mistyped
from verisieve.data_gen.english.letters import may_be_word


@pytest.mark.parametrize("word", ["weather", "pubic", "eternal", "topical", "averse", "throve", "manger"])
def test_words_may_be_words_the_rare_ones_too(word):
    assert may_be_word(word)


@pytest.mark.parametrize("word", ["trasnfer", "xhaved", "motnhly", "docmuents", "publci"])
def test_most_slips_may_not(word):
    assert not may_be_word(word)


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("public", {"pubic"}),
        ("country", {"cuntry"}),
        ("peninsula", {"penisula"}),
        ("shirts", {"shits"}),
        ("external", {"eternal"}),
        ("tropical", {"topical"}),
        ("adverse", {"averse"}),
        ("planned", {"planed"}),
        ("portion", {"potion"}),
        ("through", {"though"}),
        ("contact", {"contract"}),
    ],
)
def test_no_slip_makes_another_word_or_an_indecent_one(word, others):
    rng = random.Random(0)
    made = [mistyped(word, rng) for _ in range(2000)]
    assert not others.intersection(made)
    assert len(set(made)) > 5, "there are other slips"
    assert made.count(None) < 400
    assert word not in made
