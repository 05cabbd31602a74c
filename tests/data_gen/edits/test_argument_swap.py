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
    # beyond one verb's own arguments
    ("Police/NNS/nsubj/2 know/VBP/root/0 the/DT/det/4 nurse/NN/obj/2 who/WP/nsubj/6 called/VBD/acl:relcl/4/call the/DT/det/8 driver/NN/obj/6 ././punct/2",
     "Police know the driver who called the nurse.", "relative"),
    ("They/PRP/nsubj/2 missed/VBD/root/0/miss a/DT/det/4 flight/NN/obj/2 from/IN/case/6 Paris/NNP/nmod/4 to/IN/case/8 Rome/NNP/nmod/4 ././punct/2",
     "They missed a flight from Rome to Paris.", "from_to"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "wanted", "rule"), CASES)
def test_exchange(parsed, made, table, wanted, rule):
    assert made(parsed(table), "argument_swap").get(wanted) == rule


def test_levels_exchange_their_subjects(parsed, made):
    doc = parsed(
        "Sales/NNS/nsubj/2/sale fell/VBD/root/0/fall 5/CD/nummod/4 percent/NN/obj/2 while/IN/mark/7 "
        "costs/NNS/nsubj/7/cost rose/VBD/advcl/2/rise 8/CD/nummod/9 percent/NN/obj/7 ././punct/2"
    )
    assert made(doc, "argument_swap") == {
        "Costs fell 5 percent while sales rose 8 percent.": "clause_subjects"
    }


CLEARNLP = [
    ("The/DT/det/2 clerk/NN/nsubjpass/4 was/VBD/auxpass/4/be fired/VBN/ROOT/0/fire by/IN/agent/4 the/DT/det/7 owner/NN/pobj/5 ././punct/4",
     "The owner was fired by the clerk.", "passive_agent"),
    ("The/DT/det/2 dog/NN/nsubj/3 bit/VBD/ROOT/0/bite the/DT/det/5 man/NN/dobj/3 ././punct/3",
     "The man bit the dog.", "subject_object"),
    ("Rome/NNP/nsubj/2 is/VBZ/ROOT/0/be closer/JJR/acomp/2/close than/IN/prep/3 Paris/NNP/pobj/4 ././punct/2",
     "Paris is closer than Rome.", "comparison"),
    ("The/DT/det/2 tenant/NN/nsubj/4 shall/MD/aux/4 pay/VB/ROOT/0 the/DT/det/6 landlord/NN/dative/4 a/DT/det/8 fee/NN/dobj/4 ././punct/4",
     "The landlord shall pay the tenant a fee.", "subject_object"),
    ("He/PRP/nsubj/2 flew/VBD/ROOT/0/fly from/IN/prep/2 Paris/NNP/pobj/3 to/IN/prep/2 Rome/NNP/pobj/5 ././punct/2",
     "He flew from Rome to Paris.", "from_to"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "wanted", "rule"), CLEARNLP)
def test_exchange_with_clearnlp_labels(parsed, made, table, wanted, rule):
    assert made(parsed(table), "argument_swap").get(wanted) == rule


def test_the_parties_of_a_contract_exchange_everywhere(parsed, made):
    doc = parsed(
        "If/IN/mark/3 Licensee/NNP/nsubj/3 pays/VBZ/advcl/8/pay Licensor/NNP/obj/3 ,/,/punct/3 Licensor/NNP/nsubj/8 "
        "shall/MD/aux/8 thank/VB/root/0 Licensee/NNP/obj/8 ././punct/8"
    )
    rows = made(doc, "argument_swap")
    assert rows["If Licensor pays Licensee, Licensee shall thank Licensor."] == "parties"


