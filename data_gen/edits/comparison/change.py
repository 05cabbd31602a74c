"""Rise and fall: verbs, nouns and particles of change turned around, or in other words of the same
direction.

Helper of degree.py. Verbs with other senses (gain, lose, fall, drop, raise, cut) are touched where an
amount or a quantity is what changes.
"""

import random
from collections.abc import Iterator
from itertools import pairwise

from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.verb_forms import base_form, inflected
from ...english.word_lists import word_lists
from ...parsing.sentence import Clause, Sentence, Word
from ..edit import Change, change, replace
from ..phrasebook import Phrasebook
from ..rule import NEAR_MISS, SAME, rule

_LISTS = word_lists(__package__, "change")

# Verbs whose subject changes: the opposite, and a verb of the same direction.
_RISING = {
    "rise": ("fall|drop|decline", "increase|climb|go up"), "climb": ("fall|drop", "rise|increase"),
    "jump": ("drop|fall", "rise sharply|surge"), "surge": ("plunge|fall", "jump|soar"),
    "soar": ("plunge|drop", "surge"),
    "gain": ("lose", ""), "advance": ("fall|decline", "rise"), "grow": ("shrink|decline", "increase"),
    "fall": ("rise|climb", "drop|decline|go down"), "drop": ("rise|climb", "fall|decline"),
    "lose": ("gain", ""),
    "decline": ("rise|increase", "fall|decrease|drop"), "slip": ("rise", "fall|edge down"),
    "plunge": ("soar|jump", "plummet"),
    "slide": ("rise|climb", "fall"), "tumble": ("soar|jump", "plunge"), "sink": ("rise", "fall"),
    "shrink": ("grow", ""),
    "increase": ("decrease|fall", "rise|go up"), "decrease": ("increase|rise", "fall|decline"),
    "dip": ("rise", "fall"),
    "plummet": ("soar", "plunge"), "diminish": ("increase", "decrease"), "double": ("halve", ""),
    "halve": ("double", ""),
}  # fmt: skip
# Verbs that change their object.
_RAISING = {
    "raise": ("lower|cut|reduce", "increase"), "lower": ("raise|increase", "reduce"),
    "cut": ("raise|increase", "reduce"),
    "increase": ("reduce|decrease", "raise"), "reduce": ("increase|raise", "decrease|lower"),
    "decrease": ("increase", "reduce|lower"), "boost": ("reduce", "increase"), "improve": ("worsen", ""),
    "worsen": ("improve", ""), "strengthen": ("weaken", ""), "weaken": ("strengthen", ""),
    "widen": ("narrow", ""),
    "narrow": ("widen", ""), "accelerate": ("slow", "speed up"), "slow": ("speed up|accelerate", ""),
    "expand": ("reduce", ""), "enhance": ("reduce|weaken", ""), "upgrade": ("downgrade", ""),
    "downgrade": ("upgrade", ""), "promote": ("inhibit|block", ""),
    "inhibit": ("promote|enhance", "suppress"),
    "activate": ("inhibit", ""), "suppress": ("promote|enhance", "inhibit"),
    "upregulate": ("downregulate", ""),
    "downregulate": ("upregulate", ""), "elevate": ("reduce|lower", "increase"),
}  # fmt: skip
_BOTH = word_set("improve worsen strengthen weaken widen narrow accelerate slow upregulate downregulate")
_SAFE = _LISTS.set("safe")
_TRIGGERS = frozenset(_RISING) | frozenset(_RAISING)
_QUANTITIES = _LISTS.set("quantities")
_AMOUNT_STARTS = frozenset("0123456789$£€")
_PLAIN_TAGS = ("VBD", "VBZ", "VBP", "VB", "VBN", "VBG")


