"""Labels that contradict each other: neither is kept."""

import pytest

from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.edits.edit import Edit, Replacement
from verisieve.data_gen.edits.propose import Made
from verisieve.data_gen.generate import generate
from verisieve.data_gen.hashing import text_key
from verisieve.data_gen.pairing import rows as pairing
from verisieve.tests.data_gen.generate.files import all_rows, jsonl

pytestmark = pytest.mark.usefixtures("one_pipeline")


def made(rule: str, label: int, source: str, text: str) -> Made:
    edit = Edit(rule, label, (Replacement(0, len(source), text),))
    return Made(rule, rule.partition(".")[0], label, text, source, edit, (0, len(source), len(text)))


def test_contradicting_labels_are_dropped_and_counted(tmp_path, monkeypatch):
    text, other = "The tenant pays the landlord.", "The landlord is paid by the tenant."
    third = "The tenant gives money to the landlord."

    def edits(doc, rng, families, rejections, rules, plausibility):
        if doc.text == text:
            yield made("negation.a", 0, text, "the landlord is paid, by the tenant")  # a known paraphrase
            yield made("negation.b", 0, text, third)  # a paraphrase in another record
            yield made("negation.c", 0, text, "The tenant does not pay.")
            yield made("paraphrase.a", 1, text, "The tenant pays him.")
            yield made("paraphrase.b", 1, text, "THE TENANT PAYS THE LANDLORD")  # nothing but case
        if doc.text == other:
            yield made("negation.d", 0, other, "The tenant pays the landlord!")  # the anchor
            yield made("argument_swap.a", 0, other, "the tenant pays him")  # what paraphrase.a made
            yield made("argument_swap.b", 0, other, "The tenant is paid.")

    monkeypatch.setattr(pairing, "make", edits)
    path = jsonl(
        tmp_path / "pairs.jsonl", {"text": text, "paraphrase": other}, {"text": other, "paraphrase": third}
    )
    config = GenerateConfig(max_per_family=9, max_positives=9, unpaired=True, without=["paraphrase.frame"])
    manifest = generate([path], tmp_path / "out", config, progress=False)
    group = f"{text_key(text):016x}"
    kept = {(r["candidate"], r["label"]) for r in all_rows(tmp_path / "out") if r["group_id"] == group}
    assert kept == {(other, 1), ("The tenant does not pay.", 0), ("The tenant is paid.", 0)}
    assert manifest["rejections"]["label_conflict"] >= 4
    assert manifest["rejections"]["trivial_paraphrase"] >= 1


def test_a_text_that_two_records_of_a_group_read_differently_is_dropped(tmp_path, monkeypatch):
    text, one, two = (
        "The tenant pays the landlord.",
        "The landlord is paid by him.",
        "He pays his landlord now.",
    )
    wrong = "The landlord pays the tenant."

    def edits(doc, rng, families, rejections, rules, plausibility):
        if doc.text == one:
            yield made("paraphrase.a", 1, one, wrong)
        if doc.text == two:
            yield made("argument_swap.a", 0, two, wrong)
            yield made("argument_swap.b", 0, two, "His landlord pays him now.")

    monkeypatch.setattr(pairing, "make", edits)
    path = jsonl(
        tmp_path / "pairs.jsonl", {"text": text, "paraphrase": one}, {"text": text, "paraphrase": two}
    )
    config = GenerateConfig(unpaired=True, without=["paraphrase.frame"], shard_size=1, near_duplicates=None)
    manifest = generate([path], tmp_path / "out", config, progress=False)
    texts = {row["candidate"] for row in all_rows(tmp_path / "out")}
    assert wrong not in texts
    assert "His landlord pays him now." in texts
    assert manifest["rejections"]["label_conflict"] >= 2
