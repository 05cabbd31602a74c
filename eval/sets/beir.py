"""Read a retrieval set from a folder in BEIR's layout: corpus.jsonl, queries.jsonl, qrels/test.tsv.

The first step of verisieve.eval.benchmarks.retrieval; hub_retrieval.py reads the same from the Hub. The
layout is that of github.com/beir-cellar/beir.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...common.errors import InputError
from ...common.lines import refuse_half_pairs
from ...common.progress import warn

Judgement = tuple[str, str, int]  # query id, document id, relevance
LEFT_OUT = {
    "unknown_queries": "of queries that the set does not hold",
    "unknown_documents": "of documents that the corpus does not hold",
    "queries_without_text": "of queries without text",
    "duplicates": "made twice (the last counts)",
}
"""Why a judgement is left out, as metrics.json names it and as a sentence does."""


@dataclass(frozen=True)
class RetrievalSet:
    """documents and queries: text by id (a document is title and text joined by a space).

    judged: by query id, relevance by document id; only queries with at least one relevant document.
    n_without_relevant: judged queries left out because no document is relevant. left_out: how many judgements
    were left out, by reason (LEFT_OUT).
    """

    name: str
    documents: dict[str, str]
    queries: dict[str, str]
    judged: dict[str, dict[str, int]]
    n_without_relevant: int
    left_out: Mapping[str, int] = field(default_factory=dict)

    def is_itself(self, query: str, document: str) -> bool:
        """Whether a document counts as the query itself, found again: same id, and not judged relevant.

        BEIR leaves out every document with the query's id (ArguAna and Quora hold their queries); but in sets
        that number both from zero, one that is judged relevant is another text.
        """
        return query == document and self.judged.get(query, {}).get(document, 0) <= 0

    def n_themselves(self) -> int:
        """Return how many queries the corpus holds themselves, and no ranking does."""
        return sum(query in self.documents and self.is_itself(query, query) for query in self.queries)


def read_beir(folder: Path) -> RetrievalSet:
    """Read a BEIR folder; only queries of qrels/test.tsv are kept.

    Raises InputError (file, line) for missing files, invalid lines and duplicate ids, and where no judgement
    is left; see judged_set.
    """
    folder = Path(folder)
    files = [folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels" / "test.tsv"]
    for file in files:
        if not file.is_file():
            raise InputError(
                f"{file}: no such file; a retrieval folder holds corpus.jsonl, queries.jsonl, qrels/test.tsv"
            )
    corpus_file, queries_file, qrels_file = files
    documents: dict[str, str] = {}
    for place, key, row in _records(corpus_file):
        if key in documents:
            raise InputError(f"{place}: duplicate _id {key!r}; ids must be unique")
        documents[key] = f"{_string(row, 'title', place)} {_string(row, 'text', place)}".strip()
    queries: dict[str, str] = {}
    for place, key, row in _records(queries_file):
        if key in queries:
            raise InputError(f"{place}: duplicate _id {key!r}; ids must be unique")
        queries[key] = _string(row, "text", place).strip()
    return judged_set(folder.resolve().name, folder, documents, queries, _read_qrels(qrels_file))


def judged_set(
    name: str,
    place: Path | str,
    documents: dict[str, str],
    queries: dict[str, str],
    judgements: Iterable[Judgement],
) -> RetrievalSet:
    """Return the set, with those queries only that have a relevant document.

    Judgements of what is not there, and all but the last of those made twice (BEIR's own reader keeps the
    last), are counted, told, and left out: published sets have some. place: where it was read, for messages.
    Raises InputError where there are no documents, or no query with a relevant one is left.
    """
    if not documents:
        raise InputError(f"{place}: the corpus holds no documents")
    judged: dict[str, dict[str, int]] = {}
    left_out: Counter[str] = Counter()
    first: dict[str, str] = {}
    for query, document, relevance in judgements:
        reason = None
        if query not in queries:
            reason = "unknown_queries"
        elif not queries[query]:
            reason = "queries_without_text"
        else:
            found = judged.setdefault(query, {})
            if document not in documents:
                reason = "unknown_documents"
            else:
                reason = "duplicates" if document in found else None
                found[document] = relevance
        if reason is not None:
            left_out[reason] += 1
            first.setdefault(reason, document if reason == "unknown_documents" else query)
    told = [f"{n} {LEFT_OUT[reason]}, first {first[reason]!r}" for reason, n in left_out.items()]
    relevant = {query: found for query, found in judged.items() if any(r > 0 for r in found.values())}
    if not relevant:
        why = f" (judgements left out: {'; '.join(told)})" if told else ""
        raise InputError(f"{place}: no query has a relevant document, so there is nothing to measure{why}")
    if told:
        warn(f"{place}: judgements left out: {'; '.join(told)}")
    kept = {query: queries[query] for query in relevant}
    made = RetrievalSet(name, documents, kept, relevant, len(judged) - len(relevant), dict(left_out))
    if made.n_themselves():
        warn(
            f"{place}: {made.n_themselves()} queries have a document of their own id, not judged relevant; "
            "no ranking holds it, as in BEIR"
        )
    return made


def _records(file: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                place = f"{file}, line {number}"
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise InputError(f"{place}: invalid JSON ({error}); one object per line") from None
                if not isinstance(row, dict) or row.get("_id") in (None, "") or "text" not in row:
                    raise InputError(f"{place}: expected an object with _id and text")
                yield place, str(row["_id"]), row
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 text ({error}); save the file as UTF-8") from None


def _string(row: dict[str, Any], column: str, place: str) -> str:
    value = row.get(column) or ""
    if not isinstance(value, str):
        raise InputError(f"{place}: {column!r} must be a text, found {value!r:.80}")
    refuse_half_pairs(value, f"{place}: {column!r}")
    return value


def _read_qrels(file: Path) -> Iterator[Judgement]:
    empty = True
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 text ({error}); save the file as UTF-8") from None
    for number, line in enumerate(lines, start=1):
        fields = line.split("\t")
        if (number == 1 and fields[0] == "query-id") or not line.strip():
            continue
        try:
            yield fields[0], fields[1], int(fields[2])
        except (IndexError, ValueError):
            raise InputError(
                f"{file}, line {number}: expected query-id, corpus-id and whole-number score between tabs"
            ) from None
        empty = False
    if empty:
        raise InputError(f"{file}: holds no judgements")
