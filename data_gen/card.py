"""The dataset card of a generated dataset: README.md with the YAML that `datasets` and the Hub read."""

from typing import Any

import yaml

from .manifest import row_count
from .store import SPLITS


def dataset_card(manifest: dict[str, Any]) -> str:
    """Return the text of README.md."""
    is_triplets = manifest["format"] == "triplets"
    data_files = [
        {"split": split, "path": f"data/{split}-*.parquet"} for split in SPLITS if row_count(manifest, split)
    ]
    header = {
        "language": ["en"],
        "task_categories": ["sentence-similarity"],
        "tags": ["verisieve", "hard-negatives", "near-miss", "synthetic"],
        "size_categories": [_size_category(row_count(manifest))],
        "configs": [{"config_name": "default", "data_files": data_files}],
    }
    columns = _TRIPLET_COLUMNS if is_triplets else _PAIR_COLUMNS
    return "\n".join(
        [
            "---",
            yaml.safe_dump(header, sort_keys=False).strip(),
            "---",
            "",
            f"# Near-miss {manifest['format']}",
            "",
            "Sentences and edits of them, some that change the meaning (near-misses), some that keep it,",
            f"made by rules on dependency parses with verisieve {manifest['verisieve']} (parser: "
            f"{manifest['pipeline']['name']}, seed {manifest['seed']}). All rows",
            "of one source document (or of texts that paraphrase each other) are in one split.",
            "",
            "```python",
            "import datasets",
            "",
            'dataset = datasets.load_dataset("FOLDER_OR_REPOSITORY")',
            "```",
            "",
            columns,
            "",
            "## Rows",
            "",
            _rows_table(manifest["rows"]),
            "",
            "## Source",
            "",
            _corpora_table(manifest["corpora"]),
            "",
            _sentence_counts(manifest["sentences"]),
            "The licence of the source texts holds for the pairs too. `manifest.json` has the configuration,",
            "the rows per rule and the rejections per guard.",
            "",
            "## Limits",
            "",
            "The rules rely on an automatic parse: some edits are ungrammatical, and a few labels are wrong.",
            "",
        ]
    )


_PAIR_COLUMNS = """| column | meaning |
|---|---|
| `anchor`, `candidate` | the two texts |
| `label` | 1: same meaning, 0: near-miss |
| `family`, `edit` | the kind of edit, and the rule (or chain of rules) that made the candidate |
| `anchor_spans`, `candidate_spans` | character spans [start, end) that differ, where they are known |
| `source_id`, `group_id` | the document, and the source sentence |
| `split` | train, validation or test |"""

_TRIPLET_COLUMNS = """| column | meaning |
|---|---|
| `anchor`, `positive`, `negative` | a text, one with the same meaning, and a near-miss |
| `family` | the kind of edit that made the near-miss |
| `group_id` | the source sentence |"""


def _rows_table(rows: dict[str, dict[str, dict[str, int]]]) -> str:
    lines = [f"| family | label | {' | '.join(rows)} |", "|---|---|" + "---:|" * len(rows)]
    kinds = {
        (family, label)
        for families in rows.values()
        for family, labels in families.items()
        for label in labels
    }
    for family, label in sorted(kinds):
        numbers = [str(families.get(family, {}).get(label, 0)) for families in rows.values()]
        lines.append(f"| {family} | {label} | {' | '.join(numbers)} |")
    return "\n".join(lines)


def _corpora_table(corpora: list[dict[str, Any]]) -> str:
    lines = ["| corpus | records | SHA-256 |", "|---|---:|---|"]
    lines += [f"| {corpus['name']} | {corpus['records']} | `{corpus['sha256']}` |" for corpus in corpora]
    return "\n".join(lines)


def _sentence_counts(sentences: dict[str, Any]) -> str:
    skipped = ", ".join(f"{count} {reason}" for reason, count in sentences["skipped"].items()) or "none"
    return f"{sentences['read']} sentences were read and {sentences['kept']} kept; skipped: {skipped}."


def _size_category(rows: int) -> str:
    for limit, name in (
        (1_000, "n<1K"),
        (10_000, "1K<n<10K"),
        (100_000, "10K<n<100K"),
        (1_000_000, "100K<n<1M"),
    ):
        if rows < limit:
            return name
    return "n>1M"
