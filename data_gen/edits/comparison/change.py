"""Rise and fall: verbs, nouns and particles of change turned around, or in other words of the same direction.

Verbs with other senses (gain, lose, fall, drop, raise, cut) are touched where an amount or a quantity is
what changes; verbs that praise (improve, enhance) where a finding is told. A bound that the verb reaches
turns with it: "falls below 10" -> "rises above 10".
"""

import random
from collections.abc import Iterator
from itertools import pairwise

from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.number_words import is_year
from ...english.verb_forms import base_form, inflected
from ...english.word_lists import word_lists
from ...parsing.sentence import Clause, Sentence, Word
from ..direction import may_turn
from ..edit import Change, change, replace
from ..matching import Found, Table, lexical
from ..rule import NEAR_MISS, SAME, per_clause, rule

_LISTS = word_lists(__package__, "change")

_RISING = _LISTS.table("rising")
_RAISING = _LISTS.table("raising")
_SAME_RISING = _LISTS.table("same_rising")
_SAME_RAISING = _LISTS.table("same_raising")
_BOTH = word_set("improve worsen strengthen weaken widen narrow accelerate slow upregulate downregulate")
_VALUED = word_set("improve worsen strengthen weaken enhance upgrade downgrade boost promote")
_SAFE = _LISTS.set("safe")
_TRIGGERS = frozenset(_RISING) | frozenset(_RAISING)
_QUANTITIES = _LISTS.set("quantities")
_AMOUNT_STARTS = frozenset("0123456789$£€")
_PLAIN_TAGS = ("VBD", "VBZ", "VBP", "VB", "VBN", "VBG")
_IDIOMS = word_set("short under into within behind apart asleep ill out off back flat through outside")
_REACHED = {"below": "above", "above": "below", "under": "over", "over": "under", "beneath": "above"}

# --- verbs ------------------------------------------------------------------------------------------


@rule("comparison.change", NEAR_MISS, "Rents rose 3 percent. -> Rents fell 3 percent.", most=2)
@per_clause
def changes(sentence: Sentence, clause: Clause, rng: random.Random) -> Iterator[Change]:
    """ "Rents rose 3 percent." -> "Rents fell 3 percent."; "falls below 10" -> "rises above 10"."""
    verb = clause.predicate
    following = sentence.after(verb)
    reached = [following] if _is_reached(sentence, following) else []
    if following.lower in _IDIOMS and not reached:
        return
    text = _other_verb(sentence, clause, rng, _RISING, _RAISING)
    if text is None or _tells_both_ends(sentence, verb) or not may_turn(sentence, verb):
        return
    if verb.lemma in _VALUED and (clause.object or (verb.rel == "conj" and clause.shared_subject)):
        return  # "has improved the search": nobody would have worsened it
    if any(w.lemma in _TRIGGERS and w.pos == "VERB" for w in sentence.words if w is not verb) and (
        not clause.object or verb.has("conj") or verb.head.lemma in _TRIGGERS
    ):
        return  # "is still rising and will continue to rise"
    finding = sentence.is_question or (verb.tag in ("VBD", "VBN") and clause.finite.tag != "MD")
    if verb.lemma not in _VALUED or finding:
        yield change("change", replace(verb, text), *(replace(c, _REACHED[c.lower]) for c in reached))


def _is_reached(sentence: Sentence, preposition: Word) -> bool:
    """Whether a preposition behind a verb of change tells how far: "below 10", not "under a law"."""
    if preposition.lower not in _REACHED:
        return False
    number = sentence.after(preposition)
    return number.tag in ("CD", "$") or is_quantity(preposition.head)


@rule("comparison.same_change", SAME, "Rents rose 3 percent. -> Rents increased 3 percent.", most=2)
@per_clause
def same_changes(sentence: Sentence, clause: Clause, rng: random.Random) -> Iterator[Change]:
    """ "Rents rose 3 percent." <-> "Rents increased 3 percent."."""
    text = _other_verb(sentence, clause, rng, _SAME_RISING, _SAME_RAISING)
    following = sentence.after(clause.predicate)
    if following.lower in _IDIOMS and not _is_reached(sentence, following):
        return
    if text is not None:
        yield change("same_change", replace(clause.predicate, text))


