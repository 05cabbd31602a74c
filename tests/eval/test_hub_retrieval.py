"""Retrieval sets in NanoBEIR's layout, from a local copy; without network the error says how."""

import pytest
from datasets import Dataset

from verisieve.common.errors import InputError
from verisieve.eval.sets.hub_retrieval import read_hub_retrieval

CORPUS = [
    {"_id": "d1", "text": "the mill grinds corn"},
    {"_id": "d2", "text": "the inn sells ale"},
]
QUERIES = [{"_id": "q1", "text": "who grinds corn"}, {"_id": "q2", "text": "nobody asked"}]


@pytest.fixture
def copy(tmp_path):
    write(tmp_path, "corpus", CORPUS)
    write(tmp_path, "queries", QUERIES)
    write(tmp_path, "qrels", [{"query-id": "q1", "corpus-id": "d1"}])
    return tmp_path


def write(folder, part, rows):
    (folder / part).mkdir(exist_ok=True)
    Dataset.from_list(rows).to_parquet(folder / part / "train-00000-of-00001.parquet")


def test_reads_a_local_copy(copy):
    found = read_hub_retrieval(f"hub:NanoMill={copy}")
    assert found.name == "NanoMill"
    assert found.documents == {"d1": "the mill grinds corn", "d2": "the inn sells ale"}
    assert found.queries == {"q1": "who grinds corn"}
    assert found.judged == {"q1": {"d1": 1}}


def test_titles_and_graded_judgements(copy):
    write(copy, "corpus", [{**row, "title": "Old"} for row in CORPUS])
    write(copy, "qrels", [{"query-id": "q1", "corpus-id": "d1", "score": 2}])
    found = read_hub_retrieval(f"hub:owner/mills={copy}")
    assert found.name == "mills"
    assert found.documents["d1"] == "Old the mill grinds corn"
    assert found.judged == {"q1": {"d1": 2}}


def test_says_what_is_wrong(copy):
    with pytest.raises(InputError, match="offline, give a copy of the repository"):
        read_hub_retrieval("hub:NanoMill")
    with pytest.raises(InputError, match="no such folder"):
        read_hub_retrieval("hub:NanoMill=nowhere")
    write(copy, "qrels", [{"query-id": "q1", "corpus-id": "d9"}])
    with pytest.raises(InputError, match="1 of documents that the corpus does not hold, first 'd9'"):
        read_hub_retrieval(f"hub:NanoMill={copy}")
    write(copy, "corpus", CORPUS + CORPUS)
    with pytest.raises(InputError, match="corpus: duplicate _id 'd1'"):
        read_hub_retrieval(f"hub:NanoMill={copy}")
    write(copy, "corpus", [{"id": "d1", "text": "x"}])
    with pytest.raises(InputError, match="corpus: no column '_id' in id, text"):
        read_hub_retrieval(f"hub:NanoMill={copy}")


def test_orphan_and_duplicate_judgements_are_left_out(copy, capsys):
    rows = [{"query-id": "q1", "corpus-id": name} for name in ("d1", "d9", "d1")]
    write(copy, "qrels", rows)
    found = read_hub_retrieval(f"hub:NanoMill={copy}")
    assert found.judged == {"q1": {"d1": 1}}
    assert found.left_out == {"unknown_documents": 1, "duplicates": 1}
    assert "1 of documents that the corpus does not hold, first 'd9'" in capsys.readouterr().err
