"""Slips of the English parser that a parse shows by itself, put right: bare parties of a contract
("Licensee grants Licensor a license"), tags, a missing verb, orders, and verbs with two objects.
"""

from itertools import pairwise

from ..parsing.sentence import FINITE_TAGS, NOTHING, Word
from .lexicon import DEMONYMS, FUNCTION_WORDS, PARTIES, QUOTES
from .verb_forms import IRREGULAR_PASTS, base_form
from .word_lists import word_lists

_LISTS = word_lists(__package__, "repairs")


def repair_parties(words: list[Word]) -> None:
    """Tag the bare parties of a contract as names, in place; the first word must be one of at least two."""
    if not words or words[0].lower not in PARTIES:
        return
    bare = [
        word
        for before, word in pairwise(words)
        if word.lower in PARTIES and word.text[:1].isupper() and before.tag not in ("DT", "PRP$", "JJ")
    ]
    if not bare:
        return
    if len(words) > 3 and words[1].tag == "NNS" and words[2] is bare[0]:
        _give_verb(words)
    for word in (words[0], *bare):
        if word.tag in ("NN", "JJ", "VB", "VBP"):
            word.tag, word.pos = "NNP", "PROPN"


def _give_verb(words: list[Word]) -> None:
    """Make the second word the sentence's verb, between its subject and its object or recipient."""
    subject, verb, other = words[:3]
    base = base_form(verb.text, "VBZ", verb.lemma)
    roots = [word for word in words if not word.head]
    if base is None or len(roots) != 1 or roots[0] not in (subject, verb, other):
        return
    for word in words:
        if word.head in (subject, verb, other) and word not in (subject, verb, other):
            word.head = verb
    objects = any(word.head is verb and word.dep == "obj" for word in words)
    verb.tag, verb.pos, verb.lemma, verb.dep, verb.head = "VBZ", "VERB", base, "root", NOTHING
    verb.rel = "root"
    for word, relation in ((subject, "nsubj"), (other, "iobj" if objects else "obj")):
        word.head, word.dep, word.rel = verb, relation, relation
    for word in (subject, verb, other):
        word.children = [w for w in words if w.head is word]


def repair_names(words: list[Word]) -> None:
    """Tag a capitalised word inside the sentence as a name where the tagger read a common noun."""
    for before, word in pairwise(words):
        if (
            word.tag not in ("NN", "JJ")
            or not word.text[:1].isupper()
            or before.text in QUOTES
            or before.text in (".", ":")
        ):
            continue
        if before.i == 0 and not before.text[:1].isalnum():
            continue
        if word.lower not in DEMONYMS and word.lower not in FUNCTION_WORDS and word.text[1:].isalpha():
            word.tag, word.pos = "NNP", "PROPN"


def repair_tags(words: list[Word]) -> None:
    """Give a predicate with a subject but no auxiliary its finite tag where the tagger read another form."""
    for word in words:
        if word.tag not in ("VBN", "NN", "NNS", "VB") or word.rel not in (
            "root",
            "ccomp",
            "advcl",
            "acl",
            "conj",
            "parataxis",
        ):
            continue
        if not any(c.rel == "nsubj" and c.i < word.i for c in word.children):
            continue
        if any(c.rel in ("aux", "cop", "det", "case") or c.tag == "TO" for c in word.children):
            continue
        if word.tag in ("VBN", "NN", "VB") and word.lower.endswith("ed") | (word.lower in IRREGULAR_PASTS):
            if base_form(word.text, "VBD", word.lemma) is not None:
                word.tag, word.pos = "VBD", "VERB"
        elif (
            word.tag == "NNS"
            and word.child("obj", "obl", "ccomp")
            and base_form(word.text, "VBZ", word.lemma)
        ):
            word.tag, word.pos = "VBZ", "VERB"


def repair_verbless(words: list[Word]) -> None:
    """Re-read "The dog bit the man." where the parser took the verb for a noun.

    Only a whole sentence of determined noun phrases without any verb, with one word between the first two
    that can be a past tense or, after a singular noun, a present: two bare noun phrases in a row are no
    sentence. Phrases after a preposition become obliques.
    """
    if any(w.pos in ("VERB", "AUX") or w.tag in FINITE_TAGS for w in words):
        return
    end = len(words) - (words[-1].text == ".")
    first = next((i for i in range(3, end - 1) if words[i].tag in _DETERMINERS), 0)
    if not first or not _is_phrase(words, 0, first - 1) or not (form := _finite_form(words, first - 1)):
        return
    verb = words[first - 1]
    phrases = [(0, first - 1, "nsubj")]
    start, relation = first, "obj"
    for i in [*range(first, end), end]:
        if i == end or words[i].tag == "IN":
            phrases.append((start, i, relation))
            start, relation = i + 1, "obl"
    if not all(_is_phrase(words, left, right) for left, right, _ in phrases):
        return
    for word in words:
        word.head, word.dep, word.children = verb, "punct", []
    verb.head, verb.dep, verb.pos = NOTHING, "root", "VERB"
    verb.tag, verb.lemma = form
    for left, right, relation in phrases:
        noun = words[right - 1]
        noun.dep, noun.pos = relation, "NOUN"
        for word in words[left : right - 1]:
            word.head = noun
            word.dep = {"JJ": "amod", "NN": "compound", "PRP$": "nmod:poss"}.get(word.tag, "det")
        if relation == "obl":
            words[left - 1].head, words[left - 1].dep = noun, "case"
    for word in words:
        word.rel = word.dep.partition(":")[0]
        if word.head:
            word.head.children.append(word)


