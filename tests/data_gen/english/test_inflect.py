import pytest

from verisieve.data_gen.english.verb_forms import (
    IRREGULAR_BASES,
    base_form,
    gerund,
    inflected,
    participle,
    past,
    third_person,
    undoubled,
)


@pytest.mark.parametrize(
    ("base", "third", "past_form", "done", "doing"),
    [
        ("pay", "pays", "paid", "paid", "paying"),
        ("stop", "stops", "stopped", "stopped", "stopping"),
        ("offer", "offers", "offered", "offered", "offering"),
        ("admit", "admits", "admitted", "admitted", "admitting"),
        ("try", "tries", "tried", "tried", "trying"),
        ("take", "takes", "took", "taken", "taking"),
        ("fix", "fixes", "fixed", "fixed", "fixing"),
        ("agree", "agrees", "agreed", "agreed", "agreeing"),
        ("have", "has", "had", "had", "having"),
        ("fulfil", "fulfils", "fulfilled", "fulfilled", "fulfilling"),
        ("resend", "resends", "resent", "resent", "resending"),
        ("overrun", "overruns", "overran", "overrun", "overrunning"),
        ("relay", "relays", "relayed", "relayed", "relaying"),
    ],
)
def test_forms(base, third, past_form, done, doing):
    assert (third_person(base), past(base), participle(base), gerund(base)) == (third, past_form, done, doing)


def test_base_form_is_found_despite_a_wrong_lemma():
    assert base_form("bit", "VBD", "bit") == "bite"
    assert base_form("found", "VBD", "found") == "find"
    assert base_form("arrives", "VBZ", "arrives") == "arrive"
    assert base_form("strengthening", "VBG", "strengthene") == "strengthen"
    assert base_form("audited", "VBN", "audite") == "audit"
    for form, lemma, base in (
        ("governed", "governe", "govern"),
        ("controlled", "controlle", "control"),
        ("fulfilled", "fulfille", "fulfill"),
        ("specified", "specifie", "specify"),
        ("maintaining", "maintaine", "maintain"),
        ("persisted", "persiste", "persist"),
        ("lowering", "lowere", "lower"),
        ("adhered", "adhere", "adhere"),
        ("created", "create", "create"),
        ("wasted", "waste", "waste"),
    ):
        assert base_form(form, "VBG" if form.endswith("ing") else "VBN", lemma) == base
    assert base_form("expedited", "VBN", "expedite") == "expedite"
    assert base_form("weakening", "VBG", "weakene") == "weaken"


@pytest.mark.parametrize(
    ("form", "lemma", "base"),
    [
        ("submitting", "submitt", "submit"),
        ("resetting", "resette", "reset"),
        ("preferring", "preferre", "prefer"),
        ("scanned", "scann", "scan"),
        ("adding", "add", "add"),
        ("erred", "err", "err"),
        ("selling", "sell", "sell"),
        ("passing", "pass", "pass"),
    ],
)
def test_a_consonant_that_the_ending_doubled_is_taken_back(form, lemma, base):
    assert undoubled(lemma) == base
    tag = "VBG" if form.endswith("ing") else "VBN"
    assert base_form(form, tag, undoubled(lemma)) == base
    assert (base_form(form, tag, lemma) == base) is (lemma == base), "taken back once, as a sentence is read"


def test_base_form_refuses_when_tag_and_word_disagree():
    assert base_form("pays", "VBD", "pay") is None
    assert base_form("taken", "VBD", "take") is None


def test_british_spelling_is_read():
    assert base_form("travelled", "VBD", "travel") == "travel"


def test_a_lemma_that_lost_its_e_is_completed():
    assert base_form("reanalyzed", "VBD", "reanalyz") == "reanalyze"


def test_an_e_that_does_not_belong_is_taken_off():
    assert base_form("mixing", "VBG", "mixe") == "mix"
    assert base_form("publishing", "VBG", "publishe") == "publish"
    assert base_form("comforting", "VBG", "comforte") == "comfort"
    assert base_form("caching", "VBG", "cache") == "cache"
    assert base_form("fixed", "VBD", "fixe") == "fix"


def test_a_base_takes_the_form_of_a_tag():
    tags = ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG")
    assert [inflected("buy", tag) for tag in tags] == ["buy", "buy", "buys", "bought", "bought", "buying"]
    with pytest.raises(KeyError):
        inflected("buy", "NN")


def test_irregular_forms_lead_to_one_base():
    assert IRREGULAR_BASES["lent"] == "lend"
    assert "cut" not in IRREGULAR_BASES  # a base itself
    assert "bore" not in IRREGULAR_BASES or IRREGULAR_BASES["bore"] == "bear"
