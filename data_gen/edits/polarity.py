"""Whether a clause may be said the other way round without contradicting the rest of its sentence.

"To protect you, we ask for a code" has an aim that no longer holds once we do not ask; "jaundice, which
causes a yellow skin" explains a word; "we value your time and we do not waste it" says one thing twice. Every
rule that turns a clause around (a negation, an antonym, "rises" for "falls", "rarely" for "often") asks
`flips_safely` first. What may be turned round is a claim that stands for itself, a condition, a command.
"""

from ..english.kinds import AGENTS, kind
from ..english.lexicon import PARTIES, REPORTING
from .direction import in_brackets, is_tied
from .prelude import NOTHING, Clause, Sentence, Word, lowers, word_lists

_LISTS = word_lists(__package__, "polarity")

CONTRACT = _LISTS.set("contract")
"""Words of contracts and house rules, in which "may" gives leave."""
BEFALLS = _LISTS.set("befalls")
"""What happens to somebody: "you may feel dizzy" gives no leave."""
ADVICE = _LISTS.set("advice")
PERFORMATIVE = _LISTS.set("performative")
"""What is done by saying so: "We reserve the right"."""
ASKED = _LISTS.set("asked")
"""What somebody has who wants to know more: "if you have questions"."""
_BARE = ("a", "an", "one")
_APART = (",", "(", "-", "–", "—")


def flips_safely(sentence: Sentence, clause: Clause) -> bool:
    """Whether the sentence still makes sense when this clause is turned into its opposite."""
    verb = clause.predicate
    return not (
        is_tied(sentence)
        or _is_linked(sentence, verb)
        or _has_aim(sentence, verb)
        or _has_consequence(sentence, verb)
        or _is_opinion(sentence, clause)
        or _is_definition(sentence, clause)
        or _is_coordinated(clause)
        or _depends(sentence, clause)
    )


def clause_of(sentence: Sentence, word: Word) -> Clause | None:
    """Return the clause in which a word stands, or None."""
    while word and sentence.clause(word) is None:
        word = word.head
    return sentence.clause(word)


def _is_linked(sentence: Sentence, verb: Word) -> bool:
    """Whether a word in the clause itself refers to what else there is, or the clause leads up to a list."""
    if sentence.words[-1].text == ":" and sentence.words[-2].pos != "NOUN":
        return True  # "is expanded to:"
    for child in verb.children:
        if child.lower in _LISTS.near_ties and child.rel in ("advmod", "mark", "cc", "det"):
            return True
        if any(c.lower in _LISTS.near_ties for c in child.children) and child.rel in ("nsubj", "obj", "obl"):
            return True
    return in_brackets(sentence, verb)


def _after_comma(sentence: Sentence, verb: Word) -> bool:
    first = sentence.words[verb.left]
    return first.text in _APART or sentence.before(first).text in _APART


def _has_aim(sentence: Sentence, verb: Word) -> bool:
    """Whether the clause serves an aim that comes first ("To ..., we ...") or follows under "so that"."""
    for child in verb.all("advcl"):
        marks = [c.lower for c in child.children if c.i < child.i and (c.rel == "mark" or c.tag == "TO")]
        if "that" in marks or "order" in marks:
            return True
        if "to" in marks and (child.i < verb.i or _after_comma(sentence, child)):
            return True
        if child.tag == "VBG" and "by" in [c.lower for c in child.children]:
            return True  # "by installing newer files"
    return False


def _has_consequence(sentence: Sentence, verb: Word) -> bool:
    """Whether what follows a comma builds on it: ", which means", ", killing ten", ", a step that"."""
    for word in sentence.words[verb.i + 1 :]:
        adds = word.rel == "advcl" and word.head is verb and word.tag == "VBN"
        adds = adds or (
            word.tag == "VBG" and word.rel in ("advcl", "acl") and word.lower not in _LISTS.listing
        )
        adds = adds or (word.lemma in _LISTS.sums_up and word.has("acl"))
        if adds and _after_comma(sentence, word):
            return True
    return any(
        w.lower == "which"
        and sentence.before(w).text == ","
        and w.i > verb.i
        and w.head.lemma in _LISTS.follows
        for w in sentence.words
    )


