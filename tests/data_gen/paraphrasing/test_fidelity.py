"""What a wording must keep, case by case."""

import pytest

from verisieve.data_gen.paraphrasing.fidelity import reasons_to_drop, tidied

KNOWN = frozenset(["shop", "store", "owner", "sells", "sold", "of", "not", "he", "she", "rents", "is", "by"])


@pytest.mark.parametrize(
    ("source", "made", "reason"),
    [
        ("The shop owner sells tea.", "The owner of the shop sells tea.", None),
        ("The shop sells tea.", "The store sells tea.", None),
        ("The shop sells tea.", "The shop sells tea.", "unchanged"),
        ("The shop sells tea.", "The tienda sells tea.", "unknown_word"),
        ("The shop sells tea.", "The *tienda sells tea.", "untranslated_word"),
        ("The shop sells 20 teas.", "The shop sells 21 teas.", "other_numbers"),
        ("The shop never sells tea.", "The shop sells not tea.", "other_negation"),
        ("The shop doesn't rent rooms.", "The shop not rents rooms.", None),
        ("He rents the shop.", "She rents the shop.", "other_pronouns"),
        ("The shop sells Assam tea.", "The store sells tea.", "lost_name"),
        ("The shop sells tea by the harbour.", "The shop sells.", "other_length"),
        ("The shop sells tea.", "The store sells tea", "other_ending"),
        ("The shop sells tea.", "", "no_answer"),
        ("The owner sells tea.", "Of by store.", "nothing_in_common"),
    ],
)
def test_what_changes_the_meaning_is_dropped(source, made, reason):
    assert reasons_to_drop(source, made, KNOWN)[:1] == ([] if reason is None else [reason])


def test_pronouns_and_negation_are_compared_in_english_only():
    assert reasons_to_drop("He rents the shop.", "She rents the shop.", KNOWN, "de") == []


@pytest.mark.parametrize(
    ("source", "made", "expected"),
    [
        ("The mill in Leeds closed.", " the mill  in Leeds Closed .", "The mill in Leeds closed."),
        ("Leeds is a city.", "Leeds Is a city.", "Leeds is a city."),
        ("The BBC and I agreed.", "The BBC and I agreed.", "The BBC and I agreed."),
        ("the lease ends.", "the lease Ends.", "the lease ends."),
    ],
)
def test_spaces_and_capitals_follow_the_source(source, made, expected):
    assert tidied(source, made) == expected
