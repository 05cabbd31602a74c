"""What the tests of publishing share: what belongs on the Hub, changes to a run or a card, and a Hub."""

import json

from huggingface_hub import ModelCard

from verisieve.eval.publish import publish

EXPORTED = [
    "README.md",
    "checksums.json",
    "config.json",
    "config_sentence_transformers.json",
    "model.safetensors",
    "modeling_verisieve.py",
    "modules.json",
    "summary.json",
    "train_config.yaml",
]


MANIFEST = {
    "rows": {
        "train": {"negation": {"near_miss": 70}, "paraphrase": {"same": 90}},
        "test": {"negation": {"near_miss": 7}},
    },
    "corpora": [{"name": "news.jsonl", "sha256": "00", "records": 12}],
}


def with_summary(folder, **values):
    path = folder / "summary.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")


def card_of(folder, out, **options):
    publish(folder, "org/tiny", dry_run=out, **options)
    return ModelCard.load(out / "README.md")


def edited(path, text="A note of mine."):
    path.write_text(path.read_text(encoding="utf-8").replace("## Limits", f"{text}\n\n## Limits"))
    return path.read_text(encoding="utf-8")
