"""What a run prepares before its first step, once for all processes: cached token states, hard neighbours."""

import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from accelerate import Accelerator
from accelerate.utils import broadcast_object_list
from datasets import Dataset

from ...models.layout import NEIGHBOURS, STATES
from ...models.retriever import Retriever
from ..config import TrainConfig
from ..plan.pairs import GroupedPairs
from .neighbours import load_or_find, nearest_groups
from .state_cache import StateCache, plan
from .token_states import Encode

SIDES = ("anchor", "candidate")


def cached_states(
    encode: Encode,
    splits: Sequence[Dataset],
    retriever: Retriever,
    config: TrainConfig,
    out: Path,
    accelerator: Accelerator,
) -> tuple[Encode, float]:
    """Encode all texts of the splits to disk and return a look-up, and the seconds it took now.

    Processes share the work; their machine, or machines, must share the folder.
    """
    started = time.perf_counter()

    def texts() -> Iterator[str]:
        for split in splits:
            for batch in split.select_columns(list(SIDES)).iter(batch_size=1000):
                for pair in zip(batch["anchor"], batch["candidate"], strict=True):
                    yield from pair

    def text_of(number: int) -> str:
        row, side = divmod(number, 2)
        for split in splits:
            if row < len(split):
                return str(split[row][SIDES[side]])
            row -= len(split)
        raise IndexError(number)

    folder = [""]
    if accelerator.is_main_process:
        width = encode(["width"]).pooled.shape[1]
        folder = [str(plan(states_folder(config, out), texts, retriever, config, width))]
    broadcast_object_list(folder)
    cache = StateCache(Path(folder[0]), accelerator.device)
    cache.fill(encode, text_of, accelerator.process_index, accelerator.num_processes)
    accelerator.wait_for_everyone()
    return cache.encoded, round(time.perf_counter() - started, 1)


def states_folder(config: TrainConfig, out: Path) -> Path:
    """Return where the states are kept: `states_dir`, or a folder of the run."""
    return Path(config.states_dir) if config.states_dir is not None else out / STATES


def remove_states(config: TrainConfig, out: Path) -> None:
    """Remove the run's own states unless they are to be kept; a states_dir is never removed."""
    if not config.keep_states:
        shutil.rmtree(out / STATES, ignore_errors=True)


def hard_neighbours(
    pairs: GroupedPairs, encode: Encode, config: TrainConfig, out: Path, accelerator: Accelerator
) -> np.ndarray:
    """Return the retriever's nearest sentences of each sentence; found once and saved in the run folder."""

    def vectors_of(texts: Sequence[str]) -> np.ndarray:
        parts = [encode(texts[start : start + 64]).pooled for start in range(0, len(texts), 64)]
        return np.concatenate([part.detach().float().cpu().numpy() for part in parts])

    def find() -> np.ndarray:
        return nearest_groups(pairs, vectors_of, config.neighbours, config.max_negative_cosine)

    if accelerator.is_main_process:
        load_or_find(out / NEIGHBOURS, find)
    accelerator.wait_for_everyone()
    return load_or_find(out / NEIGHBOURS, find)
