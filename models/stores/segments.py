"""A store of ragged rows that grows on disk, and that no crash leaves half-written.

A store is a folder of segments, each one safetensors file that never changes, and store.json, which names
the segments that count. store.json is replaced in one step after everything it names is on disk, so a crash
at any point loses nothing that was committed. The token store says what the columns are.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from ...common.errors import InputError
from ...common.files import LOCK, PARTIAL, file_sha256, locked, read_json, write_json, writing
from .ragged import bounds_of, starts_of

STATE = "store.json"
OWN = (f"{STATE}{PARTIAL}", LOCK)
"""What `make_store` may have left when it was killed."""
FORMAT = 3


@dataclass(frozen=True)
class Segment:
    """One file of the store: its name, how many rows (texts) and tokens it holds, its checksum."""

    file: str
    texts: int
    tokens: int
    sha256: str


class Segments:
    """Ragged rows in a folder, numbered over all segments in the order they were appended.

    RAGGED: the columns of tokens by the column that says where each row's start. SINGLE: the columns that
    have one value a row.
    """

    RAGGED: ClassVar[Mapping[str, tuple[str, ...]]]
    SINGLE: ClassVar[tuple[str, ...]]

    def __init__(self, folder: Path | str, mark: str) -> None:
        """Open a store. Raises InputError where there is none, it is damaged, or another's than `mark`'s."""
        self.folder = Path(folder)
        state = _read_state(self.folder)
        if state["verifier"] != mark:
            raise InputError(
                f"{self.folder}: was written by another verifier or for another retriever "
                f"({state['verifier'][:12]}…, not {mark[:12]}…); open it with its own, or create it anew"
            )
        self.settings: dict[str, int] = state["settings"]
        self.segments: list[Segment] = []
        self._arrays: list[dict[str, Tensor]] = []
        self._load(state)

    def __len__(self) -> int:
        """Return how many rows there are, deleted ones included."""
        return int(self._first[-1])

    @property
    def live(self) -> np.ndarray:
        """The rows that are not deleted, int64, rising."""
        return np.setdiff1d(np.arange(len(self)), self._deleted, assume_unique=True)

    def delete(self, rows: Sequence[int]) -> None:
        """Mark rows as deleted; `compact` frees their space. Raises IndexError for rows not there."""
        wanted = sorted({int(row) for row in rows})
        if wanted and not 0 <= wanted[0] <= wanted[-1] < len(self):
            raise IndexError(f"row {wanted[0] if wanted[0] < 0 else wanted[-1]} is not in 0..{len(self) - 1}")
        with self._writing() as state:
            state["deleted"] = sorted({*state["deleted"], *wanted})
            self._commit(state)

    def check(self) -> None:
        """Compare every segment with its checksum. Raises InputError for the first that differs."""
        for segment in self.segments:
            found = file_sha256(self.folder / segment.file)
            if found != segment.sha256:
                raise InputError(
                    f"{self.folder / segment.file}: checksum is {found[:12]}…, should be "
                    f"{segment.sha256[:12]}…; the file was changed or damaged, create the store anew"
                )

    def bytes(self) -> int:
        """Return the size of all segments."""
        return sum((self.folder / segment.file).stat().st_size for segment in self.segments)

    def columns(self, rows: Sequence[int] | np.ndarray) -> dict[str, Tensor]:
        """Return what is stored of rows, ragged columns concatenated, with their starts [rows + 1].

        Raises IndexError for deleted rows and for rows not there.
        """
        gone = np.intersect1d(np.asarray(rows, dtype=np.int64), self._deleted)
        if len(gone):
            raise IndexError(f"row {gone[0]} is deleted")
        parts: dict[str, list[Tensor]] = {}
        lengths: dict[str, list[int]] = {starts: [] for starts in self.RAGGED}
        for row in rows:
            arrays, inside = self._place(int(row))
            for starts, names in self.RAGGED.items():
                bounds = bounds_of(arrays[starts], inside)
                lengths[starts].append(bounds.stop - bounds.start)
                for name in names:
                    parts.setdefault(name, []).append(arrays[name][bounds])
            for name in self.SINGLE:
                parts.setdefault(name, []).append(arrays[name][inside : inside + 1])
        columns = {name: torch.cat(found) for name, found in parts.items()}
        return columns | {starts: starts_of(found) for starts, found in lengths.items()}

    def ragged(self, name: str, rows: Sequence[int] | np.ndarray) -> list[Tensor]:
        """Return one ragged column of rows, a tensor a row, deleted rows included."""
        starts = next(starts for starts, names in self.RAGGED.items() if name in names)
        places = [self._place(int(row)) for row in rows]
        return [arrays[name][bounds_of(arrays[starts], inside)] for arrays, inside in places]

    def single(self, name: str) -> Iterator[Tensor]:
        """Yield the column with one value a row of all rows, deleted ones included, a tensor a segment."""
        return (arrays[name][:] for arrays in self._arrays)

    def _compact(self, per_segment: int) -> np.ndarray:
        """Write the live rows anew, drop the rest; return each old row's new number, -1 where it is gone."""
        live = self.live
        renumbered = np.full(len(self), -1, dtype=np.int64)
        renumbered[live] = np.arange(len(live))
        with self._writing() as state:
            state["generation"] = state.get("generation", 0) + 1
            state["segments"] = []
            for start in range(0, len(live), per_segment):
                self._save(self.columns(live[start : start + per_segment]), state)
            state["deleted"] = []
            self._commit(state)
            self._remove_orphans()
        return renumbered

    def _save(self, columns: Mapping[str, Tensor], state: dict[str, Any]) -> None:
        """Write a segment and name it in `state`, which is still to be committed."""
        name = f"segment-{state.get('generation', 0):03d}-{len(state['segments']):05d}.safetensors"
        tokens = next(iter(self.RAGGED.values()))[0]
        with writing(self.folder / name, sync=True) as partial:
            save_file({key: value.contiguous() for key, value in columns.items()}, partial)
            counts = len(columns[self.SINGLE[0]]), len(columns[tokens])
            state["segments"].append(Segment(name, *counts, file_sha256(partial)).__dict__)

    def _commit(self, state: dict[str, Any]) -> None:
        """Make the state that of the store, on disk and here."""
        commit(self.folder, state)
        self._load(state)

    def _load(self, state: dict[str, Any]) -> None:
        mapped = dict(zip(self.segments, self._arrays, strict=True))  # they never change
        self.segments = [Segment(**segment) for segment in state["segments"]]
        self._first = np.cumsum([0, *(segment.texts for segment in self.segments)])
        self._deleted = np.asarray(state["deleted"], dtype=np.int64)
        self._arrays = [mapped.get(segment) or self._map(segment) for segment in self.segments]

    def _map(self, segment: Segment) -> dict[str, Tensor]:
        path = self.folder / segment.file
        tokens = next(iter(self.RAGGED.values()))[0]
        try:
            with safe_open(path, framework="pt") as file:  # maps the file: only what is looked at is read
                arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (no mapping)
                counts = tuple(len(arrays[name]) for name in (self.SINGLE[0], tokens))
        except (FileNotFoundError, SafetensorError, KeyError) as error:
            raise InputError(f"{path}: missing or damaged ({error}); create the store anew") from None
        if counts != (segment.texts, segment.tokens):
            raise InputError(f"{path}: does not hold what {STATE} says; create the store anew")
        return arrays

    def _place(self, row: int) -> tuple[dict[str, Tensor], int]:
        """Return the arrays of the segment that holds a row, and the row's number within it."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row} is not in 0..{len(self) - 1}")
        segment = int(np.searchsorted(self._first, row, side="right")) - 1
        return self._arrays[segment], row - int(self._first[segment])

    @contextmanager
    def _writing(self) -> Iterator[dict[str, Any]]:
        """Hold the store's lock, clear what a crash left behind, yield the state that is on disk."""
        busy = f"{self.folder}: another process is writing to this store; wait until it has finished"
        with locked(self.folder / LOCK, busy):
            state = _read_state(self.folder)
            self._load(state)
            self._remove_orphans()
            yield state

    def _remove_orphans(self) -> None:
        named = {segment.file for segment in self.segments}
        for file in self.folder.glob("segment-*"):
            if file.name not in named:
                file.unlink()


