"""The surface of a plain text is found at once, and is what going through its tokens finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verisieve.models.text import surface as module
from verisieve.models.text.surface import surface_of

TEXTS = [
    "The supplier notifies the buyer of any delay.",
    "Zoë's café — “open” till 9:30!",
    "the US told us who it was, SATURDAY, ORBITS",
    "a  b\tc & d <b>bold</b> *x*",
    "🙏 thanks a lot 🙏",
    "你好 world ﬁne",
    "naïve İstanbul STRASSE straße",
    "...",
    "",
]


def both(retriever, text, max_tokens=None):
    """The surface of a text, and that of going through its tokens."""
    tokens = retriever.tokenize([text], max_tokens)
    arguments = (tokens.ids[0], tokens.mask[0], tokens.offsets[0], retriever.vocabulary)
    found = surface_of(text, *arguments, bool(tokens.truncated[0]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_plain_surface", lambda *_: None)
        return found, surface_of(text, *arguments, bool(tokens.truncated[0]))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("max_tokens", [None, 6])
def test_the_short_way_finds_what_the_long_one_does(retriever, text, max_tokens):
    found, expected = both(retriever, text, max_tokens)
    assert found == expected


@settings(max_examples=60)
@given(text=st.text(st.sampled_from("abßéİσΣIT US,.'-–“🙏\u0301 你1&"), max_size=30))
def test_of_any_text(retriever, text):
    found, expected = both(retriever, text)
    assert found == expected


def test_a_plain_text_takes_the_short_way(retriever, monkeypatch):
    monkeypatch.setattr(module, "_groups", None)
    tokens = retriever.tokenize(TEXTS[:1])
    surface_of(TEXTS[0], tokens.ids[0], tokens.mask[0], tokens.offsets[0], retriever.vocabulary)
