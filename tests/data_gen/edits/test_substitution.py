# ruff: noqa: E501 (a parse is one long line)

import pytest

from verisieve.data_gen.edits.corpus_slots import ENOUGH, Slots, attach
from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.edits.substitution.antonym import OPPOSITES
from verisieve.data_gen.edits.substitution.co_hyponym import NOUNS
from verisieve.data_gen.edits.substitution.slot import are_near
from verisieve.data_gen.edits.substitution.synonym import SYNONYMS
from verisieve.data_gen.english.nouns import plural

CASES = [
    ("How/WRB/advmod/4 do/VBP/aux/4 I/PRP/nsubj/4 turn/VB/root/0 off/RP/compound:prt/4 it/PRP/obj/4 ?/./punct/4", "How do I turn on it?", "antonym"),
    ("How/WRB/advmod/4 can/MD/aux/4 I/PRP/nsubj/4 cancel/VB/root/0 my/PRP$/nmod:poss/6 subscription/NN/obj/4 ?/./punct/4", "How can I renew my subscription?", "antonym"),
    ("They/PRP/nsubj/2 bought/VBD/root/0/buy the/DT/det/4 mill/NN/obj/2 from/IN/case/7 the/DT/det/7 city/NN/obl/2 ././punct/2", "They sold the mill to the city.", "antonym"),
    ("She/PRP/nsubj/2 bought/VBD/root/0/buy a/DT/det/4 mill/NN/obj/2 ././punct/2", "She purchased a mill.", "synonym"),
    ("He/PRP/nsubj/2 saw/VBD/root/0/see a/DT/det/4 lion/NN/obj/2 ././punct/2", "He saw a wolf.", "co_hyponym"),
    # ClearNLP labels
    ("They/PRP/nsubj/2 bought/VBD/ROOT/0/buy the/DT/det/4 mill/NN/dobj/2 from/IN/prep/2 the/DT/det/7 city/NN/pobj/5 ././punct/2", "They sold the mill to the city.", "antonym"),
    ("How/WRB/advmod/4 do/VBP/aux/4 I/PRP/nsubj/4 turn/VB/ROOT/0 off/RP/prt/4 it/PRP/dobj/4 ?/./punct/4", "How do I turn on it?", "antonym"),
]  # fmt: skip


def over_seeds(doc) -> dict[str, str]:
    return {
        row.text: row.rule.partition(".")[2]
        for seed in range(25)
        for row in make(doc, seed, ["substitution"])
    }


@pytest.mark.parametrize(("table", "wanted", "rule"), CASES)
def test_a_word_is_substituted(parsed, table, wanted, rule):
    assert over_seeds(parsed(table)).get(wanted) == rule


@pytest.mark.parametrize(
    "table",
    [
        # both of a pair are there already
        "They/PRP/nsubj/2 buy/VBP/root/0 and/CC/cc/4 sell/VBP/conj/2 mills/NNS/obj/2/mill ././punct/2",
        # "school" binds "high"
        "He/PRP/nsubj/2 left/VBD/root/0/leave high/JJ/amod/4 school/NN/obj/2 today/NN/obl/2 ././punct/2",
        # a name
        "The/DT/det/2 Bank/NNP/nsubj/5 of/IN/case/4 England/NNP/nmod/2 agreed/VBD/root/0/agree to/IN/case/7 it/PRP/obl/5 ././punct/5",
    ],
)
def test_what_is_fixed_stays(parsed, table):
    assert set(over_seeds(parsed(table)).values()) <= {"synonym"}


SEEN = [
    "He/PRP/nsubj/2 hired/VBD/root/0/hire the/DT/det/4 driver/NN/obj/2 ././punct/2",
    "She/PRP/nsubj/2 hired/VBD/root/0/hire the/DT/det/4 gardener/NN/obj/2 ././punct/2",
    "We/PRP/nsubj/2 hired/VBD/root/0/hire the/DT/det/4 room/NN/obj/2 ././punct/2",
    "We/PRP/nsubj/2 hired/VBD/root/0/hire the/DT/det/4 clerk/NN/obj/2 ././punct/2",
    "He/PRP/nsubj/2 thanked/VBD/root/0/thank the/DT/det/4 driver/NN/obj/2 ././punct/2",
    "He/PRP/nsubj/2 thanked/VBD/root/0/thank the/DT/det/4 gardener/NN/obj/2 ././punct/2",
]


