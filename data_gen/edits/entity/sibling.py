"""A name becomes one from outside the sentence (near-misses): "a flight to Rome" -> "a flight to Madrid".

Rule entity.sibling. The sets of words.yaml hold names that exclude each other: countries and cities,
browsers, licences, file formats, payment services. Any other name takes a sibling that the corpus has in
one list with it ("Lyon or Turin"), or before the same noun ("the Becker gene", "the Holt gene"). What is
typed without capitals is closed_class.py's (substitution.member).
"""

import re

from ...english.kinds import AGENTS, is_name, kind
from ...parsing.sentence import HYPHENS, Sentence, Word
from ..corpus_slots import NAMED, Slots, name_slot
from ..names import is_label
from ..phrases import is_glossed
from ..prelude import NEAR_MISS, Changes, Random, Replacement, change, is_echoed, lowers, rule, word_lists

_LISTS = word_lists(__package__, "sibling")

Sets = dict[str, tuple[str, ...]]


def _sets(name: str) -> Sets:
    """Return {name: the others of all of its sets}."""
    found: Sets = {}
    for line in _LISTS.text(name).strip().splitlines():
        members = [member.replace("_", " ") for member in line.split()]
        for member in members:
            others = (*found.get(member, ()), *(other for other in members if other != member))
            found[member] = tuple(dict.fromkeys(others))
    return found


NATIONALITIES = _sets("nationalities")
LANGUAGES = _sets("languages")
PLACES = _sets("places")
THINGS = _sets("things")
_MAKERS = tuple(frozenset(line.lower().split()) for line in _LISTS.phrases("makers"))
_AMBIGUOUS = _LISTS.set("ambiguous")
_FIXED = _LISTS.set("fixed")
_WITH_THE = frozenset(name.replace("_", " ") for name in _LISTS.text("with_the").split())
_KNOWN = {**PLACES, **THINGS, **NATIONALITIES, **LANGUAGES}
_FIRST = frozenset(name.split()[0].lower() for name in _KNOWN)
_LANGUAGE_VERBS = frozenset(("speak", "learn", "study", "teach", "understand", "translate", "write", "read"))
_ROLES = frozenset(
    ("nsubj", "obj", "obl", "nmod", "conj", "root", "iobj", "flat", "dep", "appos", "compound")
)


@rule("entity.sibling", NEAR_MISS, "Flights to Rome on Friday -> Flights to Madrid on Friday", most=3)
def siblings(sentence: Sentence, rng: Random) -> Changes:
    """Yield the sentence with one name replaced by another of its set, or by one of the corpus's lists."""
    seen, slots = lowers(sentence), sentence.slots
    if slots is None and seen.isdisjoint(_FIRST):
        return
    for word in sentence.words:
        if word.text.islower() and word.lower not in _FIRST:
            continue
        text, last = _name(sentence, word)
        if not text:
            continue
        named = sentence.words[word.i : last.i + 1]
        head = next((w for w in named if not word.i <= w.head.i <= last.i), last)
        options = _known(head, last, text, word.i == sentence.first) or (
            () if slots is None else _mined(slots, word, last)
        )
        if not options or is_echoed(sentence, word) or not _stands_alone(sentence, word, last, head):
            continue
        if _is_example(sentence, head) or (text in PLACES and not seen.isdisjoint(_LISTS.national)):
            continue  # "any method, such as POST"; "HMRC rules for the UK"
        if _is_told_again(sentence, text) or (text.isupper() and _is_of_a_place(sentence, text)):
            continue
        if is_glossed(sentence, word.head if word.rel == "compound" else word):
            continue  # "Holt disease (HD)"
        fitting = [
            option
            for option in options
            if seen.isdisjoint(set(option.lower().split()) - set(text.lower().split()))
            and (option.split()[0] == text.split()[0] or not is_echoed(sentence, word, option))
        ]
        if fitting:
            option, clitic = rng.choice(fitting), sentence.after(last)
            if clitic.tag == "POS" and len(clitic.text) == 1 and not option.endswith("s"):
                yield change("sibling", Replacement(word.start, clitic.end, f"{option}{clitic.text}s"))
            else:
                yield change("sibling", Replacement(word.start, last.end, option))


def _name(sentence: Sentence, word: Word) -> tuple[str, Word]:
    """The name that begins with a word, as the sets write it or as it stands, and its last word."""
    if word.lower in _FIRST:
        for length in (3, 2, 1):
            words = sentence.words[word.i : word.i + length]
            text = " ".join(w.text for w in words)
            if text in _KNOWN:
                return text, words[-1]
    return (word.text if is_name(word) else ""), word


def _is_example(sentence: Sentence, name: Word) -> bool:
    """Whether a name is an example, or a member of a list of such: another one would mean the same."""
    first = name.head if name.rel == "conj" else name
    words = [w.lower for w in sentence.words[max(0, first.left - 2) : first.i]]
    return not _LISTS.exemplifying.isdisjoint((*words, *(c.lower for c in first.all("case"))))


