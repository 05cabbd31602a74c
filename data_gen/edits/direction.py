"""Whether a degree, a direction or a frequency can be turned round without the sentence contradicting itself.

A sentence that gives the aim, the reason, the contrast or the meaning of what it says agrees with one
direction only: "We cut the fee to help families." says nothing that somebody could have written as "We raised
the fee to help families.". Of whole clauses, polarity.py says that.
"""

from functools import lru_cache

from ..english.lexicon import word_set
from .prelude import Sentence, Word, lowers, word_lists

_LISTS = word_lists(__package__, "direction")
_PHRASES = _LISTS.phrases("phrases")
_TIED_PHRASES = _LISTS.phrases("tied_phrases")
_MAY_TIE = _LISTS.further | word_set("; : - • * as since so now yet with meaning case")
_BOUNDS = _LISTS.roughly | {"least", "most"}
_GLOSS = 9  # words after the turned one within which a bracket explains it


def may_turn(sentence: Sentence, word: Word) -> bool:
    """Whether a word may become its opposite: neither an aim, a reason, a contrast nor a definition in the
    sentence speaks for the direction that it has.
    """
    return not (
        is_argued(sentence) or is_definition(sentence) or serves(word) or is_bracketed(sentence, word)
    )


@lru_cache(maxsize=4)
def is_tied(sentence: Sentence) -> bool:
    """Whether a word opposes or derives one half of the sentence from the other, or bounds an amount."""
    if not _BOUNDS.isdisjoint(lowers(sentence)) and any(_is_amount(sentence, w) for w in sentence.words):
        return True
    return is_opposed(sentence)


@lru_cache(maxsize=4)
def is_opposed(sentence: Sentence) -> bool:
    """Whether a word opposes or derives one half of the sentence from the other."""
    words = sentence.words
    begins_with_aim = words[0].tag == "TO" or (words[0].lower == "in" and words[1].lower == "order")
    return begins_with_aim or is_opposed_by_words(sentence)


@lru_cache(maxsize=4)
def is_opposed_by_words(sentence: Sentence) -> bool:
    """As is_opposed, of a sentence whose aim ("To verify it, we ...") goes with what is changed as well."""
    if not _LISTS.ties.isdisjoint(lowers(sentence)):
        return True
    words = sentence.words
    if words[-1].text == "!":
        return True  # cheers, and what is said with stress
    text = sentence.text.lower()
    if any(phrase in text for phrase in _TIED_PHRASES):
        return True  # "From time to time, we ask": it is no less true that at times we do not
    more = [w for w in words if w.lower == "the" and sentence.after(w).tag in ("JJR", "RBR")]
    free = [w.i == sentence.first or sentence.after(w).rel != "amod" for w in more]
    apart = [sentence.before(w).text == "," or sentence.after(w).rel != "amod" for w in more[1:]]
    if any(apart) and free[0]:
        return True  # "the more you practise, the easier it gets"
    return any(word.lower in _MAY_TIE and _ties(sentence, word) for word in words[1:])


def _ties(sentence: Sentence, word: Word) -> bool:
    before, after, lower = sentence.before(word), sentence.after(word), word.lower
    return (
        (word.text in (";", ":") and bool(after))
        or (lower in ("as", "since", "so", "now") and word.rel == "mark")
        or (lower in ("so", "yet", "with", "meaning") and before.text == ",")
        or (lower == "case" and before.lower == "which")
        or (
            lower in _LISTS.further and before.text == "," and after.tag == "IN"
        )  # ", often before the age of 5"
        or (word.text in ("-", "•", "*") and before.end < word.start and word.end < after.start)
    )


def _is_amount(sentence: Sentence, word: Word) -> bool:
    return (word.lower in ("least", "most") and sentence.before(word).lower == "at") or (
        word.lower in _LISTS.roughly and sentence.after(word).tag == "CD"
    )


