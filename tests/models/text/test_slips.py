"""Slips in writing are seen through; other words, names and numbers are not."""

import pytest

from verisieve.models.judging import BUT_FOR_SLIPS, relation
from verisieve.models.text.slips import differ_in_slips, is_slip, slips_in
from verisieve.models.text.surface import Surface

WORDS = (
    "how do i change the delivery address of an order cancel my subscription form from casual causal sulfate "
    "is it in water who sent angel angle planned desert dessert ? . ' s"
)
KNOWN = frozenset(WORDS.split())


def spelt(text: str, truncated: bool = False) -> Surface:
    """A surface as of a tokenizer that has the words of KNOWN, parts off an "s", and spells others in two."""
    pieces = []
    for word in text.replace("?", " ?").replace("'", " ' ").split():
        low = word.lower()
        at = -1 if low[:-1] in KNOWN and low[-1] == "s" else 2
        whole = [low] if low in KNOWN else [low[:at], low[at:]]
        pieces += [((hash(piece) % 10**6,), piece) for piece in whole]
    return Surface(tuple(pieces), (), ("", ""), text, truncated)


@pytest.mark.parametrize("written", ["adress", "addrses", "adrdess", "adddress", "addreess", "addess"])
def test_letters_swapped_doubled_or_lost_are_slips(written):
    assert is_slip("address", written)


@pytest.mark.parametrize(
    ("word", "written"),
    [("sulfate", "sulfite"), ("order", "border"), ("form", "from"), ("orders", "order"), ("2024", "2042"),
     ("address", "address"), ("address", "adrres"), ("change", "chnaeg"), ("delivery", "elivery")],
)  # fmt: skip
def test_other_letters_short_words_ends_and_numbers_are_none(word, written):
    assert not is_slip(word, written)
    assert not is_slip(written, word)


@pytest.mark.parametrize("written", ["adrdesss", "adddrress", "adddresss", "addrreess"])
def test_two_slips_that_lose_no_letter_are_told_in_a_longer_word(written):
    assert slips_in("address", written) == 2
    assert differ_in_slips(spelt("change the delivery address"), spelt(f"change the delivery {written}"))
    assert not differ_in_slips(spelt("change the address"), spelt(f"change the {written}"))  # two in three


@pytest.mark.parametrize(
    ("word", "written"),
    [("described", "decried"), ("bearing", "barring"), ("argument", "augment"), ("order", "oordeer")],
)
def test_two_slips_that_lose_a_letter_make_other_words(word, written):
    assert slips_in(word, written) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How do I change the delivery address?", "how do i chagne the delivery adress"),
        ("Cancel my subscription", "cancel my subscriptoin."),
        ("cancel my subscirption", "Cancel my subscription"),
        ("who cancels my subscriptions", "who cancles my subscriptions"),
    ],
)
def test_the_same_words_but_for_slips_are_the_same(one, other):
    for query, candidate in ((one, other), (other, one)):
        found = relation(spelt(query), spelt(candidate))
        assert (found.same, found.reason) == (True, BUT_FOR_SLIPS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("is it casual", "is it causal"),  # both are words
        ("is it in the desert", "is it in the dessert"),
        ("who sent my angels", "who sent my angles"),
        ("is sulfate in the water", "is sulfite in the water"),  # another letter
        ("change the order", "chagne the address"),  # and another word
        ("change the delivery address order", "chagne the delievry adress order"),  # three in five words
        ("change", "chagne"),  # one word of one
        ("who sent it", "Who snet it now"),
        ("cancel xareltoo", "cancel xarelto"),  # no word of the vocabulary
        ("How do I change the address", "How do I change the address"),  # no slip at all
    ],
)
def test_everything_else_is_not(one, other):
    assert not differ_in_slips(spelt(one), spelt(other))
    assert not differ_in_slips(spelt(other), spelt(one))


def test_what_is_cut_off_may_differ_behind_the_cut():
    one, other = spelt("change the delivery address", truncated=True), spelt("chagne the delivery address")
    assert not differ_in_slips(one, other)
    assert not differ_in_slips(other, one)
