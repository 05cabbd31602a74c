"""The labelled pairs of examples/: they are read, and no part of them holds what another measures."""

from itertools import combinations, product
from pathlib import Path

import pytest

import verisieve
from verisieve.data_gen.corpus.near_duplicates import similarity
from verisieve.data_gen.hashing import text_key
from verisieve.data_gen.labelled.pair_set import PairSet
from verisieve.data_gen.labelled.read import read_labelled
from verisieve.data_gen.schema import SAME
from verisieve.train.sources.mixture import NEAR

EXAMPLES = Path(verisieve.__file__).parent / "examples"
PARTS = ("clinic_taught", "clinic_calibration", "clinic_kept_back")


@pytest.fixture(scope="module")
def parts() -> dict[str, PairSet]:
    return {name: read_labelled(EXAMPLES / f"{name}.csv") for name in PARTS}


def test_three_hundred_pairs_teach_and_calibrate_and_more_are_kept_back(parts):
    taught, calibration, kept_back = (parts[name] for name in PARTS)
    assert len(taught) + len(calibration) == 300
    assert len(kept_back) > 400
    for pairs in parts.values():
        assert 2 * (pairs.labels == SAME).sum() == len(pairs)
        assert not pairs.left_out.contradictory


def test_no_group_and_no_text_is_in_two_parts_nor_nearly(parts):
    for one, other in combinations(parts.values(), 2):
        assert not set(one.groups) & set(other.groups)
        assert not {text_key(text) for text in texts(one)} & {text_key(text) for text in texts(other)}
        near = [(a, b) for a, b in product(texts(one), texts(other)) if similarity(a, b) >= NEAR]
        assert not near


def test_common_words_do_not_tell_the_label(parts):
    pairs = parts["clinic_kept_back"]
    common = {0: [], 1: []}
    for (a, b), label in zip(pairs.texts(), pairs.labels.tolist(), strict=True):
        common[label].append(similarity(a, b))
    assert sum(common[1]) / len(common[1]) < sum(common[0]) / len(common[0])


def texts(pairs: PairSet) -> set[str]:
    return {text for pair in pairs.texts() for text in pair}
