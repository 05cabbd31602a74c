"""Shared by the tests of generation: the bundled parser, loaded once, and a small generated dataset."""

from pathlib import Path

import pytest

import verisieve

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"


@pytest.fixture(scope="session")
def nlp():
    from verisieve.data_gen.parsing.pipeline import load_pipeline

    return load_pipeline(None)


@pytest.fixture
def one_pipeline(monkeypatch, nlp):
    """Do not load the bundled parser again in each call of generate()."""
    from verisieve.data_gen import generate as generation
    from verisieve.data_gen.parsing.pipeline import load_pipeline

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
    from verisieve.data_gen.edits.propose import make

    def run(doc, family: str, seed: int = 0) -> dict[str, str]:
        return {row.text: row.rule.partition(".")[2] for row in make(doc, seed, [family])}

    return run


@pytest.fixture
def dataset_of(tmp_path):
    """A function from rows (anchor, candidate, label, and what else differs) to a folder of pairs."""
    import json
    from collections import Counter, defaultdict

    import pyarrow as pa
    from pyarrow import parquet

    def write(rows: list[dict], name: str = "pairs", **manifest) -> Path:
        folder = tmp_path / name
        (folder / "data").mkdir(parents=True)
        by_split = defaultdict(list)
        for number, row in enumerate(rows):
            family = "paraphrase" if row["label"] else "negation"
            full = {
                "family": family,
                "edit": f"{row.get('family', family)}.made",
                "anchor_spans": [],
                "candidate_spans": [],
                "source_id": f"document {row.get('group_id', number)}",
                "group_id": str(number),
                "split": "train",
                "grain": "sentence",
            } | row
            by_split[full["split"]].append(full)
        counts: dict = {split: defaultdict(Counter) for split in ("train", "validation", "test")}
        for split, of in by_split.items():
            parquet.write_table(pa.Table.from_pylist(of), folder / "data" / f"{split}-00000-of-00001.parquet")
            for row in of:
                counts[split][row["family"]]["same" if row["label"] else "near_miss"] += 1
        found = {
            "digest": "ab" * 32,
            "verisieve": "0.1.0",
            "pipeline": {"name": "parser 1", "sha256": "cd" * 32},
            "format": "pairs",
            "seed": 0,
            "corpora": [{"name": "notes.jsonl", "sha256": "ef" * 32, "records": 9}],
            "sentences": {"read": 10, "kept": 9, "skipped": {"too_short": 1}},
            "rows": counts,
            "rules": Counter(row.get("edit", "negation.made") for row in rows),
            "rejections": {"stray_capital": 4},
            "rejections_by_rule": {"negation.copula": {"stray_capital": 4}},
        } | manifest
        (folder / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
        return folder

    return write