def make_store(folder: Path, mark: str, settings: Mapping[str, int]) -> None:
    """Make an empty store. Raises InputError where the folder holds something.

    settings: how its columns are written.
    """
    if folder.exists() and any(file.name not in OWN for file in folder.iterdir()):
        raise InputError(f"{folder}: is not empty; choose another folder, or open the store in it")
    folder.mkdir(parents=True, exist_ok=True)
    commit(
        folder, {"format": FORMAT, "verifier": mark, "settings": {**settings}, "segments": [], "deleted": []}
    )


def commit(folder: Path, state: dict[str, Any]) -> None:
    """Replace store.json in one step, once it and the folder are on disk."""
    write_json(folder / STATE, state, sync=True)


def _read_state(folder: Path) -> dict[str, Any]:
    path = folder / STATE
    try:
        state = read_json(path, "create the store anew")
    except FileNotFoundError:
        raise InputError(f"{folder}: no token store ({STATE} is missing); create one first") from None
    if state.get("format") != FORMAT:
        raise InputError(
            f"{path}: was written in format {state.get('format')}, this version of verisieve reads {FORMAT}; "
            "create the store anew"
        )
    if not _is_state(state):
        raise InputError(f"{path}: not what a store writes there; create the store anew")
    for segment in state["segments"]:
        if Path(segment["file"]).name != segment["file"]:
            raise InputError(f"{path}: names the file {segment['file']!r} outside of the store; refused")
    return state


def _is_state(state: dict[str, Any]) -> bool:
    """Whether store.json has the keys and the kinds of values that `commit` writes."""
    segments, deleted, settings = (state.get(name) for name in ("segments", "deleted", "settings"))
    if not (
        isinstance(segments, list)
        and isinstance(deleted, list)
        and isinstance(state.get("verifier"), str)
        and isinstance(settings, dict)
        and all(isinstance(value, int) for value in settings.values())
    ):
        return False
    wanted = {field.name: str if field.name in ("file", "sha256") else int for field in fields(Segment)}
    return (
        all(isinstance(row, int) for row in deleted)
        and isinstance(state.get("generation", 0), int)
        and all(
            isinstance(segment, dict)
            and segment.keys() == wanted.keys()
            and all(isinstance(segment[name], kind) for name, kind in wanted.items())
            for segment in segments
        )
    )
