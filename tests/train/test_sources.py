"""Several sources in one run: read, completed, split without leaks, drawn by their shares."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from verisieve.common.configuration import load_config
from verisieve.common.errors import InputError
from verisieve.data_gen.schema import NEAR_MISS, SAME
from verisieve.train.config import SourceConfig, TrainConfig
from verisieve.train.plan.draw import draw_weights
from verisieve.train.plan.epoch import plan_epoch
from verisieve.train.plan.pairs import GroupedPairs
from verisieve.train.run import train
from verisieve.train.ship import ship
from verisieve.train.sources.mixture import LIGHT, mixture, shares_of
from verisieve.train.sources.read import read_source, with_labelled
from verisieve.train.sources.surface import noisy

OBJECTS = ["door", "window", "oven", "heater", "fan", "lamp", "radio", "kettle", "gate", "alarm"]
ROOMS = ["kitchen", "attic", "hall", "cellar", "garage", "study", "porch", "nursery"]


def write(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def commands() -> list[dict]:
    rows = []
    for thing in OBJECTS:
        for room in ROOMS:
            on = f"switch on the {thing} in the {room}"
            rows.append({"anchor": on, "candidate": f"the {room} {thing} should run, start it", "label": 1})
            rows.append({"anchor": on, "candidate": f"switch off the {thing} in the {room}", "label": 0})
    return rows


@pytest.fixture
def labelled(tmp_path):
    return write(tmp_path / "commands.jsonl", commands())


@pytest.fixture
def paraphrases(tmp_path):
    rows = [
        {"text": f"{room}: any {thing}?", "paraphrase": f"Does the {room} have a {thing}?"}
        for thing in OBJECTS
        for room in ROOMS
    ]
    return write(tmp_path / "reworded.jsonl", rows)


@pytest.fixture
def contradictions(tmp_path):
    rows = [
        {"anchor": f"The {a} of the house is old.", "candidate": f"The {a} of the house is new.", "label": 0}
        for a in OBJECTS
    ]
    return write(tmp_path / "contradictions.jsonl", rows)


def config(**sources: SourceConfig) -> TrainConfig:
    return TrainConfig(sources=sources, source_validation=0.2, batch_size=16)


def of(path: Path, **more) -> SourceConfig:
    return SourceConfig(path=str(path), **more)


def test_a_source_can_be_the_rows_of_one_grain(tmp_path, pairs_folder):
    everything = read_source("all", of(pairs_folder), tmp_path)
    assert read_source("some", of(pairs_folder, grain="sentence"), tmp_path) == everything
    with pytest.raises(InputError, match=r"train\.sources\.some: .*: holds no pairs of grain question"):
        read_source("some", of(pairs_folder, grain="question"), tmp_path)
    lines = [{"question": f"Who has {a}?", "answers": [f"Ann has {a}."], "near_miss": []} for a in OBJECTS]
    passages = of(write(tmp_path / "passages.jsonl", lines))
    assert read_source("some", replace(passages, grain="passage"), tmp_path) == read_source(
        "all", passages, tmp_path
    )


def test_a_question_may_come_in_several_wordings(tmp_path):
    lines = [
        {
            "question": [f"Who has {a}?", f"owner of {a}"],
            "answers": [f"{a} is with Ann."],
            "near_miss": [f"{a} is red."],
        }
        for a in OBJECTS
    ]
    rows = read_source("asked", of(write(tmp_path / "passages.jsonl", lines)), tmp_path)
    assert len(rows) == 4 * len(OBJECTS)
    assert {row.anchor for row in rows if row.group == f"Who has {OBJECTS[0]}?"} == set(lines[0]["question"])
    assert {row.label for row in rows if row.anchor == f"owner of {OBJECTS[0]}"} == {SAME, NEAR_MISS}
    del lines[0]["question"][:]
    with pytest.raises(InputError, match=r"passages\.jsonl, line 1: .question. must"):
        read_source("asked", of(write(tmp_path / "passages.jsonl", lines)), tmp_path)


def test_sources_of_every_kind_become_one_dataset(pairs_folder, labelled, paraphrases, contradictions):
    found = mixture(
        pairs_folder,
        config(people=of(labelled), reworded=of(paraphrases), wrong=of(contradictions)),
    )
    for split in (found.train, found.validation):
        assert set(split["source"]) == {"generated", "people", "reworded", "wrong"}
    assert found.counts["people"]["train"] + found.counts["people"]["validation"] <= 160
    generated = found.train.filter(lambda row: row["source"] == "generated")
    assert any(row["anchor_spans"] for row in generated)


def test_a_cluster_of_shared_texts_is_never_divided(labelled, paraphrases):
    found = mixture(None, config(people=of(labelled), reworded=of(paraphrases)))
    sides = [
        {text.lower() for column in ("anchor", "candidate") for text in split[column]}
        for split in (found.train, found.validation)
    ]
    assert sides[0].isdisjoint(sides[1])


def test_near_misses_without_a_positive_are_given_light_ones(contradictions):
    found = mixture(None, config(wrong=of(contradictions)))
    rows = list(found.train)
    light = [row for row in rows if row["label"] == SAME]
    assert len(light) == 2 * sum(row["label"] == NEAR_MISS for row in rows)
    assert {row["edit"] for row in light} == {LIGHT}
    assert all(row["anchor"] != row["candidate"] for row in light)


def test_paraphrases_alone_are_drawn_and_get_others(paraphrases, labelled):
    found = mixture(None, config(reworded=of(paraphrases), people=of(labelled, share=0.25)))
    settings = config(reworded=of(paraphrases), people=of(labelled, share=0.25))
    pairs = GroupedPairs(found.train, ("near_miss",), shares_of(settings))
    weights = draw_weights(pairs, settings)
    drawn = {name: weights[pairs.source_of_group == place].sum() for place, name in enumerate(pairs.sources)}
    assert drawn["reworded"] == pytest.approx(0.8)
    assert drawn["people"] == pytest.approx(0.2)


def test_no_other_comes_from_the_own_cluster(tmp_path):
    rows = [{"text": "How tall is it?", "paraphrase": f"Its height, please ({i})"} for i in range(6)]
    rows += [{"text": f"Where is shop {i}?", "paraphrase": f"Address of shop {i}"} for i in range(30)]
    near = [
        {"anchor": f"open shop {i} now", "candidate": f"close shop {i} now", "label": 0} for i in range(30)
    ]
    settings = config(
        a=of(write(tmp_path / "a.jsonl", rows), noise=0.0), b=of(write(tmp_path / "b.jsonl", near))
    )
    pairs = GroupedPairs(mixture(None, settings).train, (), shares_of(settings))
    for step in plan_epoch(pairs, 0, settings):
        for group in step:
            for row, other in group.others:
                clusters = [pairs.cluster_of_group[pairs.group_of_row[place]] for place in (row, other)]
                assert clusters[0] != clusters[1]


def test_contrast_groups_pair_every_two_wordings(tmp_path):
    group = {
        "anchor": "book a table", "register": "command", "domain": "restaurants",
        "same": [{"text": "reserve a table", "kind": "synonym"}, "get us a table"],
        "near_miss": [{"text": "cancel a table", "kind": "antonym_verb"}],
    }  # fmt: skip
    rows = read_source("groups", of(write(tmp_path / "g.jsonl", [group])), tmp_path)
    assert sum(row.label == SAME for row in rows) == 3
    assert {(row.anchor, row.family) for row in rows if row.label == NEAR_MISS} == {
        (text, "substitution") for text in ("book a table", "reserve a table", "get us a table")
    }


def test_passages_are_of_their_own_grain(tmp_path):
    triple = {
        "question": "When does the pool close?", "answers": ["The pool shuts at nine."],
        "near_miss": [{"text": "The pool opens at nine.", "kind": "antonym_verb"}],
    }  # fmt: skip
    rows = read_source("passages", of(write(tmp_path / "p.jsonl", [triple])), tmp_path)
    assert [(row.label, row.grain) for row in rows] == [(SAME, "passage"), (NEAR_MISS, "passage")]


def test_a_cap_takes_whole_groups_and_always_the_same(labelled, tmp_path):
    some = read_source("people", of(labelled, cap=20), tmp_path)
    assert 20 <= len(some) <= 22
    assert some == read_source("people", of(labelled, cap=20), tmp_path)
    assert {row.label for row in some} == {SAME, NEAR_MISS}


def test_noise_comes_on_both_labels_alike(labelled):
    found = mixture(None, config(people=of(labelled, noise=0.5)))
    plain = {(row["anchor"], row["candidate"]) for row in commands()}
    changed = [row["label"] for row in found.train if (row["anchor"], row["candidate"]) not in plain]
    assert 0.35 < len(changed) / len(found.train) < 0.65
    assert 0.35 < np.mean(changed) < 0.65


def test_noise_leaves_names_numbers_and_short_words_alone():
    text = "Does flight KL 1029 from Amsterdam to Reykjavik on 12 May cost 149.50 euros?"
    for number in range(200):
        done = noisy(text, str(number), 3)
        for word in ("1029", "12", "149.50"):
            assert word in done
        for word in ("amsterdam", "reykjavik"):
            assert word in done.lower()
    assert noisy(text, "a") == noisy(text, "a")


def test_a_missing_source_is_named(labelled, tmp_path):
    with pytest.raises(InputError, match=r"train\.sources\.gone: .*nowhere\.jsonl: no such file"):
        mixture(None, config(people=of(labelled), gone=of(tmp_path / "nowhere.jsonl")))
    with pytest.raises(InputError, match=r"train\.sources\.gone: no file matches"):
        mixture(None, config(gone=of(tmp_path / "none-*.jsonl")))


def test_shares_that_sum_to_zero_are_refused(labelled):
    with pytest.raises(InputError, match="sum to zero"):
        mixture(None, config(people=of(labelled, share=0)))


def test_pairs_of_one_label_are_refused_before_anything_is_loaded_or_written(tmp_path):
    same = write(tmp_path / "same.jsonl", [row for row in commands() if row["label"] == 1])
    settings = TrainConfig(sources={"people": of(same)}, source_validation=0.3, retriever="nowhere")
    with pytest.raises(InputError, match=r"none of the \d+ pairs has the label 0 \(near-miss\)"):
        train(None, tmp_path / "run", settings)
    assert not (tmp_path / "run").exists()


def test_a_file_that_contradicts_itself_is_refused(tmp_path):
    rows = commands()
    rows.append({**rows[0], "label": 0})
    path = write(tmp_path / "both.jsonl", rows)
    with pytest.raises(InputError, match=r"both\.jsonl: contradicts itself: .*switch on the door"):
        mixture(None, config(people=of(path)))


def test_a_pair_of_a_held_out_set_is_a_leak(labelled, tmp_path):
    test = write(tmp_path / "test.jsonl", commands()[:2])
    settings = TrainConfig(sources={"people": of(labelled)}, held_out=(str(test),))
    with pytest.raises(InputError, match=r"train\.sources\.people: holds a pair of the held-out set .*test"):
        mixture(None, settings)


def test_what_nearly_repeats_a_held_out_text_is_left_out(labelled, tmp_path):
    test = write(
        tmp_path / "test.jsonl",
        [
            {"anchor": "Switch on the door in the attic!", "candidate": "start the attic", "label": 1},
            {"anchor": "Switch on the door in the attic!", "candidate": "leave the attic", "label": 0},
        ],
    )
    settings = TrainConfig(sources={"people": of(labelled)}, held_out=(str(test),), source_validation=0.2)
    found = mixture(None, settings)
    assert "switch on the door in the attic" not in found.train["anchor"]
    assert found.counts["people"]["left_out"] >= 2


def test_labelled_files_of_the_command_are_sources(labelled, tmp_path):
    settings = with_labelled(TrainConfig(), [labelled])
    assert settings.sources["commands"].path == str(labelled)
    with pytest.raises(InputError, match="already"):
        with_labelled(settings, [labelled])


def test_a_recipe_names_sources(tmp_path):
    recipe = tmp_path / "r.yaml"
    recipe.write_text("train:\n  sources:\n    a: {path: a.jsonl, share: 2, licence: research}\n")
    source = load_config(TrainConfig, "train", recipe, []).sources["a"]
    assert (source.share, source.licence) == (2, "research")


@pytest.mark.slow
@pytest.mark.parametrize("licence", ["free", "research"])
def test_a_run_on_labelled_pairs_alone(labelled, paraphrases, tmp_path, licence):
    settings = TrainConfig(
        sources={"people": of(labelled, licence=licence), "reworded": of(paraphrases)},
        source_validation=0.3,
        steps=2,
        batch_size=8,
        validation_pairs=60,
        calibration_pairs=60,
        tracker=None,
    )
    summary = train(None, tmp_path / "run", settings)
    assert summary is not None
    assert summary["sources"]["people"]["train"] > 0
    assert "people" in summary["validation_auc_by_source"]
    log = [json.loads(line) for line in (tmp_path / "run/train_log.jsonl").read_text().splitlines()]
    assert any("validation" in entry for entry in log)
    if licence == "research":
        with pytest.raises(InputError, match=r"people.*research"):
            ship(tmp_path / "run", tmp_path / "shipped")
