# ruff: noqa: E501 (a parse is one long line)
import pytest

CASES = [
    ("Mary/NNP/nsubj/2 praised/VBD/root/0/praise James/NNP/nmod:poss/5 '/POS/case/3 lawyer/NN/obj/2 ././punct/2",
     "James praised Mary's lawyer.", "persons"),
    ("Acme/NNP/nsubj/4 Corp./NNP/flat/1 has/VBZ/aux/4 sued/VBN/root/0/sue Zorb/NNP/obj/4 Inc./NNP/flat/5 today/NN/obl/4 ././punct/4",
     "Zorb Inc. has sued Acme Corp. today.", "organisations"),
    ("He/PRP/nsubj/3 was/VBD/aux/3/be born/VBN/root/0/bear in/IN/case/5 Oslo/NNP/obl/3 but/CC/cc/7 died/VBD/conj/3/die in/IN/case/9 Rome/NNP/obl/7 ././punct/3",
     "He was born in Rome but died in Oslo.", "places"),
    ("Voss/NNP/nsubj/2 said/VBD/root/0/say Tarn/NNP/nsubj/4 left/VBD/ccomp/2/leave early/RB/advmod/4 ././punct/2",
     "Tarn said Voss left early.", "names"),
    ("They/PRP/nsubj/2 moved/VBD/root/0/move to/IN/case/5 the/DT/det/5 UK/NNP/obl/2 ././punct/2",
     "They moved to the United Kingdom.", "alias"),
    # ClearNLP labels
    ("Voss/NNP/nsubj/2 said/VBD/ROOT/0/say that/IN/mark/6 Tarn/NNP/nsubjpass/6 was/VBD/auxpass/6/be hurt/VBN/ccomp/2 ././punct/2",
     "Tarn said that Voss was hurt.", "names"),
    ("They/PRP/nsubj/2 ship/VBP/ROOT/0 goods/NNS/dobj/2/good to/IN/prep/2 the/DT/det/6 U.S./NNP/pobj/4 daily/RB/advmod/2 ././punct/2",
     "They ship goods to the United States daily.", "alias"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "wanted", "rule"), CASES)
def test_names_are_exchanged_or_renamed(parsed, made, table, wanted, rule):
    assert made(parsed(table), "entity").get(wanted) == rule


@pytest.mark.parametrize(
    "table",
    [
        # symmetric
        "Mary/NNP/nsubj/2 met/VBD/root/0/meet Ruth/NNP/obj/2 ././punct/2",
        # members of one list
        "Mary/NNP/nsubj/4 and/CC/cc/3 Ruth/NNP/conj/1 slept/VBD/root/0/sleep ././punct/4",
        # one name in the other
        "Mary/NNP/nsubj/3 Smith/NNP/flat/1 said/VBD/root/0/say Smith/NNP/nsubj/5 left/VBD/ccomp/3/leave ././punct/3",
        # "he" cannot be Mary
        "Mary/NNP/nsubj/2 saw/VBD/root/0/see John/NNP/obj/2 before/IN/mark/6 he/PRP/nsubj/6 left/VBD/advcl/2/leave ././punct/2",
        # "respectively" binds the order
        "Voss/NNP/nsubj/2 said/VBD/root/0/say Tarn/NNP/nsubj/4 left/VBD/ccomp/2/leave respectively/RB/advmod/4 ././punct/2",
        # a city and its country
        "She/PRP/nsubj/2 lives/VBZ/root/0/live in/IN/case/4 Paris/NNP/obl/2 ,/,/punct/6 France/NNP/appos/4 ././punct/2",
        # "the U.S. army" is no place to rename
        "The/DT/det/3 U.S./NNP/compound/3 army/NN/nsubj/4 left/VBD/root/0/leave today/NN/obl/4 ././punct/4",
    ],
)
def test_what_may_be_one_entity_or_a_list_stays(parsed, made, table):
    assert made(parsed(table), "entity") == {}


def test_the_full_stop_of_an_abbreviation_that_ends_the_sentence_stays(parsed, made):
    doc = parsed("They/PRP/nsubj/2 moved/VBD/root/0/move to/IN/case/5 the/DT/det/5 U.S./NNP/obl/2")
    assert made(doc, "entity") == {"They moved to the United States.": "alias"}
