"""Another quantifying determiner (near-misses): "All tenants must pay." -> "Some tenants must pay.".

Rules quantifier.determiner and .partitive ("most of the rooms" -> "some of the rooms"). What says as much
is in same_amount.py.
"""

import re
from collections.abc import Iterator

from ...english.agreement import agreeing
from ...english.lexicon import TIME_NOUNS
from ...english.nouns import plural
from ..direction import is_assured
from ..edit import Change, Changes, Replacement, change, replace
from ..polarity import clause_of, flips_safely
from ..prelude import NEAR_MISS, Clause, Random, Sentence, Word, lowers, rule, word_lists
from ..requests import request

_LISTS = word_lists(__package__, "determiner")

_OPTIONS, _OF = _LISTS.table("options"), _LISTS.table("of")
_TRIGGERS = frozenset((*_OPTIONS, *_OF, *_LISTS.singular, "both"))
FIXED_NOUNS = _LISTS.set("fixed_nouns")
_SIDES = _LISTS.table("sides")
_NAMED, _UNNAMED = _LISTS.phrases("named"), _LISTS.phrases("unnamed")
_ONE_SIDE = re.compile(
    rf"\b(?:by|from|of) (?P<phrase>(?:either|any|one|a) (?P<noun>{'|'.join(_SIDES)}))\b"
    r"(?! (?:of|to|who|that|which|with)\b|['’])",
    re.IGNORECASE,
)
_ONE_PARTY = re.compile(
    r"\b(?:ended|terminated|cancelled|canceled|brought|suspended|revoked) by"
    r" (?P<phrase>(?:[Ee]ither|[Aa]ny|one|a) (?P<noun>[Pp]arty))\b"
    r"(?! (?:of|to|who|that|which|with|if)\b|['’])"
)
_ANY_PARTY = re.compile(
    r"\b(?P<phrase>(?:[Ee]ither|[Aa]ny) Party)"
    r" (?=(?:may|can) (?:terminate|end|cancel|assign|suspend|renew)\b)"
)


@rule("quantifier.determiner", NEAR_MISS, "All tenants have a key. -> Some tenants have a key.", most=2)
@rule(
    "quantifier.partitive", NEAR_MISS, "All of the rooms were clean. -> Some of the rooms were clean.", most=2
)
def changed_determiners(sentence: Sentence, rng: Random) -> Changes:
    """Yield the sentence with one determiner that speaks of more or fewer."""
    if _TRIGGERS.isdisjoint(lowers(sentence)):
        return
    for word in sentence.words:
        if word.lower in _TRIGGERS:
            made = _partitive(sentence, word, rng) or _determiner(sentence, word, rng)
            if made is not None:
                yield made


@rule("quantifier.determiner", triggers=_SIDES)
def one_side(sentence: Sentence, rng: Random) -> Changes:
    """ "until it is ended by either party" -> "until it is ended by both parties", "by us"."""
    for match in _ONE_PARTY.finditer(sentence.text):
        options = _NAMED if match["noun"] == "Party" else _UNNAMED
        yield change("determiner", Replacement(*match.span("phrase"), rng.choice(options)))
    for match in _ANY_PARTY.finditer(sentence.text):
        only = "Only" if match["phrase"][0].isupper() else "only"  # "(b) Either Party may"
        yield change("determiner", Replacement(*match.span("phrase"), f"{only} the Provider"))
    if not lowers(sentence).isdisjoint(("other", "both", "third", "each")):
        return
    for match in _ONE_SIDE.finditer(sentence.text):
        noun = match["noun"]
        many = _SIDES[noun.lower()]
        yield change("determiner", Replacement(*match.span("phrase"), f"both {noun[0]}{many[1:]}"))


def _determiner(sentence: Sentence, word: Word, rng: Random) -> Change | None:
    noun = word.head
    if word.rel not in ("det", "amod", "advmod") or not noun or noun.i <= word.i or noun.pos != "NOUN":
        return None
    if not is_quantified(word, noun) or noun.child("nummod") or not is_free(sentence, word):
        return None
    if noun.child("conj", "cc") or _counts_again(sentence, word) or is_assured(noun):
        return None
    if sentence.words[sentence.first].lower == "here" or _is_identified(noun):
        return None
    if word.lower == "both":
        return _both(sentence, word, noun)
    if word.lower in _OPTIONS:
        options = _plural_options(sentence, word, noun)
    else:
        options = _singular_options(sentence, word, noun)
    return change("determiner", replace(word, rng.choice(options))) if options else None


