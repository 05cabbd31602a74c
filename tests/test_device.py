"""--device: every command that runs a model has it, and names one that the machine lacks in one line."""

import pytest
import torch

from verisieve.cli import main
from verisieve.common.errors import InputError
from verisieve.models.encoder.device import usable_device
from verisieve.models.retriever import Retriever
from verisieve.models.scorers.cross_encoder import CrossEncoderScorer

COMMANDS = {
    "train": ["--data", "pairs", "--out", "run"],
    "evaluate": ["run", "--near-miss", "pairs", "--out", "report"],
    "verify": ["run"],
    "probe": ["model", "--corpus", "c.txt", "--out", "probe"],
    "tradeoff": ["run", "--data", "p", "--near-miss", "p", "--retrieval", "r", "--out", "o"],
    "audit": ["pairs"],
    "calibrate": ["run", "--pairs", "p.csv", "--out", "o"],
    "backtranslate": ["c.txt", "--out", "p.jsonl"],
    "paraphrase": ["c.txt", "--out", "p.jsonl", "--command", "cat"],
}
ABSENT = "cuda:99"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_device_that_is_not_there_is_one_line(command, capsys):
    assert main([command, *COMMANDS[command], "--device", ABSENT]) == 2
    told = capsys.readouterr().err
    assert told.startswith("verisieve: error: device cuda:99: not usable on this machine, which has cpu")
    assert told.count("\n") == 1


@pytest.mark.parametrize("name", [ABSENT, "gpu", "meta", ""])
def test_what_is_no_device_is_refused(name):
    with pytest.raises(InputError, match="not usable on this machine"):
        usable_device(name)


def test_the_libraries_own_choice_and_the_cpu_are_usable():
    assert (usable_device(None), usable_device("cpu"), usable_device("cpu:0")) == (None, "cpu", "cpu:0")


def test_models_of_the_python_interface_refuse_it_too():
    with pytest.raises(InputError, match="not usable on this machine"):
        Retriever.load(device=ABSENT)
    with pytest.raises(InputError, match="not usable on this machine"):
        CrossEncoderScorer("some-model", device=ABSENT)


def test_a_model_is_put_where_it_was_asked_for():
    assert Retriever.load(device="cpu").device == torch.device("cpu")


def test_training_takes_a_kind_of_device(pairs_folder, tmp_path, capsys):
    arguments = ["train", "--data", str(pairs_folder), "--out", str(tmp_path / "run"), "--device", "cpu:0"]
    assert main(arguments) == 2
    assert "training here takes cpu" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()
