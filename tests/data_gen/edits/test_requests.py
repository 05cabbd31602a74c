"""What people type: questions, commands, keyword queries and chat, from two words up."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from verisieve.data_gen.edits.edit import Edit, Replacement
from verisieve.data_gen.edits.propose import apply, make
from verisieve.data_gen.edits.requests import request
from verisieve.data_gen.pairing.composing import combine
from verisieve.data_gen.parsing.pipeline import parsed_sentences
from verisieve.data_gen.parsing.reading import read

REQUESTS = yaml.safe_load((Path(__file__).parent / "requests.yaml").read_text(encoding="utf-8"))


def parsed(nlp, text):
    """The sentences of a record that is a request."""
    found = next(parsed_sentences(nlp, [text], 1))
    for one in found:
        one.sentence.alone = True
    return found


@pytest.mark.slow
def test_requests_of_every_register_yield_near_misses_of_two_kinds_and_another_register(nlp):
    fruitful = Counter()
    for register, texts in REQUESTS.items():
        for text in texts:
            made = [row for one in parsed(nlp, text) for row in make(one, 0)]
            near = {row.rule for row in made if row.label == 0}
            fruitful[register] += len(near) >= 2 and any(row.family == "register" for row in made)
    assert sum(map(len, REQUESTS.values())) == 160
    assert fruitful.total() >= 140
    assert min(fruitful.values()) >= 16


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (
            "How do I transfer money from checking to savings?",
            "How do I transfer money from savings to checking?",
        ),
        ("enable 2FA", "disable 2FA"),
        ("Flights from Berlin to Rome on Friday", "Flights from Rome to Berlin on Friday"),
        ("flights Berlin Rome friday", "flights Rome Berlin friday"),
        ("export postgres to mysql", "export mysql to postgres"),
        ("What is the dose of amoxicillin for adults?", "What is the dose of amoxicillin for children?"),
        ("Which team won against Brazil?", "Which team did not win against Brazil?"),
    ],
)
def test_the_feared_near_miss_of_a_request_is_made(nlp, text, near):
    (one,) = parsed(nlp, text)
    made = [row for seed in range(8) for row in make(one, seed)]
    assert near in {row.text for row in made if row.label == 0}
    assert len({row.rule for row in made if row.label == 1}) >= 2


def test_a_query_is_one_sentence_and_needs_no_finite_verb(nlp):
    assert [one.text for one in parsed(nlp, "visa requirements UK citizens Japan")] == [
        "visa requirements UK citizens Japan"
    ]
    rejections = Counter()
    (one,) = parsed(nlp, "cheap hotels near airport")
    assert list(make(one, 0, rejections=rejections))
    one.sentence.alone = False  # a heading of a document
    assert not list(make(one, 0, rejections=rejections))
    assert rejections["no_finite_clause"] == 1


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("How do I reset my password?", "how"),
        ("Is it possible to pay by card?", "may"),
        ("could you please cancel it?", "ask"),
        ("I'd like to open an account", "want"),
        ("Can you tell me when the shop opens?", "know"),
        ("What is the price of a ticket?", "thing"),
        ("Who wrote it?", "wh"),
        ("Does it rain?", "yes_no"),
        ("enable 2FA", "order"),
        ("reset password iphone", "order"),
        ("late payment fee", "query"),
        ("I forgot my password", "problem"),
        ("The tenant pays the rent on Friday.", None),
        ("If it fails, please see the manual.", None),
    ],
)
def test_the_form_of_a_request_is_found(nlp, text, form):
    found = request(parsed(nlp, text)[0].sentence)
    assert (found.form if found else None) == form


def test_a_greeting_is_no_part_of_the_request(nlp):
    found = request(parsed(nlp, "hi there, quick question, how do I block my card, thanks!")[0].sentence)
    assert found is not None
    assert [word.text for word in found.words] == ["block", "my", "card"]
    assert not found.is_closed


@pytest.mark.parametrize(
    ("text", "rule", "near"),
    [
        ("How do I increase the volume?", "register.need", "decrease"),
        ("enable 2FA", "register.question", "disable"),
        ("Can I cancel my order after Friday?", "register.chatty", "before friday"),
    ],
)
def test_a_near_miss_may_stand_in_another_register(nlp, text, rule, near):
    (one,) = parsed(nlp, text)
    sentence = read(one)
    made = list(make(one, 1))
    reworded = [row for row in made if row.rule == rule]
    both = {
        both.text.lower()
        for row in made
        if row.label == 0
        for other in reworded
        if (both := combine(sentence, other, row, Counter()))
    }
    assert any(near in text for text in both), both


def test_small_letters_stay_small(nlp):
    (one,) = parsed(nlp, "Show the invoices of May.")
    edit = Edit("noise.casing", 1, (Replacement(0, 4, "List"),), lower=True)
    assert apply(read(one), edit, Counter()).text == "list the invoices of may"


_OPENERS = (
    "how what why who when where which whose how's what's can could is are do does will please tell show find"
)
_SHORT = [
    "",
    " now",
    " it",
    " to",
    " much",
    " long",
    " about it",
    " me",
    " me how",
    " me why",
    " you tell me",
    " the fee",
]


def test_requests_of_hardly_a_word_break_no_rule(nlp):
    starts = [f"{start}{opener}" for start in ("", "tell me ", "hi, ") for opener in _OPENERS.split()]
    texts = [f"{starts[i]}{rest}" for i in range(len(starts)) for rest in (_SHORT if i < 24 else ("", "?"))]
    made = [row for text in texts for one in parsed(nlp, text) for row in make(one, 0)]
    assert made
    assert all(row.text.strip() for row in made)


@pytest.mark.parametrize(
    ("text", "is_alone", "form"),
    [
        ("Can you cancel the order?", True, "ask"),
        ("Could you send me a copy of the lease?", False, "ask"),
        ("Can you please open the gate?", False, "ask"),
        ("Can you open the gate from the inside?", False, "yes_no"),  # of a check list
        ("Can you reach the alarm from the bed?", True, "yes_no"),
        ("Can you hear me in the kitchen?", True, "yes_no"),
        ("Can you explain your choice?", True, "yes_no"),
        ("Will you need a ramp?", True, "yes_no"),
        ("Will you pay if the roof leaks?", True, "yes_no"),
        ("Can you get the flu twice?", True, "yes_no"),
        ("Can you boil milk in this pot?", True, "yes_no"),
        ("Could you buy a dozen eggs?", True, "ask"),
    ],
)
def test_a_question_whether_somebody_can_is_no_wish(nlp, text, is_alone, form):
    (one,) = parsed(nlp, text)
    one.sentence.alone = is_alone
    found = request(one.sentence)
    assert found is not None
    assert found.form == form
    needs = {row.text for seed in range(8) for row in make(one, seed, rules=["register.need"])}
    assert needs
    assert all(
        ("you to " if form == "ask" else "you can" if "Can" in text else "you will") in need for need in needs
    )
