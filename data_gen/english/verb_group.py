"""The verb group: tense, modality, negation, voice, do-support and contraction of one clause, in one place.

A group is read from a clause (`VerbGroup.of`), changed like any frozen dataclass (`dataclasses.replace(group,
modal="may")`), and written again (`render`), for its own subject or another one. Adverbs inside it keep their
place: "is usually paid" -> "is not usually paid". What cannot be read is None: `of` only answers when the
group that it read, written again, gives the words of the sentence.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from ..parsing.sentence import NOTHING, Clause, Word
from .agreement import is_plural
from .auxiliaries import CLITICS, below, full, governs, plain, text
from .verb_forms import base_form, inflected, past, third_person
from .word_lists import word_lists

_LISTS = word_lists(__package__, "verb_group")

CONTRACTIONS = _LISTS.table("contractions")
"""Auxiliaries and their negation in one word: "is" -> "isn't"."""
MODALS = frozenset(("can", "could", "may", "might", "must", "shall", "should", "will", "would"))
DO = {"VBD": "did", "VBZ": "does", "VBP": "do"}
"""The auxiliary that takes over the tense of a finite verb, by the verb's tag."""

ONE, MANY, SPEAKER = "one", "many", "i"
_BE = {"present": {ONE: "is", MANY: "are", SPEAKER: "am"}, "past": {ONE: "was", MANY: "were", SPEAKER: "was"}}
BEFORE_NOT = _LISTS.set("before_not")
"""Adverbs that stand before "not": "is also not open"."""
_OF_SINGULAR = frozenset(("is", "was", "has", "does"))


