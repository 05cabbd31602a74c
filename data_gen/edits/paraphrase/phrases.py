"""Other words for a phrase (hard positives): "hypertension" <-> "high blood pressure".

The words are in words.yaml, a group of equals a line; this module finds one of them in a sentence, in any
inflection, and puts another one in its place. What follows stays where it is, so these edits go together with
those that move things. Those of verbs are in verb_phrases.py.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from ...english.kinds import is_illness, is_name
from ...english.nouns import plural
from ..prelude import HYPHENS, NOTHING, SAME, Proposal, Replacement, Sentence, Word, lowers, rule, word_lists

_LISTS = word_lists(__package__, "phrases")
_OPENS_NOUN = frozenset(("DT", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "CD"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase, what may take its place, and what it needs: the lemmas of its object (any if empty), or one
    of the words "agent", "inf", "clause", "none", "adj".
    """

    words: tuple[str, ...]
    options: tuple[str, ...]
    needs: frozenset[str]
    seconds: frozenset[str] = frozenset()  # what may be its second word, in lower case, if it has one


def _entries(text: str) -> Iterator[Entry]:
    """Read "a | b | c" (equals), "a | b > c" (c for a or b), each with " : what it needs" at the end."""
    for line in filter(None, map(str.strip, text.splitlines())):
        group, _, needs = line.partition(" : ")
        left, one_way, right = group.partition(" > ")
        sources = [text.strip() for text in left.split("|")]
        targets = [text.strip() for text in right.split("|")] if one_way else sources
        for source in sources:
            options = tuple(text for text in targets if text != source)
            words = tuple(source.split())
            seconds = frozenset(form for word in words[1:2] for form in (word.lower(), plural(word)))
            yield Entry(words, options, frozenset(needs.split()), seconds)


Table = dict[str, list[tuple[Entry, str]]]
"""Entries by their first word, with the tag that the word must have ("" for any)."""


def _nouns() -> Table:
    table: Table = {}
    for entry in _entries(_LISTS.text("nouns")):
        table.setdefault(entry.words[0].lower(), []).append((entry, ""))
        if len(entry.words) == 1 and not entry.words[0].isupper():
            table.setdefault(plural(entry.words[0]), []).append((entry, "NNS"))
    return _longest_first(table)


def table_of(text: str) -> Table:
    """Return the entries of a list of words.yaml, given as it stands."""
    table: Table = {}
    for entry in _entries(text):
        table.setdefault(entry.words[0], []).append((entry, ""))
    return _longest_first(table)


def _longest_first(table: Table) -> Table:
    for some in table.values():
        some.sort(key=lambda item: -len(item[0].words))
    return table


_NOUNS, _FIXED = _nouns(), table_of(_LISTS.text("fixed"))
_ADVERBS, _ADJECTIVES = table_of(_LISTS.text("adverbs")), table_of(_LISTS.text("adjectives"))


@rule("paraphrase.phrase", SAME, triggers={*_NOUNS, *_FIXED, *_ADVERBS, *_ADJECTIVES}, most=6)
def phrases(sentence: Sentence, rng: random.Random) -> Iterator[Proposal]:
    """in the event that it rains -> if it rains; hypertension <-> high blood pressure

    Yield the sentence with a noun, an adverb or a set phrase in other words, one at a time.
    """
    seen = lowers(sentence)
    finders = ((_FIXED, _set_phrase), (_NOUNS, _noun), (_ADVERBS, _adverb), (_ADJECTIVES, _adjective))
    for table, finds in finders:
        if seen.isdisjoint(table):
            continue
        done = 0
        for word in sentence.words:
            if word.i < done:
                continue
            if word.lower not in table:
                continue
            second = sentence.after(word).lower
            for entry, tag in table[word.lower]:
                if entry.seconds and second not in entry.seconds:
                    continue
                end = word.i + len(entry.words)
                if (tag and word.tag != tag) or not stands(sentence, word.i, end, entry, table is _NOUNS):
                    continue
                options = [text for text in finds(sentence, word, end, entry) if not holds(sentence, text)]
                if options:
                    done = end
                    last = sentence.words[end - 1]
                    yield Replacement(word.start, last.end, rng.choice(options))
                    break