def test_another_value_of_the_same_slot_is_taken_from_the_block(parsed):
    asked = parsed("Can/MD/aux/3 I/PRP/nsubj/3 hire/VB/root/0/hire the/DT/det/5 driver/NN/obj/3 ?/./punct/3")
    docs = [parsed(table) for table in SEEN] + [asked]
    assert "slot" not in over_seeds(asked).values()
    attach(docs, Slots.from_docs(docs))
    rows = {text for text, rule in over_seeds(asked).items() if rule == "slot"}
    assert rows == {"Can I hire the gardener?"}  # a room is no person, a clerk was never thanked
    assert "slot" not in over_seeds(docs[0]).values()  # a statement, where it may come to the same


def test_slots_are_the_same_for_the_same_docs(parsed):
    docs = [parsed(table) for table in SEEN]
    slot = ("obj", "hire", "NN the")
    assert (
        Slots.from_docs(docs).get(slot)
        == Slots.from_docs(docs).get(slot)
        == ("driver", "gardener", "room", "clerk")
    )
    assert Slots.from_docs(docs[:1]).get(("obj", "fire", "NN the")) == ()


def test_the_lists_are_as_large_as_they_should_be_and_do_not_contradict_each_other():
    pairs = {(pos, frozenset((word, other))) for (pos, word), others in OPPOSITES.items() for other in others}
    same = {
        (pos, frozenset((word, other))) for (pos, word), others in SYNONYMS.items() for other, _ in others
    }
    assert len(pairs) >= 250
    assert len(same) >= 230
    assert not pairs & same
    siblings = {("noun", frozenset((word, other))) for word, others in NOUNS.items() for other in others}
    assert not siblings & same


def test_words_of_one_list_take_each_others_place(parsed):
    listed = "They/PRP/nsubj/2 sell/VBP/root/0 lamps/NNS/obj/2/lamp and/CC/cc/5 chairs/NNS/conj/3/chair ././punct/2"
    slots = Slots.from_docs([parsed(listed)])
    assert slots.listed_with("lamps") == ("chairs",)
    assert slots.listed_with("chairs") == ("lamps",)


def test_a_large_corpus_refuses_a_word_that_it_never_uses(parsed):
    lion = parsed("He/PRP/nsubj/2 saw/VBD/root/0/see a/DT/det/4 lion/NN/obj/2 ././punct/2")
    wolf = parsed("He/PRP/nsubj/2 saw/VBD/root/0/see a/DT/det/4 wolf/NN/obj/2 ././punct/2")
    attach([lion], Slots.from_docs([lion, wolf] * 2))
    assert len(over_seeds(lion)) > 1
    attach([lion], Slots.from_docs([lion, wolf] * ENOUGH))
    assert set(over_seeds(lion)) == {"He saw a wolf."}


def test_a_large_corpus_refuses_a_word_that_shares_no_place_with_the_old_one(parsed):
    lion = parsed("He/PRP/nsubj/2 saw/VBD/root/0/see a/DT/det/4 lion/NN/obj/2 ././punct/2")
    wolf = parsed("He/PRP/nsubj/2 fed/VBD/root/0/feed a/DT/det/4 wolf/NN/obj/2 ././punct/2")
    attach([lion], Slots.from_docs([lion, wolf] * ENOUGH))
    assert not over_seeds(lion)


def test_near_words_are_no_near_misses():
    assert are_near("large", "big")
    assert are_near("govern", "government")
    assert not are_near("large", "red")


@pytest.mark.parametrize(
    ("noun", "many"), [("lease", "leases"), ("party", "parties"), ("spokesman", "spokesmen"), ("tax", "taxes"),
                       ("child", "children"), ("police officer", "police officers"), ("key", "keys")],
)  # fmt: skip
def test_plurals(noun, many):
    assert plural(noun) == many
