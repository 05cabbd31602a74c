"""Rise and fall: verbs of change turned around, or in other words of the same direction. Nouns, participles
and particles: change_words.py.

Verbs with other senses (gain, lose, fall, drop, raise, cut) are touched where an amount or a quantity is
what changes; verbs that praise (improve, enhance), and what is good or bad in itself (risk, quality), where
a finding is told. A bound that the verb reaches turns with it: "falls below 10" -> "rises above 10".
"""

from itertools import pairwise

from ...english.kinds import kind
from ...english.verb_forms import base_form, inflected
from ...parsing.sentence import Clause, Sentence, Word
from ..direction import may_turn
from ..prelude import NEAR_MISS, SAME, Changes, Random, change, is_medical, replace, rule, word_lists
from .claims import goes_on, is_asked, is_conditional, is_driven, is_joined, is_past

_LISTS = word_lists(__package__, "change")

_RISING = _LISTS.table("rising")
_RAISING = _LISTS.table("raising")
_SAME_RISING = _LISTS.table("same_rising")
_SAME_RAISING = _LISTS.table("same_raising")
TRIGGERS = frozenset(_RISING) | frozenset(_RAISING)
"""The verbs of rise and fall, by their lemmas."""
QUANTITIES = _LISTS.quantities
"""What rises and falls."""
_AMOUNT_STARTS = frozenset("0123456789$£€")
IDIOMS = _LISTS.idioms
"""What gives a verb or participle of change another sense: "fall asleep"."""
_REACHED = {"below": "above", "above": "below", "under": "over", "over": "under", "beneath": "above"}


@rule("comparison.change", NEAR_MISS, most=2)
def changes(sentence: Sentence, clause: Clause, rng: Random) -> Changes:
    """Rents rose 3 percent. -> Rents fell 3 percent.; falls below 10 -> rises above 10"""
    verb = clause.predicate
    following = sentence.after(verb)
    reached = [following] if _is_reached(sentence, following) else []
    if following.lower in IDIOMS and not reached:
        return
    text = _other_verb(sentence, clause, rng, _RISING, _RAISING)
    if text is None or tells_both_ends(sentence, verb) or not _may_change(sentence, clause, bool(reached)):
        return
    if verb.lemma in _LISTS.valued and (clause.object or clause.passive or clause.shared_subject):
        return  # "has improved the search": nobody would have worsened it
    turning = [w for w in sentence.words if w.lemma in TRIGGERS and w.pos == "VERB"]
    if len(turning) > 1 and not all(any(map(_is_amount, w.children)) for w in turning):
        return  # "is still rising and will continue to rise"
    finding = sentence.is_question or (verb.tag in ("VBD", "VBN") and clause.finite.tag != "MD")
    if verb.lemma not in _LISTS.valued or finding:
        yield change("change", replace(verb, text), *(replace(c, _REACHED[c.lower]) for c in reached))


def _may_change(sentence: Sentence, clause: Clause, reached: bool) -> bool:
    """Whether the other direction could be told of what changes: a price, or what a study found; that a tool
    raises the risk nobody tells, who says that it lowers it.
    """
    verb, changed = clause.predicate, clause.object or clause.subject
    if not may_turn(sentence, verb) or is_driven(verb) or is_named(sentence):
        return False
    if verb.rel != "root" and any(c.lower == "how" or c.has("advmod", "how") for c in verb.children):
        return False  # "depending on how much it has declined"
    if is_asked(sentence):
        return verb.lemma not in _LISTS.valued
    if verb.is_negated or (verb.has("conj") and not clause.object):
        return False  # "raises or renews the fee"
    if verb.rel == "xcomp" and verb.has("mark", "to") and verb.head.lemma not in _LISTS.seeming:
        return False  # "a pump set to lower the level"
    sizes = any(w.tag == "JJR" and w.lower not in ("more", "less", "fewer") for w in sentence.words)
    if sizes and not any(map(_is_amount, verb.children)):
        return False  # "the age is falling, with younger people"
    if goes_on(sentence, verb) or (is_conditional(sentence, verb) and not reached):
        return False
    acts = (clause.subject or verb).tag == "VBG" or clause.subject.rel == "csubj" or verb.rel == "acl"
    if is_medical(sentence):
        joined = clause.shared_subject or any(c.pos == "VERB" or c.has("cop") for c in verb.all("conj"))
        return not joined and not (acts and _lowers(clause))  # "screening donors reduces infections"
    if is_past(sentence, verb):
        return is_quantity(changed) or verb.lemma in _LISTS.valued or any(map(_is_amount, verb.children))
    if is_joined(sentence, verb) or (_lowers(clause) and clause.finite.lower not in _LISTS.leave):
        return False  # "this will reduce the number of steps"
    return reached or is_neutral(changed)


