"""Fixed wordings and inflected words: what a table finds, and rules made of a table."""

import pytest

from verisieve.data_gen.edits.matching import NOUN, VERB, Found, Table, holds, is_plain, lexical
from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.edits.rule import FINDERS, NEAR_MISS, RULES
from verisieve.data_gen.parsing.reading import read


def sentence(nlp, text: str):
    return read(nlp(text))


def texts(table: Table, nlp, text: str) -> list[str]:
    return [found.text for found in table(sentence(nlp, text))]


def test_the_longest_wording_is_found_and_no_name(nlp):
    table = Table({"in": "at", "in front of": "behind", "may": "june"})
    assert texts(table, nlp, "The van stands in front of the shed in the yard.") == ["in front of", "in"]
    assert texts(table, nlp, "The van came in May from Stay In Touch Ltd.") == ["in"]
    assert texts(table, nlp, "An in-house team cleans it.") == []


def test_a_word_is_found_in_any_form_and_replaced_in_the_same_one(nlp):
    table = Table({(VERB, "raise"): ("lower", "cut back"), (NOUN, "fee"): ("fine",)})
    found = list(table(sentence(nlp, "The council raised the fees.")))
    assert [(one.lemma, one.pos, one.word.text) for one in found] == [
        ("raise", VERB, "raised"),
        ("fee", NOUN, "fees"),
    ]
    assert [found[0].replaced(option).text for option in found[0].options] == ["lowered", "cut back"]
    assert found[1].replaced("fine").text == "fines"


def test_neighbours_are_never_none(nlp):
    (found,) = Table({"rates": ""})(sentence(nlp, "Rates fell."))
    assert not found.before()
    assert found.after().text == "fell"
    assert not found.after(9)


def test_part_of_a_name_is_not_plain(nlp):
    read_ = sentence(nlp, "The late fee is due at Late Fee Bank.")
    assert is_plain(read_, read_.words[1], read_.words[2])
    assert not is_plain(read_, read_.words[6])


def test_wording_held(nlp):
    read_ = sentence(nlp, "Use at least three and at most five.")
    assert holds(read_, "at most")
    assert holds(read_, "five")
    assert not holds(read_, "most at")


@pytest.fixture
def own_rule():
    known, finders = dict(RULES), dict(FINDERS)
    yield
    for now, before in ((RULES, known), (FINDERS, finders)):
        now.clear()
        now.update(before)
    rules_changed()


def rules_changed() -> None:
    from verisieve.data_gen.edits import families

    for name in ("finders_for", "triggered_for", "rare_for", "rules_for", "families_for"):
        getattr(families, name).cache_clear()


def test_a_rule_made_of_a_table(nlp, own_rule):
    @lexical(
        "worked.colour", NEAR_MISS, "a red door -> a blue door", Table({"red": "blue|green", "old": "new"})
    )
    def colours(found: Found) -> bool | tuple[str, ...]:
        """Of things; no new doors."""
        return found.first.rel == "amod" and (found.text != "old" or ("ancient",))

    def made(text):
        return {one.text for one in make(nlp(text), 0, ["worked"])}

    rules_changed()
    assert RULES["worked.colour", ("en",)].module == __name__
    assert made("She painted the red door.") <= {"She painted the blue door.", "She painted the green door."}
    assert made("She painted the old door.") == {"She painted the ancient door."}
    assert made("She painted the red door and the blue gate.") == set()  # both stand there already
    assert made("The door is red.") == set()
