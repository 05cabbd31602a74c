"""Whether somebody could tell the other degree, bound or direction: what the near-misses of the family ask.

"This makes the page easier to read" praises, "condense it into a shorter text" says the direction twice, "if
the answer is longer, cut it" builds on it: turned round, each contradicts itself. What may be turned round is
a finding, a comparison of two things, a measure, a request.
"""

from functools import lru_cache

from ..direction import may_turn
from ..polarity import clause_of
from ..prelude import FINITE_TAGS, NOTHING, Found, Sentence, Word, is_medical, lowers, word_lists
from ..requests import asks, is_step

_LISTS = word_lists(__package__, "claims")

_AGES = frozenset(("older", "younger"))  # "older guests are more likely to come"
_EXAMPLES = 6  # words within which examples follow
_OTHERS = frozenset(("more", "less", "fewer", "rather", "other"))  # whose own "than" it is
_NEARBY = 14  # words within which "than" follows its comparative


@lru_cache(maxsize=4)
def is_asked(sentence: Sentence) -> bool:
    """Whether somebody asks or orders something, so that the other direction is another wish."""
    return sentence.is_question or (asks(sentence) and not is_step(sentence))


def is_past(sentence: Sentence, word: Word) -> bool:
    """Whether the word stands in what happened to others than the speaker."""
    clause = clause_of(sentence, word)
    return clause is not None and clause.finite.tag == "VBD" and clause.subject.lower not in _LISTS.speakers


def is_finding(sentence: Sentence, word: Word) -> bool:
    """Whether the word stands in what somebody found of a disease or a treatment, or in what happened."""
    return is_medical(sentence) or is_past(sentence, word)


def may_be_told(sentence: Sentence, word: Word) -> bool:
    """Whether neither the sentence (direction.may_turn) nor what stands around the word holds it to its
    direction: a verb or noun of that direction, a condition, what goes on from it, a reference to it; and it
    is no quotation.
    """
    if word.quote or not may_turn(sentence, word) or is_driven(word):
        return False
    if any(c.lower in _LISTS.pointing for c in (word.head if word.rel == "amod" else word).all("det")):
        return False  # spoken of before: "these smaller groups"
    if not _LISTS.upwards.isdisjoint(lowers(sentence)) or _is_exemplified(sentence, word):
        return False
    return is_asked(sentence) or not (
        _is_made(word)
        or _is_denied(sentence, word)
        or is_conditional(sentence, word)
        or goes_on(sentence, word)
        or is_joined(sentence, word)
    )


def _is_denied(sentence: Sentence, word: Word) -> bool:
    """Whether the word stands behind its clause's negation: "is not higher" leaves open what it is."""
    clause = clause_of(sentence, word)
    return clause is not None and clause.predicate.is_negated and word.i > clause.finite.i


def is_driven(word: Word) -> bool:
    """Whether a verb or noun above the word tells its direction: "condense it into a shorter text", "a
    promotion to a higher grade", "cut the costs and lower the fee".
    """
    if word.rel == "amod" and word.head.has("case", "into"):
        return True
    for above in word.head.upwards():
        if above.lemma in _LISTS.driving:
            return True
        if above.pos in ("VERB", "AUX") or above.has("cop"):
            beside = (*above.all("conj"), above.head if above.rel in ("conj", "xcomp", "ccomp") else NOTHING)
            return any(w.lemma in _LISTS.driving for w in beside)
    return False


def _is_made(word: Word) -> bool:
    """Whether something makes it so, and the sentence tells what it is good for: "makes the work easier",
    "means that fewer people ask".
    """
    told = word.rel == "amod" and word.head.rel == "obj"  # "make a larger payment"
    for above in word.upwards():
        if above.rel == "ccomp" and above.head.lemma in _LISTS.implying:
            return True
        told = told or above.has("cop") or above.tag in FINITE_TAGS
        if above.head.lemma in _LISTS.making and not told:
            return True
    return False


def is_conditional(sentence: Sentence, word: Word) -> bool:
    """Whether the word stands in a condition on which the rest builds, or, but for a finding, beside one."""
    first = sentence.words[sentence.first]
    fronted = first.lower in _LISTS.opening and any(w is first.head for w in word.upwards())
    opens = first.lower in _LISTS.under or any(map(is_condition, sentence.words))
    return fronted or bool(condition_of(word)) or (opens and not is_medical(sentence))


