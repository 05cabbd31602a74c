"""Read a retrieval set from the Hugging Face Hub, or from a local copy of its repository: NanoBEIR's layout.

    --retrieval hub:NanoSciFact     --retrieval hub:owner/set     --retrieval hub:NanoNQ=/data/NanoNQ

The repository has the configurations corpus and queries (_id, text, perhaps title) and qrels (query-id,
corpus-id, perhaps score), as NanoBEIR (huggingface.co/collections/zeta-alpha-ai) and many BEIR mirrors
have; a local copy holds them as folders.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ...common.errors import InputError
from .beir import RetrievalSet, judged_set
from .hub_sets import PREFIX

NANO_OWNER = "zeta-alpha-ai"
COLUMNS = {"corpus": ("_id", "text"), "queries": ("_id", "text"), "qrels": ("query-id", "corpus-id")}


def read_hub_retrieval(argument: str) -> RetrievalSet:
    """Return the set that "hub:NAME", "hub:OWNER/NAME" or "hub:NAME=LOCAL_COPY" names.

    A name without an owner is one of NanoBEIR's. Raises InputError for what cannot be loaded, columns that
    are missing, duplicate ids, and where no judgement is left (beir.judged_set).
    """
    name, _, local = argument.removeprefix(PREFIX).partition("=")
    repository = name if "/" in name else f"{NANO_OWNER}/{name}"
    parts = {part: _rows(repository, part, local, argument) for part in COLUMNS}
    documents = _texts(parts["corpus"], "corpus", argument)
    queries = _texts(parts["queries"], "queries", argument)
    judgements = (
        (str(row["query-id"]), str(row["corpus-id"]), int(row.get("score", 1))) for row in parts["qrels"]
    )
    return judged_set(name.rpartition("/")[2], argument, documents, queries, judgements)


def _texts(rows: Iterable[dict[str, Any]], part: str, argument: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for row in rows:
        key = str(row["_id"])
        if key in texts:
            raise InputError(f"{argument}, {part}: duplicate _id {key!r}; ids must be unique")
        texts[key] = f"{row.get('title') or ''} {row['text'] or ''}".strip()
    return texts


def _rows(repository: str, part: str, local: str, argument: str) -> Any:
    import datasets

    try:
        if local:
            folder = Path(local) / part
            if not folder.is_dir():
                raise InputError(f"{argument}: no such folder: {folder}")
            loaded = datasets.load_dataset(str(folder))
        else:
            loaded = datasets.load_dataset(repository, part)
    except InputError:
        raise
    except Exception as error:  # whatever the network and the files lead to
        reason = str(error).strip().splitlines()[0]
        raise InputError(
            f"{argument}: cannot load {local or repository}, {part} ({type(error).__name__}: {reason}); "
            f"offline, give a copy of the repository: {PREFIX}NAME=FOLDER"
        ) from None
    split = "test" if part == "qrels" and "test" in loaded else next(iter(loaded))
    missing = [column for column in COLUMNS[part] if column not in loaded[split].column_names]
    if missing:
        raise InputError(
            f"{argument}, {part}: no column {missing[0]!r} in {', '.join(loaded[split].column_names)}"
        )
    return loaded[split]
