"""Phrases of a noun, and the objects of a verb, in another order (hard positives): "the company's lawyer" <->
"the lawyer of the company", "the price of gas" <-> "the gas price", "gave the clerk the key" <-> "gave the
key to the clerk", "turned off the light" <-> "turned the light off".

Part of the family paraphrase.
"""

from collections.abc import Iterator

from ...english.casing import piece
from ...english.kinds import is_name, kind
from ...english.lexicon import ACRONYM_THINGS, DATIVE_VERBS, ORG_NOUNS, PERSON_NOUNS, word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import HYPHENS, NOTHING, Clause, Sentence
from ..edit import Change, Replacement, change
from ..index import related
from ..rule import SAME, per_clause, rule
from .arguments import has_possessive, movable

_LISTS = word_lists(__package__, "nominals")

_MEASURED = _LISTS.set("measured")
_SHORT = word_set("price level rate concentration content shortage temperature supply demand market")
_LEXICAL = word_set(
    "blood-pressure salt-content heat-pressure power-supply heat-content water-supply air-supply"
)
_SUBSTANCES = _LISTS.set("substances")


@rule("paraphrase.compound", SAME, "the price of gas <-> the gas price")
def compounds(sentence: Sentence) -> Iterator[Change]:
    """ "the price of gas" <-> "the gas price", of substances and what is measured of them."""
    words = sentence.words
    for noun in words:
        if noun.lemma not in _MEASURED or noun.tag not in ("NN", "NNS") or noun.quote:
            continue
        before = sentence.before(noun)
        after = sentence.after(noun)
        if after.lower == "of" and noun.i + 2 < len(words):
            inner = words[noun.i + 2]
            if inner.lower not in _SUBSTANCES or inner.head is not noun or inner.tag != "NN":
                continue
            if inner.size != 2:
                continue
            following = sentence.after(inner)
            if inner.right != inner.i or (following.tag == "CC" or following.text in HYPHENS):
                continue
            if noun.all("amod", "compound", "conj", "nmod:poss", "nummod") or noun.all("nmod") != [inner]:
                continue
            if noun.lemma not in _SHORT or any(w.lower in ("it", "its") for w in words[inner.i :]):
                continue
            yield change("compound", Replacement(noun.start, inner.end, f"{inner.text} {noun.text}"))
        elif before.lower in _SUBSTANCES and before.head is noun and before.tag == "NN":
            if noun.all("compound") != [before] or noun.all(
                "nmod", "conj", "amod", "nmod:poss", "nummod", "acl"
            ):
                continue
            if sentence.before(before).tag in ("CC", "NN", "NNS", "NNP", "JJ", ","):
                continue
            if f"{before.lower}-{noun.lemma}" in _LEXICAL or noun.lemma == "market":
                continue
            if noun.rel == "compound" or before.children or after.tag in ("NN", "NNS", "CC"):
                continue
            determiner = noun.child("det")
            if before.text[:1].isupper() and before.i > 0:
                continue
            if (not determiner and noun.tag == "NN") or (determiner and determiner.i != before.i - 1):
                continue
            if noun.i > 1 and words[before.i - 1].text in HYPHENS:
                continue
            owner = piece(sentence, before.i, before.i + 1)
            yield change("compound", Replacement(before.start, noun.end, f"{noun.text} of {owner}"))


@rule("paraphrase.genitive", SAME, "the company's lawyer <-> the lawyer of the company")
def genitives(sentence: Sentence) -> Iterator[Change]:
    """ "the company's chairman" <-> "the chairman of the company"."""
    words = sentence.words
    for noun in related(sentence, "nmod"):
        governor = noun.head
        if governor.pos != "NOUN" or is_name(governor) or governor.all("conj", "appos", "acl", "nummod"):
            continue
        if noun.dep == "nmod:poss" and noun.pos in ("NOUN", "PROPN"):
            marker = noun.child("case")
            phrase = sentence.phrase(governor)
            if marker.tag != "POS" or phrase is None or phrase.start != noun.left:
                continue
            if phrase.end != governor.i + 1:
                continue
            if governor.lemma in _NAMED_AFTER or "-" in words[noun.i - 1].text or "-" in noun.text:
                continue  # "Hodgkin's disease"
            if kind(noun) in ("time", "measure", "other", "thing") or noun.all(
                "conj", "appos", "acl", "nmod"
            ):
                continue
            if any(
                w.lower in ("own", "first", "only", "last") or w.tag in ("JJS", "CD")
                for w in words[marker.i + 1 : governor.i]
            ):
                continue
            following = sentence.after(governor)
            if following and (following.tag in _CONTINUING or is_name(following)):
                continue  # "the company's chairman and chief executive"
            if governor.rel == "compound" or governor.dep in ("nmod:poss", "conj") or marker.i != noun.i + 1:
                continue
            if (noun.left and words[noun.left - 1].text in HYPHENS) or noun.lower in ACRONYM_THINGS:
                continue
            if words[noun.left].tag == "VBG":
                continue  # "organizing women's groups"
            if is_name(words[marker.i + 1]):
                continue  # one name: "McDonald's Corp. founder"
            owner = piece(sentence, noun.left, noun.i + 1)
            owned = sentence.slice(marker.i + 1, governor.i + 1)
            yield change(
                "genitive", Replacement(words[noun.left].start, governor.end, f"the {owned} of {owner}")
            )
        elif noun.dep == "nmod" and noun.i > governor.i and governor.lemma in _OWNED - _NAMED_PLACES:
            case, determiner = noun.child("case"), governor.child("det")
            phrase, inner = sentence.phrase(governor), sentence.phrase(noun)
            if case.lower != "of" or determiner.lower != "the" or phrase is None or inner is None:
                continue
            if kind(noun) not in ("person", "organisation", "person_noun", "organisation_noun", "place"):
                continue
            if inner.end - inner.start > 4:
                continue
            if phrase.start != determiner.i or phrase.end != noun.i + 1 or case.i != governor.i + 1:
                continue
            if noun.all("conj"):
                continue
            suffix = "'" if noun.tag in ("NNS", "NNPS") and noun.lower.endswith("s") else "'s"
            owner = sentence.slice(inner.start, inner.end)
            owned = sentence.slice(determiner.i + 1, governor.i + 1)
            yield change("genitive", Replacement(determiner.start, noun.end, f"{owner}{suffix} {owned}"))