def is_named(sentence: Sentence) -> bool:
    """Whether a term says the direction by its name: "in hypernatremia, the high level of sodium"."""
    return any(w.lower.startswith(("hyper", "hypo")) for w in sentence.words)


def _lowers(clause: Clause) -> bool:
    """Whether somebody or something lowers what the clause's object is."""
    lemma = clause.predicate.lemma
    return bool(clause.object) and "increase" in _RAISING.get(lemma, "")


def is_neutral(noun: Word) -> bool:
    """Whether the noun names what rises and falls, and is good or bad for nobody in particular."""
    named = {noun.lemma, noun.lower, *(c.lemma for c in noun.all("compound"))}
    sided = not _LISTS.sided.isdisjoint((noun.lemma, *(c.lemma for c in noun.children)))
    return not sided and (noun.tag == "CD" or not QUANTITIES.isdisjoint(named))


def _is_reached(sentence: Sentence, preposition: Word) -> bool:
    """Whether a preposition behind a verb of change tells how far: "below 10", not "under a law"."""
    if preposition.lower not in _REACHED:
        return False
    number = sentence.after(preposition)
    return number.tag in ("CD", "$") or is_quantity(preposition.head)


@rule("comparison.same_change", SAME, most=2)
def same_changes(sentence: Sentence, clause: Clause, rng: Random) -> Changes:
    """Rents rose 3 percent. -> Rents increased 3 percent."""
    text = _other_verb(sentence, clause, rng, _SAME_RISING, _SAME_RAISING)
    following = sentence.after(clause.predicate)
    if following.lower in IDIOMS and not _is_reached(sentence, following):
        return
    if text is not None:
        yield change("same_change", replace(clause.predicate, text))


def _other_verb(
    sentence: Sentence, clause: Clause, rng: Random, rising: dict[str, str], raising: dict[str, str]
) -> str | None:
    """The clause's verb of change from the list of its sense, in its form; None where it has none."""
    verb = clause.predicate
    if verb.lemma not in TRIGGERS or verb.tag not in ("VBD", "VBZ", "VBP", "VB", "VBN", "VBG") or verb.quote:
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
        quantity = bool(subject) and (base in _LISTS.safe or is_quantity(subject))
        return _RAISING if base in _RAISING and quantity else None
    if changed and changed.i > verb.i and not _is_amount(changed) and changed.lemma != "time":
        return _RAISING if base in _RAISING and (base in _LISTS.safe or is_quantity(changed)) else None
    if verb.rel in ("acl", "amod") and verb.tag in ("VBN", "VBG"):
        return None
    if base in _LISTS.both:
        return _RAISING if not changed and subject else None
    if base not in _RISING or not subject:
        return None
    if base in ("gain", "lose", "double", "halve"):
        points = _is_amount(changed) and changed.lemma not in ("job", "people")
        return _RISING if points or (base in ("double", "halve") and not changed) else None
    measured = bool(changed) or any(_is_amount(c) for c in verb.children if c.i > verb.i)
    if base in ("increase", "decrease"):
        return _RISING if measured or not changed else None
    varies = kind(subject) not in ("person", "person_noun", "pronoun") and subject.lower != "it"
    return _RISING if (measured and varies) or is_quantity(subject) else None


def turns(verb: Word) -> bool:
    """Whether the verb says that something rises or falls."""
    return verb.lemma in TRIGGERS


def opposite_of(base: str, changes_object: bool) -> str | None:
    """Return the first opposite of a verb of rise or fall, or None."""
    options = (_RAISING if changes_object else _RISING).get(base)
    return options.split("|")[0] if options is not None else None


def tells_both_ends(sentence: Sentence, verb: Word) -> bool:
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
    extreme = any(w.lower in _LISTS.ends for w in after)  # "fell to record lows"
    return again or reached or extreme or {"from", "to"} <= cases | ends


def is_quantity(noun: Word) -> bool:
    """Whether the noun names what rises and falls: a price, a level, a share of something."""
    if {noun.lemma, noun.lower, noun.lower.removesuffix("s")} & QUANTITIES or noun.tag == "CD":
        return True
    return any(c.lemma in QUANTITIES for c in noun.children if c.rel in ("compound", "nmod"))


def _is_amount(noun: Word) -> bool:
    """Whether the word is a percentage, money or number."""
    if noun.text in ("%", "$") or noun.tag == "CD" or noun.lemma in ("percent", "point", "cent"):
        return noun.lower != "one" and not noun.has("case", "in")  # "fell in 1291"
    return bool(noun) and kind(noun) == "measure" and bool(noun.child("nummod"))
