# ruff: noqa: E501 (a parse is one long line)
"""The positives of paraphrase on hand-built parses, in UD and in ClearNLP labels (golden cases: test_golden.py)."""

import pytest

SEEDS = 24

CASES = [
    # --- converses and symmetric predicates
    ("The/DT/det/2 firm/NN/nsubj/3 sold/VBD/root/0/sell the/DT/det/5 mill/NN/obj/3 to/IN/case/8 the/DT/det/8 city/NN/obl/3 ././punct/3",
     "The city bought the mill from the firm.", "verb_converse"),
    ("The/DT/det/2 firm/NN/nsubj/3 sold/VBD/ROOT/0/sell the/DT/det/5 mill/NN/dobj/3 to/IN/prep/3 the/DT/det/8 city/NN/pobj/6 ././punct/3",
     "The city bought the mill from the firm.", "verb_converse"),
    ("They/PRP/nsubj/2 met/VBD/root/0/meet Ruth/NNP/obj/2 ././punct/2", "Ruth met them.", "symmetric_exchange"),
    # --- two changes that cancel
    ("The/DT/det/2 door/NN/nsubj/5 is/VBZ/cop/5/be not/RB/advmod/5 closed/JJ/root/0 ././punct/5", "The door is open.", "negated_antonym"),
    # --- relative clauses
    ("The/DT/det/2 man/NN/nsubj/7 who/WP/nsubj/5 was/VBD/aux/5/be sitting/VBG/acl:relcl/2/sit there/RB/advmod/5 left/VBD/root/0/leave ././punct/7",
     "The man sitting there left.", "participle"),
    ("The/DT/det/2 man/NN/nsubj/5 sitting/VBG/acl/2/sit there/RB/advmod/3 left/VBD/root/0/leave ././punct/5",
     "The man who was sitting there left.", "participle"),
    # --- sources, states, connectives
    ("The/DT/det/2 police/NNS/nsubj/3 said/VBD/root/0/say that/IN/mark/6 he/PRP/nsubj/6 left/VBD/ccomp/3/leave ././punct/3",
     "According to the police, he left.", "attribution"),
    ("The/DT/det/2 soup/NN/nsubj/4 is/VBZ/cop/4/be hot/JJ/root/0 and/CC/cc/6 salty/JJ/conj/4 ././punct/4", "The soup is salty and hot.", "state_reordering"),
    ("It/PRP/nsubj/3 was/VBD/aux:pass/3/be late/VBN/root/0 because/IN/case/6 of/IN/fixed/4 snow/NN/obl/3 ././punct/3",
     "It was late due to snow.", "connective"),
    # --- questions and orders
    ("How/WRB/advmod/4 do/VBP/aux/4 I/PRP/nsubj/4 reset/VB/root/0 it/PRP/obj/4 ?/./punct/4", "How can I reset it?", "question_wording"),
    ("Where/WRB/root/0 is/VBZ/cop/1/be the/DT/det/4 station/NN/nsubj/1 ?/./punct/1", "Do you know where the station is?", "indirect_question"),
    ("Remember/VB/root/0 to/TO/mark/3 lock/VB/xcomp/1 the/DT/det/5 door/NN/obj/3 ././punct/1", "Do not forget to lock the door.", "request"),
    ("Turn/VB/root/0/turn off/RP/compound:prt/1 the/DT/det/4 heater/NN/obj/1 before/IN/mark/7 you/PRP/nsubj/7 leave/VBP/advcl/1 ././punct/1",
     "Before you leave, turn off the heater.", "adjunct_movement"),
]  # fmt: skip


def drawn(parsed, made, table: str) -> dict[str, str]:
    """What the family makes of a parse over several seeds: {made text: rule}."""
    doc = parsed(table)
    rows: dict[str, str] = {}
    for seed in range(SEEDS):
        rows |= made(doc, "paraphrase", seed)
    return rows


@pytest.mark.parametrize(("table", "wanted", "rule"), CASES)
def test_positive(parsed, made, table, wanted, rule):
    assert drawn(parsed, made, table).get(wanted) == rule


@pytest.mark.parametrize(("table", "rule"), [
    # not complementary: soup that is not cold may be lukewarm
    ("The/DT/det/2 soup/NN/nsubj/4 is/VBZ/cop/4/be hot/JJ/root/0 ././punct/4", "negated_antonym"),
    # nobody says "not closed" for "open"
    ("The/DT/det/2 door/NN/nsubj/4 is/VBZ/cop/4/be open/JJ/root/0 ././punct/4", "negated_antonym"),
    # "all shops are not open" is ambiguous
    ("All/DT/det/2 shops/NNS/nsubj/4/shop are/VBP/cop/4/be open/JJ/root/0 ././punct/4", "negated_antonym"),
    # who must do it would change
    ("He/PRP/nsubj/3 must/MD/aux/3 sell/VB/root/0 the/DT/det/5 mill/NN/obj/3 to/IN/case/7 Ruth/NNP/obl/3 ././punct/3", "verb_converse"),
    # a device meets a standard, not the reverse
    ("The/DT/det/2 device/NN/nsubj/3 met/VBD/root/0/meet the/DT/det/5 standard/NN/obj/3 ././punct/3", "symmetric_exchange"),
    # one event after the other
    ("She/PRP/nsubj/2 opened/VBD/root/0/open it/PRP/obj/2 and/CC/cc/5 left/VBD/conj/2/leave ././punct/2", "state_reordering"),
    # a percentage cannot be turned around
    ("The/DT/det/2 fee/NN/nsubj/6 is/VBZ/cop/6/be 10/CD/nummod/5 percent/NN/obl:unmarked/6 higher/JJR/root/0/high than/IN/case/9 the/DT/det/9 rent/NN/obl/6 ././punct/6", "converse"),
])  # fmt: skip
def test_what_would_change_the_meaning_is_not_made(parsed, made, table, rule):
    assert rule not in drawn(parsed, made, table).values()


def test_the_first_of_two_objects_is_the_receiver(parsed, made):
    table = "The/DT/det/2 bank/NN/nsubj/3 granted/VBD/root/0/grant the/DT/det/5 firm/NN/obj/3 a/DT/det/7 loan/NN/obj/3 ././punct/3"
    rows = drawn(parsed, made, table)
    assert rows.get("The bank granted a loan to the firm.") == "dative"
    assert rows.get("The firm received a loan from the bank.") == "verb_converse"


def test_an_order_read_as_a_noun_is_an_order(parsed, made):
    rows = drawn(parsed, made, "Cancel/NNP/root/0 my/PRP$/nmod:poss/3 order/NN/obj/1 ././punct/1")
    assert rows.get("Please cancel my order.") == "request"


@pytest.mark.slow
def test_every_sentence_of_the_issue_has_a_positive(nlp, made):
    sentences = [
        "The dog bit the man.",
        "Rome is closer than Paris.",
        "The small company acquired the large bank.",
        "No refund is issued after 30 days.",
        "The tenant shall pay the landlord a late fee unless the notice arrives before the first day of the month.",
    ]
    wanted = [
        "The man was bitten by the dog.",
        "Paris is farther than Rome.",
        "The large bank was acquired by the small company.",
        "After 30 days, no refund is issued.",
        "The tenant shall pay a late fee to the landlord unless the notice arrives before the first day of the month.",
    ]
    for text, positive in zip(sentences, wanted, strict=True):
        assert positive in made(next(iter(nlp(text).sents)).as_doc(), "paraphrase")
