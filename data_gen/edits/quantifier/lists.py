"""Members of a list (near-misses): "a passport and a visa" -> "a passport or a visa"; an item dropped.

Rules quantifier.conjunction, where both or one of two things are demanded or supposed, and .item ("bring a
towel, soap and a lock" -> "bring a towel and a lock").
"""

from ...english.lexicon import FIXED_PAIRS, TIME_NOUNS
from ...english.number_words import WORDS
from ...english.word_lists import word_lists
from ...parsing.sentence import FINITE_TAGS, NAME_TAGS, NEGATIONS, Sentence, Word
from ..condition.halves import ASKING
from ..prelude import NEAR_MISS, Changes, Random, Replacement, change, lowers, related, replace, rule

_LISTS = word_lists(__package__, "lists")

_REFERRING = frozenset(("it", "them", "this", "these", "those"))
_OTHER = {"and": "or", "or": "and"}


@rule("quantifier.conjunction", NEAR_MISS, triggers=("and", "or"), most=1)
def conjunctions(sentence: Sentence) -> Changes:
    """You must show a passport or a visa. -> You must show a passport and a visa."""
    if not lowers(sentence).isdisjoint(_LISTS.bound | NEGATIONS):
        return  # "do not bring a towel or soap"
    for second in related(sentence, "conj"):
        first, link = second.head, second.child("cc")
        if link.lower not in _OTHER or second.child("conj") or second is not first.all("conj")[-1]:
            continue
        supposed = _is_supposed(sentence, first, second)
        if not supposed and (len(first.all("conj")) != 1 or first.tag != second.tag):
            continue
        if sentence.before(link).text in ("/", ",") or sentence.after(link).lower in ("/", "even", "just"):
            continue
        if (first.lemma, second.lemma) in FIXED_PAIRS or first.lemma == second.lemma:
            continue
        if any(w.lower in _REFERRING and w.rel != "det" for w in sentence.subtree(second)):
            continue  # "if you cut the leaves and dry those"
        if supposed or _is_demanded(first, second):
            yield change("conjunction", replace(link, _OTHER[link.lower]))


def _is_demanded(first: Word, second: Word) -> bool:
    """Whether both are things, or one is, that somebody must have or do something with."""
    verb = first.head
    if first.rel != "obj" or first.pos != "NOUN" or verb.lemma not in _LISTS.demands:
        return False
    if first.lemma in TIME_NOUNS:
        return False
    alike = all(w.tag == "NNP" or (w.tag == "NN" and w.child("det", "nmod:poss")) for w in (first, second))
    command = verb.tag == "VB" and not verb.child("nsubj") and verb.rel == "root"
    return alike and (
        command or verb.has("aux", "must", "shall", "should", "will") or verb.lemma in ("need", "require")
    )


def _is_supposed(sentence: Sentence, first: Word, second: Word) -> bool:
    """Whether they are the predicates of one condition, or of who is meant: "if you move and change your
    name", "members who are new and have a card".

    One of two that become both may rule each other out ("smoke or have quit"), so there only acts are taken.
    """
    both = second.has("cc", "and")
    if not _LISTS.states.isdisjoint((first.lemma, second.lemma)):
        return False
    if second.child("nsubj", "mark") or not _LISTS.following.isdisjoint(w.lower for w in second.children):
        return False
    if first.dep == "acl:relcl":
        whose = first.head.tag == "NNS" or first.head.lower in _LISTS.anyone
        meant = (
            both
            and whose
            and first.child("nsubj").lower == "who"
            and sentence.before(first.child("nsubj")).text != ","
        )
    else:
        meant = first.rel == "advcl" and first.has("mark", "if", "unless") and first.head.lemma not in ASKING
    told, also = sentence.clause(first), sentence.clause(second)
    if not meant or first.has("mark", "to") or told is None or also is None:
        return False
    if told.finite.tag not in ("VBZ", "VBP"):
        return False
    if not both:
        return first.tag == second.tag and first.pos == "VERB"
    return also.finite.tag in ("VBZ", "VBP") or second.tag in ("VB", first.tag)  # a plural, read as a base


@rule("quantifier.item", NEAR_MISS, triggers=("and", "or"), share=0.5, most=1)
def items(sentence: Sentence, rng: Random) -> Changes:
    """Bring a towel, soap and a lock. -> Bring a towel and a lock.

    Yield the sentence without one of the inner members of a list of three or more.
    """
    if not lowers(sentence).isdisjoint(_LISTS.bound | (WORDS.keys() - {"one"})):
        return
    for first in sentence.words:
        members = _members(first)
        if any(m.has("case", "such", "like", "including") for m in (first, *members)):
            continue  # "tools, such as saws, and paint, ..."
        if any(m.lemma in _LISTS.one_in_words for m in (first, *members)):
            continue
        if first.rel == "conj" or len(members) < 2 or first.pos != "NOUN":
            continue
        if first.rel not in ("obj", "obl", "nmod", "nsubj") or (
            first.rel == "obl" and first.i < first.head.i
        ):
            continue  # "In spring, tulips and lilies bloom."
        last = members[-1]
        behind = sentence.words[last.right + 1 :][:1]
        if first.rel != "nsubj" and any(w.tag in FINITE_TAGS for w in behind):
            continue  # "In rooms with a stove, lamps and candles may go out."
        if last.has("amod", "similar", "other", "related"):
            continue  # "web beacons and similar tools" covers what is dropped
        if any(m.pos != "NOUN" or m.tag in NAME_TAGS for m in members) or not last.child("cc"):
            continue
        whole = [m for m in members[:-1] if _is_inner(sentence, m)]
        if not whole or len(whole) != len(members) - 1:
            continue
        dropped = rng.choice(whole)
        replacements = [_without(sentence, dropped)]
        comma = sentence.before(last.child("cc"))
        if len(members) == 2 and comma.text == "," and comma.i >= _bounds(dropped)[1]:
            replacements.append(Replacement(comma.start, comma.end, ""))
        yield change("item", *replacements)


def _members(first: Word) -> list[Word]:
    """What is joined to a word, directly or by the one before: the other members of its list."""
    found = first.all("conj")
    for member in found:
        found += member.all("conj")
    return sorted(found, key=lambda word: word.i)


def _is_inner(sentence: Sentence, member: Word) -> bool:
    start, end = _bounds(member)
    if end - start > 5 or member.child("acl", "advcl", "appos", "cc"):
        return False
    return sentence.words[start - 1].text == "," and sentence.words[end].lower in (",", "and", "or")


def _bounds(member: Word) -> tuple[int, int]:
    """The first word of a member and the one behind it, without the members that hang on it."""
    own = [member, *(c for c in member.children if c.rel not in ("conj", "punct", "cc"))]
    return min(w.left if w is not member else w.i for w in own), max(
        w.right + 1 if w is not member else w.i + 1 for w in own
    )


def _without(sentence: Sentence, member: Word) -> Replacement:
    start, end = _bounds(member)
    return Replacement(sentence.words[start - 1].start, sentence.words[end - 1].end, "")
