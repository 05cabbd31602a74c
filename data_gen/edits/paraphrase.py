"""Paraphrase (hard positives): the same statement in another order, voice or form.

As different from the source as the near-misses are: that is what keeps a verifier from learning that any
difference means another meaning. Movement and voice live in movement.py and voice.py.
"""

import random
import re
from collections.abc import Iterator

from spacy.tokens import Doc

from ..agreement import agreeing, is_plural
from ..kinds import is_name, kind
from ..lexicon import (
    ACRONYM_THINGS,
    CONVERSE_ADJECTIVES,
    DATIVE_VERBS,
    EXACTLY_SYMMETRIC_VERBS,
    ORG_NOUNS,
    PERSON_NOUNS,
    SYMMETRIC_ADJECTIVES,
    SYMMETRIC_WITH_VERBS,
    word_set,
)
from ..realize import piece
from ..roles import HYPHENS, Clause, Sentence, Span, Word, read
from .argument_swap import comparison_standard
from .build import edit, exchange, replace
from .coordination import conjuncts
from .edit import Edit, Replacement
from .movement import SMALL_EDIT_SHARE, adjuncts, reporting, that_clauses
from .negation import CONTRACTIONS
from .voice import active_to_passive, passive_to_active

_CLITICS = {"is": "'s", "are": "'re", "am": "'m", "will": "'ll", "have": "'ve", "would": "'d"}
_EXPANDED = {"'re": "are", "'m": "am", "'ll": "will", "'ve": "have"}
_PRONOUNS = frozenset(("i", "you", "he", "she", "it", "we", "they"))
_WORDING = (
    (re.compile(r"\bmore than(?= \d)"), "over"),
    (re.compile(r"\b(about|around|roughly)(?= \d)"), "approximately"),
    (re.compile(r"\bapproximately(?= \d)"), "about"),
    (re.compile(r"(?<=\d) per ?cent\b"), "%"),
    (re.compile(r"(?<=\d)%"), " percent"),
)


