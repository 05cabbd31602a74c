"""The verb group through the bundled parser: every clause is read, and written again in another form."""

from dataclasses import replace

import pytest

from verisieve.data_gen.english.verb_group import MANY, ONE, SPEAKER, VerbGroup
from verisieve.data_gen.parsing.reading import read

# the sentence, and the group: negated (or no longer), with "n't"
NEGATED = {
    "The clerk pays the rent.": ("does not pay", "doesn't pay"),
    "The clerks pay the rent.": ("do not pay", "don't pay"),
    "The clerk paid the rent.": ("did not pay", "didn't pay"),
    "The clerk will pay the rent.": ("will not pay", "won't pay"),
    "The clerk can pay the rent.": ("cannot pay", "can't pay"),
    "The clerk may pay the rent.": ("may not pay", "may not pay"),
    "The clerk has paid the rent.": ("has not paid", "hasn't paid"),
    "The clerk is paying the rent.": ("is not paying", "isn't paying"),
    "The rent was paid.": ("was not paid", "wasn't paid"),
    "The rent is being paid.": ("is not being paid", "isn't being paid"),
    "The rent must be paid.": ("must not be paid", "mustn't be paid"),
    "The rent has been paid.": ("has not been paid", "hasn't been paid"),
    "The gate is open.": ("is not", "isn't"),
    "The gate is also open.": ("is also not", "isn't also"),
    "The gate may be open.": ("may not be", "may not be"),
    "The clerk quickly paid the rent.": ("did not quickly pay", "didn't quickly pay"),
    "The clerk usually pays the rent.": ("usually does not pay", "usually doesn't pay"),
    "The clerk has already paid the rent.": ("has not yet paid", "hasn't yet paid"),
    "We'll pay the rent.": ("'ll not pay", " won't pay"),
    "Pay the rent.": ("do not pay", "don't pay"),
}
POSITIVE = {
    "The clerk does not pay the rent.": "pays",
    "The clerks don't pay the rent.": "pay",
    "The clerk did not pay the rent.": "paid",
    "The clerk won't pay the rent.": "will pay",
    "The clerk cannot pay the rent.": "can pay",
    "The clerk does not usually pay the rent.": "usually pays",
    "The clerk has not yet paid the rent.": "has already paid",
    "The gate isn't open.": "is",
    "Do not pay the rent.": "pay",
    "Don't pay the rent.": "pay",
    "The clerk doesnt pay the rent.": "pays",
    "The clerk doesn’t already pay the rent.": "already pays",
    "What's the difference?": "'s the difference",
}


@pytest.fixture
def group(nlp):
    """A function from a sentence to the verb group of its main clause."""

    def of(text: str) -> VerbGroup:
        sentence = read(nlp(text))
        found = VerbGroup.of(next(c for c in sentence.clauses if c.is_root))
        assert found is not None, text
        return found

    return of


@pytest.mark.parametrize("text", NEGATED)
def test_negation(group, text):
    assert (group(text).render(negated=True), group(text).render(negated=True, contracted=True)) == NEGATED[
        text
    ]


@pytest.mark.parametrize("text", POSITIVE)
def test_negation_taken_away(group, text):
    assert group(text).render(negated=False) == POSITIVE[text]


@pytest.mark.parametrize("text", [*NEGATED, *POSITIVE])
def test_an_unchanged_group_is_what_stands_in_the_sentence(group, text):
    found = group(text)
    assert found.render().lower() == text[found.start : found.end].lower()


def test_voice_follows_its_new_subject(group, nlp):
    words = read(nlp("The rents and the clerk wait.")).words
    rents, clerk = words[1], words[4]
    assert group("The clerk pays the rents.").render(rents, passive=True) == "are paid"
    assert group("The clerk has not paid the rents.").render(rents, passive=True) == "have not been paid"
    assert group("The clerk is paying the rents.").render(rents, passive=True) == "are being paid"
    assert group("The rents were not paid by the clerk.").render(clerk, passive=False) == "did not pay"
    assert group("The rents are paid by the clerk.").render(clerk, passive=False) == "pays"
    assert group("The rents can't be paid by the clerk.").render(clerk, passive=False) == "can't pay"


def test_questions_are_made_and_taken_back(group):
    assert group("The clerk paid the rent.").render(question="the clerk") == "did the clerk pay"
    assert group("The gate is open.").render(question="the gate") == "is the gate"
    assert group("The clerk did not pay.").render(question="the clerk") == "did the clerk not pay"
    assert group("The clerk must pay.").render(question="the clerk", negated=True, contracted=True) == (
        "mustn't the clerk pay"
    )
    asked = group("Does the clerk pay the rent?")
    assert (asked.asked, asked.render(question="")) == ("the clerk", "pays")
    assert replace(asked, modal="must", tense="").render() == "must the clerk pay"
    assert group("Can guests park here?").render(negated=True) == "can guests not park"


def test_a_modal_goes_and_comes(group):
    assert replace(group("The clerk may pay."), modal="", tense="present").render() == "pays"
    assert replace(group("The gates may be open."), modal="", tense="present").render() == "are"
    assert replace(group("The clerk does not pay."), modal="must", tense="").render() == "must not pay"
    assert replace(group("I may be late."), modal="", tense="present").render() == "am"


def test_number(group):
    texts = ("She pays.", "They pay.", "I am late.", "She may pay.")
    assert [group(text).number for text in texts] == [ONE, MANY, SPEAKER, ONE]


@pytest.mark.parametrize(
    "text", ["You ought to pay.", "He need not pay.", "She used to pay.", "You had better pay."]
)
def test_what_is_no_plain_group_is_none(nlp, text):
    clause = next(c for c in read(nlp(text)).clauses if c.is_root)
    found = VerbGroup.of(clause)
    assert found is None or found.render() in text
