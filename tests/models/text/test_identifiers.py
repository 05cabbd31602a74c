"""Numbers that name a thing: another one is never the same, however alike the rest reads."""

import pytest

from verisieve.models.judging import OTHER_NUMBER
from verisieve.models.text.identifiers import identifiers
from verisieve.tests.models.text.spelt import related_both_ways


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("where is order 48213", "Where is my order 48231?", True),
        ("The clinic answers at 510-555-0129.", "You reach the clinic at 510-555-0192.", True),
        ("call (0510) 555-0129 to book", "to book, call 0510 555 0129", False),
        ("call +49 30 5550129", "call +49 30 5550128", True),
        ("ring 510-555-0129", "ring +1 510-555-0129", False),
        ("refund 48213 and 48214", "refund 48214 and 48213", False),
        ("move 48213 into 48214", "move 48213 into 48299", False),  # left to the model
        ("where is order 48213", "where is my order", False),
        ("pay 12,500 by 03/04/2031", "pay 12.600 by 2031-04-03", False),  # amounts and dates are too
        ("the war of 1914-1918", "the war from 1914 to 1918", False),
        ("open ports 8080 8443", "open ports 8443 8080", False),
        ("it weighs 10000.5 grams", "it weighs 10000.50 g", False),
    ],
)
def test_another_number_that_names_a_thing_is_never_the_same(one, other, differ):
    for found in related_both_ways(one, other):
        assert (found.never_same, found.reason.startswith(OTHER_NUMBER)) == (differ, differ)


def test_identifiers_are_told_as_they_are_written():
    text = "Order 48213, call (0510) 555-0129 before 3 May 2031; 1,250,000 are left, 0.12345 of all"
    assert identifiers(text) == {"48213": "48213", "05105550129": "(0510) 555-0129"}
