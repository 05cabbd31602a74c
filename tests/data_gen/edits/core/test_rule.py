"""The declaration of a rule: what a function may leave out, and how it is called."""

import pytest

from verisieve.data_gen.edits.edit import change, insert_after, replace
from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.edits.rule import NEAR_MISS, RULES, SAME, rule


def made(nlp, text: str) -> list[tuple[str, int, str]]:
    return [(one.rule, one.label, one.text) for one in make(nlp(text), 0, ["worked"])]


def test_the_docstring_is_the_example_and_what_is_yielded_is_the_rule_s(nlp, own_rules):
    @rule("worked.colour", SAME)
    def colours(sentence):
        """a red door -> a scarlet door;
        a red gate -> a scarlet gate, painted

        Of things only.
        """
        for word in sentence.words:
            if word.lower == "red":
                yield replace(word, "scarlet")
                yield replace(word, "scarlet"), insert_after(word.head, ", painted")
                yield (one for one in (replace(word, "crimson"),))

    shown = RULES["worked.colour", ("en",)].example
    assert shown == "a red door -> a scarlet door; a red gate -> a scarlet gate, painted"
    assert made(nlp, "She saw the red door.") == [
        ("worked.colour", 1, "She saw the scarlet door."),
        ("worked.colour", 1, "She saw the scarlet door, painted."),
        ("worked.colour", 1, "She saw the crimson door."),
    ]


def test_of_several_rules_each_change_names_its_own(nlp, own_rules):
    @rule("worked.other", NEAR_MISS, "a red door -> a blue door")
    @rule("worked.same", SAME, "a red door -> a scarlet door")
    def colours(sentence):
        """Yield the sentence with another colour."""
        for word in sentence.words:
            if word.lower == "red":
                yield change("other", replace(word, "blue"))
                yield change("same", replace(word, "scarlet"))

    assert made(nlp, "She saw the red door.") == [
        ("worked.other", 0, "She saw the blue door."),
        ("worked.same", 1, "She saw the scarlet door."),
    ]


def test_of_several_rules_a_replacement_alone_is_refused(nlp, own_rules):
    @rule("worked.other", NEAR_MISS, "a red door -> a blue door")
    @rule("worked.same", SAME, "a red door -> a scarlet door")
    def colours(sentence):
        """Yield the sentence with another colour."""
        yield replace(sentence.words[0], "blue")

    with pytest.raises(ValueError, match=r"worked.other, worked.same: .* names its rule"):
        made(nlp, "She saw the red door.")


def test_one_clause_at_a_time(nlp, own_rules):
    @rule("worked.tense", NEAR_MISS)
    def tenses(sentence, clause, rng):
        """She sings. -> She will sing."""
        yield replace(clause.predicate, f"will {clause.predicate.lemma}")

    texts = [text for *_, text in made(nlp, "She sings well because he plays well.")]
    assert texts == ["She will sing well because he plays well.", "She sings well because he will play well."]
