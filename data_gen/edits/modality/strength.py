"""How strong a claim or wish is (near-misses): "linked to" -> "caused by", "recommend" -> "require"; how
far an act goes: "cancels the flight" -> "postpones the flight".
"""

from ...english.kinds import AGENTS, is_illness, kind
from ...english.lexicon import word_set
from ...english.verb_forms import base_form, inflected
from ...parsing.sentence import Sentence, Word
from ..direction import is_assured, is_tied
from ..matching import VERB, Found, Table, lexical
from ..prelude import NEAR_MISS, Changes, Replacement, change, is_medical, lowers, replace, rule, word_lists

_LISTS = word_lists(__package__, "strength")

_LINKED = _LISTS.table("linked")
_VERBS = _LISTS.table("verbs")
_FORBIDS = _LISTS.table("forbids")
_FREQUENT = _LISTS.table("frequent")
TRIGGERS = frozenset([*_LINKED, *_FREQUENT]) | _LISTS.set("forms")


@rule("modality.strength", NEAR_MISS, triggers=TRIGGERS)
def strengths(sentence: Sentence) -> Changes:
    """The rash is linked to the soap. -> The rash is caused by the soap.

    Yield a link as a cause, a hint as a proof, advice as a duty, and back.
    """
    if is_tied(sentence) or not _LISTS.limited.isdisjoint(lowers(sentence)):
        return
    for word in sentence.words:
        if word.is_negated or is_assured(word) or word.has("advmod", "no", "more", "most"):
            continue
        if word.lower in _LINKED:
            yield from _linked(sentence, word)
        elif word.lemma in _VERBS and word.pos == "VERB" and _argues(word):
            base = base_form(word.text, word.tag, word.lemma)
            if base == word.lemma and word.tag in ("VBP", "VBZ", "VBD", "VB"):
                yield change("strength", replace(word, inflected(_VERBS[base], word.tag)))
        elif word.lemma in _FORBIDS and word.pos == "VERB" and _forbids(word):
            base = base_form(word.text, word.tag, word.lemma)
            if base == word.lemma:
                yield change("strength", replace(word, inflected(_FORBIDS[base], word.tag)))
        elif (
            word.lower in _FREQUENT
            and word.rel == "advmod"
            and _is_free(sentence, word)
            and not _is_graded(sentence, word)
        ):
            yield change("strength", replace(word, _FREQUENT[word.lower]))


def _is_graded(sentence: Sentence, adverb: Word) -> bool:
    """Whether a later word says how often, too: "are sometimes late, and in winter often fail"."""
    return any(w.lower in _LISTS.how_often for w in sentence.words[adverb.i + 1 :])


def _is_free(sentence: Sentence, adverb: Word) -> bool:
    """Whether the adverb says how often its verb holds: "is usually open", "we always ask"."""
    before = sentence.before(adverb).pos in ("AUX", "NOUN", "PRON", "PROPN")
    verb = adverb.head
    if sentence.after(adverb).lower in ("not", "n't"):
        return False  # "is generally not open"
    if any(w.lower in ("no", "not", "none", "nothing") for w in sentence.subtree(verb)):
        return False  # "usually causes no harm"
    if any(w.tag == "MD" for w in verb.all("aux")):
        return False  # "you can always leave", "must usually be shut"
    told = verb.i > adverb.i and bool(verb.child("nsubj")) and verb.rel != "acl" and not verb.is_negated
    return before and told and verb.tag != "VBG"  # "we are always trying"


def _linked(sentence: Sentence, word: Word) -> Changes:
    """ "associated with" -> "caused by"; "caused by" -> "linked to"."""
    preposition, be = sentence.after(word), word.child("aux:pass")
    wanted = {"associated": "with", "linked": "to", "caused": "by"}[word.lower]
    hedged = word.child("advmod") or word.has("aux", "may", "might", "could", "can") or word.rel == "acl"
    subject = word.child("nsubj")
    named = subject.pos in ("NOUN", "PROPN") and word.child("obl").lemma != "risk"
    if subject.child("det").tag == "WDT":
        return  # "Which rashes are linked to it?", and to what is caused by it, have one answer
    is_effect = is_illness(subject) or subject.lemma in _LISTS.effects  # what has a cause, and is none
    caused = word.lower == "caused" or (is_medical(sentence) and is_effect)
    if be and caused and named and not hedged and preposition.lower == wanted:
        yield change("strength", Replacement(word.start, preposition.end, _LINKED[word.lower]))


