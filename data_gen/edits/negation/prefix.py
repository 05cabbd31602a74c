"""Negative prefixes (near-misses): "legal" <-> "illegal"; and two negations that cancel (hard positives).

Part of the family negation: the rules prefix and double. A common word on both sides, and an opposite; pairs
that say something else ("different" and "indifferent") are not here.
"""

from collections.abc import Iterator

from ...english.lexicon import word_set
from ...english.verb_forms import base_form, inflected, past, third_person
from ...english.word_lists import word_lists
from ...parsing.sentence import Clause, Sentence, Word
from ..edit import Change, Replacement, change, replace
from ..index import is_statement, lowers
from ..rule import NEAR_MISS, SAME, per_clause, rule
from .insertion import DO, plain_verb
from .removal import negator_of
from .scope import infinitive_to

_LISTS = word_lists(__package__, "prefix")


def _both_ways(text: str) -> dict[str, str]:
    pairs = [entry.split() for entry in text.replace("\n", "|").split("|") if entry.strip()]
    return {a: b for first, second in pairs for a, b in ((first, second), (second, first))}


ADJECTIVES = _both_ways(_LISTS.text("adjectives"))
_VERBS = _both_ways(_LISTS.text("verbs"))
_ADVERBS = _both_ways(_LISTS.text("adverbs"))
_NOUNS = _both_ways(_LISTS.text("nouns"))
_VERB_FORMS = {
    (inflected(base, tag), tag): base for base in _VERBS for tag in ("VB", "VBP", "VBZ", "VBD", "VBN")
}
TRIGGERS = frozenset([*ADJECTIVES, *_ADVERBS, *_NOUNS, *(form for form, _ in _VERB_FORMS)])

# Only after a form of "be": before a noun they stand in set phrases, or mean something else.
_PREDICATIVE = _LISTS.set("predicative")
_SET_PHRASES = _LISTS.set("set_phrases")
_DEGREE = _LISTS.set("degree")


_ASKING = frozenset(("WP", "WDT", "WRB"))  # a yes/no question asks the same with either polarity


def _may_be_turned(sentence: Sentence) -> bool:
    """Whether it is no question that can be answered with yes or no."""
    return not sentence.is_question or sentence.words[0].tag in _ASKING


@rule(
    "negation.prefix",
    NEAR_MISS,
    "The offer is legal. <-> The offer is illegal.",
    triggers=TRIGGERS,
    when=_may_be_turned,
)
def prefix(sentence: Sentence) -> Iterator[Change]:
    """Yield the sentence with one word turned into its opposite by a negative prefix, on or off."""
    count, seen = 0, lowers(sentence)
    for word in sentence.words:
        new = _opposite(sentence, word)
        if new is None or new in seen or _is_negated(word) or _is_direct(word):
            continue
        if any(w.lower in ("any", "anyone", "anything", "ever") for w in sentence.subtree(word)):
            continue
        yield change("prefix", replace(word, new))
        count += 1
        if count == 3:
            return


def _is_direct(word: Word) -> bool:
    return any(c.lower in ("directly", "closely", "significantly", "well") for c in word.all("advmod"))


def _opposite(sentence: Sentence, word: Word) -> str | None:
    lower = word.lower
    if word.text != lower and word.i > 0:
        return None  # a name, a title
    if lower in ADJECTIVES and (word.tag == "JJ" or (word.tag == "VBN" and word.child("cop", "aux:pass"))):
        return ADJECTIVES[lower] if _is_free_adjective(sentence, word) else None
    if lower in _ADVERBS and word.tag == "RB" and word.rel == "advmod" and word.head:
        return _ADVERBS[lower] if word.head.pos == "VERB" and not word.all("conj") else None
    if lower in _NOUNS and word.tag == "NN" and word.rel in ("nsubj", "obj", "compound", "obl", "nmod"):
        return _NOUNS[lower] if _is_free_noun(sentence, word) else None
    base = _VERB_FORMS.get((lower, word.tag))
    if base is not None and word.pos == "VERB" and word.rel not in ("amod", "compound"):
        return inflected(_VERBS[base], word.tag) if _is_free_verb(word, base) else None
    return None


