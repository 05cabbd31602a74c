"""Argument swaps of an object with an oblique, or of two obliques: to and about, by and against, from and to.

"Replace A with B" and its like (words.yaml) take any two; elsewhere both name persons or organisations, and
after from and to two of one kind.
"""

from itertools import combinations

from ...english.classes import one_class, thing_class
from ...english.kinds import is_name, kind
from ...english.lexicon import SYMMETRIC, word_set
from ...english.verb_forms import base_form, inflected
from ...parsing.sentence import Clause, Sentence, Span, Word
from ..comparison.change import opposite_of, turns
from ..direction import in_brackets
from ..exchange import exchanges
from ..phrases import is_glossed, own_words, same_form, simple_phrase
from ..prelude import (
    HYPHENS,
    NEAR_MISS,
    Changes,
    Replacement,
    change,
    moved,
    related,
    replace,
    rule,
    word_lists,
)
from .fillers import group, is_dealing, may_exchange, told_apart

_LISTS = word_lists(__package__, "obliques")
_BOUNDS = word_lists(__package__, "direction").set("bounds")
_TURNING = {verb: cases.split() for verb, cases in _LISTS.table("turning").items()}
_EXCHANGING = word_set("replace prefer favor favour choose substitute mistake trade swap exchange")
_JOINING = word_set("merge rebase redirect")
_TO_OBJECT = word_set("to from for against into about over by")
_MUTUAL = word_set("introduce compare connect join link relate match attach equate marry liken tie")
_SPANNING = word_set("vary range differ fluctuate result stretch extend span reach")  # "from mild to severe"
_PAIRS = (("from", "to"), ("from", "into"), ("by", "against"), ("by", "to"), ("to", "about"), ("", "to"))
_FORMATS = ("name", "organisation", "thing", "other")
_REACH = 6  # words between what converts and what it converts from
_WAYS = _LISTS.set("ways")
_STEM = 5  # letters by which a word is known again


@rule("argument_swap.object_oblique", NEAR_MISS, when=may_exchange)
@rule("argument_swap.obliques", NEAR_MISS)
@rule("argument_swap.from_to", NEAR_MISS)
def of_verbs(sentence: Sentence) -> Changes:
    """object_oblique: The agency referred the client to the bank. -> The agency referred the bank to the
    client. Replace the filter with the screen. -> Replace the screen with the filter.
    obliques: She complained to the manager about the clerk. -> She complained to the clerk about the manager.
    from_to: The train ran from Lyon to Turin. -> The train ran from Turin to Lyon. It spread from the left
    lung to the right lung. -> ... from the right lung to the left lung. The rate rose from 3 percent to 5
    percent. -> The rate fell from 5 percent to 3 percent.

    "flew from Paris to Rome" -> "flew from Rome to Paris"; "sold the chain to the bank" likewise.
    """
    for clause in sentence.clauses:
        verb = clause.predicate
        arguments = [
            c for c in verb.children if c.dep in ("obj", "obl", "obl:agent", "nmod") and c.i > verb.i
        ]
        if clause.passive and not clause.shared_subject and 0 <= clause.subject.i < verb.i:
            arguments.insert(0, clause.subject)  # "The filter was replaced with the screen."
        if verb.lemma in _MUTUAL | _SPANNING or (verb.tag == "VBG" and verb.child("mark").lower == "by"):
            continue  # "by replacing" says how
        if clause.subject.lemma in _LISTS.lines:
            continue  # "the road ran from Lyon to Turin"
        for first, second in combinations(arguments, 2):
            yield from _exchanged(sentence, clause, first, second)


def _exchanged(sentence: Sentence, clause: Clause, first: Word, second: Word) -> Changes:
    cases = [c.child("case", "mark").lower for c in (first, second)]
    if cases[0] == cases[1]:
        return
    if set(cases) in ({"from", "to"}, {"from", "into"}):
        yield from _from_to(sentence, clause, first, second)
    elif not cases[0] and cases[1] in _TURNING.get(clause.predicate.lemma, ()):
        if _may_turn(clause.predicate, first, second):
            yield from exchanges(sentence, "object_oblique", [(first, second)])
    elif ("" in cases and not set(cases) & _TO_OBJECT) or (
        "" not in cases and tuple(cases) not in _PAIRS and tuple(reversed(cases)) not in _PAIRS
    ):
        return
    elif (
        _are_parties(clause.predicate, first, second, told="" not in cases)
        and (not clause.passive or ("" not in cases and second.dep != "nmod" != first.dep))
        and same_form(first, second)
    ):
        yield from exchanges(sentence, "object_oblique" if "" in cases else "obliques", [(first, second)])


