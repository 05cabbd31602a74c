# ruff: noqa: E501 (a parse is one long line)
ADJECTIVES = (
    "The/DT/det/3 small/JJ/amod/3 company/NN/nsubj/4 acquired/VBD/root/0/acquire the/DT/det/7 large/JJ/amod/7 "
    "bank/NN/obj/4 ././punct/4"
)


def test_adjectives_are_exchanged(parsed, made):
    rows = made(parsed(ADJECTIVES), "modifier_rebinding")
    assert rows == {"The large company acquired the small bank.": "adjectives"}


def test_numerals_are_exchanged(parsed, made):
    doc = parsed(
        "Three/CD/nummod/2 dogs/NNS/nsubj/3/dog chased/VBD/root/0/chase five/CD/nummod/5 cats/NNS/obj/3/cat ././punct/3"
    )
    assert made(doc, "modifier_rebinding") == {"Five dogs chased three cats.": "numerals"}


def test_numerals_of_one_coordination_stay(parsed, made):
    doc = parsed(
        "Planes/NNS/nsubj/2/plane have/VBP/root/0 fifty/CD/nummod/4 seats/NNS/obj/2/seat or/CC/cc/7 ninety/CD/nummod/7 seats/NNS/conj/4/seat ././punct/2"
    )
    assert made(doc, "modifier_rebinding") == {}


def test_compounds_are_exchanged(parsed, made):
    doc = parsed(
        "The/DT/det/3 garden/NN/compound/3 door/NN/nsubj/4 closed/VBD/root/0/close before/IN/case/8 the/DT/det/8 "
        "cellar/NN/compound/8 door/NN/obl/4 ././punct/4"
    )
    assert made(doc, "modifier_rebinding") == {"The cellar door closed before the garden door.": "compounds"}


def test_nouns_of_one_name_that_nothing_contrasts_keep_their_modifiers(parsed, made):
    doc = parsed(
        "The/DT/det/3 garden/NN/compound/3 door/NN/nsubj/4 hit/VBD/root/0/hit the/DT/det/7 cellar/NN/compound/7 "
        "door/NN/obj/4 ././punct/4"
    )
    assert made(doc, "modifier_rebinding") == {}


def test_compounds_of_different_nouns_stay(parsed, made):
    doc = parsed(
        "The/DT/det/3 garden/NN/compound/3 shed/NN/nsubj/4 hid/VBD/root/0/hide the/DT/det/7 tool/NN/compound/7 "
        "bench/NN/obj/4 ././punct/4"
    )
    assert made(doc, "modifier_rebinding") == {}


def test_possessors_are_exchanged(parsed, made):
    doc = parsed(
        "The/DT/det/2 bank/NN/nmod:poss/4 's/POS/case/2 lawyer/NN/nsubj/5 sued/VBD/root/0/sue the/DT/det/7 "
        "city/NN/nmod:poss/9 's/POS/case/7 mayor/NN/obj/5 ././punct/5"
    )
    assert made(doc, "modifier_rebinding")["The city's lawyer sued the bank's mayor."] == "possessors"


def test_prepositional_phrases_are_exchanged(parsed, made):
    doc = parsed(
        "The/DT/det/2 roof/NN/nsubj/6 of/IN/case/5 the/DT/det/5 house/NN/nmod/2 hid/VBD/root/0/hide the/DT/det/8 "
        "roof/NN/obj/6 of/IN/case/11 the/DT/det/11 barn/NN/nmod/8 ././punct/6"
    )
    assert (
        made(doc, "modifier_rebinding")["The roof of the barn hid the roof of the house."] == "prepositional"
    )


def test_fixed_expressions_and_degrees_stay(parsed, made):
    fixed = ADJECTIVES.replace("small", "next")
    assert made(parsed(fixed), "modifier_rebinding") == {}
    degrees = ADJECTIVES.replace("small/JJ", "smaller/JJR")
    assert "The large company acquired the smaller bank." not in made(parsed(degrees), "modifier_rebinding")


def test_conjoined_adjectives_are_not_exchanged(parsed, made):
    doc = parsed(
        "Old/JJ/amod/4 and/CC/cc/3 grey/JJ/conj/1 men/NNS/nsubj/5/man slept/VBD/root/0/sleep ././punct/5"
    )
    assert made(doc, "modifier_rebinding") == {}


def test_participles_are_exchanged(parsed, made):
    doc = parsed(
        "The/DT/det/3 broken/JJ/amod/3 lamp/NN/nsubj/4 hit/VBD/root/0 the/DT/det/7 painted/VBN/amod/7 chair/NN/obj/4 ././punct/4"
    )
    assert made(doc, "modifier_rebinding") == {"The painted lamp hit the broken chair.": "participles"}


def test_modifiers_of_one_noun_in_a_symmetric_relation_stay(parsed, made):
    doc = parsed(
        "The/DT/det/3 red/JJ/amod/3 lamp/NN/nsubj/4 matched/VBD/root/0/match the/DT/det/7 blue/JJ/amod/7 lamp/NN/obj/4 ././punct/4"
    )
    assert made(doc, "modifier_rebinding") == {}
