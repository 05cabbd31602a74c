# ruff: noqa: E501 (a table, one pattern per line)
"""Questions in other words (hard positives): "How do I reset it?" <-> "How can I reset it?".

Part of the family paraphrase. Users ask, so a verifier must know how one thing is asked in several ways. The
patterns are of the question's words; the parse only says where a noun phrase ends. Indirect questions are in
indirect.py, voice in paraphrase/voice.py.
"""

import random
import re
from collections.abc import Callable, Iterator

from ....english.verb_forms import gerund
from ....english.word_lists import word_lists
from ....parsing.sentence import Sentence
from ...edit import Change, Replacement, change
from ...index import is_question
from ...rule import SAME, rule

_LISTS = word_lists(__package__, "wording")

_THING = r"((?:the |a |an |my |your |this )?[A-Za-z][\w'’.-]*(?: (?!is |are |was |that |which |who |if |when |and |or |to )[\w'’.-]+){0,5})"
_PERSONAL = r"(I|you|we|one|people|someone)"
# What generic "you" does habitually is no instruction; what "I" feel neither.
_NO_METHOD = "and or not feel think know like spend say mean compare rate define see view describe be have need want love hate come go"
_METHOD = rf"(?!(?:{_NO_METHOD.replace(' ', '|')})\b)([a-z]+)"
_PROPERTIES = _LISTS.table("properties")  # fmt: skip
_MAKERS = _LISTS.table("makers")  # fmt: skip
_NOUNS = {noun: verb for verb, noun in _MAKERS.items()}
_ADJECTIVES = _LISTS.table("adjectives")
_HAVINGS = "advantages|disadvantages|benefits|drawbacks|symptoms|side effects|features|properties|risks"
_SEARCHES = "find|get|buy|download|order|report|return|apply|register|renew|send|pay|book|rent|park|sign|see|file|check"

_Make = Callable[[re.Match[str]], "str | None"]


def _t(*texts: str) -> tuple[_Make, ...]:
    """Return makers that fill the groups of a match into texts ("\\2")."""
    return tuple(lambda m, text=text: m.expand(text) for text in texts)


def _yours(match: re.Match[str], text: str) -> str | None:
    """Fill in, where the question does not speak of "your" things: then "you" is somebody and not anybody."""
    return None if re.search(r"\byou(r|rs|rself)?\b", match.string[match.start(3) :]) else match.expand(text)


def _for_speaker(match: re.Match[str], text: str) -> str:
    """Fill in "I" where somebody asks how to, or speaks of "my" things, else "you"."""
    generic = re.search(r"^How|\b(my|me|myself|I)\b", match.string) is None
    return match.expand(text).replace("WHO", "you" if generic else "I")


def _some(match: re.Match[str]) -> str | None:
    """Leave out "some": "What are some uses of X?" asks for uses of X."""
    return None if match[1].startswith("of ") else f"What are {match[1]}?"


def _between(match: re.Match[str], text: str) -> str | None:
    """Fill in two things of the same length: in "direct and indirect costs" they share a word."""
    alike = len(match[1].split()) == len(match[2].split())
    return match.expand(text) if alike and not _is_plural(match[1]) else None


def _is_plural(thing: str) -> bool:
    """Whether the thing is a plural, by its form."""
    last = thing.split()[-1]
    return last.endswith("s") and not last.endswith(("ss", "us", "is")) and last.islower()


def _gerund(match: re.Match[str]) -> str | None:
    """Turn "Is it safe to swim here?" into "Is swimming here safe?"."""
    adjective, verb, rest = match.groups()
    return f"Is {gerund(verb)}{rest} {adjective}?" if adjective in _LISTS.judged and verb != "be" else None


