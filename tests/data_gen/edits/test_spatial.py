# ruff: noqa: E501 (a parse is one long line)
import pytest

LAMP = "The/DT/det/2 lamp/NN/nsubj/6 is/VBZ/cop/6/be above/IN/case/6 the/DT/det/6 table/NN/root/0 ././punct/6"

CASES = [
    (LAMP, "The lamp is below the table.", "relation"),
    (LAMP, "The table is above the lamp.", "exchange"),
    (LAMP, "The table is below the lamp.", "converse"),
    ("Rome/NNP/nsubj/3 is/VBZ/cop/3/be closer/JJR/root/0/close than/IN/case/5 Paris/NNP/obl/3 ././punct/3",
     "Rome is farther than Paris.", "distance"),
    ("The/DT/det/2 cat/NN/nsubj/3 ran/VBD/root/0/run out/IN/case/7 of/IN/case/7 the/DT/det/7 house/NN/obl/3 ././punct/3",
     "The cat ran into the house.", "path"),
    ("She/PRP/nsubj/2 hurt/VBD/root/0/hurt her/PRP$/nmod:poss/5 left/JJ/amod/5 knee/NN/obj/2 ././punct/2",
     "She hurt her right knee.", "side"),
    ("The/DT/det/2 shop/NN/nsubj/7 is/VBZ/cop/7/be next/JJ/case/7 to/IN/case/7 the/DT/det/7 station/NN/root/0 ././punct/7",
     "The station is next to the shop.", "symmetric"),
    ("The/DT/det/2 shop/NN/nsubj/7 is/VBZ/cop/7/be next/JJ/case/7 to/IN/case/7 the/DT/det/7 station/NN/root/0 ././punct/7",
     "The shop is beside the station.", "synonym"),
]  # fmt: skip

CLEARNLP = [
    ("The/DT/det/2 lamp/NN/nsubj/3 is/VBZ/ROOT/0/be above/IN/prep/3 the/DT/det/6 table/NN/pobj/4 ././punct/3",
     "The lamp is below the table.", "relation"),
    ("The/DT/det/2 lamp/NN/nsubj/3 is/VBZ/ROOT/0/be above/IN/prep/3 the/DT/det/6 table/NN/pobj/4 ././punct/3",
     "The table is below the lamp.", "converse"),
    ("Rome/NNP/nsubj/2 is/VBZ/ROOT/0/be closer/JJR/acomp/2/close than/IN/prep/3 Paris/NNP/pobj/4 ././punct/2",
     "Rome is farther than Paris.", "distance"),
    ("She/PRP/nsubj/2 hurt/VBD/ROOT/0/hurt her/PRP$/poss/5 left/JJ/amod/5 knee/NN/dobj/2 ././punct/2",
     "She hurt her right knee.", "side"),
]  # fmt: skip

NOTHING = [
    "The/DT/det/2 clerk/NN/nsubj/3 left/VBD/root/0/leave the/DT/det/5 office/NN/obj/3 ././punct/3",
    "It/PRP/nsubj/3 is/VBZ/cop/3/be void/JJ/root/0 under/IN/case/6 the/DT/det/6 law/NN/obl/3 ././punct/3",
    "They/PRP/nsubj/2 argued/VBD/root/0/argue over/IN/case/5 the/DT/det/5 price/NN/obl/2 ././punct/2",
    "She/PRP/nsubj/2 fought/VBD/root/0/fight for/IN/case/5 the/DT/det/5 right/NN/obl/2 to/TO/mark/7 appeal/VB/acl/5 ././punct/2",
]


@pytest.mark.parametrize(("table", "wanted", "rule"), CASES)
def test_universal_labels(parsed, made, table, wanted, rule):
    assert any(made(parsed(table), "spatial", seed).get(wanted) == rule for seed in range(8))


@pytest.mark.parametrize(("table", "wanted", "rule"), CLEARNLP)
def test_clearnlp_labels(parsed, made, table, wanted, rule):
    assert any(made(parsed(table), "spatial", seed).get(wanted) == rule for seed in range(8))


@pytest.mark.parametrize("table", NOTHING)
def test_figurative_uses_yield_nothing(parsed, made, table):
    assert all(made(parsed(table), "spatial", seed) == {} for seed in range(8))


def test_what_is_told_from_the_other_side_keeps_its_meaning(parsed):

    from verisieve.data_gen.edits.propose import make

    labels = {row.text: row.label for row in make(parsed(LAMP), 0, ["spatial"])}
    assert labels["The table is below the lamp."] == 1
    assert labels["The table is above the lamp."] == 0
