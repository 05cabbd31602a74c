"""Balancing: drop rows so that what the audit finds uneven becomes even. The last choice of generation
(run/merge.py).

First the caps: a rule that makes more than its share of the near-misses is thinned, and so is one exchange of
words that makes more than its share of a family's (exchanges.py). What a rule, or an exchange, made of a
source goes as a whole, and with every near-miss the positive that has the same candidate (quadruples.py), so
that what was even stays even.

Then the labels: a logistic regression is fitted that tells the label from the chosen features (buckets of
length and overlap, telltale n-grams of the candidate), and a row of label y is kept with probability min(1,
(1 - p(y)) / p(y)): what the features tell is evened, the rest is kept. Whether a row stays depends on its own
texts and the seed only, not on its place.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from ..config import BalanceConfig
from ..hashing import stable_fraction
from ..schema import NEAR_MISS, SAME
from .buckets import SENTENCE, difference_bucket, length_bucket, overlap_bucket, words
from .exchanges import EXCHANGE, draw_of

Row = Mapping[str, Any]

LEARNT_ROWS = 100_000  # rows that the regression is fitted on, at most
RULES, EXCHANGES = "max_share_per_rule", "max_share_per_exchange"
"""The options of the caps."""
AT_LEAST = 20  # rows that must hold an n-gram before its unevenness counts


@dataclass
class Balance:
    """Decides which rows stay. Without options every row does.

    rule_shares: the share of a rule's near-misses to keep. exchange_limits: per exchange that is made too
    often the draw from which on a source's near-misses by it go. weights, intercept: of the regression of
    label 1, by feature.
    dropped: how many rows were dropped so far, by option. dropped_exchanges: how many near-misses by each
    exchange.
    """

    config: BalanceConfig
    seed: int
    rule_shares: dict[str, float] = field(default_factory=dict)
    exchange_limits: Mapping[str, float] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    intercept: float = 0.0
    dropped: Counter[str] = field(default_factory=Counter)
    dropped_exchanges: Counter[str] = field(default_factory=Counter)

    @property
    def is_active(self) -> bool:
        """Whether any row may be dropped."""
        return self.looks_at_all or bool(self.exchange_limits)

    @property
    def looks_at_all(self) -> bool:
        """Whether any row may be dropped, not only those of sources with an exchange of exchange_limits."""
        return any(share < 1 for share in self.rule_shares.values()) or _evens_labels(self.config)

    def keeps(self, rows: Sequence[Row]) -> list[bool]:
        """Decide on rows (columns of pairs.FEATURES, and the exchange) that hold whole groups; count what is
        dropped.
        """
        over_cap = self.over_cap(rows)
        kept = []
        for index, row in enumerate(rows):
            reason = over_cap.get(index) or ("labels" if self._is_surplus(row) else None)
            if reason is not None:
                self.dropped[reason] += 1
            if reason == EXCHANGES and row["label"] == NEAR_MISS:
                self.dropped_exchanges[row[EXCHANGE]] += 1
            kept.append(reason is None)
        return kept

    def over_cap(self, rows: Sequence[Row]) -> dict[int, str]:
        """Return which rows go because a rule or an exchange has made enough, with the option that says so:
        their near-misses, and one positive for each.
        """
        dropped = {
            index: reason
            for index, row in enumerate(rows)
            if row["label"] == NEAR_MISS and (reason := self._capped(row)) is not None
        }
        if not dropped:
            return {}
        anchors: defaultdict[tuple[str, str], set[str]] = defaultdict(set)  # of a rule in a group
        positives: defaultdict[tuple[str, str], list[int]] = defaultdict(list)  # with a candidate in a group
        for index, row in enumerate(rows):
            if index in dropped:
                anchors[row["group_id"], rule_of(row)].add(row["anchor"])
            elif row["label"] == SAME:
                positives[row["group_id"], row["candidate"]].append(index)
        for near in sorted(dropped):
            row, rule = rows[near], rule_of(rows[near])
            of_rule = anchors[row["group_id"], rule]
            free = positives[row["group_id"], row["candidate"]]
            if free:
                own = max(
                    free, key=lambda i: (rule in rows[i]["edit"].split("+"), rows[i]["anchor"] in of_rule, -i)
                )
                free.remove(own)
                dropped[own] = dropped[near]
        return dropped

    def _capped(self, row: Row) -> str | None:
        """Return the option whose cap a near-miss is over, or None."""
        group, rule = row["group_id"], rule_of(row)
        share = self.rule_shares.get(rule, 1)
        if share < 1 and stable_fraction(f"{self.seed} cap {group} {rule}") >= share:
            return RULES
        limit = self.exchange_limits.get(row.get(EXCHANGE, ""))
        return EXCHANGES if limit is not None and draw_of(row[EXCHANGE], group, self.seed) >= limit else None

    def summary(self) -> dict[str, Any]:
        """Return what was done, for the manifest."""
        ngrams = [name.partition(" ")[2] for name in self.weights if name.startswith("ngram ")]
        return {
            "dropped": dict(sorted(self.dropped.items())),
            "capped_rules": sorted(rule for rule, share in self.rule_shares.items() if share < 1),
            "capped_exchanges": dict(sorted(self.dropped_exchanges.items())),
            "ngrams": sorted(ngrams),
        }

    def _is_surplus(self, row: Row) -> bool:
        """Whether a row goes because the features tell its label."""
        if not _evens_labels(self.config):
            return False
        score = self.intercept + sum(self.weights.get(name, 0.0) for name in features(row, self.config))
        odds = np.exp(-score if row["label"] == SAME else score)  # of the other label
        return _row_draw(row, self.seed, "labels") >= odds


def learn_balance(
    blocks: Callable[[], Iterator[Sequence[Row]]],
    config: BalanceConfig,
    seed: int,
    exchange_limits: Mapping[str, float] | None = None,
) -> Balance:
    """Return what to keep of the rows; they come in blocks of whole groups, and are read up to twice.

    exchange_limits: of exchanges.exchange_limits. Memory is that of a block and LEARNT_ROWS rows, however
    many there are.
    """
    balance = Balance(config, seed, exchange_limits=exchange_limits or {})
    if config.max_share_per_rule is not None:
        rows = (row for block in blocks() for row in block)
        balance.rule_shares = _rule_shares(rows, config.max_share_per_rule)
    if _evens_labels(config):
        kept = (
            row
            for block in blocks()
            for over_cap in [balance.over_cap(block)]
            for index, row in enumerate(block)
            if index not in over_cap
        )
        _fit(balance, _spread_sample(kept, seed))
    return balance


def rule_of(row: Row) -> str:
    """Return the rule that gave a row its label: of a near-miss the last of its family, else the last.

    >>> rule_of({"family": "negation", "edit": "paraphrase.natural+negation.copula"})
    'negation.copula'
    """
    rules = str(row["edit"]).split("+")
    own = [rule for rule in rules if rule.partition(".")[0] == row["family"] != "paraphrase"]
    return (own or rules)[-1]


def features(row: Row, config: BalanceConfig) -> Iterator[str]:
    """Yield the names of the features of a row that the options look at."""
    grain = row.get("grain") or SENTENCE
    yield f"grain {grain}"
    if config.overlap:
        yield f"{grain} overlap {overlap_bucket(row['anchor'], row['candidate'], grain)}"
    if config.length:
        yield f"{grain} length {length_bucket(row['candidate'])}"
        yield f"{grain} difference {difference_bucket(row['anchor'], row['candidate'])}"
    if config.artefacts:
        for ngram in ngrams(row["candidate"]):
            yield f"ngram {ngram}"


def ngrams(text: str) -> set[str]:
    """Return the words and pairs of neighbouring words of a text, in lower case.

    >>> sorted(ngrams("No seats left"))
    ['left', 'no', 'no seats', 'seats', 'seats left']
    """
    tokens = words(text)
    return {*tokens, *(f"{one} {other}" for one, other in pairwise(tokens))}


def _evens_labels(config: BalanceConfig) -> bool:
    return config.labels or config.overlap or config.length or config.artefacts > 0


def _row_draw(row: Row, seed: int, purpose: str) -> float:
    return stable_fraction(f"{seed} {purpose} {row['group_id']}\0{row['anchor']}\0{row['candidate']}")


def _rule_shares(rows: Iterable[Row], cap: float) -> dict[str, float]:
    """Return the share of each rule's near-misses to keep, so that none has more than `cap` of all."""
    counts = Counter(rule_of(row) for row in rows if row["label"] == NEAR_MISS)
    return {rule: min(1.0, cap * counts.total() / count) for rule, count in counts.items()}


