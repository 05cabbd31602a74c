"""What a verb or noun governs, as far as it decides which other word may stand in its place.

Helper of antonym.py, co_hyponym.py and synonym.py.
"""

from dataclasses import dataclass

from ...plausibility.fit import Beside
from ..prelude import NOTHING, Change, Found, Sentence, Word, change, word_lists
from ..requests import asks

_LISTS = word_lists(__package__, "complements")

_NEUTRAL = _LISTS.set("neutral")


@dataclass(frozen=True, slots=True)
class Complements:
    """object: it has one, or is passive or a participle behind a noun; passive: the latter two; infinitive,
    gerund, clause: what it takes; prepositions: of its phrases, without the neutral ones of place and time;
    particle: "off"; clear: False where a complement may be shared with another verb, or is hard to see.
    """

    object: bool
    passive: bool
    infinitive: bool
    gerund: bool
    clause: bool
    prepositions: tuple[str, ...]
    particle: Word
    clear: bool


def complements(sentence: Sentence, verb: Word) -> Complements:
    """Read the complements of a verb off its children."""
    passive = verb.tag == "VBN" and (
        bool(verb.child("aux:pass")) or verb.rel == "amod" or (verb.rel == "acl" and verb.dep != "acl:relcl")
    )
    open_clause = [c for c in verb.all("xcomp") if c.pos in ("VERB", "AUX")]
    own = bool(verb.child("obj"))
    relative = verb.dep == "acl:relcl" and not own
    joined = [c for c in verb.all("conj") if c.pos == "VERB"]
    shared = bool(joined) and not own and any(c.child("obj") for c in joined)
    following = sentence.after(verb)
    stranded = (
        following.head is verb
        and following.tag in ("RP", "IN", "TO")
        and following.rel not in ("compound", "mark")
    )
    adjective = any(c.rel == "xcomp" and c not in open_clause for c in verb.children)
    return Complements(
        object=own or passive,
        passive=passive,
        infinitive=any(c.tag == "VB" for c in open_clause),
        gerund=any(c.tag == "VBG" for c in open_clause),
        clause=bool(verb.child("ccomp", "csubj")),
        prepositions=tuple(
            case.lower
            for phrase in verb.all("obl", "advcl", "nmod")
            if (case := phrase.child("case", "mark")) and phrase.i > verb.i and case.lower not in _NEUTRAL
        ),
        particle=verb.child("compound:prt"),
        clear=not (relative or shared or adjective or stranded),
    )


def governed_by(verb: Word) -> set[str]:
    """Return the prepositions of a verb's phrases."""
    return {case.lower for phrase in verb.all("obl") for case in phrase.all("case")}


def has_of(word: Word) -> bool:
    """Whether a noun has a complement with "of"."""
    return any(case.lower == "of" for c in word.all("nmod") for case in (c.child("case"),))


def before_noun(word: Word) -> Word:
    """The noun that an adjective or noun stands before as its modifier, or NOTHING."""
    noun = word.head if word.rel in ("amod", "compound") else NOTHING
    return noun if noun and noun.i > word.i else NOTHING


def fitted(rule: str, found: Found, option: str) -> Change:
    """Return the change that puts another word in a word's place, with the neighbours that it gets: the
    modifier directly before it, the noun or verb directly behind it that it modifies.

    What somebody asks for is short of context, and in words of his own: it is not judged.
    """
    word, before, after = found.word, found.before(), found.after()
    text, pairs = found.form(option), []
    if before.rel in ("amod", "compound") and before.head is word:
        pairs.append(Beside(before.text, text))
    if word.rel in ("amod", "compound", "advmod") and word.head is after:
        pairs.append(Beside(text, after.text))
    elif word.rel == "advmod" and word.head is before:
        pairs.append(Beside(before.text, text))
    made = change(rule, found.replaced(option))
    return made if asks(found.sentence) else made._replace(placed=tuple(pairs))
