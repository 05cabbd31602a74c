# ruff: noqa: E501 (a parse is one long line)

import pytest

from verisieve.data_gen.edits.propose import make

TENANTS = (
    "All/DT/det/2 tenants/NNS/nsubj/3/tenant have/VBP/root/0/have a/DT/det/5 key/NN/obj/3 ././punct/3",
    # ClearNLP labels
    "All/DT/det/2 tenants/NNS/nsubj/3/tenant have/VBP/ROOT/0/have a/DT/det/5 key/NN/dobj/3 ././punct/3",
)
KEYS = (
    "She/PRP/nsubj/2 has/VBZ/root/0/have no/DT/det/4 keys/NNS/obj/2/key ././punct/2",
    "She/PRP/nsubj/2 has/VBZ/ROOT/0/have no/DT/det/4 keys/NNS/dobj/2/key ././punct/2",
)
CASES = [
    ("Both/DT/det/2 parties/NNS/nsubj/3/party signed/VBD/root/0/sign today/NN/obl/3 ././punct/3", "Neither party signed today.", "determiner"),
    ("Only/RB/advmod/2 members/NNS/nsubj/4/member may/MD/aux/4 vote/VB/root/0 ././punct/4", "Members may vote.", "only"),
    ("Many/JJ/amod/2 patients/NNS/nsubj/3/patient complained/VBD/root/0/complain ././punct/3", "A lot of patients complained.", "amount"),
    ("The/DT/det/2 loan/NN/nsubj:pass/5 was/VBD/aux:pass/5/be fully/RB/advmod/5 repaid/VBN/root/0/repay ././punct/5", "The loan was partly repaid.", "degree"),
    ("You/PRP/nsubj/2 need/VBP/root/0 a/DT/det/4 visa/NN/obj/2 or/CC/cc/7 a/DT/det/7 permit/NN/conj/4 ././punct/2", "You need a visa and a permit.", "conjunction"),
    ("Bring/VB/root/0 soap/NN/obj/1 ,/,/punct/4 towels/NNS/conj/2/towel and/CC/cc/6 locks/NNS/conj/2/lock ././punct/1", "Bring soap and locks.", "item"),
]  # fmt: skip


def over_seeds(doc) -> dict[str, str]:
    return {
        row.text: row.rule.partition(".")[2] for seed in range(12) for row in make(doc, seed, ["quantifier"])
    }


@pytest.mark.parametrize("table", TENANTS)
def test_all_becomes_another_determiner_or_every(parsed, table):
    rows = over_seeds(parsed(table))
    assert rows["Every tenant has a key."] == "universal"
    assert rows["Some tenants have a key."] == "determiner"
    assert "No tenants have a key." not in rows


@pytest.mark.parametrize("table", KEYS)
def test_no_becomes_not_any(parsed, table):
    assert over_seeds(parsed(table)) == {"She does not have any keys.": "none"}


@pytest.mark.parametrize(("table", "wanted", "rule"), CASES)
def test_a_quantifier_changes(parsed, table, wanted, rule):
    assert over_seeds(parsed(table)).get(wanted) == rule


@pytest.mark.parametrize(
    "table",
    [
        # "not all" is neither "not some" nor "not every one"
        "Not/RB/advmod/2 all/DT/det/3 tenants/NNS/nsubj/4/tenant paid/VBD/root/0/pay so/RB/advmod/4 ././punct/4",
        # a set phrase
        "It/PRP/nsubj/2 failed/VBD/root/0/fail in/IN/case/5 some/DT/det/5 way/NN/obl/2 ././punct/2",
        # "the only" is no "the"
        "He/PRP/nsubj/5 is/VBZ/cop/5/be the/DT/det/5 only/JJ/amod/5 doctor/NN/root/0 ././punct/5",
    ],
)
def test_what_must_stay_stays(parsed, table):
    rows = over_seeds(parsed(table))
    assert not rows
    assert "Not some tenants paid so." not in rows
