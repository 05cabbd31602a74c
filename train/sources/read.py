"""One source of a run as rows: generated pairs, labelled pairs, paraphrases, contrast groups, passages.

The first step of mixture.py. A source's kind follows from the columns of its first row unless the recipe
names it; a path may be a pattern, whose files are read in order.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, islice
from pathlib import Path

from ...common.errors import InputError
from ...data_gen.hashing import file_sha256, stable_fraction
from ...data_gen.labelled.read import read_labelled
from ...data_gen.labelled.rows import read_rows, text_of, texts_of
from ...data_gen.schema import MANIFEST, NEAR_MISS, PASSAGE, SAME, SENTENCE, load_pairs
from ..config import SourceConfig, TrainConfig

NATURAL = "paraphrase.natural"
"""The edit of a positive that people wrote."""
PARAPHRASE = "paraphrase"
PACKAGE = "verisieve:"
"""A path that begins so lies in the package."""
ROOT = Path(__file__).parents[2]
FAMILIES = Path(__file__).with_name("families.json")
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One pair as pairs.Pair has it; split and cluster are what mixture.py draws."""

    anchor: str
    candidate: str
    label: int
    family: str
    edit: str
    group: str
    anchor_spans: Spans = ()
    candidate_spans: Spans = ()
    grain: str = SENTENCE
    source_id: str = ""
    split: str = ""
    cluster: int = -1


def with_labelled(config: TrainConfig, files: Sequence[Path]) -> TrainConfig:
    """Return the configuration with the files of --labelled as sources, named by their stems."""
    sources = dict(config.sources)
    for file in files:
        if file.stem in sources:
            raise InputError(
                f"--labelled {file}: there is a source named {file.stem!r} already; rename the file"
            )
        place = str(file.resolve()) if file.exists() or file.suffix else str(file)
        sources[file.stem] = SourceConfig(path=place)
    return replace(config, sources=sources) if files else config


def files_of(name: str, source: SourceConfig, root: Path) -> list[str]:
    """Return a source's files, folders or Hub names; InputError, naming the source, where there are none.

    root: the folder that relative paths start from.
    """
    path = source.path
    base = ROOT if path.startswith(PACKAGE) else root
    path = path.removeprefix(PACKAGE)
    if any(sign in path for sign in "*?["):
        pattern = (base / path).relative_to((base / path).anchor)
        found = sorted(str(file) for file in Path((base / path).anchor or ".").glob(str(pattern)))
        if not found:
            raise InputError(f"train.sources.{name}: no file matches {base / path}")
        return found
    place = base / path
    if not place.exists() and (place.suffix or path.startswith((".", "/")) or path.count("/") != 1):
        raise InputError(
            f"train.sources.{name}: {place}: no such file or folder; get it, leave the source out, or say "
            "with train.sources_root where the relative paths of the recipe start"
        )
    return [str(place) if place.exists() else path]


def fingerprint(name: str, source: SourceConfig, root: Path) -> str:
    """Return what tells a source's content from another's: the hashes of its files."""
    sums = []
    for file in map(Path, files_of(name, source, root)):
        known = file / MANIFEST if file.is_dir() else file
        sums.append(file_sha256(known) if known.is_file() else str(file))
    return " ".join(sums)


def read_source(name: str, source: SourceConfig, root: Path) -> list[Row]:
    """Return a source's rows, at most `cap` of them, whole groups; InputError for what cannot be read."""
    rows: list[Row] = []
    for file in files_of(name, source, root):
        kind = source.kind or kind_of(file)
        rows += _READERS[kind](file)
    if source.grain is not None:
        rows = [row for row in rows if row.grain == source.grain]
    if not rows:
        of_grain = "" if source.grain is None else f" of grain {source.grain}"
        raise InputError(f"train.sources.{name}: {source.path}: holds no pairs{of_grain}")
    return rows if source.cap is None else _capped(rows, source.cap)


def kind_of(file: str) -> str:
    """Return the kind of a source by the columns of its first row; InputError for unknown ones."""
    if Path(file).is_dir() and (Path(file) / MANIFEST).is_file():
        return "generated"
    first = next(iter(islice(read_rows(file, "train"), 1)), None)
    if first is None:
        raise InputError(f"{file}: holds no rows")
    columns = first[1].keys()
    for kind, wanted in (
        ("contrast", {"anchor", "same", "near_miss"}),
        ("passages", {"question", "answers", "near_miss"}),
        ("paraphrases", {"text", "paraphrase"}),
    ):
        if wanted <= columns:
            return kind
    return "labelled"  # whose reader says what is missing


