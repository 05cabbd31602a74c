"""The third grain: a question, and a passage that answers it, or looks as if it did."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

import verisieve
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.edits.propose import apply
from verisieve.data_gen.generate import generate
from verisieve.data_gen.pairing.asking import questions_of
from verisieve.data_gen.parsing.reading import read
from verisieve.data_gen.schema import QUESTION, SPLITS, load_pairs

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"


def asked(nlp, text: str) -> dict[str, str]:
    """The questions that a sentence answers, with the answers."""
    sentence = read(nlp(text))
    made = [(apply(sentence, one.edit, Counter()), one.answer) for one in questions_of(sentence)]
    return {row.text: text[start:end] for row, (start, end) in made if row is not None}


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("The tenant shall pay the late fee in May.", "Who shall pay the late fee in May?", "The tenant"),
        ("The tenant shall pay the late fee in May.", "When shall the tenant pay the late fee?", "in May"),
        ("The tenant shall pay the late fee in May.", "What shall the tenant pay in May?", "the late fee"),
        ("The pumps supply the upper tanks.", "What supplies the upper tanks?", "The pumps"),
        ("The clinic closed the ward on Monday.", "When did the clinic close the ward?", "on Monday"),
        ("The nurse informs the patients.", "Whom does the nurse inform?", "the patients"),
        ("The contract was signed in Vienna.", "Where was the contract signed?", "in Vienna"),
        ("The drivers usually call the office.", "Who usually calls the office?", "The drivers"),
        ("Archivists may copy the map.", "Who may copy the map?", "Archivists"),
        ("A care provider may order a test.", "Who may order a test?", "A care provider"),
    ],
)
def test_a_statement_answers_the_question(nlp, text, question, answer):
    assert asked(nlp, text).get(question) == answer


@pytest.mark.parametrize(
    "text",
    [
        "Who pays the late fee?",
        "It rains in May.",
        "The tenant does not pay the fee.",
        "If it rains, the tenant pays the fee.",
        "The tenant pays the fee, and the landlord thanks him.",
        "There are two seats in the hall.",
        "The condition affects the joints.",
        "Notices to Guest must be sent to the address Guest provided during booking.",
    ],
)
def test_what_is_no_plain_statement_answers_none(nlp, text):
    assert asked(nlp, text) == {}


def test_nothing_is_asked_out_of_a_that_clause(nlp):
    assert set(asked(nlp, "The trial showed that walking delayed type 2 gout by 3 years.")) == {
        "What showed that walking delayed type 2 gout by 3 years?"
    }


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """The rows of the third grain of a small corpus of documents."""
    out = tmp_path_factory.mktemp("questions") / "out"
    config = GenerateConfig(max_sentences=150, questions=1.0, passages=0.5, passage_min_words=20)
    generate([DEMO / "corpus.jsonl"], out, config, progress=False)
    rows = [
        row for split in SPLITS if list((out / "data").glob(f"{split}-*")) for row in load_pairs(out, split)
    ]
    return [row for row in rows if row["grain"] == QUESTION]


def test_each_question_and_each_passage_has_both_labels(answered):
    assert len(answered) >= 20
    labels = defaultdict(list)
    for row in answered:
        assert row["anchor"].endswith("?")
        for side in ("anchor", "candidate"):
            labels[row["group_id"], side, row[side]].append(row["label"])
    assert all(sorted(some) == [0, 1] for some in labels.values())


def test_who_or_what_is_not_asked_beside_a_near_miss_that_answers_it_too(answered):
    rules = [row["edit"].split("+") for row in answered if "+" in row["edit"]]
    of_parts = {near for question, near in rules if question in ("question.subject", "question.object")}
    assert of_parts
    for near in of_parts:
        assert near.split(".")[0] not in ("modality", "negation", "quantifier")
        assert near not in ("temporal.frequency", "quantity.number")


def test_the_answer_stands_in_both_passages_and_the_edit_does_not_touch_it(answered):
    groups = defaultdict(list)
    for row in answered:
        groups[row["group_id"]].append(row)
    for rows in groups.values():
        answers = set()
        for row in rows:
            if row["label"] == 1:
                ((start, end),) = row["candidate_spans"]
                answers.add(row["candidate"][start:end].lower())
        assert len(answers) == 1
        (answer,) = answers
        for row in rows:
            assert answer in row["candidate"].lower()
            assert answer not in row["anchor"].lower()