def _is_opinion(sentence: Sentence, clause: Clause) -> bool:
    """Whether somebody praises, promises, declares or reports on a study, or something stays vague."""
    verb, subject = clause.predicate, clause.subject
    if verb.lemma in _LISTS.vague or any(c.lemma in _LISTS.vague for c in verb.all("xcomp")):
        return True
    if subject.lower == "we" and any(c.lemma in _LISTS.attitude for c in (verb, *verb.all("xcomp"))):
        return True
    if subject.lower in ("we", "i") and (verb.lemma in _LISTS.study or sentence.words[0].lower == "here"):
        return True
    if subject.lower in ("we", "i") and any(w.lower in _LISTS.merits for w in sentence.subtree(verb)):
        return True  # "We build them with care"
    if verb.lemma in REPORTING and '"' in sentence.text.replace("“", '"'):
        return True  # He added, "..."
    if verb.lemma in PERFORMATIVE and not clause.auxiliaries and verb.child("ccomp", "xcomp"):
        return True
    if verb.lemma in _LISTS.wish and subject.lower == "you":
        return True
    return subject.lemma in _LISTS.leads


def _is_definition(sentence: Sentence, clause: Clause) -> bool:
    """Whether the clause says what a word means, or what sort of thing something is."""
    verb, subject = clause.predicate, clause.subject
    meaning = verb.lemma == "refer" and not clause.object
    if verb.lemma in _LISTS.naming and (clause.passive or meaning or verb.child("xcomp", "ccomp")):
        return True
    if verb.lemma in _LISTS.defining:
        return True
    if verb.rel == "acl":
        root = next((c for c in sentence.clauses if c.is_root), clause)
        return _describes(sentence, clause) or (root is not clause and _is_definition(sentence, root))
    if not verb.has("cop") or verb.pos not in ("NOUN", "PROPN") or clause.finite.tag not in ("VBZ", "VBP"):
        return False
    kind_of = verb.child("det").lower in (*_BARE, "the", "") and verb.all(
        "acl", "nmod", "nummod", "amod", "compound"
    )
    of_all = (*_BARE, "your") if verb.tag == "NNS" else _BARE  # "Your kidneys are two organs"
    named = subject.child("det", "nmod:poss").lower in ("", *of_all) and subject.pos in ("NOUN", "PROPN")
    return bool(kind_of) and (named or subject.lower in ("it", "this", "these", "they"))


def _describes(sentence: Sentence, clause: Clause) -> bool:
    """Whether a relative clause explains its noun and does not pick it out among others."""
    verb, noun, subject = clause.predicate, clause.predicate.head, clause.subject
    if verb.dep != "acl:relcl" and not verb.child("mark"):
        return True
    if subject.tag not in ("WDT", "WP") and subject.lower != "that":
        return True  # "the data you give us"
    if verb.lemma in _LISTS.follows:
        return True  # "genes that cause gout"
    if any(sentence.words[i].text in _APART for i in (verb.left - 1, verb.left) if i >= 0):
        return True
    determiner = noun.child("det").lower
    if determiner in ("any", "all", "every", "each", "no", "those", "only"):
        return False
    return determiner != "" or noun.tag != "NNS" or noun.rel in ("appos", "conj") or noun.has("cop")


def _is_coordinated(clause: Clause) -> bool:
    """Whether another clause stands beside it, which shares its point or follows from it: "the lamp is broken
    and the hall is dark".
    """
    verb = clause.predicate
    beside = [c for c in verb.all("conj", "parataxis") if c.pos in ("VERB", "AUX") or c.has("cop")]
    if any(c.has("cc", "or", "nor") for c in verb.all("conj")):
        return True  # "flat or raised"
    if verb.rel in ("conj", "parataxis") and verb.head:
        beside.append(verb.head)
    return bool(beside)


def _depends(sentence: Sentence, clause: Clause) -> bool:
    """Whether the clause is one that its main clause builds upon."""
    verb, above = clause.predicate, clause.predicate.head
    if _serves_more(verb) or (verb.rel in ("ccomp", "csubj") and above.lemma in _LISTS.open):
        return True  # "It is possible that it works": and that it does not
    if verb.rel in ("ccomp", "xcomp", "csubj"):
        if above.lemma in ("sure", "certain"):
            return above.head.lemma == "make" or (above.has("cop", "be") and not above.child("nsubj"))
        return verb.rel != "xcomp" and (above.lemma in _LISTS.assured or above.rel == "nsubj")
    if verb.rel == "advcl":
        marks = {c.lower for c in verb.children if c.rel in ("mark", "advmod") and c.i < verb.i}
        if marks & {"if", "unless"}:
            return points_back(sentence, verb, above)
        return True
    return verb.rel in ("appos", "parataxis", "dislocated", "dep")


