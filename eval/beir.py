"""Read a retrieval set from a folder in BEIR's layout: corpus.jsonl, queries.jsonl, qrels/test.tsv.

The first step of verisieve.eval.retrieval; hub_retrieval.py reads the same from the Hub. The layout is that
of github.com/beir-cellar/beir.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..common.errors import InputError


@dataclass(frozen=True)
class RetrievalSet:
    """documents and queries: text by id (a document is title and text joined by a space).

    judged: by query id, relevance by document id; only queries with at least one relevant document.
    n_without_relevant: judged queries left out because no document is relevant.
    """

    name: str
    documents: dict[str, str]
    queries: dict[str, str]
    judged: dict[str, dict[str, int]]
    n_without_relevant: int


def read_beir(folder: Path) -> RetrievalSet:
    """Read a BEIR folder; only queries of qrels/test.tsv are kept.

    Raises InputError (file, line) for missing files, invalid lines, duplicate ids, judged queries without
    text, and judgements that name ids which corpus or queries do not hold.
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
    judged = _read_qrels(qrels_file)
    return judged_set(folder.resolve().name, folder, documents, queries, judged)


def judged_set(
    name: str,
    place: Path | str,
    documents: dict[str, str],
    queries: dict[str, str],
    judged: dict[str, dict[str, int]],
) -> RetrievalSet:
    """Return the set, with those queries only that have a relevant document.

    place: where it was read, for messages. Raises InputError where its parts do not belong together.
    """
    _check(place, documents, queries, judged)
    relevant = {query: found for query, found in judged.items() if any(r > 0 for r in found.values())}
    if not relevant:
        raise InputError(f"{place}: no query has a relevant document, so there is nothing to measure")
    kept = {query: queries[query] for query in relevant}
    return RetrievalSet(name, documents, kept, relevant, len(judged) - len(relevant))


def _records(file: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                place = f"{file}, line {number}"
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except json.JSONDecodeError as error:
                    raise InputError(f"{place}: invalid JSON ({error}); one object per line") from None
                if not isinstance(row, dict) or row.get("_id") in (None, "") or "text" not in row:
                    raise InputError(f"{place}: expected an object with _id and text")
                yield place, str(row["_id"]), row
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 text ({error}); save the file as UTF-8") from None


def _string(row: dict[str, Any], column: str, place: str) -> str:
    value = row.get(column) or ""
    if not isinstance(value, str):
        raise InputError(f"{place}: {column!r} must be a text, found {value!r}")
    return value


def _read_qrels(file: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 text ({error}); save the file as UTF-8") from None
    for number, line in enumerate(lines, start=1):
        fields = line.split("\t")
        if (number == 1 and fields[0] == "query-id") or not line.strip():
            continue
        try:
            query, document, relevance = fields[0], fields[1], int(fields[2])
        except (IndexError, ValueError):
            raise InputError(
                f"{file}, line {number}: expected query-id, corpus-id and whole-number score between tabs"
            ) from None
        if document in judged.setdefault(query, {}):
            raise InputError(
                f"{file}, line {number}: query {query!r} and document {document!r} are judged twice"
            )
        judged[query][document] = relevance
    if not judged:
        raise InputError(f"{file}: holds no judgements")
    return judged


def _check(
    place: Path | str, documents: dict[str, str], queries: dict[str, str], judged: dict[str, dict[str, int]]
) -> None:
    if not documents:
        raise InputError(f"{place}: the corpus holds no documents")
    unknown_queries = [query for query in judged if query not in queries]
    unknown_documents = [
        document for found in judged.values() for document in found if document not in documents
    ]
    for what, unknown, where in (
        ("query", unknown_queries, "queries"),
        ("document", unknown_documents, "the corpus"),
    ):
        if unknown:
            raise InputError(
                f"{place}: {len(unknown)} judged {what} id(s) are not in {where}, first {unknown[0]!r}; "
                "corpus, queries and judgements do not belong together"
            )
    for query in judged:
        if not queries[query]:
            raise InputError(f"{place}: query {query!r} is judged but has no text")