def _spread_sample(rows: Iterable[Row], seed: int) -> list[Row]:
    """Return up to LEARNT_ROWS rows, spread over the stream by a hash: what is held is halved when full."""
    share = 1.0
    held: list[tuple[float, Row]] = []
    for row in rows:
        place = _row_draw(row, seed, "sample")
        if place < share:
            held.append((place, row))
        if len(held) > LEARNT_ROWS:
            share /= 2
            held = [item for item in held if item[0] < share]
    return [row for _, row in held]


def _fit(balance: Balance, rows: list[Row]) -> None:
    """Fit the regression of label 1 on the features of the rows, and keep its weights."""
    labels = np.array([row["label"] for row in rows])
    if len(set(labels.tolist())) < 2:
        return
    config = balance.config
    found = [set(features(row, config)) for row in rows]
    counts = {label: Counter[str]() for label in (NEAR_MISS, SAME)}
    for names, label in zip(found, labels, strict=True):
        counts[int(label)].update(names)
    used = [name for name in sorted(set().union(*counts.values())) if not name.startswith("ngram ")]
    used += _uneven_ngrams(counts, labels)[: config.artefacts]
    column = {name: index for index, name in enumerate(used)}
    indices = [[column[name] for name in sorted(names) if name in column] for names in found]
    offsets = np.cumsum([0, *map(len, indices)])
    flat = np.array([index for row in indices for index in row], dtype=int)
    matrix = csr_matrix((np.ones(len(flat)), flat, offsets), shape=(len(rows), len(used)))
    model = LogisticRegression(C=10.0, max_iter=1000).fit(matrix, labels)
    balance.intercept = float(model.intercept_[0])
    balance.weights = {name: float(weight) for name, weight in zip(used, model.coef_[0], strict=True)}


def _uneven_ngrams(counts: dict[int, Counter[str]], labels: np.ndarray) -> list[str]:
    """Return the n-grams that are least evenly spread over the labels, by the chi-square of their counts."""
    share = float(np.mean(labels == SAME))
    surprise = {}
    for name in counts[SAME].keys() | counts[NEAR_MISS].keys():
        total = counts[SAME][name] + counts[NEAR_MISS][name]
        if name.startswith("ngram ") and total >= AT_LEAST:
            expected = share * total
            surprise[name] = (counts[SAME][name] - expected) ** 2 / (expected * (1 - share))
    return sorted(surprise, key=lambda name: (-surprise[name], name))
