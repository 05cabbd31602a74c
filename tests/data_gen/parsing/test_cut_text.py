"""Text that breaks off anywhere, as scraped text does: every rule must take it."""

import json
import random
from pathlib import Path

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

import verisieve
from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.parsing.pipeline import _goes_on, load_pipeline, parsed_sentences
from verisieve.data_gen.parsing.reading import read

CORPUS = Path(verisieve.__file__).parent / "data_gen/demo/corpus.jsonl"
ENDS = ("", ",", " and", " to", " not", " the", ", which", " (", " than", ", so")


def cut_texts(per_text: int) -> list[str]:
    rng = random.Random(0)
    cut = []
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        words = json.loads(line)["text"].split()
        for number in range(per_text):
            last = rng.randrange(max(0, len(words) - 12), len(words)) + 1
            first = 0 if number % 2 else max(0, last - 15)
            cut.append(" ".join(words[first:last]) + rng.choice(ENDS))
    return cut


@pytest.mark.slow
def test_every_rule_takes_text_that_breaks_off():
    texts = cut_texts(per_text=6)
    made = 0
    for text, sentences in zip(texts, parsed_sentences(load_pipeline(None), texts, 128), strict=True):
        for sentence in sentences:
            try:
                made += sum(1 for _ in make(sentence, 0))
            except IndexError:
                pytest.fail(f"a rule looks beyond the end of {text!r}")
    assert made > len(texts)


def test_behind_the_last_word_stands_an_end_mark():
    (parsed,) = next(parsed_sentences(load_pipeline(None), ["The nurse left"], 1))
    words = read(parsed).words
    end = words[len(words)]
    assert (end.text, end.rel, end.start, end.end) == ("", "punct", len(parsed.text), len(parsed.text))
    assert words[end.i + 1].i == end.i
    assert [word.text for word in words] == ["The", "nurse", "left"]
    assert words[-1].text == "left"
    assert words[1:9] == [words[1], words[2]]


def test_a_line_goes_on_where_the_parser_ends_a_sentence_without_a_stop():
    words = ["They", "sold", "Match", "Data", ".", "He", "paid", "\n", "She", "left"]
    doc = Doc(Vocab(), words=words)
    assert [end for end in range(1, len(words) + 1) if not _goes_on(doc, end)] == [5, 7, 8, 10]