def _other_verb(
    sentence: Sentence, clause: Clause, rng: random.Random, rising: dict[str, str], raising: dict[str, str]
) -> str | None:
    """The clause's verb of change from the list of its sense, in its form; None where it has none."""
    verb = clause.predicate
    if verb.lemma not in _TRIGGERS or verb.tag not in _PLAIN_TAGS or verb.quote:
        return None
    base = base_form(verb.text, verb.tag, verb.lemma)
    if base is None or verb.child("compound:prt", "xcomp", "ccomp", "cop"):
        return None
    sense = _sense(clause, base)
    if sense is _RISING and sentence.after(verb).tag in ("DT", "PRP$") and not clause.object:
        return None  # its object is misread
    options = (raising if sense is _RAISING else rising).get(base, "").split("|") if sense else []
    if clause.passive or (verb.tag == "VBN" and verb.rel == "acl"):
        options = [o for o in options if " " not in o]
    if "raise" in options and not is_quantity(clause.object):
        options.remove("raise")
    first, _, rest = rng.choice(options or [""]).partition(" ")
    return f"{inflected(first, verb.tag)} {rest}".rstrip() if first else None


def _sense(clause: Clause, base: str) -> dict[str, str] | None:
    """The list that gives the verb its sense here: something rises, or somebody raises something."""
    verb, changed, subject = clause.predicate, clause.object, clause.subject
    if clause.passive:
        quantity = bool(subject) and (base in _SAFE or is_quantity(subject))
        return _RAISING if base in _RAISING and quantity else None
    if changed and changed.i > verb.i and not _is_amount(changed) and changed.lemma != "time":
        return _RAISING if base in _RAISING and (base in _SAFE or is_quantity(changed)) else None
    if verb.rel in ("acl", "amod") and verb.tag in ("VBN", "VBG"):
        return None
    if base in _BOTH:
        return _RAISING if not changed and subject else None
    if base not in _RISING or not subject:
        return None
    if base in ("gain", "lose", "double", "halve"):
        points = _is_amount(changed) and changed.lemma not in ("job", "people")
        return _RISING if points or (base in ("double", "halve") and not changed) else None
    measured = bool(changed) or any(_is_amount(c) for c in verb.children if c.i > verb.i)
    if base in ("increase", "decrease"):
        return _RISING if measured or not changed else None
    return _RISING if (measured and _can_vary(subject)) or is_quantity(subject) else None


def turns(verb: Word) -> bool:
    """Whether the verb says that something rises or falls."""
    return verb.lemma in _TRIGGERS


def opposite_of(base: str, changes_object: bool) -> str | None:
    """Return the first opposite of a verb of rise or fall, or None."""
    options = (_RAISING if changes_object else _RISING).get(base)
    return options.split("|")[0] if options is not None else None


def _tells_both_ends(sentence: Sentence, verb: Word) -> bool:
    """Whether the sentence tells both ends ("from 39 to 41") or the direction again ("down from 6.7
    percent")."""
    cases = {c.lower for child in verb.children for c in child.all("case")}
    after = sentence.words[verb.i + 1 :]
    again = any(a.lower in ("up", "down") and b.lower == "from" for a, b in pairwise(after))
    ends = {
        a.lower
        for a, b in pairwise(after)
        if a.lower in ("from", "to") and (b.text[:1] in _AMOUNT_STARTS or b.tag == "CD")
    }
    reached = len(after) > 2 and after[0].lower == "as" and after[2].lower == "as"  # "rose as high as"
    return again or reached or {"from", "to"} <= cases | ends


def _can_vary(noun: Word) -> bool:
    return kind(noun) not in ("person", "person_noun", "pronoun") and noun.lower != "it"


def is_quantity(noun: Word) -> bool:
    """Whether the noun names what rises and falls: a price, a level, a share of something."""
    if {noun.lemma, noun.lower, noun.lower.removesuffix("s")} & _QUANTITIES or noun.tag == "CD":
        return True
    return any(c.lemma in _QUANTITIES for c in noun.children if c.rel in ("compound", "nmod"))


def _is_amount(noun: Word) -> bool:
    """Whether the word is a percentage, money or number."""
    if noun.text in ("%", "$") or noun.tag == "CD" or noun.lemma in ("percent", "point", "cent"):
        return True
    return bool(noun) and kind(noun) == "measure" and bool(noun.child("nummod"))


