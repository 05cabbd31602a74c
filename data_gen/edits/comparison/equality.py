"""Equal and unequal: "as tall as" and "the same as" turned around; comparisons in other words."""

from ...english.agreement import is_plural
from ...english.kinds import kind
from ...english.nouns import plural
from ..direction import may_turn
from ..polarity import clause_of
from ..prelude import Changes, Found, Replacement, Sentence, Table, Word, change, lexical, replace, word_lists
from ..rule import NEAR_MISS, SAME, Random, rule
from .claims import is_asked, may_be_told

_LISTS = word_lists(__package__, "equality")


_DIFFERENT = Table({"the same": "", "a different": "the same"})
_AS, _NOT_AS = Table({"as": ""}), Table({"not as": "", "not so": ""})

# --- as tall as -------------------------------------------------------------------------------------


@rule("comparison.equality", NEAR_MISS, most=2, each=_AS)
def equalities(sentence: Sentence, found: Found, rng: Random) -> Changes:
    """as tall as the tree -> twice as tall as the tree; twice as fast as -> half as fast as"""
    first, adjective, second = found.first, found.after(), found.after(2)
    if second.lower != "as" or adjective.tag not in ("JJ", "RB") or adjective.lower in _LISTS.not_equal:
        return
    before, following = found.before(), found.after(3)
    if not before or not following or first.head is not adjective or not may_turn(sentence, first):
        return
    if before.lower in ("twice", "half") and found.before(2).lower != "than":
        yield change("equality", replace(before, "half" if before.lower == "twice" else "twice"))
    elif before.lower == "not" and following.text not in (".", ","):
        yield change("equality", Replacement(before.start, first.start, ""))
    elif before.lower in _LISTS.finite_be and following.lower not in _LISTS.not_after_be:
        scaled = adjective.lower in _LISTS.scaled and rng.random() < 0.5
        yield change("equality", found.replaced(rng.choice(("twice as", "half as")) if scaled else "not as"))


# --- the same, similar, different -------------------------------------------------------------------


@lexical("comparison.equality", None, "", Table(_LISTS.table("equal")))
def equal(found: Found) -> bool | tuple[str, ...]:
    """ "equal to" -> "greater than"; "works the same as" -> "works differently from"."""
    before, following = found.before(), found.after()
    if following.lower in _LISTS.clauses or not following or not may_be_told(found.sentence, found.first):
        return False
    if found.text in ("twice as", "half as"):
        return following.lower != "well" and before.lower != "than"  # more than twice is more than half
    if not _LISTS.open.isdisjoint(w.lower for w in found.sentence.words):
        return False  # "in some ways it is similar": in others it is not
    clause = clause_of(found.sentence, found.first)
    if clause is None or any(w.rel in ("acl", "advcl") for w in found.first.upwards()):
        return False
    if before.lemma in _LISTS.being:
        return True
    return before.lemma in _LISTS.done and found.text == "the same as" and ("differently from",)


@rule("comparison.equality", each=_DIFFERENT, triggers=("same", "different"))
def same_and_different(sentence: Sentence, found: Found) -> Changes:
    """ "on the same day" -> "on the next day"; "the same price as" -> "a different price from"; "Both use the
    same port." -> "Both use different ports."; "Use a different card." -> "Use the same card."."""
    noun, following = found.last.head, sentence.after(found.last.head)
    if noun.i < found.end or found.last.rel != "amod" or not may_be_told(sentence, found.first):
        return
    if found.text == "a different":
        open_ = (
            is_asked(sentence)
            and noun.tag == "NN"
            and noun.lemma not in _LISTS.ways
            and following.lower not in _LISTS.clauses | {"from", "than"}
        )
        if open_ and noun.i == found.end:
            yield change("equality", found.replaced("the same"))
    elif noun.lemma in _LISTS.days and found.before().lower in ("on", "in", "within", "during"):
        if following.lower == "as" or following.tag in ("PRP", "DT", "WDT"):
            return  # "on the same day they were placed"
        yield change("equality", found.replaced("the next"))
    elif following.lower == "as" and following.rel == "case" and following.head.pos in ("NOUN", "PROPN"):
        if (
            found.before().lower in _LISTS.exactly
            or sentence.after(following).lower in _LISTS.not_after_be
            or sentence.after(following).tag == "IN"
        ):
            return  # "the same as in the list"
        if noun.lemma in _LISTS.ways and not noun.child("case"):
            return  # "works the same way as"
        new = "different" if noun.tag == "NNS" else "a different"
        yield change("equality", found.replaced(new), replace(following, "from"))
    elif _is_shared(found, noun) and following.text in (".", "?", ",", ""):
        words = Replacement(found.first.start, noun.end, f"different {plural(noun.text)}")
        yield change("equality", words)


def _is_shared(found: Found, noun: Word) -> bool:
    """Whether several have or use what is the same: "Both servers use the same port."."""
    verb = noun.head
    subject = verb.child("nsubj")
    if noun.tag != "NN" or not verb.i < noun.i == found.end or not subject or verb.lemma not in _LISTS.using:
        return False
    return (
        subject.lower in ("both", "they")
        or subject.has("conj")
        or (subject.tag == "NNS" and is_plural(subject) is True)
    )


# --- bigger, larger ---------------------------------------------------------------------------------


@lexical("comparison.synonym", SAME, Table(_LISTS.table("synonyms")))
def synonym(found: Found) -> bool:
    """the largest bank -> the biggest bank; not as tall as -> less tall than"""
    last, following, text = found.last, found.after(), found.text
    if found.start == found.end - 1 and last.tag not in ("JJR", "JJS", "RBR", "RBS"):
        return False
    if text in _LISTS.big and (following.lower in ("and", "or", ",") or last.rel == "advmod"):
        return False
    if text == "the same as" and following.tag in ("IN", "TO", "WRB"):
        return False  # "the same as for adults"
    if text == "harder" and last.rel in ("xcomp", "advmod") and last.head.lemma not in _LISTS.turning:
        return False  # "look harder"
    if text in ("largest", "biggest", "hardest") and last.rel != "amod":
        return False
    return text not in ("largest", "biggest", "bigger") or not _is_figure(last.head)


def _is_figure(noun: Word) -> bool:
    """Whether the noun is big by rank, not by size: "the biggest star"."""
    return bool(noun) and (noun.lemma in _LISTS.figures or kind(noun) in ("person_noun", "person"))


@rule("comparison.synonym", each=_NOT_AS)
def not_as(sentence: Sentence, found: Found) -> Changes:
    """ "is not as tall as" -> "is less tall than"."""
    adjective, second, before = found.after(), found.after(2), found.before()
    if second.lower != "as" or adjective.tag != "JJ" or adjective.lower in _LISTS.not_equal:
        return
    if before.lemma == "be" and not before.text.startswith("'"):
        yield change("synonym", found.replaced("less"), replace(second, "than"))