def is_argued(sentence: Sentence) -> bool:
    """Whether the sentence gives a reason, a result, a contrast or a benefit: "because", "but", "helps"."""
    return is_tied(sentence) or is_reasoned(sentence)


@lru_cache(maxsize=4)
def is_reasoned(sentence: Sentence) -> bool:
    """As is_argued, of a sentence whose amounts are what is changed: "at least two, which helps"."""
    first = sentence.words[0]
    if (first.lower in ("as", "since") and first.rel == "mark") or is_opposed(sentence):
        return True  # "As rents rose, ..."
    if not _LISTS.links.isdisjoint(lowers(sentence)):
        return True
    if any(w.lemma == "help" and w.pos == "VERB" for w in sentence.words):
        return True
    text = f" {sentence.text.lower()}"
    return any(phrase in text for phrase in _PHRASES)


@lru_cache(maxsize=4)
def is_definition(sentence: Sentence) -> bool:
    """Whether the sentence says what something is: "refers to", "is a condition in which"."""
    for word in sentence.words:
        if word.lemma in _LISTS.defining or (word.lemma in _LISTS.defined and word.has("cop")):
            return True
        if word.lemma == "call" and word.child("nsubj:pass", "aux:pass"):
            return True  # "What makes it burn is called an accelerant."
    return False


def is_assured(word: Word) -> bool:
    """Whether the word stands in what somebody makes sure of: "we ensure that all files are kept"."""
    assuring = ("ensure", "sure", "guarantee")
    return any(w.rel == "ccomp" and w.head.lemma in assuring for w in word.upwards())


def serves(word: Word, by_means: bool = True) -> bool:
    """Whether the word belongs to an aim or a means ("to raise sales", "by raising rents", "helps reduce"),
    or its clause has an aim of its own, or (by_means) says by what means it does what it does.
    """
    if is_assured(word):
        return True
    for current in word.upwards():
        head = current.head
        infinitive = current.tag == "VB" and _is_infinitive(current)
        if infinitive and current.rel in ("advcl", "acl"):
            return True
        if current.tag == "VB" and head.lemma in _LISTS.aiming and current.rel in ("xcomp", "ccomp", "advcl"):
            return True
        if (
            by_means
            and current.pos == "VERB"
            and any(c.tag == "VBG" and c.has("mark", "by") for c in current.all("advcl"))
        ):
            return True  # "lower the risk by walking"
        if current.tag == "VBG" and head.pos == "ADJ" and current.has("mark", "in"):
            return True  # "effective in lowering the fever"
        if current.tag == "VBG" and any(
            c.lower in _LISTS.means or (c.lower in ("at", "on") and head.lemma in _LISTS.aiming)
            for c in current.all("mark", "case")
        ):
            return True
        if (
            current.pos == "VERB"
            and current.lemma != "take"
            and any(_is_infinitive(c) for c in (*current.all("advcl"), *current.child("obj").all("acl")))
        ):
            return True  # "raised the fee to pay for the roof"; but "takes an hour to finish"
    return False


def _is_infinitive(verb: Word) -> bool:
    return any(c.lower == "to" for c in verb.all("mark", "aux"))


def is_bracketed(sentence: Sentence, word: Word) -> bool:
    """Whether a bracket behind the word's phrase says it again, or the word stands in such a bracket: "a
    fast pulse (tachycardia)", "tachycardia (a fast pulse)".
    """
    if in_brackets(sentence, word):
        return True
    for following in sentence.words[word.i + 1 : word.i + 1 + _GLOSS]:
        if following.text in ("(", "["):
            said = sentence.after(following)
            return not said.text.isdigit() or sentence.after(said).text not in (")", "]")  # no reference
        if following.pos in ("PUNCT", "VERB", "AUX"):
            return False
    return False


def in_brackets(sentence: Sentence, word: Word) -> bool:
    """Whether the word stands in brackets."""
    before = sentence.text[: word.start]
    return before.count("(") > before.count(")")
