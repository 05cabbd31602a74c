"""Converses (hard positives): another predicate for the same relation, with its arguments exchanged."""

from typing import NamedTuple

from ...english.agreement import agreeing
from ...english.kinds import AGENTS, NAMES, kind
from ...english.lexicon import CONVERSE_ADJECTIVES
from ...parsing.sentence import NOTHING, Clause, Sentence, Span, Word
from ..argument_swap.compared import comparison_standard
from ..prelude import SAME, Proposals, Random, Replacement, exchange, is_statement, replace, rule, word_lists
from .arguments import argument, has_possessive, is_closed, opens_whole, plural_of, sides, verb_form

_LISTS = word_lists(__package__, "converse")


class _Frame(NamedTuple):
    """How a verb turns around: the new verb, the new preposition ("" for none), what both sides must be, and
    whether the thing between them is needed.
    """

    verb: str
    case: str
    sides: str
    thing: bool = False


_FRAMES: dict[tuple[str, str], list[_Frame]] = {}
"""(verb, preposition of the second argument; "" for an object, "iobj" for "gave the clerk the key")."""
for _line in _LISTS.text("frames").splitlines():
    _old, _, _new = _line.partition(" > ")
    _new, _, _sides = _new.partition(" : ")
    _verb, _, _case = _old.partition(" ")
    *_rest, _last = _new.split()
    _frame = _Frame(
        " ".join(_rest), "" if _last == "-" else _last, _sides.split()[0], _sides.endswith(" thing")
    )
    _FRAMES.setdefault((_verb, _case), []).append(_frame)
VERBS = frozenset(verb for verb, _ in _FRAMES)


@rule("paraphrase.verb_converse", SAME, when=is_statement)
def verb_converse(sentence: Sentence, clause: Clause, rng: Random) -> Proposals:
    """The firm sold the mill to the city. -> The city bought the mill from the firm. (buy/sell, lend/borrow,
    give/receive, teach/learn, precede/follow, beat/lose)"""
    verb, subject, finite, thing = clause.predicate, clause.subject, clause.finite, clause.object
    if verb.lemma not in VERBS or not clause.is_told or clause.passive or verb.tag == "VBG":
        return
    if any(a.lower not in _LISTS.aspects for a in clause.auxiliaries):
        return
    if verb.rel not in ("root", "ccomp", "parataxis", "conj") or _is_complex(verb, clause):
        return
    other, case = _second_argument(verb, clause)
    frames = _FRAMES.get((verb.lemma, "iobj" if other.rel == "iobj" else case))
    frame = rng.choice(frames) if frames else None
    if not other or frame is None or frame.thing != (bool(thing) and other is not thing):
        return
    turned = sides(sentence, subject, other)
    if turned is None or not _fit(frame.sides, clause, subject, other):
        return
    a, b, new_subject, new_object = turned
    first = min([verb, *clause.auxiliaries], key=lambda w: w.i)
    if not opens_whole(sentence, a, first) or (not frame.thing and not _closed_before(sentence, b)):
        return
    if frame.thing and not _is_plain_thing(clause, thing):
        return
    plural = plural_of(other)
    form = agreeing(finite, plural) if plural is not None else None
    base, _, rest = frame.verb.partition(" ")
    new_verb = verb_form(base, verb, clause, bool(plural))
    if form is None or new_verb is None:
        return
    changes = [Replacement(*sentence.chars(a), new_subject), replace(verb, f"{new_verb} {rest}".strip())]
    if finite is not verb and form != finite.text:
        changes.append(replace(finite, form))
    phrase = f"{frame.case} {new_object}".strip()
    if other.rel == "iobj":
        start, _ = sentence.chars(b)
        changes.append(Replacement(start, sentence.words[b.end].start, ""))
        last = sentence.words[thing.right]
        changes.append(Replacement(last.end, last.end, f" {phrase}"))
    else:
        word = other.child("case") if case else NOTHING
        start = word.start if word else sentence.chars(b)[0]
        changes.append(Replacement(start, sentence.chars(b)[1], phrase))
    yield changes


def _closed_before(sentence: Sentence, span: Span) -> bool:
    """Whether what follows the phrase surely does not belong to it: the end, a time, a place."""
    after = sentence.words[span.end]
    in_place = after.lower == "in" and not any(w.rel == "case" for w in sentence.words[span.start : span.end])
    return is_closed(sentence, span) or (after.rel == "case" and in_place)


