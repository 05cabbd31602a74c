"""Phrases of a noun, and the objects of a verb, in another order (hard positives)."""

from ...english.casing import piece
from ...english.kinds import is_name, kind
from ...english.lexicon import ACRONYM_THINGS, DATIVE_VERBS, MASS_NOUNS, ORG_NOUNS, PERSON_NOUNS
from ..prelude import HYPHENS, SAME, Clause, Proposals, Replacement, Sentence, Word, rule, word_lists
from .arguments import has_possessive, movable

_LISTS = word_lists(__package__, "nominals")
_CONTINUING = frozenset(("CC", "VBG", "VBN", "WP", "WDT", "WP$"))  # it would follow the owner then
_OWNED = PERSON_NOUNS | ORG_NOUNS | _LISTS.set("owned")
_RECEIVERS = ("person", "organisation", "person_noun", "organisation_noun", "pronoun", "name")


@rule("paraphrase.genitive", SAME, each="nmod")
def genitives(sentence: Sentence, noun: Word) -> Proposals:
    """the company's lawyer <-> the lawyer of the company"""
    words = sentence.words
    governor = noun.head
    if governor.pos != "NOUN" or is_name(governor) or governor.all("conj", "appos", "acl", "nummod"):
        return
    if noun.dep == "nmod:poss" and noun.pos == "NOUN":
        marker = noun.child("case")
        phrase = sentence.phrase(governor)
        if marker.tag != "POS" or phrase is None or phrase.start != noun.left or phrase.end != governor.i + 1:
            return
        if governor.lemma in _LISTS.named_after or "-" in words[noun.i - 1].text or "-" in noun.text:
            return  # "Hodgkin's disease"
        if kind(noun) in ("time", "measure", "other", "thing") or noun.all("conj", "appos", "acl", "nmod"):
            return
        if any(w.tag in ("JJS", "RBS") for w in words[noun.left : noun.i]):
            return  # "the most common children's illness"
        if any(
            w.lower in ("own", "first", "only", "last") or w.tag in ("JJS", "CD")
            for w in words[marker.i + 1 : governor.i]
        ):
            return
        following = sentence.after(governor)
        if following and (following.tag in _CONTINUING or is_name(following)):
            return  # "the company's chairman and chief executive"
        if governor.rel == "compound" or governor.dep in ("nmod:poss", "conj") or marker.i != noun.i + 1:
            return
        if (noun.left and words[noun.left - 1].text in HYPHENS) or noun.lower in ACRONYM_THINGS:
            return
        bare = not noun.child("det", "nmod:poss") and noun.lemma not in MASS_NOUNS
        if (bare and noun.tag == "NN") or noun.lower in _LISTS.classes:
            return  # "designer's time", "children's books"
        opening = words[noun.left]
        if noun.tag == "NNS" and opening.lower in ("a", "an"):
            return  # "a women's club"
        if opening.tag == "VBG" or (noun.left and sentence.before(opening).tag in ("CC", ",")):
            return  # "organizing women's groups", "the clerk's and the guard's keys"
        if is_name(words[marker.i + 1]):
            return  # one name: "McDonald's Corp. founder"
        owner = piece(sentence, noun.left, noun.i + 1)
        owned = sentence.slice(marker.i + 1, governor.i + 1)
        yield Replacement(words[noun.left].start, governor.end, f"the {owned} of {owner}")
    elif noun.dep == "nmod" and noun.i > governor.i and governor.lemma in _OWNED - _LISTS.named_places:
        case, determiner = noun.child("case"), governor.child("det")
        phrase, inner = sentence.phrase(governor), sentence.phrase(noun)
        if case.lower != "of" or determiner.lower != "the" or phrase is None or inner is None:
            return
        if kind(noun) not in ("person", "organisation", "person_noun", "organisation_noun", "place"):
            return
        if noun.tag == "NN" and not noun.child("det", "nmod:poss"):
            return  # "the office of president", a title
        if inner.end - inner.start > 4 or phrase.start != determiner.i or phrase.end != noun.i + 1:
            return
        if (
            any(w.tag == "POS" for w in words[inner.start : inner.end + 1])
            or sentence.after(noun).text == ","
        ):
            return  # "the exit of the king's heir", "the vote of that board, the Board of Trade"
        if case.i != governor.i + 1 or noun.all("conj") or sentence.after(noun).tag == "CC":
            return
        suffix = "'" if noun.tag in ("NNS", "NNPS") and noun.lower.endswith("s") else "'s"
        owner = sentence.slice(inner.start, inner.end)
        owned = sentence.slice(determiner.i + 1, governor.i + 1)
        yield Replacement(determiner.start, noun.end, f"{owner}{suffix} {owned}")


@rule("paraphrase.dative", SAME)
def dative(sentence: Sentence, clause: Clause) -> Proposals:
    """She gave the clerk the key. <-> She gave the key to the clerk."""
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
        if kind(receiver) not in _RECEIVERS or receiver.lower in ("it", "me") or a is None:
            return
        if verb.lemma == "tell" or a.end != b.start or a.start != verb.i + 1 or thing.lemma in _LISTS.fixed:
            return
        text = f"{sentence.slice(b.start, b.end)} to {sentence.slice(a.start, a.end)}"
        yield Replacement(sentence.chars(a)[0], sentence.chars(b)[1], text)
        return
    if clause.passive or thing.lemma in _LISTS.fixed or verb.lemma == "bring":
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
            yield Replacement(sentence.chars(b)[0], sentence.chars(a)[1], text)
