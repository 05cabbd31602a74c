"""Conditions and causes: turned around (near-misses), or said with another conjunction (hard positives).

"if" <-> "unless", "only if" <-> "even if", "if" -> "whether or not" say something else, and so do condition
and consequence in each other's place (order.py). "unless" and "if ... not", "because of" and
"due to" say the same.
"""

from ...english.casing import first_word
from ...english.kinds import AGENTS, kind
from ...english.lexicon import word_set
from ...parsing.sentence import FINITE_TAGS, Clause, Sentence, Word
from ..direction import is_tied
from ..negation.insertion import insert_not
from ..negation.removal import remove
from ..polarity import binds, may_permits, points_back
from ..prelude import Changes, Replacement, change, is_statement, lowers, replace, word_lists
from ..rule import NEAR_MISS, SAME, Random, rule
from .halves import ASKING, names_again

_LISTS = word_lists(__package__, "conjunctions")

_TRIGGERS = _LISTS.set("triggers")
_POLAR = word_set(
    "not n't nt cant dont never no any anyone anybody anything ever yet either nobody nothing cannot unable"
)
_NOT_BEFORE_IF = _LISTS.set("not_before_if")
_OVERRULING = _LISTS.set("overruling")
_EVEN = word_set("everyone everybody anyone anybody each every all same always equal equally with")
_UNREAL = word_set("would could might should had were 'd")
_EMOTIVE = word_set("glad happy sorry surprised mind care wonder matter better prefer pity shame appreciate")
_CAUSED = word_set("death mortality cyst injury infection disease damage loss absence disability delay")


# --- if and unless ----------------------------------------------------------------------------------


@rule(
    "condition.unless",
    NEAR_MISS,
    "Guests may cancel unless they have paid. -> Guests may cancel if they have paid.",
    triggers=("if", "unless"),
    when=is_statement,
)
@rule(
    "condition.only_if",
    NEAR_MISS,
    "You may cancel only if it is late. -> You may cancel even if it is late.",
)
@rule("condition.regardless")
@rule(
    "condition.unless_if_not",
    SAME,
    "The deposit is returned unless the flat is damaged. -> The deposit is returned if the flat is not "
    "damaged.",
)
def _conditions(sentence: Sentence) -> Changes:
    for mark in sentence.words:
        if mark.lower not in ("if", "unless") or mark.rel not in ("mark", "advmod") or not mark.head:
            continue
        clause = sentence.clause(mark.head)
        main = sentence.clause(mark.head.head)
        if mark.head.rel != "advcl" or clause is None or not clause.finite or not clause.subject:
            continue
        if mark.i and (main is None or {main.predicate.lemma, sentence.words[mark.i - 1].lemma} & ASKING):
            continue
        if main is None or clause.finite.tag not in FINITE_TAGS:
            continue
        if not main.finite and not (main.is_root and main.predicate.tag == "VB"):
            continue
        before = sentence.before(mark).lower
        if before in ("only", "even") and mark.lower == "if":
            yield from _provisos(sentence, mark, before, main)
        elif before not in _NOT_BEFORE_IF and _is_real(clause, main):
            yield from _turned(sentence, mark, clause, main)


def _is_real(clause: Clause, main: Clause) -> bool:
    """Whether the condition is open, not known not to hold, and the consequence no feeling about it."""
    if main.finite.lower in _UNREAL or clause.finite.lower in _UNREAL - {"were"}:
        return False
    return main.predicate.lemma not in _EMOTIVE and bool(clause.subject) and clause.subject.lower != "so"


def _turned(sentence: Sentence, mark: Word, clause: Clause, main: Clause) -> Changes:
    verb = clause.predicate
    inside = [w for w in sentence.subtree(verb) if w is not mark]
    polar = any(w.lower in _POLAR for w in inside)
    if mark.lower == "unless":
        if any(w.lower == "otherwise" for w in inside) or polar:
            return
        yield from _other(sentence, mark, main, "if", "even if")
        negated = insert_not(sentence, clause)
        if negated is not None and not _joined(inside) and not _is_scoped(inside):
            yield change("unless_if_not", replace(mark, "if"), *negated.replacements)
        return
    if any(c.lower in ("only", "especially") for c in main.predicate.children) and mark.i:
        return
    if sum(w.lower == "if" for w in sentence.words) > 1 or _is_to(sentence, clause):
        return
    if any(w.lower == "then" for w in sentence.words[verb.i :]):
        return
    if not polar:
        yield from _other(sentence, mark, main, "unless", "whether or not")
    elif (
        clause.negation
        and sum(w.lower in _POLAR for w in inside) == 1
        and not _joined(inside)
        and not _is_scoped(inside)
        and not (mark.i and main.predicate.is_negated)
    ):
        positive = remove(sentence, clause, clause.negation)
        listed = mark.i == 0 and sum(w.text == "," for w in sentence.words) > 1
        if positive is not None and not listed:
            yield change("unless_if_not", replace(mark, "unless"), *positive.replacements)


