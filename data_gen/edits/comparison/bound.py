"""Bounds of amounts turned around (near-misses): at least and at most, more than and less than, exceed.

A bound is touched where a number stands behind it, or where it bounds by itself ("exceed"), and where
nothing else in the sentence says by which side the amount is bounded.
"""

import re
from collections.abc import Iterator

from ...english.kinds import kind
from ...english.number_words import is_year
from ...english.verb_forms import base_form, inflected
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..direction import is_bracketed, is_definition, is_reasoned, serves
from ..polarity import clause_of
from ..prelude import NEAR_MISS, Found, Replacement, Table, lexical, lowers, replace, rule, word_lists
from .change import is_quantity
from .claims import condition_of, is_asked, is_driven, is_past

_LISTS = word_lists(__package__, "bound")

_NUMBERS = "|".join(sorted(_LISTS.numbers))
_COUNTED = re.compile(rf"[$£€]?\d|[$£€]$|(?:{_NUMBERS}|twice|double)$|hundred|thousand|million|dozen")
_YEAR = re.compile(r"(1[89]|20)\d\d")
_SYMBOLS = frozenset("PpNn")
_NEARBY = 8  # words behind a minimum or maximum among which its amount stands
_BOUNDS = Table(_LISTS.table("bounds"))


@lexical("comparison.bound", NEAR_MISS, _BOUNDS)
def bound(found: Found) -> tuple[str, ...]:
    """at least two references -> at most two references; more than 3 percent -> less than 3 percent"""
    sentence, number = found.sentence, found.after()
    if is_definition(sentence) or (found.last.lower == "of" and found.before().lower == "to"):
        return ()  # "chronic pain is pain that lasts over a month"; "up to a maximum of"
    if not is_bound(found) or _is_settled(found):
        return ()
    if not (is_asked(sentence) or is_past(sentence, number) or _is_set(found)) and (
        serves(found.first) or _is_consequent(found)
    ):
        return ()
    clause = clause_of(sentence, number)
    if clause is not None and clause.predicate.lemma in _LISTS.rushing:
        return ()
    if found.before().lower == "to" and "from" in lowers(sentence):
        return ()  # "raised from 30 to more than 50"
    if found.before().lower == "of" and found.before(2).has("case", "with") and not is_asked(sentence):
        return ()  # an advertisement: "with waiting times of less than 2 hours"
    if found.last.lower in _LISTS.plain and not _has_amount(found):
        return ()
    if found.text == "at least" and _is_asked_for(found):
        return ()
    if found.text == "up to" and not (number.rel == "nummod" or number.lower in ("a", "half", "$", "£", "€")):
        return ()  # "is protected up to 85,000"
    if found.text == "up to" and found.before().pos in ("NOUN", "PUNCT") and not is_asked(sentence):
        return ()  # "a grant up to $250", "you are paid back, up to 6 percent"
    if number.lower in ("one", "1") and kind(number.head) not in ("measure", "time", "number"):
        return ()  # no "less than one user"
    options = [fitting(found, option) for option in found.options if _is_told(found, option)]
    if number.lower in ("two", "2") and (is_counted(number.head) or found.after(2).lower == "of"):
        options = [one for one in options if one not in ("fewer than", "less than")]  # than two is one
    return tuple(options)


def _is_settled(found: Found) -> bool:
    """Whether the rest of the sentence says by what side the amount is bounded: a reason, a contrast, a
    negation ("has not been seen in more than two weeks"), a gloss ("small doses (less than 5 mg)"), a list of
    what is counted, the same comparative again, a word like "only".
    """
    sentence, number = found.sentence, found.after()
    if is_reasoned(sentence) or is_bracketed(sentence, found.first) or found.before().text in _SYMBOLS:
        return True
    if number.rel == "nummod" and _is_lead_time(found):
        return True
    if any(w.lemma in _LISTS.settling for w in sentence.words):
        return True  # "never without at least two people"
    others = (one for one in _BOUNDS(sentence) if one.start != found.start)
    if not is_asked(sentence) and any(one.text not in _LISTS.ambiguous or is_bound(one) for one in others):
        return True  # "a minimum length of at least 12 signs"
    sizes = {found.first.lower, *(option.split()[0] for option in found.options)}
    if found.first.tag in ("JJR", "RBR") and sum(w.lower in sizes for w in sentence.words) > 1:
        return True  # "smaller than 9 mm while some are larger"
    word = number
    while word:
        adds = word.tag == "VBG" and word.rel in ("advcl", "acl") and sentence.before(word).text == ","
        if adds or (_is_negative(word) and not sentence.is_question) or word.has("amod", *_LISTS.sizes):
            return True  # "short notes of up to 20 words"
        word = word.head if word.rel != "conj" else NOTHING
    return False


