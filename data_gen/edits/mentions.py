"""Mentions anywhere in a sentence that may be exchanged: names, actors, amounts, dates.

Part of the family argument_swap.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from ..agreement import is_plural
from ..kinds import NAMES, is_name, kind
from ..lexicon import MONTHS, ORG_SUFFIXES, SYMMETRIC, TITLE_WORDS, WEEKDAYS, word_set
from ..roles import FINITE_TAGS, Sentence, Span, Word
from .build import edit, exchange
from .edit import Edit
from .exchange import bound_pronoun, contains, is_part_of, same_form, simple_phrase

_MONEY = re.compile(
    r"(?:\b(?:A|US|C|NZ|HK))?[$£€]\s?\d[\d,.]*\d?(?:\s(?:million|billion|trillion)|-(?:million|billion|trillion)|[mb]n?\b)?"
)

_NUMBER = r"\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|twelve|dozens|hundreds"

_UNITS = (
    "percent|per cent|%|cents?|points?|basis points|years?|months?|weeks?|days?"
    "|hours?|minutes?|miles?|feet|people"
)

_AMOUNT = re.compile(rf"(?<![\w$£€.,-])({_NUMBER})(?=(?:\s|-)?({_UNITS})\b|\s?(%))")

_DATE = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.? \d{1,2}\b")

_YEAR = re.compile(r"(?<![\w$£€.,-])(?:1[6-9]|20)\d\d(?![\w%]|[.,-]\d)")

_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")

_MONTH = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b(?! \d)"
)

_INDEX = re.compile(
    rf"(?<![\w$£€.,/-])\d[\d,]*\.\d+(?![\w%/-])(?!(?:\s|-)?(?:{_UNITS}|million|billion|trillion|per|[a-z]+s)\b)"
)

_PATTERNS = (
    ("amounts", _MONEY), ("amounts", _AMOUNT), ("numbers", _INDEX),
    ("dates", _DATE), ("years", _YEAR), ("days", _DAY), ("months", _MONTH),
)  # fmt: skip

_ARGUMENTS = frozenset(("nsubj", "obj", "iobj", "obl", "nmod"))

_ACTOR_GROUPS = {
    "person": "person", "person_noun": "person", "organisation": "organisation",
    "organisation_noun": "organisation", "name": "name",
}  # fmt: skip

_AGENT_ROLES = frozenset(("core", "by", "against"))

_ABBREVIATIONS = frozenset(("u.s.", "us", "u.n.", "un", "uk", "u.k.", "eu"))


def mentions(sentence: Sentence) -> Iterator[Edit]:
    """ "Higgins left Southampton for Cape Town." -> "Higgins left Cape Town for Southampton."."""
    for kind_name, group in (*_names(sentence), *_quantities(sentence)):
        for a, b in combinations(group, 2):
            if _exchangeable(sentence, a, b, kind_name):
                rule = "names" if kind_name in NAMES else kind_name
                yield edit(f"argument_swap.{rule}", 0, *exchange(sentence, a, b))


def actors(sentence: Sentence) -> Iterator[Edit]:
    """ "the judge ... Mr. Smith": whole phrases of persons, or of organisations, anywhere in the sentence."""
    heads = [w for w in sentence.words if w.rel in _ARGUMENTS and kind(w) in _ACTOR_GROUPS]
    for first, second in combinations(heads, 2):
        groups = {_ACTOR_GROUPS[kind(w)] for w in (first, second)}
        if len(groups) > 1 and not (
            {_role(first), _role(second)} <= _AGENT_ROLES and "nmod:poss" not in (first.dep, second.dep)
        ):
            continue
        if first.lemma == second.lemma or is_plural(first) is None or is_plural(second) is None:
            continue
        if is_plural(first) != is_plural(second) and "nsubj" in (first.rel, second.rel):
            continue
        if (
            first.head is second
            or second.head is first
            or not same_form(first, second)
            or is_part_of(first, second)
        ):
            continue
        a, b = _owner_phrase(sentence, first), _owner_phrase(sentence, second)
        if (
            a is None
            or b is None
            or a.overlaps(b)
            or bound_pronoun(sentence, a, b)
            or contains(first, second)
        ):
            continue
        if first.all("conj", "appos") or second.all("conj", "appos") or "appos" in (first.rel, second.rel):
            continue
        texts = {sentence.slice(span.start, span.end).lower() for span in (a, b)}
        if any(sentence.text.lower().count(text) > 1 for text in texts):
            continue
        if _exchangeable(sentence, a, b, "actors"):
            yield edit("argument_swap.actors", 0, *exchange(sentence, a, b))


def _owner_phrase(sentence: Sentence, head: Word) -> Span | None:
    """The simple phrase of a noun; of a possessor without its 's."""
    marker = head.child("case")
    if marker is None or marker.tag != "POS":
        return None if head.dep == "nmod:poss" else simple_phrase(sentence, head)
    if marker.i != head.i + 1 or head.head is None or is_name(head.head) or head.left > head.i:
        return None
    if marker.i + 1 < len(sentence.words) and is_name(sentence.words[marker.i + 1]):
        return None  # "McDonald's Corp."
    left = [c for c in head.children if c.i < head.i]
    plain = all(c.rel in ("det", "amod", "compound") and not c.children for c in left)
    start = min([head.i, *(c.i for c in left)])
    if (
        not plain
        or len(left) != head.i - start
        or (start and is_name(sentence.words[start - 1]) and is_name(sentence.words[start]))
    ):
        return None
    return Span(start, head.i + 1, head)