def propose(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """Yield edits that keep the meaning."""
    sentence = read(doc)
    if sentence.text.rstrip('"” ').endswith("?"):
        yield from _contractions(sentence)
        return
    for clause in sentence.clauses:
        yield from active_to_passive(sentence, clause)
        yield from passive_to_active(sentence, clause)
        yield from adjuncts(sentence, clause)
        yield from reporting(sentence, clause, rng)
        yield from that_clauses(sentence, clause, rng)
        yield from _symmetric(sentence, clause)
        yield from _converse(sentence, clause)
        yield from _dative(sentence, clause)
    yield from conjuncts(sentence, rng)
    yield from _genitives(sentence)
    yield from _contractions(sentence)
    if rng.random() < SMALL_EDIT_SHARE:
        yield from _wording(sentence)


# --- coordination -----------------------------------------------------------------------------------


# --- symmetric and converse predicates --------------------------------------------------------------


def _symmetric(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "A met B." -> "B met A."; "A is similar to B." -> "B is similar to A."."""
    subject, verb = clause.subject, clause.predicate
    if subject is None or clause.shared_subject or subject.i > verb.i or clause.passive:
        return
    other: Word | None = None
    if verb.lemma in EXACTLY_SYMMETRIC_VERBS and verb.pos == "VERB":
        other = clause.object
    else:
        wanted = SYMMETRIC_ADJECTIVES.get(verb.lower) or (
            "with" if verb.lemma in SYMMETRIC_WITH_VERBS else None
        )
        for child in verb.all("obl", "nmod"):
            case = child.child("case")
            if wanted and case is not None and case.lower == wanted and child.i > verb.i:
                other = child
    if other is None or is_plural(subject) is None or is_plural(subject) != is_plural(other):
        return
    a, b = sentence.phrase(subject), sentence.phrase(other)
    if (
        a is None
        or b is None
        or _unmovable(sentence, a)
        or _unmovable(sentence, b)
        or kind(subject) in ("other", "pronoun")
    ):
        return
    if kind(other) in ("other", "pronoun", "measure", "number", "time"):
        return
    yield edit("paraphrase.symmetric_exchange", 1, *exchange(sentence, a, b))


def _converse(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "A is larger than B." -> "B is smaller than A."."""
    subject, predicate, finite = clause.subject, clause.predicate, clause.finite
    standard = comparison_standard(predicate)
    if (
        standard is None
        or subject is None
        or finite is None
        or clause.negation is not None
        or clause.shared_subject
    ):
        return
    word = predicate if predicate.tag == "JJR" else None
    more = next(
        (c for c in predicate.children if c.lower in ("more", "less") and c.i == predicate.i - 1), None
    )
    if word is not None:
        old, start, end = word.lower, word.start, word.end
    elif more is not None:
        old, start, end = f"{more.lower} {predicate.lower}", more.start, predicate.end
    else:
        return
    new = CONVERSE_ADJECTIVES.get(old)
    a, b = sentence.phrase(subject), sentence.phrase(standard)
    plural = is_plural(standard)
    if (
        new is None
        or a is None
        or b is None
        or plural is None
        or _unmovable(sentence, a)
        or _unmovable(sentence, b)
    ):
        return
    if kind(subject) in ("other", "pronoun", "number", "measure") or kind(standard) in (
        "other",
        "pronoun",
        "number",
        "measure",
        "time",
    ):
        return
    form = agreeing(finite, plural)
    if form is None:
        return
    changed = [] if form == finite.text else [replace(finite, form)]
    yield edit("paraphrase.converse", 1, *exchange(sentence, a, b), Replacement(start, end, new), *changed)


# --- alternations -----------------------------------------------------------------------------------


def _dative(sentence: Sentence, clause: Clause) -> Iterator[Edit]:
    """ "gave the bank the letter" <-> "gave the letter to the bank"."""
    verb, thing = clause.predicate, clause.object
    if verb.lemma not in DATIVE_VERBS or thing is None or thing.i < verb.i or thing.tag == "PRP":
        return
    receiver = verb.child("iobj")
    b = sentence.phrase(thing)
    if b is None or _unmovable(sentence, b):
        return
    if receiver is not None and receiver.i < thing.i and verb.lemma not in ("tell",):
        a = sentence.phrase(receiver)
        if a is None or _unmovable(sentence, a) or a.end != b.start or a.start != verb.i + 1:
            return
        first = sentence.slice(b.start, b.end)
        yield edit(
            "paraphrase.dative",
            1,
            Replacement(
                sentence.chars(a)[0], sentence.chars(b)[1], f"{first} to {sentence.slice(a.start, a.end)}"
            ),
        )
        return
    for oblique in verb.all("obl"):
        case = oblique.child("case")
        if (
            case is None
            or case.lower != "to"
            or kind(oblique) not in ("person", "organisation", "person_noun", "organisation_noun")
        ):
            continue
        a = sentence.phrase(oblique)
        if (
            a is None
            or _unmovable(sentence, a)
            or b.start != verb.i + 1
            or b.end != case.i
            or a.start != case.i + 1
        ):
            continue
        if b.end - b.start > 6 or a.end - a.start > 4 or clause.passive:
            continue
        text = f"{sentence.slice(a.start, a.end)} {sentence.slice(b.start, b.end)}"
        yield edit("paraphrase.dative", 1, Replacement(sentence.chars(b)[0], sentence.chars(a)[1], text))


def _genitives(sentence: Sentence) -> Iterator[Edit]:
    """ "the company's chairman" <-> "the chairman of the company"."""
    words = sentence.words
    for noun in words:
        governor = noun.head
        if (
            governor is None
            or governor.pos != "NOUN"
            or is_name(governor)
            or governor.all("conj", "appos", "acl", "nummod")
        ):
            continue
        if noun.dep == "nmod:poss" and noun.pos in ("NOUN", "PROPN"):
            marker = noun.child("case")
            phrase = sentence.phrase(governor)
            if (
                marker is None
                or marker.tag != "POS"
                or phrase is None
                or phrase.start != noun.left
                or phrase.end != governor.i + 1
            ):
                continue
            if governor.lemma in _NAMED_AFTER or "-" in words[noun.i - 1].text or "-" in noun.text:
                continue  # "Hodgkin's disease"
            if kind(noun) in ("time", "measure", "other", "thing") or noun.all(
                "conj", "appos", "acl", "nmod"
            ):
                continue
            if any(
                w.lower in ("own", "first", "only", "last") or w.tag in ("JJS", "CD")
                for w in words[marker.i + 1 : governor.i]
            ):
                continue
            if governor.i + 1 < len(words) and words[governor.i + 1].tag == "CC":
                continue  # "the company's chairman and chief executive"
            if governor.rel == "compound" or governor.dep in ("nmod:poss", "conj") or marker.i != noun.i + 1:
                continue
            if (noun.left and words[noun.left - 1].text in HYPHENS) or noun.lower in ACRONYM_THINGS:
                continue
            owner = piece(sentence, noun.left, noun.i + 1)
            owned = sentence.slice(marker.i + 1, governor.i + 1)
            yield edit(
                "paraphrase.genitive",
                1,
                Replacement(words[noun.left].start, governor.end, f"the {owned} of {owner}"),
            )
        elif noun.dep == "nmod" and noun.i > governor.i and governor.lemma in _OWNED - _NAMED_PLACES:
            case, determiner = noun.child("case"), governor.child("det")
            phrase, inner = sentence.phrase(governor), sentence.phrase(noun)
            if (
                case is None
                or case.lower != "of"
                or determiner is None
                or determiner.lower != "the"
                or phrase is None
                or inner is None
            ):
                continue
            if (
                kind(noun) not in ("person", "organisation", "person_noun", "organisation_noun", "place")
                or inner.end - inner.start > 4
            ):
                continue
            if (
                phrase.start != determiner.i
                or phrase.end != noun.i + 1
                or case.i != governor.i + 1
                or noun.all("conj")
            ):
                continue
            suffix = "'" if noun.tag in ("NNS", "NNPS") and noun.lower.endswith("s") else "'s"
            owner = sentence.slice(inner.start, inner.end)
            owned = sentence.slice(determiner.i + 1, governor.i + 1)
            yield edit(
                "paraphrase.genitive", 1, Replacement(determiner.start, noun.end, f"{owner}{suffix} {owned}")
            )


_NAMED_PLACES = word_set("state city town country county nation republic province")
_NAMED_AFTER = word_set("disease syndrome lymphoma sufferer patient law theorem day eve palsy comet day")

_OWNED = (
    PERSON_NOUNS
    | ORG_NOUNS
    | word_set("""car house office home budget name policy plan decision shares headquarters proposal""")
)


def _contractions(sentence: Sentence) -> Iterator[Edit]:
    """ "does not" <-> "doesn't"; "she is" <-> "she's"."""
    words = sentence.words
    for word in words[1:]:
        before = words[word.i - 1]
        following = words[word.i + 1] if word.i + 1 < len(words) else None
        if word.lower == "not" and before.lower in CONTRACTIONS and before.pos == "AUX" and before.i > 0:
            if following is None or following.lower not in ("only", "just", "to", "merely", "so"):
                yield edit(
                    "paraphrase.contraction",
                    1,
                    Replacement(before.start, word.end, CONTRACTIONS[before.lower]),
                )
        elif word.lower == "n't":
            full = {"ca": "can", "wo": "will", "sha": "shall"}.get(before.lower, before.text)
            if (
                before.lower == "ai"
                or (before.i == 0 or words[before.i - 1].text in ('"', ","))
                or (following is not None and following.tag == "PRP")
            ):
                continue
            text = "cannot" if full == "can" else f"{full} not"
            yield edit("paraphrase.expansion", 1, Replacement(before.start, word.end, text))
        elif word.lower in _EXPANDED and word.start == before.end and before.lower in _PRONOUNS:
            yield edit(
                "paraphrase.expansion", 1, Replacement(word.start, word.end, f" {_EXPANDED[word.lower]}")
            )
        elif (
            word.lower in _CLITICS
            and before.lower in _PRONOUNS
            and word.pos == "AUX"
            and before.rel == "nsubj"
            and following is not None
            and following.text[:1].isalpha()
            and following.lower not in ("not", "to", "n't")
            and (word.lower != "have" or following.tag in ("VBN", "RB"))
        ):
            yield edit("paraphrase.contraction", 1, Replacement(before.end, word.end, _CLITICS[word.lower]))


def _wording(sentence: Sentence) -> Iterator[Edit]:
    """ "more than 20" -> "over 20"; "15 percent" <-> "15%"."""
    for pattern, text in _WORDING:
        matches = list(pattern.finditer(sentence.text))
        if matches:
            yield edit("paraphrase.wording", 1, *(Replacement(m.start(), m.end(), text) for m in matches))


def _unmovable(sentence: Sentence, span: Span) -> bool:
    """Whether the phrase holds a clause, a comma, an apposition or a possessive pronoun."""
    return any(
        w.rel in ("acl", "advcl", "ccomp", "appos", "parataxis")
        or (w.rel == "punct" and w.text != "-")
        or w.tag == "PRP$"
        for w in sentence.words[span.start : span.end]
    ) or not sentence.one_quote(span.start, span.end)
