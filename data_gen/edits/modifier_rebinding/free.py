"""Which modifiers are free to leave their noun, and which nouns may take them.

Fixed expressions, names, degrees, ordinals and units stay where they are. Used by exchanged.py.
"""

from ...english.kinds import is_name, kind
from ...english.lexicon import (
    DEMONYMS,
    FIXED_ADJECTIVES,
    FIXED_NOUNS,
    LEXICAL_COMPOUNDS,
    MEASURE_NOUNS,
    RELATIONAL_ADJECTIVES,
    TIME_NOUNS,
    word_set,
)
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ...plausibility.contradiction import same_list
from ..exchange import says_the_same
from ..matching import NOUN
from ..substitution.synonym import SYNONYMS

_LISTS = word_lists(__package__, "free")


def is_participle(word: Word) -> bool:
    """Whether an adjective is a verb's form: "broken", "painted", "growing"; not "red", "interesting"."""
    if word.tag in ("VBN", "VBG"):
        return True
    lower = word.lower
    return word.tag == "JJ" and (
        lower in _LISTS.irregular or (len(lower) > 5 and lower.endswith("ed") and not lower.endswith("eed"))
    )


def free_adjective(sentence: Sentence, word: Word) -> bool:
    """Whether an adjective or participle before a common noun may leave it."""
    noun = word.head
    origin = word.lower in DEMONYMS
    if word.rel != "amod" or not noun or (not origin and word.tag not in ("JJ", "JJR", "JJS", "VBN", "VBG")):
        return False
    if word.i == 0 and not origin and not word.lower.endswith(_ADJECTIVE_ENDINGS):
        return False  # a capital may be a name's
    if word.text.isupper() and len(word.text) > 1:
        return False
    if noun.pos != "NOUN" or is_name(noun) or word.children or word.lower in FIXED_ADJECTIVES:
        return False
    if noun.lemma == "one" and noun.has("det", "a", "an"):  # "a new one": of what?
        return False
    if in_set_phrase(sentence, word):
        return False
    if any(
        w.dep != "compound" or w.head is not noun or is_name(w) for w in sentence.words[word.i + 1 : noun.i]
    ):
        return False
    if noun.i < word.i or noun.i > word.i + 2 or noun.lemma in MEASURE_NOUNS or noun.lemma in TIME_NOUNS:
        return False
    if not word.text.isalpha():
        return False
    if word.text[:1].isupper() and word.i > 0 and word.lower not in DEMONYMS:
        return False
    before = sentence.before(word)
    if before and (
        before.text in "-–"
        or any(c.isdigit() for c in before.text)  # "the E1 alpha gene"
        or (origin and is_name(before))
        or before.rel == "conj"
        or before.tag in ("RB", "RBR", "RBS")
        or (word.tag in ("VBN", "VBG") and before.tag in ("NN", "NNS", "NNP"))
    ):
        return False
    if sum(w.lower == word.lower for w in sentence.words) > 1 or noun.lemma in FIXED_NOUNS:
        return False
    return not (noun.child("det:predet") or any(c.lower in ("such", "so", "too") for c in noun.children))


def in_set_phrase(sentence: Sentence, word: Word) -> bool:
    """Whether a modifier and the next word are one expression ("black market"), or it is Latin's."""
    following = sentence.after(word)
    pair = f"{word.lower}_{following.lemma}" if following else ""
    return word.lower in FOREIGN or pair in _LISTS.set_phrases


FOREIGN = word_set("vitro vivo novo de alma mater situ silico facto jure per se")


_RELATIONAL_ENDINGS = _LISTS.phrases("relational_endings")  # fmt: skip


def adjective_class(word: Word) -> str:
    """Where it is from, what it belongs to, or how it is: each exchanges only with its like."""
    if word.lower in DEMONYMS:
        return "origin"
    if word.lower in RELATIONAL_ADJECTIVES:
        return "relation"
    relational = word.lower.endswith(_RELATIONAL_ENDINGS) and word.lower not in _LISTS.qualities
    return "relation" if relational else "quality"


_ADJECTIVE_ENDINGS = _LISTS.phrases("adjective_endings")  # fmt: skip


