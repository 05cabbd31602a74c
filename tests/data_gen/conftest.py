"""Shared by the tests of generation: the bundled parser, loaded once, and a small generated dataset."""

from pathlib import Path

import pytest

import verisieve

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"


@pytest.fixture(scope="session")
def nlp():
    from verisieve.data_gen.parse import load_pipeline

    return load_pipeline(None)


@pytest.fixture
def one_pipeline(monkeypatch, nlp):
    """Do not load the bundled parser again in each call of generate()."""
    from verisieve.data_gen import generate as generation
    from verisieve.data_gen.parse import load_pipeline

    monkeypatch.setattr(
        generation, "load_pipeline", lambda name: nlp if name is None else load_pipeline(name)
    )


@pytest.fixture(scope="session")
def quick():
    from verisieve.data_gen.config import GenerateConfig

    return GenerateConfig(max_sentences=120, shard_size=40, validation_fraction=0.15, test_fraction=0.15)


@pytest.fixture(scope="session")
def demo(tmp_path_factory, quick) -> Path:
    """Pairs from 120 sentences of the demo corpus and 119 of its paraphrase records."""
    from verisieve.data_gen.generate import generate

    out = tmp_path_factory.mktemp("demo") / "pairs"
    generate([DEMO], out, quick, progress=False)
    return out


_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ",
    "RB": "ADV", "RBR": "ADV", "DT": "DET", "PDT": "DET", "IN": "ADP", "TO": "PART", "POS": "PART",
    "RP": "ADP", "CC": "CCONJ", "CD": "NUM",
    "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WDT": "PRON", "EX": "PRON", "WRB": "ADV", "MD": "AUX",
    ".": "PUNCT", ",": "PUNCT", "``": "PUNCT", "''": "PUNCT", "HYPH": "PUNCT",
}  # fmt: skip
_GLUED = {".", ",", "?", "n't", "'s", "'", "-", "'ll", "'re"}


@pytest.fixture
def parsed():
    """A function from "word/TAG/relation/head[/lemma] ..." (heads count from 1, 0 is the root) to a Doc."""
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    vocab = Vocab()

    def build(table: str) -> Doc:
        rows = [cell.split("/") for cell in table.split()]
        words = [row[0] for row in rows]
        spaces = [
            after not in _GLUED and word != "-" for word, after in zip(words, [*words[1:], "."], strict=True)
        ]
        tags = [row[1] for row in rows]
        deps = [row[2] for row in rows]
        pos = [
            "AUX" if dep.startswith(("aux", "cop")) else _POS.get(tag, "VERB")
            for tag, dep in zip(tags, deps, strict=True)
        ]
        heads = [i if row[3] == "0" else int(row[3]) - 1 for i, row in enumerate(rows)]
        lemmas = [row[4] if len(row) > 4 else row[0].lower() for row in rows]
        return Doc(
            vocab, words=words, spaces=spaces, tags=tags, pos=pos, deps=deps, heads=heads, lemmas=lemmas
        )

    return build


@pytest.fixture
def made():
    """A function from a Doc and a family to {made text: rule}, guards applied."""
    import random

    from verisieve.data_gen.make import make

    def run(doc, family: str, seed: int = 0) -> dict[str, str]:
        return {row.text: row.rule.partition(".")[2] for row in make(doc, random.Random(seed), [family])}

    return run