_DETERMINERS = ("DT", "PRP$")


def _is_phrase(words: list[Word], start: int, end: int) -> bool:
    """Whether tokens start..end are a determiner, adjectives or nouns, and a common noun."""
    if end - start < 2 or words[start].tag not in _DETERMINERS or words[end - 1].tag not in ("NN", "NNS"):
        return False
    return all(word.tag in ("JJ", "NN") for word in words[start + 1 : end - 1])


def _finite_form(words: list[Word], i: int) -> tuple[str, str] | None:
    """Return tag and base of the finite verb that token i can be, or None."""
    word = words[i]
    if word.lower in IRREGULAR_PASTS or word.lower.endswith("ed"):
        tag = "VBD"
    elif word.tag == "NNS" and words[i - 1].tag == "NN":
        tag = "VBZ"
    else:
        return None
    base = base_form(word.text, tag, word.lemma)
    return (tag, base) if base is not None else None


_ORDERS = _LISTS.set("orders")
_AFTER_ORDER = frozenset(("DT", "PRP$", "PRP", "RP", "CD"))
_BEFORE_NOUN = frozenset(("det", "amod", "nummod", "nmod", "compound"))
_FINITE = frozenset(("VBZ", "VBP", "VBD", "MD"))


def repair_order(words: list[Word]) -> None:
    """Read "Cancel" in "Cancel my order." as a verb, in place.

    It must be one of the common verbs of orders, the root (or the subject of a gerund), and its object or
    particle must come next.
    """
    if len(words) < 3 or words[0].lower not in _ORDERS or words[0].tag == "VB":
        return
    first, second = words[0], words[1]
    if not first.head and second.tag in _AFTER_ORDER:
        if any(w.tag in _FINITE and (w.head is first or not w.head) for w in words):
            return
    elif first.lower in ("avoid", "stop") and second.tag == "VBG" and first.head is second:
        first.head, first.dep, first.rel = NOTHING, "root", "root"
        second.children = [w for w in second.children if w is not first and w.rel != "punct"]
        first.children = [w for w in words if w.rel == "punct" and w.head is second] + [second]
        for word in first.children:
            word.head = first
        second.dep = second.rel = "xcomp"
    else:
        return
    first.tag, first.pos, first.lemma = "VB", "VERB", first.lower


def repair_noun_root(words: list[Word]) -> None:
    """Read "disables" in "This command disables the login, ..." as the verb, in place: a root that is tagged
    as a noun and has an object behind it.
    """
    root = next((w for w in words if not w.head), NOTHING)
    if root.tag != "NNS" or root.i < 2 or not root.has("obj") or root.child("cop", "nsubj", "case"):
        return
    subject, thing = words[root.i - 1], root.child("obj")
    base = base_form(root.text, "VBZ", root.lemma)
    after = words[root.i + 1]
    starts = after.tag in _DETERMINERS and after.head is thing
    single = subject.tag == "NN" and subject.head is root and words[0].lower in _SINGLE
    if base is None or not starts or not single or not all(w.tag in ("JJ", "NN") for w in words[1 : root.i]):
        return
    root.tag, root.pos, root.lemma = "VBZ", "VERB", base
    before = [w for w in words[: root.i] if w is not subject]
    for word in before:
        word.head = subject
    subject.dep = subject.rel = "nsubj"
    subject.children = before
    root.children = [w for w in root.children if w not in before]


_SINGLE = frozenset(("this", "that", "the", "a", "an", "each", "every"))


def repair_double_object(words: list[Word]) -> None:
    """Read the first of two objects in a row as the receiver, and what stands behind a preposition as no
    object, in place.
    """
    objects = [w for w in words if w.dep == "obj" and w.head and w.i > w.head.i]
    for thing in objects:
        case = words[thing.head.i + 1]
        nearest = not any(case.i < c.i < thing.i for c in thing.head.children)
        if case.rel == "case" and case.lower in _LISTS.of_adjuncts and nearest:
            thing.dep = thing.rel = "obl"  # "select for lower costs"
    objects = [w for w in objects if w.dep == "obj"]
    for one, other in pairwise(objects):
        if one.head is other.head and one.tag != "CD" and other.i > one.i:
            between = words[one.i + 1 : other.i]
            if between and all(w.head is other and w.rel in _BEFORE_NOUN for w in between):
                one.dep = one.rel = "iobj"


def repair_mark(words: list[Word]) -> None:
    """Read "before" as the opening of a clause where its noun is the subject of a finite verb, in place."""
    for mark in words:
        noun, verb = mark.head, mark.head.head
        if mark.rel != "case" or mark.lower not in _LISTS.marks or noun.rel != "nsubj" or not verb.head:
            continue
        finite = verb.tag in _FINITE or any(c.tag in _FINITE for c in verb.all("aux", "cop"))
        clause = verb.rel in ("conj", "ccomp", "advcl", "parataxis") and not verb.child("cc", "mark")
        whole = verb.head.i < mark.i < noun.i < verb.i and all(w.head is noun for w in words[mark.i : noun.i])
        if not (finite and clause and whole) or verb.head.pos not in ("VERB", "AUX", "ADJ"):
            continue
        noun.children.remove(mark)
        verb.children.insert(0, mark)
        mark.head, mark.dep, mark.rel, verb.dep, verb.rel = verb, "mark", "mark", "advcl", "advcl"
