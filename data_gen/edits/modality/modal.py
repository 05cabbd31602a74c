"""Modal verbs: another modality (near-misses), or the same one in other words (hard positives)."""

from dataclasses import replace as with_

from ...english.kinds import AGENTS, kind
from ...english.verb_group import ONE, SPEAKER, VerbGroup, number_of
from ...parsing.sentence import NEGATIONS, Clause, Sentence, Word
from ..direction import is_assured, is_opposed_by_words, is_tied
from ..edit import Changes, Replacement, change, replace, trimmed
from ..polarity import BEFALLS, CONTRACT, may_permits
from ..prelude import NEAR_MISS, SAME, Random, is_capped, is_question, lowers, rule, word_lists

_LISTS = word_lists(__package__, "modal")

_OURS = _LISTS.bound | _LISTS.set("ours")
_HAVE_TO = 0.5  # of the questions: "do I have to" for "must I"


@rule("modality.obligation", NEAR_MISS, triggers=_LISTS.modals)
@rule("modality.certainty", NEAR_MISS, "The clerk will sign. -> The clerk may sign.")
@rule("modality.prohibition", NEAR_MISS, "Visitors must not smoke here. -> Visitors should not smoke here.")
@rule("modality.same_modal", SAME, "The tenant must pay the deposit. -> The tenant has to pay the deposit.")
@rule("modality.same_prohibition", SAME)
def modals(sentence: Sentence, clause: Clause, rng: Random) -> Changes:
    """obligation: The guest may pay by card. -> The guest must pay by card.
    same_prohibition: Visitors must not smoke here. -> Visitors are not permitted to smoke here."""
    modal, verb, subject = clause.finite, clause.predicate, clause.subject
    following = sentence.after(modal)
    if modal.lower not in _LISTS.modals or modal.tag != "MD":
        return
    if not subject or not following or following.text == ":":
        return
    if sentence.is_question:
        yield from _asked(sentence, clause, rng)
        return
    if subject.i > modal.i or verb.all("cc:preconj") or clause.shared_subject:
        return
    conditional = verb.rel == "advcl" and any(verb.has(r, "if", "unless", "when") for r in ("mark", "advmod"))
    if conditional and modal.lower in ("will", "should"):
        return
    deontic = may_permits(sentence, clause)
    if following.lower in NEGATIONS or sentence.text[modal.end : modal.end + 3] == "not":
        yield from _prohibitions(clause, following, subject, deontic)
        return
    if following.lower in _LISTS.after_may or clause.negation:
        return
    if verb.rel == "acl" and subject.tag not in ("WDT", "WP", "DT"):
        return  # "notes you may leave"
    yield from _changed(sentence, clause, modal, deontic, rng)
    yield from _reworded(clause, modal, subject, following, deontic, lowers(sentence))


# --- another modality -------------------------------------------------------------------------------


def _changed(sentence: Sentence, clause: Clause, modal: Word, deontic: bool, rng: Random) -> Changes:
    """Yield the clause with another modal: duty for permission, certainty for possibility."""
    verb, lower, is_ours = clause.predicate, modal.lower, clause.subject.lower == "we"
    if (
        verb.has("aux", "have")
        or (_follows_aim(sentence, modal) and not (is_ours and lower in ("may", "can")))
        or verb.lemma in _LISTS.choose
        or is_assured(verb)
    ):
        return
    if lower == "can" and (is_ours or not deontic or verb.lemma in _LISTS.said):
        return
    if lower in ("must", "shall") or (lower == "should" and deontic):
        acts = deontic or clause.passive or (verb.pos == "VERB" and kind(clause.subject) in AGENTS)
        if acts and may_be_free(sentence, verb):
            both = lower == "must" and deontic
            yield change("obligation", replace(modal, rng.choice(("may", "can")) if both else "may"))
    elif lower in ("may", "can") and (deontic or is_ours) and may_be_bound(sentence, verb):
        yield change("obligation", replace(modal, "must"))
    else:
        told = lower in ("might", "will") or (lower == "may" and not deontic)
        if told and not _is_settled(sentence, clause):
            yield from _certainty(sentence, clause, modal, rng)


def _follows_aim(sentence: Sentence, modal: Word) -> bool:
    """Whether an aim comes first, which demands what the clause says: "For the seal to hold, ..."."""
    return any(
        w.tag == "TO" and (w.head.rel == "advcl" or (w.head.rel == "acl" and w.head.head.has("case", "for")))
        for w in sentence.words[: modal.i]
    )


def may_be_free(sentence: Sentence, verb: Word) -> bool:
    """Whether what must be done may be left to somebody: nobody is free to comply, or to do "only" this."""
    limited = is_capped(sentence) or is_tied(sentence) or not _LISTS.urgent.isdisjoint(lowers(sentence))
    nobody = verb.child("nsubj", "nsubj:pass").has("det", "no")  # "no one shall" is "no one may"
    named = verb.lemma in ("refer", "call", "know", "entitle") and verb.has("aux:pass")
    leads_on = any(c.has("mark", "before") and c.has("aux", "can", "may") for c in verb.all("advcl"))
    listed = not lowers(sentence).isdisjoint(("only", "either"))
    return (
        not (limited or listed or nobody or named or leads_on)
        and verb.lemma not in _LISTS.obeyed
        and verb.tag != "VBG"
    )