def _second_argument(verb: Word, clause: Clause) -> tuple[Word, str]:
    """Return the argument that exchanges with the subject, and its preposition ("" for an object)."""
    receiver = verb.child("iobj")
    if receiver and clause.object and receiver.i < clause.object.i:
        return receiver, ""
    for oblique in verb.all("obl"):
        case = oblique.child("case")
        if case and (verb.lemma, case.lower) in _FRAMES and oblique.i > verb.i:
            return oblique, case.lower
    inner = clause.object.all("nmod")
    for noun in inner:  # "borrowed the ladder from the neighbor", which the parser attaches to the ladder
        case = noun.child("case")
        if case.lower == "from" and (verb.lemma, "from") in _FRAMES:
            return noun, "from"
    return clause.object, ""


def _is_complex(verb: Word, clause: Clause) -> bool:
    """Whether something hangs on the verb that belongs to its subject, or cannot follow another one."""
    for child in verb.children:
        if child.rel in ("xcomp", "ccomp", "advcl", "conj", "compound", "expl", "csubj"):
            return True
        if child.tag[:1] == "W":
            return True
        if child.rel == "advmod" and child is not clause.negation and child.i < verb.i:
            return True
        if child.rel == "advmod" and child.lower.endswith("ly"):
            return True
        if child.rel == "obl":
            case = child.child("case")
            if case and (verb.lemma, case.lower) in _FRAMES:
                continue
            if (not case and kind(child) != "time") or (case and case.lower not in _LISTS.plain_cases):
                return True
            if case.lower == "for" and kind(child) not in ("measure", "number"):
                return True
            if any(w.tag == "PRP$" for w in child.children):
                return True
    return False


def _is_plain_thing(clause: Clause, thing: Word) -> bool:
    """Whether what changes hands stands after the verb, in no set phrase ("give a speech to")."""
    if not thing or thing.lemma in _LISTS.light or (thing.tag in ("PRP", "DT") and thing.lower != "it"):
        return False
    if thing.child("acl", "appos", "conj", "nmod:poss") or thing.i < clause.predicate.i:
        return False
    return kind(thing) in ("thing", "measure", "organisation_noun", "organisation", "name", "pronoun")


def _fit(sides: str, clause: Clause, a: Word, b: Word) -> bool:
    """Whether both arguments are what the relation holds between."""
    first, second = kind(a), kind(b)
    if sides == "agents":
        return first in AGENTS | {"name", "place"} and second in AGENTS | {"name"}
    if sides == "events":
        return a.lemma in _LISTS.events and b.lemma in _LISTS.events
    team = AGENTS & NAMES | {"organisation_noun", "name", "place"}
    return first in team and second in team and clause.object in (NOTHING, b) and not clause.negation


@rule("paraphrase.converse", SAME, triggers=("than",), when=is_statement)
def comparative(sentence: Sentence, clause: Clause) -> Proposals:
    """Rome is larger than Graz. -> Graz is smaller than Rome."""
    subject, predicate, finite = clause.subject, clause.predicate, clause.finite
    if not subject or not finite or clause.negation or clause.shared_subject:
        return
    standard = comparison_standard(predicate)
    if not standard or predicate.all("obl") != [standard] or predicate.all("nmod", "conj", "advcl"):
        return
    than = standard.child("case")
    if not than or than.i != predicate.i + 1 or standard.lower in _LISTS.vague or standard.left < predicate.i:
        return
    if any(c.rel == "advmod" and c.lower not in _LISTS.degrees for c in predicate.children):
        return
    more = next(
        (c for c in predicate.children if c.lower in ("more", "less") and c.i == predicate.i - 1), NOTHING
    )
    if predicate.tag == "JJR":
        old, start, end = predicate.lower, predicate.start, predicate.end
    elif more:
        old, start, end = f"{more.lower} {predicate.lower}", more.start, predicate.end
    else:
        return
    new = CONVERSE_ADJECTIVES.get(old)
    a, b = _side(sentence, subject), _side(sentence, standard)
    plural = plural_of(standard)
    if new is None or a is None or b is None or plural is None or has_possessive(sentence, a, b):
        return
    form = agreeing(finite, plural)
    if form is None or kind(standard) == "time" or not opens_whole(sentence, a, finite):
        return
    if not is_closed(sentence, b):
        return
    changed = [] if form == finite.text else [replace(finite, form)]
    yield (*exchange(sentence, a, b), Replacement(start, end, new), *changed)


def _side(sentence: Sentence, head: Word) -> Span | None:
    span = None if kind(head) == "pronoun" else argument(sentence, head)
    return span if span is not None and span.end - span.start <= 9 else None
