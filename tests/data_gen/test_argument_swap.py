# ruff: noqa: E501 (a parse is one long line)
import pytest

CASES = [
    ("The/DT/det/2 dog/NN/nsubj/3 bit/VBD/root/0/bite the/DT/det/5 man/NN/obj/3 ././punct/3",
     "The man bit the dog.", "subject_object"),
    ("She/PRP/nsubj/2 saw/VBD/root/0/see them/PRP/obj/2 ././punct/2", "They saw her.", "subject_object"),
    ("The/DT/det/2 tenants/NNS/nsubj/3/tenant pay/VBP/root/0 the/DT/det/5 landlord/NN/obj/3 ././punct/3",
     "The landlord pays the tenants.", "subject_object"),
    ("Rome/NNP/nsubj/3 is/VBZ/cop/3/be closer/JJR/root/0/close than/IN/case/5 Paris/NNP/obl/3 ././punct/3",
     "Paris is closer than Rome.", "comparison"),
    ("Acme/NNP/nsubj:pass/3 was/VBD/aux:pass/3/be sued/VBN/root/0/sue by/IN/case/5 Zorb/NNP/obl:agent/3 ././punct/3",
     "Zorb was sued by Acme.", "passive_agent"),
    ("He/PRP/nsubj/2 flew/VBD/root/0/fly from/IN/case/4 Paris/NNP/obl/2 to/IN/case/6 Rome/NNP/obl/2 ././punct/2",
     "He flew from Rome to Paris.", "from_to"),
    ("Anna/NNP/nsubj/2 sang/VBD/root/0/sing and/CC/cc/5 Mary/NNP/nsubj/5 danced/VBD/conj/2/dance ././punct/2",
     "Mary sang and Anna danced.", "clause_subjects"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "wanted", "rule"), CASES)
def test_exchange(parsed, made, table, wanted, rule):
    assert made(parsed(table), "argument_swap").get(wanted) == rule


def test_amounts_are_exchanged(parsed, made):
    doc = parsed(
        "Sales/NNS/nsubj/2/sale fell/VBD/root/0/fall 5/CD/nummod/4 percent/NN/obj/2 while/IN/mark/7 "
        "costs/NNS/nsubj/7/cost rose/VBD/advcl/2/rise 8/CD/nummod/9 percent/NN/obj/7 ././punct/2"
    )
    assert "Sales fell 8 percent while costs rose 5 percent." in made(doc, "argument_swap")


def test_a_possessive_fits_the_name_it_follows(parsed, made):
    doc = parsed(
        "Mary/NNP/nsubj/2 met/VBD/root/0/praise James/NNP/nmod:poss/5 '/POS/case/3 lawyer/NN/obj/2 ././punct/2"
    )
    assert "James met Mary's lawyer." in made(doc, "argument_swap")


def test_times_of_two_verbs_are_exchanged(parsed, made):
    doc = parsed(
        "Rents/NNS/nsubj/2/rent rose/VBD/root/0/rise in/IN/case/4 March/NNP/obl/2 and/CC/cc/7 wages/NNS/nsubj/7/wage "
        "fell/VBD/conj/2/fall on/IN/case/9 Friday/NNP/obl/7 ././punct/2"
    )
    assert made(doc, "argument_swap").get("Rents rose on Friday and wages fell in March.") == "times"


@pytest.mark.parametrize(
    "table",
    [
        # symmetric
        "Anna/NNP/nsubj/2 met/VBD/root/0/meet Mary/NNP/obj/2 ././punct/2",
        # incomparable
        "The/DT/det/2 dog/NN/nsubj/3 ate/VBD/root/0/eat soup/NN/obj/3 ././punct/3",
        # expletive
        "It/PRP/expl/2 struck/VBD/root/0/strike Anna/NNP/obj/2 ././punct/2",
        # reflexive
        "Anna/NNP/nsubj/2 saw/VBD/root/0/see herself/PRP/obj/2 ././punct/2",
        # copula
        "Anna/NNP/nsubj/4 is/VBZ/cop/4/be a/DT/det/4 doctor/NN/root/0 ././punct/4",
        # one coordination
        "Anna/NNP/nsubj/4 and/CC/cc/3 Mary/NNP/conj/1 sang/VBD/root/0/sing ././punct/4",
        # a bound pronoun: he cannot be Mary
        "Mary/NNP/nsubj/2 saw/VBD/root/0/see John/NNP/obj/2 before/IN/mark/6 he/PRP/nsubj/6 left/VBD/advcl/2/leave ././punct/2",
        # between is symmetric
        "Talks/NNS/nsubj/2/talk failed/VBD/root/0/fail between/IN/case/4 Iran/NNP/obl/2 and/CC/cc/6 Iraq/NNP/conj/4 ././punct/2",
    ],
)
def test_exchanges_that_say_the_same_or_nonsense_are_not_made(parsed, made, table):
    assert made(parsed(table), "argument_swap") == {}
