"""A run over random input: no traceback, no hang, nothing half-written that looks complete.

The number of inputs is the environment's VERISIEVE_FUZZ (a hundred without it), the seed is fixed. An input
that fails is told by its way and number; VERISIEVE_FUZZ_ONLY=NUMBER runs only that one.
"""

import os
import shutil
import time
import traceback
from functools import cache
from pathlib import Path
from random import Random

import pytest

import verisieve
from verisieve import Verifier
from verisieve.common.files import file_sha256
from verisieve.models.retriever import Retriever
from verisieve.models.token_store import TokenStore
from verisieve.tests.fuzz.ways import WAYS, Places
from verisieve.tests.fuzz.whole import SENTENCES

SEED = 20_240_229
INPUTS = int(os.environ.get("VERISIEVE_FUZZ", "100"))
ONLY = os.environ.get("VERISIEVE_FUZZ_ONLY")
SHOWN = 5
ROOT = Path(verisieve.__file__).parent


@pytest.fixture(scope="module")
def whole_places(tmp_path_factory):
    """What the inputs are damaged copies of."""
    from verisieve.data_gen.config import GenerateConfig
    from verisieve.data_gen.generate import generate

    folder = tmp_path_factory.mktemp("whole")
    config = GenerateConfig(max_sentences=20, test_fraction=0.2, validation_fraction=0.2)
    generate([ROOT / "data_gen" / "demo"], folder / "pairs", config, progress=False)
    verifier = Verifier.from_pretrained("default", device="cpu")
    shutil.copytree(ROOT / "models" / "reference", folder / "run")
    TokenStore.create(folder / "store", verifier).append(SENTENCES)
    return lambda place: Places(place, folder / "pairs", folder / "run", folder / "store", verifier)


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch, whole_places):
    """Load the retriever and the parser once: an input is about what is read, not about them."""
    from verisieve.data_gen import generate as generation
    from verisieve.data_gen.parsing import pipeline

    monkeypatch.setattr(Retriever, "load", staticmethod(cache(Retriever.load)))
    monkeypatch.setattr(generation, "load_pipeline", cache(pipeline.load_pipeline))


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_random_input_ends_with_a_result_or_one_line(way, whole_places, tmp_path):
    untouched = {
        path: file_sha256(path) for path in (ROOT / "models" / "reference").rglob("*") if path.is_file()
    }
    numbers = range(max(1, round(INPUTS * WAYS[way]))) if ONLY is None else [int(ONLY)]
    failures, slowest = [], 0.0
    for number in numbers:
        folder = tmp_path / str(number)
        folder.mkdir()
        start = time.monotonic()
        try:
            way(Random(f"{SEED} {way.__name__} {number}"), whole_places(folder))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            failures.append(
                f"{way.__name__} {number}: {''.join(traceback.format_exception(error)[-4:])[-3000:]}"
            )
        slowest = max(slowest, time.monotonic() - start)
        shutil.rmtree(folder, ignore_errors=True)
        if number % 50 == 49:
            print(f"{way.__name__}: {number + 1} inputs so far, {len(failures)} failed", flush=True)
    assert {path: file_sha256(path) for path in untouched} == untouched
    print(f"{way.__name__}: {len(numbers)} inputs, {len(failures)} failed, slowest {slowest:.1f} s")
    assert not failures, f"{len(failures)} of {len(numbers)}:\n" + "\n".join(failures[:SHOWN])
