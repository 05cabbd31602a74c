# ruff: noqa: E501 (a parse is one long line)
import pytest

MEN = "The/DT/det/2 rate/NN/nsubj/4 was/VBD/cop/4/be higher/JJR/root/0/high in/IN/case/6 men/NNS/obl/4/man than/IN/case/9 in/IN/case/9 women/NNS/nmod/6/woman ././punct/4"
SEATS = "The/DT/det/2 hall/NN/nsubj/3 has/VBZ/root/0/have more/JJR/amod/5 seats/NNS/obj/3/seat than/IN/case/8 the/DT/det/8 room/NN/nmod/5 ././punct/3"
TALL = "The/DT/det/2 house/NN/nsubj/5 is/VBZ/cop/5/be as/RB/advmod/5 tall/JJ/root/0 as/IN/case/8 the/DT/det/8 tree/NN/obl/5 ././punct/5"

CASES = [
    (MEN, "The rate was lower in men than in women.", "adjective"),
    (MEN, "The rate was higher in women than in men.", "sides"),
    (MEN, "The rate was lower in women than in men.", "converse"),
    (SEATS, "The hall has fewer seats than the room.", "degree"),
    (SEATS, "The room has fewer seats than the hall.", "converse"),
    (TALL, "The house is not as tall as the tree.", "equality"),
    ("Rents/NNS/nsubj/2/rent rose/VBD/root/0/rise 3/CD/nummod/4 percent/NN/obj/2 ././punct/2", "Rents fell 3 percent.", "change"),
    ("Rents/NNS/nsubj/2/rent rose/VBD/root/0/rise 3/CD/nummod/4 percent/NN/obj/2 ././punct/2", "Rents increased 3 percent.", "same_change"),
    ("It/PRP/nsubj/2 needs/VBZ/root/0/need at/IN/case/4 least/JJS/nmod/5 two/CD/nummod/6 guards/NNS/obj/2/guard ././punct/2",
     "It needs at most two guards.", "bound"),
    ("It/PRP/nsubj/2 needs/VBZ/root/0/need at/IN/case/4 least/JJS/nmod/5 two/CD/nummod/6 guards/NNS/obj/2/guard ././punct/2",
     "It needs a minimum of two guards.", "same_bound"),
    ("The/DT/det/2 fee/NN/nsubj/5 shall/MD/aux/5 not/RB/advmod/5 exceed/VB/root/0 20/CD/nummod/7 dollars/NNS/obj/5/dollar ././punct/5",
     "The fee shall not fall below 20 dollars.", "bound"),
]  # fmt: skip

CLEARNLP = [
    ("Rents/NNS/nsubj/2/rent rose/VBD/ROOT/0/rise 3/CD/nummod/4 percent/NN/dobj/2 ././punct/2", "Rents fell 3 percent.", "change"),
    ("The/DT/det/2 fee/NN/nsubj/5 shall/MD/aux/5 not/RB/neg/5 exceed/VB/ROOT/0 20/CD/nummod/7 dollars/NNS/dobj/5/dollar ././punct/5",
     "The fee shall not fall below 20 dollars.", "bound"),
    ("The/DT/det/2 rate/NN/nsubj/3 was/VBD/ROOT/0/be higher/JJR/acomp/3/high in/IN/prep/4 men/NNS/pobj/5/man than/IN/prep/4 in/IN/prep/7 women/NNS/pobj/8/woman ././punct/3",
     "The rate was lower in men than in women.", "adjective"),
]  # fmt: skip

NOTHING = [
    "She/PRP/nsubj/2 fell/VBD/root/0/fall asleep/JJ/xcomp/2 ././punct/2",
    "He/PRP/nsubj/2 raised/VBD/root/0/raise his/PRP$/nmod:poss/4 hand/NN/obj/2 ././punct/2",
    "He/PRP/nsubj/2 declined/VBD/root/0/decline to/TO/mark/4 comment/VB/xcomp/2 ././punct/2",
]


@pytest.mark.parametrize(("table", "wanted", "rule"), CASES)
def test_universal_labels(parsed, made, table, wanted, rule):
    assert any(made(parsed(table), "comparison", seed).get(wanted) == rule for seed in range(30))


@pytest.mark.parametrize(("table", "wanted", "rule"), CLEARNLP)
def test_clearnlp_labels(parsed, made, table, wanted, rule):
    assert any(made(parsed(table), "comparison", seed).get(wanted) == rule for seed in range(30))


@pytest.mark.parametrize("table", NOTHING)
def test_other_senses_yield_nothing(parsed, made, table):
    assert all(made(parsed(table), "comparison", seed) == {} for seed in range(8))


def test_both_ends_of_a_change_are_not_contradicted(parsed, made):
    doc = parsed(
        "Rents/NNS/nsubj/2/rent rose/VBD/root/0/rise from/IN/case/5 3/CD/nummod/5 percent/NN/obl/2 to/IN/case/8 "
        "5/CD/nummod/8 percent/NN/obl/2 ././punct/2"
    )
    assert "change" not in {rule for seed in range(8) for rule in made(doc, "comparison", seed).values()}
