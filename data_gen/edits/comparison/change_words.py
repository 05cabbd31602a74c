"""Rise and fall in nouns, participles and particles: turned around, or in other words of the same direction.
Verbs: change.py.
"""

from ...english.number_words import is_year
from ..direction import may_turn
from ..prelude import Found, Sentence, Table, Word, is_echoed, is_medical, lexical, word_lists
from .change import IDIOMS, QUANTITIES, TRIGGERS, is_named, is_neutral, tells_both_ends
from .claims import is_asked, is_finding, may_be_told

_LISTS = word_lists(__package__, "change_words")

_LOOSE = ("gain", "loss", "rise", "fall", "drop", "decline")


@lexical("comparison.change", None, "", Table(_LISTS.table("nouns")))
def change_nouns(found: Found) -> bool:
    """ "an increase in tax" -> "a decrease in tax"."""
    noun, following = found.first, found.after()
    if noun.pos != "NOUN" or noun.rel in ("compound", "flat", "appos") or not following:
        return False
    if found.before().lower in ("to", "and", "or", "high") or tells_both_ends(found.sentence, noun):
        return False
    if noun.head.lemma in TRIGGERS or noun.has("compound") or is_year(found.after(2).text):
        return False  # "slowed the growth"; "tumour growth"; "in the fall of 1989"
    of = noun.child("nmod")
    if not (is_asked(found.sentence) or is_finding(found.sentence, noun) or not of or is_neutral(of)):
        return False  # "a drop in quality"
    if any(w.lower == "than" for w in found.sentence.words[max(0, noun.i - 4) : noun.i]):
        return False  # "lower than a forecast rise of 0.5 percent"
    if found.text.startswith(_LOOSE):
        if following.lower == "of" and found.text.startswith(("loss", "gain")):
            return False
        amount = following.lower in ("in", "of") and bool(found.after(2)) and _is_amount_near(found)
        measured = any(w.tag == "CD" or w.lemma in ("percent", "%", "point") for w in noun.children)
    else:
        amount = following.lower in ("in", "of", "for", "from")
        measured = bool(noun.child("amod", "nummod")) and following.text in (".", ",")
    return (amount or measured) and may_be_told(found.sentence, noun)


@lexical("comparison.change", None, "", Table(_LISTS.table("participles")))
def change_participles(found: Found) -> bool:
    """ "increased sensitivity" -> "decreased sensitivity"; "a high temperature" -> "a low temperature"."""
    word, holder = found.first, found.first.head
    plain = found.text not in ("increased", "decreased", "reduced")
    if is_named(found.sentence) or holder.head.lemma in _LISTS.piling:
        return False
    if not is_neutral(holder) and (plain or not is_finding(found.sentence, word)):
        return False  # "the high court", "elevated privileges", "high quality"
    if plain and not is_medical(found.sentence) and is_echoed(found.sentence, word, letters=3):
        return False  # "high rates at high volumes"
    if holder.lemma == "level" and not holder.all("nmod", "compound", "amod")[1:]:
        return False  # "at a high level"
    if (
        holder.tag == "CD"
        or (holder.rel == "compound" or holder.all("conj", "acl", "appos"))
        or (holder.rel == "conj" and (holder.lemma == "risk" or holder.head.has("amod", *_LISTS.praised)))
        or (
            holder.rel == "conj"
            and (not is_medical(found.sentence) or holder.head.child("acl", "case").lower == "as")
        )
    ):
        return False
    if _is_explained(found.sentence, holder) or any(c.lower.endswith("ly") for c in word.children):
        return False  # "severely impaired"
    story = not is_medical(found.sentence) and any(c.finite.tag == "VBD" for c in found.sentence.clauses)
    if story and not any(w.has("cop") or w.has("aux:pass") for w in (holder, holder.head)):
        return False  # "the high taxes drove them out"; but "grain was in high demand"
    changed = word.rel == "amod" and holder.i > word.i and word.tag in ("VBN", "VBD", "JJ", "VBG")
    return changed and found.after().lower not in IDIOMS and may_be_told(found.sentence, word)


def _is_explained(sentence: Sentence, holder: Word) -> bool:
    """Whether another clause goes on from what is said of the noun: "has low levels of it and cannot use it",
    "with high levels, which".
    """
    verb = holder.head
    while verb.pos in ("NOUN", "PROPN", "ADJ"):
        verb = verb.head
    return any(c.pos in ("VERB", "AUX") or c.has("cop") for c in verb.all("conj", "parataxis")) or any(
        w.lower in ("which", "that") and w.rel.startswith("nsubj") and w.i > holder.i for w in sentence.words
    )


@lexical("comparison.change", None, "", Table({"up": "down", "down": "up"}))
def change_particles(found: Found) -> bool:
    """ "Sales were up 4 percent." -> "Sales were down 4 percent."."""
    before, following = found.before(), found.after()
    if before.lemma not in _LISTS.going or found.first.rel not in ("advmod", "compound:prt", "case"):
        return False
    counted = following.tag == "CD" or following.lower in ("$", "from", "by", "about", "more")
    return (
        counted
        and not tells_both_ends(found.sentence, found.first)
        and may_be_told(found.sentence, found.first)
    )


@lexical("comparison.change", None, "", Table({"ascending": "descending", "descending": "ascending"}))
def change_order(found: Found) -> bool:
    """ "sort by price ascending" -> "sort by price descending"."""
    served = any(w.tag == "TO" for w in found.sentence.words[found.end :])  # "to see the largest"
    return found.after().text != "-" and not served and may_turn(found.sentence, found.first)


@lexical("comparison.same_change", None, "", Table(_LISTS.table("same_nouns")))
def same_change_nouns(found: Found) -> bool:
    """ "a rise in rents" <-> "an increase in rents"."""
    noun = found.first
    if noun.pos != "NOUN" or noun.rel == "compound" or found.after().lower != "in":
        return False
    return found.before().tag != "TO" and _is_amount_near(found)


def _is_amount_near(found: Found) -> bool:
    """Whether one of the next words is a quantity or a number ("in the price", "of 3 percent")."""
    words = found.sentence.words[found.end : found.end + 5]
    return any(w.lemma in QUANTITIES or w.tag == "CD" for w in words)
