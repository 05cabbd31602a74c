"""Relative clauses (hard positives): "the man who was sitting there" <-> "the man sitting there".

Part of the family paraphrase, with "Anna Berg, the mayor," <-> "Anna Berg, who is the mayor," and "the car
that broke" <-> "the car which broke".
"""

import random
from collections.abc import Iterator

from ...english.agreement import is_plural
from ...english.casing import piece
from ...english.kinds import is_name, kind
from ...english.lexicon import word_set
from ...english.verb_forms import base_form, past, third_person
from ...english.word_lists import word_lists
from ...parsing.sentence import Clause, Sentence, Word
from ..edit import Change, Replacement, change
from ..index import is_statement, related
from ..rule import SAME, rule
from .arguments import be, is_definite, is_past, is_person

_LISTS = word_lists(__package__, "relatives")

WHICH_SHARE = 0.5  # of the exchanges of "which" and "that"
_SAYING = frozenset(("say", "tell", "add", "announce"))
_RELATIVE = frozenset(("who", "which", "that"))
_BE = frozenset(("is", "are", "was", "were"))
_CAUSATIVE = word_set("order want see have keep get leave find make hear watch catch need notice like report")
_POSTURES = _LISTS.set("postures")
_STATES = _LISTS.set("states")
_SUPERLATIVE = _LISTS.set("superlative")
_NO_EVENTS = word_set("base give compare call name")


@rule(
    "paraphrase.participle",
    SAME,
    "the man who was sitting there <-> the man sitting there",
    when=is_statement,
)
def participles(sentence: Sentence) -> Iterator[Change]:
    """ "the man who was sitting there" <-> "the man sitting there"."""
    tense = _main(sentence)
    words = sentence.words
    for verb in related(sentence, "acl"):
        noun = verb.head
        if noun.pos not in ("NOUN", "PROPN") or verb.left <= noun.i or verb.quote != noun.quote:
            continue
        first = words[verb.left]
        if verb.dep == "acl:relcl":
            if first.lower not in _RELATIVE or first.rel != "nsubj" or first.head is not verb:
                continue
            finite = words[first.i + 1]
            if finite.lower not in _BE or finite.i + 1 != verb.i or verb.tag not in ("VBG", "VBN"):
                continue
            if first.i != noun.i + 1 or verb.right == verb.i or verb.all("conj"):
                continue
            if words[min(verb.right + 1, len(words) - 1)].tag == "CC":
                continue  # "... and results in": what follows needs its subject
            yield change("participle", Replacement(first.start, verb.start, ""))
        elif verb.tag in ("VBG", "VBN") and verb.left == verb.i == noun.i + 1 and verb.right > verb.i:
            text = _finite(noun, verb, tense)
            if text is not None:
                yield change("participle", Replacement(verb.start, verb.end, text))


def _lacks_verb(noun: Word) -> bool:
    """Whether the noun stands in a clause without a verb: the participle is its verb, misread."""
    top = noun
    while top.rel == "nmod" and top.head:
        top = top.head
    clausal = top.rel in ("ccomp", "advcl", "acl", "parataxis")
    return clausal and top.pos in ("NOUN", "PROPN") and not top.child("cop")


def _finite(noun: Word, verb: Word, tense: Clause | None) -> str | None:
    """Return "that was published" for "published" where the tense can be told."""
    plural = is_plural(noun)
    base = base_form(verb.text, verb.tag, verb.lemma)
    if plural is None or base is None or tense is None or not tense.finite or verb.all("conj", "xcomp"):
        return None
    governor = noun.head
    if _lacks_verb(noun):
        return None
    if noun.rel == "obj" and governor.lemma in _CAUSATIVE:
        return None  # "had the roof repaired"
    if is_name(noun) or kind(noun) in ("measure", "number", "time", "other"):
        return None
    if verb.all("nsubj", "cop", "aux"):
        return None
    who = "who" if is_person(noun) else "that"
    past_tense = is_past(tense)
    if verb.tag == "VBN" and verb.child("obj"):
        return None  # a past tense, misread
    if verb.tag == "VBN":
        dated = any(kind(c) == "time" for c in verb.all("obl"))
        agent = any(case.lower == "by" for c in verb.all("obl") for case in c.all("case"))
        if (not past_tense and (not dated or agent)) or verb.lemma in _NO_EVENTS:
            return None
        return f"{who} {be(plural, True)} {verb.text}"
    if verb.lemma in _POSTURES and past_tense and base in _POSTURES:
        return f"{who} {be(plural, True)} {verb.text}"
    if verb.lemma in _STATES and base in _STATES:
        return f"{who} {past(base) if past_tense else base if plural else third_person(base)}"
    return None


