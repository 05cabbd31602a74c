"""Small rewordings (hard positives): contractions, and set phrases that say the same."""

import re
from collections.abc import Iterator

from ...english.auxiliaries import FULL
from ...english.verb_group import CONTRACTIONS
from ...parsing.sentence import Sentence, Word
from ..prelude import SAME, Change, Proposals, Random, Replacement, change, lowers, related, rule, word_lists

_LISTS = word_lists(__package__, "wording")

WORDING_SHARE = 0.4  # of the sentences with such a wording
SHARE = 0.6  # of the sentences that could be contracted or expanded: so many could
_CLITICS = {"is": "'s", "are": "'re", "am": "'m", "will": "'ll", "have": "'ve", "would": "'d"}
_EXPANDED = {"'re": "are", "'m": "am", "'ll": "will", "'ve": "have"}
_TRIGGERS = {"not", "n't", *_EXPANDED, "'s"} | _LISTS.pronouns | _LISTS.question_words


def _rows(name: str) -> list[tuple[str, re.Pattern[str], list[str]]]:
    """Return (a word that must be there, pattern, what it may become) of each row of a list."""
    rows = (row.split(" = ") for row in _LISTS.phrases(name))
    return [(word, re.compile(pattern, re.IGNORECASE), texts.split("|")) for word, pattern, texts in rows]


_AMOUNTS, _CONNECTIVES = _rows("amounts"), _rows("connectives")


@rule("paraphrase.contraction", SAME, share=SHARE, triggers=_TRIGGERS)
@rule("paraphrase.expansion", SAME, share=SHARE)
def contractions(sentence: Sentence) -> Proposals:
    """contraction: She did not pay. -> She didn't pay.; It is late. -> It's late.
    expansion: She didn't pay. -> She did not pay.; What's new? -> What is new?"""
    words = sentence.words
    for word, before in zip(words[1:], words, strict=False):
        lower = word.lower
        if word.quote and not sentence.words[0].quote:
            continue  # what is quoted stays as it is
        if lower == "not":
            yield from _negation(sentence, word, before)
        elif lower == "n't":
            yield from _full_negation(sentence, word, before)
        elif lower in _EXPANDED:
            if word.start == before.end and before.lower in _LISTS.pronouns:
                yield _edit("expansion", word.start, word.end, f" {_EXPANDED[lower]}")
        elif lower in _CLITICS and before.lower in _LISTS.pronouns:
            yield from _clitic(sentence, word, before)
        elif before.i == 0 and before.lower in _LISTS.question_words and lower in ("is", "'s"):
            yield from _question_word(sentence, word, before)


def _negation(sentence: Sentence, word: Word, before: Word) -> Proposals:
    following = sentence.after(word)
    if before.lower not in CONTRACTIONS or before.pos != "AUX" or not following:
        return
    if (before.i == 0 and before.lower != "do") or following.lower in _LISTS.not_alone:
        return
    if following.rel == "punct" or following.tag == "CC":
        return  # "whether or not", "is not, however, ..."
    if before.lower in ("must", "shall"):
        return  # a duty: "the tenant must not sublet"
    yield _edit("contraction", before.start, word.end, CONTRACTIONS[before.lower])


def _full_negation(sentence: Sentence, word: Word, before: Word) -> Proposals:
    following = sentence.after(word)
    order = before.i == 0 and before.lower == "do" and not sentence.is_question
    if before.lower == "ai" or following.tag in ("PRP", "DT", "NNP"):
        return  # "isn't it?"
    if not order and (before.i == 0 or sentence.words[before.i - 1].text in ('"', ",", "“")):
        return
    subject = before.head.child("nsubj", "csubj", "expl")
    if sentence.is_question and before.head and (not subject or subject.i > before.i):
        return  # "Why don't people ...?"
    full = FULL.get(before.lower, before.text)
    yield _edit("expansion", before.start, word.end, "cannot" if full == "can" else f"{full} not")


def _clitic(sentence: Sentence, word: Word, before: Word) -> Proposals:
    following = sentence.after(word)
    if word.pos != "AUX" or before.rel != "nsubj" or not following.text[:1].isalpha():
        return
    if before.i and sentence.words[before.i - 1].lower in (*CONTRACTIONS, "and", "or"):
        return  # a question: "Can you have ...?"; "she and I have"
    if following.lower in ("not", "to", "n't") or following.rel == "mark" or following.tag == "CC":
        return  # "who you are and what you do"
    if word.lower == "have" and following.tag not in ("VBN", "RB"):
        return
    helps = word.rel.startswith("aux") and (word.head.pos == "VERB" or word.head.has("cop"))
    if word.lower in ("would", "will") and (before.lower == "it" or not helps):
        return  # "it would"; "as you would with your own"
    text = _CLITICS[word.lower]
    if word.lower in ("will", "would", "have"):  # with the word behind it: never "we'll not"
        yield _edit("contraction", before.end, following.end, f"{text} {following.text}")
    else:
        yield _edit("contraction", before.end, word.end, text)


