# ruff: noqa: E501 (a parse is one long line)
"""Modality on hand-built parses, in both label schemes; through the parser: golden/modality.yaml."""

import pytest

CASES = [
    ("Tenants/NNS/nsubj/3/tenant must/MD/aux/3 pay/VB/root/0 rent/NN/obj/3 ././punct/3",
     {"Tenants may pay rent.": "obligation", "Tenants can pay rent.": "obligation", "Tenants have to pay rent.": "same_modal",
      "Tenants are required to pay rent.": "same_modal"}),
    ("Rates/NNS/nsubj/3/rate may/MD/aux/3 rise/VB/root/0 ././punct/3", {"Rates will rise.": "certainty", "Rates might rise.": "same_modal"}),
    ("It/PRP/nsubj/4 may/MD/aux/4 be/VB/cop/4 safe/JJ/root/0 ././punct/4", {"It is safe.": "certainty"}),
    ("Tenants/NNS/nsubj/4/tenant must/MD/aux/4 not/RB/advmod/4 smoke/VB/root/0 ././punct/4",
     {"Tenants should not smoke.": "prohibition",
      "Tenants may not smoke.": "same_prohibition", "Tenants are not permitted to smoke.": "same_prohibition"}),
    ("He/PRP/nsubj/2 has/VBZ/root/0/have to/TO/mark/4 pay/VB/xcomp/2 ././punct/2",
     {"He may pay.": "phrase", "He must pay.": "same_phrase"}),
    ("Pets/NNS/nsubj:pass/3/pet are/VBP/aux:pass/3/be prohibited/VBN/root/0/prohibit ././punct/3",
     {"Pets are permitted.": "predicate", "Pets are discouraged.": "strength", "Pets are forbidden.": "same_predicate"}),
    ("It/PRP/nsubj/4 will/MD/aux/4 certainly/RB/advmod/4 fail/VB/root/0 ././punct/4",
     {"It will possibly fail.": "adverb", "It will probably fail.": "adverb", "It will definitely fail.": "same_adverb"}),
    # ClearNLP labels
    ("Guests/NNS/nsubjpass/3/guest are/VBP/auxpass/3/be allowed/VBN/ROOT/0/allow to/TO/aux/5 pay/VB/xcomp/3 ././punct/3",
     {"Guests are required to pay.": "phrase", "Guests are permitted to pay.": "same_phrase", "Guests may pay.": "same_phrase"}),
    ("Tenants/NNS/nsubj/4/tenant must/MD/aux/4 not/RB/neg/4 smoke/VB/ROOT/0 ././punct/4",
     {"Tenants should not smoke.": "prohibition",
      "Tenants may not smoke.": "same_prohibition", "Tenants are not permitted to smoke.": "same_prohibition"}),
]  # fmt: skip


@pytest.mark.parametrize(("table", "wanted"), CASES)
def test_what_is_made(parsed, made, table, wanted):
    doc = parsed(table)
    rows = {}
    for seed in range(10):
        rows |= made(doc, "modality", seed)
    assert rows == wanted


@pytest.mark.parametrize("table", [
    # "may well"
    "It/PRP/nsubj/4 may/MD/aux/4 well/RB/advmod/4 fail/VB/root/0 ././punct/4",
    # a guess about the past
    "He/PRP/nsubj/4 must/MD/aux/4 have/VB/aux/4 left/VBN/root/0/leave ././punct/4",
    # what happens to someone is no permission
    "You/PRP/nsubj/4 can/MD/aux/4 not/RB/advmod/4 see/VB/root/0 ././punct/4",
    # "has" with an object
    "He/PRP/nsubj/2 has/VBZ/root/0/have time/NN/obj/2 to/TO/mark/5 pay/VB/acl/3 ././punct/2",
    # a purpose, no duty
    "Heat/NN/nsubj:pass/3 is/VBZ/aux:pass/3/be required/VBN/root/0/require to/TO/mark/5 melt/VB/xcomp/3 ice/NN/obj/5 ././punct/3",
])  # fmt: skip
def test_what_is_left_alone(parsed, made, table):
    assert made(parsed(table), "modality") == {}


@pytest.mark.parametrize("modal", ["must", "may", "can"])
@pytest.mark.parametrize(("cap", "wanted"), [("up to", False), ("exactly", True)])
def test_duty_and_permission_are_not_exchanged_beside_a_cap(parsed, made, modal, cap, wanted):
    """Who must take no more than six weeks can take up to six weeks."""
    first, *second = cap.split()
    middle = " ".join(f"{word}/IN/advmod/{5 + len(second)}" for word in (first, *second))
    number = 5 + len(second)
    doc = parsed(
        f"Tenants/NNS/nsubj/3/tenant {modal}/MD/aux/3 keep/VB/root/0 {middle} "
        f"two/CD/nummod/{number + 1} dogs/NNS/obj/3/dog ././punct/3"
    )
    rules = {rule for seed in range(8) for rule in made(doc, "modality", seed).values()}
    assert ("obligation" in rules) == wanted


def test_one_prohibition_is_never_a_near_miss_of_the_other(parsed, made):
    from verisieve.data_gen.edits.families import rules_for

    rows = made(
        parsed("Tenants/NNS/nsubj/4/tenant may/MD/aux/4 not/RB/advmod/4 smoke/VB/root/0 ././punct/4"),
        "modality",
    )
    assert rules_for("en")[f"modality.{rows['Tenants must not smoke.']}"].label == 1
