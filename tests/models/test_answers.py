"""Four answers, and what decides before the model does: normal forms, unreadable signs, texts cut off."""

import pickle
import subprocess
import sys

import numpy as np
import pytest
import torch

from verisieve.common.errors import InputError
from verisieve.models.calibration import Calibration
from verisieve.models.interaction import OTHER, SAME, InteractionConfig, InteractionModel
from verisieve.models.judging import Relation, settled, speaking_window
from verisieve.models.retriever import Retriever
from verisieve.models.token_store import TokenStore
from verisieve.models.two_stage import TwoStage
from verisieve.models.verdict import answer_of
from verisieve.models.verifier import Verifier, VerifierConfig, identity
from verisieve.tests.processes import HANGS

QUERY = "What does 🔴 mean for the dog?"
UNREADABLE = "What does 🟢 mean for the dog?"
DECORATED = "what does 🔴\ufe0f mean\u200b for the dog? 🙏"
LONG = "The tenant paid the landlord. " * 12
MIXED = [UNREADABLE, DECORATED, "What may 🔴 mean to a man?", LONG + "What does 🔴 mean for the cat?"]


@pytest.fixture(scope="module")
def verifier(retriever) -> Verifier:
    torch.manual_seed(0)
    interaction = InteractionConfig(key_size=32, value_size=16, width=32, heads=2, late_interaction=1.0)
    config = VerifierConfig(
        identity(retriever), ("argument_swap", "negation"), interaction,
        Calibration(cache_threshold=0.9, gate_threshold=1.0), max_tokens=48,
    )  # fmt: skip
    return Verifier(config, InteractionModel(interaction, retriever.hidden_size, 2), retriever)


def certain(verifier, near_miss, same, other):
    """Return the verifier with a model that answers all pairs with these logits."""
    torch.manual_seed(0)
    model = InteractionModel(verifier.config.interaction, verifier.retriever.hidden_size, 2)
    model.answer[-1].weight.data.zero_()
    model.answer[-1].bias.data = torch.tensor([near_miss, same, other])
    return Verifier(verifier.config, model, verifier.retriever)


@pytest.mark.parametrize(
    ("probabilities", "answer"),
    [
        ((0.1, 0.85, 0.05), "same"),
        ((0.1, 0.75, 0.15), "unsure"),
        ((0.6, 0.3, 0.1), "near_miss"),
        ((0.45, 0.5, 0.05), "near_miss"),  # at the gate
        ((0.1, 0.2, 0.7), "other"),
        ((0.3, 0.38, 0.32), "unsure"),
    ],
)
def test_the_four_answers(probabilities, answer):
    calibration = Calibration(cache_threshold=0.8, gate_threshold=0.45)
    assert answer_of(np.asarray(probabilities), *calibration.thresholds("")) == answer


def test_never_same_is_unsure_however_sure_the_model_is():
    assert answer_of(np.asarray([0.0, 1.0, 0.0]), 0.8, 0.5, never_same=True) == "unsure"
    assert answer_of(np.asarray([0.9, 0.1, 0.0]), 0.8, 0.5, never_same=True) == "near_miss"
    assert answer_of(np.asarray([0.0, 0.1, 0.9]), 0.8, 0.5, never_same=True) == "other"


def test_what_the_texts_decide_outweighs_the_model():
    model = np.asarray([[0.2, 0.7, 0.1], [0.2, 0.7, 0.1], [0.2, 0.7, 0.1]], dtype=np.float32)
    found = settled(model, [Relation(True, "alike"), Relation(False, "unlike"), Relation(False, "")])
    np.testing.assert_allclose(found, [[0, 1, 0], [0.2, 0, 0.8], [0.2, 0.7, 0.1]], rtol=1e-6)


def test_a_paraphrase_that_is_not_sure_enough_is_unsure_with_all_probabilities(verifier):
    verdict = certain(verifier, 0.0, 1.0, 0.0).verify("The dog bit the man.", ["A man was bitten."])[0]
    assert verdict.answer == "unsure"
    assert verdict.score + verdict.near_miss + verdict.other == pytest.approx(1, abs=1e-5)
    assert certain(verifier, 0.0, 0.0, 1.0).verify("The dog bit.", ["Rent is due."])[0].answer == "other"


