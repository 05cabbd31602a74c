"""Who did it to whom, in a question (near-misses): "Who called Anna?" <-> "Who did Anna call?".

Part of the rule argument_swap.subject_object. Only acts between persons (fillers.py), and only of one person
who is named beside "who".
"""

from ...english.agreement import is_plural
from ...english.kinds import AGENTS, kind
from ...english.lexicon import MASS_NOUNS, SYMMETRIC
from ...english.verb_forms import base_form, inflected
from ..prelude import NOTHING, Changes, Replacement, Sentence, Word, change, rule
from ..requests import WH, Asked, Request, asks
from .fillers import is_dealing


@rule("argument_swap.subject_object", triggers=("who", "which"), each=Asked((WH,)))
def asked_roles(sentence: Sentence, found: Request) -> Changes:
    """ "Who lent Sam the drill?" -> "Who did Sam lend the drill to?"; "Who did Anna call?" -> "Who called
    Anna?"; "Which firm sued Dell?" -> "Which firm did Dell sue?"."""
    if found.words[0].lower not in ("who", "which"):
        return
    place = 1 if found.words[0].lower == "who" else 2
    if len(found.words) < place + 2 or (place == 2 and found.words[1].tag not in ("NN", "NNS")):
        return
    second = found.words[place]
    if second.lower in ("did", "does"):
        yield from _as_subject(sentence, second)
    elif second.lower in ("has", "have"):
        yield from _perfect(sentence, second)
    elif place == 2 and second.child("obj").tag != "NNP":
        return  # "Which doctor treated the patients?"
    elif second.tag in ("VBD", "VBZ") and second.pos == "VERB" and _is_mutual(second):
        yield from _as_object(sentence, second)


def _is_mutual(verb: Word) -> bool:
    """Whether either of two persons may do to the other what the verb says."""
    return (
        is_dealing(verb)
        and verb.lemma not in SYMMETRIC
        and not verb.child("conj", "xcomp", "ccomp", "obl:agent")
    )


def _is_person(word: Word) -> bool:
    named = word.tag == "NNP" or (kind(word) in AGENTS and bool(word.child("det", "nmod:poss")))
    typed = word.tag == "NN" and word.text.islower() and not word.children and word.pos in ("NOUN", "PROPN")
    named |= typed and word.lemma not in MASS_NOUNS  # "who did ruiz replace"
    return named and word.tag != "PRP" and not word.child("conj", "acl", "appos")


def _as_object(sentence: Sentence, verb: Word) -> Changes:
    """ "who called Anna" -> "who did Anna call"."""
    person, thing = verb.child("iobj", "obj"), verb.child("obj")
    base = base_form(verb.text, verb.tag, verb.lemma)
    if not person or person.left != verb.i + 1 or not _is_person(person) or base is None:
        return
    auxiliary = "did" if verb.tag == "VBD" else "do" if is_plural(person) else "does"
    named = sentence.slice(person.left, person.right + 1)
    end = sentence.words[person.right].end
    made = [Replacement(verb.start, end, f"{auxiliary} {named} {base}")]
    if thing is not person:
        last = sentence.words[thing.right]
        made.append(Replacement(last.end, last.end, " to"))
    yield change("subject_object", *made)


def _perfect(sentence: Sentence, auxiliary: Word) -> Changes:
    """ "who has beaten Anna" <-> "who has Anna beaten"."""
    verb = next((w for w in sentence.words[auxiliary.i + 1 :] if w.tag == "VBN"), NOTHING)
    person = verb.child("obj") or next((c for c in verb.all("nsubj") if c.i > auxiliary.i), NOTHING)
    if not verb or not person or not _is_person(person) or not _is_mutual(verb) or verb.is_negated:
        return
    start, end = sorted((person.left, verb.i))[0], max(person.right, verb.i)
    if start != auxiliary.i + 1 or end - start != person.right - person.left + 1:
        return
    named = sentence.slice(person.left, person.right + 1)
    text = f"{named} {verb.text}" if person.i > verb.i else f"{verb.text} {named}"
    yield change("subject_object", Replacement(sentence.words[start].start, sentence.words[end].end, text))


def _as_subject(sentence: Sentence, auxiliary: Word) -> Changes:
    """ "who did Anna call" -> "who called Anna"."""
    verb = next((w for w in sentence.words[auxiliary.i + 2 :] if w.tag == "VB"), NOTHING)
    person = next((c for c in verb.all("nsubj") if c.i > auxiliary.i), NOTHING)
    if not person or person.left != auxiliary.i + 1 or person.right + 1 != verb.i or not _is_person(person):
        return
    if not _is_mutual(verb) or (sentence.after(verb).pos == "ADP" and sentence.after(verb).lower != "as"):
        return
    if any(c.i > verb.i and not c.has("case", "as") for c in verb.all("obj", "iobj", "obl")):
        return
    if verb.is_negated:
        return
    named = sentence.slice(person.left, person.right + 1)
    form = inflected(verb.lower, "VBD" if auxiliary.lower == "did" else "VBZ")
    yield change("subject_object", Replacement(auxiliary.start, verb.end, f"{form} {named}"))


@rule("argument_swap.subject_object", triggers=("who", "that", "which"), when=asks)
def described_roles(sentence: Sentence) -> Changes:
    """ "firms that owe money to Estavia" -> "firms that Estavia owes money to"; "firms that sued Dell" ->
    "firms that Dell sued".
    """
    for clause in sentence.clauses:
        verb, subject = clause.predicate, clause.subject
        plain = verb.rel == "acl" and subject.tag in ("WDT", "WP") and clause.finite is verb
        if not plain or subject.i + 1 != verb.i or not (_is_mutual(verb) or verb.lemma == "owe"):
            continue
        ends = [
            c
            for c in verb.all("obj", "iobj", "obl")
            if c.tag == "NNP" and not c.child("conj", "acl", "appos")
        ]
        if len(ends) != 1 or (
            ends[0].right + 1 < len(sentence.words) and sentence.words[ends[0].right + 1].tag == "CC"
        ):
            continue
        (named,) = ends
        case = named.child("case")
        if case and case.lower not in ("to", "from", "against", "with", "for"):
            continue
        start = case.i + 1 if case else named.left
        before = sentence.words[start - 1]
        name = sentence.slice(start, named.right + 1)
        form = verb.lower if verb.tag == "VBD" else inflected(verb.lemma, "VBZ")
        yield change(
            "subject_object",
            Replacement(verb.start, verb.end, f"{name} {form}"),
            Replacement(before.end, sentence.words[named.right].end, ""),
        )
