"""Which clauses may be turned around, through the bundled parser: invented sentences of every fault kind."""

import pytest

from verisieve.data_gen.edits.polarity import clause_of, flips_safely, may_permits
from verisieve.data_gen.parsing.reading import read

SAFE = {
    "The clerk signs the form.": "signs",
    "If the seal is broken, the shop will refund the price.": "refund",
    "The shop will refund the price if the seal is broken.": "broken",
    "Do not share your code.": "share",
    "Files that are encrypted stay on the server.": "encrypted",
    "We store your card number on our servers.": "store",
    "The report says that the bridge is safe.": "safe",
}
CONTRADICTS = {
    # the aim no longer holds
    "To protect your account, we ask for a code.": "ask",
    "We keep a copy so that you can restore your files.": "keep",
    # a gloss, a definition
    "The cough syrup, which soothes a cough, is sweet.": "soothes",
    "Rosacea is a skin condition that reddens the face.": "condition",
    "Filtering is the process by which grains are removed from water.": "removed",
    "The charge (it is added in May) is small.": "added",
    # praise, performative, report of a study
    "We value your trust.": "value",
    "You agree to follow the rules.": "agree",
    # one of two halves that share their point
    "We keep your time in mind and we answer within a day.": "answer",
    "The lamp is broken and the hall is dark.": "dark",
    "The pool is small, but it opens at six.": "opens",
    "Although the lift is old, it works.": "works",
    "Some hosts accept dogs and others charge a fee.": "accept",
    "The road floods because the drain is blocked.": "blocked",
    # what the main clause builds upon
    "We check the label to make sure that the parcel is complete.": "complete",
    "If you add a photo, it will be shown to guests.": "add",
    "If you want a receipt, ask the driver.": "want",
    "When the lift is broken, guests use the stairs.": "broken",
    "The data you give us stays here.": "give",
}


def clause_with(nlp, text: str, word: str):
    sentence = read(nlp(text))
    return sentence, clause_of(sentence, next(w for w in sentence.words if w.lower == word))


@pytest.mark.parametrize("text", SAFE)
def test_a_claim_a_condition_and_a_command_may_be_turned(nlp, text):
    assert flips_safely(*clause_with(nlp, text, SAFE[text]))


@pytest.mark.parametrize("text", CONTRADICTS)
def test_what_would_contradict_the_rest_is_refused(nlp, text):
    assert not flips_safely(*clause_with(nlp, text, CONTRADICTS[text]))


@pytest.mark.parametrize(
    ("text", "word", "permits"),
    [
        ("The tenant may keep a dog.", "keep", True),
        ("You may park here.", "park", True),
        ("A delay may occur.", "occur", False),
        ("You may feel dizzy.", "feel", False),
        ("Patients may develop a rash.", "develop", False),
        ("The offer may be subject to tax.", "subject", False),
    ],
)
def test_may_gives_leave_or_says_how_likely_something_is(nlp, text, word, permits):
    assert may_permits(*clause_with(nlp, text, word)) is permits