def condition_of(word: Word) -> Word:
    """Return the predicate of the condition ("if", "when") in which the word stands, or NOTHING."""
    return next(filter(is_condition, word.upwards()), NOTHING)


def is_condition(verb: Word) -> bool:
    """Whether the word is the predicate of a condition."""
    return verb.rel == "advcl" and any(
        c.lower in _LISTS.under and c.rel in ("mark", "advmod") for c in verb.children
    )


def goes_on(sentence: Sentence, word: Word) -> bool:
    """Whether a participle or "which" after a comma goes on from the word, or the word stands in what goes on
    so, or a list follows.
    """
    above = word
    while above:
        if _adds(sentence, above):
            return True
        above = above.head if above.rel != "conj" or above.pos == "NOUN" else NOTHING
    return sentence.words[-1].text == ":" or any(_adds(sentence, w) for w in sentence.words[word.i + 1 :])


def _adds(sentence: Sentence, verb: Word) -> bool:
    participle = verb.tag == "VBG" and (verb.rel in ("advcl", "acl") or verb.i == verb.head.left)
    if not (participle and verb.lower not in _LISTS.listing) and not verb.has("nsubj", "which"):
        return verb.lower == "which" and sentence.before(verb).text == ","
    first = sentence.words[verb.left]
    return "," in (first.text, sentence.before(first).text)


def is_joined(sentence: Sentence, word: Word) -> bool:
    """Whether the clause shares its subject with another, which speaks for the same: "stands out and is more
    likely to be read"; findings on health and comparisons of what happened stand for themselves.
    """
    clause = clause_of(sentence, word)
    if clause is None or is_medical(sentence) or (is_past(sentence, word) and "than" in lowers(sentence)):
        return False
    verbs = [c for c in clause.predicate.all("conj", "parataxis") if c.pos in ("VERB", "AUX") or c.has("cop")]
    return clause.shared_subject or bool(verbs)


def is_beside_driving(sentence: Sentence, word: Word) -> bool:
    """Whether another verb of the sentence, which is no finding, has a direction: "as the firm grows, it
    needs a larger hall".
    """
    driving = any(w.lemma in _LISTS.driving and w.pos == "VERB" and w is not word for w in sentence.words)
    return driving and not is_finding(sentence, word)


def is_ranked(sentence: Sentence, word: Word) -> bool:
    """Whether the sentence, which is no finding, compares something else: "have more options than the higher
    band has".
    """
    others = (w for w in sentence.words if w is not word and w.tag in ("JJR", "RBR"))
    return word.lower not in _AGES and any(w.lower not in _AGES for w in others) and not is_medical(sentence)


def _is_exemplified(sentence: Sentence, word: Word) -> bool:
    """Whether examples of the word's noun follow, or the word stands in one: "on smaller screens, such as
    telephones".
    """
    following = sentence.words[word.i + 1 : word.i + _EXAMPLES]
    if any(w.lower == "such" and sentence.after(w).lower == "as" for w in following):
        return True
    if any(w.lower == "like" and w.rel == "case" for w in following):
        return True
    return any(w.has("case", "including", "like") for w in word.upwards())


def is_compared(found: Found) -> bool:
    """Whether "than" follows within the next words."""
    return bool(_than(found))


def is_compared_to_another(found: Found) -> bool:
    """Whether "than" and another thing follow, not the same at another time: "than when you came"."""
    than = _than(found)
    standard = found.sentence.after(than)
    if standard.lower == "the" and found.sentence.after(standard).lower == "other":
        return False  # "one may be better than the other"
    return bool(than) and standard.lower not in _LISTS.no_standard


def _than(found: Found) -> Word:
    sentence, following = found.sentence, found.sentence.words[found.end : found.end + _NEARBY]
    for w in following:
        if w.lower == "than" and (w.i == found.end or sentence.before(w).lower not in _OTHERS):
            return w
    return NOTHING


def is_echoed_in_size(found: Found, option: str) -> bool:
    """Whether the sentence has another adjective of the same or the opposite size for such a thing: "large
    projects as well as smaller ones".
    """
    stems, word, medical = {found.last.lower[:3], option[:3]}, found.last, is_medical(found.sentence)
    return any(
        w is not word
        and w.tag[:2] == "JJ"
        and (w.lower[:3] in stems or (w.lower in _LISTS.ranks and word.rel == "amod" and not medical))
        and not (medical and w.head.lemma not in (word.head.lemma, "one"))  # "high blood pressure"
        for w in found.sentence.words
    )