def _is_amount_near(found: Found) -> bool:
    """Whether one of the next words is a quantity or a number ("in the price", "of 3 percent")."""
    words = found.sentence.words[found.end : found.end + 5]
    return any(w.lemma in _QUANTITIES or w.tag == "CD" for w in words)


# --- nouns, participles and particles ---------------------------------------------------------------

_LOOSE = ("gain", "loss", "rise", "fall", "drop", "growth", "decline")
_GOING = word_set("be go edge move head close finish end trade")


@lexical("comparison.change", None, "", Table(_LISTS.table("nouns")))
def change_nouns(found: Found) -> bool:
    """ "an increase in tax" -> "a decrease in tax"."""
    noun, following = found.first, found.after()
    if noun.pos != "NOUN" or noun.rel in ("compound", "flat") or not following:
        return False
    if found.before().lower in ("to", "and", "or", "high") or _tells_both_ends(found.sentence, noun):
        return False
    if noun.head.lemma in _TRIGGERS or noun.has("compound") or is_year(found.after(2).text):
        return False  # "slowed the growth"; "tumour growth"; "in the fall of 1989"
    if any(w.lower == "than" for w in found.sentence.words[max(0, noun.i - 4) : noun.i]):
        return False  # "lower than a forecast rise of 0.5 percent"
    if found.text.startswith(_LOOSE):
        if following.lower == "of" and found.text.startswith(("loss", "gain", "growth")):
            return False
        amount = following.lower in ("in", "of") and bool(found.after(2)) and _is_amount_near(found)
        measured = any(w.tag == "CD" or w.lemma in ("percent", "%", "point") for w in noun.children)
    else:
        amount = following.lower in ("in", "of", "for", "from")
        measured = bool(noun.child("amod", "nummod")) and following.text in (".", ",")
    return (amount or measured) and may_turn(found.sentence, noun)


@lexical("comparison.change", None, "", Table(_LISTS.table("participles")))
def change_participles(found: Found) -> bool:
    """ "increased sensitivity" -> "decreased sensitivity"; "a high temperature" -> "a low temperature"."""
    word, holder = found.first, found.first.head
    if found.text not in ("increased", "decreased", "reduced") and not is_quantity(holder):
        return False  # "the high court", "elevated privileges"
    if (
        holder.tag == "CD"
        or holder.all("conj", "acl", "appos")
        or (holder.rel == "conj" and holder.head.child("acl", "case").lower == "as")
    ):
        return False
    if _is_explained(found.sentence, holder):
        return False
    if any(c.lower.endswith("ly") for c in word.children):
        return False  # "severely impaired"
    changed = word.rel == "amod" and holder.i > word.i and word.tag in ("VBN", "VBD", "JJ", "VBG")
    return changed and found.after().lower not in _IDIOMS and may_turn(found.sentence, word)


def _is_explained(sentence: Sentence, holder: Word) -> bool:
    """Whether another clause goes on from what is said of the noun: "has low levels of it and cannot use it",
    "with high levels, which".
    """
    verb = holder.head
    while verb.pos in ("NOUN", "PROPN", "ADJ"):
        verb = verb.head
    return any(c.pos in ("VERB", "AUX") for c in verb.all("conj", "parataxis")) or any(
        w.lower in ("which", "that") and w.rel.startswith("nsubj") and w.i > holder.i for w in sentence.words
    )


@lexical("comparison.change", None, "", Table({"up": "down", "down": "up"}))
def change_particles(found: Found) -> bool:
    """ "Sales were up 4 percent." -> "Sales were down 4 percent."."""
    before, following = found.before(), found.after()
    if before.lemma not in _GOING or found.first.rel not in ("advmod", "compound:prt", "case"):
        return False
    counted = following.tag == "CD" or following.lower in ("$", "from", "by", "about", "more")
    return counted and not _tells_both_ends(found.sentence, found.first)


@lexical("comparison.change", None, "", Table({"ascending": "descending", "descending": "ascending"}))
def change_order(found: Found) -> bool:
    """ "sort by price ascending" -> "sort by price descending"."""
    return found.after().text != "-"


@lexical("comparison.same_change", None, "", Table(_LISTS.table("same_nouns")))
def same_change_nouns(found: Found) -> bool:
    """ "a rise in rents" <-> "an increase in rents"."""
    noun = found.first
    if noun.pos != "NOUN" or noun.rel == "compound" or found.after().lower != "in":
        return False
    return found.before().tag != "TO" and _is_amount_near(found)
