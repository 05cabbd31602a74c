"""Capitals: how words of a sentence are written in mid-sentence, which is how rules move them."""

from ..parsing.sentence import HYPHENS, Sentence, Word
from .lexicon import (
    DEMONYMS,
    FIRST_NAMES,
    FUNCTION_WORDS,
    MASS_NOUNS,
    MONTHS,
    ORG_NOUNS,
    PARTIES,
    PERSON_NOUNS,
    PLACES,
    REPORTING,
    WEEKDAYS,
)
from .word_lists import word_lists

_LISTS = word_lists(__package__, "casing")


def piece(sentence: Sentence, start: int, end: int) -> str:
    """Return tokens start..end (end excluded) as they would stand in mid-sentence."""
    text = sentence.slice(start, end)
    if start == first_word(sentence):
        return in_mid_sentence(sentence, sentence.words[start]) + text[len(sentence.words[start].text) :]
    return text


def first_word(sentence: Sentence) -> int:
    """Return the index of the first token that is a word (0 when there is none)."""
    return sentence.first


def mid_sentence(word: Word) -> str:
    """Return a sentence-initial word in its mid-sentence form: "The" -> "the", "Rome" -> "Rome"."""
    text = word.text
    if not text[:1].isupper():
        return text
    if text == "I" or text[1:] != text[1:].lower() or any(c.isdigit() for c in text):
        return text
    lower = text.lower()
    hyphened = any(c.text in HYPHENS and c.i == word.i + 1 for c in word.children)
    if hyphened and lower in _HYPHENED:
        return lower  # "Low-income earners", read as a name
    if word.tag == "CD" or (word.rel == "amod" and word.tag == "JJ" and lower in FUNCTION_WORDS):
        return lower  # "Other CA keys"
    if word.rel in ("amod", "compound", "flat") and word.head.text[:1].isupper():
        return text  # "United Nations"
    if word.rel == "amod" and word.head and word.head.text.islower() and lower not in DEMONYMS:
        return lower  # "Murine colitis", read as a name
    if lower in FUNCTION_WORDS and not (lower == "may" and word.pos != "AUX"):
        return lower
    if lower.endswith("s") and (word.lemma in PERSON_NOUNS or lower[:-1] in PERSON_NOUNS):
        return lower  # "Prosecutors", read as a name
    if lower in _MODIFIERS and word.rel in ("compound", "amod") and word.head and word.head.text.islower():
        return lower  # "Precursor cells", read as a name
    if (lower in _COMMON or lower in MASS_NOUNS) and not (
        word.child("flat", "compound") or word.rel in ("flat", "compound")
    ):
        return lower  # "Revenue fell", read as a name
    if lower.endswith("ics") and word.rel in ("nsubj", "nsubj:pass") and not word.children:
        return text if lower in _GAMES else lower  # "Genetics may play a role.", read as a name
    if _maybe_name(word):
        return text
    named = word.tag in ("NNP", "NNPS") or word.pos == "PROPN"
    named = named or (word.pos == "NOUN" and (lower in PLACES or lower in FIRST_NAMES))
    if named or lower in DEMONYMS or lower in WEEKDAYS or (lower in MONTHS and word.pos != "AUX"):
        return text
    return text[:1].lower() + text[1:]


def in_mid_sentence(sentence: Sentence, word: Word) -> str:
    """Return a sentence's first word in its mid-sentence form, by the rules of its language."""
    if sentence.lang == "en":
        return mid_sentence(word)
    keeps = word.pos in ("PROPN", "X") or (sentence.lang == "de" and word.pos == "NOUN")
    return word.text if keeps or word.text[1:] != word.text[1:].lower() else word.text.lower()


_HYPHENED = frozenset(("low", "high", "long", "short", "full", "part", "anti", "non", "self", "well", "pre"))


_GAMES = frozenset(("olympics", "paralympics"))


_COMMON = _LISTS.set("common")


_MODIFIERS = _LISTS.set("modifiers")


def _maybe_name(word: Word) -> bool:
    """Whether a bare "noun" that says or thinks something may be a surname ("Burns believed ..."), or names a
    party ("Partner shall pay").
    """
    if word.tag == "NN" and word.rel == "nsubj" and not word.children and word.lemma in PARTIES:
        return True
    if word.rel != "nsubj" or word.head.lemma not in REPORTING or word.tag not in ("NN", "NNS"):
        return False
    return not word.children and word.lemma not in PERSON_NOUNS and word.lemma not in ORG_NOUNS
