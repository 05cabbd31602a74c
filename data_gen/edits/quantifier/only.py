""" "Only" comes or goes (near-misses), or is said otherwise (positives).

Rules quantifier.only ("Only members may vote." <-> "Members may vote.") and .only_wording ("only five
seats" <-> "just five seats", "at most two" <-> "no more than two").
"""

from ...english.kinds import kind
from ...english.lexicon import PERSON_NOUNS, word_set
from ..matching import Found, Table, is_plain, lexical
from ..polarity import clause_of
from ..prelude import Changes, Sentence, Word, change, insert_before, lowers, replace, word_lists
from ..rule import NEAR_MISS, SAME, Random, rule

_LISTS = word_lists(__package__, "only")

ONLY_SHARE = 0.4  # of the sentences that may take it: about as often as "only" is there to be removed

_NEAR = 8  # words around "only" in which another word may limit the same
_OTHERS = word_set("rest not n't no other others while whereas albeit untrusted some")
_IDIOMS = word_set("addition general fact response case time part particular order place total")


@rule("quantifier.only", NEAR_MISS, most=2)
def only(sentence: Sentence, rng: Random) -> Changes:
    """Only members may vote. <-> Members may vote.; The office opens only on Mondays. <-> The office opens on
    Mondays."""
    seen = lowers(sentence)
    if sentence.is_question:
        return  # of an amount or a group alone: asked.py
    if "only" in seen:
        if not seen.isdisjoint(_OTHERS):
            return  # "only the tenant, not the guest"
        for word in sentence.words:
            if word.lower == "only" and is_plain(sentence, word) and _is_removable(sentence, word):
                yield change("only", replace(word, ""))
    elif seen.isdisjoint(_LISTS.scoped) and rng.random() < ONLY_SHARE:
        places = _places(sentence)
        if places:
            yield change("only", insert_before(rng.choice(places), "only "))


def _is_removable(sentence: Sentence, word: Word) -> bool:
    before = sentence.before(word)
    after = sentence.after(word)
    if not after or word.rel not in ("advmod", "amod", "det") or word.children:
        return False
    if before.lower in _LISTS.not_before or before.tag in ("PRP$", "POS", "JJ") or before.text == ",":
        return False
    around = sentence.words[max(word.i - _NEAR, 0) : word.i + _NEAR]
    if _measures(sentence, word, after) or any(w.lower in _LISTS.limited for w in around):
        return False
    if after.tag in ("JJ", "NN", "NNS") and after.has("cop"):
        return False  # "it is only fair": no more than that
    if not _is_told(sentence, word) or any(w.lower == "if" for w in sentence.words[word.i :]):
        return False
    return "but" not in lowers(sentence) and after.lower not in _LISTS.not_after and _limits(sentence, word)


def _limits(sentence: Sentence, word: Word) -> bool:
    """Whether it limits who, where or by what: elsewhere it says as often that something is little, or late
    ("has only grown", "allow only toys", "it was only in May that ...").
    """
    head, before, after = word.head, sentence.before(word), sentence.after(word)
    if after.tag in ("IN", "RB"):
        return after.tag == "IN" and word.i > sentence.first and before.lemma != "be"
    done = head.child("aux:pass") and any(c.i > head.i for c in head.all("obl"))
    who = "nsubj" in (head.rel, head.head.rel if head.rel in ("amod", "compound") else "")
    return bool(done) or who or word.i == sentence.first or before.lower == "must" or head.lemma == "apply"


def _is_told(sentence: Sentence, word: Word) -> bool:
    """Whether "only" stands in a statement, and before no noun that a clause picks out.

    What is ordered or aimed at is limited without it: "Use original parts.", "to match names that begin so".
    """
    clause = clause_of(sentence, word)
    picked = any(w.rel == "acl" and w.head.i > word.i for w in word.head.children)
    return clause is not None and bool(clause.finite and clause.subject) and not picked


def _measures(sentence: Sentence, word: Word, after: Word) -> bool:
    """Whether "only" tells no more than that this is little: "make up only 5%", "only the third"."""
    following = sentence.words[word.i + 1 : word.i + 6]
    if after.tag.startswith("VB") or after.tag == "IN":
        return any(w.tag == "CD" for w in following)
    return any(w.tag == "CD" or w.lower in _LISTS.ordinals or w.lower.endswith("th") for w in following[:2])


def _places(sentence: Sentence) -> list[Word]:
    """The words before which "only" may come: a plural subject, or a phrase of time or place that ends what
    may or will be done.
    """
    clause = next((c for c in sentence.clauses if c.is_root), None)
    if clause is None or not clause.finite or clause.predicate.tag == "VBG":
        return []
    if clause.predicate.child("ccomp", "parataxis"):
        return []  # "Studies show that ..."
    if clause.finite.tag not in ("MD", "VBP", "VBZ"):
        return []
    places = []
    subject = clause.subject
    is_counted = any(word.tag == "CD" for word in sentence.words)  # "in three ways": these are the point
    if (
        subject.left == sentence.first
        and _may_be_only(subject)
        and clause.finite.tag == "MD"
        and not is_counted
    ):
        places.append(sentence.words[subject.left])
    for phrase in clause.predicate.all("obl"):
        case = phrase.child("case")
        if not case or case.i != phrase.left or phrase.right < len(sentence.words) - 2:
            continue
        if case.lower not in ("in", "on", "at", "during") or phrase.lemma in _IDIOMS:
            continue
        if clause.predicate.child("advcl"):
            continue  # "has a history, going back to ..."
        if not phrase.child("conj", "acl") and kind(phrase) == "time":
            places.append(case)
    return places


def _may_be_only(subject: Word) -> bool:
    if subject.tag != "NNS" or subject.lemma not in PERSON_NOUNS - {"people", "person"}:
        return False
    if not subject.child("nmod") and (subject.head.tag != "VB" or subject.head.lemma == "become"):
        return False  # "Only nurses should be trained"
    return subject.left == subject.i and not subject.child("conj", "appos", "acl")  # no "Android users"


# --- in other words ----------------------------------------------------------------------------------


@lexical("quantifier.only_wording", SAME, Table(_LISTS.table("wordings")))
def only_wording(found: Found) -> bool:
    """only five seats -> just five seats; at most two <-> no more than two"""
    following, before, further = found.after(), found.before(), found.after(2)
    if found.text in ("exclusively", "solely"):
        return found.first.rel == "advmod" and following.tag in ("IN", "TO") and not found.first.children
    if following.tag != "CD" or following.lower == "one":
        return False
    if found.text in ("only", "just") and before.tag in ("DT", "PRP$", "RB", "JJ"):
        return False
    return further.text != "-" and further.lower not in ("a.m.", "p.m.", "o'clock")
