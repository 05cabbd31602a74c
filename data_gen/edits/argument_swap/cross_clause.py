"""Argument swaps that reach beyond one verb's own arguments.

Part of the family argument_swap: a subject with an argument of the verb it controls or shares, the head of
a relative clause with an argument in it, and the two nouns of a genitive.
"""

from collections.abc import Iterator
from itertools import combinations

from ...english.agreement import is_plural
from ...english.classes import one_class
from ...english.kinds import AGENTS, NAMES, gender, is_name, kind
from ...english.lexicon import FIXED_NOUNS, REPORTING, SYMMETRIC, THING_VERBS, word_set
from ...parsing.sentence import Clause, Sentence, Span, Word
from ..edit import Change, change, exchange
from ..exchange import are_agents, is_one_way, swap_with_subject
from ..index import by_relation, related
from ..phrases import bound_pronoun, same_form, simple_phrase
from ..rule import NEAR_MISS, rule
from .guards import may_exchange, per_clause_with_subject

_DIRECTED = frozenset(("against", "from", "to", "for", "by", "of", "about", "over"))
_OWNERS = frozenset(("person_noun", "organisation_noun"))


@rule(
    "argument_swap.controlled",
    NEAR_MISS,
    "The bank agreed to buy the firm. -> The firm agreed to buy the bank.",
    when=may_exchange,
)
@per_clause_with_subject
def controlled(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "The bank agreed to buy the firm." -> "The firm agreed to buy the bank."; "rose and hit the man"
    likewise.
    """
    subject, verb = clause.subject, clause.predicate
    if not subject or not clause.finite or subject.i > clause.finite.i:
        return
    if kind(subject) not in AGENTS | NAMES or subject.pos == "PRON":
        return
    for inner in _below(sentence, verb):
        if inner.lemma in SYMMETRIC | REPORTING or inner.lemma in ("have", "be", "become", "include"):
            continue
        for other in inner.all("obj", "iobj", "obl"):
            case = other.child("case")
            if other.i < inner.i or (case and case.lower not in _DIRECTED):
                continue
            kinds = {kind(subject), kind(other)}
            if "pronoun" in kinds or is_one_way(inner, subject, other):
                continue
            if case and (not kinds <= AGENTS or len({k[:6] for k in kinds}) > 1):
                continue  # "returning to the country"
            if are_agents(subject, other):
                yield from swap_with_subject(sentence, clause, other, "controlled")


def _below(sentence: Sentence, verb: Word) -> Iterator[Word]:
    """Yield the verbs after `verb` whose unexpressed subject is the subject of `verb`."""
    for child in verb.children:
        if child.i < verb.i or child.pos != "VERB" or child.child("nsubj", "csubj", "expl"):
            continue
        if child.child("aux:pass"):
            continue
        infinitive = any(c.tag == "TO" for c in child.children)
        purpose = child.rel == "advcl" and (
            infinitive or (child.tag == "VBG" and sentence.words[child.left - 1].text == ",")
        )
        if child.rel in ("xcomp", "conj") or purpose:
            if child.rel != "conj" and verb.child("obj", "iobj") and not purpose:
                continue  # "asked the bank to pay the firm": the object controls
            yield child
            yield from _below(sentence, child)


@rule(
    "argument_swap.relative",
    NEAR_MISS,
    "the driver who called the nurse -> the nurse who called the driver",
    when=may_exchange,
)
def relative(sentence: Sentence) -> Iterator[Change]:
    """ "the officer who shot the man" -> "the man who shot the officer"."""
    if "acl" not in by_relation(sentence):
        return
    for clause in sentence.clauses:
        verb = clause.predicate
        noun, pronoun = verb.head, verb.child("nsubj", "nsubj:pass")
        if verb.dep != "acl:relcl" or not noun or not pronoun or verb.lemma in SYMMETRIC:
            continue
        if pronoun.lower not in ("who", "that", "which") or noun.i > pronoun.i or pronoun.i > verb.i:
            continue
        for other in verb.all("obj", "obl"):
            case = other.child("case")
            if other.i < verb.i or (case and case.lower not in (("by",) if clause.passive else _DIRECTED)):
                continue
            kinds = (kind(noun), kind(other))
            if kinds[0] != kinds[1] or kinds[0] not in _OWNERS or noun.tag != other.tag:
                continue
            a, b = _core(sentence, noun), simple_phrase(sentence, other)
            if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
                continue
            if _determiner(noun) == _determiner(other) or noun.tag == "NN":
                yield change("relative", *exchange(sentence, a, b))


def _core(sentence: Sentence, noun: Word) -> Span | None:
    """Determiner to noun, where nothing but the relative clause follows the noun."""
    left = [c for c in noun.children if c.i < noun.i and c.rel not in ("case", "punct", "cc", "mark")]
    after = [c for c in noun.children if c.i > noun.i and c.rel != "punct"]
    if len(after) != 1 or any(c.rel not in ("det", "amod", "compound") or c.children for c in left):
        return None
    start = min([noun.i, *(c.i for c in left)])
    if len(left) != noun.i - start or sentence.words[start].lower in ("no", "any", "some", "every", "each"):
        return None
    return Span(start, noun.i + 1, noun) if noun.child("det") else None


@rule(
    "argument_swap.possessor",
    NEAR_MISS,
    "the driver's brother -> the brother's driver; the owner of the company -> the company of the owner",
    when=may_exchange,
)
def genitives(sentence: Sentence) -> Iterator[Change]:
    """ "the lawyer of the firm" -> "the firm of the lawyer"; "the firm's lawyer" -> "the lawyer's firm"."""
    for noun in related(sentence, "nmod"):
        governor, marker = noun.head, noun.child("case")
        if not governor or not marker or not {kind(noun), kind(governor)} <= _OWNERS:
            continue
        if governor.dep in ("nmod:desc", "compound", "flat", "appos"):
            continue  # "the company's chairman Smith"
        if is_plural(noun) is None or is_plural(noun) != is_plural(governor) or noun.lemma == governor.lemma:
            continue
        after = sentence.words[max(noun.i, governor.i) + 1 :]
        if after and (after[0].tag == "CC" or is_name(after[0]) or after[0].text == "-"):
            continue
        if noun.child("conj", "appos", "nmod", "acl") and noun.dep != "nmod:poss":
            continue
        if noun.all("conj", "appos") or governor.all("conj", "appos", "acl"):
            continue
        if noun.rel == "nmod" and marker.lower == "of" and noun.i > governor.i:
            determiners = [w.child("det") for w in (noun, governor)]
            if any(d.lower != "the" for d in determiners):
                continue
        elif not (noun.dep == "nmod:poss" and marker.tag == "POS" and noun.i < governor.i):
            continue
        words = sentence.words[min(noun.i, governor.i) : max(noun.i, governor.i) + 1]
        if any(
            w.rel == "compound" and w.head in (noun, governor) for w in (*noun.children, *governor.children)
        ):
            continue
        if any(is_name(w) for w in words) or (noun.dep == "nmod:poss" and len(words) != 3):
            continue
        a, b = Span(noun.i, noun.i + 1, noun), Span(governor.i, governor.i + 1, governor)
        if noun.dep == "nmod:poss" and not noun.child("det", "nmod:poss"):
            continue
        if not bound_pronoun(sentence, a, b):
            yield change("possessor", *exchange(sentence, a, b))


@rule("argument_swap.object_oblique", when=may_exchange)
@rule("argument_swap.obliques")
@rule("argument_swap.from_to")
def nominal_obliques(sentence: Sentence) -> Iterator[Change]:
    """ "a flight from Lyon to Turin" -> "a flight from Turin to Lyon"; "a claim by X against Y" likewise."""
    below = [w for w in related(sentence, "nmod") if w.head and w.head.i < w.i]
    for first, second in combinations(below, 2):
        holder = first.head
        if holder is not second.head or holder.pos != "NOUN" or holder.lemma in SYMMETRIC:
            continue
        cases = {c.lower for w in (first, second) for c in w.all("case")}
        if not (cases == {"from", "to"} or cases == {"by", "against"}):
            continue
        if kind(first) != kind(second) and not are_agents(first, second):
            continue
        if kind(first) in ("number", "measure", "time", "other") or not same_form(first, second):
            continue
        if kind(first) == "thing" and not one_class(first, second):
            continue
        a, b = simple_phrase(sentence, first), simple_phrase(sentence, second)
        if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
            continue
        rule = "from_to" if "from" in cases else "obliques"
        yield change(rule, *exchange(sentence, a, b))


_NESTED = {
    ("from", "to"): "from_to",
    ("to", "about"): "obliques",
    ("by", "against"): "obliques",
    ("", "to"): "object_oblique",
}
MUTUAL = word_set("introduce compare connect link relate match attach equate marry liken tie")


@rule("argument_swap.object_oblique", when=may_exchange)
@rule("argument_swap.obliques")
@rule("argument_swap.from_to")
def nested(sentence: Sentence) -> Iterator[Change]:
    """ "complained to the manager about the clerk", where the parser hung the second phrase on the first."""
    for inner in related(sentence, "nmod"):
        outer, case = inner.head, inner.child("case")
        if not outer or case.lower not in ("to", "about", "against") or inner.left != case.i:
            continue
        before = outer.child("case")
        rule = _NESTED.get((before.lower, case.lower))
        if rule is None or outer.rel not in ("obj", "obl", "nmod") or (not before) != (outer.rel == "obj"):
            continue
        if not outer.head or outer.head.lemma in MUTUAL | SYMMETRIC or outer.right != inner.right:
            continue
        kinds = {kind(outer), kind(inner)}
        if not (kinds <= AGENTS - {"pronoun"} or (rule == "from_to" and len(kinds) == 1 and kinds <= NAMES)):
            continue
        whole, b = sentence.phrase(outer), simple_phrase(sentence, inner)
        if whole is None or b is None or not same_form(outer, inner) or case.i != outer.i + 1:
            continue
        a = Span(whole.start, case.i, outer)
        if any(w.rel not in ("det", "amod", "compound", "flat") for w in sentence.words[a.start : outer.i]):
            continue
        if not bound_pronoun(sentence, a, b):
            yield change(rule, *exchange(sentence, a, b))


@rule(
    "argument_swap.objects",
    NEAR_MISS,
    "They sold the farm and kept the mill. -> They sold the mill and kept the farm.",
    when=may_exchange,
)
def objects_of_verbs(sentence: Sentence) -> Iterator[Change]:
    """The objects of two verbs: persons or organisations, or things of verbs that relate things."""
    clauses = [c for c in sentence.clauses if c.object and c.object.i > c.predicate.i]
    for first, second in combinations(clauses, 2):
        a_head, b_head = first.object, second.object
        if not a_head or not b_head or a_head is b_head:
            continue
        lemmas = {first.predicate.lemma, second.predicate.lemma}
        if len(lemmas) < 2:
            continue  # "reducing the cost and reducing the errors"
        things = lemmas <= THING_VERBS and kind(a_head) == kind(b_head) == "thing"
        if not things and not {kind(a_head), kind(b_head)} <= AGENTS - {"pronoun"}:
            continue
        if {a_head.lemma, b_head.lemma} & FIXED_NOUNS or not same_form(a_head, b_head):
            continue
        if is_plural(a_head) is None or is_plural(a_head) != is_plural(b_head):
            continue
        if gender(a_head) != gender(b_head) or a_head.left <= b_head.i <= a_head.right:
            continue
        a, b = simple_phrase(sentence, a_head), simple_phrase(sentence, b_head)
        if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
            continue
        yield change("objects", *exchange(sentence, a, b))


def _determiner(noun: Word) -> str:
    return noun.child("det").lower
