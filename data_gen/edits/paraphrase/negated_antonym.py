"""Two changes that cancel (hard positives): "The shop is not closed." -> "The shop is open.".

Complementary words only: what is not the one is the other; none with something in between (hot and cold).
"""

from dataclasses import replace as with_

from ...english.kinds import AGENTS, kind
from ...english.verb_forms import base_form, gerund
from ...english.verb_group import DO, VerbGroup
from ...parsing.sentence import Clause, Sentence, Word
from ..prelude import SAME, Proposals, Replacement, is_statement, rule, trimmed, word_lists

_LISTS = word_lists(__package__, "negated_antonym")

# "not closed" says "open" and "not open" says "closed"; for "open" nobody says "not closed". Of the others,
# the second is a negation by its form: "not available" <-> "unavailable".
_ADJECTIVES = _LISTS.pairs("opposites") | _LISTS.pairs("prefixed")
_NEGATIVE_FORMS = ("un", "in", "im", "ir", "il")
ADJECTIVES = frozenset(_ADJECTIVES) | _LISTS.permitted
_VERBS = _LISTS.pairs("verbs")
VERBS = frozenset(_VERBS) | {"lack"}


@rule("paraphrase.negated_antonym", SAME, when=is_statement)
def negated_antonym(sentence: Sentence, clause: Clause) -> Proposals:
    """The door is not closed. -> The door is open.; It is unknown. <-> It is not known.; He did not fail the
    exam. -> He passed the exam.; is not prohibited from smoking -> is allowed to smoke"""
    predicate, finite = clause.predicate, clause.finite
    adjective = predicate.lower in ADJECTIVES and finite.lower in _LISTS.be
    if not adjective and predicate.lemma not in VERBS:
        return
    if not clause.is_told or clause.subject.lower in ("nobody", "nothing", "none") or _scoped(clause.subject):
        return
    if predicate.all("conj") or any(c.lower in _LISTS.contrary for c in predicate.children):
        return
    if adjective:
        yield from _adjective(sentence, clause)
    elif predicate.pos == "VERB":
        yield from _verb(sentence, clause)


def _scoped(subject: Word) -> bool:
    """Whether a quantifier in the subject would meet the negation ("all shops are not closed")."""
    scope = ("all", "every", "each", "no", "any", "both", "most", "many", "few", "some", "neither", "only")
    return any(c.lower in scope or c.rel == "nummod" for c in subject.children) or subject.lower in scope


def _adjective(sentence: Sentence, clause: Clause) -> Proposals:
    word, finite, negation = clause.predicate, clause.finite, clause.negation
    if len(clause.auxiliaries) != 1 or word.all("advmod", "obl:agent", "obl:tmod")[1:] or word.child("mark"):
        return
    if any(w.tag == "CD" for w in sentence.subtree(word)):
        return  # "present in 5% of cases"
    extra = [c for c in word.all("advmod") if c is not negation]
    if extra or (word.lower in ("able", "unable", "possible", "impossible") and clause.subject.rel == "expl"):
        return
    if word.lower == "closed" and word.child("obl"):
        return  # an event, not a state: "closed by the mayor in May"
    if word.lower == "present" and not word.child("obl") and word.child("advmod"):
        return
    if word.lower in _LISTS.permitted:
        yield from _permission(sentence, clause)
        return
    if word.lower in ("true", "false") and (word.child("obl") or clause.subject.pos != "NOUN"):
        return
    if not negation and not word.lower.startswith(_NEGATIVE_FORMS):
        return  # nobody says "not closed" for "open"
    new = _ADJECTIVES[word.lower]
    if not negation:
        if finite.i + 1 != word.i:
            return
        yield Replacement(word.start, word.end, f"not {new}")
    elif negation.lower == "not" and finite.i + 1 == negation.i == word.i - 1:
        yield Replacement(negation.start, word.end, new)
    elif negation.lower == "n't" and finite.i + 1 == negation.i == word.i - 1:
        yield Replacement(negation.start, word.end, f" {new}")


def _permission(sentence: Sentence, clause: Clause) -> Proposals:
    """ "is allowed to smoke" <-> "is not prohibited from smoking"; "is prohibited" <-> "is not allowed"."""
    word, finite, negation, words = clause.predicate, clause.finite, clause.negation, sentence.words
    last = negation or finite
    if last.i + 1 != word.i or (negation and negation.lower != "not"):
        return
    if not negation and word.lower in ("allowed", "permitted"):
        return  # nobody says "not prohibited" for it
    allowed = word.lower in ("allowed", "permitted")
    after, verb = words[word.i + 1], words[min(word.i + 2, len(words) - 1)]
    not_ = "not " if not negation else ""
    new = "prohibited" if allowed else "allowed"
    start = word.start if not negation else negation.start
    if after.rel == "punct":
        yield Replacement(start, word.end, not_ + new)
    elif kind(clause.subject) not in AGENTS or words[min(word.i + 3, len(words) - 1)].tag == "CC":
        return
    elif allowed and after.lower == "to" and verb.tag == "VB":
        yield Replacement(start, verb.end, f"{not_}{new} from {gerund(verb.lower)}")
        return
    base = base_form(verb.lower, "VBG", verb.lemma)
    if base and word.lower == "prohibited" and after.lower == "from":
        yield Replacement(start, verb.end, f"{not_}{new} to {base}")


def _verb(sentence: Sentence, clause: Clause) -> Proposals:
    verb, thing, content = clause.predicate, clause.object, clause.predicate.child("xcomp")
    infinitive = content.tag == "VB" and bool(content.child("mark"))
    if any(c.rel == "advmod" and c is not clause.negation and c.i < verb.i for c in verb.children):
        return
    things = {"pass": _LISTS.exams, "fail": _LISTS.exams, "miss": _LISTS.rides, "catch": _LISTS.rides}
    if clause.negation and thing.lemma in things.get(verb.lemma, ()):
        yield from _turn(sentence, clause, _VERBS[verb.lemma])
    elif verb.lemma == "lack" and thing and not clause.negation:
        yield from _turn(sentence, clause, "have")
    elif infinitive and content and content.left == verb.i + 1 and not content.child("conj"):
        if verb.lemma in ("remember", "forget"):
            yield from _turn(sentence, clause, _VERBS[verb.lemma])
        elif verb.lemma == "fail" and clause.finite is verb and verb.tag in ("VBD", "VBZ", "VBP"):
            marker = content.child("mark")
            if marker and marker.i + 1 == content.i and marker.i == verb.i + 1:
                yield Replacement(verb.start, marker.end, f"{DO[verb.tag]} not")


def _turn(sentence: Sentence, clause: Clause, new: str) -> Proposals:
    """Replace the verb by `new` and give the clause a negation, or take the one it has."""
    verb, finite, group = clause.predicate, clause.finite, VerbGroup.of(clause)
    plain = ("did", "does", "do", "has", "have", "had") if clause.negation else ("has", "have", "had", "will")
    if group is None or (finite is not verb and (len(clause.auxiliaries) > 1 or finite.lower not in plain)):
        return
    text = with_(group, base=new, emphatic=False).render(negated=not group.negated, contracted=False)
    if text is not None:
        yield trimmed(sentence, group.start, group.end, text)