def adjuncts(sentence: Sentence) -> Iterator[Edit]:
    """ "founded in 1992 ... said on Friday" -> "founded on Friday ... said in 1992"; places likewise."""
    found = [
        (head, span)
        for head in sentence.words
        if head.rel in ("obl", "nmod")
        and head.dep != "nmod:poss"
        and (span := _adjunct(sentence, head)) is not None
    ]
    for (first, a), (second, b) in combinations(found, 2):
        if (
            first.head is second.head
            or kind(first) != kind(second)
            or contains(first, second)
            or a.overlaps(b)
        ):
            continue
        mixed = (first.rel == "nmod") != (second.rel == "nmod")
        if (mixed and kind(first) != "time") or is_part_of(first, second):
            continue
        if _direction(sentence, a) != _direction(sentence, b):
            continue
        texts = [sentence.slice(span.start, span.end).lower() for span in (a, b)]
        if texts[0] == texts[1] or any(sentence.text.lower().count(text) > 1 for text in texts):
            continue
        yield edit(f"argument_swap.{kind(first)}s", 0, *exchange(sentence, a, b))


def _adjunct(sentence: Sentence, head: Word) -> Span | None:
    """The whole phrase of a time or place, with its preposition."""
    sort = kind(head)
    case = head.child("case")
    if sort not in ("time", "place") or head.all("conj", "appos", "acl", "advcl", "punct"):
        return None
    if case is None and (
        sort == "place" or head.dep == "nmod" or (head.child("amod", "det") is None and not _is_date(head))
    ):
        return None
    if case is not None and case.lower not in _ADJUNCT_PREPOSITIONS:
        return None
    span = sentence.phrase(head, adposition=True)
    if span is None or span.end - span.start > 6 or not sentence.one_quote(span.start, span.end):
        return None
    if span.end < len(sentence.words) and sentence.words[span.end].tag in ("JJ", "NN", "NNS"):
        return None
    words = sentence.words[span.start : span.end]
    if any(w.lower in _RELATIVE_TIMES or (w.tag in ("CD", "JJR", "RBR") and sort == "place") for w in words):
        return None
    return span


_ADJUNCT_PREPOSITIONS = frozenset(("in", "on", "at", "during", "since", "until"))
_RELATIVE_TIMES = word_set(
    "today now earlier later ago before after early late each every per same time times some most more first"
)


def _direction(sentence: Sentence, span: Span) -> str:
    """Whether a time lies in the past or the future of now by its words ("last week", "in two days")."""
    lowers = {w.lower for w in sentence.words[span.start : span.end]}
    if lowers & {"last", "past", "yesterday", "previous"}:
        return "past"
    plural = sentence.words[span.end - 1].tag == "NNS"
    return "future" if plural or lowers & {"next", "tomorrow", "coming"} else ""


