# ruff: noqa: E501 (a parse is one long line)
import random

import pytest

from verisieve.data_gen.english.number_words import in_digits, nearby, value

RENTS = (
    "Rents/NNS/nsubj/2 rose/VBD/root/0/rise 3/CD/nummod/4 percent/NN/obl/2 while/IN/mark/7 wages/NNS/nsubj/7 rose/VBD/advcl/2/rise 5/CD/nummod/9 percent/NN/obl/7 ././punct/2",
    # ClearNLP labels
    "Rents/NNS/nsubj/2 rose/VBD/ROOT/0/rise 3/CD/nummod/4 percent/NN/npadvmod/2 while/IN/mark/7 wages/NNS/nsubj/7 rose/VBD/advcl/2/rise 5/CD/nummod/9 percent/NN/npadvmod/7 ././punct/2",
)
FARM = (
    "The/DT/det/2 farm/NN/nsubj/3 has/VBZ/root/0/have three/CD/nummod/5 cows/NNS/obj/3/cow ././punct/3",
    "The/DT/det/2 farm/NN/nsubj/3 has/VBZ/ROOT/0/have three/CD/nummod/5 cows/NNS/dobj/3/cow ././punct/3",
)
ROAD = "The/DT/det/2 road/NN/nsubj/6 is/VBZ/cop/6/be 5/CD/nummod/5 kilometres/NNS/obl/6/kilometre long/JJ/root/0 ././punct/6"
SHARE = (
    "Half/NN/nsubj/5 of/IN/case/4 the/DT/det/4 members/NNS/nmod/1/member voted/VBD/root/0/vote ././punct/5"
)
TOWN = "The/DT/det/2 town/NN/nsubj/3 has/VBZ/root/0/have 2.5/CD/compound/5 million/CD/nummod/6 visitors/NNS/obj/3/visitor ././punct/3"


@pytest.mark.parametrize("table", RENTS)
def test_two_amounts_are_exchanged(parsed, made, table):
    rows = made(parsed(table), "quantity")
    assert rows["Rents rose 5 percent while wages rose 3 percent."] == "exchange"


@pytest.mark.parametrize("table", FARM)
def test_a_count_changes_and_takes_its_other_form(parsed, made, table):
    rows = made(parsed(table), "quantity")
    assert rows.pop("The farm has 3 cows.") == "numeral"
    assert list(rows.values()) == ["number"]


def test_another_unit_and_the_same_measure(parsed, made):
    rows = made(parsed(ROAD), "quantity")
    assert rows["The road is 5,000 metres long."] == "conversion"
    assert rows["The road is 5 miles long."] == "unit"


def test_a_share_becomes_another(parsed, made):
    rows = made(parsed(SHARE), "quantity")
    assert set(rows) <= {"A third of the members voted.", "A quarter of the members voted."}
    assert set(rows.values()) == {"multiple"}


def test_a_scale_is_written_out(parsed, made):
    assert made(parsed(TOWN), "quantity")["The town has 2,500,000 visitors."] == "magnitude"


@pytest.mark.parametrize(
    "table",
    [
        # a duration is temporal's
        "It/PRP/nsubj/2 lasted/VBD/root/0/last 30/CD/nummod/4 minutes/NNS/obj/2/minute ././punct/2",
        # a year
        "It/PRP/nsubj/2 closed/VBD/root/0/close in/IN/case/4 1994/CD/obl/2 ././punct/2",
        # a list: exchanging its members says the same
        "She/PRP/nsubj/2 offered/VBD/root/0/offer one/CD/nummod/4 egg/NN/obj/2 ././punct/2",
    ],
)
def test_what_is_no_quantity_stays(parsed, made, table):
    assert made(parsed(table), "quantity") == {}


def test_a_label_of_two_is_no_number_but_one_of_them_may_be_another(parsed, made):
    table = "Sections/NNS/nsubj/5 5/CD/nummod/1 and/CC/cc/4 6/CD/conj/2 apply/VBP/root/0 ././punct/5"
    assert set(made(parsed(table), "quantity").values()) == {"label"}


@pytest.mark.parametrize("text", ["30", "48", "1,250", "4.5", "25", "three", "forty", "600", "0.75"])
def test_a_nearby_number_is_another_of_the_same_form(text):
    for seed in range(40):
        new = nearby(text, random.Random(seed))
        assert new is not None
        assert new != text
        assert value(new) is not None
        assert value(new) > 0
        if text[0].isdigit() and float(text.replace(",", "")) >= 20:
            assert len(new) == len(text)
            assert new.rstrip("0").replace(",", "") != ""
            assert new.endswith("0") == text.endswith("0")


def test_nothing_is_near_zero_and_one():
    assert nearby("0", random.Random(0)) is None
    assert nearby("1", random.Random(0)) is None


def test_numbers_are_written_with_commas():
    assert in_digits(value("2500000")) == "2,500,000"
    assert in_digits(value("1.50")) == "1.5"
