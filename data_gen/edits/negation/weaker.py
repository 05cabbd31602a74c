"""What was denied is admitted in a weaker form (near-misses): "no side effects" -> "only mild
side effects".

Part of the rules negation.no_removal and negation.removal. What is mild or small contradicts less of the rest
than what is there altogether, so that contrasts ("but", "while") may stay.
"""

from ..prelude import Changes, Clause, Replacement, Sentence, Word, change, lowers, replace, rule, word_lists
from .removal import remove

_LISTS = word_lists(__package__, "weaker")
_DEGREES = _LISTS.table("degrees")


@rule("negation.no_removal", triggers=("no", "without"))
def admitted(sentence: Sentence) -> Changes:
    """ "It has no symptoms." -> "It has only mild symptoms."."""
    for word in sentence.words:
        noun, degree = word.head, ""
        if sentence.before(word).lower in _LISTS.nearly:
            continue  # "little or no effect"
        if word.lower == "no" and word.rel == "det" and _is_told(noun):
            degree = _degree(sentence, noun, word)
        elif word.lower == "without" and word.rel == "case" and word.i == noun.left:
            degree = _degree(sentence, noun, word)
            degree = degree and f"with {degree}"
        if degree:
            yield change("no_removal", replace(word, degree))


@rule("negation.removal", triggers=("not", "n't"))
@rule("negation.contraction_removal")
def admits(sentence: Sentence, clause: Clause) -> Changes:
    """ "They do not develop symptoms." -> "They develop only mild symptoms."."""
    noun, negator = clause.object, clause.negation
    if clause.finite.lemma != "do" or not negator or noun.i < clause.predicate.i or not _is_told(noun):
        return
    first = sentence.words[noun.left]
    if first.tag == "DT" and first.lower != "any":
        return
    degree = _degree(sentence, noun, first if first.lower == "any" else negator)
    made = remove(sentence, clause, negator)
    if not degree or made is None or made.rule not in ("removal", "contraction_removal"):
        return
    end = first.end if first.lower == "any" else first.start
    text = degree if first.lower == "any" else f"{degree} "
    others = [one for one in made.replacements if not (first.start <= one.start < noun.end)]
    yield change(made.rule, *others, Replacement(first.start, end, text))


def _is_told(noun: Word) -> bool:
    """Whether somebody says what there is, or what something has: its subject, object or predicate."""
    verb = noun.head
    return (noun.rel in ("obj", "nsubj:pass") and verb.lemma in _LISTS.telling) or (
        noun.rel == "nsubj" and verb.lemma == "be" and bool(verb.child("expl"))
    )


def _degree(sentence: Sentence, noun: Word, before: Word) -> str:
    """Return "only mild", "only a small" or the like, or nothing where the sentence goes against it."""
    known = _DEGREES.get(f"{sentence.before(noun).lower} {noun.lemma}") or _DEGREES.get(noun.lemma, "")
    if not known or noun.tag not in ("NN", "NNS") or not _LISTS.bound.isdisjoint(lowers(sentence)):
        return ""
    if any(
        w.lower in _LISTS.graded or w.tag in ("JJR", "RBR") for w in sentence.words[before.i + 1 : noun.i]
    ):
        return ""
    if any(w.lower in _LISTS.polar for w in sentence.subtree(noun)):
        return ""
    return f"only {known.removeprefix('a ') if noun.tag == 'NNS' else known}"
