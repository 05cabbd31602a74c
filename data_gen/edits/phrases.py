"""The phrases that may change places (exchange.py): short, whole, and without a pronoun that would meet
another referent."""

from functools import lru_cache

from ..english.agreement import is_plural
from ..english.kinds import gender, is_name, kind
from ..english.lexicon import ORG_SUFFIXES, TITLES, WEEKDAYS
from .direction import in_brackets
from .prelude import FINITE_TAGS, Sentence, Span, Word, pronouns, word_lists

_LISTS = word_lists(__package__, "phrases")

_TIMES = ("nmod:unmarked", "nmod:npmod", "nmod:tmod", "obl:unmarked")

MAX_PHRASE = 9  # words of an exchanged phrase

_SHARED = TITLES | ORG_SUFFIXES  # words that two names may have in common
_NEVER_INSIDE = frozenset(("acl", "advcl", "ccomp", "appos", "parataxis", "punct", "case"))
_OWN = ("det", "amod", "compound", "flat", "nummod")
_WH = frozenset(("WP", "WDT", "WP$"))


@lru_cache(maxsize=2048)  # many rules ask for the same phrases of the same sentence
def simple_phrase(sentence: Sentence, head: Word) -> Span | None:
    """The phrase of a noun if it is short and has no clause, apposition or quotation mark in it."""
    span = sentence.phrase(head)
    if span is None or span.end - span.start > MAX_PHRASE or not sentence.one_quote(span.start, span.end):
        return None
    words = sentence.words
    inner = words[span.start : span.end]
    for word in inner:
        if word.dep in _TIMES or word.lower in WEEKDAYS or word.tag in _WH or word.lower.endswith("likely"):
            return None
        if word.tag in FINITE_TAGS or (word.rel in _NEVER_INSIDE and word.text not in _LISTS.joined):
            return None
    first, last = inner[0], inner[-1]
    if last.tag in ("RB", "RP", "IN") and last is not head:
        return None  # "all people aboard"
    if last.tag == "POS" or _is_title(words, span) or (last.tag in ("JJ", "VBN", "VBG") and last is not head):
        return None  # "found Anna dead"
    if (
        first.lower in _LISTS.quantifiers
        or first.lower == "that"
        or first.tag in ("WRB", "IN", "RB", "CC", "UH")
    ):
        return None  # "that" may be a conjunction, read as a determiner
    return None if _torn(words, span, head) else span


def own_words(sentence: Sentence, noun: Word) -> Span | None:
    """A noun with the plain words before it that belong to it, without what follows; None where more does."""
    start = noun.i
    while start and sentence.words[start - 1].head is noun and sentence.words[start - 1].rel in _OWN:
        start -= 1
    if any(c.i < start and c.rel in (*_OWN, "nmod", "acl") for c in noun.children):
        return None
    inner = sentence.words[start : noun.i]
    if any(c.i < noun.i and c.children for c in inner) or (
        inner and inner[0].lower in _LISTS.quantifiers | _LISTS.distributive
    ):
        return None
    return Span(start, noun.i + 1, noun)


def _is_title(words: list[Word], span: Span) -> bool:
    """Whether the phrase ends with the title of a name that was cut off ("Judge" of "Judge Ruth")."""
    last = words[span.end - 1]
    return last.lower in TITLES and (
        last.text != last.lower or (span.end < len(words) and is_name(words[span.end]))
    )


def _torn(words: list[Word], span: Span, head: Word) -> bool:
    """Whether the words around a phrase say that more belongs to it."""
    first = words[span.start]
    if span.end < len(words):
        after = words[span.end : span.end + 2]
        if any(w.tag in _WH for w in (after if after[0].text == "," else after[:1])):
            return True  # a relative clause would change hands
        if after[0].lower in _LISTS.after or (head.rel == "nsubj" and after[0].tag in ("VBG", "VBN")):
            return True  # "mice lacking a gene report ..."
        if is_name(after[0]) and not is_name(head) and after[0].rel in ("appos", "flat", "nmod", "obj"):
            return True  # "the mechanical channel TREK-1"
        if after[0].tag == "VB" and head.rel in ("obl", "nmod") and after[0].head:
            return True  # "the diffraction limit", its noun read as a verb
        if after[0].text == "," and is_name(after[-1]) and not is_name(head):
            return True  # "the second city, Turin"
        if after[0].tag == "CC" and is_name(after[-1]) and is_name(head) and head.rel != "conj":
            return True
        if after[0].text == "(" and (head.tag in ("NN", "NNS") or after[-1].text.isupper()):
            return True  # an abbreviation or gloss would change hands
    if not span.start:
        return len(first.text) > 4 and first.text.isupper()  # "RESULTS", the heading of an abstract
    before = words[span.start - 1]
    if (
        before.tag == "CC"
        and is_name(head)
        and head.rel != "conj"
        and span.start > 1
        and (is_name(words[span.start - 2]) or words[span.start - 2].text == ",")
        and any(is_name(w) for w in words[max(0, span.start - 3) : span.start - 1])
    ):
        return True  # "Lyon and Turin"
    if is_name(first) and before.tag == "NN" and kind(before) in ("person_noun", "organisation_noun"):
        return True  # "the suspect Anna Berg"
    if first is head and head.tag in ("NN", "NNS") and before.tag == "NN" and before.end + 1 == first.start:
        return True  # "astrocyte channels"
    if before.quote and not head.quote and first.tag not in ("DT", "PRP$"):
        return True  # the "death receptor" CD95
    return before.lower in _LISTS.nearly or before.tag in ("WDT", "WP$") or before.text in (")", "+")


