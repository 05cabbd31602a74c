""" "Only" comes or goes (near-misses), or is said otherwise (positives).

Rules quantifier.only ("Only members may vote." <-> "Members may vote.") and .only_wording ("only five seats"
<->
"just five seats", "at most two" <-> "no more than two").
"""

import random
from collections.abc import Iterator

from ...english.casing import first_word
from ...english.kinds import kind
from ...english.lexicon import MEASURE_NOUNS, word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, change, insert_before, replace
from ..index import lowers
from ..phrasebook import Phrasebook
from ..rule import NEAR_MISS, SAME, rule

_LISTS = word_lists(__package__, "only")

ONLY_SHARE = 0.4  # of the sentences that may take it: about as often as "only" is there to be removed

_SCOPED = _LISTS.set("scoped")
_NOT_BEFORE = word_set("and or all not n't if the an a one his her its their this that but")
_NOT_AFTER = _LISTS.set("not_after")
_AFTER_TAGS = frozenset(("NNS", "NNP", "NN", "IN", "DT", "PRP$", "JJ", "VBN", "VB", "PRP", "NNPS"))
_IDIOMS = word_set("addition general fact response case time part particular order place total")
_ORDINALS = frozenset(("first", "second", "third", "fifth"))
_SUCH = word_set("other such same many certain various")


@rule("quantifier.only", NEAR_MISS, "Only members may vote. <-> Members may vote.", most=2)
def only(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "Only members may vote." <-> "Members may vote."; "The office opens only on Mondays."."""
    seen = lowers(sentence)
    if "only" in seen:
        for word in sentence.words:
            if word.lower == "only" and _is_removable(sentence, word):
                yield change("only", replace(word, ""))
    elif seen.isdisjoint(_SCOPED) and not sentence.is_question and rng.random() < ONLY_SHARE:
        places = _places(sentence)
        if places:
            yield change("only", insert_before(rng.choice(places), "only "))


def _is_removable(sentence: Sentence, word: Word) -> bool:
    before = sentence.before(word)
    after = sentence.after(word)
    if not after or word.rel not in ("advmod", "amod", "det") or word.children:
        return False
    if before.lower in _NOT_BEFORE or before.tag in ("PRP$", "POS", "JJ") or before.text == ",":
        return False
    if _measures(sentence, word, after):
        return False
    return "but" not in lowers(sentence) and after.lower not in _NOT_AFTER and after.tag in _AFTER_TAGS


def _measures(sentence: Sentence, word: Word, after: Word) -> bool:
    """Whether "only" tells no more than that this is little: "make up only 5%", "only the third"."""
    following = sentence.words[word.i + 1 : word.i + 6]
    if after.tag.startswith("VB") or after.tag == "IN":
        return any(w.tag == "CD" for w in following)
    return any(w.tag == "CD" or w.lower in _ORDINALS or w.lower.endswith("th") for w in following[:2])


def _places(sentence: Sentence) -> list[Word]:
    """The words before which "only" may come: a plural subject, or a phrase of time or place that ends what
    may or
    will be done.
    """
    clause = next((c for c in sentence.clauses if c.is_root), None)
    if clause is None or not clause.finite or clause.predicate.tag == "VBG":
        return []
    if clause.predicate.child("ccomp", "parataxis"):
        return []  # "Studies show that ..."
    if clause.finite.tag not in ("MD", "VBP", "VBZ"):
        return []
    places = []
    subject = clause.subject
    if subject and sentence.words[0].text.isupper() and len(sentence.words[0].text) > 1:
        return []  # "CONCLUSIONS Anxiety disorders ..."
    if subject and subject.left == first_word(sentence) and _may_be_only(subject):
        places.append(sentence.words[subject.left])
    for phrase in clause.predicate.all("obl"):
        case = phrase.child("case")
        if not case or case.i != phrase.left or phrase.right < len(sentence.words) - 2:
            continue
        if case.lower not in ("in", "on", "at", "during") or phrase.lemma in _IDIOMS:
            continue
        if not phrase.child("conj", "acl") and (kind(phrase) == "time" or clause.finite.tag == "MD"):
            places.append(case)
    return places


def _may_be_only(subject: Word) -> bool:
    if subject.tag != "NNS" or subject.lemma in ("people", "person"):
        return False
    if subject.child("conj", "appos", "acl", "det", "nummod", "advmod", "nmod:poss"):
        return False
    first = min((subject, *subject.children), key=lambda word: word.i)
    if first.i + 1 < subject.i and subject.i - subject.left > 2:
        return False  # "Health-related variables"
    return first.tag in ("NNS", "JJ", "NN") and first.lower not in _SUCH


# --- in other words ----------------------------------------------------------------------------------

_WORDINGS = Phrasebook(_LISTS.table("wordings"))


@rule("quantifier.only_wording", SAME, "only five seats -> just five seats", most=2)
def only_wording(sentence: Sentence) -> Iterator[Change]:
    """ "only five seats" <-> "just five seats"; "at most two" <-> "no more than two"."""
    for found in _WORDINGS(sentence):
        following, before = found.after(), found.before()
        if not following:
            continue
        is_number = following.tag == "CD" and following.lower != "one"
        if found.text in ("exclusively", "solely"):
            if found.first.rel != "advmod" or following.tag not in ("IN", "TO") or found.first.children:
                continue
        elif not is_number:
            continue
        if found.text == "at least" and (_is_measure(found.after(2)) or (before and before.text in "$£€")):
            continue  # "no fewer than 55 knots"
        if found.text in ("only", "just"):
            last = found.after(2)
            if before.tag in ("DT", "PRP$", "RB", "JJ"):
                continue
            if last.text == "-" or last.lower in ("a.m.", "p.m.", "o'clock"):
                continue
        yield change("only_wording", found.replaced(found.options[0]))


def _is_measure(noun: Word) -> bool:
    return bool(noun) and (noun.tag not in ("NNS", "JJ", "NN") or noun.lemma in MEASURE_NOUNS | {"knot"})