def _forbids(verb: Word) -> bool:
    """Whether somebody forbids something, or something is forbidden, and nothing tells by what force."""
    if verb.tag not in ("VBZ", "VBP", "VBD", "VBN", "VB") or verb.rel in ("amod", "acl", "compound"):
        return False
    if any(c.child("case").lower in ("by", "under", "from") for c in verb.all("obl")) or any(
        c.tag == "VB" for c in verb.all("xcomp")
    ):
        return False
    subject = verb.child("nsubj")
    if verb.has("aux:pass"):
        return subject.pos in ("NOUN", "VERB", "PROPN")
    return subject.pos in ("NOUN", "PROPN", "PRON") and bool(verb.child("obj"))


def _argues(verb: Word) -> bool:
    """Whether a study or the like says that something is so, or somebody wishes that something be done."""
    content = verb.child("ccomp", "xcomp")
    if not content or content.has("aux", "may", "might", "could"):
        return False
    if verb.lemma in ("suggest", "indicate", "prove"):
        return verb.child("nsubj").lemma in _LISTS.arguing and content.rel == "ccomp"
    owner = verb.child("obj")
    if owner and verb.lemma == "require" and content.rel == "xcomp":
        return False  # nobody recommends members to do it
    bound = content.has("mark", "that", "to") and content.tag != "VBG"
    bound = bound and (kind(owner) in AGENTS if owner else verb.lemma != "require" or content.rel == "ccomp")
    return bound and kind(verb.child("nsubj")) in AGENTS


# --- how far an act goes -----------------------------------------------------------------------------

# Weaker and stronger acts point the same way, so that what the sentence gives as an aim or a reason holds for
# both; words.yaml says of which things one does either.


def _acts() -> dict[tuple[str, str], frozenset[str]]:
    """Return {(verb, weaker or stronger verb): nouns of what it is done to}."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for pairs, nouns in _LISTS.table("acts").items():
        for pair in pairs.split():
            verb, mark, other = pair.partition("/" if "/" in pair else ">")
            found[verb, other] = found.get((verb, other), frozenset()) | word_set(nouns)
            if mark == "/":
                found[other, verb] = found.get((other, verb), frozenset()) | word_set(nouns)
    return found


_ACTS = _acts()
_ENDINGS = tuple(_LISTS.set("process_endings"))
_TABLE = Table({(VERB, verb): [other for one, other in _ACTS if one == verb] for verb, _ in _ACTS})


@lexical("modality.strength", None, _TABLE)
def forces(found: Found) -> list[str]:
    """ "cancels the match" -> "postpones the match"; "reduce the risk" -> "eliminate the risk"."""
    verb, seen = found.word, {w.lemma for w in found.sentence.words}
    if verb.pos != "VERB" or verb.rel in ("amod", "compound", "case", "conj") or verb.is_negated:
        return []
    if verb.child("conj", "compound:prt", "iobj", "xcomp", "ccomp", "nummod"):
        return []
    if found.after().tag == "CC" or any(c.lower.endswith("ly") for c in verb.all("advmod")):
        return []  # "blocks or filters them", "significantly reduced"
    if verb.has("advmod", *_LISTS.graded) or any(
        c.child("case", "mark").lower in _LISTS.measured - {"to"} or c.has("case", "to")
        for c in verb.all("obl", "advcl")
    ):
        return []  # "reduced it by half", "prevents them from leaving"
    thing = verb.child("nsubj:pass") if verb.child("aux:pass") else verb.child("obj")
    if not thing or (thing.rel == "obj" and thing.i < verb.i):
        return []
    return [one for one in found.options if one not in seen and _is_done_to(_ACTS[found.lemma, one], thing)]


def _is_done_to(nouns: frozenset[str], thing: Word) -> bool:
    if "@process" in nouns and thing.tag == "NN" and thing.lower.endswith(_ENDINGS):
        return thing.lemma not in _LISTS.no_process
    return thing.lemma in nouns or ("*" in nouns and (thing.pos == "NOUN" or thing.text.isupper()))