def stands(sentence: Sentence, start: int, end: int, entry: Entry, is_noun: bool) -> bool:
    """Whether the words stand there, in no name, no hyphenated word and one quotation."""
    words = sentence.words
    if end > len(words):
        return False
    for i, wanted in enumerate(entry.words[1:], start + 1):
        last = is_noun and i == end - 1 and words[i].tag == "NNS"
        if words[i].lower != (plural(wanted) if last else wanted.lower()):
            return False
    found = words[start:end]
    first, last_word = found[0], found[-1]
    if entry.words[0].isupper() or entry.words[-1].isupper():
        return tuple(w.text for w in found) == entry.words
    if any(w.text != w.lower and w.i != sentence.first for w in found):
        return False
    if any(w.rel in ("flat", "goeswith") for w in found):
        return False
    before, after = sentence.before(first), sentence.after(last_word)
    later = (sentence.before(w).lower for w in words[end + 1 :] if w.lower == last_word.lower)
    if last_word.tag in ("IN", "TO") and not _LISTS.parallel.isdisjoint(later):
        return False  # "associated with age rather than with wear"
    glued = (before.text in (*HYPHENS, "_", "'") and before.end == first.start) or (
        after.text in (*HYPHENS, "_") and after.start == last_word.end
    )
    return not glued and sentence.one_quote(start, end)


def holds(sentence: Sentence, text: str) -> bool:
    """Whether the words are in the sentence already: a second time they would read badly, or mean another."""
    seen = lowers(sentence)
    content = [w for w in text.lower().split() if len(w) > 4] or [text.lower()]
    return all(word in seen for word in content)


def _set_phrase(sentence: Sentence, first: Word, end: int, entry: Entry) -> Iterator[str]:
    """Set phrases, as they stand. "needs" says what must come next (a number, a comma), or before."""
    before, after = sentence.before(first), sentence.words[end]
    if "number" in entry.needs and not (_is_amount(after) and (len(entry.words) > 1 or first.rel != "case")):
        return
    is_finite = "finite" not in entry.needs or first.tag in ("VBZ", "VBP")
    is_first = "first" not in entry.needs or first.i == sentence.first
    if not (is_finite and is_first) or ("verb" in entry.needs and after.tag != "VB"):
        return
    if "plural" in entry.needs and before.lower not in ("i", "you", "we", "they"):
        return
    if "nouns" in entry.needs and (before.pos not in ("NOUN", "PROPN") or after.tag not in _OPENS_NOUN):
        return
    if "adjunct" in entry.needs and before.lemma == "be":
        return
    if "governing" in entry.needs and (after.pos == "PUNCT" or before.tag in ("RB", "RBR", "RBS")):
        return  # "very concerning"
    opens = first.i == sentence.first and after.text == ","
    if "comma" in entry.needs and not (opens and sentence.words[end + 1].lower not in _LISTS.listing):
        return  # "in some cases, including those in which ..."
    if (
        "end" in entry.needs
        and after.pos != "PUNCT"
        and (after.rel not in ("cc", "mark") or after.tag == "TO" or after.lower == "for")
    ):
        return  # "it is rare for children to ..."
    if "be" in entry.needs and before.lower not in ("is", "are", "was", "were"):
        return  # "will be under review"
    if "end" in entry.needs and len(entry.words) == 1 and first.rel in ("amod", "conj"):
        return  # "a non-exclusive, worldwide licence"
    if "alone" in entry.needs and after.lower == "of":
        return
    if "noun" in entry.needs and (
        first.rel != "det" or after.tag not in ("NN", "JJ") or after.lower in ("other", "way")
    ):
        return
    if "noun" in entry.needs and (first.head.lemma in _LISTS.paired or first.head.head.rel == "acl"):
        return  # "in each hand", "what each patient has"
    if "many" in entry.needs:
        noun = first.head if len(entry.words) == 1 else next(_nouns_behind(sentence, end), NOTHING)
        opens = noun.left == first.i if len(entry.words) == 1 else True
        if noun.tag != "NNS" or not opens or first.rel == "root" or noun.rel == "compound":
            return
    if "kinds" in entry.needs and next(_nouns_behind(sentence, end), NOTHING).tag != "NNS":
        return
    if "after" in entry.needs and (
        (before.tag not in ("NN", "NNS", "CD") and before.lower not in ("once", "twice"))
        or after.lower in ("ago", "earlier", "later", "before", "old")
    ):
        return
    if "span" in entry.needs and (after.lower in _LISTS.per or after.tag == "POS"):
        return
    if "span" in entry.needs and before.lower in _LISTS.counted:
        return  # "the last 12 months" is not "the last one year"
    if "mark" in entry.needs and (first.rel != "mark" or not first.head.child("nsubj", "expl")):
        return
    yield from entry.options


