"""Long texts in windows: what is read of them, where it stands, and that it is little."""

import numpy as np
import pytest

from verisieve.models.text.windows import NEAREST, READ, nearest_windows

FILLER = "The farmer repaired the fence along the field. "
CLAIM = "The guest must pay the fee."


def words(texts):
    """Count words, as a tokenizer counts tokens."""
    return [len(text.split()) for text in texts]


def overlap(query):
    """Return a function that gives the share of equal words, as cosines, and notes what it was given."""
    asked = []

    def cosines(texts):
        asked.extend(texts)
        ours = {*query.lower().rstrip(".").split()}
        theirs = [{*text.lower().replace(".", "").split()} for text in texts]
        return np.asarray([len(ours & other) / np.sqrt(len(ours) * len(other)) for other in theirs])

    return cosines, asked


def read(text, query=CLAIM, limit=200):
    return [text[start:end] for start, end in nearest_windows(text, query, limit, words, overlap(query)[0])]


@pytest.mark.parametrize("place", [0, 35, 70])
def test_the_sentence_that_matters_is_read_alone_and_with_its_neighbours(place):
    sentences = [FILLER.strip()] * 70
    sentences.insert(place, CLAIM)
    found = read(" ".join(sentences))
    assert CLAIM in found
    assert any(CLAIM in window and window != CLAIM for window in found)
    assert len(found) <= READ
    assert max(words(found)) <= 3 * 8


def test_a_query_of_several_sentences_meets_windows_of_as_many():
    query = "The guest pays. The fee is due on Monday. No dog may enter. Keys stay here. Smoking is banned."
    assert query in read(FILLER * 20 + query + " " + FILLER * 20, query)


def test_windows_fit_the_limit_and_a_long_sentence_is_read_in_parts():
    endless = "and the tenant sold the old red house " * 60 + CLAIM
    found = read(endless, limit=40)
    assert max(words(found)) <= 40
    assert any(CLAIM in window for window in found)
    assert read("x" * 1000, limit=40) == ["x" * 1000]


def test_few_texts_are_compared_with_the_query():
    cosines, asked = overlap(CLAIM)
    text = " ".join(f"Sentence number {n} speaks of fees." for n in range(100))
    nearest_windows(text, CLAIM, 200, words, cosines)
    assert len(asked) <= 100 + NEAREST * (2 + 3)


def test_windows_stand_in_order_and_end_with_sentences():
    text = f"{FILLER}\n\n  {CLAIM}\n{FILLER}「こんにちは。元気です。」"
    places = nearest_windows(text, CLAIM, 200, words, overlap(CLAIM)[0])
    assert places == sorted(places)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in places)
