"""Sentences of two halves: a main clause, and one clause under "if", "unless", "because", "although".

Helper of the family condition: finds the halves and gives their texts in another order. A pronoun that came
second changes places with the noun it stands for: "If the tenant leaves, he pays" -> "The tenant pays if he
leaves".
"""

from collections.abc import Collection
from dataclasses import dataclass

from ...english.agreement import is_plural
from ...english.casing import mid_sentence, piece
from ...english.kinds import kind
from ...english.lexicon import word_set
from ..prelude import NOTHING, Clause, Sentence, Word, word_lists

_LISTS = word_lists(__package__, "halves")

JOINING = ("because", "if", "unless", "although", "though")
_COMPARATIVES = word_set("longer larger higher lower smaller greater older younger shorter faster bigger")
_PERSONS = frozenset(("person", "person_noun", "name", "pronoun"))
_THIRD = word_set("he she it they him her them his hers its their theirs himself herself itself themselves")
_FAMILIES = {
    "he": word_set("he him his himself"), "she": word_set("she her hers herself"),
    "it": word_set("it its itself"),
    "they": word_set("they them their theirs themselves"),
}  # fmt: skip
_POINTS_BACK = _LISTS.set("points_back")
ASKING = _LISTS.set("asking")
"""Words after which "if" is "whether"."""
SAYING = _LISTS.set("saying")
"""Subjects of what is said, not of what happens."""
_BARS = frozenset((";", ":", '"', "“", "”", "(", "—", "–", "?"))
_STEM = 5  # letters that "remove" and "removal" share


@dataclass(frozen=True, slots=True)
class Half:
    """Tokens start..end (end excluded) of a clause without its conjunction and the punctuation around it."""

    start: int
    end: int
    clause: Clause
    subject: Word
    finite: Word


@dataclass(frozen=True, slots=True)
class Halves:
    """A main clause and a clause under `mark`; `fronted` when that comes first."""

    mark: Word
    fronted: bool
    main: Half
    sub: Half

    @property
    def first(self) -> Half:
        """The half that stands first."""
        return self.sub if self.fronted else self.main

    @property
    def second(self) -> Half:
        """The half that stands second."""
        return self.main if self.fronted else self.sub


def halves(sentence: Sentence, marks: Collection[str]) -> Halves | None:
    """Return the halves of a statement of a main clause and one clause under one of `marks`, nothing else."""
    words, root = sentence.words, sentence.root
    if not root or words[-1].text != "." or any(w.text in _BARS for w in words):
        return None
    mark = next((w for w in words if w.lower in marks and w.rel in ("mark", "advmod")), NOTHING)
    verb = mark.head
    if not mark or verb.rel != "advcl" or verb.head is not root or verb.left != mark.i:
        return None
    if any(c.rel in ("advcl", "parataxis") and c is not verb for c in root.children):
        return None
    if root.lemma in ASKING or sentence.before(mark).lemma in ASKING or _is_header(words[0]):
        return None
    if sum(w.text == "," for w in words) != (mark.i == 0 or words[mark.i - 1].text == ","):
        return None  # what else the commas set off cannot be told
    last = len(words) - 1
    if mark.i == 0:
        comma = verb.right if words[verb.right].text == "," else verb.right + 1
        if comma >= last or words[comma].text != ",":
            return None
        begin = comma + 1 + (words[comma + 1].lower == "then")
        main, sub = half_of(sentence.clause(root), begin, last), half_of(sentence.clause(verb), 1, comma)
    else:
        stop = mark.i - (words[mark.i - 1].text == ",")
        if verb.right < last - 1:
            return None
        main, sub = half_of(sentence.clause(root), 0, stop), half_of(sentence.clause(verb), mark.i + 1, last)
    if main is None or sub is None:
        return None
    return Halves(mark, mark.i == 0, main, sub)


def _is_header(word: Word) -> bool:
    """Whether the sentence begins with a heading that was glued to it: "BACKGROUND The aim ..."."""
    return word.text.isupper() and len(word.text) > 4


def half_of(clause: Clause | None, start: int, end: int) -> Half | None:
    """Return tokens start..end as the half of a clause that begins with its subject, or None."""
    if clause is None or not clause.subject or not clause.finite or clause.shared_subject:
        return None
    if clause.subject.left != start or clause.subject.i > clause.finite.i:
        return None
    if not start < clause.predicate.i < end:
        return None
    if any(c.child("nsubj", "expl") for c in clause.predicate.all("conj")):
        return None
    return Half(start, end, clause, clause.subject, clause.finite)


def texts(sentence: Sentence, both: Halves) -> tuple[str, str] | None:
    """Return the halves in the other order (now first, now second); None where a word would point amiss."""
    first, second = both.first, both.second
    pronouns = [w for w in sentence.words[second.start : second.end] if w.lower in _THIRD and w.rel != "expl"]
    if any(w.lower in _POINTS_BACK and w.rel != "mark" for w in sentence.words[second.start : second.end]):
        return None
    if not pronouns:
        return piece(sentence, second.start, second.end), piece(sentence, first.start, first.end)
    noun, pronoun = first.subject, second.subject
    family = _FAMILIES.get(pronoun.lower)
    if family is None or any(w.lower not in family for w in pronouns):
        return None
    if not _fits(sentence, noun, pronoun, first):
        return None
    name = piece(sentence, noun.left, noun.right + 1)
    rest = sentence.slice(pronoun.i + 1, second.end)
    return f"{name} {rest}", f"{mid_sentence(pronoun)} {sentence.slice(noun.right + 1, first.end)}"


def _fits(sentence: Sentence, noun: Word, pronoun: Word, first: Half) -> bool:
    """Whether the pronoun can only stand for this noun, and agrees with the verb as the noun does."""
    if noun.tag in ("PRP", "DT", "EX") or noun.left != first.start or noun.right > noun.i + 4:
        return False
    if is_plural(noun) is not (pronoun.lower == "they") or pronoun.left != pronoun.i:
        return False
    if (pronoun.lower in ("he", "she") and kind(noun) not in _PERSONS) or any(
        w.lower in _THIRD for w in sentence.subtree(noun)
    ):
        return False
    others = [
        w
        for w in sentence.words[noun.right + 1 : first.end]
        if w.pos in ("NOUN", "PROPN") and w.rel in ("nsubj", "obj", "iobj", "obl", "nmod")
    ]
    if pronoun.lower in ("he", "she"):
        return not any(kind(w) in _PERSONS for w in others)
    return not any(is_plural(w) is is_plural(noun) for w in others)


def names_again(sentence: Sentence, condition: Word) -> bool:
    """Whether the rest of the sentence speaks of what the clause of `condition` tells, by a noun of the same
    stem: "if you remove the list, ... the reason for the removal".
    """
    inside = sentence.words[condition.left : condition.right + 1]
    outside = (*sentence.words[: condition.left], *sentence.words[condition.right + 1 :])
    told = {w.lemma[:_STEM] for w in inside if w.pos in ("NOUN", "VERB", "ADJ") and len(w.lemma) >= _STEM}
    return any(w.pos == "NOUN" and w.has("det", "the", "these") and w.lemma[:_STEM] in told for w in outside)


def is_well_read(sentence: Sentence) -> bool:
    """Whether it is a statement that does not open with a comparative read as a name ("Higher rents ...")."""
    first = sentence.words[0]
    return not sentence.is_question and not (first.tag == "NNP" and first.lower in _COMPARATIVES)
