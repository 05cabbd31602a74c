"""Word order in mass: squares of pairs in which two like things of a sentence have changed places.

    python -m verisieve.data_gen.labelled.word_order PAIRS --out FILE [--per-source 2] [--seed 0]

From the positives (A, P) of a generated dataset's training split, with S the exchange of two names, numbers,
nouns, adjectives or verbs that a text has once, labelled rows are written that `train.sources` reads:

    same: (A, P)  (S(A), S(P))        near-miss: (A, S(P))  (P, S(A))

so no text tells its label. Where P lacks the two, the rows with S(P) are left out. Words change places within
their class, as in PAWS (Zhang et al., NAACL 2019, section 3), but not within one list, nor beside a word that
says the same of both. The rules of edits/ exchange what somebody could have written, which is rare; this
teaches order, and many of its sentences nobody would write. So it is a source of training, no dataset.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from spacy.tokens import Doc, Token

from ...common.failures import ended
from ...common.files import write_text
from ...common.progress import Progress
from ..english.articles import indefinite_article
from ..english.lexicon import (
    EXACTLY_SYMMETRIC_VERBS,
    MONTHS,
    SYMMETRIC,
    SYMMETRIC_ADJECTIVES,
    WEEKDAYS,
)
from ..hashing import stable_hash
from ..parsing.pipeline import load_pipeline
from ..schema import NEAR_MISS, SAME
from .read import read_labelled

_BOTH_WAYS = SYMMETRIC | EXACTLY_SYMMETRIC_VERBS | frozenset(SYMMETRIC_ADJECTIVES)
WEIGHTS = {"name": 3.0, "adjective": 2.0, "verb": 1.5}
"""How often things of a class are exchanged; all others 1."""
APART = 25
"""Of two things that are further apart, in tokens, every second is passed over."""
_VERBS = ("VBD", "VBN", "VBZ", "VBG")
_NO_VERB = frozenset(("be", "have", "do"))
_FUNCTION = ("aux", "aux:pass", "cop")
_ARTICLE = re.compile(r"\b([Aa])n?( )(?=(\w+))")


class Thing(NamedTuple):
    """What may change places: its class, its characters, and its head."""

    kind: str
    start: int
    end: int
    head: Token


def squares(pairs: Iterable[tuple[str, str, str]], per_source: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield the rows made of positives (anchor, candidate, group); per_source: so many exchanges a group."""
    nlp = load_pipeline()
    chosen = _per_group(list(pairs), per_source, seed)
    with Progress(len(chosen), "word order", "positives") as bar:
        for (anchor, candidate, group), doc in zip(
            chosen, nlp.pipe([anchor for anchor, _, _ in chosen], batch_size=128), strict=True
        ):
            rng = random.Random(stable_hash(f"{seed}\0{anchor}\0{candidate}"))
            yield from (
                {"anchor": one, "candidate": other, "label": label, "family": family, "group": group}
                for one, other, label, family in _square(doc, candidate, rng)
            )
            bar.update(1)