def bound_pronoun(sentence: Sentence, a: Span, b: Span) -> bool:
    """Whether a pronoun would lose or change its referent's gender or number by the exchange."""
    lowers = {
        w.lower for w in pronouns(sentence) if not a.start <= w.i < a.end and not b.start <= w.i < b.end
    }
    if any(
        w.tag == "PRP$" and (a.start <= w.i < a.end or b.start <= w.i < b.end) for w in pronouns(sentence)
    ):
        return True
    if not lowers:
        return False
    people = [kind(w) in ("person", "person_noun", "name", "pronoun") for w in (a.head, b.head)]
    plural = [is_plural(w) for w in (a.head, b.head)]
    if lowers & _LISTS.singular_pronouns and any(people):
        genders = {gender(a.head), gender(b.head)} - {None}
        if not all(people) or plural != [False, False] or len(genders) > 1:
            return True
        if "pronoun" in (kind(a.head), kind(b.head)):
            return True
    sure = [kind(w) in ("person", "person_noun", "pronoun") for w in (a.head, b.head)]
    if lowers & {"it", "its"} and (sure[0] != sure[1] or (not sure[0] and plural[0] != plural[1])):
        return True
    return bool(lowers & {"they", "their", "them"}) and plural[0] != plural[1]


def shares_name(sentence: Sentence, a: Span, b: Span) -> bool:
    """Whether a word of one name, or its initials, stands in the other: the same person or organisation."""
    names = [[w for w in sentence.words[span.start : span.end] if is_name(w)] for span in (a, b)]
    first, second = ({w.lower for w in name} - _SHARED for name in names)
    if first & second:
        return True
    initials = ["".join(w.text[0] for w in name) for name in names]
    return any(
        len(short) > 1 and w.text.replace(".", "") == short
        for short, name in ((initials[0], names[1]), (initials[1], names[0]))
        for w in name
    )


def contains(a: Word, b: Word) -> bool:
    """Whether one word lies in the other's subtree."""
    return a.left <= b.i <= a.right or b.left <= a.i <= b.right


def is_part_of(a: Word, b: Word) -> bool:
    """Whether one word lies in the other's name, apposition or coordination."""
    for low, high in ((a, b), (b, a)):
        word = low
        while word and word is not high:
            if word.rel not in ("flat", "compound", "appos", "conj", "nmod"):
                break
            word = word.head
        if word is high:
            return True
    return False


def same_form(a: Word, b: Word) -> bool:
    """Names with names, definite with definite or at least determined, bare with bare."""
    if a.lemma == b.lemma and a.lower == b.lower:
        return False
    forms = []
    for word in (a, b):
        if is_name(word):
            forms.append("name")
        elif word.child("det", "nmod:poss", "nummod") or word.tag == "NNS":
            forms.append("determined")
        else:
            forms.append("bare")
    return forms[0] == forms[1] or set(forms) == {"name", "determined"}


def is_glossed(sentence: Sentence, noun: Word) -> bool:
    """Whether the sentence says in other words what the noun's phrase is, or the phrase itself is a gloss.

    "a fast pulse (tachycardia)", "a small head, called microcephaly", "tachypnea (rapid breathing)",
    "viral infections, including measles".
    """
    for last in (noun, sentence.words[noun.right]):
        after, further = sentence.after(last), sentence.after(last, 2)
        names = after.lower in _LISTS.naming - {"or"} and not after.child("nsubj", "aux")
        if after.text in ("(", "[") or names:
            return True
        if after.text == "," and (further.lower in _LISTS.naming or sentence.after(last, 3).lower == "means"):
            return True
        if after.text == ":" or (after.text == "," and further.lower in ("a", "an")):
            return True  # "an area of the brain, a region called ..."
        example = further if after.text == "," else after
        if example.lower in _LISTS.examples or (
            example.lower == "such" and sentence.after(example).lower == "as"
        ):
            return True
    return in_brackets(sentence, noun) or noun.rel == "appos" or bool(noun.child("appos"))
