"""Small rewordings (hard positives): contractions, and set phrases that say the same.

Part of the family paraphrase: "did not" <-> "didn't", "what is" <-> "what's", "more than 20" -> "over 20".
Connectives ("because of" <-> "due to") are in connectives.py.
"""

import re
from collections.abc import Iterator

from ...english.verb_group import CONTRACTIONS
from ...parsing.sentence import Sentence, Word
from ..edit import Change, Replacement, change
from ..index import lowers
from ..rule import SAME, rule

WORDING_SHARE = 0.4  # of the sentences with such a wording
SHARE = 0.6  # of the sentences that could be contracted or expanded: so many could
_CLITICS = {"is": "'s", "are": "'re", "am": "'m", "will": "'ll", "have": "'ve", "would": "'d"}
_EXPANDED = {"'re": "are", "'m": "am", "'ll": "will", "'ve": "have"}
_PRONOUNS = frozenset(("i", "you", "he", "she", "it", "we", "they"))
_QUESTION_WORDS = frozenset(("what", "where", "who", "how", "when"))
_FULL = {"ca": "can", "wo": "will", "sha": "shall"}
_NOT_ALONE = frozenset(("only", "just", "to", "merely", "so", "necessarily", "all", "every"))
_TRIGGERS = frozenset(("not", "n't", "'re", "'m", "'ll", "'ve", "'s"))

_PHRASES = (
    # (a word that must be there, pattern, what it becomes)
    ("than", re.compile(r"\b(?<!no )(?<!not )more than(?= \d)", re.IGNORECASE), "over"),
    ("about", re.compile(r"\b(?<!for )about(?= \d)", re.IGNORECASE), "approximately"),
    ("around", re.compile(r"\b(?<!from )around(?= \d)", re.IGNORECASE), "approximately"),
    ("roughly", re.compile(r"\broughly(?= \d)", re.IGNORECASE), "approximately"),
    ("approximately", re.compile(r"\bapproximately(?= \d)", re.IGNORECASE), "about"),
    ("percent", re.compile(r"(?<=\d) percent\b", re.IGNORECASE), "%"),
    ("cent", re.compile(r"(?<=\d) per cent\b", re.IGNORECASE), "%"),
    ("%", re.compile(r"(?<=\d)%", re.IGNORECASE), " percent"),
)


@rule(
    "paraphrase.contraction",
    SAME,
    "She did not pay. -> She didn't pay.; It is late. -> It's late.",
    share=SHARE,
)
@rule(
    "paraphrase.expansion",
    SAME,
    "She didn't pay. -> She did not pay.; What's new? -> What is new?",
    share=SHARE,
)
def contractions(sentence: Sentence) -> Iterator[Change]:
    """ "does not" <-> "doesn't"; "she is" <-> "she's"; "what is" <-> "what's"."""
    seen = lowers(sentence)
    if seen.isdisjoint(_TRIGGERS) and seen.isdisjoint(_PRONOUNS) and seen.isdisjoint(_QUESTION_WORDS):
        return
    words = sentence.words
    for word, before in zip(words[1:], words, strict=False):
        lower = word.lower
        if lower == "not":
            yield from _negation(sentence, word, before)
        elif lower == "n't":
            yield from _full_negation(sentence, word, before)
        elif lower in _EXPANDED:
            if word.start == before.end and before.lower in _PRONOUNS:
                yield _edit("expansion", word.start, word.end, f" {_EXPANDED[lower]}")
        elif lower in _CLITICS and before.lower in _PRONOUNS:
            yield from _clitic(sentence, word, before)
        elif before.i == 0 and before.lower in _QUESTION_WORDS and lower in ("is", "'s"):
            yield from _question_word(sentence, word, before)


def _negation(sentence: Sentence, word: Word, before: Word) -> Iterator[Change]:
    following = sentence.after(word)
    if before.lower not in CONTRACTIONS or before.pos != "AUX" or not following:
        return
    if (before.i == 0 and before.lower != "do") or following.lower in _NOT_ALONE:
        return
    if following.rel == "punct" or following.tag == "CC":
        return  # "whether or not", "is not, however, ..."
    yield _edit("contraction", before.start, word.end, CONTRACTIONS[before.lower])


def _full_negation(sentence: Sentence, word: Word, before: Word) -> Iterator[Change]:
    following = sentence.after(word)
    order = before.i == 0 and before.lower == "do" and not sentence.is_question
    if before.lower == "ai" or following.tag in ("PRP", "DT", "NNP"):
        return  # "isn't it?"
    if not order and (before.i == 0 or sentence.words[before.i - 1].text in ('"', ",", "“")):
        return
    if sentence.is_question and before.head and _inverted(before):
        return  # "Why don't people ...?"
    full = _FULL.get(before.lower, before.text)
    yield _edit("expansion", before.start, word.end, "cannot" if full == "can" else f"{full} not")


def _inverted(auxiliary: Word) -> bool:
    """Whether the auxiliary stands before its subject."""
    subject = auxiliary.head.child("nsubj", "csubj", "expl")
    return not subject or subject.i > auxiliary.i


def _clitic(sentence: Sentence, word: Word, before: Word) -> Iterator[Change]:
    following = sentence.after(word)
    if word.pos != "AUX" or before.rel != "nsubj" or not following.text[:1].isalpha():
        return
    if before.i and sentence.words[before.i - 1].lower in (*CONTRACTIONS, "and", "or"):
        return  # a question: "Can you have ...?"; "she and I have"
    if following.lower in ("not", "to", "n't") or following.rel == "mark":
        return
    if word.lower == "have" and following.tag not in ("VBN", "RB"):
        return
    if word.lower == "would" and before.lower == "it":
        return
    yield _edit("contraction", before.end, word.end, _CLITICS[word.lower])


def _question_word(sentence: Sentence, word: Word, before: Word) -> Iterator[Change]:
    """ "What is the price?" <-> "What's the price?"."""
    following = sentence.after(word)
    if not sentence.is_question or following.tag not in ("DT", "PRP$", "NNP", "JJS"):
        return
    if following.i + 1 >= len(sentence.words) - 1 or (before.lower == "when" and word.lower == "is"):
        return
    if word.lower == "is":
        yield _edit("contraction", before.end, word.end, "'s")
    else:
        yield _edit("expansion", before.end, word.end, " is")


@rule("paraphrase.wording", SAME, "more than 20 -> over 20; 5 percent <-> 5%", share=WORDING_SHARE)
def wording(sentence: Sentence) -> Iterator[Change]:
    """ "more than 20" -> "over 20"; "15 percent" <-> "15%"."""
    seen = lowers(sentence)
    for trigger, pattern, text in _PHRASES:
        if trigger in seen:
            matches = list(pattern.finditer(sentence.text))
            if matches:
                yield change("wording", *(Replacement(m.start(), m.end(), text) for m in matches))


def _edit(rule: str, start: int, end: int, text: str) -> Change:
    return change(rule, Replacement(start, end, text))