def _are_parties(holder: Word, first: Word, second: Word, told: bool = False) -> bool:
    """Whether two persons or organisations are of one group, or what holds them is a dealing between such.

    told: whether both are spoken to or of ("wrote to the bank about the clerk").
    """
    groups = {group(first), group(second)}
    dealing = told or is_dealing(holder) or holder.tag in ("NN", "NNS")
    return groups <= {"person", "organisation"} and dealing


def _may_turn(verb: Word, first: Word, second: Word) -> bool:
    """Whether what a verb turns one thing into, or puts in its place, may be the other one: any two of one
    sort that are replaced or preferred, two of one class and number that are made into each other.
    """
    kinds = {group(first), group(second)}
    if not same_form(first, second) or len(kinds) > 1 or kinds & {"other", "pronoun", "time", "name"}:
        return False
    if kinds != {"thing"} or verb.lemma in _EXCHANGING:
        return "quality" not in (thing_class(first), thing_class(second))
    joined = verb.lemma in _JOINING and all(w.child("det").lower == "the" for w in (first, second))
    return first.tag == second.tag and (joined or one_class(first, second) or first.lemma == second.lemma)


def _from_to(sentence: Sentence, clause: Clause, first: Word, second: Word) -> Changes:
    """Two of one kind; amounts together with the direction of their change: "rose from 5" -> "fell to 5"."""
    apart = told_apart(first, second)
    if clause.predicate.lemma in _LISTS.bettering or _is_said_again(sentence, first, second):
        return
    if any(end.lower in _BOUNDS and len(end.children) == 1 for end in (first, second)):
        return  # "from start to finish"
    if is_glossed(sentence, first) or is_glossed(sentence, second):
        return  # "from the hall to the gate, the opening through which ..."
    if apart is not None:
        yield moved(change("from_to", *apart), first, second)
        return
    numbers = kind(first) == kind(second) and kind(first) in ("number", "measure")
    turned = _turned_verb(clause)
    if turned is None or (numbers and _unit(sentence, first) != _unit(sentence, second)):
        return
    if turned and not numbers:
        return  # "expanded from the coast into the hills"
    if numbers and not turned and not _is_conversion(clause.predicate):
        return  # "measures from 5 cm to 8 cm"
    if numbers or (same_form(first, second) and _of_one_sort(first, second)):
        for made in exchanges(sentence, "from_to", [(first, second)]):
            yield made._replace(replacements=tuple(sorted((*made.replacements, *turned))))


def _is_said_again(sentence: Sentence, first: Word, second: Word) -> bool:
    """Whether another word of the sentence names one of the two ends: "from DELETING to ACTIVE ... sets the
    deletionTimestamp".
    """
    stems = [w.lower[:_STEM] for w in (first, second) if len(w.text) > _STEM]
    inside = {*sentence.subtree(first), *sentence.subtree(second)}
    return any(stem in w.lower for w in sentence.words if w not in inside for stem in stems)


def _of_one_sort(first: Word, second: Word) -> bool:
    kinds = {group(first), group(second)}
    if len(kinds) > 1 or kinds & {"thing", "other", "pronoun", "number", "measure", "time"}:
        return False  # what goes from one thing to another seldom comes back
    named = any(is_name(w) or w.child("det", "nmod:poss") for w in (first, second))
    return kinds != {"person"} or named  # "from parents to children"


def _turned_verb(clause: Clause) -> tuple[Replacement, ...] | None:
    """Return what turns a verb of rise or fall around; () for another verb, None where it cannot be."""
    verb = clause.predicate
    if not turns(verb):
        return ()
    base = base_form(verb.text, verb.tag, verb.lemma)
    opposite = opposite_of(base, clause.passive or bool(clause.object)) if base is not None else None
    return (replace(verb, inflected(opposite, verb.tag)),) if opposite is not None else None


