"""Negative determiners (near-misses): "There is a fee." -> "There is no fee.", "no seats" -> "some seats".

Part of the family negation: the rules no_determiner and no_removal.
"""

from ...english.lexicon import MASS_NOUNS, MEASURE_NOUNS, TIME_NOUNS
from ...parsing.sentence import Clause, Sentence, Word
from ..polarity import flips_safely
from ..prelude import NEAR_MISS, Change, Changes, change, is_statement, lowers, replace, rule, word_lists
from .removal import negator_of
from .scope import blocked

_LISTS = word_lists(__package__, "no_determiner")

_GRADING = ("CD", "RB", "JJR", "JJS", "RBR", "RBS", "$")
_RULES = ("will", "shall", "may", "can")
_QUANTITY = MEASURE_NOUNS | TIME_NOUNS | _LISTS.set("quantity")


@rule("negation.no_determiner", NEAR_MISS, triggers=("a", "an", "any", "some", "no"), when=is_statement)
@rule("negation.no_removal", NEAR_MISS)
def determiners(sentence: Sentence) -> Changes:
    """no_determiner: He signed a lease. -> He signed no lease.
    no_removal: No seats were left. -> Some seats were left.

    Yield the sentence with "no" instead of a determiner of a subject or object, or without it.
    """
    for word in sentence.words:
        if not word.head or word.pos != "NOUN" or word.rel not in ("nsubj", "obj"):
            continue
        determiner, clause = word.child("det"), sentence.clause(word.head)
        if not determiner or clause is None or determiner.i > word.i or not clause.finite:
            continue
        if word.all("conj", "nummod", "det:predet", "cc:preconj"):
            continue
        made = _argument(sentence, word, determiner, clause)
        if made is not None:
            yield made


def _argument(sentence: Sentence, noun: Word, determiner: Word, clause: Clause) -> Change | None:
    finite, there = clause.finite, clause.subject.lower == "there"
    if noun.head.lemma in _LISTS.naming and not there:
        return None
    if noun.rel == "nsubj" and noun.i > finite.i and not there:
        return None
    if determiner.lower == "no":
        return _without_no(sentence, noun, determiner, clause)
    if negator_of(clause) or blocked(sentence, clause):
        return None
    return _with_no(sentence, noun, determiner)


def _with_no(sentence: Sentence, noun: Word, determiner: Word) -> Change | None:
    if determiner.lower not in ("a", "an", "any", "some") or sentence.before(determiner).lower == "least":
        return None
    verb = noun.head
    if noun.rel == "nsubj" and not (verb.has("aux", *_RULES) or verb.child("expl")):
        return None  # "A person inherits it"; "A man was held": that none was, nobody would say
    if not lowers(sentence).isdisjoint(_LISTS.timed):
        return None
    if noun.rel == "nsubj" and verb.has("aux", "may") and determiner.lower in ("a", "an"):
        return None  # "A doctor may order a test"
    if (noun.rel == "obj" and not _is_held(noun, determiner)) or verb.has("aux", "should", "must"):
        return None
    if verb.rel == "advcl" or any(w.text == "," for w in sentence.words[determiner.i : noun.right + 2]):
        return None
    if noun.lemma in _QUANTITY or noun.tag not in ("NN", "NNS"):
        return None
    if any(w.tag in ("$", "CD") for w in sentence.subtree(noun)):
        return None
    following = sentence.words[determiner.i + 1]
    if following.lower in _LISTS.no_adjectives or following.tag in _GRADING or noun.all("appos"):
        return None
    if any(c.lower == "such" for c in noun.children) or (noun.all("acl:relcl") and noun.rel == "nsubj"):
        return None
    return change("no_determiner", replace(determiner, "no"))


def _is_held(noun: Word, determiner: Word) -> bool:
    """Whether people say that one has, gets or finds none of it: "gives no reason"; "can send no form" they
    do not.
    """
    verb = noun.head
    tensed = all(c.lower in ("will", "'ll", "shall", "has", "have", "had") for c in verb.all("aux"))
    return determiner.lower != "any" and verb.lemma in _LISTS.holds and tensed and not noun.all("acl")


def _without_no(sentence: Sentence, noun: Word, determiner: Word, clause: Clause) -> Change | None:
    """ "no refund" -> "a refund", "no charges" -> "some charges"."""
    following = sentence.words[determiner.i + 1]
    if following.tag in ("JJR", "RBR", "RB") or following.lower in _LISTS.not_after_no:
        return None
    if sentence.before(determiner).lower in _LISTS.nearly or "at all" in sentence.text:
        return None  # "little or no effect"
    if "unless" in lowers(sentence):
        return None  # "No visa is needed unless you work."
    if negator_of(clause) or any(w.lower in _LISTS.polar for w in sentence.words[determiner.i :]):
        return None
    if not flips_safely(sentence, clause):
        return None
    return change("no_removal", replace(determiner, _article(noun)))


def _article(noun: Word) -> str:
    """Return "some" for plurals and mass nouns, "a" for others (rewrite makes it "an" where needed)."""
    mass = noun.lemma in MASS_NOUNS | _LISTS.more_mass or noun.lower.endswith(("ing", "ness", "ence", "ment"))
    return "some" if noun.tag == "NNS" or mass else "a"
