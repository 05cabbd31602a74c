"""A modifier, a complement or a coordination in another form (hard positives)."""

from ...english.casing import first_word, mid_sentence
from ...english.kinds import AGENTS, NAMES, kind
from ...english.lexicon import STATES
from ...english.verb_forms import base_form, gerund, inflected
from ..edit import Proposals, Replacement, delete, insert_before, replace
from ..prelude import FINITE_TAGS, NOTHING, SAME, Sentence, Word, is_statement, related, rule, word_lists
from .arguments import argument, final_stop

_LISTS = word_lists(__package__, "recast")

_PREPOSITIONS = _LISTS.table("prepositions")
_NOT_KEPT = STATES | {"apply"}
_NEAR = 9  # words between a verb and its "as well"
_ILL = ("ia", "itis", "osis", "emia", "aemia", "pathy", "syndrome", "oma")


@rule("paraphrase.recast", SAME, most=6, each="acl")
def object_relatives(sentence: Sentence, verb: Word) -> Proposals:
    """the data that you send <-> the data you send; Learn how to reset it. <-> Learn how you can reset it.;
    It is used to store files. <-> It is used for storing files.; You can pay by card. -> It is possible to
    pay by card.; people with asthma <-> people who have asthma; such requests -> requests of this kind; all
    your files -> all of your files; It also runs on phones. <-> It runs on phones as well.; In addition, it
    runs on phones.; They continue to use it. -> They keep using it.; a key and a card -> a key as well as a
    card; questions about the plan <-> questions regarding the plan; after the audit <-> following the
    audit"""
    noun, subject = verb.head, verb.child("nsubj")
    if verb.dep != "acl:relcl" or noun.pos != "NOUN" or not subject or subject.i > verb.i:
        return
    if noun.text.isupper() or noun.has("det", "whatever", "whichever", "what", "which"):
        return  # "RESULTS We found ..."; "whatever question you have"
    if verb.has("aux:pass") or verb.has("cop"):
        return  # "an authorization that the agent is allowed to ...": not the verb's object
    first = sentence.words[verb.left]
    if first.i != noun.i + 1 or verb.quote != noun.quote or first.text == ",":
        return
    if first.lower in ("that", "which") and first.rel == "obj" and subject.left == first.i + 1:
        if subject.tag in ("PRP", "NNS", "NNP") or sentence.after(first).tag == "DT":
            yield Replacement(first.start, sentence.after(first).start, "")
    elif first.i == subject.left and subject.lower in _LISTS.persons and not verb.child("obj", "ccomp"):
        yield Replacement(first.start, first.start, "that ")


@rule("paraphrase.recast")
def infinitives(sentence: Sentence) -> Proposals:
    """Yield an infinitive as a clause or a gerund, and back."""
    words = sentence.words
    for word in words:
        after, following = sentence.after(word), sentence.after(word, 2)
        if word.text == "how" and after.lower == "to" and following.tag == "VB" and word.i:
            knower = following.head
            subject, alone = knower.child("nsubj"), not knower.child("obj", "iobj", "mark")
            told = knower.lemma in _LISTS.tells and kind(subject) == "thing"
            known = knower.lemma in _LISTS.knows and (
                subject.lower == "you" or (knower is sentence.root and knower.tag == "VB" and not subject)
            )
            if alone and (told or known):
                yield replace(after, "you can")
        elif word.lower == "how" and after.lower == "you" and following.lower == "can" and word.i:
            if sentence.after(word, 3).tag == "VB":
                yield Replacement(after.start, following.end, "to")
        elif word.lower == "used" and word.has("aux:pass") and not word.is_negated:
            verb = following
            if after.lower == "to" and verb.tag == "VB" and not verb.child("conj"):
                yield Replacement(after.start, verb.end, f"for {gerund(verb.lower)}")
            elif (
                after.lower == "for"
                and verb.tag == "VBG"
                and verb.rel in ("obl", "advcl")
                and verb.child("obj")
            ):
                base = base_form(verb.text, "VBG", verb.lemma)
                if base is not None and not verb.child("conj"):
                    yield Replacement(after.start, verb.end, f"to {base}")
    yield from _aspects(sentence)
    yield from _possible(sentence)


def _aspects(sentence: Sentence) -> Proposals:
    """ "continue to use" -> "keep using"; "start to use" <-> "start using"."""
    for word in sentence.words:
        if word.lemma not in _LISTS.aspects or word.pos != "VERB" or word.quote or word.tag == "VBG":
            continue
        to, verb = sentence.after(word), sentence.after(word, 2)
        if to.lower == "to" and verb.tag == "VB" and verb.head is word and verb.lemma not in _NOT_KEPT:
            kept = inflected("keep", word.tag) if word.lemma == "continue" else word.text
            if not verb.child("conj"):
                yield Replacement(word.start, verb.end, f"{kept} {gerund(verb.lower)}")
        elif word.lemma != "continue" and to.tag == "VBG" and to.head is word:
            base = base_form(to.text, "VBG", to.lemma)
            if base is not None and to.rel == "xcomp" and not to.child("conj"):
                yield replace(to, f"to {base}")


def _possible(sentence: Sentence) -> Proposals:
    """ "You can pay by card." -> "It is possible to pay by card."."""
    root, words = sentence.root, sentence.words
    subject, modal = root.child("nsubj"), root.child("aux")
    if sentence.is_question or subject.lower != "you" or modal.lower != "can" or modal.i != subject.i + 1:
        return
    verb = words[modal.i + 1]
    if verb.lemma in _LISTS.of_mind or verb.tag != "VB" or root.is_negated or root.child("conj", "parataxis"):
        return
    if len(root.all("aux")) > 1:
        return
    if verb is root and (subject.i == 0 or words[subject.i - 1].text == ","):
        yield Replacement(subject.start, modal.end, "it is possible to")