def _plural_options(sentence: Sentence, word: Word, noun: Word) -> list[str]:
    lower, after = word.lower, sentence.words[word.i + 1]
    if noun.tag != "NNS" or after.tag in ("DT", "PRP$", "CD", "RB", "RBR", "RBS", "JJR", "JJS", "IN"):
        return []
    if after.lower in _LISTS.varied:
        return []
    if noun.rel not in ("nsubj", "obj", "obl", "nmod") or (lower == "some" and asks_for(sentence)):
        return []
    if lower in ("some", "many") and noun.rel == "obl" and noun.lemma in TIME_NOUNS:
        return []
    unwanted = set() if noun.rel == "nsubj" and _may_turn(sentence, noun) else {"few"}
    if lower == "no" and unwanted:
        return []
    if lower == "all" and sentence.words[sentence.first].tag in ("WP", "WDT"):
        return []  # "Which card opens all doors?": what opens them all opens most
    if not noun.child("amod", "compound", "nmod", "acl"):
        unwanted.add("all")  # "all people sing" speaks of mankind
    head = noun.head
    if lower == "all" and (request(sentence) or (head.tag == "VB" and not head.child("aux"))):
        unwanted.add("most")  # "Remove most containers."
    if lower != "few" and head.has("aux", "must", "shall", "should", "will"):
        unwanted.add("few")  # "Few members must pay."
    if lower == "some" and noun.rel == "obj" and head.lemma == "have":
        unwanted |= {"most", "all"}
    if head.child("expl"):
        unwanted |= {"most", "all"}  # "There are no seats."
    if noun.rel == "obl" and lower == "some":
        unwanted.add("all")
    if lower == "all" and noun.rel != "nsubj":
        unwanted.add("some")  # "comply with some laws"
        if any(w.tag == "VB" or w.lemma in _LISTS.cared_for for w in _above(noun)):
            unwanted.add("most")  # "store it with most files"
    if lower in ("some", "many", "few") and noun.rel != "nsubj":
        return []  # "found most odd results"
    return [option for option in _OPTIONS[lower].split() if option not in unwanted]


def _above(word: Word) -> Iterator[Word]:
    """Yield the heads of a word, from the nearest on."""
    while word.head:
        word = word.head
        yield word


def _singular_options(sentence: Sentence, word: Word, noun: Word) -> list[str]:
    if noun.tag != "NN" or sentence.is_question or noun.lemma in TIME_NOUNS:
        return []
    lower, is_subject = word.lower, noun.rel == "nsubj"
    turns = _may_turn(sentence, noun) and noun.head.rel != "acl"
    if not turns or noun.child("acl", "appos") or "which" in lowers(sentence):
        return []  # "no shop has a stamp, which ..."
    if lower == "neither":
        return ["either", "each"] if is_subject and "nor" not in lowers(sentence) else []
    return ["neither"] if lower == "either" and is_subject and "or" not in lowers(sentence) else []


def _both(sentence: Sentence, word: Word, noun: Word) -> Change | None:
    """ "Both parties agree." -> "Neither party agrees."."""
    if noun.rel != "nsubj" or word.i + 1 != noun.i or noun.child("conj"):
        return None
    if not _LISTS.together.isdisjoint(lowers(sentence)):
        return None
    single, repairs = singular(noun), agreement(sentence, noun, plural_verb=False)
    if single is None or repairs is None:
        return None
    text = f"neither {single}"
    return change("determiner", Replacement(word.start, noun.end, text), *repairs)