def _nouns_behind(sentence: Sentence, end: int) -> Iterator[Word]:
    """The nouns of the next four words."""
    return (word for word in sentence.words[end : end + 4] if word.tag in ("NN", "NNS", "NNP"))


def _is_amount(word: Word) -> bool:
    """Whether a number says how many, more than one: not "one", no name with a digit in it."""
    if word.tag == "$":
        return True
    return (
        word.tag == "CD"
        and word.lower not in ("one", "1")
        and word.head.lower not in _LISTS.hours
        and (word.text[:1].isdigit() or word.text.isalpha())
    )


def _noun(sentence: Sentence, first: Word, end: int, entry: Entry) -> Iterator[str]:
    words = sentence.words
    head = first if entry.words[-1] == "of" else words[end - 1]
    before, after = sentence.before(first), words[end]
    if head.tag not in ("NN", "NNS") or head.rel in ("compound", "amod", "flat", "appos"):
        return
    if head.child("nsubj") and not head.child("cop"):
        return  # "each of us hereby consents to it": a verb, misread
    if any(is_name(c) for c in head.all("nmod:poss")):
        return  # "Hodgkin's disease"
    if after.tag in ("NN", "NNS", "NNP", "POS", "CD", "VBG") or after.text == "(" or head.quote:
        return  # part of a longer term, with an abbreviation behind it, or quoted
    if any(
        c.rel in ("compound", "appos", "nummod") and c.i < first.i and c.tag != "CD" for c in head.children
    ):
        return
    if before.tag in ("NN", "NNP", "NNS") or (before.lower in _LISTS.terms_of_art and len(entry.words) == 1):
        return
    if "plain" in entry.needs and (after.lower == "of" or head.child("det").lower == "the"):
        return
    if "counted" in entry.needs and head.tag == "NN" and not head.child("det", "nmod:poss"):
        return  # "regenerative medicine"
    if "tech" in entry.needs and _LISTS.tech.isdisjoint(lowers(sentence)):
        return
    if len(entry.words) == 1:
        bare = head.tag == "NN" and not head.child("det", "nmod:poss", "amod")
        if (bare and head.lemma not in _LISTS.mass) or sum(w.lemma == head.lemma for w in words) > 1:
            return
    described = len(entry.words) == 1 and head.child("amod").i + 1 == head.i > 0
    agrees = head.tag == "NNS" and (head.rel in ("nsubj", "nsubj:pass") or head.child("det", "amod"))
    for option in entry.options:
        if described and " " in option and " of " not in option:
            continue  # "pulmonary hypertension"
        if option in _LISTS.mass and (agrees or (head.lemma in _LISTS.mass and before.lower == "the")):
            continue  # "The docs are old.", "the flu"
        yield _plural(option) if head.tag == "NNS" and option not in _LISTS.mass else option


def _plural(noun: str) -> str:
    """Return the plural of a noun of one or more words ("methods of payment")."""
    words = noun.split()
    head = next((i for i, word in enumerate(words) if word in ("of", "in", "to")), len(words)) - 1
    if noun == "person":
        return "people"
    words[head] = words[head] + "s" if words[head].isupper() else plural(words[head])
    return " ".join(words)


def _adjective(sentence: Sentence, first: Word, end: int, entry: Entry) -> Iterator[str]:
    """Adjectives before a noun, of the nouns that the entry needs."""
    noun, before = first.head, sentence.before(first)
    if first.rel != "amod" or first.tag != "JJ" or first.children or noun.pos != "NOUN" or noun.i < first.i:
        return
    if before.tag in ("RB", "RBR", "RBS", "JJ", ",", "CC") or noun.text != noun.lower or is_illness(noun):
        return
    if noun.child("compound") or before.lower in ("this", "that", "how", "so", "too"):
        return
    if entry.needs and noun.lemma not in entry.needs:
        return
    yield from entry.options


def _adverb(sentence: Sentence, first: Word, end: int, entry: Entry) -> Iterator[str]:
    """Adverbs; of several words they stand behind the verb only ("by hand")."""
    before, after = sentence.before(first), sentence.words[end]
    verb = first.head
    if first.rel != "advmod" or first.children or before.tag in ("RB", "WRB") or before.lower in ("as", "so"):
        return
    if verb.pos in ("ADJ", "ADV", "NUM", "NOUN", "ADP", "DET", "PRON"):
        return
    last = verb.i < first.i and (after.pos == "PUNCT" or after.rel in ("case", "mark", "cc"))
    for option in entry.options:
        if " " not in option or last:
            yield option