def _capped(rows: Sequence[Row], cap: int) -> list[Row]:
    """Return whole groups, drawn by the hash of their names, until there are `cap` rows."""
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row.group] = sizes.get(row.group, 0) + 1
    kept, total = set(), 0
    for group in sorted(sizes, key=stable_fraction):
        if total >= cap:
            break
        kept.add(group)
        total += sizes[group]
    return [row for row in rows if row.group in kept]


def _generated(file: str) -> list[Row]:
    rows: list[Row] = []
    for split in ("train", "validation"):
        pairs = load_pairs(file, split)
        columns = [pairs.select_columns([name])[:][name] for name in GENERATED_COLUMNS]
        rows += [
            Row(
                anchor,
                candidate,
                label,
                family,
                edit,
                group,
                _spans(own),
                _spans(other),
                grain,
                document,
                split,
            )
            for anchor, candidate, label, family, edit, group, own, other, grain, document in zip(
                *columns, strict=True
            )
        ]
    return rows


def _spans(found: Sequence[Sequence[int]]) -> Spans:
    return tuple((start, end) for start, end in found)


GENERATED_COLUMNS = (
    "anchor", "candidate", "label", "family", "edit", "group_id",
    "anchor_spans", "candidate_spans", "grain", "source_id",
)  # fmt: skip


def _labelled(file: str) -> list[Row]:
    pairs = read_labelled(file, split="train", group_by="anchor", both_labels=False)
    if pairs.left_out.contradictory:
        a, b = pairs.left_out.examples[0]
        raise InputError(
            f"{file}: contradicts itself: {pairs.left_out.contradictory} pairs stand under both labels, "
            f"among them {a!r} / {b!r}; correct the file"
        )
    columns = (pairs.anchors, pairs.candidates, pairs.labels.tolist(), pairs.families, pairs.groups)
    return [_people(*row) for row in zip(*columns, strict=True)]


def _paraphrases(file: str) -> list[Row]:
    rows = []
    for place, row in read_rows(file, "train"):
        text, paraphrase = (text_of(row.get(column), place, column) for column in ("text", "paraphrase"))
        rows.append(_people(text, paraphrase, SAME, PARAPHRASE, text))
    return rows


def _contrast(file: str) -> list[Row]:
    """Return every two wordings of a group as positives, and each of them against each near-miss."""
    rows = []
    for place, row in read_rows(file, "train"):
        anchor = text_of(row.get("anchor"), place, "anchor")
        same, near = (texts_of(row.get(column), place, column) for column in ("same", "near_miss"))
        wordings = [anchor, *(text for text, _ in same)]
        rows += [_people(a, b, SAME, PARAPHRASE, anchor) for a, b in combinations(wordings, 2)]
        rows += [
            _people(wording, text, NEAR_MISS, kind, anchor) for wording in wordings for text, kind in near
        ]
    return rows


def _passages(file: str) -> list[Row]:
    """Return the wordings of a question with the passages that answer it, and with those that seem to."""
    rows = []
    for place, row in read_rows(file, "train"):
        asked = row.get("question")
        if isinstance(asked, list):
            questions = [text for text, _ in texts_of(asked, place, "question")]
        else:
            questions = [text_of(asked, place, "question")]
        if not questions:
            raise InputError(f"{place}: 'question' must hold a text")
        for label, column in ((SAME, "answers"), (NEAR_MISS, "near_miss")):
            rows += [
                replace(_people(question, text, label, kind, questions[0]), grain=PASSAGE)
                for text, kind in texts_of(row.get(column), place, column)
                for question in questions
            ]
    return rows


_READERS = {
    "generated": _generated,
    "labelled": _labelled,
    "paraphrases": _paraphrases,
    "contrast": _contrast,
    "passages": _passages,
}


def _people(anchor: str, candidate: str, label: int, kind: str, group: str) -> Row:
    """Return a pair that people wrote; its kind as a family of the generator, where it is one."""
    if label == SAME:
        return Row(anchor, candidate, label, PARAPHRASE, NATURAL, group)
    family = _families().get(kind, kind)
    return Row(anchor, candidate, label, family, f"{family}.people", group)


@cache
def _families() -> dict[str, str]:
    """Kind of a near-miss as people name it -> family of the generator."""
    table: dict[str, list[str]] = json.loads(FAMILIES.read_text(encoding="utf-8"))
    return {kind: family for family, kinds in table.items() for kind in kinds}