@rule(
    "paraphrase.apposition",
    SAME,
    "Anna Berg, the mayor, <-> Anna Berg, who is the mayor, ; the mayor, Anna Berg,",
    when=is_statement,
)
def appositions(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "Anna Berg, the mayor, left" <-> "Anna Berg, who is the mayor, left", "The mayor, Anna Berg, left"."""
    tense = _main(sentence)
    words = sentence.words
    for inner in related(sentence, "appos"):
        noun = inner.head
        if noun and is_name(inner) and is_name(noun) and not inner.child("det"):
            continue  # "Lyon, France"
        if not noun or not _is_set_off(sentence, noun, inner) or inner.all("conj") or noun.all("conj"):
            continue
        start, end = _bounds(words, inner)
        comma, determiner = words[start - 1], words[start]
        options = []
        if (
            is_name(noun)
            and determiner.lower in ("the", "a", "an")
            and inner.tag == "NN"
            and tense is not None
        ):
            who = "who" if is_person(noun) or (is_person(inner) and inner.lemma != "member") else "which"
            dated = any(kind(w) == "time" for w in words[start:end])
            past_tense = is_past(tense) and (dated or tense.predicate.lemma not in _SAYING)
            known = who == "who" or determiner.lower != "the"
            if known and kind(noun) in ("person", "name", "organisation", "place") and tense.finite:
                text = f" {who} {be(False, past_tense)}"
                options.append(Replacement(comma.end, comma.end, text))
        case = noun.child("case")
        plain = not case or noun.left > 0  # "Outside the court, Omar ..." is no apposition
        if plain and is_definite(noun) and is_definite(inner) and _same_sort(noun, inner):
            front = noun.left if not case else case.i + 1
            first, second = piece(sentence, front, comma.i), sentence.slice(start, end)
            if (
                not any(w.text == "," or w.tag == "PRP$" for w in words[front : comma.i])
                and noun.rel != "nmod"
            ):
                options.append(Replacement(words[front].start, words[end - 1].end, f"{second}, {first}"))
        if options:
            yield change("apposition", rng.choice(options))


def _same_sort(noun: Word, inner: Word) -> bool:
    """Whether one is a name and the other what it names, a person or something else."""
    if is_name(noun) == is_name(inner):
        return False
    name, other = (noun, inner) if is_name(noun) else (inner, noun)
    sort = kind(name)
    return (sort in ("person", "name")) == (kind(other) == "person_noun") or sort == "name"


def _bounds(words: list[Word], inner: Word) -> tuple[int, int]:
    """Return start and end of a set-off phrase without the commas around it, which the parser hangs on it."""
    return inner.left + (words[inner.left].text == ","), inner.right + (words[inner.right].text != ",")


def _is_set_off(sentence: Sentence, noun: Word, inner: Word) -> bool:
    """Whether the apposition stands between two commas (or a comma and the full stop), no list around it."""
    words = sentence.words
    start, end = _bounds(words, inner)
    if start <= noun.i or words[start - 1].text != "," or end >= len(words):
        return False
    if words[end].text not in (",", "."):
        return False
    if any(w.text == "," or w.rel == "acl" for w in words[start:end]) or len(noun.all("appos")) > 1:
        return False
    if words[end].text == "," and words[end + 1].lower in ("and", "or", "the", "a", "an"):
        return False
    return noun.quote == inner.quote and end - start < 10 and start - 1 == _end_of(noun, inner)


def _end_of(noun: Word, inner: Word) -> int:
    """Return the index after the part of the noun's phrase that stands before the apposition."""
    parts = [c.right for c in noun.children if c.i < inner.left and c.rel != "punct"]
    return max([noun.i, *parts]) + 1


@rule("paraphrase.apposition", when=is_statement)
def copular_relatives(sentence: Sentence) -> Iterator[Change]:
    """ "Anna Berg, who is the mayor, left" -> "Anna Berg, the mayor, left"."""
    words = sentence.words
    for inner in related(sentence, "acl"):
        noun = inner.head
        if inner.dep != "acl:relcl" or not noun or inner.pos not in ("NOUN", "PROPN") or inner.left <= noun.i:
            continue
        first = words[inner.left]
        if first.text == ",":
            first = words[inner.left + 1]
        if first.lower not in ("who", "which") or words[first.i - 1].text != "," or first.head is not inner:
            continue
        copula = words[first.i + 1]
        if not is_name(noun) and words[copula.i + 1].lower == "the":
            continue  # "the bank, the lender, ..." would read as a list
        if copula.lower not in _BE or copula.rel != "cop":
            continue
        if words[copula.i + 1].lower not in ("the", "a", "an"):
            continue
        after = words[inner.right + 1]
        if words[inner.right].text == ",":
            after = words[inner.right]
        if after.text not in (",", ".") or inner.all("conj", "advcl", "acl", "nmod:poss"):
            continue
        if after.text == "," and words[after.i + 1].lower in ("and", "or", "the", "a"):
            continue
        if words[copula.i + 1].i != min(c.i for c in inner.children if c.rel == "det"):
            continue
        yield change("apposition", Replacement(first.start, words[copula.i + 1].start, ""))


@rule("paraphrase.relative_pronoun", SAME, "the pump that failed <-> the pump which failed")
def relative_pronouns(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "the car that broke" <-> "the car which broke"; restrictive, of things."""
    words = sentence.words
    for verb in related(sentence, "acl"):
        noun = verb.head
        if verb.dep != "acl:relcl" or not noun or verb.left != noun.i + 1 or kind(noun) != "thing":
            continue
        first = words[verb.left]
        if first.lower not in ("that", "which") or first.rel not in ("nsubj", "obj"):
            continue
        if first.head is not verb:
            continue
        if noun.tag not in ("NN", "NNS") or any(
            c.lower in _SUPERLATIVE or c.tag == "JJS" or c.lower in ("any", "every") for c in noun.children
        ):
            continue
        if rng.random() < WHICH_SHARE:
            new = "which" if first.lower == "that" else "that"
            yield change("relative_pronoun", Replacement(first.start, first.end, new))


def _main(sentence: Sentence) -> Clause | None:
    """The main clause, whose tense a shortened clause had or gets."""
    return next((clause for clause in reversed(sentence.clauses) if clause.is_root), None)