def _is_negative(verb: Word) -> bool:
    """Whether the verb is negated, or said of nobody: "no guest can stay for more than a week", "avoid more
    than two".
    """
    subject = verb.child("nsubj")
    return (
        verb.is_negated
        or verb.lemma in _LISTS.shunning
        or subject.has("det", "no")
        or subject.lower in _LISTS.nobody
    )


def _is_consequent(found: Found) -> bool:
    """Whether the rest builds on the bound: "if you need more than a week, ask for additional days", "a task
    that exceeds two days is broken into smaller ones".
    """
    sentence = found.sentence
    around = (*sentence.words[: found.start], *sentence.words[found.end :])
    if any(w.lower in _LISTS.consequent and w.tag[:2] in ("JJ", "RB") for w in around):
        return True
    return _is_acted_on(sentence, found.after())


def _is_acted_on(sentence: Sentence, word: Word) -> bool:
    """Whether the word stands in a condition, or in what singles out some, who then must, may or will do
    something: "members who have been away for more than a year must apply again".
    """
    inner = condition_of(word)
    while word and not inner:
        inner = word if word.rel == "acl" else inner
        word = word.head
    if not inner:
        return False
    main = sentence.clause(inner.head) if inner.rel == "advcl" else clause_of(sentence, inner.head)
    return main is None or main.finite.tag in ("MD", "")


def _has_amount(found: Found) -> bool:
    """Whether the minimum or maximum is told or asked for: "the maximum dose is 40 mg", but no "minimum
    viable product", and no "minimum amount needed".
    """
    words = found.sentence.words[found.end : found.end + _NEARBY]
    told = (
        _is_set(found)
        or found.sentence.is_question
        or any(w.tag == "CD" and w.rel not in ("flat", "compound") for w in words)
    )
    return told and found.after().lemma != "extent" and _LISTS.needed.isdisjoint(lowers(found.sentence))


def _is_set(found: Found) -> bool:
    """Whether a minimum or maximum is what somebody sets: "sets a maximum number of files to show"."""
    measure = found.after()
    return measure.lemma in _LISTS.measures and measure.head.lemma in _LISTS.setting


def _is_lead_time(found: Found) -> bool:
    """ "at least 24 hours before arrival", "at least 30 days' notice": nobody bounds it by the other side."""
    words = found.sentence.words[found.end : found.end + 6]
    return any(w.lower in _LISTS.ahead for w in words)


def _is_told(found: Found, option: str) -> bool:
    """Whether the other bound is one that a sentence of this sort tells: that at most three cases have been
    reported nobody tells, nor that somebody has promised at most three, or may have at least three.
    """
    sentence = found.sentence
    if sentence.is_question:
        return True
    clause = clause_of(sentence, found.after())
    if option in ("at least", "a minimum of") and clause is not None:
        return _LISTS.granting.isdisjoint(w.lemma for w in (clause.predicate, *clause.predicate.children))
    if "least" not in found.text or clause is None or clause.predicate.lemma in ("need", "require"):
        return True
    promised = clause.finite.tag == "MD" and clause.subject.lower in ("we", "i")
    ordered = clause.predicate.tag == "VB" and not clause.finite  # "allow at least two weeks"
    told = any(c.finite for c in sentence.clauses) and clause.finite.tag != "MD"
    number = found.after()
    counted = is_counted(number.head) or found.after(2).lower == "of"
    if promised or clause.predicate.lemma in _LISTS.wanting or (ordered and not counted):
        return False
    if told and counted and number.lower in _LISTS.few:
        return False
    return not (told and counted and option == "at most")


def _is_asked_for(found: Found) -> bool:
    """Whether the clause is a condition that somebody fulfils: "if you have had at least two years"."""
    noun = found.after().head
    return any(
        c.predicate.rel == "advcl" and noun in found.sentence.subtree(c.predicate)
        for c in found.sentence.clauses
    )