def free_numeral(sentence: Sentence, word: Word) -> bool:
    """Whether a numeral counts a plural noun and is no year, range, amount of money or part of a bracket."""
    noun = word.head
    if word.rel != "nummod" or word.tag != "CD" or noun.pos != "NOUN" or noun.tag != "NNS":
        return False
    if any(c.rel not in ("advmod", "nmod", "obl", "case", "fixed") or c.i > word.i for c in word.children):
        return False
    if not word.i < noun.i <= word.i + 3 or word.lower in ("one", "1"):
        return False
    if len(word.text) == 4 and word.text.isdigit() and word.text[:2] in ("18", "19", "20"):
        return False
    before = sentence.before(word)
    after = sentence.words[word.i + 1]
    bad = ("$", "(", "-", "–", "£", "€", "to", "or", ".")
    if after.tag == "CD" or before.tag == "CD":
        return False  # "224 140"
    return (not before or before.text not in bad) and after.text not in bad and "-" not in word.text


def free_compound(sentence: Sentence, word: Word) -> bool:
    """Whether a noun before a noun ("garden" of "garden shed") may be exchanged for another."""
    noun = word.head
    if word.dep != "compound" or word.tag != "NN" or noun.pos != "NOUN" or is_name(noun):
        return False
    if word.children or in_set_phrase(sentence, word) or noun.i != word.i + 1 or not word.text.isalpha():
        return False
    if word.text[:1].isupper() and word.i > 0:
        return False
    if word.lower in LEXICAL_COMPOUNDS or noun.lemma in MEASURE_NOUNS or len(noun.all("compound")) > 1:
        return False
    if noun.all("amod") or word.text.isupper() or word.i == 0:
        return False
    if noun.rel not in ("nsubj", "obj", "obl", "nmod", "conj", "iobj") or noun.lemma in TIME_NOUNS:
        return False
    before = sentence.words[word.i - 1]
    listed = before.text == "," and noun.rel == "conj"
    leads = before.rel in ("det", "case", "cc", "nummod") or before.tag == "PRP$"
    return leads or listed or before is noun.head


def different_nouns(a: Word, b: Word) -> bool:
    """Whether the two modify different nouns that are not parts of one name or apposition."""
    first, second = a.head, b.head
    if not first or not second or first is second or says_the_same(first, second) or same_list(first, second):
        return False
    if are_coordinated(first, second):
        return not mean_the_same(first, second)
    if first.head is second or second.head is first or first.rel == second.rel == "conj":
        return False  # of one phrase, or of two lists
    if first.lemma == second.lemma and _verb_of(first) is _verb_of(second):
        return False
    return not (first.rel == "appos" and first.head is second) and not (
        second.rel == "appos" and second.head is first
    )


def are_coordinated(a: Word, b: Word) -> bool:
    """Whether two words are members of one list."""
    of_one = a.rel == b.rel == "conj" and a.head is b.head
    return of_one or (a.rel == "conj" and a.head is b) or (b.rel == "conj" and b.head is a)


def mean_the_same(a: Word, b: Word) -> bool:
    """Whether two nouns are one, or say the same: "personal data and technical information"."""
    return a.lemma == b.lemma or any(option == b.lemma for option, _ in SYNONYMS.get((NOUN, a.lemma), ()))


_AT_HOME = [
    (frozenset(modifiers.split()), frozenset(nouns.split()))
    for modifiers, nouns in (group.split(" | ") for group in _LISTS.phrases("at_home"))
]


def are_at_home(a: Word, b: Word) -> bool:
    """Whether each of two modifiers goes with the other's noun whatever a corpus holds: "short" and "small"
    with any part of the body.
    """
    for modifiers, nouns in _AT_HOME:
        if a.lower in modifiers and b.lower in modifiers and a.head.lemma in nouns and b.head.lemma in nouns:
            return True
    return False


def _verb_of(noun: Word) -> Word:
    """The verb that a noun belongs to, through whatever nouns."""
    word = noun.head
    while word and word.pos != "VERB":
        word = word.head
    return word


def different_words(a: Word, b: Word) -> bool:
    """Whether two modifiers are no forms of one word, as "inflammatory" and "proinflammatory" are."""
    shorter, longer = sorted((a.lower, b.lower), key=len)
    return shorter not in longer and shorter[:5] != longer[:5]


def similar(a: Word, b: Word) -> bool:
    """Whether both are things, or both persons; organisations go with either."""
    kinds = {kind(a), kind(b)}
    return kinds <= {"thing", "organisation_noun"} or kinds <= {"person_noun", "organisation_noun"}


def unit_class(noun: Word) -> str:
    """Return "measure", "time" or "count": numerals exchange between nouns of one class."""
    return "measure" if noun.lemma in MEASURE_NOUNS else "time" if noun.lemma in TIME_NOUNS else "count"
