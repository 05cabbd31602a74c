"""Passage pairs: the setting of a sentence, and the same balance as among the sentence pairs."""

import json
import random
from collections import defaultdict

import pytest

from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.corpus.sources import Passage, Source
from verisieve.data_gen.generate import generate
from verisieve.data_gen.pairing.passages import Setting, setting_of
from verisieve.data_gen.schema import Pair

CLAIM = "The tenant pays the landlord a fee on Friday."
BEFORE = tuple(f"Sentence number {n} tells of something that happened in another town." for n in "abcdefgh")
AFTER = tuple(
    f"After that the {n} closed early because of heavy rain that day." for n in ("mill", "shop", "bank")
)


def source(before=BEFORE, after=AFTER) -> Source:
    return Source(Passage(CLAIM, ()), None, "d", "g", "train", context=(before, after))


@pytest.mark.parametrize("seed", range(20))
def test_a_setting_has_the_wanted_length_and_whole_neighbours(seed):
    config = GenerateConfig(passages=1.0, passage_min_words=40, passage_max_words=70)
    setting = setting_of(source(), config, random.Random(seed))
    text = f"{setting.before}{CLAIM}{setting.after}"
    assert 40 <= len(text.split()) <= 70
    assert text in " ".join((*BEFORE, CLAIM, *AFTER))
    assert setting.before in ("", *(" ".join(BEFORE[n:]) + " " for n in range(len(BEFORE))))


def test_no_setting_where_there_is_no_context_or_too_little():
    config = GenerateConfig(passages=1.0)
    assert setting_of(source((), AFTER), config, random.Random(0)) is None
    alone = Source(Passage(CLAIM, ()), None, "d", "g", "train")
    assert setting_of(alone, config, random.Random(0)) is None
    assert setting_of(source(), GenerateConfig(), random.Random(0)) is None  # not asked for


def test_a_passage_stops_at_a_sentence_that_repeats_the_claim():
    repeated = "On Friday the landlord gets a fee that the tenant pays."
    config = GenerateConfig(passages=1.0, passage_min_words=10)
    for seed in range(10):
        setting = setting_of(source((*BEFORE, repeated), AFTER), config, random.Random(seed))
        assert setting.before == ""


def test_the_candidate_and_its_spans_move_into_the_passage():
    pair = Pair("a", "Ana never left.", 0, "negation", "negation.never", (), ((4, 9),), "d", "g", "train")
    put = Setting("It rained. ", " So it goes.").put(pair)
    assert put.candidate == "It rained. Ana never left. So it goes."
    assert [put.candidate[a:b] for a, b in put.candidate_spans] == ["never"]
    assert (put.anchor, put.label, put.grain) == ("a", 0, "passage")


@pytest.mark.slow
def test_passage_pairs_are_balanced_and_hold_the_sentence_pair_s_candidate(tmp_path):
    text = " ".join(
        [
            "The nurse called the old doctor from the station on a cold Monday in March.",
            "A driver from Turin has repaired seven bicycles for the children of the village.",
            "Nobody expected the mayor to open the bridge before the summer festival began.",
            "The clerk filed the complaint because the invoice listed a wrong amount.",
            "Heavy rain flooded the cellar while the musicians rehearsed upstairs.",
            "The lawyer who defended the farmer will publish a book about soil next year.",
            "Both painters sold their largest works to a museum in the north.",
            "The pilot thanked every passenger after the long delay at the airport.",
        ]
    )
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps({"text": text}) + "\n")
    config = GenerateConfig(passages=1.0, near_duplicates=None, alike=1)
    manifest = generate([path], tmp_path / "out", config, progress=False)
    rows = _rows(tmp_path / "out")
    assert manifest["grains"] == {
        grain: sum(row["grain"] == grain for row in rows) for grain in ("passage", "sentence")
    }
    times = defaultdict(lambda: [0, 0])
    candidates = {row["candidate"] for row in rows if row["grain"] == "sentence"}
    passages = [row for row in rows if row["grain"] == "passage"]
    assert len(passages) > 20
    for row in passages:
        assert 60 <= len(row["candidate"].split()) <= 260
        assert any(candidate in row["candidate"] for candidate in candidates)
        times[row["candidate"]][row["label"]] += 1
    assert all(near == same for near, same in times.values())


def _rows(folder):
    from pyarrow import parquet

    return [row for file in folder.glob("data/*.parquet") for row in parquet.read_table(file).to_pylist()]
