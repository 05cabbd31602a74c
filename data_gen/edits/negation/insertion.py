"""Insertion of "not" (near-misses): after the auxiliary, with do-support, contracted, before an infinitive.

Part of the family negation.
"""

from dataclasses import replace as with_

from ...english.kinds import AGENTS, kind
from ...english.lexicon import FOCUS_ADVERBS, INFINITIVE_MATRIX, PARTIES, word_set
from ...english.verb_forms import base_form, participle, past
from ...english.verb_group import ONE, VerbGroup, number_of
from ...parsing.sentence import FINITE_TAGS, Clause, Sentence, Word
from ..guards import is_request_line
from ..polarity import ADVICE, BEFALLS, may_permits
from ..prelude import Change, Replacement, change, insert_before, lowers, trimmed, word_lists
from ..requests import ANSWERED, is_step
from .scope import infinitive_to, polarity

_LISTS = word_lists(__package__, "insertion")

_BESIDE = ("appos", "parataxis", "acl", "dep", "ccomp")
_EXPECTED = word_lists(__package__, "insertion").set("expected")
_MAXIMS = word_lists(__package__, "insertion").set("maxims")
_BEFALLS = (BEFALLS | _LISTS.comes) - word_set("want wish prefer like")


def insert_not(sentence: Sentence, clause: Clause, contracted: bool = False) -> Change | None:
    """Return the clause with a negation, or None. "A delay may occur" becomes "will not occur"."""
    verb, subject = clause.predicate, clause.subject
    if not clause.finite or not subject or subject.i > clause.finite.i or subject.lower == "let":
        return None
    group = VerbGroup.of(clause)
    following = sentence.after(clause.finite)
    if group is None or following.lower in FOCUS_ADVERBS | _LISTS.not_after:
        return None
    inverted = subject.tag == "VBG" and subject.i == sentence.first and not subject.child("conj")
    inverted &= clause.finite.lower in ("are", "were")  # "Helping them were two men."
    if clause.finite.lemma == "be" and (following.lower in _LISTS.not_after_be or inverted):
        return None
    if any(c.lower in _LISTS.hedges for c in verb.all("advmod")):
        return None  # "possibly cannot" leaves room for "possibly can"
    if following.lower == "to" and not (following.rel == "case" and clause.finite is verb):
        return None  # "has to pay"; but "replied to the letter"
    if (
        clause.finite is verb
        and verb.tag == "VBP"
        and subject.tag in ("NN", "NNP")
        and not subject.child("conj")
    ):
        return None  # "Which team beat Rovers?": in the past, or read amiss
    is_base = clause.finite is verb and verb.lower == verb.lemma and verb.tag in ("VBD", "VBP")
    if (
        is_request_line(sentence)
        and is_base
        and (verb.tag == "VBD" or subject.i == verb.i - 1 == sentence.first)
    ):
        return None  # "python read csv": what is to be done
    if clause.passive and verb.lemma in _LISTS.guessed and verb.child("xcomp"):
        return None  # "is estimated to cost 5 euros"
    if not (group.modal or clause.auxiliaries) and not is_plain_verb(sentence, clause):
        return None
    if verb.lemma in _LISTS.levels and _is_measured_twice(sentence, clause):
        return None  # "rose 5 percent to 90 euros"
    if verb.has("cop") and verb.pos == "NOUN" and any(w.lower == "and" for w in sentence.subtree(verb)):
        return None  # "is a duty and an honour"
    if verb.lemma == "fail" and sentence.after(verb).tag == "TO":
        return None  # "will not fail to pay"
    befalls = group.modal == "can" and (verb.has("cop") or verb.lemma in BEFALLS | _LISTS.comes)
    befalls = befalls and subject.lower not in ("you", "we", "i")
    if (group.modal in ("may", "might") or befalls) and not may_permits(sentence, clause):
        if sentence.words[sentence.first].lower in _LISTS.leads_up or _is_named(verb):
            return None
        if subject.pos == "NOUN" and kind(subject) in AGENTS and verb.lemma not in _BEFALLS:
            return None  # "The doctor may order a test": that he will not, nobody would say
        group = with_(group, modal="will")  # it can hurt: that it cannot hurt, nobody would say
    if group.modal in ("must", "shall", "should"):
        return _no_duty(clause, group)
    return _negated(sentence, clause, group, contracted)


def _is_named(verb: Word) -> bool:
    """Whether the clause says what something may be: "the key can be the name of a host"."""
    return verb.has("cop") and verb.pos in ("NOUN", "PROPN")


def _is_measured_twice(sentence: Sentence, clause: Clause) -> bool:
    """Whether the clause says by how much and up to what something goes."""
    ends = [w for w in clause.predicate.all("obl") if w.has("case", "to", "at")]
    by = [w for w in clause.predicate.all("obj", "obl") if not w.child("case")]
    return not clause.passive and all(
        any(w.tag == "CD" for word in words for w in sentence.subtree(word)) for words in (ends, by)
    )


def _no_duty(clause: Clause, group: VerbGroup) -> Change | None:
    """ "Tenants must sweep the stairs." -> "Tenants do not have to sweep the stairs.": who wants it done does
    not write that they must not.
    """
    verb, subject = clause.predicate, clause.subject
    told = subject.lower in ("you", "we") or kind(subject) in AGENTS or subject.lemma in PARTIES
    if verb.lemma in _EXPECTED or group.perfect or group.adverbs or (group.modal == "should" and not told):
        return None  # "shall comply with the law", "should see a doctor"; "the train should arrive at six"
    rest, number = with_(group, modal="", first="").render(), number_of(subject)
    if rest is None or number is None or polarity(clause) != [] or group.negated:
        return None
    do = "does" if number == ONE else "do"
    return change("auxiliary", Replacement(group.start, group.end, f"{do} not have to {rest}"))


