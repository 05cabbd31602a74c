"""Active and passive (hard positives): "X acquired Y" <-> "Y was acquired by X".

Part of the family paraphrase. Tense, agreement, pronoun case and negation are carried over.
"""

from collections.abc import Iterator

from ..agreement import is_plural
from ..inflect import base_form, participle, past, third_person
from ..kinds import OBJECT_PRONOUNS, PERSONAL_PRONOUNS, is_name, kind
from ..lexicon import STATIVE, SYMMETRIC
from ..realize import piece
from ..roles import Clause, Sentence, Span, Word
from .argument_swap import passive_agent
from .build import edit
from .edit import Edit, Replacement

_AFTER_OBJECT = frozenset(("obl", "advmod", "obl:unmarked", "compound:prt", "punct", "advcl"))


def active_to_passive(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "The company acquired the bank." -> "The bank was acquired by the company."."""
    verb, subject, thing = clause.predicate, clause.subject, clause.object
    if subject is None or thing is None or clause.passive or clause.finite is None or verb.pos != "VERB":
        return
    if clause.shared_subject or verb.rel not in ("root", "ccomp", "advcl", "conj", "parataxis"):
        return
    if verb.lemma in STATIVE or verb.lemma in SYMMETRIC or not _only_plain_children(clause):
        return
    if not subject.i < clause.finite.i <= verb.i < thing.i:
        return
    a, b = _argument(sentence, subject), _argument(sentence, thing)
    if (
        a is None
        or b is None
        or not _adjacent(sentence, clause, a, b)
        or not _opens_clause(sentence, clause, a)
    ):
        return
    particle = verb.child("compound:prt")
    if particle is not None and particle.i != verb.i + 1:
        return
    before = sentence.words[a.start - 1] if a.start else None
    if before is not None and (before.tag == "VBG" or is_name(before)):
        return  # "managing editor Ruth Berg", taken apart by the parser
    following = sentence.words[b.end] if b.end < len(sentence.words) else None
    if following is not None and following.rel == "case" and _attaches_to(sentence, b, following):
        return
    if any(kind(w) in ("measure", "number") and w.child("case") for w in verb.all("obl")):
        return  # "growth of 5 percent to 9 points" is one phrase
    if any(word.lower == "respectively" for word in sentence.words):
        return
    if _shared_later(sentence, verb) or _described_after(sentence, b):
        return
    group = _passive_group(sentence, clause, thing)
    agent = _cased(sentence, a, OBJECT_PRONOUNS, PERSONAL_PRONOUNS)
    patient = _cased(sentence, b, PERSONAL_PRONOUNS, OBJECT_PRONOUNS)
    if group is None or agent is None or patient is None or _is_back_reference(sentence, a, b):
        return
    if particle is not None:
        group += " " + particle.text
    yield edit(
        "paraphrase.active_passive",
        1,
        Replacement(*sentence.chars(a), patient),
        Replacement(_group_start(clause), (particle or verb).end, group),
        Replacement(*sentence.chars(b), f"by {agent}"),
    )


def passive_to_active(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "The bank was acquired by the company." -> "The company acquired the bank."."""
    verb, subject, finite = clause.predicate, clause.subject, clause.finite
    agent = passive_agent(clause)
    if (
        agent is None
        or subject is None
        or finite is None
        or clause.shared_subject
        or not subject.i < finite.i
    ):
        return
    if verb.rel not in ("root", "ccomp", "advcl", "conj", "parataxis") or verb.all(
        "conj", "ccomp", "xcomp", "obj"
    ):
        return
    if any(c.rel == "advmod" and c.i < verb.i and c is not clause.negation for c in verb.children):
        return
    a, b = _argument(sentence, subject), _argument(sentence, agent)
    by = agent.child("case")
    if a is None or b is None or by is None or by.i + 1 != b.start or a.end != finite.i:
        return
    if not _opens_clause(sentence, clause, a):
        return
    if by.i - verb.i > 1 and not (by.i - verb.i == 2 and sentence.words[verb.i + 1].dep == "compound:prt"):
        return
    group = _active_group(clause, agent)
    new_subject = _cased(sentence, b, PERSONAL_PRONOUNS, OBJECT_PRONOUNS)
    new_object = _cased(sentence, a, OBJECT_PRONOUNS, PERSONAL_PRONOUNS)
    if group is None or new_subject is None or new_object is None or _is_back_reference(sentence, a, b):
        return
    if by.i - verb.i == 2:
        group += " " + sentence.words[verb.i + 1].text
    yield edit(
        "paraphrase.passive_active",
        1,
        Replacement(*sentence.chars(a), new_subject),
        Replacement(finite.start, sentence.words[by.i - 1].end, group),
        Replacement(by.start, sentence.words[b.end - 1].end, new_object),
    )


def _only_plain_children(clause: Clause) -> bool:
    """No complement clause, coordination or dangling participle hangs on the verb."""
    verb = clause.predicate
    for child in verb.children:
        if child is clause.negation:
            continue
        if child.rel in ("ccomp", "xcomp", "iobj", "conj", "parataxis", "expl") or child.tag in (
            "WP",
            "WDT",
            "WRB",
        ):
            return False
        if child.rel == "advcl" and (child.tag in ("VBG", "VBN", "VB") or child.i < verb.i):
            return False
        if child.rel == "advmod" and (verb.i - 4 < child.i < verb.i or child.lower in ("only", "also")):
            return False
        if (
            child.i > verb.i
            and child.dep not in _AFTER_OBJECT
            and child.rel not in _AFTER_OBJECT
            and child is not clause.object
        ):
            return False
    return True


def _adjacent(sentence: Sentence, clause: Clause, a: Span, b: Span) -> bool:
    """Whether subject, verb group and object stand next to each other."""
    verb = clause.predicate
    particle = verb.child("compound:prt")
    after = particle.i + 1 if particle is not None and particle.i == verb.i + 1 else verb.i + 1
    start = min([verb.i, *(w.i for w in clause.auxiliaries)])
    return a.end == start and b.start == after


def _shared_later(sentence: Sentence, verb: Word) -> bool:
    """Whether a later conjunct has no subject of its own and may lean on this clause's subject."""
    return any(
        c.predicate.i > verb.i
        and c.predicate.rel == "conj"
        and c.finite is not None
        and (c.subject is None or c.shared_subject)
        for c in sentence.clauses
    )


def _attaches_to(sentence: Sentence, thing: Span, case: Word) -> bool:
    """Whether the prepositional phrase after the object may belong to it ("data from 20 cities")."""
    nested = any(w.rel == "case" for w in sentence.words[thing.start : thing.end])
    bare = thing.head.child("det", "nmod:poss", "nummod", "amod") is None and thing.head.pos == "NOUN"
    temporal = case.head is not None and kind(case.head) == "time"
    return not temporal and (nested or (bare and case.lower in ("from", "of", "about")))


def _described_after(sentence: Sentence, span: Span) -> bool:
    """Whether a relative clause or apposition follows the phrase after a comma ("..., who announced")."""
    words = sentence.words
    if span.end + 1 >= len(words) or words[span.end].text != ",":
        return span.end < len(words) and words[span.end].tag in ("WP", "WDT", "WP$")
    return words[span.end + 1].tag in ("WP", "WDT", "WP$", "DT", "NN", "NNP", "JJ", "CD")


def _opens_clause(sentence: Sentence, clause: Clause, subject: Span) -> bool:
    """Whether what stands before the subject cannot be a cut-off part of it."""
    if subject.start == 0:
        return True
    before = sentence.words[subject.start - 1]
    if before.head is clause.predicate:
        return before.rel in ("mark", "cc", "advmod", "punct", "obl")
    return (before.rel == "punct" and before.text not in ("-", "/")) or (
        before.pos in ("VERB", "PUNCT") and before.text != "-"
    )


def _argument(sentence: Sentence, head: Word) -> Span | None:
    """The phrase of a noun that can be moved: contiguous, no comma, no relative or reduced clause in
    subjects.
    """
    span = sentence.phrase(head)
    if (
        span is None
        or not sentence.one_quote(span.start, span.end)
        or kind(head) in ("measure", "number", "time", "other")
    ):
        return None
    for word in sentence.words[span.start : span.end]:
        if word.rel == "punct" and word.text != "-":
            return None
        if word.rel in ("acl", "advcl", "parataxis", "appos", "ccomp"):
            return None
        if word.lower.endswith(("self", "selves")) or word.lower in (
            "each",
            "no",
            "any",
            "nothing",
            "nobody",
            "none",
            "what",
        ):
            return None
    if head.lower in ("it", "this", "that", "there", "who", "which", "one", "i", "you", "me"):
        return None
    return span


def _is_back_reference(sentence: Sentence, a: Span, b: Span) -> bool:
    """Whether the later phrase holds a possessive that refers to the earlier one ("Anna sold her car")."""
    return any(w.tag == "PRP$" for span in (a, b) for w in sentence.words[span.start : span.end])


def _cased(sentence: Sentence, span: Span, wanted: dict[str, str], other: dict[str, str]) -> str | None:
    head = span.head
    if head.tag == "PRP":
        return other.get(head.lower) if head.lower in other and span.end - span.start == 1 else None
    return piece(sentence, span.start, span.end)


def _group_start(clause: Clause) -> int:
    return min([clause.predicate.start, *(w.start for w in clause.auxiliaries)])


def _be(plural: bool, past_tense: bool) -> str:
    return ("were" if plural else "was") if past_tense else ("are" if plural else "is")


def _passive_group(sentence: Sentence, clause: Clause, patient: Word) -> str | None:
    """Return the passive verb group for the new subject, or None when the tense is not covered."""
    verb, finite = clause.predicate, clause.finite
    base = base_form(verb.text, verb.tag, verb.lemma)
    plural = (
        True
        if patient.lower in ("them", "us")
        else False
        if patient.lower in ("him", "her")
        else is_plural(patient)
    )
    if base is None or plural is None or finite is None:
        return None
    done = participle(base)
    chain = [w.lower for w in clause.auxiliaries]
    no = "" if clause.negation is None else " not"
    if not chain:
        return f"{_be(plural, verb.tag == 'VBD')} {done}" if not no else None
    between = sentence.words[clause.auxiliaries[0].i : verb.i]
    if any(w not in clause.auxiliaries and w is not clause.negation for w in between):
        return None
    if len(chain) != 1 or finite.text.startswith(("'", "’")):
        return None
    auxiliary = {"ca": "can", "wo": "will"}.get(chain[0], chain[0])
    if auxiliary in ("do", "does", "did") and no and verb.tag == "VB":
        return f"{_be(plural, auxiliary == 'did')} not {done}"
    if finite.tag == "MD" and verb.tag == "VB":
        return f"cannot be {done}" if no and auxiliary == "can" else f"{auxiliary}{no} be {done}"
    if auxiliary in ("has", "have", "had") and verb.tag == "VBN":
        form = "had" if auxiliary == "had" else "have" if plural else "has"
        return f"{form}{no} been {done}"
    if auxiliary in ("is", "are", "was", "were") and verb.tag == "VBG":
        return f"{_be(plural, auxiliary in ('was', 'were'))}{no} being {done}"
    return None


def _active_group(clause: Clause, agent: Word) -> str | None:
    """Return the active verb group for the new subject, or None when the tense is not covered."""
    verb, finite = clause.predicate, clause.finite
    base = base_form(verb.text, "VBN", verb.lemma)
    plural = (
        True
        if agent.lower in ("them", "us")
        else False
        if agent.lower in ("him", "her")
        else is_plural(agent)
    )
    if base is None or plural is None or finite is None or finite.text.startswith(("'", "’")):
        return None
    chain = [w.lower for w in clause.auxiliaries]
    first = {"ca": "can", "wo": "will"}.get(chain[0], chain[0])
    no = clause.negation is not None
    if len(chain) == 1 and first in ("is", "are", "was", "were"):
        past_tense = first in ("was", "were")
        if no:
            return f"{'did' if past_tense else 'do' if plural else 'does'} not {base}"
        return past(base) if past_tense else base if plural else third_person(base)
    if len(chain) == 2 and chain[1] == "be" and finite.tag == "MD":
        return f"cannot {base}" if no and first == "can" else f"{first}{' not' if no else ''} {base}"
    if len(chain) == 2 and chain[1] == "been" and first in ("has", "have", "had"):
        form = "had" if first == "had" else "have" if plural else "has"
        return f"{form}{' not' if no else ''} {participle(base)}"
    return None
