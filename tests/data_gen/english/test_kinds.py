# ruff: noqa: E501 (a parse is one long line)
import pytest

from verisieve.data_gen.english.agreement import agreeing, is_plural
from verisieve.data_gen.english.kinds import comparable, gender, kind
from verisieve.data_gen.parsing.reading import read


def head(parsed, table: str, i: int = 0):
    return read(parsed(table)).words[i]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Acme/NNP/nsubj/3 Corp./NNP/flat/1 paid/VBD/root/0/pay ././punct/3", "organisation"),
        ("Mary/NNP/nsubj/3 Smith/NNP/flat/1 paid/VBD/root/0/pay ././punct/3", "person"),
        ("Paris/NNP/nsubj/2 paid/VBD/root/0/pay ././punct/2", "place"),
        ("Zorblax/NNP/nsubj/2 paid/VBD/root/0/pay ././punct/2", "name"),
        ("Tenants/NNS/nsubj/2/tenant paid/VBD/root/0/pay ././punct/2", "person_noun"),
        ("Friday/NNP/nsubj/2 came/VBD/root/0/come ././punct/2", "time"),
        ("They/PRP/nsubj/2 paid/VBD/root/0/pay ././punct/2", "pronoun"),
        ("Rain/NN/nsubj/2 fell/VBD/root/0/fall ././punct/2", "thing"),
        ("STAT3/NNP/nsubj/2 fell/VBD/root/0/fall ././punct/2", "code"),
        ("French/NNP/nsubj/2 helps/VBZ/root/0/help ././punct/2", "other"),
        ("Critics/NNS/nsubj/2/critic left/VBD/root/0/leave ././punct/2", "person_noun"),
    ],
)
def test_kind(parsed, table, expected):
    assert kind(head(parsed, table)) == expected


def test_comparable_needs_like_with_like(parsed):
    words = read(
        parsed("Mary/NNP/nsubj/4 tenants/NNS/conj/1/tenant rain/NN/conj/1 paid/VBD/root/0/pay ././punct/4")
    ).words
    assert comparable(words[0], words[1])
    assert not comparable(words[0], words[2])


def test_gender_and_number(parsed):
    words = read(
        parsed("Mary/NNP/nsubj/4 uncle/NN/conj/1 drivers/NNS/conj/1/driver pay/VBP/root/0 ././punct/4")
    ).words
    assert [gender(w) for w in words[:3]] == ["f", "m", None]
    assert is_plural(words[2]) is True
    assert agreeing(words[3], plural=False) == "pays"


def test_a_name_with_a_pronoun_s_letters_is_singular(parsed):
    words = read(parsed("US/NNP/nsubj/2 fell/VBD/root/0/fall ././punct/2")).words
    assert is_plural(words[0]) is False


def test_a_state_of_something_is_no_organisation(parsed):
    words = read(
        parsed(
            "The/DT/det/2 state/NN/nsubj/6 of/IN/case/5 the/DT/det/5 roads/NNS/nmod/2/road fell/VBD/root/0/fall"
        )
    ).words
    assert kind(words[1]) == "thing"