def may_be_bound(sentence: Sentence, verb: Word) -> bool:
    """Whether somebody may be bound to what the verb says: to send a form, but to no benefit of their own
    ("you can use the pool"), and not where it stays open which and when ("at any time", "or").
    """
    subject = verb.child("nsubj", "nsubj:pass")
    if verb.lemma not in (_OURS if subject.lower == "we" else _LISTS.bound) or verb.rel in ("acl", "advcl"):
        return False
    if is_capped(sentence) or (not sentence.is_question and is_opposed_by_words(sentence)):
        return False
    if any(w.has("cc", "or", "but") for w in verb.all("conj")):
        return False
    before = sentence.before(sentence.words[subject.left]) if subject else subject
    if subject.has("det", "either"):
        return False  # a right of each
    free = before.tag == "WRB" or "only" in lowers(sentence)  # "here's how you can report it"
    return not free and all(w.lower not in _LISTS.free for w in (before, *sentence.subtree(verb)))


def _certainty(sentence: Sentence, clause: Clause, modal: Word, rng: Random) -> Changes:
    """ "will rise" <-> "may rise"; "may be useful" -> "is useful"."""
    if modal.lower == "will":
        yield change("certainty", replace(modal, rng.choice(("may", "might"))))
        return
    if clause.passive:
        return  # "may be found", as good as "can be found"
    group = VerbGroup.of(clause)
    if group is None or group.base not in ("be", "have") or clause.subject.tag in ("WDT", "WP"):
        yield change("certainty", replace(modal, "will"))
    elif clause.predicate.child("cop", "obj"):
        text = with_(group, modal="", tense="present").render()
        if text is not None:
            yield change("certainty", trimmed(sentence, group.start, group.end, text))


def _is_settled(sentence: Sentence, clause: Clause) -> bool:
    """Whether another word already says how certain it is, or nothing hangs on it.

    "The possibility that it may", "some guests may need a ramp", "the rash may be flat or raised", "you may
    want to bring a coat".
    """
    verb, head = clause.predicate, clause.predicate.head
    if (
        is_tied(sentence)
        or verb.lemma in _LISTS.idle | _LISTS.choose
        or verb.rel == "acl"
        or head.lemma in _LISTS.open
        or clause.subject.lower == "there"
        or clause.subject.has("det", "no")  # "No guest will park here" forbids as "may" does
        or (verb.lemma in _LISTS.announced and clause.subject.lemma in _LISTS.texts)
        or (clause.subject.lower == "this" and verb.pos == "NOUN")  # "This will be a tour of the mill"
        or sentence.after(clause.finite, 2).lower == "that"  # "it may be that"
        or sentence.words[-1].text == ":"
    ):
        return True
    if any(w.lower in ("any", "or") for w in sentence.subtree(verb)):
        return True  # "may change it at any time", "may be flat or raised"
    asked_how = sentence.before(sentence.words[clause.subject.left]).tag == "WRB"
    settled = any(c.lower in _LISTS.settled or c.tag == "WRB" for c in verb.children)
    if asked_how or settled or not _LISTS.hedges.isdisjoint(lowers(sentence)):
        return True
    if verb.rel in ("conj", "parataxis") or verb.child("conj"):
        return True  # "You need no key, it will be open": why
    if verb.rel == "advcl" or (verb.rel in ("ccomp", "csubj") and verb.has("mark", "if")):
        return True  # "decide if it will", "before it may be sold"
    asked = (c for child in verb.children for c in (child, *child.children))
    return verb.rel != "root" and any(c.tag == "WP" for c in asked)  # "Who will come is open."


def _asked(sentence: Sentence, clause: Clause, rng: Random) -> Changes:
    """ "When can I renew my policy?" -> "When must I renew my policy?", "... do I have to renew ...?"."""
    modal, subject, verb = clause.finite, clause.subject, clause.predicate
    if modal.lower not in ("can", "must", "may", "should") or clause.negation or clause.passive:
        return
    if sum(w.tag == "MD" for w in sentence.words) > 1 or "why" in lowers(sentence):
        return  # "Should it go, or should it stay?"; nobody asks why they can
    if subject.lower not in ("i", "we") and (subject.lower == "you" or kind(subject) not in AGENTS):
        return
    amount = sentence.words[1].lower in ("often", "long", "much", "many") and modal.lower == "should"
    if sentence.words[0].lower == "how" and not amount:
        return  # "How can I ...": that I may is not in question
    if verb.pos != "VERB" or verb.lemma in _LISTS.not_asked:
        return
    group = VerbGroup.of(clause)
    if group is None or not group.asked:
        return
    if modal.lower in ("must", "should"):
        yield change("obligation", replace(modal, "can"))
        return
    if not may_be_bound(sentence, verb):
        return
    text = with_(group, modal="", tense="present", base="have", own=("", "")).render()
    if text is not None and not group.adverbs and rng.random() < _HAVE_TO:
        yield change("obligation", Replacement(group.start, group.end, f"{text} to {group.base}"))
    else:
        yield change("obligation", replace(modal, "must"))


