"""Token states on disk: the frozen encoder reads every text once, later epochs read memory-mapped files.

    states/KEY/plan.json  hashes, places, numbers, starts, ids, offsets, mask, states, pooled, done (.npy)

The layout is planned before anything is encoded: texts are tokenised, sorted by length and given their
places, so that processes fill disjoint batches of the same files, and a killed run goes on with the batches
that are not done; the bits of a text's states depend on the texts alone. Memory holds some bytes per text
while the plan is made, and nothing that grows with the texts afterwards: the pages of mapped files are the
system's to take back.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.lib.format import open_memmap

from ...common.files import write_json, writing_folder
from ...common.progress import Progress
from ...data_gen.hashing import stable_hash
from ...models.retriever import Retriever
from ...models.stores.ragged import bounds_of, padded, rows_of
from ...models.text.normal_form import NORMAL_FORM
from ..config import TrainConfig
from .token_states import Encode, Encoded

BATCH = 64
PLAN = "plan.json"
LARGEST = float(np.finfo(np.float16).max)


class StateCache:
    """The files of one set of texts; `encoded` looks texts up, on `device`."""

    def __init__(self, folder: Path, device: torch.device) -> None:
        self.folder, self.device = folder, device
        self.hashes, self.places, self.starts = (
            np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("hashes", "places", "starts")
        )
        self.arrays = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r+")
            for name in ("ids", "offsets", "mask", "states")
        }
        self.pooled = np.load(folder / "pooled.npy", mmap_mode="r+")
        self.done = np.load(folder / "done.npy", mmap_mode="r+")

    def encoded(self, texts: Sequence[str]) -> Encoded:
        """Return what the encoder gave for the texts, padded to the longest; KeyError for a new text."""
        places = self._find(texts)

        bounds = [bounds_of(self.starts, int(place)) for place in places]
        columns = {name: padded(rows_of(array, bounds)) for name, array in self.arrays.items()}
        pooled = torch.from_numpy(np.array(self.pooled[places]))
        return Encoded(
            columns["states"].to(self.device).float(),
            pooled.to(self.device),
            columns["ids"].long().to(self.device),
            columns["mask"].to(self.device),
            columns["offsets"].long().to(self.device),
        )

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Return the texts' pooled vectors, float32 [n, D]."""
        return np.array(self.pooled[self._find(texts)])

    def _find(self, texts: Sequence[str]) -> np.ndarray:
        """Return the place of each text in the files; the hashes are sorted."""
        keys = np.asarray([stable_hash(text) for text in texts], dtype=np.uint64)
        index = np.searchsorted(self.hashes, keys).clip(max=len(self.hashes) - 1)
        unknown = np.flatnonzero(self.hashes[index] != keys)
        if len(unknown):
            raise KeyError(texts[int(unknown[0])])
        return np.asarray(self.places[index])

    def fill(self, encode: Encode, text_of: Callable[[int], str], process: int, processes: int) -> None:
        """Encode the batches that are not done, of which every `processes`-th is this process's."""
        numbers = np.load(self.folder / "numbers.npy", mmap_mode="r")
        mine = [batch for batch in range(process, len(self.done), processes) if not self.done[batch]]
        with Progress(len(mine), "encoding", f"batches of {BATCH} texts", enabled=process == 0) as bar:
            for batch in mine:
                first = batch * BATCH
                texts = [text_of(int(number)) for number in numbers[first : first + BATCH]]
                self._store(first, encode(texts))
                self.done[batch] = True
                self.done.flush()
                bar.update(1)

    def _store(self, first: int, encoded: Encoded) -> None:
        states = encoded.states.clamp(-LARGEST, LARGEST).half().cpu().numpy()
        arrays = {
            "states": states,
            "ids": encoded.ids.cpu().numpy(),
            "mask": encoded.mask.cpu().numpy(),
            "offsets": encoded.offsets.cpu().numpy(),
        }
        for row in range(len(states)):
            places = bounds_of(self.starts, first + row)
            for name, array in arrays.items():
                self.arrays[name][places] = array[row, : places.stop - places.start]
        self.pooled[first : first + len(states)] = encoded.pooled.float().cpu().numpy()
        for array in (*self.arrays.values(), self.pooled):
            array.flush()


def plan(
    parent: Path, texts: Callable[[], Iterable[str]], retriever: Retriever, config: TrainConfig, width: int
) -> Path:
    """Lay out the files for all distinct texts and return their folder, named by what determines the states.

    A folder that is there already is kept: another run, or a killed one, may have filled it. width: of the
    pooled vectors.
    """
    seen: set[int] = set()
    digest = hashlib.sha256(
        f"{NORMAL_FORM} {retriever.sha256} {config.interaction.layers} {config.max_tokens} "
        f"{config.precision}".encode()
    )
    numbers, hashes = [], []
    for number, text in enumerate(texts()):
        key = stable_hash(text)
        if key not in seen:
            seen.add(key)
            numbers.append(number)
            hashes.append(key)
    del seen
    hash_array = np.asarray(hashes, dtype=np.uint64)
    digest.update(np.sort(hash_array).tobytes())
    folder = parent / digest.hexdigest()[:16]
    if (folder / PLAN).is_file():
        return folder
    number_array = np.asarray(numbers, dtype=np.int64)
    lengths = _lengths(texts(), number_array, retriever, config)
    order = np.lexsort((hash_array, lengths))
    starts = np.concatenate([[0], np.cumsum(lengths[order])]).astype(np.int64)
    by_hash = np.argsort(hash_array[order])
    tokens, layers, d = int(starts[-1]), len(config.interaction.layers), retriever.hidden_size
    shapes: dict[str, tuple[type, tuple[int, ...]]] = {
        "ids": (np.int32, (tokens,)),
        "offsets": (np.int32, (tokens, 2)),
        "mask": (np.bool_, (tokens,)),
        "states": (np.float16, (tokens, layers, d)),
        "pooled": (np.float32, (len(order), width)),
        "done": (np.bool_, (-(-len(order) // BATCH),)),
    }
    plan_file = {"texts": len(order), "tokens": tokens, "layers": list(config.interaction.layers)}
    with writing_folder(folder) as partial:
        np.save(partial / "hashes.npy", hash_array[order][by_hash])
        np.save(partial / "places.npy", by_hash)
        np.save(partial / "numbers.npy", number_array[order])
        np.save(partial / "starts.npy", starts)
        for name, (dtype, shape) in shapes.items():
            open_memmap(partial / f"{name}.npy", mode="w+", dtype=dtype, shape=shape).flush()
        write_json(partial / PLAN, plan_file)
    return folder


def _lengths(
    texts: Iterable[str], numbers: np.ndarray, retriever: Retriever, config: TrainConfig
) -> np.ndarray:
    """Return how many tokens each of the numbered texts has, up to the last that is read."""
    lengths = np.zeros(len(numbers), dtype=np.int64)
    wanted, done = iter(numbers.tolist()), 0
    part: list[str] = []
    following = next(wanted, None)

    def count() -> None:
        nonlocal done, part
        tokens = retriever.tokenize(part, config.max_tokens)
        positions = torch.arange(tokens.mask.shape[1]) + 1
        lengths[done : done + len(part)] = (tokens.mask * positions).amax(1).numpy()
        done, part = done + len(part), []

    for number, text in enumerate(texts):
        if number == following:
            part.append(text)
            following = next(wanted, None)
        if len(part) == 1000 or (part and following is None):
            count()
    return lengths