class Adverb(NamedTuple):
    """A word inside a verb group, or before it.

    behind: verbs after it. inside: after the first of them. late: whether "not" goes before it.
    """

    text: str
    behind: int
    inside: bool
    late: bool

    def turned(self, negated: bool) -> "Adverb":
        """Return the word for a clause that is negated now, or no longer: "already", "yet"."""
        wanted = {"already": "yet"} if negated else {"yet": "already"}
        return self._replace(text=wanted.get(self.text.lower(), self.text))


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with what goes before it.

    base: of the main verb, "be" of a copula. modal: its full form, or "". tense: "present" or "past", ""
    under a modal and in a command. number: of the subject that it agrees with: ONE, MANY, SPEAKER ("I"),
    None where that cannot be told. emphatic: "did pay". asked: what stands between the auxiliary and the rest
    in a question, its subject. start, end: characters of the sentence. first: the finite word as it is
    written ("'ll"); apostrophe: that of its "n't". own: the main verb as it is written, with its tag.
    """

    base: str
    modal: str = ""
    tense: str = ""
    perfect: bool = False
    progressive: bool = False
    passive: bool = False
    negated: bool = False
    contracted: bool = False
    emphatic: bool = False
    number: str | None = None
    asked: str = ""
    adverbs: tuple[Adverb, ...] = ()
    start: int = 0
    end: int = 0
    first: str = ""
    apostrophe: str = "'"
    own: tuple[str, str] = ("", "")

    @classmethod
    @lru_cache(maxsize=64)  # several rules ask for those of the same clauses
    def of(cls, clause: Clause) -> "VerbGroup | None":
        """Return the group of a finite clause or a command, or None where it is none that can be written."""
        verb, auxiliaries = clause.predicate, clause.auxiliaries
        copula = verb.has("cop")
        chain = list(auxiliaries) if copula else [*auxiliaries, verb]
        main = chain[-1] if chain else NOTHING
        tag = (
            "VBN" if clause.passive and not copula else main.tag
        )  # "is insured", its participle an adjective
        base = "be" if copula else base_form(verb.text, tag, verb.lemma)
        if not main or base is None or (tag == main.tag and main.pos not in ("VERB", "AUX")):
            return None
        if chain != sorted(chain, key=lambda word: word.i) or not (clause.finite or _is_command(clause)):
            return None
        first = full(chain)
        modal = first if first in MODALS else ""
        past_tense = clause.finite.tag == "VBD" or first in ("was", "were", "did", "had")
        group = cls(
            base,
            modal,
            "" if modal or not clause.finite else "past" if past_tense else "present",
            perfect=governs(chain, "have", "VBN", "VBD"),
            progressive=governs(chain, "be", "VBG"),
            passive=clause.passive and not copula,
            negated=bool(clause.negation),
            contracted=clause.negation.lower not in ("", "not"),
            emphatic=len(chain) > 1 and first in ("do", "does", "did") and not clause.negation,
            number=_own_number(clause, first),
            start=chain[0].start,
            end=main.end,
            first=chain[0].text,
            apostrophe={"n’t": "’", "nt": ""}.get(clause.negation.text.lower(), "'"),
            own=(main.text, tag),
        )
        whole = _with_inner_words(group, clause, chain)
        if whole is None or whole._verbs(whole.number, whole.asked != "") != [plain(w, chain) for w in chain]:
            return None
        return whole

    def render(
        self,
        subject: Word = NOTHING,
        *,
        negated: bool | None = None,
        passive: bool | None = None,
        question: str | None = None,
        contracted: bool | None = None,
    ) -> str | None:
        """Return the group's text; None where the number of the subject decides and cannot be told.

        subject: another subject that it agrees with. negated, passive, contracted ("n't"): as they are where
        None. question: the text of a subject to be asked for: "did the clerk pay"; "" makes a statement of a
        question. A group that began as a clitic ("'ll") and does no longer begins with a space.
        """
        new = replace(
            self,
            number=number_of(subject) if subject else self.number,
            negated=self.negated if negated is None else negated,
            passive=self.passive if passive is None else passive,
            contracted=self.contracted if contracted is None else contracted,
            asked=self.asked if question is None else question,
        )
        if new.negated != self.negated:
            new = replace(new, adverbs=tuple(one.turned(new.negated) for one in new.adverbs))
        if question:
            new = replace(new, first="")
        verbs = new._verbs(new.number, new.asked != "")
        return None if verbs is None else new._written(verbs)

    def _verbs(self, number: str | None, inverted: bool) -> list[str] | None:
        """Return the verbs in order, in full forms and without the negation."""
        links = [("have", "VBN")] * self.perfect + [("be", "VBG")] * self.progressive
        links += [("be", "VBN")] * self.passive + [(self.base, "")]
        words, form = [], "VB" if self.modal or not self.tense else self.tense
        if self.modal:
            words.append(self.modal)
        elif len(links) == 1 and self._takes_do(inverted):
            do = "do" if not self.tense else _finite("do", self.tense, number)
            if do is None:
                return None
            words, form = [do], "VB"
        for lemma, governed in links:
            word = self._form(lemma, form, number, lemma == self.base and governed == "")
            if word is None:
                return None
            words.append(word)
            form = governed
        return words

    def _takes_do(self, inverted: bool) -> bool:
        if not self.tense:
            return self.negated  # "Do not be late"
        return self.base != "be" and (self.negated or inverted or self.emphatic)

    def _form(self, lemma: str, form: str, number: str | None, main: bool) -> str | None:
        tag = {"present": "VBZ" if number == ONE else "VBP", "past": "VBD"}.get(form, form)
        if main and tag == self.own[1] and lemma == base_form(self.own[0], tag, lemma) != "be":
            return (
                self.own[0].lower() if self.own[0][0].isupper() and self.own[0][1:].islower() else self.own[0]
            )
        if form in ("present", "past"):
            return _finite(lemma, form, number)
        return inflected(lemma, form)

    def _written(self, verbs: list[str]) -> str:
        """Return the verbs with negation, adverbs and the subject that is asked for."""
        head, rest = verbs[0], verbs[1:]
        clitic = self.first[:1] in "'’" and bool(self.first)
        joined = self.negated and self.contracted and head in CONTRACTIONS
        before: list[Adverb] = []
        inner: list[Adverb] = []
        for adverb in self.adverbs:
            stays = not rest and bool(adverb.behind) if adverb.inside else not (rest and adverb.late)
            (before if stays else inner).append(adverb)
        if joined:
            head = CONTRACTIONS[head].replace("'", self.apostrophe)
        elif clitic and CLITICS.get(self.first[1:].lower(), head) == head:
            head, clitic = self.first, False
        words = [*(one.text for one in before), head, *([self.asked] if self.asked else [])]
        negation = self.negated and not joined
        if negation and head == "can" and not self.asked and all(one.late for one in inner):
            words[-1], negation = "cannot", False
        for at, verb in enumerate([*rest, ""]):
            for one in inner:
                if one.behind == len(rest) - at or (at == 0 and one.behind > len(rest)):
                    if negation and one.late:
                        words.append("not")
                        negation = False
                    words.append(one.text)
            if negation:
                words.append("not")
                negation = False
            if verb:
                words.append(verb)
        return (" " if clitic else "") + " ".join(words)


def number_of(subject: Word) -> str | None:
    """Return what a verb agrees with: ONE, MANY, SPEAKER ("I"), or None when unsure."""
    if subject.lower == "i":
        return SPEAKER
    if subject.lower in ("you", "we", "they"):
        return MANY
    if subject.tag == "NNS" and subject.lower.endswith(("er", "or", "ee")):
        return None  # "the insurer", read as a plural
    plural = is_plural(subject)
    return None if plural is None else MANY if plural else ONE


def _finite(lemma: str, tense: str, number: str | None) -> str | None:
    if tense == "past" and lemma != "be":
        return past(lemma)
    if number is None:
        return None
    if lemma == "be":
        return _BE[tense][number]
    return third_person(lemma) if number == ONE else lemma


def _is_command(clause: Clause) -> bool:
    """Whether the clause is "Pay the fee" or "Do not pay the fee"."""
    verb, before = clause.predicate, clause.auxiliaries
    if clause.subject or verb.tag not in ("VB", "VBP") or any(c.tag == "TO" for c in verb.children):
        return False
    return not before or (len(before) == 1 and before[0].lower in ("do", "be"))


def _own_number(clause: Clause, first: str) -> str | None:
    """Return the number that the finite verb shows, or its subject's where it shows none."""
    finite = clause.finite
    if first == "am":
        return SPEAKER
    if first in _OF_SINGULAR or (finite.tag == "VBZ" and first not in ("are", "have", "do")):
        return SPEAKER if clause.subject.lower == "i" and first == "was" else ONE
    if first in ("are", "were", "have", "do") or finite.tag == "VBP":
        return MANY
    return number_of(clause.subject) if clause.subject else None


