"""Active and passive (hard positives): "X acquired Y" <-> "Y was acquired by X"; tense, agreement, pronoun
case and negation are carried over."""

from dataclasses import replace

from ...english.kinds import AGENTS, is_name, kind
from ...english.lexicon import FOCUS_ADVERBS, STATIVE, SYMMETRIC, word_set
from ...english.verb_forms import base_form
from ...english.verb_group import MANY, ONE, VerbGroup
from ...parsing.sentence import FINITE_TAGS, NOTHING, Clause, Sentence, Span, Word
from ..argument_swap.verb_arguments import passive_agent
from ..prelude import SAME, Proposals, Replacement, is_statement, rule, word_lists
from .arguments import plural_of, shared_later, sides

_LISTS = word_lists(__package__, "voice")

_NOT_BESIDE = word_set("ccomp xcomp iobj conj parataxis expl")
_AFTER_OBJECT = frozenset(("obl", "advmod", "obl:unmarked", "compound:prt", "punct", "advcl"))
_CLAUSES = ("root", "ccomp", "advcl", "conj", "parataxis")
_OPENS_NOUN = frozenset(("DT", "CD", "PRP$", "NN", "NNS", "NNP", "JJ"))
_SAME_PHRASE = frozenset(("NOUN", "PROPN", "ADJ", "NUM"))  # the parser cut the phrase


@rule("paraphrase.active_passive", SAME, when=is_statement)
def active_to_passive(sentence: Sentence, clause: Clause) -> Proposals:
    """The storm destroyed the pier. -> The pier was destroyed by the storm."""
    if not clause.object:
        return
    verb, subject, thing = clause.predicate, clause.subject, clause.object
    if not subject or not thing or clause.passive or not clause.finite or verb.pos != "VERB":
        return
    if subject.tag == "PRP" or clause.shared_subject or verb.rel not in _CLAUSES:
        return  # "was observed by us"
    if _both_count(subject, thing) or (clause.finite.tag == "VBP" and subject.tag in ("NN", "NNP")):
        return  # "Iris plum 50% cleft": no verb of this subject
    if verb.lemma in STATIVE | SYMMETRIC | _LISTS.no_passive or not _only_plain_children(clause):
        return
    if not subject.i < clause.finite.i <= verb.i < thing.i:
        return
    turned = sides(sentence, subject, thing)
    if turned is None:
        return
    a, b, patient, agent = turned
    if not _adjacent(clause, a, b) or not _opens_clause(sentence, clause, a):
        return
    particle = verb.child("compound:prt")
    if particle and particle.i != verb.i + 1:
        return
    before = sentence.words[a.start - 1] if a.start else NOTHING
    if before and (before.tag == "VBG" or is_name(before) or before.lower in FOCUS_ADVERBS):
        return  # "managing editor Ruth Berg", taken apart by the parser; "even cats climb trees"
    opening = sentence.words[verb.left : a.start]
    if any(w.tag == "VBG" for w in opening) or (opening and opening[0].tag in _OPENS_NOUN):
        return  # "Having left, the clerk ...", "A clerk by trade, she ..."
    if verb.tag == "VBG" and (clause.finite.lemma != "be" or kind(subject) not in AGENTS):
        return  # "Her hobby is collecting stamps"; "has been being collected"
    if verb.head.lemma in _LISTS.mandative or thing.lemma in _LISTS.amounts:
        return  # "We ask that he leave the room."; "It forms part of the lease."
    if sentence.words[b.start].tag in ("CC", "VBG") or sentence.words[b.end].tag == "CC":
        return
    if any(_is_of_the_verb(w) for w in sentence.subtree(thing)):
        return
    following = sentence.words[b.end]
    if following.pos in ("ADP", "ADV") and (
        verb.lemma in _LISTS.light or _attaches_to(sentence, b, following)
    ):
        return  # "put a load on the server"
    if any(_is_third(w) for adjunct in verb.all("advcl") for w in sentence.subtree(adjunct)):
        return  # the clause may come to stand before the agent: "When their work is done, ... by teams"
    if following and (following.lower in _LISTS.goes_on or following.pos in (*_SAME_PHRASE, "VERB", "AUX")):
        return
    if any(w.rel == "case" and w.lower in _LISTS.loose for w in sentence.words[b.start : b.end]):
        return  # "sold homes at a brisk pace": the phrase belongs to the verb
    if clause.negation and any(w.lower in ("all", "every") for w in sentence.subtree(thing)):
        return  # "did not read all letters" is not "all letters were not read"
    if any(kind(w) in ("measure", "number") and w.child("case") for w in verb.all("obl")):
        return  # "growth of 5 percent to 9 points" is one phrase
    if any(word.lower in _LISTS.bound or _is_elliptic(sentence, word) for word in sentence.words[b.end :]):
        return  # "respectively", "more often than the others", "but the new one does not"
    if shared_later(sentence, verb) or _described_after(sentence, b):
        return
    if plural_of(thing) is False and any(w.rel == "cc" for w in sentence.subtree(thing)):
        return
    group = _group(clause, thing, passive=True)
    if group is None:
        return
    if particle:
        group += " " + particle.text
    yield (
        Replacement(*sentence.chars(a), patient),
        Replacement(min(w.start for w in (verb, *clause.auxiliaries)), (particle or verb).end, group),
        Replacement(*sentence.chars(b), f"by {agent}"),
    )


