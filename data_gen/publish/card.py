"""The dataset card of a generated dataset: README.md with the YAML that `datasets` and the Hub read.

Written by generate.py from the manifest, and once more by publish.py, which knows the repository, the
licences the user states and the audit.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from huggingface_hub import DatasetCard

from ...common.cards import CARD
from ...common.errors import InputError
from ..run.manifest import row_count
from ..schema import SPLITS

UNKNOWN_PLACE = "FOLDER_OR_REPOSITORY"


def dataset_card(
    manifest: dict[str, Any],
    audit: dict[str, Any] | None = None,
    repo: str | None = None,
    licenses: Mapping[str, str] | None = None,
) -> str:
    """Return the text of README.md.

    audit: the findings of `verisieve audit` on this dataset. repo: "org/name" on the Hub. licenses: the Hub's
    licence identifiers by corpus name, as the user states them.
    """
    licenses = licenses or {}
    is_triplets = manifest["format"] == "triplets"
    data_files = [
        {"split": split, "path": f"data/{split}-*.parquet"} for split in SPLITS if row_count(manifest, split)
    ]
    stated = sorted(set(licenses.values()))
    header: dict[str, Any] = {
        "language": [manifest["pipeline"].get("language", "en")],
        **({"license": stated[0] if len(stated) == 1 else stated} if stated else {}),
        "annotations_creators": ["machine-generated"],
        "task_categories": ["sentence-similarity"],
        "tags": ["verisieve", "hard-negatives", "near-miss", "synthetic"],
        "size_categories": [_size_category(row_count(manifest))],
        "configs": [{"config_name": "default", "data_files": data_files}],
    }
    place = repo or UNKNOWN_PLACE
    sections = [
        f"# {repo.rpartition('/')[2] if repo else 'Near-miss ' + manifest['format']}",
        _INTRODUCTION.format(
            version=manifest["verisieve"], parser=manifest["pipeline"]["name"], seed=manifest["seed"]
        ),
        (_LOAD_TRIPLETS if is_triplets else _LOAD_PAIRS).format(place=place),
        _TRIPLET_COLUMNS if is_triplets else _PAIR_COLUMNS,
        "## Rows",
        _rows_table(manifest["rows"]),
        *_rules(manifest.get("rules", {})),
        *_audit(audit),
        "## Source",
        _corpora_table(manifest["corpora"], licenses),
        _sentence_counts(manifest["sentences"], manifest.get("rejections", {})),
        "" if licenses else "The licence of the source texts holds for the pairs too; none was stated.",
        "`manifest.json` has the configuration, the hashes of corpora and parser, the rows per rule and the\n"
        "rejections per guard and rule.",
        "## Limits",
        "The rules rely on an automatic parse: some edits are ungrammatical, and a few labels are wrong.\n"
        "Near-misses are possible sentences, not always plausible ones.",
    ]
    yaml_text = yaml.safe_dump(header, sort_keys=False).strip()
    return f"---\n{yaml_text}\n---\n\n" + "\n\n".join(section for section in sections if section) + "\n"


def card_licenses(folder: Path) -> list[str]:
    """Return the licences that the card in a dataset's folder states, sorted; [] without any."""
    path = folder / CARD
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    if not text.startswith("---"):
        return []
    try:
        found = DatasetCard(text).data.to_dict().get("license")
    except (ValueError, yaml.YAMLError) as error:
        raise InputError(f"{path}: the card's metadata is not valid: {error}") from None
    return [found] if isinstance(found, str) else sorted(map(str, found or ()))


_INTRODUCTION = """Sentences and edits of them, some that change the meaning (near-misses), some that keep it,
made by rules on dependency parses with verisieve {version} (parser: {parser}, seed {seed}). All rows
of one source document (or of texts that paraphrase each other) are in one split."""

_LOAD_PAIRS = """```python
import datasets

pairs = datasets.load_dataset("{place}")
```"""

_LOAD_TRIPLETS = """```python
import datasets

triplets = datasets.load_dataset("{place}").select_columns(["anchor", "positive", "negative"])
# sentence_transformers.SentenceTransformerTrainer(
#     model, train_dataset=triplets["train"], loss=MultipleNegativesRankingLoss(model))
```"""

_PAIR_COLUMNS = """| column | meaning |
|---|---|
| `anchor`, `candidate` | the two texts |
| `label` | 1: same meaning, 0: near-miss |
| `family`, `edit` | the kind of edit, and the rule (or chain of rules) that made the candidate |
| `anchor_spans`, `candidate_spans` | character spans [start, end) that differ, where they are known |
| `source_id`, `group_id` | the document, and the source sentence |
| `split` | train, validation or test |
| `grain` | sentence; passage: the candidate holds the sentence, as it is or edited; \
question: the anchor is a question, which the candidate answers (label 1, its span is the answer) or not |"""

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


def _rules(rules: Mapping[str, int]) -> Sequence[str]:
    """Return the rules of each family with their rows; a chain counts for its last rule."""
    counts: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for chain, count in rules.items():
        family, _, rule = chain.rpartition("+")[2].partition(".")
        counts[family][rule] += count
    if not counts:
        return ()
    lines = ["| family | rules, and rows made by each, alone or as the last of a chain |", "|---|---|"]
    for family, of in sorted(counts.items()):
        lines.append(f"| {family} | {', '.join(f'{rule} {count}' for rule, count in sorted(of.items()))} |")
    return ("\n".join(lines),)


def _audit(audit: dict[str, Any] | None) -> Sequence[str]:
    if audit is None:
        return ()
    blind = audit["blind"]
    verdict = {True: "passes", False: "does not pass", None: "has too few rows for"}[blind["passed"]]
    lines = ["| rows | reader | side | AUC | 95 % interval |", "|---|---|---|---:|---|"]
    for figure in blind["figures"]:
        if figure["auc"] is not None:
            bounds = f"{figure['low']:.3f} to {figure['high']:.3f}"
            lines.append(
                f"| {figure['of']} | {figure['reader']} | {figure['side']} | {figure['auc']:.3f} | {bounds} |"
            )
    near = audit["leaks"]["near_duplicates"]["affected"]
    shared = audit["leaks"]["shared"]["groups"]
    return (
        "## Audit",
        f"The dataset {verdict} the blind audit (`verisieve audit`): classifiers that see one text of\n"
        "a pair only, on source sentences they were not fitted on, should stay under an AUC of "
        f"{blind['limit']:.2f}; 0.5 is guessing.",
        "\n".join(lines),
        f"Source sentences in two splits: {sum(shared.values())}; nearly the same in two splits: "
        f"{sum(near.values())}.",
    )


def _corpora_table(corpora: list[dict[str, Any]], licenses: Mapping[str, str]) -> str:
    lines = ["| corpus | records | licence, as stated | SHA-256 |", "|---|---:|---|---|"]
    for corpus in corpora:
        stated = licenses.get(corpus["name"], "not stated")
        lines.append(f"| {corpus['name']} | {corpus['records']} | {stated} | `{corpus['sha256']}` |")
    return "\n".join(lines)


def _sentence_counts(sentences: dict[str, Any], rejections: Mapping[str, int]) -> str:
    skipped = ", ".join(f"{count} {reason}" for reason, count in sentences["skipped"].items()) or "none"
    guards = ", ".join(f"{count} {guard}" for guard, count in rejections.items()) or "none"
    return (
        f"{sentences['read']} sentences were read and {sentences['kept']} kept; skipped: {skipped}.\n"
        f"Edits and sentences rejected by guards: {guards}."
    )


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