@rule("modality.obligation", triggers=("have", "need"), when=is_question)
def asked_duties(sentence: Sentence, clause: Clause) -> Changes:
    """ "Do I have to register?", "do guests need to book" -> "Can I register?", "can guests book"."""
    verb, content, group = clause.predicate, clause.predicate.child("xcomp"), VerbGroup.of(clause)
    if verb.lemma not in ("have", "need") or group is None or not group.asked or group.negated:
        return
    if content.lemma in _LISTS.not_asked or sentence.words[0].lower in ("how", "why", "what", "which"):
        return  # "how long do I have to report it", "what do I need to open it"
    to = sentence.after(verb)
    if clause.finite.lower in ("do", "does") and to.lower == "to" and to.i + 1 == content.i:
        yield change("obligation", Replacement(group.start, to.end, f"can {group.asked}"))


def _prohibitions(clause: Clause, negation: Word, subject: Word, deontic: bool) -> Changes:
    """ "must not" <-> "may not" (the same); "must not" -> "should not" (advice).

    What is banned is what somebody would like to do, so that nobody writes that they need not do it.
    """
    modal, can_act = clause.finite, subject.lower == "you" or kind(subject) in AGENTS
    agentive = clause.predicate.pos == "VERB" and can_act
    duty = modal.lower in ("must", "shall") or (modal.lower == "may" and deontic)
    if not duty or negation.lower != "not" or not (agentive or clause.passive):
        return
    if any(c.lower in ("only", "necessarily", "exceed", "any") for c in clause.predicate.children):
        return
    number, span = number_of(subject), Replacement(modal.start, negation.end, "should not")
    yield change("prohibition", span)
    if number not in (None, SPEAKER) and agentive and not clause.passive:
        be = "is" if number == ONE else "are"
        yield change("same_prohibition", span._replace(text=f"{be} not permitted to"))
    if agentive or deontic:
        new = "may not" if modal.lower == "must" else "must not"
        yield change("same_prohibition", span._replace(text=new))


# --- the same modality ------------------------------------------------------------------------------


def _reworded(
    clause: Clause, modal: Word, subject: Word, following: Word, deontic: bool, words: frozenset[str]
) -> Changes:
    """Yield the clause with a phrase for its modal: "must" -> "has to", "may" -> "is permitted to"."""
    number, lower = number_of(subject), modal.lower
    if following.rel == "advmod" or subject.rel == "expl" or clause.predicate.has("aux", "have", "be"):
        return
    if lower in ("must", "shall") and clause.predicate.lemma in _LISTS.entitled:
        return  # "The firm shall receive a fee."
    if subject.tag == "VBG" or any(c.tag == "VBG" and c.i == subject.left for c in subject.children):
        return  # "Paying the rent and the fee ..."
    if lower == "shall" and (deontic or not words.isdisjoint(CONTRACT - {"shall"})):
        yield change("same_modal", replace(modal, "must"))
    if lower == "may" and deontic and not clause.passive and subject.lower == "you":
        yield change("same_modal", replace(modal, "can"))
    verb = clause.predicate
    befalls = verb.pos != "VERB" or verb.lemma in _LISTS.brings | BEFALLS
    befalls = befalls or (subject.pos != "PROPN" and not verb.child("obj"))  # "Acme may change it": a right
    if lower == "may" and not deontic and not clause.passive and kind(subject) not in AGENTS and befalls:
        yield change(
            "same_modal", replace(modal, "can" if clause.predicate.lemma in _LISTS.brings else "might")
        )
    if number is None:
        return
    have, be = {ONE: ("has", "is"), SPEAKER: ("have", "am")}.get(number, ("have", "are"))
    if lower == "must" and deontic:
        yield change("same_modal", replace(modal, f"{have} to"))
    if lower in ("must", "shall") and deontic:
        yield change("same_modal", replace(modal, f"{be} required to"))
    elif lower == "may" and deontic and not CONTRACT.isdisjoint(words):
        yield change("same_modal", replace(modal, f"{be} permitted to"))
        yield change("same_modal", replace(modal, f"{be} allowed to"))
    elif lower == "can" and _can_act(clause, subject):
        yield change("same_modal", replace(modal, f"{be} able to"))


def _can_act(clause: Clause, subject: Word) -> bool:
    verb = clause.predicate
    if (
        clause.passive
        or verb.pos != "VERB"
        or verb.lemma in _LISTS.said | BEFALLS | {"have"}
        or verb.child("mark")
    ):
        return False  # "Patients can have a rash": no ability
    if subject.lower in ("it", "this", "that", "which") or verb.lemma in _LISTS.brings:
        return False
    return verb.lemma in _LISTS.able or subject.lower == "you" or kind(subject) in AGENTS