def _with_inner_words(group: VerbGroup, clause: Clause, chain: list[Word]) -> VerbGroup | None:
    """Return the group with the adverbs and the subject that stand inside; None where others do."""
    verb, subject, negation = clause.predicate, clause.subject, clause.negation
    first, last = chain[0].i, max(chain[-1].i, negation.i)
    inverted = bool(subject) and subject.i > first
    if inverted:
        if not clause.finite or subject.left <= first or (chain[-1] is chain[0] and not verb.has("cop")):
            return None
        last = max(last, subject.right)
    parts = {child.i: child for child in verb.children if child.rel == "advmod" and not child.children}
    while verb.has("cop") and parts.get(last + 1, NOTHING).lower in BEFORE_NOT:
        last += 1  # "is also", its predicate behind
    inside = [c for i, c in parts.items() if first < i <= last and c is not negation and c not in chain]
    if len(chain) + bool(negation) + inverted * subject.size + len(inside) != last - first + 1:
        return None
    adverbs = [Adverb(c.text, sum(w.i > c.i for w in chain), True, _is_late(c, negation)) for c in inside]
    start, before = group.start, parts.get(first - 1, NOTHING)
    if len(chain) == 1 and before and group.base != "be" and before.tag not in ("WRB", "RBR"):
        adverbs.insert(0, Adverb(before.text, 1, False, _is_late(before, NOTHING)))
        start = before.start
    end = max(chain[-1].end, negation.end, *(child.end for child in inside), subject.end * inverted)
    if inverted:
        end = max(end, below(subject)[-1].end)
    asked = text(below(subject)) if inverted else ""
    if asked and not asked[0].isalnum():
        return None
    emphatic = group.emphatic and not inverted
    return replace(group, asked=asked, adverbs=tuple(adverbs), start=start, end=end, emphatic=emphatic)


def _is_late(adverb: Word, negation: Word) -> bool:
    """Whether "not" goes before the adverb: where it does, or would by the adverb."""
    return adverb.i > negation.i if negation else adverb.lower not in BEFORE_NOT