def _is_date(head: Word) -> bool:
    return head.lower in WEEKDAYS or head.lower in ("today", "yesterday", "tomorrow")


def _names(sentence: Sentence) -> Iterator[tuple[str, list[Span]]]:
    """Yield the bare proper names of the sentence by kind, those of unknown kind with each."""
    groups: dict[str, list[Span]] = {}
    words = sentence.words
    i = 0
    while i < len(words):
        if not is_name(words[i]):
            i += 1
            continue
        end = i + 1
        while end < len(words) and is_name(words[end]):
            end += 1
        heads = [w for w in words[i:end] if w.head is None or not i <= w.head.i < end]
        if len(heads) == 1 and _bare_name(words, i, end, heads[0]):
            titles = [
                w.i for w in words[i : end - 1] if w.lower in TITLE_WORDS and kind(heads[0]) == "person"
            ]
            start = titles[-1] + 1 if titles else i
            bare = "".join(w.text for w in words[start:end])
            if start < end and sum(w.text in bare and is_name(w) for w in words) == end - start:
                groups.setdefault(kind(heads[0]), []).append(Span(start, end, heads[0]))
        i = end
    unknown = groups.get("name", [])
    yield "place", groups.get("place", []) + unknown
    yield "person", groups.get("person", []) + groups.get("organisation", []) + unknown


def _bare_name(words: list[Word], start: int, end: int, head: Word) -> bool:
    """Whether the name stands by itself: not part of a longer name, a date or an address."""
    lower = words[start].lower
    if lower in WEEKDAYS or lower in MONTHS or head.rel in ("flat", "amod", "vocative", "nmod:desc"):
        return False
    governor = head.head
    if head.rel == "compound" and (
        governor is None or governor.i != end or is_name(governor) or governor.pos != "NOUN"
    ):
        return False
    if (
        end < len(words)
        and words[end].tag == "POS"
        and (head.dep != "nmod:poss" or governor is None or is_name(governor))
    ):
        return False
    for child in head.children:
        if start <= child.i < end or child.rel in ("case", "punct", "det") or child.dep == "nmod:desc":
            continue
        if child.rel in ("conj", "flat", "amod", "compound", "nummod") and child.i != start - 1:
            return False
        if child.dep in ("nmod", "nmod:unmarked", "acl") or (child.rel == "appos" and is_name(child)):
            return False
    before = words[start - 1].text if start else ""
    if (
        before[:1].isupper()
        and words[start - 1].tag in ("JJ", "NN")
        and words[start - 1].head in (head, governor)
    ):
        return False  # "Electronic Data Systems"
    joined = before.lower() in ("and", "of") and start > 1 and is_name(words[start - 2])
    if joined and words[end - 1].lower in ORG_SUFFIXES:
        return False  # "Securities and Exchange Commission"
    after = words[end].text if end < len(words) else ""
    if after == "," and end + 1 < len(words) and is_name(words[end + 1]) and kind(head) in ("place", "name"):
        return False  # "Jackson, Mississippi"
    if before == "," and start > 1 and is_name(words[start - 2]) and head.rel not in ("conj", "nsubj"):
        return False
    if start > 1 and words[start - 1].tag == "POS" and is_name(words[start - 2]) and kind(head) != "person":
        return False  # "Lowe's Motor Speedway"
    if start and words[start - 1].tag == "PRP$":
        return False  # "his Fifth Amendment right"
    return before not in ("-", "&", "/", ".") and after not in ("-", "&", "/") and not after[:1].isdigit()


def _quantities(sentence: Sentence) -> Iterator[tuple[str, list[Span]]]:
    starts = {word.start: word.i for word in sentence.words}
    ends = {word.end: word.i + 1 for word in sentence.words}
    groups: dict[str, list[Span]] = {}
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(sentence.text):
            text = match.group(1) if pattern is _AMOUNT else match.group()
            start, end = match.start(), match.start() + len(text.rstrip(".,"))
            if start in starts and end in ends:
                unit = (match.group(2) or "%").rstrip("s") if pattern is _AMOUNT else ""
                span = Span(starts[start], ends[end], sentence.words[ends[end] - 1])
                groups.setdefault(f"{name}|{unit}", []).append(span)
    for key, group in groups.items():
        yield key.partition("|")[0], group