def _partitive(sentence: Sentence, word: Word, rng: Random) -> Change | None:
    """ "most of the rooms" -> "some of the rooms"."""
    words, i = sentence.words, word.i
    if word.lower not in _OF or i + 3 >= len(words) or words[i + 1].lower != "of":
        return None
    after = words[i + 2]
    noun = after if after.lower in ("them", "us") else after.head
    if not noun or (after.lower not in _LISTS.owned and noun is not after):
        return None
    if noun.tag not in ("NNS", "PRP") or noun.lemma in TIME_NOUNS or words[i + 3].tag == "CD":
        return None
    if (i and words[i - 1].lower in _LISTS.not_before_of) or asks_for(sentence):
        return None
    if not lowers(sentence).isdisjoint(_LISTS.negations - {word.lower}) or _counts_again(sentence, word):
        return None
    if _is_identified(word):
        return None
    turns = word.rel == "nsubj" and _may_turn(sentence, word)
    options = [option for option in _OF[word.lower].split() if turns or option not in ("none", "few")]
    if noun.tag == "PRP" and sentence.words[i + 3].tag == "VBZ":
        return None  # "none of them works"
    return change("partitive", replace(word, rng.choice(options))) if options else None


def _is_identified(subject: Word) -> bool:
    """Whether the clause says what the subject is: "each cell is a box", "all of these are your rights"."""
    what = subject.head
    listed = what.lemma in ("include", "comprise")  # "Some signs of frost include ..."
    return subject.rel == "nsubj" and (listed or (what.has("cop") and what.pos in ("NOUN", "PROPN")))


def _counts_again(sentence: Sentence, word: Word) -> bool:
    """Whether the sentence gives another quantity, or takes something out, so that the two would clash."""
    others = {w.lower for w in sentence.words if w is not word}
    return (
        not others.isdisjoint(_LISTS.quantities)
        or "%" in sentence.text
        or sentence.after(word).lower == "other"
    )


def _may_turn(sentence: Sentence, subject: Word) -> bool:
    """Whether the clause of a subject may be said of none instead."""
    clause = clause_of(sentence, subject)
    return not sentence.is_question and clause is not None and flips_safely(sentence, clause)


# --- shared with same_amount.py ---------------------------------------------------------------------


def is_quantified(word: Word, noun: Word) -> bool:
    """Whether a determiner counts the things that a common noun names, in no set phrase ("in some way")."""
    return noun.text == noun.lower and noun.lemma not in FIXED_NOUNS and not word.children


def is_free(sentence: Sentence, word: Word) -> bool:
    """Whether a determiner stands under no negation and after no word of its own ("not all", "so many")."""
    before = sentence.before(word)
    if before:
        if before.lower in _LISTS.closed_before or before.tag in ("RB", "RBR", "CD", "DT", "PRP$"):
            return False
        if before.lower == "at" and word.lower in ("all", "most"):
            return False
    negations = lowers(sentence) & _LISTS.negations
    return not negations or (word.lower == "no" and negations == {"no"})


def asks_for(sentence: Sentence) -> bool:
    """Whether the sentence asks for some of something: "What are some tips?"."""
    first = sentence.words[sentence.first].lower
    return sentence.is_question and first in ("what", "which")


def agreement(sentence: Sentence, noun: Word, plural_verb: bool) -> list[Replacement] | None:
    """Return what makes the verb agree with its subject in the other number; None when unsure."""
    clause: Clause | None = next((c for c in sentence.clauses if c.subject is noun), None)
    if clause is None or not clause.finite or clause.finite.i < noun.i:
        return None
    if not lowers(sentence).isdisjoint(_LISTS.they):
        return None
    predicate = clause.predicate
    if predicate.child("conj") or noun.child("acl:relcl"):
        return None
    if predicate.tag in ("NNS", "NN") and predicate is not clause.finite:
        return None  # "All tenants are adults."
    form = agreeing(clause.finite, plural_verb)
    if form is None:
        return None
    return [] if form == clause.finite.text else [replace(clause.finite, form)]


def singular(noun: Word) -> str | None:
    """Return the singular of a plural noun where it is sure."""
    lower = noun.lower
    stems = (noun.lemma, lower.removesuffix("s"), lower.removesuffix("es"), lower.removesuffix("ies") + "y")
    return next((stem for stem in stems if stem != lower and plural(stem) == lower), None)
