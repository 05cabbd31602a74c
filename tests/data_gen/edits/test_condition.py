# ruff: noqa: E501 (a parse is one long line)
"""Conditions and causes on hand-built parses, in both label schemes; through the parser: golden/condition.yaml."""

import pytest

IF = "It/PRP/nsubj/2 stops/VBZ/root/0/stop if/IN/mark/7 the/DT/det/5 tank/NN/nsubj/7 is/VBZ/cop/7/be empty/JJ/advcl/2 ././punct/2"
BECAUSE = (
    "The/DT/det/2 driver/NN/nsubj/3 stopped/VBD/root/0/stop because/IN/mark/7 he/PRP/nsubj/7 was/VBD/cop/7/be"
    " tired/JJ/advcl/3 ././punct/3"
)
CASES = [
    (IF, {"If the tank is empty, it stops.": "order", "The tank is empty if it stops.": "exchange"}),
    (BECAUSE, {"The driver was tired because he stopped.": "cause_exchange", "Because the driver was tired, he stopped.": "order",
               "The driver was tired, so he stopped.": "so_because"}),
    ("He/PRP/nsubj/2 pays/VBZ/root/0/pay unless/IN/mark/5 she/PRP/nsubj/5 objects/VBZ/advcl/2/object ././punct/2",
     {"He pays even if she objects.": "regardless", "He pays if she does not object.": "unless_if_not"}),
    ("We/PRP/nsubj/3 will/MD/aux/3 pay/VB/root/0 only/RB/advmod/6 if/IN/mark/6 asked/VBD/advcl/3/ask ././punct/3",
     {"We will pay.": "dropped"}),
    ("They/PRP/nsubj/2 played/VBD/root/0/play despite/IN/case/5 the/DT/det/5 rain/NN/obl/2 ././punct/2",
     {"They played in spite of the rain.": "connective"}),
    # ClearNLP labels
    ("He/PRP/nsubj/2 pays/VBZ/ROOT/0/pay unless/IN/mark/5 she/PRP/nsubj/5 objects/VBZ/advcl/2/object ././punct/2",
     {"He pays even if she objects.": "regardless", "He pays if she does not object.": "unless_if_not"}),
    ("They/PRP/nsubj/2 played/VBD/ROOT/0/play despite/IN/prep/2 the/DT/det/5 rain/NN/pobj/3 ././punct/2",
     {"They played in spite of the rain.": "connective"}),
]  # fmt: skip


@pytest.mark.parametrize(("table", "wanted"), CASES)
def test_what_is_made(parsed, made, table, wanted):
    doc = parsed(table)
    rows = {}
    for seed in range(10):
        rows |= made(doc, "condition", seed)
    assert rows == wanted


def test_will_stays_in_the_consequence(parsed, made):
    doc = parsed(
        "If/IN/mark/4 the/DT/det/3 bank/NN/nsubj/4 fails/VBZ/advcl/9/fail ,/,/punct/4 the/DT/det/7 firm/NN/nsubj/9 will/MD/aux/9 close/VB/root/0 ././punct/9"
    )
    assert made(doc, "condition")["If the firm closes, the bank will fail."] == "exchange"


@pytest.mark.parametrize("table", [
    # whether
    "I/PRP/nsubj/2 wonder/VBP/root/0 if/IN/mark/5 he/PRP/nsubj/5 came/VBD/advcl/2/come ././punct/2",
    # what is not the case
    "I/PRP/nsubj/3 would/MD/aux/3 go/VB/root/0 if/IN/mark/6 he/PRP/nsubj/6 asked/VBD/advcl/3/ask any/DT/det/8 friend/NN/obj/6 ././punct/3",
    # "partly because of"
    "It/PRP/nsubj/2 fell/VBD/root/0/fall partly/RB/advmod/6 because/IN/case/6 of/IN/fixed/4 rain/NN/obl/2 ././punct/2",
])  # fmt: skip
def test_what_is_left_alone(parsed, made, table):
    rows = {
        text: rule
        for text, rule in made(parsed(table), "condition").items()
        if rule not in ("order", "exchange")
    }
    assert rows == {}
