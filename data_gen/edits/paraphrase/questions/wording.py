"""Questions in other words (hard positives): "How do I reset it?" <-> "How can I reset it?".

Users ask, so a verifier must know how one thing is asked in several ways. The patterns are of the question's
words (words.yaml): parsers read short questions badly.
"""

import re
from collections.abc import Callable

from ....english.verb_forms import gerund
from ...prelude import SAME, Proposals, Random, Replacement, Sentence, is_question, rule, word_lists

_LISTS = word_lists(__package__, "wording")

SHARE = 0.8
_MAX_WORDS = 25
_MAKER = _LISTS.table("maker")
_TABLES = {
    "PROPERTY": _LISTS.table("property"),
    "ADJECTIVE": _LISTS.table("adjective"),
    "MAKER": _MAKER,
    "VERB": {noun: verb for verb, noun in _MAKER.items()},
    "DUTY": _LISTS.table("duty"),
}
_FILLERS: dict[str, Callable[[str], str]] = {
    "DO": lambda thing: "do" if _is_plural(thing) else "does",
    "GERUND": gerund,
    **{name: table.__getitem__ for name, table in _TABLES.items()},
}
_FILLED = re.compile(rf"({'|'.join(_FILLERS)})\(\\(\d)\)")


def _patterns() -> dict[str, list[tuple[re.Pattern[str], list[str]]]]:
    """Read the patterns, each with the texts that may take its question's place, by their first word."""
    parts = _LISTS.table("parts") | {f"ANY_{name}": "|".join(table) for name, table in _TABLES.items()}
    found: dict[str, list[tuple[re.Pattern[str], list[str]]]] = {}
    for row in _LISTS.text("patterns").splitlines():
        pattern, _, texts = row.partition(" = ")
        for name, part in parts.items():
            pattern = pattern.replace(name, part)
        first = pattern.removeprefix("^").partition(" ")[0].partition("'")[0].lower()
        found.setdefault(first, []).append((re.compile(pattern + r" ?\?$"), texts.split("|")))
    return found


_PATTERNS = _patterns()


@rule("paraphrase.question_wording", SAME, share=SHARE, when=is_question)
def question_wording(sentence: Sentence, rng: Random) -> Proposals:
    """How do I reset it? <-> How can I reset it? / How to reset it?; Can I get a refund? <-> Is it possible
    to get a refund?; Who wrote the novel? <-> Who is the author of the novel?

    Yield at most two other ways to put the question.
    """
    patterns = _PATTERNS.get(sentence.words[0].lower)
    if not patterns or len(sentence.words) > _MAX_WORDS:
        return
    text = sentence.text
    if text.count("?") != 1 or '"' in text:
        return
    if sentence.words[0].text.isupper() and len(sentence.words[0].text) > 1:
        return
    found: list[str] = []
    for pattern, texts in patterns:
        match = pattern.match(text)
        if match is None:
            continue
        made = [result for one in texts if (result := _filled(match, one)) is not None]
        found.extend(rng.sample(made, min(2, len(made))))
    for result in found[:2]:
        yield Replacement(0, len(text), result)


def _filled(match: re.Match[str], text: str) -> str | None:
    """Fill the groups of a match into a text; None where it is not to be said of them."""
    plain = text.removeprefix("ALIKE ")
    if plain != text and (len(match[1].split()) != len(match[2].split()) or _is_plural(match[1])):
        return None  # in "direct and indirect costs" they share a word
    made = match.expand(_FILLED.sub(lambda mark: _FILLERS[mark[1]](match[int(mark[2])]), plain))
    if "WHO" not in plain:
        return made
    generic = re.search(r"^How|\b(my|me|myself|I)\b", match.string) is None
    return made.replace("WHO", "you" if generic else "I")


def _is_plural(thing: str) -> bool:
    """Whether the thing is a plural, by its form."""
    last = thing.split()[-1]
    return last.endswith("s") and not last.endswith(("ss", "us", "is")) and last.islower()