def test_a_second_phrase_hung_on_the_first_is_exchanged(parsed, made):
    doc = parsed(
        "She/PRP/nsubj/2 complained/VBD/root/0/complain to/IN/case/5 the/DT/det/5 manager/NN/obl/2 about/IN/case/8 "
        "the/DT/det/8 clerk/NN/nmod/5 ././punct/2"
    )
    assert made(doc, "argument_swap")["She complained to the clerk about the manager."] == "obliques"


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
        # "they" may be the witnesses
        "They/PRP/nsubj/2 left/VBD/root/0/leave ,/,/punct/2 witnesses/NNS/nsubj/5/witness said/VBD/parataxis/2/say ././punct/2",
        # a pronoun cannot carry what follows the phrase
        "He/PRP/nsubj/2 wanted/VBD/root/0/want patience/NN/obj/2 from/IN/case/5 Americans/NNPS/obl/2 eager/JJ/amod/5 ././punct/2",
        # a name taken apart: "Securities and Exchange Commission"
        "The/DT/det/2 Securities/NNPS/nsubj/6 and/CC/cc/5 Exchange/NNP/compound/5 Commission/NNP/conj/2 sued/VBD/root/0/sue Acme/NNP/compound/8 Corp./NNP/obj/6 ././punct/6",
        # set phrases and things of different form stay where they are
        "The/DT/det/2 storm/NN/nsubj/3 slowed/VBD/root/0/slow in/IN/case/6 the/DT/det/6 meantime/NN/obl/3 ././punct/3",
        "Dust/NN/nsubj/2 settled/VBD/root/0/settle on/IN/case/5 the/DT/det/5 road/NN/obl/2 ././punct/2",
        # "his Fifth Amendment right"
        "Lay/NNP/nsubj/2 cited/VBD/root/0/cite his/PRP$/nmod:poss/5 Fifth/NNP/compound/5 right/NN/obj/2 ././punct/2",
        # "left today, ran in 1989" would mix the tenses
        "He/PRP/nsubj/2 left/VBD/root/0/leave in/IN/case/4 1989/CD/obl/2 and/CC/cc/6 runs/VBZ/conj/2/run today/NN/obl/6 ././punct/2",
        # after "told", a subject pronoun would be the wrong case, or another person's
        "He/PRP/nsubj/2 told/VBD/root/0/tell the/DT/det/4 nurse/NN/nsubj/6 to/TO/mark/6 go/VB/ccomp/2 ././punct/2",
        # "they" before its noun is the brothers
        "Once/IN/mark/3 they/PRP/nsubj/3 left/VBD/advcl/7/leave ,/,/punct/3 the/DT/det/6 brothers/NNS/nsubj/7/brother slept/VBD/root/0/sleep ././punct/7",
        # one company, named and described
        "Acme/NNP/nsubj/2 said/VBD/root/0/say the/DT/det/4 company/NN/nsubj/5 grew/VBD/ccomp/2/grow ././punct/2",
        # a definition
        "A/DT/det/2 lease/NN/nsubj/5 is/VBZ/cop/5/be a/DT/det/5 contract/NN/root/0 that/WDT/nsubj/7 binds/VBZ/acl:relcl/5/bind a/DT/det/9 tenant/NN/obj/7 ././punct/5",
        # "the company's chairman Smith"
        "Rain/NN/nsubj/2 hit/VBD/root/0/hit the/DT/det/4 company/NN/nmod:poss/6 's/POS/case/4 chairman/NN/nmod:desc/7 Smith/NNP/obj/2 ././punct/2",
        # only a person joins a club
        "The/DT/det/2 player/NN/nsubj/3 joined/VBD/root/0/join the/DT/det/5 club/NN/obj/3 ././punct/3",
        # the same person twice
        "I/PRP/nsubj/2 think/VBP/root/0 we/PRP/nsubj/5 should/MD/aux/5 go/VB/ccomp/2 ././punct/2",
    ],
)
def test_exchanges_that_say_the_same_or_nonsense_are_not_made(parsed, made, table):
    assert made(parsed(table), "argument_swap") == {}


def test_where_the_object_controls_the_subject_does_not_reach_down(parsed, made):
    doc = parsed(
        "The/DT/det/2 nurse/NN/nsubj/3 asked/VBD/root/0/ask Anna/NNP/obj/3 to/TO/mark/6 call/VB/xcomp/3 Ruth/NNP/obj/6 "
        "././punct/3"
    )
    rows = made(doc, "argument_swap")
    assert rows["Anna asked the nurse to call Ruth."] == "subject_object"
    assert "controlled" not in rows.values()
