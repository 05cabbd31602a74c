"""Words with their alternatives, found in a sentence in any inflection and replaced in the same one.

How substitution/ looks for antonyms, co-hyponyms and synonyms. Every form of every word is listed once,
when the
module is loaded: a sentence costs one intersection of two sets, and a wrong lemma of the parser does no harm.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..english.casing import first_word
from ..english.lexicon import word_set
from ..english.nouns import plural
from ..english.verb_forms import inflected
from ..parsing.sentence import HYPHENS, Sentence, Word
from .edit import Replacement, replace
from .index import lowers

NOUN, VERB, ADJECTIVE, ADVERB = "noun", "verb", "adjective", "adverb"
_VERB_TAGS = ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a sentence that is in the book: its lemma and part of speech there, and its alternatives."""

    sentence: Sentence
    word: Word
    lemma: str
    pos: str
    options: tuple[str, ...]

    def form(self, option: str) -> str:
        """Return an alternative in the inflection of the word; of several words the verb is the first."""
        return inflection(option, self.pos, self.word.tag)

    def replaced(self, option: str) -> Replacement:
        """Put an alternative in the place of the word."""
        return replace(self.word, self.form(option))


class Wordbook:
    """Lemmas of one or more parts of speech with their alternatives."""

    def __init__(self, entries: Mapping[tuple[str, str], Iterable[str]]) -> None:
        """entries: {(part of speech, lemma): alternatives}."""
        self.entries = {key: tuple(options) for key, options in entries.items()}
        self._forms: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
        for pos, lemma in self.entries:
            for form, tags in forms(lemma, pos).items():
                self._forms.setdefault(form, []).append((pos, lemma, tags))
        self._triggers = frozenset(self._forms)

    def __call__(self, sentence: Sentence) -> Iterator[Entry]:
        """Yield the words of a sentence that are in the book, in text order."""
        found = self._triggers & lowers(sentence)
        if not found:
            return
        for word in sentence.words:
            if word.lower not in found:
                continue
            for pos, lemma, tags in self._forms[word.lower]:
                if word.tag in tags and is_plain(sentence, word):
                    yield Entry(sentence, word, lemma, pos, self.entries[pos, lemma])
                    break


def forms(lemma: str, pos: str) -> dict[str, frozenset[str]]:
    """Return the forms of a lemma, each with the Penn tags that it has."""
    if pos == NOUN:
        found = [(lemma, "NN"), (plural(lemma), "NNS")]
    elif pos == VERB:
        found = [(inflected(lemma, tag), tag) for tag in _VERB_TAGS]
    else:
        found = [(lemma, "JJ" if pos == ADJECTIVE else "RB")]
    tags: dict[str, set[str]] = {}
    for form, tag in found:
        tags.setdefault(form, set()).add(tag)
    return {form: frozenset(some) for form, some in tags.items()}


def inflection(lemma: str, pos: str, tag: str) -> str:
    """Return a lemma, or a verb with what follows it ("put off"), in the form with a Penn tag."""
    if pos == NOUN:
        return plural(lemma) if tag == "NNS" else lemma
    if pos == VERB:
        verb, space, rest = lemma.partition(" ")
        return inflected(verb, tag) + space + rest
    return lemma


def is_plain(sentence: Sentence, word: Word) -> bool:
    """Whether the word is no name, no part of one, and no part of a hyphenated word."""
    words, text = sentence.words, word.text
    if text != word.lower and (word.i != first_word(sentence) or text[1:] != text[1:].lower()):
        return False
    if word.i and words[word.i - 1].end == word.start and words[word.i - 1].text in HYPHENS:
        return False
    if word.i + 1 < len(words):
        following = words[word.i + 1]
        if following.start == word.end and following.text in HYPHENS:
            return False
        if following.rel in ("flat", "compound") and following.head is word:
            return following.dep == "compound:prt"
    return word.rel != "flat"


def rows(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return {each word of a key: the words of its value}."""
    found = {}
    for heads, words in table.items():
        found.update(dict.fromkeys(heads.split(), word_set(words)))
    return found
