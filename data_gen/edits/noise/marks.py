"""Small letters, marks left out or doubled, an emoji (positives); a quotation keeps its marks, and so does a
number."""

from ..prelude import SAME, Changes, Random, Replacement, Sentence, Word, change, rule, word_lists
from ..requests import request

_LISTS = word_lists(__package__, "marks")

CASING_SHARE, PUNCTUATION_SHARE, EMOJI_SHARE = 0.15, 0.15, 0.1
CARELESS = 0.3  # of what is drawn in documents
_EMOJI = _LISTS.phrases("emoji")
_DOUBLED = {"?": ("??", "?!", "???"), "!": ("!!",), ".": ("...", "!")}
_CODE = frozenset("_/\\<>{}=@#`$")


@rule("noise.casing", SAME, share=CASING_SHARE)
def small_letters(sentence: Sentence, rng: Random) -> Changes:
    """Does Anna pay in May? -> does anna pay in may"""
    if not any(char.isupper() for char in sentence.text) or _has_code(sentence) or _is_rare(sentence, rng):
        return
    marks = [
        Replacement(word.start, word.end, word.text.replace("'", ""))
        for word in sentence.words
        if word.lower in _LISTS.contracted
    ]
    last = sentence.words[-1]
    if last.text == "?":
        marks.append(Replacement(last.start, last.end, ""))
    yield change("casing", *marks, lower=True)


@rule("noise.punctuation", SAME, share=PUNCTUATION_SHARE, most=1)
def marks(sentence: Sentence, rng: Random) -> Changes:
    """If it rains, we stay. -> If it rains we stay."""
    last, text = sentence.words[-1], sentence.text
    if any(word.quote for word in sentence.words) or _has_code(sentence) or _is_rare(sentence, rng):
        return
    options = []
    if last.text in _DOUBLED and len(sentence.words) > 2 and sentence.before(last).text[-1:].isalnum():
        options.append(Replacement(last.start, last.end, ""))
        if last.text != "." or request(sentence):
            options.append(Replacement(last.start, last.end, rng.choice(_DOUBLED[last.text])))
    options += [
        Replacement(word.start, word.end, "") for word in sentence.words if _is_spare_comma(sentence, word)
    ]
    options += [
        Replacement(word.start, word.end, " ") for word in sentence.words if _is_spare_hyphen(sentence, word)
    ]
    if options and not text.endswith(".."):
        yield change("punctuation", rng.choice(options))


def _is_spare_comma(sentence: Sentence, word: Word) -> bool:
    """Whether a comma follows an introduction: "If it rains, we stay", "In May, sales fell"."""
    if word.text != "," or not 1 < word.i < 9 or sum(w.text == "," for w in sentence.words) != 1:
        return False
    is_introduced = sentence.words[sentence.first].lower in _LISTS.introducing
    return is_introduced and sentence.after(word).tag in ("PRP", "DT", "PRP$", "EX", "NNS", "NN")


def _is_spare_hyphen(sentence: Sentence, word: Word) -> bool:
    """Whether a hyphen joins two common words before a noun: "a three-year lease"."""
    before, after = sentence.before(word), sentence.after(word)
    glued = before.end == word.start and word.end == after.start
    return (
        word.text == "-"
        and glued
        and before.lower in ("two", "three", "four", "full", "part", "long", "short", "well", "high", "low")
        and after.text.isalpha()
    )


@rule("noise.emoji", SAME, share=EMOJI_SHARE, most=1)
def emoji(sentence: Sentence, rng: Random) -> Changes:
    """how do I reset it? -> how do I reset it? 🙏"""
    if sentence.alone and request(sentence) and sentence.text[-1:] not in (":", ";", ","):
        yield change("emoji", Replacement(len(sentence.text), len(sentence.text), f" {rng.choice(_EMOJI)}"))


def _has_code(sentence: Sentence) -> bool:
    return not _CODE.isdisjoint(sentence.text)


def _is_rare(sentence: Sentence, rng: Random) -> bool:
    """Whether the sentence asks for nothing, and is not drawn: documents are written with more care."""
    return request(sentence) is None and rng.random() > CARELESS
