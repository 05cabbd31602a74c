"""Negation (near-misses): a clause gains or loses its negation.

Every finite clause of the sentence is a place of its own: main, subordinate, conjoined, relative.
Questions, scopes that are already negative, focus adverbs and clauses whose negation says the same
("whether", "unless", "until") are left alone.
"""

import random
from collections.abc import Iterator

from spacy.tokens import Doc

from ..inflect import base_form
from ..lexicon import (
    FOCUS_ADVERBS,
    INFINITIVE_MATRIX,
    MEASURE_NOUNS,
    NEGATIVE_WORDS,
    REPORTING,
    TIME_NOUNS,
    word_set,
)
from ..roles import Clause, Sentence, Word, read
from .build import edit, insert_after, insert_before, replace
from .edit import Edit, Replacement
from .negation_removal import negator_of, remove, without_no

CONTRACTIONS = {
    "is": "isn't", "are": "aren't", "was": "wasn't", "were": "weren't", "has": "hasn't", "have": "haven't",
    "had": "hadn't", "does": "doesn't", "do": "don't", "did": "didn't", "will": "won't", "would": "wouldn't",
    "can": "can't", "could": "couldn't", "should": "shouldn't", "must": "mustn't",
}  # fmt: skip
CONTRACTION_SHARE = 0.3  # how often an insertion is written n't rather than not

_SAME_WHEN_NEGATED = frozenset(
    ("unless", "until", "till", "before", "since", "lest", "whether", "than", "as", "like", "so")
)
_BEFORE_NOT = word_set(
    """also still now then later probably apparently reportedly allegedly certainly clearly thus
    therefore however subsequently currently perhaps usually generally already simply obviously
    surely presumably evidently often sometimes frequently"""
)
_SCOPE = (NEGATIVE_WORDS | FOCUS_ADVERBS) - {"little", "without"}
_BARE_INFINITIVE = word_set("help let make see hear watch have feel")
_NAMING = word_set("""declare name call elect appoint consider make become remain crown dub label be""")
_NO_PLURAL = {"anyone": "someone", "anybody": "somebody", "anything": "something", "anywhere": "somewhere"}
_NO_PRONOUNS = {"nobody": "somebody", "nothing": "something", "nowhere": "somewhere", "none": "some"}
_QUANTITY = (
    MEASURE_NOUNS
    | TIME_NOUNS
    | word_set(
        """lot few little bit deal record day chance one something look part place while result spokesman
    spokeswoman way"""
    )
)