@rule("paraphrase.recast")
def modifiers(sentence: Sentence) -> Proposals:
    """Yield a noun's modifier in another form."""
    for word in sentence.words:
        if word.pos != "NOUN" and word.pos != "PRON":
            continue
        yield from _patients(sentence, word)
        if word.pos == "NOUN" and word.text == word.lower:
            yield from _determined(sentence, word)


def _patients(sentence: Sentence, noun: Word) -> Proposals:
    """ "people with asthma" <-> "people who have asthma"."""
    if noun.lower not in _LISTS.patients:
        return
    first, second = sentence.after(noun), sentence.after(noun, 2)
    if first.lower == "with":
        illness = first.head
        if _is_condition(illness) and illness.head is noun and second.rel != "case":
            yield replace(first, "who have")
    elif first.lower == "who" and second.lower == "have" and second.rel != "aux":
        illness = second.child("obj")
        if _is_condition(illness) and second.dep == "acl:relcl":
            yield Replacement(first.start, second.end, "with")


def _is_condition(noun: Word) -> bool:
    return bool(noun) and (
        not _LISTS.conditions.isdisjoint((noun.lemma, noun.lower)) or noun.lower.endswith(_ILL)
    )


def _determined(sentence: Sentence, noun: Word) -> Proposals:
    words, first = sentence.words, sentence.words[noun.left]
    before, after = sentence.before(noun), sentence.after(noun)
    such = first.lower == "such" and before is first and noun.right == noun.i and noun.tag == "NNS"
    free = noun.rel in ("obj", "nsubj", "obl") and after.lower not in ("as", "that") and after.tag[:2] != "NN"
    if such and free:
        yield Replacement(first.start, noun.end, f"{noun.text} of this kind")
    every = noun.child("det", "det:predet", "nmod:poss")
    if noun.rel == "nsubj" and noun.tag == "NN":
        return  # "all the clerk did was wait"
    if every.lower == "all" and words[every.i + 1].tag in ("PRP$", "DT") and words[every.i + 1].head is noun:
        yield Replacement(every.end, every.end, " of")


@rule("paraphrase.recast", triggers=("also", "and"))
def as_well(sentence: Sentence) -> Proposals:
    """ "also runs" -> "runs ... as well"; "the key and the card" -> "the key as well as the card"."""
    root, end = sentence.root, final_stop(sentence)
    also = next((c for c in root.all("advmod") if c.lower == "also"), NOTHING)
    if also and end is not None and root.right >= end - 1 and not sentence.is_question:
        plain = not root.child("conj", "advcl", "ccomp", "xcomp", "parataxis") and end - root.i <= _NEAR
        if plain and 0 < also.i < root.i and not any(w.text == "," for w in sentence.words):
            yield delete(sentence, also.i, also.i + 1), insert_before(sentence.words[end], " as well")
    subject, front = root.child("nsubj", "nsubj:pass"), first_word(sentence)
    opens = bool(also) and bool(subject) and front == sentence.first and subject.left == front < also.i
    named = kind(subject) in ("person", "organisation", "place", "pronoun")
    opens = opens and (
        subject.i != front or named or mid_sentence(subject).islower()
    )  # "Diet", read as a name
    if opens and also.i < root.i and not sentence.is_question and not any(w.quote for w in sentence.words):
        opening = insert_before(sentence.words[front], "in addition, ")
        yield opening, delete(sentence, also.i, also.i + 1)
    for joiner in related(sentence, "cc"):
        second = joiner.head
        first = second.head
        if joiner.lower != "and" or second.rel != "conj" or first.rel not in ("obj", "obl", "nmod"):
            continue
        if len(first.all("conj")) > 1 or second.pos not in ("NOUN", "PROPN"):
            continue
        if first.pos not in ("NOUN", "PROPN") or sentence.words[second.right + 1].tag in FINITE_TAGS:
            continue  # "saw the key and the lock was open": a clause, misread
        if sentence.before(joiner).text == "," or first.child("cc:preconj", "acl") or second.child("acl"):
            continue
        start = sentence.words[first.left]
        around = sentence.words[: joiner.i]
        if sentence.after(joiner).tag not in ("DT", "PRP$") or start.tag not in ("DT", "PRP$", "IN", "TO"):
            continue
        if not any(w.lower in ("between", "both", "as") for w in around):
            yield replace(joiner, "as well as")


@rule("paraphrase.recast", each="case", triggers=_PREPOSITIONS, when=is_statement)
def prepositions(sentence: Sentence, case: Word) -> Proposals:
    """Yield a preposition's equal before a noun."""
    options = _PREPOSITIONS.get(case.lower)
    noun = case.head
    if options is None or noun.i < case.i or noun.pos not in ("NOUN", "PROPN") or noun.child("nummod"):
        return
    if case.children or case.text != case.lower or argument(sentence, noun) is None or noun.tag == "CD":
        return
    if sentence.before(case).lower in _LISTS.not_before:
        return
    if sentence.after(case).rel == "case" or noun.rel not in ("obl", "nmod"):
        return
    if sentence.words[noun.right + 1].tag in FINITE_TAGS:
        return  # "before a change can be merged": a clause, misread
    if case.lower in ("about", "regarding", "concerning") and noun.head.lemma not in _LISTS.about:
        return
    if case.lower in ("before", "after") and (noun.head.pos != "VERB" or kind(noun) in AGENTS | NAMES):
        return
    for option in options.split("|"):
        yield replace(case, option)