def _other(sentence: Sentence, mark: Word, main: Clause, turned: str, void: str) -> Changes:
    """Yield the condition turned round, of what is a rule that may be so or so, and the condition void: "if
    they cancel" -> "unless they cancel", "whether or not they cancel".
    """
    verb = mark.head
    if is_tied(sentence) or points_back(sentence, verb, main.predicate) or binds(sentence, verb):
        return
    if names_again(sentence, verb) or sentence.words[-1].text == ":":
        return
    modal = main.finite.lower
    permits = may_permits(sentence, main)
    bound = ("must", "shall") if turned == "unless" else ("must", "shall", "may", "can")
    allowed = permits and modal in bound and verb.lemma not in _LISTS.refusing
    if allowed or (main.negation and modal not in _MAYBE):
        yield change("unless", replace(mark, _cased(mark, turned)))
    if verb.all("conj") or (main.negation and permits) or "or may not" in sentence.text:
        return  # "whether or not you smoke and drink", "you may not enter whether or not you are late"
    fit = any(w.lower in _LISTS.fit for w in sentence.subtree(verb))  # "if applicable": where it can be
    overruled = fit or (
        mark.lower == "unless" and any(w.lower in _OVERRULING for w in sentence.subtree(verb))
    )
    if _is_rule(sentence, main) and not overruled and "only" not in lowers(sentence):
        yield change("regardless", replace(mark, _cased(mark, void)))


_MAYBE = frozenset(("may", "might", "can", "could"))
_NO_RULE = word_set("increase decrease rise fall grow double worsen improve") | _LISTS.refusing


def _is_rule(sentence: Sentence, main: Clause) -> bool:
    """Whether the consequence is what somebody does or gets, and may be so in any case: no mechanism ("the
    risk is greater if", "the blood may clot if"), no signal ("warn me if").
    """
    verb, subject = main.predicate, main.subject
    if not main.is_root or verb.lemma in _NO_RULE or any(w.tag in ("JJR", "RBR") for w in sentence.words):
        return False
    if not subject or "both" in lowers(sentence):
        return False  # "if all you need is a copy, run this"
    acts = kind(subject) in AGENTS and subject.lower not in ("it", "this", "that", "there")
    whole = main.passive or bool(verb.child("obj", "cop", "xcomp"))
    return acts or (main.finite.lower not in _MAYBE and whole)


def _cased(mark: Word, new: str) -> str:
    """Write a conjunction as the other one was: with a capital behind "3."."""
    return new.capitalize() if mark.text[:1].isupper() else new


def _is_to(sentence: Sentence, clause: Clause) -> bool:
    """Whether the clause names an aim: "if the firm is to grow"."""
    finite = clause.finite
    return finite.lemma == "be" and sentence.words[finite.i + 1].lower == "to"


def _is_scoped(words: list[Word]) -> bool:
    """Whether a negation would reach a measure or a quantity: "if he does not stay for an hour"."""
    return any(w.lower in _LISTS.scoping or w.tag == "CD" for w in words)


def _joined(words: list[Word]) -> bool:
    """Whether the clause may hold two conditions."""
    return any(w.text == "," or w.lower in ("and", "or") for w in words[:-1])


def _provisos(sentence: Sentence, mark: Word, before: str, main: Clause) -> Changes:
    """ "only if" <-> "even if"."""
    adverb = sentence.before(mark)
    first = sentence.before(adverb)
    if not first or first.lower in ("and", "or", "but", "not") or main.predicate.is_negated:
        return
    if before == "only" and (mark.head.child("conj") or _LISTS.reaching & lowers(sentence)):
        return  # "even if it is warm enough to swim"
    ruled = may_permits(sentence, main) if before == "only" else main.passive or main.finite.tag == "MD"
    if not ruled or mark.head.child("nsubj").lower in ("this", "that"):
        return  # "is valid even if both sign", "helped them only if that meant a loss"
    if mark.i < main.finite.i:
        return  # "Compliance: even if it is old, it works": "only if" would turn the clause around
    if before == "only":
        yield change("only_if", Replacement(adverb.start, mark.end, "even if"))
    else:
        start = first.start if first.text == "," else adverb.start
        yield change(
            "only_if", Replacement(start, mark.end, " only if" if start < adverb.start else "only if")
        )