def _is_free_adjective(sentence: Sentence, word: Word) -> bool:
    lower = word.lower
    if sentence.after(word).text in ("-", "–") or sentence.after(word).lower == "as":
        return False
    if sentence.before(word).text in ("-", "–") or word.all("conj") or word.rel == "conj":
        return False
    if word.rel == "amod" and word.head:
        if lower in _PREDICATIVE or f"{lower}_{word.head.lower}" in _SET_PHRASES or word.head.i != word.i + 1:
            return False
        return not any(c.rel == "amod" and c is not word for c in word.head.children)
    auxiliaries = word.all("cop", "aux", "aux:pass")
    if not word.child("cop", "aux:pass") or (word.tag == "VBN" and not _is_state(auxiliaries)):
        return False
    if lower in ("certain", "clear", "uncertain", "unclear", "known", "unknown") and word.all(
        "ccomp", "xcomp", "csubj"
    ):
        return False
    if lower in (
        "known",
        "used",
        "limited",
        "restricted",
        "expected",
        "opened",
        "changed",
        "paid",
        "registered",
    ):
        return not word.all("obl", "xcomp", "ccomp", "obj", "advcl", "obl:agent")
    return not word.child("case")


def _is_state(auxiliaries: list[Word]) -> bool:
    """Whether a participle may be an adjective: "is insured", but not "will be insured by"."""
    return len(auxiliaries) == 1 and auxiliaries[0].lower in ("is", "are", "was", "were")


def _is_free_noun(sentence: Sentence, word: Word) -> bool:
    if sentence.after(word).text in ("-", "–"):
        return False
    if word.rel == "compound":
        return word.lower in ("employment", "unemployment") and word.head.lower in (
            "rate", "rates", "figures", "data", "numbers",
        )  # fmt: skip
    article = word.child("det").lower
    if word.lower in ("agreement", "disagreement", "employment", "unemployment"):
        return False  # a document, a job
    if word.lower in ("ability", "inability"):
        return bool(word.child("acl")) and bool(word.child("nmod:poss"))
    if word.lower in ("payment", "non-payment"):
        return article == "" and not word.child("amod", "nmod:poss", "compound")
    return article != "no" and word.rel != "nmod"


def _is_free_verb(verb: Word, base: str) -> bool:
    if verb.child("compound:prt"):
        return False
    if base in ("agree", "disagree"):
        following = [c.child("case") for c in verb.all("obl")]
        return not verb.child("xcomp", "ccomp") and any(case.lower == "with" for case in following)
    if verb.child("xcomp", "ccomp"):
        return False
    if base in ("approve", "disapprove"):
        return any(c.lower == "of" for noun in verb.all("obl") for c in noun.all("case"))
    return bool(verb.child("obj")) or bool(verb.child("nsubj:pass"))


def _is_negated(word: Word) -> bool:
    """Whether another negation, a degree or a comparison is about."""
    if any(c.lower in _DEGREE for c in word.children):
        return True
    head = word.head
    if not head:
        return False
    if word.rel in ("amod", "advmod", "obj", "xcomp", "nsubj", "obl"):
        if any(c.lower in ("not", "n't", "never", "no", "without", "neither", "nor") for c in head.children):
            return True
        if word.rel == "amod" and head.head:
            return head.head.is_negated
    return False


# --- double negation ----------------------------------------------------------------------------------
# What is not the one is the other.
_COMPLEMENTARY = _LISTS.set("complementary")
_OWED = _LISTS.set("owed")
_SCOPE = word_set("all every each any many most few both no some only everyone everybody anyone")


