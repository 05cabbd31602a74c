"""Opposite modifiers change places (near-misses): "Public repositories are free, private ones are paid." ->
"Private repositories are free, public ones are paid.".

What can be large can be small, so that opposites fit each other's noun better than any two adjectives do;
whether they do, plausibility/fit.py asks the corpus, unless both nouns are of one name.
"""

from collections.abc import Iterator

from ...parsing.sentence import Sentence, Word
from ...plausibility.fit import Placed
from ..argument_swap.counterparts import joined, pairs
from ..edit import Change, change, replace
from ..exchange import says_the_same
from ..matching import ADJECTIVE, is_plain
from ..phrases import is_glossed
from ..rule import NEAR_MISS, rule
from ..substitution.antonym import OPPOSITES
from ..substitution.co_hyponym import ADJECTIVES
from .free import are_at_home, in_set_phrase

_SETS = joined(ADJECTIVES, ((word, others) for (pos, word), others in OPPOSITES.items() if pos == ADJECTIVE))
_BESIDE = frozenset(("and", "or", "to", "/", "-"))


@rule("modifier_rebinding.counterparts", NEAR_MISS)
def adjectives(sentence: Sentence) -> Iterator[Change]:
    """The old key opens the gate, the new key the door. -> The new key opens the gate, the old key the
    door."""
    for first, second in pairs(sentence, "ADJ", _SETS):
        mentions = [*first, *second]
        if not all(_may_leave(sentence, word) for word in mentions):
            continue
        nouns = {word.head for word in mentions}
        if len(nouns) < len(mentions) or any(
            a.rel == "conj" and a.head in nouns and a.head.lemma == a.lemma for a in nouns
        ):
            continue
        if any(says_the_same(a.head, b.head) for a in first for b in second):
            continue  # "The red lamp matched the blue lamp."
        new = {first[0].lemma: second[0], second[0].lemma: first[0]}
        placed = tuple(Placed(new[word.lemma], word) for word in mentions)
        made = change("counterparts", *(replace(word, new[word.lemma].lower) for word in mentions))
        at_home = all(are_at_home(a, b) for a in first for b in second)
        yield made if at_home else made._replace(placed=placed)


def _may_leave(sentence: Sentence, word: Word) -> bool:
    """Whether an adjective stands alone and directly before a common noun that nothing explains."""
    noun = word.head
    if word.rel != "amod" or word.tag != "JJ" or word.children or noun.i != word.i + 1:
        return False
    beside = (sentence.before(word).lower, sentence.after(word).lower)
    if not _BESIDE.isdisjoint(beside) or noun.pos != "NOUN" or is_glossed(sentence, noun):
        return False
    return is_plain(sentence, word) and noun.text.islower() and not in_set_phrase(sentence, word)