def _per_group(pairs: Sequence[tuple[str, str, str]], most: int, seed: int) -> list[tuple[str, str, str]]:
    """Return at most so many pairs of each group, drawn by hash, in the order of the groups."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for pair in pairs:
        groups.setdefault(pair[2], []).append(pair)
    return [
        pair
        for rows in groups.values()
        for pair in sorted(rows, key=lambda pair: stable_hash("\0".join((str(seed), *pair))))[:most]
    ]


def _square(doc: Doc, candidate: str, rng: random.Random) -> Iterator[tuple[str, str, int, str]]:
    anchor = doc.text
    pair = _drawn(doc, rng)
    if pair is None:
        return
    family = "modifier_rebinding" if pair[0].kind == "adjective" else "argument_swap"
    names = pair[0].kind == "name"
    turned = exchanged(anchor, (pair[0].start, pair[0].end), (pair[1].start, pair[1].end), names)
    yield anchor, candidate, SAME, "paraphrase"
    yield candidate, turned, NEAR_MISS, family
    one, other = (_only_place(candidate, anchor[thing.start : thing.end]) for thing in pair)
    if one is not None and other is not None:
        both = exchanged(candidate, min(one, other), max(one, other), names)
        yield anchor, both, NEAR_MISS, family
        yield turned, both, SAME, "paraphrase"


def _drawn(doc: Doc, rng: random.Random) -> tuple[Thing, Thing] | None:
    """Return two things of one class that may change places."""
    found = [
        (a, b)
        for a, b in combinations(sorted(_things(doc), key=lambda thing: thing.start), 2)
        if a.kind == b.kind and _may_exchange(doc, a, b)
    ]
    weights = [
        WEIGHTS.get(a.kind.partition(" ")[0], 1.0) * (0.5 if b.head.i - a.head.i > APART else 1.0)
        for a, b in found
    ]
    return rng.choices(found, weights)[0] if found else None


def _may_exchange(doc: Doc, a: Thing, b: Thing) -> bool:
    one, other = doc.text[a.start : a.end], doc.text[b.start : b.end]
    if one.lower() == other.lower() or a.head.lemma_.lower() == b.head.lemma_.lower():
        return False
    if any(_only_place(doc.text, text) is None for text in (one, other)):
        return False
    if _first_conjunct(a.head) == _first_conjunct(b.head) or (
        a.head.head == b.head.head and a.kind == "adjective"
    ):
        return False
    governors = {a.head.head.lemma_.lower(), b.head.head.lemma_.lower()}
    return governors.isdisjoint(_BOTH_WAYS)


def _first_conjunct(token: Token) -> int:
    while token.dep_ == "conj":
        token = token.head
    return int(token.i)


def _things(doc: Doc) -> Iterator[Thing]:
    token_at, i = list(doc), 0
    while i < len(doc):
        token, end = token_at[i], i + 1
        if token.tag_ in ("NNP", "NNPS"):
            while end < len(doc) and token_at[end].tag_ in ("NNP", "NNPS"):
                end += 1
            if token.lower_ not in MONTHS and token.lower_ not in WEEKDAYS:
                last = token_at[end - 1]
                head = next((w for w in doc[i:end] if not i <= w.head.i < end), token)
                yield Thing("name", token.idx, last.idx + len(last), head)
        elif kind := _kind(token):
            yield Thing(kind, token.idx, token.idx + len(token), token)
        i = end


def _kind(token: Token) -> str:
    """Return the class within which a word changes places, "" for none."""
    if token.tag_ == "CD":
        return "year" if len(token) == 4 and token.is_digit else "number"
    if not token.is_alpha:
        return ""
    if token.tag_ in ("NN", "NNS"):
        return f"noun {token.tag_}{' compound' if token.dep_ == 'compound' else ''}"
    if token.tag_ == "JJ" and token.dep_ == "amod":
        return "adjective"
    if token.tag_ in _VERBS and token.dep_ not in _FUNCTION and token.lemma_ not in _NO_VERB:
        return f"verb {token.tag_}"
    return ""


def _only_place(text: str, words: str) -> tuple[int, int] | None:
    """Return where the words stand in a text, None if not exactly once."""
    found = [*re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)]
    return found[0].span() if len(found) == 1 else None


def exchanged(text: str, first: tuple[int, int], second: tuple[int, int], names: bool = False) -> str:
    """Return a text with two spans, in order, in each other's place.

    The article a/an goes along, and capitals do, but of names.

    >>> exchanged("Clerks paid an old tailor.", (0, 6), (19, 25))
    'Tailor paid an old clerks.'
    """
    (a, b), (c, d) = first, second
    one, other = text[a:b], text[c:d]
    if not text[:a].strip() and not names:
        one, other = one[:1].lower() + one[1:], other[:1].upper() + other[1:]
    made = text[:a] + other + text[b:c] + one + text[d:]
    return _ARTICLE.sub(lambda found: found[1] + indefinite_article(found[3])[1:] + found[2], made)


def write_squares(pairs: Path, out: Path, per_source: int, seed: int) -> int:
    """Write the rows made of a generated dataset's positives to a JSON lines file; return how many.

    Raises InputError for a folder that is no dataset with a training split.
    """
    found = read_labelled(pairs, split="train")
    same = [
        (*texts, group)
        for texts, label, group in zip(found.texts(), found.labels, found.groups, strict=True)
        if label == SAME
    ]
    seen: dict[frozenset[str], int] = {}
    rows = []
    for row in squares(same, per_source, seed):
        if seen.setdefault(frozenset((row["anchor"], row["candidate"])), row["label"]) == row["label"]:
            rows.append(json.dumps(row, ensure_ascii=False) + "\n")
    write_text(out, "".join(rows))
    return len(rows)


def main() -> None:
    """Write the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path, help="a folder that `verisieve generate` made")
    parser.add_argument("--out", type=Path, required=True, help="labelled pairs, JSON lines")
    parser.add_argument("--per-source", type=int, default=2, help="so many positives of a source")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    count = write_squares(arguments.pairs, arguments.out, arguments.per_source, arguments.seed)
    print(f"{arguments.out}: {count} pairs")


if __name__ == "__main__":
    sys.exit(ended("word_order", main))
