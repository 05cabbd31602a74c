"""A word becomes another of its kind (near-misses): "the capital of France" -> "the capital of Germany".

Rule substitution.co_hyponym; the sets are in co_hyponym_sets.py.
"""

import random
from collections.abc import Iterator

from ...english.nouns import plural
from ...parsing.sentence import HYPHENS, NOTHING, Sentence, Word
from ..edit import Change, change, replace
from ..index import lowers
from ..rule import NEAR_MISS, rule
from ..wordbook import ADJECTIVE, NOUN, Entry, Wordbook
from .antonym import HE_OR_SHE, MALE_OR_FEMALE, is_abbreviated
from .antonym_limits import NOT_BEFORE, OF_ONE_SEX
from .co_hyponym_sets import (
    ADJECTIVES,
    BEFORE_NOUNS,
    FIXED_WITH,
    LANGUAGES,
    MASS,
    NAMES,
    NATIONALITIES,
    NOUNS,
    ONLY_WITH,
)
from .complements import before_noun, has_of

BOOK = Wordbook(
    {(NOUN, noun): options for noun, options in NOUNS.items()}
    | {(ADJECTIVE, adjective): options for adjective, options in ADJECTIVES.items()}
)
_COLOURS = frozenset(("red", *ADJECTIVES["red"]))
_NAMED = {**NAMES, **NATIONALITIES, **LANGUAGES}
_NAME_TRIGGERS = frozenset(name.lower() for name in _NAMED)
_LANGUAGE_VERBS = frozenset(("speak", "learn", "study", "teach", "understand", "translate", "write", "read"))


@rule(
    "substitution.co_hyponym",
    NEAR_MISS,
    "Patients with kidney disease -> Patients with liver disease",
    most=3,
)
def co_hyponyms(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield the sentence with one noun, adjective or name replaced by another of its set."""
    for entry in BOOK(sentence):
        options = [option for option in entry.options if _may_replace(entry, option)]
        if options:
            yield change("co_hyponym", entry.replaced(rng.choice(options)))
    seen = lowers(sentence)
    if seen.isdisjoint(_NAME_TRIGGERS):
        return
    for word in sentence.words:
        table = _names_of(sentence, word) if word.text in _NAMED else None
        if table is not None:
            options = [option for option in table[word.text] if option.lower() not in seen]
            if options:
                yield change("co_hyponym", replace(word, rng.choice(options)))


def _may_replace(entry: Entry, option: str) -> bool:
    seen, word, lemma = lowers(entry.sentence), entry.word, entry.lemma
    if option in seen or plural(option) in seen or _count(entry.sentence, word) > 1:
        return False
    if entry.sentence.after(word).text in ("(", "["):
        return False  # an abbreviation would be left behind
    if lemma in MALE_OR_FEMALE and not (seen.isdisjoint(HE_OR_SHE) and seen.isdisjoint(OF_ONE_SEX)):
        return False
    if entry.pos == ADJECTIVE:
        return _fits_adjective(entry)
    if is_abbreviated(entry.sentence, word):
        return False
    if lemma == "heart" and word.child("nmod:poss", "nmod") and word.rel != "compound":
        return False  # "with all my heart"
    if lemma in MASS and (word.tag == "NNS" or _has_article(word)):
        return False
    if word.child("compound", "flat", "appos", "nummod") and lemma not in BEFORE_NOUNS:
        return bool(word.child("nummod")) and not word.child("compound", "flat", "appos")
    if any(word.lemma in NOT_BEFORE.get(c.lower, ()) for c in word.all("amod")):
        return False  # "high school"
    if word.child("compound") or has_of(word):
        return False
    if word.rel == "compound":
        noun = before_noun(word)
        return (
            lemma in BEFORE_NOUNS
            and bool(noun)
            and noun.i == word.i + 1
            and noun.text == noun.lower
            and noun.lemma not in FIXED_WITH.get(lemma, ())
        )
    if word.rel not in ("nsubj", "obj", "obl", "nmod", "conj", "root", "iobj"):
        return False
    bare = word.tag == "NN" and not word.child("det", "nmod:poss", "amod")
    return not bare or (lemma in MASS and word.rel != "conj")


def _has_article(word: Word) -> bool:
    return any(c.lower in ("a", "an", "another", "each", "every") for c in word.children)


def _count(sentence: Sentence, word: Word) -> int:
    return sum(other.lemma == word.lemma or other.lower == word.lower for other in sentence.words)


def _fits_adjective(entry: Entry) -> bool:
    word, noun = entry.word, before_noun(entry.word)
    if word.child("conj", "cc", "compound", "advmod") or word.rel == "conj":
        return False
    if not noun:
        return entry.lemma in _COLOURS and word.rel == "root" and bool(word.child("cop"))
    if is_abbreviated(entry.sentence, noun):
        return False
    between = entry.sentence.words[word.i + 1 : noun.i]
    if any(not w.text.isalpha() or w.tag == "CC" for w in between) or noun.text != noun.lower:
        return False
    if entry.lemma in ONLY_WITH and noun.lemma not in ONLY_WITH[entry.lemma]:
        return False
    nearest = {noun.lemma, noun.lower, *(w.lower for w in between)}
    return not nearest & FIXED_WITH.get("colour" if entry.lemma in _COLOURS else entry.lemma, frozenset())


def _names_of(sentence: Sentence, word: Word) -> dict[str, tuple[str, ...]] | None:
    """The table from which a name may take another; None where it is part of a longer name."""
    words, i = sentence.words, word.i
    before = words[i - 1] if i else NOTHING
    after = words[i + 1] if i + 1 < len(words) else NOTHING
    if any(w.text[:1].isupper() and w.i > 0 for w in (before, after)):
        return None
    if (before and before.i == 0 and before.tag in ("NNP", "NNPS", "NN", "JJ")) or _count(sentence, word) > 1:
        return None
    if any(w and w.text in (*HYPHENS, "&", ".", "'") and w.text != "." for w in (before, after)):
        return None
    if word.child("flat", "appos", "compound", "amod", "nummod", "acl"):
        return None
    if any(w.text == "," and _names_place(words, w.i, i) for w in (before, after)):
        return None
    if word.rel == "nmod" and word.head.text[:1].isupper() and word.head.i > 0:
        return None  # "the Bank of England"
    if word.text in NATIONALITIES and word.tag in ("JJ", "NNP") and word.rel in ("amod", "compound"):
        noun = before_noun(word)
        if not noun or noun.text != noun.lower or noun.lemma in FIXED_WITH["nationality"]:
            return None
        return NATIONALITIES
    if word.text in LANGUAGES and _is_language(word):
        return LANGUAGES
    if word.text not in NAMES:
        return None
    determiner = word.child("det")
    if determiner or (word.rel == "compound" and (not after or not after.text.islower())):
        return None
    return NAMES if word.rel in ("nsubj", "obj", "obl", "nmod", "compound", "conj", "root", "iobj") else None


def _names_place(words: list[Word], comma: int, i: int) -> bool:
    """Whether a capitalised word stands across the comma: "Portland, Oregon"."""
    other = comma + 1 if comma > i else comma - 1
    return 0 <= other < len(words) and words[other].text[:1].isupper()


def _is_language(word: Word) -> bool:
    head = word.head
    if not head or (word.children and not word.child("case")):
        return False
    case = word.child("case")
    if case:
        return case.lower in ("in", "into", "from") and not word.all("det", "amod")
    return word.rel == "obj" and head.lemma in _LANGUAGE_VERBS