def _negated(sentence: Sentence, clause: Clause, group: VerbGroup, contracted: bool) -> Change | None:
    repairs = polarity(clause)
    text = group.render(negated=True, contracted=contracted)
    if repairs is None or text is None or group.negated:
        return None
    outside = [one for one in repairs if not group.start <= one.start < group.end]
    return change(
        _rule(clause, contracted and " not" not in text),
        trimmed(sentence, group.start, group.end, text),
        *outside,
    )


def _rule(clause: Clause, contracted: bool) -> str:
    if contracted:
        return "contraction"
    if clause.finite.lemma == "be" and not clause.predicate.child("aux", "aux:pass"):
        return "copula"
    return "auxiliary" if clause.auxiliaries else "do_support"


def is_plain_verb(sentence: Sentence, clause: Clause) -> bool:
    """Whether the clause is one finite main verb for which "do" can stand, and surely read as one."""
    verb = clause.predicate
    base = base_form(verb.text, verb.tag, verb.lemma)
    if base is None or base in _LISTS.no_do_support or verb.pos != "VERB":
        return False
    if any(thing.child("case") for thing in verb.all("obj")):
        return False  # "Single buildings of the town have a tower", where "buildings" is read as a verb
    following = sentence.after(verb)
    if following.tag in FINITE_TAGS or following.tag == "CC":
        return False  # "the centre left holds the seat", "it tests and repairs pumps"
    has_risen = following.rel == "obj" and base_form(following.text, "VBN", following.lemma) is not None
    return not _reduced(sentence, clause) and not (base == "have" and has_risen)


def _reduced(sentence: Sentence, clause: Clause) -> bool:
    """Whether the "past tense" is rather a participle, as in "the areas threatened by the fire"."""
    verb = clause.predicate
    following = sentence.after(verb) or verb
    if verb.tag == "VBD" and following.lower == "by" and not clause.object and following.head is not verb:
        return not (following.head.tag in ("CD", "NN", "NNS") and verb.lemma in _LISTS.levels)
    if sentence.before(verb).lower in ("each", "all", "both"):
        return True
    beside = verb.rel in _BESIDE and clause.subject.tag not in ("WP", "WDT")
    if verb.tag == "VBD" and following.tag == "IN" and not clause.object and beside:
        return past(verb.lemma) == participle(verb.lemma)  # "a sugar found in milk"
    return any(
        c.i > verb.i
        and c.tag in FINITE_TAGS
        and c.pos == "VERB"
        and not c.child("nsubj", "csubj", "expl", "cc", "mark")
        for c in verb.all("ccomp", "parataxis", "advcl", "xcomp", "dep")
    )


def infinitive(clause: Clause) -> Change | None:
    """ "agreed to sell" -> "agreed not to sell", after verbs that take it well: of what was once the case,
    since nobody writes down that he undertakes or asks for less than his part.
    """
    verb = clause.predicate
    to, above = infinitive_to(verb), verb.head
    if not to or verb.rel != "xcomp" or above.lemma not in INFINITIVE_MATRIX or above.is_negated:
        return None
    if above.tag != "VBD" and not above.has("aux:pass", "was", "were"):
        return None
    if to.i == 0 or verb.is_negated or [*verb.all("conj"), *above.all("conj")] or polarity(clause) != []:
        return None
    return change("infinitive", insert_before(to, "not "))


def order(sentence: Sentence, clause: Clause) -> Change | None:
    """ "Pay the fee." -> "Do not pay the fee."."""
    verb = clause.predicate
    group = VerbGroup.of(clause) if is_order(sentence, verb) and not clause.auxiliaries else None
    if group is None or verb.all("conj") or clause.subject or _has_statement(verb):
        return None
    aims = (w for w in sentence.subtree(verb) if w.rel in ("advcl", "acl") and w.child("mark").tag == "TO")
    if verb.lemma in _MAXIMS or any(aims):
        return None  # "Trust your team", "ask them to learn what they need"
    return _negated(sentence, clause, with_(group, tense=""), False)


def _has_statement(verb: Word) -> bool:
    """Whether a statement stands beside the command, which is then a misread noun phrase: "Open source tools
    save time".
    """
    return any(c.tag in FINITE_TAGS and not c.child("nsubj", "mark") for c in verb.all("parataxis", "ccomp"))


def is_order(sentence: Sentence, verb: Word) -> bool:
    """Whether the verb opens the sentence as a command, and this is all that somebody wants: of the steps of
    a guide, nobody is told to leave one out.
    """
    if verb.head or is_step(sentence) or verb.tag not in ("VB", "VBP"):
        return False
    if verb.lemma in ("let", "thank", "please", "note", "be", "do", "click", *ADVICE):
        return False
    if verb.lower in ANSWERED or any(w.tag in ("IN", "DT") and w.text.istitle() for w in sentence.words[1:]):
        return False  # the second is a heading: "Call In The Owner"
    if verb.lemma == "contact" and not verb.child("obj"):
        return False  # "Contact with the agency ...", a noun
    words = sentence.words
    searched = words[sentence.first].text[0].islower() and words[-1].text[0] not in ".!"
    if searched and _LISTS.own.isdisjoint(lowers(sentence)):
        return False  # "push a tag", how to do it
    return all(word.lower in _LISTS.before_an_order for word in words[: verb.i])