_CONTINUING = frozenset(("CC", "VBG", "VBN", "WP", "WDT", "WP$"))  # it would follow the owner then
_NAMED_PLACES = word_set("state city town country county nation republic province")
_NAMED_AFTER = word_set("disease syndrome lymphoma sufferer patient law theorem day eve palsy comet card")

_OWNED = PERSON_NOUNS | ORG_NOUNS | _LISTS.set("owned")


_RECEIVERS = ("person", "organisation", "person_noun", "organisation_noun", "pronoun", "name")
_PARTICLE_TABLE = _LISTS.text("particle_table")
_PARTICLES = {
    verb: frozenset(particles.split())
    for verb, particles in (
        entry.split(": ") for entry in _PARTICLE_TABLE.strip().replace("\n", "|").split("|")
    )
}
PARTICLE_VERBS = frozenset(_PARTICLES)


@rule("paraphrase.dative", SAME, "She gave the clerk the key. <-> She gave the key to the clerk.")
@per_clause
def dative(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "gave the bank the letter" <-> "gave the letter to the bank"."""
    verb, thing = clause.predicate, clause.object
    if verb.lemma not in DATIVE_VERBS or not thing or thing.i < verb.i or thing.tag == "PRP":
        return
    if kind(thing) == "time" or any(c.lower != "of" for n in thing.all("nmod") for c in n.all("case")):
        return
    b = movable(sentence, thing)
    if b is None or b.end - b.start > 7 or (has_possessive(sentence, b) and not verb.child("iobj", "obl")):
        return
    receiver = verb.child("iobj")
    if receiver:
        a = movable(sentence, receiver)
        if kind(receiver) not in _RECEIVERS or receiver.lower in ("it", "me"):
            return
        if a is None or verb.lemma == "tell" or a.end != b.start or a.start != verb.i + 1:
            return
        if thing.lemma in _FIXED:
            return
        text = f"{sentence.slice(b.start, b.end)} to {sentence.slice(a.start, a.end)}"
        yield change("dative", Replacement(sentence.chars(a)[0], sentence.chars(b)[1], text))
        return
    if clause.passive or thing.lemma in _FIXED or verb.lemma == "bring":
        return
    for oblique in verb.all("obl"):
        case = oblique.child("case")
        if case.lower != "to" or kind(oblique) not in _RECEIVERS:
            continue
        a = movable(sentence, oblique)
        if a is None or b.start != verb.i + 1 or b.end != case.i or a.start != case.i + 1:
            continue
        if a.end - a.start <= 4 and b.end - b.start <= 6:
            text = f"{sentence.slice(a.start, a.end)} {sentence.slice(b.start, b.end)}"
            yield change("dative", Replacement(sentence.chars(b)[0], sentence.chars(a)[1], text))


_FIXED = _LISTS.set("fixed")


@rule("paraphrase.particle", SAME, "Turn off the light. <-> Turn the light off.")
@per_clause
def particle(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "turn off the light" <-> "turn the light off"."""
    verb = clause.predicate
    movers = _PARTICLES.get(verb.lemma, frozenset())
    mover = next((c for c in verb.children if c.lower in movers and c.rel in ("compound", "advmod")), NOTHING)
    if mover.tag not in ("RP", "RB", "IN"):
        return
    thing = verb.child("obj")
    if not thing or thing.tag == "PRP" or verb.child("iobj") or verb.pos != "VERB":
        return
    span = movable(sentence, thing)
    if span is None or span.end - span.start > 4 or thing.all("nmod", "conj", "advmod"):
        return
    if kind(thing) in ("measure", "number", "time", "other") or (
        thing.tag in ("NN", "NNS") and span.end - span.start == 1
    ):
        return
    after = sentence.words[max(span.end, mover.i + 1)]
    if after.tag in ("NN", "NNS", "JJ", "NNP", "CC", "POS"):
        return  # the phrase goes on
    text = sentence.slice(span.start, span.end)
    if mover.i == verb.i + 1 and span.start == mover.i + 1:
        new = f"{text} {mover.text}"
    elif span.start == verb.i + 1 and mover.i == span.end:
        new = f"{mover.text} {text}"
    else:
        return
    first, last = min(mover.start, sentence.chars(span)[0]), max(mover.end, sentence.chars(span)[1])
    yield change("particle", Replacement(first, last, new))
