"""Modifier rebinding of adverbs and quantities: how, how often and how many is said of the other one.

"The cough is usually mild and sometimes painful." -> "The cough is sometimes mild and usually painful." Words
of one scale fit wherever the other one stands, if they are far enough apart to make a difference.
"""

from itertools import combinations

from ...english.lexicon import FIXED_NOUNS, TIME_NOUNS
from ...parsing.sentence import NEGATIONS, Sentence, Word
from ..prelude import NEAR_MISS, Changes, change, lowers, related, replace, rule, word_lists
from .exchanged import of_words
from .free import are_coordinated

_LISTS = word_lists(__package__, "degrees")

_SCALES = [tuple(frozenset(pole.split()) for pole in scale.split("|")) for scale in _LISTS.phrases("scales")]


@rule("modifier_rebinding.adverbs", NEAR_MISS, most=3)
def adverbs(sentence: Sentence) -> Changes:
    """The cough is usually mild and sometimes painful. -> The cough is sometimes mild and usually painful."""
    found = [
        w for w in related(sentence, "advmod") if not w.children and w.head.rel not in ("amod", "compound")
    ]
    yield from of_words(sentence, "adverbs", found, lambda a, b: _adverbs_fit(sentence, a, b))


def _adverbs_fit(sentence: Sentence, a: Word, b: Word) -> bool:
    words = (a.lower, b.lower)
    apart = any(words[0] in one and words[1] in other for x, y in _SCALES for one, other in ((x, y), (y, x)))
    if not apart or ("never" in words and _LISTS.polar & lowers(sentence)):
        return False
    return all(_is_told(sentence, w) for w in (a, b)) and _apart(a.head, b.head)


def _is_told(sentence: Sentence, adverb: Word) -> bool:
    """Whether an adverb says how its head holds, behind the subject and in no open possibility."""
    head, before = adverb.head, sentence.before(adverb)
    if not before or before.lower in _LISTS.grading or before.text in ",;:(" or head.is_negated:
        return False
    if head.has("aux", *_LISTS.open) or head.pos not in ("VERB", "ADJ", "NOUN", "AUX"):
        return False
    return head.child("nsubj", "nsubj:pass", "expl").i < adverb.i and sentence.after(adverb).pos != "PUNCT"


def _apart(a: Word, b: Word) -> bool:
    """Whether two heads are coordinated, stand in different clauses or beside each other."""
    for outer, inner in ((a, b), (b, a)):
        if outer.left <= inner.i <= outer.right:
            return inner.head is outer and inner.rel in ("conj", "advcl", "parataxis", "acl")
    return True


# --- how many ---------------------------------------------------------------------------------------

_RANKS = {"all": 4, "most": 3, "many": 3, "several": 2, "some": 2, "few": 1}


@rule("modifier_rebinding.quantities", NEAR_MISS, triggers=_RANKS, most=2)
def quantities(sentence: Sentence) -> Changes:
    """Most rooms have a bath and some rooms have a balcony. -> Some rooms have a bath and most rooms have a
    balcony."""
    if not (NEGATIONS | _LISTS.remainder).isdisjoint(lowers(sentence)):
        return  # "some ..., while others ..."
    found = [w for w in sentence.words if w.lower in _RANKS and _counts(sentence, w)]
    for a, b in combinations(found, 2):
        if a.lower != b.lower and _RANKS[a.lower] != _RANKS[b.lower] and _may_take(a, b):
            yield change("quantities", replace(a, b.lower), replace(b, a.lower))


def _counts(sentence: Sentence, word: Word) -> bool:
    """Whether a quantity stands before a plural noun of its own, or for one as a subject."""
    before, after = sentence.before(word), sentence.after(word)
    if after.lower in _LISTS.closing or before.lower in _LISTS.leading or word.children or after.tag == "CD":
        return False
    if word.rel == "nsubj":
        return after.pos in ("VERB", "AUX", "ADV")
    noun = word.head
    if word.rel not in ("det", "amod") or noun.tag != "NNS" or noun.i < word.i or noun.head.child("expl"):
        return False
    if noun.lemma in _LISTS.kinds | FIXED_NOUNS | TIME_NOUNS or noun.child("nummod", "nmod:poss"):
        return False
    inner = sentence.words[word.i + 1 : noun.i]
    return all(w.rel in ("amod", "compound") and w.head is noun for w in inner)


def _may_take(a: Word, b: Word) -> bool:
    """Whether each may stand where the other one does: "few" and "most" with subjects, "all" elsewhere with a
    noun that is told apart from others.
    """
    if are_coordinated(a.head, b.head) and a.head.lemma == b.head.lemma:
        return False
    return all(_takes(place, new.lower) for new, place in ((a, b), (b, a)))


def _takes(place: Word, new: str) -> bool:
    if place.rel == "nsubj" and new in ("many", "several", "few"):
        return False  # "some say": what says "many" in other words, "a lot of", needs its noun
    noun = place if place.rel == "nsubj" else place.head
    if noun.rel == "nsubj" or new not in ("few", "all", "most"):
        return True
    others = [c for c in noun.all("amod") if c is not place]
    return new == "all" and bool(others or noun.child("compound", "nmod", "acl"))