def _unit(sentence: Sentence, head: Word) -> str:
    if any(w.tag == "$" for w in sentence.subtree(head)):
        return "$"
    return "" if head.text[:1].isdigit() else head.lemma


@rule("argument_swap.object_oblique", when=may_exchange)
@rule("argument_swap.obliques")
@rule("argument_swap.from_to")
def of_nouns(sentence: Sentence) -> Changes:
    """ "a flight from Lyon to Turin", "a claim by X against Y"; also where the second hangs on the first."""
    for second in related(sentence, "nmod"):
        case, outer = second.child("case"), second.head
        if not outer or outer.i > second.i or len(second.all("case")) > 1:
            continue
        beside = [w for w in outer.all("nmod") if w.i < second.i and w.child("case")]
        for first, is_nested in [*((w, False) for w in beside), (outer, True)]:
            before = first.child("case").lower
            turning = not before and case.lower in _TURNING.get(first.head.lemma, ())
            if not turning and (before, case.lower) not in _PAIRS:
                continue
            if not before and (first.rel != "obj" or not is_nested):
                continue
            if is_nested and (case.i != outer.i + 1 or outer.right != second.right or outer.rel == "nsubj"):
                continue
            holder = first.head
            if not holder or holder.lemma in SYMMETRIC | _MUTUAL | _SPANNING:
                continue
            is_move = before == "from"
            if is_move and (holder.lemma in _LISTS.bettering or _is_said_again(sentence, first, second)):
                continue
            if is_move and holder.lemma in _WAYS and (apart := told_apart(first, second)) is not None:
                yield moved(change("from_to", *apart), first, second)
            if not same_form(first, second):
                continue
            kinds = {kind(first), kind(second)}
            one_sort = turning and _may_turn(holder, first, second)
            known = kinds in ({"place"}, {"organisation"}) or _of_one_sort(first, second)
            is_way = is_move and known
            near = sentence.before(first.child("case"))
            if is_move and near.pos != "VERB" and _WAYS.isdisjoint((holder.lemma, near.lemma)):
                continue  # "everyone from Lyon to Turin"
            told = bool(before) and not is_move
            if not (one_sort or is_way or _are_parties(holder, first, second, told)):
                continue
            rule = "from_to" if is_move else "obliques" if before else "object_oblique"
            yield from exchanges(
                sentence, rule, [(first, second)], _without_next if is_nested else simple_phrase
            )


@rule("argument_swap.from_to", triggers=("from",))
def of_formats(sentence: Sentence) -> Changes:
    """ "converting from Latex to Word" -> "converting from Word to Latex"; the parser often errs on such
    names. In brackets the rest of the sentence may name the one of them.
    """
    words = sentence.words
    for one, link, other in zip(words[1:], words[2:], words[3:], strict=False):
        before, after = sentence.before(one), sentence.after(other)
        names = all(w.tag == "NNP" and w.text[:1].isupper() and group(w) in _FORMATS for w in (one, other))
        if before.lower != "from" or link.lower not in ("to", "into") or not names or after.text in HYPHENS:
            continue
        if after.tag in ("NNP", "NNPS", "CD", "POS") or not any(
            _is_conversion(w) for w in words[max(0, before.i - _REACH) : before.i]
        ):
            continue
        lowers = [w.lower for w in words]
        again = max(lowers.count(w.lower) for w in (one, other)) > 1 or _is_said_again(sentence, one, other)
        if not again or in_brackets(sentence, one):
            made = change("from_to", replace(one, other.text), replace(other, one.text))
            yield moved(made, one, other)


def _is_conversion(word: Word) -> bool:
    """Whether something is converted; the lemma of "adapting" may be "adapte"."""
    return not {word.lemma, word.lemma.removesuffix("e")}.isdisjoint(_TURNING.keys() | _WAYS)


def _without_next(sentence: Sentence, noun: Word) -> Span | None:
    """The phrase of a noun without the prepositional phrase that hangs on it."""
    hung = any(c.i > noun.i and c.rel == "nmod" for c in noun.children)
    return own_words(sentence, noun) if hung else simple_phrase(sentence, noun)