def _serves_more(verb: Word) -> bool:
    """Whether the clause is the content of an aim or of a clause that is not the main one: "comment on it to
    let people know that you are at work", "they are glad when you show that you care".
    """
    while verb.rel in ("ccomp", "xcomp") and verb.head:
        verb = verb.head
        if verb.rel in ("advcl", "acl") and verb.child("mark").tag == "TO":
            return True
        if verb.rel == "advcl" and not verb.has("mark", "if", "unless"):
            return True
    return False


def points_back(sentence: Sentence, condition: Word, main: Word) -> bool:
    """Whether what there is only under the condition is spoken of in the main clause; both by predicates."""
    start, end = condition.left, condition.right
    outside = [*sentence.words[:start], *sentence.words[end + 1 :]]
    if condition.lemma in _LISTS.wish or main.lemma in _LISTS.defining:
        return True
    if condition.lower in _LISTS.curious or (
        condition.lemma == "have" and condition.child("obj").lemma in ASKED
    ):
        return True  # "if you have questions, we have answers"
    if any(w.lower in _LISTS.pointing and w.rel != "det" and (w.i > end or w.tag != "PRP") for w in outside):
        return True
    if any(w.lower in ("that", "those", "such") and w.rel == "det" and w.i > end for w in outside):
        return True
    new = {
        w.lemma
        for w in sentence.words[start:end]
        if w.pos == "NOUN" and w.child("det").lower in ("a", "an", "any", "some")
    }
    return any(w.lemma in new for w in outside)


def binds(sentence: Sentence, verb: Word) -> bool:
    """Whether a clause under "if", or one within it, says what its main clause is about, so that this would
    not follow from its opposite: "if we need your consent, you may refuse consent", "see a vet if it limps".
    """
    while verb.rel in ("ccomp", "xcomp"):
        verb = verb.head
    if verb.rel != "advcl" or not verb.has("mark", "if"):
        return False
    main = verb.head
    if main.tag == "VB" and main.lemma in ADVICE and not main.child("nsubj") and not main.is_negated:
        return True
    if main.tag == "VB" and not main.child("nsubj") and verb.lemma in _LISTS.prompts:
        return True  # "if you have questions, write to us"
    if verb.lemma == "do" and not verb.child("obj"):
        return True  # "if you do, we will ..."
    if main.has("advmod", "only") or sentence.before(sentence.words[verb.left]).lower == "only":
        return True  # "we only pay if you sign"
    shared = _content(sentence, verb) & _content(sentence, main, verb)
    return bool(shared) or points_back(sentence, verb, main)


def _content(sentence: Sentence, verb: Word, without: Word = NOTHING) -> set[str]:
    """Return the lemmas of the nouns and verbs of a clause, but not of the clause of `without`."""
    return {
        w.lemma
        for w in sentence.subtree(verb)
        if (w.pos in ("NOUN", "VERB") or (w.pos == "PROPN" and w.rel != "nsubj"))
        and not (without and without.left <= w.i <= without.right)
    }


def may_permits(sentence: Sentence, clause: Clause) -> bool:
    """Whether "may" (or another modal) tells what somebody has to do or is free to do.

    Otherwise it says how likely something is: "A delay may occur".
    """
    verb, subject, modal = clause.predicate, clause.subject, clause.finite.lower
    if verb.lemma in _LISTS.states_not or verb.has("cop") or verb.has("aux", "have"):
        return False
    if subject.lower in ("it", "this", "that", "which") or (
        verb.lemma in BEFALLS and modal in ("may", "can")
    ):
        return False
    ruled = not CONTRACT.isdisjoint(lowers(sentence))
    if clause.passive:
        return ruled
    if subject.lower in ("you", "we", "i"):
        return modal != "may" or subject.lower == "you"
    if subject.lemma in PARTIES | CONTRACT:
        return True
    return ruled and (subject.lower in ("they", "he", "she") or kind(subject) in AGENTS)