def _is_told_again(sentence: Sentence, name: str) -> bool:
    """Whether the short form of a name stands in the sentence too ("Holt Cloud ... HCP"), the name itself in
    another word ("a JSON file at a.json"), its maker or another thing of his, or its land or people."""
    if len(re.findall(rf"(?<![a-z]){re.escape(name.lower())}(?![a-z])", sentence.text.lower())) > 1:
        return True
    own = set(name.lower().split())
    if any(own <= one and not one.isdisjoint(lowers(sentence) - own) for one in _MAKERS):
        return True
    initials = "".join(part[:1] for part in name.split())
    return len(initials) > 1 and any(w.text.isupper() and w.text.startswith(initials) for w in sentence.words)


def _is_of_a_place(sentence: Sentence, name: str) -> bool:
    """Whether a place stands beside an acronym that goes with it: "outside Norway, you pay in USD"."""
    return name not in PLACES and any(place in sentence.text for place in PLACES)


def _stands_alone(sentence: Sentence, first: Word, last: Word, head: Word) -> bool:
    """Whether the name is no part of a longer one, and nothing beside it says more of what it names."""
    before, after = sentence.before(first), sentence.after(last)
    if any(w.text in (*HYPHENS, "&", "'", "@", "(", "#") and w.i > 0 for w in (before, after)):
        return False
    if any(w.text[:1].isupper() and w.i > sentence.first for w in (before, after)):
        return False
    if is_label(after) or _is_termed(sentence, last):
        return False  # "Holt 365"
    if before.i == sentence.first and before.tag in ("NNP", "NNPS", "NN", "JJ"):
        return False
    for comma, other in ((before, sentence.before(first, 2)), (after, sentence.after(last, 2))):
        if comma.text == "," and other.text[:1].isupper() and not (first.has("conj") or first.rel == "conj"):
            return False  # "Portland, Oregon"
    if head.rel == "nmod" and head.head.text[:1].isupper() and head.head.i > sentence.first:
        return False  # "the Bank of England", "the East Coast of the United States"
    told = last.all("appos", "amod", "nummod", "acl")
    return first.rel in _ROLES | {"amod"} and all(first.i <= word.i < last.i for word in told)


def _is_termed(sentence: Sentence, name: Word) -> bool:
    """Whether a name stands before a noun with which a longer term goes on: "the Becker gene panel", "Holt
    disease 11".
    """
    noun = name.head
    if name.rel != "compound" or noun.i <= name.i:
        return False
    after = sentence.after(noun)
    goes_on = after.start == noun.end + 1 and noun.rel == "compound" and after.pos in ("NOUN", "PROPN")
    return is_label(after) or (goes_on and name.text not in _KNOWN) or after.text in (*HYPHENS, "/")


def _known(word: Word, last: Word, text: str, opens: bool) -> tuple[str, ...]:
    """The other names of the sets that fit where this one stands; `opens`: at the sentence's first word."""
    noun = word.head if word.rel in ("amod", "compound") and word.head.i > word.i else None
    if text in NATIONALITIES and noun is not None:
        plain = noun.text == noun.lower and noun.i == last.i + 1 and noun.lemma not in _FIXED
        return NATIONALITIES[text] if plain else ()
    if text in LANGUAGES:
        case = word.child("case").lower
        spoken = word.rel == "obj" and word.head.lemma in _LANGUAGE_VERBS
        return LANGUAGES[text] if (spoken and not case) or case in ("in", "into", "from") else ()
    if text in PLACES:
        other = tuple(place for place in PLACES[text] if (place in _WITH_THE) == (text in _WITH_THE))
        return other if noun is None and bool(word.child("det")) == (text in _WITH_THE) else ()
    before_to = any(c.lower == "to" and c.i == last.i + 1 for c in (*word.children, *word.head.children))
    if (
        text in THINGS
        and word.pos != "VERB"
        and not (text.lower() in _AMBIGUOUS and (word.has("det", "the") or opens or before_to))
    ):
        before_noun = noun is None or noun.lemma in NAMED | _LISTS.of_languages or kind(noun) in AGENTS
        return THINGS[text] if before_noun else ()  # no "Linux distros" -> "Android distros"
    return ()


def _mined(slots: Slots, word: Word, last: Word) -> tuple[str, ...]:
    """Names that the corpus has in the same place."""
    if word is not last or kind(word) == "time" or word.text in _KNOWN or len(word.text) < 3:
        return ()
    acts = word.rel == "compound" and word.head.lemma in _LISTS.doers and word.head.rel == "nsubj"
    if slots.is_term(word.text) or word.lower in _LISTS.two_readings or acts:
        return ()  # "the Holt team fixes leaks": what it does tells which
    slot = name_slot(word)
    if slot is not None:
        shape = (word.text.isupper(), word.text.isalpha())
        found = (v for v in slots.get(slot) if (v.isupper(), v.isalpha()) == shape and v != word.text)
        return tuple(v for v in found if not slots.is_term(v))
    if word.rel not in ("nsubj", "obj", "obl", "nmod", "conj") or word.child("flat", "compound", "nmod"):
        return ()
    ends = word.text.endswith("s")  # of "Rowan and Tools" one is no name of its kind
    found = (v for v in slots.listed_with(word.text) if v.isupper() == word.text.isupper() and len(v) > 2)
    return tuple(v for v in found if not slots.is_term(v) and v.endswith("s") == ends)