@rule("comparison.change", NEAR_MISS, "Rents rose 3 percent. -> Rents fell 3 percent.", most=2)
def changes(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "Rents rose 3 percent." -> "Rents fell 3 percent."; "an increase in tax" -> "a decrease in tax"."""
    yield from _verbs(sentence, rng, opposite=True)
    for found in _NOUNS(sentence):
        noun, following = found.first, found.after()
        if noun.pos != "NOUN" or noun.rel in ("compound", "flat") or not following:
            continue
        amount = following.lower in ("in", "of") or (
            following.lower in ("for", "from") and noun.lemma != "rise"
        )
        measured = bool(noun.child("amod", "nummod", "compound")) and following.text in (".", ",")
        if found.text.startswith(("gain", "loss", "rise", "fall", "drop", "growth", "decline")):
            about = found.after(2)
            amount = following.lower in ("in", "of") and bool(about) and _is_amount_near(sentence, found.end)
            if found.text.startswith(("loss", "gain", "growth")) and following.lower == "of":
                continue
            measured = any(w.tag == "CD" for w in noun.children) or any(
                c.lemma in ("percent", "%", "point") for c in noun.children
            )
        before = found.before()
        if before.lower in ("to", "and", "or", "high"):
            continue
        if _tells_both_ends(sentence, noun):
            continue
        if amount or measured:
            yield change("change", found.replaced(rng.choice(found.options)))
    for found in _PARTICIPLES(sentence):
        word, holder = found.first, found.first.head
        if found.text in ("high", "low") and (not holder or not _is_quantity(holder)):
            continue  # "the high court"
        if word.rel == "amod" and holder and holder.i > word.i and word.tag in ("VBN", "VBD", "JJ", "VBG"):
            yield change("change", found.replaced(rng.choice(found.options)))
    for found in _PARTICLES(sentence):
        following, before = found.after(), found.before()
        if not following or not before or before.pos == "NUM":
            continue
        if _tells_both_ends(sentence, found.first):
            continue
        counted = (
            following.tag == "CD"
            or following.text == "$"
            or following.lower in ("from", "by", "about", "more")
        )
        if counted and before.lemma in _GOING and found.first.rel in ("advmod", "compound:prt", "case"):
            yield change("change", found.replaced(found.options[0]))


@rule("comparison.same_change", SAME, "Rents rose 3 percent. -> Rents increased 3 percent.", most=2)
def same_changes(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "Rents rose 3 percent." <-> "Rents increased 3 percent."."""
    yield from _verbs(sentence, rng, opposite=False)
    for found in _SAME_NOUNS(sentence):
        following, before = found.after(), found.before()
        if found.first.pos != "NOUN" or found.first.rel == "compound":
            continue
        if following.lower != "in" or before.tag == "TO":
            continue
        if _is_amount_near(sentence, found.end):
            yield change("same_change", found.replaced(rng.choice(found.options)))


_NOUNS = Phrasebook(
    _LISTS.table("nouns")
)  # fmt: skip
_SAME_NOUNS = Phrasebook(
    _LISTS.table("same_nouns")
)  # fmt: skip
_PARTICIPLES = Phrasebook(
    _LISTS.table("participles")
)  # fmt: skip
_PARTICLES = Phrasebook({"up": "down", "down": "up"})
_GOING = word_set("be go edge move head close finish end trade")


def _verbs(sentence: Sentence, rng: random.Random, opposite: bool) -> Iterator[Change]:
    for clause in sentence.clauses:
        verb = clause.predicate
        if verb.lemma not in _TRIGGERS or verb.tag not in _PLAIN_TAGS or verb.quote:
            continue
        base = base_form(verb.text, verb.tag, verb.lemma)
        if (
            base is None
            or (opposite and _tells_both_ends(sentence, verb))
            or verb.child("compound:prt", "xcomp", "ccomp", "cop")
        ):
            continue
        table = _table(sentence, clause, base)
        if table is None:
            continue
        options = [o for o in table[base][0 if opposite else 1].split("|") if o]
        if clause.passive or (verb.tag == "VBN" and verb.rel == "acl"):
            options = [o for o in options if " " not in o]
        if "raise" in options and (not clause.object or not _is_quantity(clause.object)):
            options.remove("raise")
        if options:
            first, _, rest = rng.choice(options).partition(" ")
            text = f"{inflected(first, verb.tag)} {rest}".rstrip()
            rule = "change" if opposite else "same_change"
            yield change(rule, replace(verb, text))


def turns(verb: Word) -> bool:
    """Whether the verb says that something rises or falls."""
    return verb.lemma in _TRIGGERS


def opposite_of(base: str, changes_object: bool) -> str | None:
    """Return the first opposite of a verb of rise or fall, or None."""
    options = (_RAISING if changes_object else _RISING).get(base)
    return options[0].split("|")[0] if options is not None else None


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


def _table(sentence: Sentence, clause: Clause, base: str) -> dict[str, tuple[str, str]] | None:
    """The list that gives the verb its sense here: something rises, or somebody raises something."""
    verb, changed, subject = clause.predicate, clause.object, clause.subject
    if clause.passive:
        quantity = bool(subject) and (base in _SAFE or _is_quantity(subject))
        return _RAISING if base in _RAISING and quantity else None
    if changed and changed.i > verb.i and not _is_amount(changed):
        if base in _RAISING and (base in _SAFE or _is_quantity(changed)):
            return _RAISING
        return None
    if verb.rel in ("acl", "amod") and verb.tag in ("VBN", "VBG"):
        return None
    if base in _BOTH:
        return _RAISING if not changed and subject else None
    measured = bool(changed) or any(_is_amount(c) for c in verb.children if c.i > verb.i)
    if base not in _RISING or not subject:
        return None
    if base in ("gain", "lose", "double", "halve"):
        points = bool(changed) and _is_amount(changed) and changed.lemma not in ("job", "people")
        return _RISING if points or (base in ("double", "halve") and not changed) else None
    if base in ("increase", "decrease"):
        return _RISING if measured or not changed else None
    return _RISING if (measured and _can_vary(subject)) or _is_quantity(subject) else None


def _can_vary(noun: Word) -> bool:
    return kind(noun) not in ("person", "person_noun", "pronoun") and noun.lower != "it"


def _is_quantity(noun: Word) -> bool:
    if {noun.lemma, noun.lower, noun.lower.removesuffix("s")} & _QUANTITIES or noun.tag == "CD":
        return True
    return any(c.lemma in _QUANTITIES for c in noun.children if c.rel in ("compound", "nmod"))


def _is_amount(noun: Word) -> bool:
    """Whether the word is a percentage, money or number."""
    if noun.text in ("%", "$") or noun.tag == "CD" or noun.lemma in ("percent", "point", "cent"):
        return True
    return kind(noun) == "measure" and bool(noun.child("nummod"))


def _is_amount_near(sentence: Sentence, start: int) -> bool:
    """Whether one of the next words is a quantity or a number ("in the price", "of 3 percent")."""
    return any(w.lemma in _QUANTITIES or w.tag == "CD" for w in sentence.words[start : start + 5])
