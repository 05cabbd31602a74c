"""Relative clauses (hard positives): "the man who was sitting there" <-> "the man sitting there"."""

from ...english.agreement import is_plural
from ...english.kinds import is_name, kind
from ...english.verb_forms import base_form, past, third_person
from ...parsing.sentence import Clause, Sentence, Word
from ..prelude import SAME, Proposals, Random, Replacement, is_statement, rule, word_lists
from .arguments import is_past, is_person

_LISTS = word_lists(__package__, "relatives")

WHICH_SHARE = 0.5  # of the exchanges of "which" and "that"


@rule("paraphrase.participle", SAME, each="acl", when=is_statement)
def participles(sentence: Sentence, verb: Word) -> Proposals:
    """the man who was sitting there <-> the man sitting there"""
    tense = next((clause for clause in reversed(sentence.clauses) if clause.is_root), None)
    words = sentence.words
    noun = verb.head
    if noun.pos not in ("NOUN", "PROPN") or verb.left <= noun.i or verb.quote != noun.quote:
        return
    first = words[verb.left]
    if verb.dep == "acl:relcl":
        if first.lower not in _LISTS.relative or first.rel != "nsubj" or first.head is not verb:
            return
        finite = words[first.i + 1]
        if finite.lower not in _LISTS.be or finite.i + 1 != verb.i or verb.tag not in ("VBG", "VBN"):
            return
        if first.i != noun.i + 1 or verb.right == verb.i or verb.all("conj"):
            return
        if verb.lower == "going" and verb.child("xcomp"):
            return  # "the tour that is going to end"
        if "," in (sentence.after(verb).text, sentence.after(verb, 2).text):
            return  # "which is meant for, or used by, children"
        if words[min(verb.right + 1, len(words) - 1)].tag == "CC":
            return  # "... and results in": what follows needs its subject
        yield Replacement(first.start, verb.start, "")
    elif verb.tag in ("VBG", "VBN") and verb.left == verb.i == noun.i + 1 and verb.right > verb.i:
        text = _finite(sentence, noun, verb, tense)
        if text is not None:
            yield Replacement(verb.start, verb.end, text)


def _lacks_verb(noun: Word) -> bool:
    """Whether the noun stands in a clause without a verb, or before the verb that it were the object of: the
    participle is its verb, misread.
    """
    top = noun
    while top.rel not in ("ccomp", "advcl", "parataxis", "obj") and top.head:
        top = top.head
    clausal = top.rel in ("ccomp", "advcl", "parataxis") and not top.child("cop")
    return top.pos in ("NOUN", "PROPN") and (clausal or top.head.i > top.i)


def _follows_noun(sentence: Sentence, noun: Word) -> bool:
    """Whether a noun is misread: "the room the guests shared", "Send a zip compressed file"."""
    first = sentence.words[noun.left]
    return bool(noun) and first.tag not in ("IN", "TO") and sentence.before(first).tag == "NN"


def _finite(sentence: Sentence, noun: Word, verb: Word, tense: Clause | None) -> str | None:
    """Return "that was published" for "published" where the tense can be told."""
    plural = is_plural(noun)
    base = base_form(verb.text, verb.tag, verb.lemma)
    if plural is None or base is None or tense is None or not tense.finite or verb.all("conj", "xcomp"):
        return None
    governor = noun.head
    if _lacks_verb(noun) or (noun.rel == "obj" and governor.lemma in _LISTS.causative) or is_name(noun):
        return None  # "had the roof repaired"
    if kind(noun) in ("measure", "number", "time", "other") or verb.all("nsubj", "cop", "aux"):
        return None
    whose = is_plural(governor) if noun.rel == "nmod" and governor.pos == "NOUN" else plural
    if noun.child("mark") or whose != plural:
        return None  # "if the race ended early"; "the boxes of wood kept there": which of the two?
    if noun.lemma == "other" or _follows_noun(sentence, noun) or _follows_noun(sentence, tense.subject):
        return None
    who = "who" if is_person(noun) else "that"
    past_tense = is_past(tense) and all(is_past(clause) for clause in sentence.clauses if clause.finite)
    were = "were" if plural else "was"
    if verb.tag == "VBN" and verb.child("obj"):
        return None  # a past tense, misread
    if verb.tag == "VBN":
        dated = any(kind(c) == "time" for c in verb.all("obl"))
        agent = any(case.lower == "by" for c in verb.all("obl") for case in c.all("case"))
        if (not past_tense and (not dated or agent)) or verb.lemma in _LISTS.no_events:
            return None
        return f"{who} {were} {verb.text}"
    if verb.lemma in _LISTS.postures and past_tense and base in _LISTS.postures:
        return f"{who} {were} {verb.text}"
    if verb.lemma in _LISTS.states and base in _LISTS.states:
        return f"{who} {past(base) if past_tense else base if plural else third_person(base)}"
    return None


@rule("paraphrase.relative_pronoun", SAME, each="acl")
def relative_pronouns(sentence: Sentence, verb: Word, rng: Random) -> Proposals:
    """the pump that failed <-> the pump which failed"""
    words = sentence.words
    noun = verb.head
    if verb.dep != "acl:relcl" or not noun or verb.left != noun.i + 1 or kind(noun) != "thing":
        return
    if noun.lemma in _LISTS.persons or sum(w.tag == "WDT" and w.rel != "det" for w in words) > 1:
        return
    first = words[verb.left]
    if first.lower not in ("that", "which") or first.rel not in ("nsubj", "obj") or first.head is not verb:
        return
    if sentence.after(first).text[0] in "'’" or (first.rel == "obj" and noun.lemma in _LISTS.verbs):
        return  # "the pump that's broken"; "discovers that it has", read as a noun
    if noun.tag not in ("NN", "NNS") or any(
        c.lower in _LISTS.superlative or c.tag == "JJS" or c.lower in ("any", "every") for c in noun.children
    ):
        return
    if rng.random() < WHICH_SHARE:
        new = "which" if first.lower == "that" else "that"
        yield Replacement(first.start, first.end, new)