def propose(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """Yield one edit per clause and determiner whose negation can be inserted or removed."""
    sentence = read(doc)
    question = sentence.text.rstrip('"” ').endswith("?")
    for clause in sentence.clauses:
        if question and not _wh_subject(clause):
            continue
        made = _flip(sentence, clause, rng)
        if made is not None:
            yield made
    if not question:
        yield from _determiners(sentence)


def _flip(sentence: Sentence, clause: Clause, rng: random.Random) -> Edit | None:
    negator = negator_of(clause)
    if negator is not None:
        return remove(sentence, clause, negator)
    if _blocked(sentence, clause):
        return None
    if clause.finite is None:
        return _infinitive(sentence, clause) or _imperative(sentence, clause)
    return _insert(sentence, clause, rng)


# --- insertion --------------------------------------------------------------------------------------


def _insert(sentence: Sentence, clause: Clause, rng: random.Random) -> Edit | None:
    finite, subject = clause.finite, clause.subject
    if finite is None or subject is None or subject.i > finite.i or subject.lower == "let":
        return None
    repairs = _polarity(sentence, clause, negated=True)
    if repairs is None:
        return None
    following = sentence.words[finite.i + 1].lower if finite.i + 1 < len(sentence.words) else ""
    contract = rng.random() < CONTRACTION_SHARE and following not in _BEFORE_NOT
    if finite is clause.predicate and finite.lemma != "be":
        return _do_support(sentence, clause, repairs, contract)
    return _after_auxiliary(sentence, clause, repairs, contract)


def _after_auxiliary(
    sentence: Sentence, clause: Clause, repairs: list[Replacement], contract: bool
) -> Edit | None:
    finite = clause.finite
    assert finite is not None
    if finite.lower in ("better", "ought", "'d", "need", "dare", "used") or finite.lower not in _AUXILIARIES:
        return None
    rule = (
        "copula"
        if finite.lemma == "be" and clause.predicate.child("aux", "aux:pass") is None
        else "auxiliary"
    )
    if finite is clause.predicate:
        rule = "copula"
    following = sentence.words[finite.i + 1 : finite.i + 3]
    if following and following[0].lower in FOCUS_ADVERBS | {
        "all",
        "both",
        "not",
        "each",
        "to",
        "no",
        "as",
        "so",
        "long",
    }:
        return None
    if contract and finite.lower in CONTRACTIONS:
        form = CONTRACTIONS[finite.lower]
        return edit("negation.contraction", 0, replace(finite, form), *repairs)
    if finite.lower == "can":
        return edit(f"negation.{rule}", 0, replace(finite, "cannot"), *repairs)
    last = finite
    for word in following:
        if word.i == last.i + 1 and word.lower in _BEFORE_NOT and word.rel == "advmod":
            last = word
    if last is not finite and last.lower == "already":
        last = finite
    return edit(f"negation.{rule}", 0, insert_after(last, " not"), *repairs)


_AUXILIARIES = frozenset([*CONTRACTIONS, "may", "might", "shall", "am", "'s", "'re", "'m", "'ve", "'ll"])


def _do_support(
    sentence: Sentence, clause: Clause, repairs: list[Replacement], contract: bool
) -> Edit | None:
    verb = clause.predicate
    base = base_form(verb.text, verb.tag, verb.lemma)
    if base is None or base in ("be", "let", "hope", "thank", "beg", "need") or verb.pos != "VERB":
        return None
    if _reduced(sentence, clause) or (base == "have" and _is_participle(sentence, verb.i + 1)):
        return None
    auxiliary = {"VBD": "did", "VBZ": "does", "VBP": "do"}[verb.tag]
    auxiliary = CONTRACTIONS[auxiliary] if contract else f"{auxiliary} not"
    rule = "negation.contraction" if contract else "negation.do_support"
    first = verb
    while first.i > 0:
        adverb = sentence.words[first.i - 1]
        if (
            adverb.head is not verb
            or adverb.rel != "advmod"
            or adverb.lower in _BEFORE_NOT
            or adverb.children
        ):
            break
        if adverb.tag in ("WRB", "RBR") or adverb.lower in FOCUS_ADVERBS:
            return None
        first = adverb
    if first is verb:
        return edit(rule, 0, replace(verb, f"{auxiliary} {base}"), *repairs)
    subject = clause.subject
    if subject is None or first.i <= subject.i:
        return None
    return edit(rule, 0, insert_before(first, f"{auxiliary} "), replace(verb, base), *repairs)


def _is_participle(sentence: Sentence, i: int) -> bool:
    """Whether token i can be a past participle: "has risen", its participle read as a noun."""
    word = sentence.words[i] if i < len(sentence.words) else None
    return word is not None and word.rel == "obj" and base_form(word.text, "VBN", word.lemma) is not None


def _reduced(sentence: Sentence, clause: Clause) -> bool:
    """Whether the "past tense" is rather a participle, as in "the areas threatened by the fire"."""
    verb = clause.predicate
    following = sentence.words[verb.i + 1] if verb.i + 1 < len(sentence.words) else verb
    if verb.tag == "VBD" and following.lower == "by" and clause.object is None and following.head is not verb:
        return not (
            following.head is not None and following.head.tag in ("CD", "NN", "NNS") and verb.lemma in _LEVELS
        )
    if sentence.words[verb.i - 1].lower in ("each", "all", "both"):
        return True
    return any(
        c.i > verb.i
        and c.tag in ("VBD", "VBZ", "VBP")
        and c.pos == "VERB"
        and not c.child("nsubj", "csubj", "expl", "cc", "mark")
        for c in verb.all("ccomp", "parataxis", "advcl", "xcomp", "dep")
    )


_LEVELS = word_set("rise fall gain drop increase decrease grow climb decline jump slip")


def _infinitive(sentence: Sentence, clause: Clause) -> Edit | None:
    """ "agreed to sell" -> "agreed not to sell", after verbs and adjectives that take it well."""
    verb = clause.predicate
    to = next((c for c in verb.children if c.tag == "TO" and c.i < verb.i), None)
    if to is None or verb.rel != "xcomp" or verb.head is None or verb.head.lemma not in INFINITIVE_MATRIX:
        return None
    if to.i == 0 or _polarity(sentence, clause, negated=True) != []:
        return None
    return edit("negation.infinitive", 0, insert_before(to, "not "))


def _imperative(sentence: Sentence, clause: Clause) -> Edit | None:
    """ "Pay the fee." -> "Do not pay the fee."."""
    verb = clause.predicate
    if (
        not clause.is_root
        or verb.tag != "VB"
        or clause.subject is not None
        or clause.auxiliaries
        or verb.i != 0
    ):
        return None
    if verb.lemma in ("let", "thank", "please") or verb.all("conj") or verb.text[:1].islower():
        return None
    base = base_form(verb.text, "VB", verb.lemma)
    if base is None or _polarity(sentence, clause, negated=True) != []:
        return None
    return edit("negation.do_support", 0, replace(verb, f"do not {base}"))


def _blocked(sentence: Sentence, clause: Clause) -> bool:
    """Whether negating this clause gives no clean near-miss."""
    verb = clause.predicate
    if verb.rel == "appos":
        return True  # "Ruth, WHO's envoy", its 's read as "is"
    if verb.lemma in REPORTING and not verb.child("obj", "ccomp", "obl") and verb.rel == "conj":
        return True  # "..., experts said", read as a conjunct
    if any(
        c.lower in _SAME_WHEN_NEGATED for c in verb.children if c.rel in ("mark", "case") and c.i < verb.i
    ):
        return True
    if (
        any(c.tag in ("WP", "WRB", "WP$", "WDT") and c.i < verb.i for c in verb.children)
        and verb.rel == "ccomp"
    ):
        return True
    if any(c.lower == "how" for c in verb.children) or _reporting_after(clause):
        return True
    if clause.shared_subject and clause.finite is verb and verb.child("cc") is None:
        return True  # "rose, fell and closed": only the last one is safe
    sharing = [c for c in verb.all("conj") if c.child("nsubj", "csubj", "expl") is None]
    if clause.finite is verb and verb.lemma != "be" and sharing:
        joined = sharing[0].child("cc")
        if len(sharing) > 1 or joined is None or joined.lower != "but":
            return True
    if (
        verb.rel == "ccomp"
        and verb.head is not None
        and verb.head.lemma in _BARE_INFINITIVE
        and verb.child("mark") is None
    ):
        return True
    if any(
        c.tag == "VBN" and c.child("nsubj", "nsubj:pass") and not c.child("aux") for c in verb.all("conj")
    ):
        return True  # "were killed and dozens injured"
    if clause.subject is not None and any(
        w.lower in ("only", "just", "few", "no") for w in sentence.subtree(clause.subject)
    ):
        return True
    for child in verb.children:
        if child.lower in NEGATIVE_WORDS or child.lower in FOCUS_ADVERBS:
            return True
        if child.rel in ("nsubj", "obj", "obl", "iobj", "advmod", "det", "amod") and any(
            c.lower in _SCOPE and c.rel in ("det", "advmod", "amod") for c in child.children
        ):
            return True
    return False


def _reporting_after(clause: Clause) -> bool:
    """Whether this is the "he said" of "..., he said"."""
    verb = clause.predicate
    if verb.lemma not in REPORTING:
        return False
    if verb.rel == "parataxis":
        return True
    content = verb.child("ccomp", "parataxis")
    return content is not None and content.i < verb.i


def _polarity(sentence: Sentence, clause: Clause, negated: bool) -> list[Replacement] | None:
    """Return repairs of some/any, already/yet, too/either in the clause, or None to reject it."""
    repairs = []
    verb = clause.predicate
    for child in verb.children:
        if child.i < verb.i and child.rel != "advmod":
            continue
        determiner = child.child("det") if child.rel in ("obj", "nsubj") else None
        if determiner is not None and determiner.lower == "some" and child.child("nummod") is None:
            repairs.append(replace(determiner, "any"))
        if child.rel in ("obj", "obl") and child.lower in _NO_PLURAL.values():
            repairs.append(replace(child, child.lower.replace("some", "any")))
        if child.rel == "advmod":
            if child.lower == "already":
                if clause.finite is verb:
                    return None
                repairs.append(replace(child, "yet"))
            elif child.lower == "too" and child.i > verb.i:
                repairs.append(replace(child, "either"))
            elif child.lower in ("somewhat", "well", "instead", "rather", "either", "yet", "once"):
                return None
    return repairs


# --- removal ----------------------------------------------------------------------------------------


# --- no ---------------------------------------------------------------------------------------------


def _determiners(sentence: Sentence) -> Iterator[Edit]:
    for word in sentence.words:
        if word.rel not in ("nsubj", "obj") or word.head is None or word.pos != "NOUN":
            continue
        determiner = word.child("det")
        clause = next((c for c in sentence.clauses if c.predicate is word.head), None)
        if determiner is None or clause is None or determiner.i > word.i or clause.finite is None:
            continue
        if word.head.lemma in _NAMING:
            continue
        if word.all("conj", "nummod", "det:predet", "cc:preconj") or (
            word.rel == "nsubj" and word.i > clause.finite.i
        ):
            continue
        if determiner.lower == "no":
            made = without_no(sentence, word, determiner, clause)
        elif negator_of(clause) is None and not _blocked(sentence, clause):
            made = _with_no(sentence, word, determiner)
        else:
            made = None
        if made is not None:
            yield made


def _with_no(sentence: Sentence, noun: Word, determiner: Word) -> Edit | None:
    if (
        determiner.lower not in ("a", "an", "any", "some")
        or noun.lemma in _QUANTITY
        or noun.tag not in ("NN", "NNS")
    ):
        return None
    if any(w.tag in ("$", "CD") for w in sentence.subtree(noun)):
        return None
    following = sentence.words[determiner.i + 1]
    if following.lower in (
        "few",
        "little",
        "lot",
        "total",
        "record",
        "whopping",
        "good",
        "great",
        "mere",
        "further",
    ):
        return None
    if following.tag in ("CD", "RB", "JJR", "JJS", "RBR", "RBS", "$") or noun.all("appos"):
        return None
    if any(c.lower == "such" for c in noun.children) or (noun.all("acl:relcl") and noun.rel == "nsubj"):
        return None
    return edit("negation.no_determiner", 0, replace(determiner, "no"))


def _wh_subject(clause: Clause) -> bool:
    """Whether the clause asks for its own subject ("Which plan covers ...?")."""
    subject = clause.subject
    if subject is None or clause.finite is None or subject.i > clause.finite.i or not clause.is_root:
        return False
    return subject.tag in ("WP", "WDT") or any(
        c.tag in ("WDT", "WP") and c.rel == "det" for c in subject.children
    )
