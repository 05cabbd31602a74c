"""Several edits of one sentence made at once: beside each other, or one inside of what another moves.

People reword a sentence in three or four places at a time, so a paraphrase is composed of several edits
that keep the meaning, and a near-miss is reworded by the same ones (variants.py). Nothing is parsed again:
edits go together where their spans do not meet, or where the words that one moves stand whole in a new place.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ..edits.edit import Edit, Replacement
from ..edits.propose import Made, apply
from ..parsing.sentence import Sentence
from .quadruples import stands_around
from .together import WORD, together

MOST = 9  # edits of one paraphrase
_INVERSES = (
    {"paraphrase.active_passive", "paraphrase.passive_active"},
    {"paraphrase.contraction", "paraphrase.expansion"},
)
_INDIRECT = ("register.command", "register.need", "register.question", "paraphrase.indirect_question")
_ASKED_ANEW = ("paraphrase.indirect_question", "paraphrase.request")
_SCOPE = ("quantifier.only", "quantifier.even")  # what they stand before must stay there


class Composed(NamedTuple):
    """A sentence with several edits made, with a near-miss's edit as well where there is one, and which edits
    they are.
    """

    paraphrase: Made
    near: Made | None
    taken: tuple[Made, ...]


@lru_cache(maxsize=8192)  # the pairs of rules are few
def may_cancel(first: str, second: str) -> bool:
    """Whether the second of two rules may undo the first, the two may negate twice, or turn a modal twice.

    Rules of composed edits ("a.b+c.d") are looked at one by one.
    """
    return any(_may_cancel(one, two) for one in first.split("+") for two in second.split("+"))


@cache
def _may_cancel(first: str, second: str) -> bool:
    rules = {first, second}
    families = {rule.partition(".")[0] for rule in rules}
    if all(stands_around(rule) for rule in rules):
        return True
    if len(rules) == 1:
        return first not in _REPEATABLE
    if rules in _INVERSES or all("negat" in rule or rule.startswith("modality.") for rule in rules):
        return True
    if "register" in families and not rules.isdisjoint(_ASKED_ANEW):
        return True  # "Can you tell me hi all! What ..."
    if "negation.no_determiner" in rules and "paraphrase.active_passive" in rules:
        return True  # "It may be signed by no clerk."
    if "negation" in families and "register.need" in rules:
        return True  # "I need to do not pay the fee."
    if "temporal.tense" in rules and any(rule.startswith(_INDIRECT) for rule in rules):
        return True  # "tell me when it did open"
    return any(rule in _SCOPE for rule in rules) and "paraphrase" in families


_REPEATABLE = frozenset(
    (
        "substitution.synonym",
        "paraphrase.phrase",
        "paraphrase.verb_phrase",
        "paraphrase.recast",
        "paraphrase.linking",
    )
)
"""Rules that change one word or phrase each: several of their edits go together."""


def combine(sentence: Sentence, first: Made, second: Made, rejections: Counter[str]) -> Made | None:
    """Return the sentence with both edits made, named after both; None where they cannot be made together.

    It keeps the meaning where both do.
    """
    if may_cancel(first.rule, second.rule):
        return None
    replacements = together(sentence.text, first.edit.replacements, second.edit.replacements)
    if replacements is None:
        return None
    edit = Edit(
        f"{first.rule}+{second.rule}",
        min(first.label, second.label),
        replacements,
        first.edit.lower or second.edit.lower,
    )
    made = apply(sentence, edit, rejections)
    if made is None or made.text.lower() in (first.text.lower(), second.text.lower()):
        return None
    return made


def compose(
    sentence: Sentence, edits: Iterable[Made], share: float, near: Made | None, rejections: Counter[str]
) -> Composed | None:
    """Return the sentence with several edits made, and with `near` made as well; None where none goes.

    edits: label 1 each, the first are tried first. share: of its words; when no more are left as they were,
    no further edit is made. near: an edit that changes the meaning; only edits are taken that go together
    with it.
    """
    taken: list[Made] = []
    steps: list[tuple[Replacement, ...]] = [()]  # what the first of them replace, by how many
    for made in edits:
        if len(taken) == MOST:
            break
        others = [*taken, near] if near is not None else taken
        if any(may_cancel(made.rule, other.rule) for other in others):
            continue
        new = together(sentence.text, steps[-1], made.edit.replacements)
        if new is None or (near and together(sentence.text, new, near.edit.replacements) is None):
            continue
        steps.append(new)
        taken.append(made)
        if kept_share(sentence.text, new) <= share:
            break
    while taken:
        found = _applied(sentence, taken, steps[-1], near, rejections)
        if found is None and len(taken) > 2:  # one of them may be what no other goes with
            places = reversed(range(len(taken)))
            tried = (
                _applied(sentence, [*taken[:i], *taken[i + 1 :]], less, near, rejections)
                for i in places
                if (less := _joined(sentence.text, steps[i], taken[i + 1 :])) is not None
            )
            found = next((one for one in tried if one is not None), None)
        if found is not None:
            return found
        taken.pop()
        steps.pop()
    return None


def _joined(
    text: str, replacements: tuple[Replacement, ...], more: Sequence[Made]
) -> tuple[Replacement, ...] | None:
    """Return the replacements with those of more edits, or None where they do not go together."""
    for made in more:
        new = together(text, replacements, made.edit.replacements)
        if new is None:
            return None
        replacements = new
    return replacements


def _applied(
    sentence: Sentence,
    taken: Sequence[Made],
    replacements: tuple[Replacement, ...],
    near: Made | None,
    rejections: Counter[str],
) -> Composed | None:
    """Return the sentence with the edits, which make `replacements`, and with `near` too; None where a guard
    rejects either.
    """
    rule = "+".join(made.rule for made in taken)
    lower = any(made.edit.lower for made in taken)
    composed = apply(sentence, Edit(rule, 1, replacements, lower), rejections)
    if composed is None:
        return None
    if near is None:
        return Composed(composed, None, tuple(taken))
    both = combine(sentence, composed, near, rejections)
    return None if both is None else Composed(composed, both, tuple(taken))


@lru_cache(maxsize=256)
def kept_share(text: str, replacements: tuple[Replacement, ...]) -> float:
    """Return the share of the text's words that the replacements leave, wherever they then stand."""
    new = [word for one in replacements for word in WORD.findall(one.text.lower())]
    gone = 0
    for one in replacements:
        for word in WORD.findall(text[one.start : one.end].lower()):
            if word in new:
                new.remove(word)
            else:
                gone += 1
    return 1 - gone / max(1, _length(text))


@lru_cache(maxsize=64)  # a text's edits are measured one after the other
def _length(text: str) -> int:
    return len(WORD.findall(text))