def test_what_the_tokenizer_cannot_read_is_never_the_same(verifier):
    sure = certain(verifier, 0.0, 9.0, 0.0)
    verdict = sure.verify(QUERY, [UNREADABLE])[0]
    assert (verdict.answer, verdict.score) == ("unsure", 0.0)
    assert verdict.reason == "differs in what the tokenizer cannot read: 🔴 / 🟢"
    assert not verdict.truncated
    for pair in [("如何取消订单？", "如何恢复订单？"), ("a" * 128, "b" * 128), ("my résumé", "my resume")]:
        assert sure.score([pair])[0] == 0.0
        assert "differs in what the tokenizer cannot read" in sure.verify(pair[0], [pair[1]])[0].reason
    assert sure.score([("a \ud83d b", "a \ud83e b")])[0] == 0.0


def test_one_normal_form_is_the_same_whatever_the_model_says(verifier):
    verdict = certain(verifier, 9.0, 0.0, 0.0).verify(QUERY, [DECORATED])[0]
    assert (verdict.answer, verdict.score, verdict.near_miss, verdict.words) == ("same", 1.0, 0.0, ())
    assert verdict.reason == "the same text in its normal form"


@pytest.mark.slow
def test_all_ways_to_score_agree(verifier, tmp_path):
    sure = certain(verifier, 0.0, 3.0, 0.0)
    expected = np.asarray([verdict.score for verdict in sure.verify(QUERY, MIXED)])
    assert expected[0] == 0.0
    assert expected[1] == 1.0
    assert (expected[2:] > 0.9).all()
    assert (expected[2:] < 1.0).all()
    np.testing.assert_allclose(sure.score([(QUERY, text) for text in MIXED]), expected, atol=1e-5)
    np.testing.assert_allclose(sure.score(QUERY, sure.encode(MIXED)), expected, atol=1e-5)
    ranked = {entry["corpus_id"]: entry["score"] for entry in sure.rank(QUERY, MIXED)}
    np.testing.assert_allclose([ranked[row] for row in range(4)], expected, atol=1e-5)
    store = TokenStore.create(tmp_path / "store", sure)
    store.append(MIXED)
    np.testing.assert_allclose(sure.score(QUERY, store.tokens(range(4))), expected, atol=1e-5)
    for corpus in (MIXED, store):
        hits = {hit.corpus_id: hit.score for hit in TwoStage(sure, corpus).search(QUERY, 4)}
        np.testing.assert_allclose([hits[row] for row in range(4)], expected, atol=1e-5)


def test_a_store_recalls_by_the_bare_retrievers_vectors(verifier, tmp_path):
    store = TokenStore.create(tmp_path / "store", verifier)
    store.append([DECORATED, "The dog bit the man."])
    bare = verifier.retriever.pooled([DECORATED, "The dog bit the man."])
    np.testing.assert_allclose(store.pooled(), bare, atol=1e-3)
    assert np.abs(store.tokens([0]).pooled.numpy()[0] - bare[0]).max() > 1e-3  # its normal form's


def test_a_query_that_is_cut_off_is_never_the_same(verifier):
    sure = certain(verifier, 0.0, 9.0, 0.0)
    verdict = sure.verify(LONG + "The dog bit the man.", [LONG + "The man bit the dog."])[0]
    assert (verdict.answer, verdict.score, verdict.truncated) == ("unsure", 0.0, True)
    assert verdict.reason == "the query is longer than the verifier reads"
    assert sure.verify(LONG, [LONG + "\u200b"])[0].answer == "same"  # one normal form
    assert not sure.verify("The dog bit the man.", [LONG])[0].truncated


@pytest.mark.slow
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_long_candidate_is_read_to_its_end(verifier, place):
    query = "Who may open the red gate at night?"
    parts = ["The tenant paid the landlord. " * 24, query + " ", "The nurse called the patient. " * 24]
    parts = {"first": parts[1:], "middle": parts, "last": [parts[0], parts[1]]}[place]
    text = "".join(parts).strip()
    windowed = verifier.judge(query, verifier.encode([text]))
    np.testing.assert_allclose(windowed[0], verifier.probabilities([(query, text)]), atol=2e-3)
    cut = verifier.encode([text])
    assert cut.truncated[0]
    # a window with the query's own words is more relevant than what a cut text begins with
    beginning = verifier.judge(query, verifier.encode(["The tenant paid the landlord. " * 7]))[1][0]
    whole = float(cut.pooled[0] @ verifier.encode([query]).pooled[0]) + windowed[1][0]
    start = verifier.encode(["The tenant paid the landlord. " * 7]).pooled[0]
    assert whole > float(start @ verifier.encode([query]).pooled[0]) + beginning


