"""Negative determiners and pronouns (near-misses): "a refund" <-> "no refund", "someone" <-> "no one".

Part of the family negation: the rules no_determiner, no_removal and any_no.
"""

from collections.abc import Iterator

from ...english.lexicon import MASS_NOUNS, MEASURE_NOUNS, TIME_NOUNS, word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..edit import Change, Replacement, change, replace
from ..index import is_statement
from ..polarity import flips_safely
from ..rule import NEAR_MISS, rule
from .removal import negator_of
from .scope import blocked, polarity
from .without import CARRIED

_LISTS = word_lists(__package__, "no_and_any")

_RULES = ("will", "shall", "may", "can")
_HOLDS = _LISTS.set("holds")
_NAMING = word_set("declare name call elect appoint consider make become remain crown dub label be")
_QUANTITY = MEASURE_NOUNS | TIME_NOUNS | _LISTS.set("quantity")
_MORE_MASS = word_set("cover coverage cash debt equipment luggage furniture software")
_PRICES = word_set("cost charge expense fee")
_NO_PRONOUNS = {"nobody": "somebody", "nothing": "something"}
_SOME_PRONOUNS = _LISTS.table("some_pronouns")  # fmt: skip
_POLAR = _LISTS.set("polar")
_NOT_AFTER_NO = word_set("such other matter doubt one wonder")
_NO_ADJECTIVES = word_set(
    "few little lot total record whopping good great mere further certain limited normal"
)
_ALL_PRONOUNS = frozenset([*_NO_PRONOUNS, *_SOME_PRONOUNS, "one"])
TRIGGERS = word_set("a an any some no") | frozenset(_NO_PRONOUNS) | frozenset(_SOME_PRONOUNS)


@rule(
    "negation.no_determiner",
    NEAR_MISS,
    "He signed a lease. -> He signed no lease.",
    triggers=TRIGGERS,
    when=is_statement,
)
@rule("negation.no_removal", NEAR_MISS, "No seats were left. -> Some seats were left.")
@rule("negation.any_no", NEAR_MISS, "Nobody answered the phone. -> Somebody answered the phone.")
def determiners(sentence: Sentence) -> Iterator[Change]:
    """Yield the sentence with "no" instead of a determiner of a subject, object or price, or without it."""
    for word in sentence.words:
        if not word.head or word.pos != "NOUN" or word.rel not in ("nsubj", "obj", "obl"):
            continue
        determiner, clause = word.child("det"), sentence.clause(word.head)
        if not determiner or clause is None or determiner.i > word.i or not clause.finite:
            continue
        if word.all("conj", "nummod", "det:predet", "cc:preconj"):
            continue
        if word.rel == "obl":
            made = _oblique(sentence, word, determiner, clause)
        else:
            made = _argument(sentence, word, determiner, clause)
        if made is not None:
            yield made


def _argument(sentence: Sentence, noun: Word, determiner: Word, clause: Clause) -> Change | None:
    finite, there = clause.finite, clause.subject.lower == "there"
    if noun.head.lemma in _NAMING and not there:
        return None
    if noun.head.lemma == "be" and not there:
        return None  # "is a regulator"
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
    if noun.rel == "nsubj" and not (verb.has("aux", *_RULES) or verb.child("aux:pass", "expl")):
        return None  # "A person inherits it"
    if noun.rel == "obj" and not _is_held(noun, determiner):
        return None
    if (
        verb.has("aux", "should", "must")
        or verb.rel == "advcl"
        or any(w.text == "," for w in sentence.words[noun.i : noun.right + 2])
    ):
        return None
    if noun.lemma in _QUANTITY or noun.tag not in ("NN", "NNS"):
        return None
    if any(w.tag in ("$", "CD") for w in sentence.subtree(noun)):
        return None
    following = sentence.words[determiner.i + 1]
    if following.lower in _NO_ADJECTIVES or following.tag in ("CD", "RB", "JJR", "JJS", "RBR", "RBS", "$"):
        return None
    if noun.all("appos") or any(c.lower == "such" for c in noun.children):
        return None
    if noun.all("acl:relcl") and noun.rel == "nsubj":
        return None
    return change("no_determiner", replace(determiner, "no"))


def _is_held(noun: Word, determiner: Word) -> bool:
    """Whether people say that one has, gets or finds none of it: "gives no reason"; "can send no form" they
    do not.
    """
    verb = noun.head
    tensed = all(c.lower in ("will", "'ll", "shall", "has", "have", "had") for c in verb.all("aux"))
    return determiner.lower != "any" and verb.lemma in _HOLDS and tensed and not noun.all("acl")


