"""Fixed wordings and inflected words: what a table finds, and rules made of a table."""

from verisieve.data_gen.edits.matching import NOUN, VERB, Found, Table, holds, is_plain, lexical
from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.edits.rule import NEAR_MISS, RULES
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


def test_a_rule_made_of_a_table(nlp, own_rules):
    @lexical(
        "worked.colour", NEAR_MISS, "a red door -> a blue door", Table({"red": "blue|green", "old": "new"})
    )
    def colours(found: Found) -> bool | tuple[str, ...]:
        """Of things; no new doors."""
        return found.first.rel == "amod" and (found.text != "old" or ("ancient",))

    def made(text):
        return {one.text for one in make(nlp(text), 0, ["worked"])}

    assert RULES["worked.colour", ("en",)].module == __name__
    assert made("She painted the red door.") <= {"She painted the blue door.", "She painted the green door."}
    assert made("She painted the old door.") == {"She painted the ancient door."}
    assert made("She painted the red door and the blue gate.") == set()  # both stand there already
    assert made("The door is red.") == set()


def test_a_table_in_the_example_s_place(nlp, own_rules):
    @lexical("worked.shade", NEAR_MISS, Table({"pale": "dark"}))
    def shades(found: Found) -> bool:
        """a pale wall -> a dark wall

        Of things only.
        """
        return found.first.rel == "amod"

    assert RULES["worked.shade", ("en",)].example == "a pale wall -> a dark wall"
    assert [one.text for one in make(nlp("He saw a pale wall."), 0, ["worked"])] == ["He saw a dark wall."]