@pytest.mark.slow
def test_a_window_says_the_same_wherever_it_stands():
    verifier = Verifier.from_pretrained("default")
    query, paraphrase = "The ship left the harbour on Monday.", "On Monday, the ship left the harbour."
    filler = "A retired teacher planted tulips beside the garden path. " * 30
    texts = [
        start + sentence + " " + end
        for sentence in (paraphrase, "The ship left the harbour on Friday.")
        for start, end in (("", filler), (filler, filler), (filler, ""))
    ]
    assert verifier.encode(texts).truncated.all()
    answers = [verdict.answer for verdict in verifier.verify(query, texts)]
    assert answers == ["same"] * 3 + ["near_miss"] * 3
    both = filler + paraphrase + " " + filler + "The ship left the harbour on Friday."
    assert verifier.verify(query, [both])[0].answer == "near_miss"  # a contradiction near the best window


def test_words_of_a_window_are_marked_where_they_stand(verifier):
    text = LONG + "The nurse never called the patient."
    verdict = certain(verifier, 9.0, 0.0, 0.0).verify("The nurse called the patient.", [text])[0]
    assert verdict.answer == "near_miss"
    assert verdict.words == tuple(text[start:end] for start, end in verdict.spans)


def test_the_window_that_speaks():
    cosines = np.asarray([0.9, 0.85, 0.2])
    same, against, unrelated = [0.1, 0.8, 0.1], [0.9, 0.1, 0.0], [0.0, 0.0, 1.0]
    assert speaking_window(np.asarray([same, unrelated, unrelated]), cosines) == 0
    assert speaking_window(np.asarray([same, against, unrelated]), cosines) == 1  # near the best
    assert speaking_window(np.asarray([same, unrelated, against]), cosines) == 0  # far from it
    assert (SAME, OTHER) == (1, 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda v: v.rank("q", "abc"), r"a list of texts is needed, not one text \('abc'\)"),
        (lambda v: v.verify("q", "abc"), "a list of texts is needed"),
        (lambda v: v.encode("abc"), "a list of texts is needed"),
        (lambda v: v.score([("a", "b"), (None, "b")]), "pair 1: must be a query and a candidate"),
        (lambda v: v.score([("a",)]), "pair 0: must be a query and a candidate"),
        (lambda v: v.score(["ab"]), "pair 0: must be a query and a candidate"),
        (lambda v: v.score([7]), "pair 0: must be a query and a candidate"),
        (lambda v: v.verify(None, ["a"]), "pair 0: must be a query and a candidate"),
        (lambda v: v.judge(None, v.encode(["a"])), "pair 0: must be a query and a candidate"),
        (lambda v: v.rank("q", [None]), "pair 0: must be a query and a candidate"),
        (
            lambda v: Verifier(v.config, v.interaction, v.retriever, precision="fp16"),
            "precision 'fp16': must be one of auto, fp32, bf16",
        ),
    ],
)
def test_what_was_not_meant_is_an_error(verifier, call, message):
    with pytest.raises(InputError, match=message):
        call(verifier)


@pytest.mark.parametrize("device", ["cuda:99", "no-such-device"])
def test_a_device_that_is_not_there_is_an_error_of_one_line(device):
    with pytest.raises(InputError, match=f"device {device}: not usable on this machine") as raised:
        Retriever.load(device=device)
    assert "\n" not in str(raised.value)


@pytest.mark.slow
def test_it_is_pickled_after_its_first_use(verifier):
    expected = verifier.score([("The dog bit the man.", "The man bit the dog.")])
    copied = pickle.loads(pickle.dumps(verifier))
    np.testing.assert_allclose(copied.score([("The dog bit the man.", "The man bit the dog.")]), expected)
    assert copied.retriever.encoder is copied.retriever.model[0].auto_model
    np.testing.assert_allclose(verifier.score([("The dog bit the man.", "The man bit the dog.")]), expected)


FORKS = """
import os, sys, torch
torch.set_num_threads(2)
from verisieve import Verifier
verifier = Verifier.from_pretrained("default", device="cpu")
pairs = [("How do I pay the rent?", f"How can I pay rent {i}?") for i in range(64)]
before = verifier.score(pairs)
pid = os.fork()
if pid == 0:
    os._exit(0 if abs(verifier.score(pairs) - before).max() < 1e-3 else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="no fork on this system")
def test_it_works_in_a_process_forked_after_loading():
    subprocess.run([sys.executable, "-W", "ignore", "-c", FORKS], check=True, timeout=HANGS)