def _without_no(sentence: Sentence, noun: Word, determiner: Word, clause: Clause) -> Change | None:
    """ "no refund" -> "a refund", "no charges" -> "some charges"."""
    following = sentence.words[determiner.i + 1]
    if following.tag in ("JJR", "RBR", "RB") or following.lower in _NOT_AFTER_NO:
        return None
    if negator_of(clause) or any(w.lower in _POLAR for w in sentence.words[determiner.i :]):
        return None
    if not flips_safely(sentence, clause):
        return None
    return change("no_removal", replace(determiner, _article(noun)))


def _article(noun: Word) -> str:
    """Return "some" for plurals and mass nouns, "a" for others (realize makes it "an" where needed)."""
    mass = noun.lemma in MASS_NOUNS | _MORE_MASS or noun.lower.endswith(("ing", "ness", "ence", "ment"))
    return "some" if noun.tag == "NNS" or mass else "a"


def _oblique(sentence: Sentence, noun: Word, determiner: Word, clause: Clause) -> Change | None:
    """ "at no extra cost" <-> "at an extra cost"; "with no warning" <-> "with a warning"."""
    case = noun.child("case")
    if not case or case.i + 1 != determiner.i or negator_of(clause):
        return None
    price = noun.lemma in _PRICES and case.lower in ("at", "for")
    thing = noun.lemma in CARRIED and case.lower == "with"
    if not (price or thing) or any(c.tag in ("CD", "$") for c in sentence.subtree(noun)):
        return None
    if sentence.words[determiner.i + 1].lower in (
        "single",
        "few",
        "slight",
        "possible",
        "certain",
        "further",
    ):
        return None
    if determiner.lower == "no" and not any(w.lower in _POLAR for w in sentence.words[determiner.i :]):
        article = _article(noun) if thing else "a" if noun.tag == "NN" else "some"
        return change("any_no", replace(determiner, article))
    if (
        determiner.lower in ("a", "an", "some")
        and not blocked(sentence, clause)
        and not noun.all("nmod", "acl")
    ):
        return change("any_no", replace(determiner, "no"))
    return None


@rule("negation.any_no", triggers=TRIGGERS, when=is_statement)
def pronouns(sentence: Sentence) -> Iterator[Change]:
    """Yield the sentence with "nobody", "nothing", ... turned into "somebody", "something", ... or back."""
    for word in sentence.words:
        if not word.head or word.rel not in ("nsubj", "obj") or word.lower not in _ALL_PRONOUNS:
            continue
        before = sentence.before(word).lower
        if before in ("virtually", "almost", "nearly", "next", "practically", "the", "that", "absolutely"):
            continue
        clause = sentence.clause(word.head)
        if clause is None or not clause.finite or not clause.subject:
            continue
        if word.rel == "nsubj" and word.i > clause.finite.i and clause.subject.lower != "there":
            continue
        no = word.child("det") if word.lower == "one" else NOTHING
        if word.lower in _NO_PRONOUNS:
            made = _to_some(sentence, word, clause, replace(word, _NO_PRONOUNS[word.lower]))
        elif no.lower == "no" and no.i + 1 == word.i:
            made = _to_some(sentence, word, clause, Replacement(no.start, word.end, "someone"))
        elif word.lower in _SOME_PRONOUNS:
            made = _to_no(sentence, word, clause)
        else:
            made = None
        if made is not None:
            yield made


def _to_some(sentence: Sentence, word: Word, clause: Clause, replacement: Replacement) -> Change | None:
    if negator_of(clause) or clause.finite.lower in ("shall", "must"):
        return None  # "Nothing in this lease shall ..."
    repairs = []
    for other in sentence.words[word.i + 1 :]:
        if other.lower == "any" and other.head and other.head.head is clause.predicate:
            repairs.append(replace(other, "some"))
        elif other.lower == "anything" and other.head is clause.predicate:
            repairs.append(replace(other, "something"))
        elif other.lower in _POLAR:
            return None
    return change("any_no", replacement, *repairs)


def _to_no(sentence: Sentence, word: Word, clause: Clause) -> Change | None:
    finite = clause.finite
    if negator_of(clause) or blocked(sentence, clause) or word.all("conj") or not finite:
        return None
    if any(
        c.lower in ("like", "of", "else", "other", "almost") for w in word.children for c in (w, *w.children)
    ):
        return None
    if word.lower.startswith("any") and finite.lower not in ("can", "may", "could", "should", "must", "will"):
        return None
    repairs = polarity(clause) if word.rel == "nsubj" else []
    if repairs is None:
        return None
    return change("any_no", replace(word, _SOME_PRONOUNS[word.lower]), *repairs)