@rule("paraphrase.passive_active", SAME, when=is_statement)
def passive_to_active(sentence: Sentence, clause: Clause) -> Proposals:
    """The pier was destroyed by the storm. -> The storm destroyed the pier."""
    if not clause.passive:
        return
    verb, subject, finite, agent = clause.predicate, clause.subject, clause.finite, passive_agent(clause)
    if not clause.is_told or not agent or verb.rel not in _CLAUSES:
        return
    if verb.all("conj", "ccomp", "xcomp", "obj"):
        return
    if any(c.rel == "advmod" and c.i < verb.i and c is not clause.negation for c in verb.children):
        return
    turned, by = sides(sentence, subject, agent), agent.child("case")
    told_more = any(c.child("case").lower in _LISTS.beside for c in agent.all("nmod"))
    told_more = told_more or sum(w.lower == "by" for w in sentence.subtree(agent)) > 1
    if turned is None or _both_count(subject, agent) or told_more:
        return  # "by the clerk without a fee": the fee is of the verb
    a, b, new_subject, new_object = turned
    if not by or by.i + 1 != b.start or a.end != finite.i or not _opens_clause(sentence, clause, a):
        return
    if clause.negation and any(w.lower == "but" for w in sentence.words[verb.i :]):
        return  # "not caused by rain, but by snow"
    base = base_form(verb.text, verb.tag, verb.lemma)
    if base in _LISTS.method_verbs and agent.tag == "NN" and not agent.child("det", "nmod:poss"):
        return  # "was measured by flow cytometry"
    if finite.quote != verb.quote or agent.quote != verb.quote or agent.lemma in _LISTS.instruments:
        return
    listed = sentence.words[b.end].text == "," and sentence.words[b.end + 1].lower in _LISTS.goes_on
    if agent.lower.startswith(("mid-", "early-", "late-")) or not _agent_ends(sentence, b) or listed:
        return
    if by.i - verb.i > 1 and not (by.i - verb.i == 2 and sentence.words[verb.i + 1].dep == "compound:prt"):
        return
    group = _group(clause, agent, passive=False)
    if group is None:
        return
    if by.i - verb.i == 2:
        group += " " + sentence.words[verb.i + 1].text
    yield (
        Replacement(*sentence.chars(a), new_subject),
        Replacement(finite.start, sentence.words[by.i - 1].end, group),
        Replacement(by.start, sentence.words[b.end - 1].end, new_object),
    )


def _both_count(one: Word, other: Word) -> bool:
    """Whether the order of two phrases tells which one holds for each of the other: "every part by some firm"
    may be another firm each time, "some firm every part" is one.
    """
    counts = [
        {c.lower for c in noun.all("det", "amod") if c.i < noun.i} & _LISTS.counting for noun in (one, other)
    ]
    each = any(found & _LISTS.of_each for found in counts)
    return each and all(
        found or noun.child("nummod") for noun, found in zip((one, other), counts, strict=True)
    )


def _is_elliptic(sentence: Sentence, word: Word) -> bool:
    """Whether this "does" or "did" stands for a whole predicate."""
    after = sentence.after(word)
    last = sentence.after(after) if after.lower in ("not", "n't") else after
    return word.lemma == "do" and last.pos == "PUNCT"


def _is_third(word: Word) -> bool:
    return word.tag in ("PRP", "PRP$") and word.lower not in _LISTS.of_speakers


