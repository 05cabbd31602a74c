"""A word becomes another of its kind (near-misses): "He plays the piano." -> "He plays the flute.".

Rule substitution.co_hyponym, for nouns and adjectives; entity.sibling does the same to names. Its sets are
in words.yaml, a line a set: its words exclude each other, are of one countability, and are about as common.
A word with another common sense is left out rather than guarded; and where the corpus is large enough to
tell, two words change places only if the corpus has both in one kind of place ("kept a dog", "kept a cat").
Marks at the head of a line: `+` the words also serve before a noun ("football team"), `^` only there, `~`
they are mass nouns, without plural or "a" ("gold").
"""

from ...english.lexicon import rows
from ...english.nouns import plural
from ..phrases import is_glossed
from ..prelude import ADJECTIVE, NOUN, Changes, Found, Sentence, Table, is_echoed, lowers, word_lists
from ..requests import asks
from ..rule import NEAR_MISS, Random, rule
from .antonym import MALE_OR_FEMALE, OF_ONE_SEX
from .complements import before_noun, fitted, has_of

_LISTS = word_lists(__package__, "co_hyponym")


def _marked(name: str) -> dict[str, tuple[str, ...]]:
    """Return {mark, "" for none: the words of its lines} of a list; {"*" + word: the others of its sets}."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _LISTS.text(name).strip().splitlines():
        marks, _, words = line.partition(" ") if line[0] in "+~^" else ("", "", line)
        members = tuple(words.split())
        for mark in marks:
            found[mark] = (*found.get(mark, ()), *members)
        for word in members:
            others = (*found.get(f"*{word}", ()), *(one for one in members if one != word))
            found[f"*{word}"] = tuple(dict.fromkeys(others))
    return found


def sets(name: str) -> dict[str, tuple[str, ...]]:
    """Return {word: the other words of all of its sets} of one of the lists of sets."""
    return {word[1:]: others for word, others in _marked(name).items() if word[0] == "*"}


NOUNS, ADJECTIVES = sets("nouns"), sets("adjectives")
_MARKS = _marked("nouns")
_MASS, _ONLY_BEFORE = frozenset(_MARKS["~"]), frozenset(_MARKS["^"])
_BEFORE_NOUNS = frozenset(_MARKS["+"]) | _ONLY_BEFORE
_ONLY_WITH, _FIXED_WITH = rows(_LISTS.table("only_with")), rows(_LISTS.table("fixed_with"))
_AKIN = rows(_LISTS.table("akin"))
_SHADES = frozenset(("dark", "light", "pale", "bright", "deep"))
_SORTS = frozenset(("form", "type", "kind", "sort"))
_COLOURS = frozenset(("red", *ADJECTIVES["red"]))
TABLE = Table(
    {(NOUN, noun): options for noun, options in NOUNS.items()}
    | {(ADJECTIVE, adjective): options for adjective, options in ADJECTIVES.items()}
)


@rule("substitution.co_hyponym", NEAR_MISS, "He plays the piano. -> He plays the flute.", most=3)
def co_hyponyms(sentence: Sentence, rng: Random) -> Changes:
    """Yield the sentence with one noun or adjective replaced by another of its set."""
    for found in TABLE(sentence):
        options = [option for option in found.options if _is_new(found, option) and _is_used(found, option)]
        if options and (_fits_adjective(found) if found.pos == ADJECTIVE else _fits_noun(found)):
            yield fitted("co_hyponym", found, rng.choice(options))


def _is_new(found: Found, option: str) -> bool:
    seen = lowers(found.sentence)
    told = _AKIN.get(found.lemma, frozenset()) | _AKIN.get(option, frozenset())
    told_of = any(word.startswith(stem) for word in seen for stem in told)
    return option not in seen and plural(option) not in seen and not told_of


def _is_used(found: Found, option: str) -> bool:
    """Whether the corpus has both words in one kind of place ("kept a dog", "kept a cat") or in one list; of
    what somebody asks for, whether it has the other word at all.
    """
    sentence, slots = found.sentence, found.sentence.slots
    if slots is None:
        return True
    if asks(sentence) or not slots.is_telling:
        return bool(slots.may_hold(option))
    old, new = found.word.lower, found.form(option)
    return new in slots.listed_with(old) or slots.shared(old, new) > 0


def _fits_noun(found: Found) -> bool:
    sentence, word, lemma = found.sentence, found.word, found.lemma
    if is_glossed(sentence, word) or is_echoed(sentence, word) or found.after().tag == "CD":
        return False
    if (
        word.rel == "nsubj"
        and word.head.has("cop")
        and word.head.pos == "NOUN"
        and not word.has("det", "the")
    ):
        return False  # "A cough is a reflex"
    if lemma in MALE_OR_FEMALE and (word.has("conj") or not lowers(sentence).isdisjoint(OF_ONE_SEX)):
        return False  # "mother and child"
    if word.rel == "compound":
        noun = before_noun(word)
        plain = noun.i == word.i + 1 and noun.text == noun.lower and not is_glossed(sentence, noun)
        plain = plain and (word.i == sentence.first or found.before().text.islower())
        if lemma in _ONLY_WITH and noun.lemma not in _ONLY_WITH[lemma]:
            return False
        plain = plain and not any(w.i + 1 == word.i for w in noun.all("amod"))  # "coronary heart disease"
        return lemma in _BEFORE_NOUNS and plain and noun.lemma not in _FIXED_WITH.get(lemma, ())
    told = word.child("compound", "flat", "appos") or any(c.tag != "VB" for c in word.all("acl"))
    if lemma in _ONLY_BEFORE or told or has_of(word):
        return False
    if word.rel == "nmod" and (word.head.lemma in _SORTS or word.has("case", "including", "like", "as")):
        return False  # "glucose, a form of sugar"; "corruption, including bribery"
    if lemma in _MASS and (word.tag == "NNS" or word.has("det", "a", "an", "another", "each", "every")):
        return False
    if any(
        c.lower in ("high", "low", "white", "black", "green", "red", "hot", "smart") for c in word.all("amod")
    ):
        return False  # "hot dog"
    if word.rel not in ("nsubj", "obj", "obl", "nmod", "conj", "root", "iobj"):
        return False
    bare = word.tag == "NN" and not word.child("det", "nmod:poss", "amod")
    return not bare or (lemma in _MASS and word.rel != "conj")


def _fits_adjective(found: Found) -> bool:
    word, noun, lemma = found.word, before_noun(found.word), found.lemma
    if word.child("conj", "cc", "compound", "advmod") or word.rel == "conj":
        return False
    if found.before().lower in _SHADES:
        return False
    if not noun:
        return lemma in _COLOURS and word.rel == "root" and word.has("cop")
    if noun.i != word.i + 1 or noun.text != noun.lower or is_glossed(found.sentence, noun):
        return False
    if lemma in _ONLY_WITH and noun.lemma not in _ONLY_WITH[lemma]:
        return False
    return noun.lemma not in _FIXED_WITH.get("colour" if lemma in _COLOURS else lemma, ())