# --- because and although -----------------------------------------------------------------------------
_QUALIFIED = _LISTS.set("qualified")
_PHRASES = [tuple(phrase.split()) for phrase in _LISTS.phrases("phrases")]
_SAME = {
    "because of": ("due to",), "due to": ("because of",), "owing to": ("because of",),
    "in spite of": ("despite",),
    "despite": ("in spite of",), "even though": ("although",), "although": ("even though", "though"),
    "though": ("although",), "in case of": ("in the event of",), "in the event of": ("in case of",),
    "in the event that": ("if",), "provided that": ("if", "as long as"), "because": ("since",),
    "since": ("because",),
}  # fmt: skip
_CLAUSAL = frozenset(
    ("because", "although", "though", "even though", "since", "provided that", "in the event that")
)
_FIRST = frozenset(phrase[0] for phrase in _PHRASES)


@rule("condition.regardless", NEAR_MISS, triggers=_TRIGGERS, when=is_statement)
@rule("condition.connective", SAME)
def _connectives(sentence: Sentence, rng: Random) -> Changes:
    """regardless: We refund the fee regardless of the reason. -> We refund the fee depending on the reason.
    Guests pay if they cancel. -> Guests pay whether or not they cancel.
    connective: The pump failed due to a leak. -> The pump failed because of a leak.

    Yield the sentence with another conjunction or preposition of cause, condition or concession.
    """
    words = sentence.words
    for word in words:
        if word.lower not in _FIRST:
            continue
        phrase = next(
            (p for p in _PHRASES if tuple(w.lower for w in words[word.i : word.i + len(p)]) == p), None
        )
        if phrase is None or word.i + len(phrase) >= len(words) - 1:
            continue
        name, end = " ".join(phrase), word.i + len(phrase)
        if not _is_connective(sentence, word, name, end):
            continue
        span = (word.start, words[end - 1].end)
        if name == "regardless of" and _may_depend(sentence, word, end):
            yield change("regardless", Replacement(*span, "depending on"))
        if name in _SAME and _may_stand_for(sentence, word, name):
            yield change("connective", Replacement(*span, rng.choice(_SAME[name])))


def _is_connective(sentence: Sentence, word: Word, name: str, end: int) -> bool:
    """Whether the words are a conjunction or preposition here, on their own."""
    words = sentence.words
    before = sentence.before(word).lower
    if word.text[0].isupper() and word.i != first_word(sentence):
        return False  # "RESULTS Because the ..."
    if before in _QUALIFIED or words[end].lower in ("of", "the same") or words[end].text in (",", "."):
        return False
    if name in ("because", "although", "though", "since"):
        clause = word.head
        return word.rel == "mark" and clause.rel == "advcl" and bool(clause.child("nsubj", "expl", "csubj"))
    if name in ("because of", "due to", "owing to", "despite", "in spite of"):
        if sentence.before(word).lemma in _CAUSED:
            return False  # "death due to a fall"
        noun = word.head
        governor = noun.head if noun and noun.pos not in ("VERB", "ADJ") else noun
        if not governor or governor.lemma == "include" or governor.pos not in ("VERB", "AUX", "ADJ", "ADV"):
            return False  # "infections due to a virus"
    if name in _CLAUSAL:
        return words[end].pos in ("DET", "PRON", "NOUN", "PROPN", "ADJ", "NUM")
    if words[end].tag in ("VB", "VBG", "WP", "WRB", "WDT") or words[end].lower in ("fact", "whether", "how"):
        return False
    return not (words[end].lower == "the" and words[end + 1].lower == "fact")


def _may_depend(sentence: Sentence, word: Word, end: int) -> bool:
    """Whether the phrase belongs to a verb that no "each" or "same" holds to all cases."""
    if any(w.lower in _POLAR for w in sentence.words[end:]) or word.rel == "acl" or word.head.rel == "acl":
        return False
    return _EVEN.isdisjoint(lowers(sentence))


def _may_stand_for(sentence: Sentence, word: Word, name: str) -> bool:
    """Whether the other word means the same here: "since" only where it cannot mean "from that time on"."""
    if name in ("because", "since"):
        if sum(w.lower in ("because", "since") for w in sentence.words) > 1:
            return False
        clause = sentence.clause(word.head)
        if clause is None or clause.finite.tag not in ("VBZ", "VBP", "MD"):
            return False
        above = clause.predicate.head
        return bool(above) and not any(c.lower in ("has", "have", "had", "'ve") for c in above.children)
    return True