_PATTERNS: tuple[tuple[str, re.Pattern[str], tuple[_Make, ...]], ...] = tuple(
    (first, re.compile(pattern + r" ?\?$"), makes)
    for first, pattern, makes in (
        ("how", rf"^How do (I|we|one) {_METHOD}\b(.*?)", _t(r"How can \1 \2\3?", r"How to \2\3?")),
        ("how", rf"^How can (I|we|one) {_METHOD}\b(.*?)", _t(r"How do \1 \2\3?", r"How to \2\3?", r"What can \1 do to \2\3?")),
        ("how", rf"^How do (you) {_METHOD}\b(.*?)", (lambda m: _yours(m, r"How can \1 \2\3?"), lambda m: _yours(m, r"How to \2\3?"))),
        ("how", rf"^How can (you) {_METHOD}\b(.*?)", (lambda m: _yours(m, r"How do \1 \2\3?"), lambda m: _yours(m, r"How to \2\3?"))),
        ("how", rf"^How to {_METHOD}\b(?!.*\bone's\b)(.*?)", (
            lambda m: _for_speaker(m, r"How can WHO \1\2?"), lambda m: _for_speaker(m, r"How do WHO \1\2?"))),
        ("how", rf"^How could (I|we) {_METHOD}\b(.*?)", _t(r"How can \1 \2\3?", r"How to \2\3?")),
        ("how", r"^How (?:do|can) I (?:know|tell) (if|whether|that|when) (.*?)", _t(r"How can I find out \1 \2?")),
        ("how", r"^How (does|did|will|would) ((?!it |he |she |this |that |much |many )[A-Za-z].*?)", _t(r"In what way \1 \2?")),
        ("in", r"^In what way (does|did|will|would) (.*?)", _t(r"How \1 \2?")),
        ("how", r"^How long (does|did|will|would) it take (.*?)", _t(r"How much time \1 it take \2?")),
        ("how", r"^How much time (does|did|will|would) it take (.*?)", _t(r"How long \1 it take \2?")),
        ("what", r"^What (?:can|could) (I|we) do to ([a-z]+)\b(.*?)", _t(r"How can \1 \2\3?")),
        ("what", r"^What do you think (?:about|of) (.*?)", _t(
            r"What is your opinion on \1?", r"What are your thoughts on \1?", r"What are your views on \1?")),
        ("what", r"^What (?:is|are) your (?:opinions?|thoughts?|views?) (?:on|of|about) (.*?)", _t(
            r"What do you think about \1?", r"What do you think of \1?")),
        ("what", r"^What is it like to ([a-z]+)\b(.*?)", _t(r"How does it feel to \1\2?")),
        ("how", r"^How does it feel to ([a-z]+)\b(.*?)", _t(r"What is it like to \1\2?")),
        ("what", r"^What are some ((?:of the )?[a-z]+(?: \w+)*? (?:to|of|for|in|about|that|on) .*?)", (_some,)),
        ("what", r"^What (is|are) (?:exactly )?((?:the |a |an )?\w+(?: \w+){0,4}) exactly", _t(r"What exactly \1 \2?")),
        ("what", r"^What exactly (is|are) ((?:the |a |an )?\w+(?: \w+){0,4})", _t(r"What \1 \2 exactly?")),
        ("what", rf"^What are the ({_HAVINGS}) of {_THING}", (
            lambda m: f"What {m[1]} {'do' if _is_plural(m[2]) else 'does'} {m[2]} have?",)),
        ("what", rf"^What ({_HAVINGS}) (?:does|do) {_THING} have", _t(r"What are the \1 of \2?")),
        ("who", r"^Who will ([a-z]+)\b(.*?)", _t(r"Who is going to \1\2?")),
        ("what", r"^What will (happen|change)\b(.*?)", _t(r"What is going to \1\2?")),
        ("who", r"^Who is going to ([a-z]+)\b(.*?)", _t(r"Who will \1\2?")),
        ("do", r"^Do you think (?!of|about)(that )?(.*?)", _t(r"Do you believe \1\2?")),
        ("do", r"^Do you believe (?!in)(that )?(.*?)", _t(r"Do you think \1\2?")),
        ("is", r"^Is it ([a-z]+) to ([a-z]+)\b((?! or )[^,]{1,40}?)", (_gerund,)),
        ("what", rf"^What is the best way to {_METHOD}\b(.*?)", _t(r"How can I best \1\2?", r"Which is the best way to \1\2?")),
        ("what", r"^What's the best way to ([a-z]+)\b(.*?)", _t(r"What is the best way to \1\2?")),
        ("what", r"^What (is|are) the (best|cheapest|easiest|fastest|most \w+) (?!way\b)(.*?)", _t(r"Which \1 the \2 \3?")),
        ("which", r"^Which (is|are) the (best|cheapest|easiest|fastest|most \w+) (.*?)", _t(r"What \1 the \2 \3?")),
        ("what", rf"^What is the meaning of {_THING}", _t(r"What does \1 mean?")),
        ("what", r"^What does ([\w'’-]+(?: [\w'’-]+){0,3}) mean", _t(r"What is the meaning of \1?")),
        ("what", rf"^What is the difference between {_THING} and {_THING}", (
            lambda m: _between(m, r"How does \1 differ from \2?"),
            lambda m: _between(m, r"How is \1 different from \2?"),
            lambda m: _between(m, r"What is the difference between \2 and \1?"))),
        ("how", rf"^How (?:does|do) {_THING} differ from {_THING}", _t(r"What is the difference between \1 and \2?")),
        ("how", rf"^How (?:is|are) {_THING} different from {_THING}", _t(r"What is the difference between \1 and \2?")),
        ("what", rf"^What are the causes of {_THING}", _t(r"What causes \1?")),
        ("what", rf"^What causes {_THING}", _t(r"What are the causes of \1?")),
        ("how", rf"^How much (does|do) {_THING} cost", _t(r"What \1 \2 cost?", r"What is the price of \2?")),
        ("what", rf"^What (does|do) {_THING} cost", _t(r"How much \1 \2 cost?")),
        ("what", rf"^What is the price of {_THING}", _t(r"How much does \1 cost?")),
        ("how", rf"^How ({'|'.join(_PROPERTIES)}) is (?!it\b|too\b)(the|a|an|my|this) ([\w'’-]+(?: [\w'’-]+)?)", (
            lambda m: f"What is the {_PROPERTIES[m[1]]} of {m[2]} {m[3]}?",)),
        ("what", rf"^What is the ({'|'.join(_ADJECTIVES)}) of (the|a|an|my|this) ([\w'’-]+(?: [\w'’-]+)?)", (
            lambda m: f"How {_ADJECTIVES[m[1]]} is {m[2]} {m[3]}?",)),
        ("how", r"^How many people live in ([\w'’ -]+?)", _t(r"What is the population of \1?")),
        ("what", r"^What is the population of ([A-Z][\w'’ -]*?)", _t(r"How many people live in \1?")),
        ("how", r"^How far is ([A-Z][\w'’-]+) from ([A-Z][\w'’-]+)", _t(
            r"What is the distance between \1 and \2?", r"How far is \2 from \1?")),
        ("who", rf"^Who ({'|'.join(_MAKERS)}) ([\w'’ -]+?)", (lambda m: f"Who is the {_MAKERS[m[1]]} of {m[2]}?",)),
        ("who", rf"^Who (?:is|was) the ({'|'.join(_NOUNS)}) of ([\w'’ -]+?)", (lambda m: f"Who {_NOUNS[m[1]]} {m[2]}?",)),
        ("where", r"^Where was ((?:[A-Z][\w'’-]+ ?){1,3}) born", _t(r"What is the birthplace of \1?")),
        ("when", r"^When was ((?:[A-Z][\w'’-]+ ?){1,3}) born", _t(r"What is \1's date of birth?")),
        ("why", r"^Why (should|do|does|did|is|are|was|were|has|have) ((?!not\b|it\b|n't).*?)", _t(r"For what reason \1 \2?")),
        ("for", r"^For what reason (should|do|does|did|is|are|was|were|has|have) (.*?)", _t(r"Why \1 \2?")),
        ("can", r"^Can (I|we|one) (?!help|trust|believe)([a-z]+)\b(.*?)", _t(
            r"Is it possible to \2\3?", r"Is there a way to \2\3?")),
        ("can", r"^Can I (?!help|trust|believe)([a-z]+)\b(.*?)", _t(r"Am I able to \1\2?")),
        ("is", r"^Is it possible to ([a-z]+)\b(.*?)", (
            lambda m: _for_speaker(m, r"Can WHO \1\2?"), lambda m: m.expand(r"Is there a way to \1\2?"))),
        ("is", r"^Is there (?:a|any) way to ([a-z]+)\b(.*?)", (
            lambda m: m.expand(r"Is it possible to \1\2?"), lambda m: _for_speaker(m, r"Can WHO \1\2?"))),
        ("am", r"^Am I able to ([a-z]+)\b(.*?)", _t(r"Can I \1\2?", r"Is it possible to \1\2?")),
        ("do", rf"^Do {_PERSONAL} need to (.*?)", _t(r"Do \1 have to \2?")),
        ("do", rf"^Do {_PERSONAL} have to (.*?)", _t(r"Do \1 need to \2?")),
        ("does", r"^Does (.*?) (need|have) to (.*?)", (
            lambda m: f"Does {m[1]} {'have' if m[2] == 'need' else 'need'} to {m[3]}?",)),
        ("am", r"^Am I (?:allowed|permitted) to ([a-z]+)\b(.*?)", _t(r"May I \1\2?")),
        ("may", r"^May I ([a-z]+)\b(.*?)", _t(r"Am I allowed to \1\2?")),
        ("where", rf"^Where can (I|we|you) ({_SEARCHES})\b(.*?)", _t(r"Where do \1 \2\3?")),
        ("where", rf"^Where do (I|we|you) ({_SEARCHES})\b(.*?)", _t(r"Where can \1 \2\3?")),
        ("could", r"^Could you ([a-z]+)\b(?! (?:tell|explain))(.*?)", _t(r"Can you \1\2?")),
    )
    if makes
)  # fmt: skip
_BY_FIRST: dict[str, list[tuple[re.Pattern[str], tuple[_Make, ...]]]] = {}
for _first, _pattern, _makes in _PATTERNS:
    _BY_FIRST.setdefault(_first, []).append((_pattern, _makes))
SHARE = 0.8
_MAX_WORDS = 25


@rule(
    "paraphrase.question_wording",
    SAME,
    "How do I reset it? <-> How can I reset it? / How to reset it?; Can I get a refund? <-> Is it possible to get a refund?; Who wrote the novel? <-> Who is the author of the novel?",
    share=SHARE,
    when=is_question,
)
def question_wording(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield at most two other ways to put the question."""
    patterns = _BY_FIRST.get(sentence.words[0].lower)
    if not patterns or len(sentence.words) > _MAX_WORDS:
        return
    text = sentence.text
    if text.count("?") != 1 or '"' in text:
        return
    if sentence.words[0].text.isupper() and len(sentence.words[0].text) > 1:
        return
    found: list[str] = []
    for pattern, makes in patterns:
        match = pattern.match(text)
        if match is None:
            continue
        made = [result for make in makes if (result := make(match)) is not None]
        found.extend(rng.sample(made, min(2, len(made))))
    for result in found[:2]:
        yield change("question_wording", Replacement(0, len(text), result))