def is_bound(found: Found) -> bool:
    """Whether the wording bounds an amount: "over 20 kilos", not "over two roads"."""
    following, before, text = found.after(), found.before(), found.text
    if not following or (text.endswith(("the minimum", "the maximum")) and following.pos != "NOUN"):
        return text.split()[-1] in _LISTS.plain and following.text in (".", ",", "of")
    if text in ("over", "under") and before.tag == "CD":
        return False  # "120 over 80"
    if text.split()[-1] in _LISTS.plain:
        return following.pos in ("NOUN", "ADJ")
    if not _COUNTED.match(following.lower):
        return False
    if before.lower in ("the", "from", "by", "not", "no", "and", "or") or before.text == "-":
        return before.lower in ("by", "and", "or", "from") and text not in _LISTS.ambiguous | {"up to"}
    if following.lower in ("a", "an", "one"):
        counted = found.after(2)
        return (
            counted.lemma in _LISTS.periods or counted.lower in _LISTS.amounts
        ) and text not in _LISTS.ambiguous
    noun = following.head
    if text in ("over", "under") and found.governed() is following and not is_year(following.text):
        return found.after(2).text in (".", ",", "?", ")", "")  # "children under 12"
    several = before.tag == "NNS" and following.tag == "CD" and found.after(2).tag[:2] != "NN"
    if text in ("over", "under") and several and is_asked(found.sentence) and not is_year(following.text):
        return True  # "kids under 12 go free?"
    if text in ("over", "under"):
        if found.first.rel == "case" and kind(noun) not in ("measure", "number"):
            return False  # "over two roads"
        spans = any(w.lower in _LISTS.periods for w in found.sentence.words[found.end : found.end + 4])
        return not spans and following.rel == "nummod" and before.tag not in ("VBN", "RP")  # "over 20 years"
    if text in ("above", "below"):
        if before.lower == "to" or is_driven(following):
            return False  # "dropped below 90 percent"
        return bool(noun) and (kind(noun) in ("measure", "number") or noun.tag == "CD")
    if text in ("almost", "nearly"):
        return following.rel == "nummod" and following.tag == "CD"
    runs = _YEAR.fullmatch(following.text) is not None or before.lemma in _LISTS.runs  # "rose up to 20"
    return text != "up to" or not (runs or _is_lead_time(found))


def fitting(found: Found, option: str) -> str:
    """ "fewer" of what is counted, "less" of percentages, money, times and distances."""
    if found.text == "up to" and found.before().pos == "NOUN":
        return "over"  # "sizes up to 2 TB"
    if option not in ("less than", "fewer than"):
        return option
    words = found.sentence.words[found.end : found.end + 4]
    noun = next((w for w in words if w.tag == "CD"), NOTHING).head
    if found.after(2).lower == "of" and any(w.tag == "NNS" for w in words):
        return "fewer than"  # "fewer than eight of the guests"
    money = any(w.text in ("$", "£", "€", "%") for w in words)
    return "less than" if money or not is_counted(noun) else "fewer than"


def is_counted(noun: Word) -> bool:
    """Whether the noun names things that are counted, not an amount."""
    return noun.tag == "NNS" and kind(noun) not in ("measure", "time", "number")


_MEASURED = Table(_LISTS.table("measured"))


@lexical("comparison.bound", None, _MEASURED)
def measured(found: Found) -> bool:
    """ "a maximum number of files" -> "a maximum size of files": what is bounded of the same things."""
    things = found.after(2) if found.after().tag == "DT" else found.after()
    while things.tag in ("JJ", "NN", "VBN") and found.sentence.after(things).tag[:2] in ("NN", "JJ", "VB"):
        things = found.sentence.after(things)
    if "per" in lowers(found.sentence):
        return False  # "the number of requests per minute"
    bounded = found.before().lower in _LISTS.extremes or found.before(2).lemma in _LISTS.setting
    return bounded and things.tag == "NNS" and things.lemma in _LISTS.sized


@rule("comparison.bound", triggers=("exceed", "exceeds", "exceeded"))
def exceeding(sentence: Sentence, clause: Clause) -> Iterator[Replacement]:
    """ "The fee shall not exceed 20 dollars." -> "... not fall below 20 dollars."."""
    verb, limit = clause.predicate, clause.object
    if verb.lemma != "exceed" or limit.i < verb.i or clause.passive or verb.tag == "VBG" or verb.child("cc"):
        return
    if not is_quantity(clause.subject) or not (limit.tag in ("CD", "$") or limit.has("nummod")):
        return  # "uploads may not exceed 2 GB"; "exceed the number of seats"
    if "maximum" in lowers(sentence) or serves(verb) or is_reasoned(sentence) or _is_acted_on(sentence, verb):
        return
    if base_form(verb.text, verb.tag, verb.lemma) == "exceed" and limit.lemma != "expectation":
        yield replace(verb, f"{inflected('fall', verb.tag)} below")