def _exchangeable(sentence: Sentence, a: Span, b: Span, kind_name: str) -> bool:
    words = sentence.words
    if a.start > b.start:
        a, b = b, a
    if a.head.quote != b.head.quote and any(_in_title(words, span.head) for span in (a, b)):
        return False
    if sentence.slice(a.start, a.end).lower() == sentence.slice(b.start, b.end).lower():
        return False
    texts = [w.lower for w in words[a.end : b.start]]
    if kind_name == "amounts" and words[max(0, a.start - 1)].lower != "from":
        texts = [t for t in texts if not re.fullmatch(_UNITS + "|per|share|a", t)]
    listed = {"and", "or", ",", "&", "the", "-", "both", "to", "through", "–", "'s", "'", "a", "an"}
    if not texts or all(t in listed for t in texts) or (texts[0] in ("-", "–") and len(texts) < 3):
        return False
    if all(w.lower in listed or is_name(w) for w in words[a.end : b.start]):
        return False  # members of one list
    if kind_name in NAMES and (a.head.head is b.head or b.head.head is a.head):
        return False
    if a.head.rel == "conj" and a.head.head is b.head.head and b.head.rel == "conj":
        return False
    if kind_name in ("amounts", "numbers", "years", "dates", "days", "months"):
        return "between" not in [w.lower for w in words[max(0, a.start - 2) : a.start]] and len(texts) > 1
    if is_part_of(a.head, b.head) or bound_pronoun(sentence, a, b):
        return False
    roles = {_role(a.head), _role(b.head)}
    if any(w.rel == "nmod" and w.head is not None and is_name(w.head) for w in (a.head, b.head)):
        return False  # "House of Representatives"
    if "with" in roles or (
        "compound" in roles and (len(roles) > 1 or _ABBREVIATIONS & {a.head.lower, b.head.lower})
    ):
        return False
    if a.head.head is b.head.head and a.head.head is not None and a.head.head.lemma in SYMMETRIC:
        return False
    described = [_described(words, span) for span in (a, b)]
    kinds = [kind(w) for w in (a.head, b.head)]
    agents = roles <= _AGENT_ROLES
    if "name" in kinds and len(roles) > 1 and not agents:
        return False
    if len(set(kinds)) > 1 and not (agents and kind_name == "actors") and (any(described) or len(roles) > 1):
        return False
    if set(kinds) == {"place", "name"} and roles != {"in"}:
        return False
    if any(w.lemma == "include" or w.lower == "addition" for w in words):
        return False
    number = (a.head.tag in ("NNPS", "NNS"), b.head.tag in ("NNPS", "NNS"))
    det = tuple((w.child("det") is not None) for w in (a.head, b.head))
    return number[0] == number[1] and det[0] == det[1]


def _in_title(words: list[Word], head: Word) -> bool:
    """Whether the word stands in a quotation without a finite verb, such as the title of a book."""
    return head.quote > 0 and not any(w.quote == head.quote and w.tag in FINITE_TAGS for w in words)


def _described(words: list[Word], span: Span) -> bool:
    """Whether a title, apposition or adjective says what the name is."""
    head = span.head
    if head.rel == "appos" or any(
        c.dep in ("nmod:desc", "appos", "compound", "amod", "acl:relcl") for c in head.children
    ):
        return True
    return span.start > 0 and words[span.start - 1].lower in TITLE_WORDS


def _role(head: Word) -> str:
    """The slot of an unknown name: core argument, possessor, or the preposition before it."""
    if head.dep in ("nsubj", "nsubj:pass", "obj", "iobj", "obl:agent"):
        return "core"
    case = head.child("case")
    if head.dep == "nmod:poss":
        return "core"
    if case is None:
        return head.dep
    return "in" if case.lower in ("in", "at", "near", "from") else case.lower