def _agent_ends(sentence: Sentence, agent: Span) -> bool:
    """Whether what follows the agent surely is no part of it: "by a conflict between ..." goes on."""
    after = sentence.words[agent.end]
    if after.pos in _SAME_PHRASE or after.tag in FINITE_TAGS:
        return False
    if after.pos != "ADP" or not after.head:
        return True
    return kind(after.head) == "time" or (after.lower == "in" and kind(after.head) == "place")


def _only_plain_children(clause: Clause) -> bool:
    """No complement clause, coordination or dangling participle hangs on the verb."""
    verb = clause.predicate
    for child in verb.children:
        if child is clause.negation:
            continue
        if child.rel in _NOT_BESIDE or child.tag in ("WP", "WDT", "WRB"):
            return False
        if child.rel == "advcl" and (child.tag in ("VBG", "VBN", "VB") or child.i < verb.i):
            return False
        near = verb.i - 4 < child.i < verb.i or child.tag in ("RBR", "JJR")  # "read silence longer than ..."
        if child.rel == "advmod" and (near or child.lower in ("only", "also")):
            return False
        if (
            child.i > verb.i
            and child.dep not in _AFTER_OBJECT
            and child.rel not in _AFTER_OBJECT
            and child is not clause.object
        ):
            return False
    return True


def _adjacent(clause: Clause, a: Span, b: Span) -> bool:
    """Whether subject, verb group and object stand next to each other."""
    verb = clause.predicate
    particle = verb.child("compound:prt")
    after = particle.i + 1 if particle and particle.i == verb.i + 1 else verb.i + 1
    start = min([verb.i, *(w.i for w in clause.auxiliaries)])
    return a.end == start and b.start == after


def _attaches_to(sentence: Sentence, thing: Span, case: Word) -> bool:
    """Whether the prepositional phrase after the object may belong to it ("data from 20 cities").

    A time never does, a place only where another phrase is in the object.
    """
    if not case.head or kind(case.head) == "time":
        return False
    nested = any(w.rel == "case" for w in sentence.words[thing.start : thing.end])
    placed = case.lower in ("in", "at", "on") and kind(case.head) in ("place", "organisation")
    handed = case.lower in ("to", "from") and kind(case.head) in AGENTS and bool(thing.head.child("det"))
    return nested or not (placed or handed)


def _is_of_the_verb(word: Word) -> bool:
    """Whether a word is no part of its object: "read silence longer than a week", "get flu within a year"."""
    timed = (
        word.rel in ("nmod", "obl")
        and word.child("case").lower not in ("", "of")
        and kind(word) in ("time", "measure")
    )
    adverb = word.tag in ("JJR", "RB") and word.head.i < word.i  # "process payment twice a month"
    return timed or adverb


def _described_after(sentence: Sentence, span: Span) -> bool:
    """Whether a relative clause or apposition follows the phrase after a comma ("..., who announced")."""
    words = sentence.words
    if span.end + 1 >= len(words) or words[span.end].text != ",":
        return span.end < len(words) and words[span.end].tag in ("WP", "WDT", "WP$")
    return words[span.end + 1].tag in ("WP", "WDT", "WP$", "DT", "NN", "NNP", "JJ", "CD")


def _opens_clause(sentence: Sentence, clause: Clause, subject: Span) -> bool:
    """Whether what stands before the subject cannot be a cut-off part of it."""
    if subject.start == 0:
        return True
    before = sentence.words[subject.start - 1]
    if before.rel == "cc":
        listed = sentence.before(before, 2)  # "how firms, persons, and clubs can adopt it"
        return sentence.before(before).text == "," and not (listed.rel == "conj" and listed.pos == "NOUN")
    if before.head is clause.predicate:
        return before.rel in ("mark", "cc", "advmod", "punct", "obl")
    return (before.rel == "punct" and before.text not in ("-", "/")) or (
        before.pos in ("VERB", "PUNCT") and before.text != "-"
    )


def _group(clause: Clause, subject: Word, passive: bool) -> str | None:
    """Return the verb group in the other voice for the new subject, or None where it cannot be written."""
    group, plural = VerbGroup.of(clause), plural_of(subject)
    if group is None or plural is None or group.emphatic or group.adverbs or group.first[:1] in "'’":
        return None
    if group.base == "be":
        return None  # "The aim is to protect them.": no verb with an object
    return replace(group, number=MANY if plural else ONE).render(passive=passive, contracted=False)
