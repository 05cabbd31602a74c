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
        "The/DT/det/3 garden/NN/compound/3 shed/NN/nsubj/4 hid/VBD/root/0/hide the/DT/det/7 tool/NN/compound/7 "
        "bench/NN/obj/4 ././punct/4"
    )
    assert made(doc, "modifier_rebinding") == {"The tool shed hid the garden bench.": "compounds"}


def test_possessors_are_exchanged(parsed, made):
    doc = parsed(
        "The/DT/det/2 bank/NN/nmod:poss/4 's/POS/case/2 lawyer/NN/nsubj/5 sued/VBD/root/0/sue the/DT/det/7 "
        "city/NN/nmod:poss/9 's/POS/case/7 mayor/NN/obj/5 ././punct/5"
    )
    assert made(doc, "modifier_rebinding")["The city's lawyer sued the bank's mayor."] == "possessors"


def test_prepositional_phrases_are_exchanged(parsed, made):
    doc = parsed(
        "The/DT/det/2 roof/NN/nsubj/6 of/IN/case/5 the/DT/det/5 house/NN/nmod/2 touched/VBD/root/0/touch the/DT/det/8 "
        "door/NN/obj/6 of/IN/case/11 the/DT/det/11 barn/NN/nmod/8 ././punct/6"
    )
    assert (
        made(doc, "modifier_rebinding")["The roof of the barn touched the door of the house."]
        == "prepositional"
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


def test_a_relative_clause_moves_to_the_other_noun(parsed, made):
    doc = parsed(
        "The/DT/det/2 clerk/NN/nsubj/6 who/WP/nsubj/5 was/VBD/cop/5/be late/JJ/acl:relcl/2 called/VBD/root/0/call "
        "the/DT/det/8 driver/NN/obj/6 ././punct/6"
    )
    assert made(doc, "modifier_rebinding") == {
        "The clerk called the driver who was late.": "relative_clauses"
    }


def test_a_relative_clause_stays_where_who_would_follow_a_thing(parsed, made):
    doc = parsed(
        "The/DT/det/2 clerk/NN/nsubj/6 who/WP/nsubj/5 was/VBD/cop/5/be late/JJ/acl:relcl/2 closed/VBD/root/0/close "
        "the/DT/det/8 door/NN/obj/6 ././punct/6"
    )
    assert made(doc, "modifier_rebinding") == {}


def test_a_prepositional_phrase_moves_to_the_other_noun(parsed, made):
    doc = parsed(
        "The/DT/det/2 man/NN/nsubj/6 with/IN/case/5 the/DT/det/5 hat/NN/nmod/2 greeted/VBD/root/0/greet the/DT/det/8 "
        "woman/NN/obj/6 ././punct/6"
    )
    assert made(doc, "modifier_rebinding") == {"The man greeted the woman with the hat.": "pp_moved"}


def test_a_prepositional_phrase_moves_with_clearnlp_labels(parsed, made):
    doc = parsed(
        "The/DT/det/2 man/NN/nsubj/6 with/IN/prep/2 the/DT/det/5 hat/NN/pobj/3 greeted/VBD/ROOT/0/greet the/DT/det/8 "
        "woman/NN/dobj/6 ././punct/6"
    )
    assert made(doc, "modifier_rebinding") == {"The man greeted the woman with the hat.": "pp_moved"}


def test_an_adjective_crosses_the_possessive(parsed, made):
    outer = (
        "The/DT/det/3 old/JJ/amod/3 buyer/NN/nmod:poss/5 's/POS/case/3 contract/NN/nsubj/6 expired/VBD/root/0/expire "
        "././punct/6"
    )
    inner = (
        "The/DT/det/2 buyer/NN/nmod:poss/5 's/POS/case/2 old/JJ/amod/5 contract/NN/nsubj/6 expired/VBD/root/0/expire "
        "././punct/6"
    )
    assert made(parsed(outer), "modifier_rebinding") == {"The buyer's old contract expired.": "scope"}
    assert made(parsed(inner), "modifier_rebinding") == {"The old buyer's contract expired.": "scope"}


def test_modifiers_of_one_noun_in_a_symmetric_relation_stay(parsed, made):
    doc = parsed(
        "The/DT/det/3 red/JJ/amod/3 lamp/NN/nsubj/4 matched/VBD/root/0/match the/DT/det/7 blue/JJ/amod/7 lamp/NN/obj/4 ././punct/4"
    )
    assert made(doc, "modifier_rebinding") == {}