def _question_word(sentence: Sentence, word: Word, before: Word) -> Proposals:
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


@rule("paraphrase.wording", SAME, share=WORDING_SHARE)
def wording(sentence: Sentence) -> Proposals:
    """more than 20 -> over 20; 5 percent <-> 5%"""
    seen = lowers(sentence)
    for trigger, pattern, (text,) in _AMOUNTS:
        if trigger in seen:
            matches = list(pattern.finditer(sentence.text))
            if matches:
                yield (Replacement(m.start(), m.end(), text) for m in matches)


def _edit(rule: str, start: int, end: int, text: str) -> Change:
    return change(rule, Replacement(start, end, text))


# --- connectives: "because of" <-> "due to", one an edit ---------------------------------------------

TRIGGERS = frozenset(trigger for trigger, _, _ in _CONNECTIVES) | _LISTS.set("triggers")
CONNECTIVE_SHARE = 0.5  # of the sentences with a connective


@rule("paraphrase.connective", SAME, share=CONNECTIVE_SHARE, triggers=TRIGGERS)
def connectives(sentence: Sentence, rng: Random) -> Proposals:
    """because of <-> due to; although <-> even though; in order to <-> to; If you want to cancel it, <-> To
    cancel it,

    Yield at most one edit: a connective and its equal.
    """
    seen = lowers(sentence)
    options = [
        Replacement(m.start(), m.end(), rng.choice(texts))
        for trigger, pattern, texts in _CONNECTIVES
        if trigger in seen
        for m in [pattern.search(sentence.text)]
        if m is not None
    ]
    options += [*_concession(sentence), *_purpose(sentence), *_wanting(sentence)]
    if options:
        yield rng.choice(options)


def _concession(sentence: Sentence) -> Iterator[Replacement]:
    """ "although" <-> "even though" before a clause with its own subject."""
    words = sentence.words
    for mark in related(sentence, "mark"):
        clause = mark.head
        if clause.rel != "advcl" or not clause.child("nsubj", "expl") or mark.quote:
            continue
        if mark.lower == "although" and clause.left == mark.i:
            yield Replacement(mark.start, mark.end, "even though")
        elif mark.lower == "though" and words[mark.i - 1].lower == "even" and mark.i:
            yield Replacement(words[mark.i - 1].start, mark.end, "although")


def _purpose(sentence: Sentence) -> Iterator[Replacement]:
    """ "in order to" <-> "to" where the infinitive says what something is done for."""
    words = sentence.words
    for mark in related(sentence, "mark"):
        verb = mark.head
        if mark.lower != "to" or not verb or words[mark.i + 1].tag != "VB" or mark.quote:
            continue
        if mark.i >= 2 and words[mark.i - 1].lower == "order" and words[mark.i - 2].lower == "in":
            yield Replacement(words[mark.i - 2].start, mark.end, "to")
        elif verb.rel == "advcl" and verb.head and verb.left == mark.i:
            head = verb.head
            ends = words[verb.right].text, words[min(verb.right + 1, len(words) - 1)].text
            if mark.i == 0 and "," in ends and head.pos == "VERB" and not head.all("xcomp", "ccomp"):
                yield Replacement(mark.start, mark.end, "in order to")


def _wanting(sentence: Sentence) -> Iterator[Replacement]:
    """ "If you want to cancel the order, call us." <-> "To cancel the order, call us."."""
    words, root = sentence.words, sentence.root
    if root.tag != "VB" or root.child("nsubj"):
        return
    start = [w.lower for w in words[:4]]
    if start[:2] == ["if", "you"] and start[2] in ("want", "wish", "would") and len(words) > 5:
        at = 3 if start[3] == "to" else 4 if start[3] == "like" and words[4].lower == "to" else 0
        if at and words[at + 1].tag == "VB":
            yield Replacement(words[0].start, words[at].end, "to")
    elif start[0] == "to" and words[1].tag == "VB" and words[1].rel == "advcl":
        yield Replacement(words[0].start, words[0].end, "if you want to")