@rule(
    "negation.double",
    SAME,
    "The contract is valid. -> The contract is not invalid.; He failed to pay. -> He did not pay.",
    when=is_statement,
)
@per_clause
def double(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "It is possible" <-> "It is not impossible"; "failed to pay" <-> "did not pay"."""
    verb, finite, subject = clause.predicate, clause.finite, clause.subject
    if not finite or not subject or subject.i > finite.i:
        return
    if subject.lower in _SCOPE | {"none", "nobody", "nothing"} or any(
        c.lower in _SCOPE for c in subject.children
    ):
        return
    if verb.lower in _COMPLEMENTARY and verb.child("cop", "aux:pass"):
        yield from _adjective(clause)
    elif verb.pos == "VERB" and verb.lemma == "fail":
        yield from _failed(sentence, clause)
    elif (
        verb.pos == "VERB"
        and verb.lemma in _OWED
        and finite.lower in ("did", "does", "do", "has", "have", "had")
    ):
        yield from _fails(clause)


def _adjective(clause: Clause) -> Iterator[Change]:
    word, finite = clause.predicate, clause.finite
    negation = negator_of(clause)
    if len(clause.auxiliaries) != 1 or finite.lower not in ("is", "are", "was", "were") or word.all("conj"):
        return
    if word.lower in ("occupied", "paid", "registered") and word.all("obl", "obl:agent"):
        return  # an event: "paid by the tenant"
    if any(c.rel == "advmod" and c is not negation for c in word.children):
        return
    new = ADJECTIVES[word.lower]
    if not negation and finite.i + 1 == word.i:
        yield change("double", replace(word, f"not {new}"))
    elif negation and finite.i + 1 == negation.i == word.i - 1:
        text = new if negation.lower == "not" else f" {new}"
        yield change("double", Replacement(negation.start, word.end, text))


def _failed(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "failed to pay" -> "did not pay"; "has failed to pay" -> "has not paid"."""
    verb, finite = clause.predicate, clause.finite
    content = verb.child("xcomp")
    to = infinitive_to(content) if content else None
    if to is None or content.tag != "VB" or verb.all("conj") or content.all("conj"):
        return
    if not verb.i + 1 == to.i == content.i - 1 or any(
        c.rel in ("cop", "aux") for c in content.children if c is not to
    ):
        return
    if any(c.rel == "advmod" and c.lower not in ("not", "n't") for c in verb.children):
        return
    negation = clause.negation
    base = base_form(content.text, "VB", content.lemma)
    if base is None:
        return
    if not negation and finite is verb and plain_verb(sentence, clause) is not None:
        yield change("double", Replacement(verb.start, to.end, f"{DO[verb.tag]} not"))
    elif not negation and finite.lower in ("has", "have", "had") and finite.i + 1 == verb.i:
        text = f"not {inflected(base, 'VBN')}"
        yield change("double", Replacement(verb.start, content.end, text))
    elif negation and finite.i + 1 == negation.i == verb.i - 1:
        form = {"do": base, "does": third_person(base), "did": past(base)}.get(finite.lower)
        if form is not None:
            yield change("double", Replacement(finite.start, content.end, form))


def _fails(clause: Clause) -> Iterator[Change]:
    """ "did not pay" -> "failed to pay"; "has not paid" -> "has failed to pay"."""
    verb, finite, negation = clause.predicate, clause.finite, clause.negation
    if clause.passive or verb.all("conj", "xcomp", "ccomp"):
        return
    if not negation or not finite.i + 1 == negation.i == verb.i - 1:
        return
    base = base_form(verb.text, verb.tag, verb.lemma)
    if (
        base is None
        or len(clause.auxiliaries) != 1
        or any(c.lower in ("yet", "because") for c in verb.children)
    ):
        return
    if verb.tag == "VB" and finite.lower in ("do", "does", "did"):
        form = {"do": "fail", "does": "fails", "did": "failed"}[finite.lower]
        yield change("double", Replacement(finite.start, verb.end, f"{form} to {base}"))
    elif verb.tag == "VBN" and finite.lower in ("has", "have", "had"):
        space = " " if negation.lower == "n't" else ""
        yield change("double", Replacement(negation.start, verb.end, f"{space}failed to {base}"))
