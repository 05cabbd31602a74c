"""Candidates encoded beforehand, on disk: what the verifier reads of each, quantised and memory-mapped.

Two-stage search over a corpus that does not fit into memory: `TokenStore.create` once, `append` as texts
come, `tokens(rows)` for the few that the retriever recalled. A store is a folder of segments, each one
safetensors file that never changes, and store.json, which names the segments that count. store.json is
replaced in one step after everything it names is on disk, so a crash at any point loses nothing that was
committed and leaves nothing half-written in it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from ..common.errors import InputError
from ..common.files import LOCK, PARTIAL, file_sha256, locked, read_json, write_json, writing
from ..common.progress import Progress
from .text.normal_form import NORMAL_FORM, normal_form
from .tokens import Tokens
from .verifier import Verifier

STATE = "store.json"
OWN = (f"{STATE}{PARTIAL}", LOCK)
"""What `create` may have left when it was killed."""
FORMAT = 2
TEXTS_PER_SEGMENT = 4096
TEXTS_AT_ONCE = 256


@dataclass(frozen=True)
class Segment:
    """One file of the store: its name, how many texts and tokens it holds, its checksum."""

    file: str
    texts: int
    tokens: int
    sha256: str


class TokenStore:
    """Encoded candidates in a folder. Rows are numbered over all segments, in the order they were appended.

    Open it with the verifier that wrote it: another verifier, or another retriever, is refused.
    """

    def __init__(self, folder: Path | str, verifier: Verifier) -> None:
        """Open a store. Raises InputError where there is none, or it is damaged or another verifier's."""
        self.folder = Path(folder)
        self.verifier = verifier
        state = _read_state(self.folder)
        if state["verifier"] != fingerprint(verifier):
            raise InputError(
                f"{self.folder}: was written by another verifier or for another retriever "
                f"({state['verifier'][:12]}…, not {fingerprint(verifier)[:12]}…); open it with its own, or "
                "create it anew"
            )
        self._load(state)

    @classmethod
    def create(cls, folder: Path | str, verifier: Verifier) -> "TokenStore":
        """Make an empty store. Raises InputError where the folder holds something."""
        folder = Path(folder)
        if folder.exists() and any(file.name not in OWN for file in folder.iterdir()):
            raise InputError(f"{folder}: is not empty; choose another folder, or open the store in it")
        folder.mkdir(parents=True, exist_ok=True)
        _commit(folder, {"format": FORMAT, "verifier": fingerprint(verifier), "segments": [], "deleted": []})
        return cls(folder, verifier)

    def __len__(self) -> int:
        """Return how many rows there are, deleted ones included."""
        return int(self._first[-1])

    @property
    def live(self) -> np.ndarray:
        """The rows that are not deleted, int64, rising."""
        return np.setdiff1d(np.arange(len(self)), self._deleted, assume_unique=True)

    def append(self, texts: Sequence[str], progress: bool = False) -> range:
        """Encode texts and add them; return their rows. Each full segment is committed as it is written."""
        if not texts:
            raise InputError("nothing to append: the list of texts is empty")
        with self._writing() as state:
            first = len(self)
            with Progress(len(texts), "encoding candidates", "texts", enabled=progress) as bar:
                for start in range(0, len(texts), TEXTS_PER_SEGMENT):
                    part = texts[start : start + TEXTS_PER_SEGMENT]
                    segment = self._write_segment(part, len(state["segments"]), state)
                    state["segments"].append(segment.__dict__)
                    _commit(self.folder, state)
                    self._load(state)
                    bar.update(len(part))
        return range(first, first + len(texts))

    def delete(self, rows: Sequence[int]) -> None:
        """Mark rows as deleted; `compact` frees their space. Raises IndexError for rows not there."""
        wanted = sorted({int(row) for row in rows})
        if wanted and not 0 <= wanted[0] <= wanted[-1] < len(self):
            raise IndexError(f"row {wanted[0] if wanted[0] < 0 else wanted[-1]} is not in 0..{len(self) - 1}")
        with self._writing() as state:
            state["deleted"] = sorted({*state["deleted"], *wanted})
            _commit(self.folder, state)
            self._load(state)

    def compact(self) -> np.ndarray:
        """Write the live rows anew, drop the rest; return each old row's new number, -1 where it is gone."""
        live = self.live
        renumbered = np.full(len(self), -1, dtype=np.int64)
        renumbered[live] = np.arange(len(live))
        with self._writing() as state:
            generation = state.get("generation", 0) + 1
            segments: list[dict[str, Any]] = []
            for start in range(0, len(live), TEXTS_PER_SEGMENT):
                columns = self._columns(live[start : start + TEXTS_PER_SEGMENT])
                segments.append(self._save(columns, len(segments), generation).__dict__)
            state |= {"segments": segments, "deleted": [], "generation": generation}
            _commit(self.folder, state)
            self._load(state)
            self._remove_orphans()
        return renumbered

    def tokens(self, rows: Sequence[int] | np.ndarray) -> Tokens:
        """Return rows as Verifier.score(query, tokens) takes them. Raises IndexError for deleted rows."""
        wanted = np.asarray(rows, dtype=np.int64)
        gone = np.intersect1d(wanted, self._deleted)
        if len(gone):
            raise IndexError(f"row {gone[0]} is deleted")
        columns = self._columns(wanted)
        lengths = np.diff(columns["starts"].numpy())
        longest = int(lengths.max())
        layers, width = columns["scales"].shape[1], columns["keys"].shape[1] // columns["scales"].shape[1]
        flat = columns["keys"].view(-1, layers, width).float() * columns["scales"].float().unsqueeze(-1)
        place = torch.from_numpy(
            np.concatenate([row * longest + np.arange(n) for row, n in enumerate(lengths)])
        )

        def padded(values: torch.Tensor) -> torch.Tensor:
            result = values.new_zeros((len(wanted) * longest, *values.shape[1:]))
            result[place] = values
            return result.view(len(wanted), longest, *values.shape[1:])

        return Tokens(
            tuple(self.texts(wanted)),
            padded(flat.half()),
            padded(columns["ids"].long()),
            padded(torch.ones(len(flat), dtype=torch.bool)),
            padded(columns["offsets"].long()),
            columns["pooled"].float(),
            columns["truncated"].bool(),
        )

    def texts(self, rows: Sequence[int] | np.ndarray) -> list[str]:
        """Return the texts of rows."""
        found = []
        for row in rows:
            segment, inside = self._place(int(row))
            starts = self._arrays[segment]["text_starts"][inside : inside + 2].tolist()
            text = bytes(self._arrays[segment]["text"][starts[0] : starts[1]].numpy())
            found.append(text.decode(errors="surrogatepass"))
        return found

    def pooled(self) -> np.ndarray:
        """Return the retriever's vectors of all rows, float32 [rows, D], those of deleted rows included."""
        parts = [arrays["recall"][:].float().numpy() for arrays in self._arrays]
        size = self.verifier.retriever.pooled([""]).shape[1] if not parts else parts[0].shape[1]
        return np.concatenate(parts) if parts else np.zeros((0, size), dtype=np.float32)

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

    def _load(self, state: dict[str, Any]) -> None:
        self.segments = [Segment(**segment) for segment in state["segments"]]
        self._first = np.cumsum([0, *(segment.texts for segment in self.segments)])
        self._deleted = np.asarray(state["deleted"], dtype=np.int64)
        self._arrays = [self._map(segment) for segment in self.segments]

    def _map(self, segment: Segment) -> dict[str, Any]:
        path = self.folder / segment.file
        try:
            with safe_open(path, framework="pt") as file:  # maps the file; slices read only what they need
                arrays = {name: file.get_slice(name) for name in file.keys()}  # noqa: SIM118 (no mapping)
                rows, tokens = arrays["pooled"].get_shape()[0], arrays["ids"].get_shape()[0]
        except (FileNotFoundError, SafetensorError, KeyError) as error:
            raise InputError(f"{path}: missing or damaged ({error}); create the store anew") from None
        if (rows, tokens) != (segment.texts, segment.tokens):
            raise InputError(f"{path}: does not hold what {STATE} says; create the store anew")
        return arrays

    def _place(self, row: int) -> tuple[int, int]:
        if not 0 <= row < len(self):
            raise IndexError(f"row {row} is not in 0..{len(self) - 1}")
        segment = int(np.searchsorted(self._first, row, side="right")) - 1
        return segment, row - int(self._first[segment])

    def _columns(self, rows: np.ndarray) -> dict[str, torch.Tensor]:
        """Return what is stored of rows, token columns concatenated, with `starts` [rows + 1]."""
        parts: dict[str, list[torch.Tensor]] = {}
        lengths, text_lengths = [], []
        for row in rows:
            segment, inside = self._place(int(row))
            arrays = self._arrays[segment]
            start, end = arrays["starts"][inside : inside + 2].tolist()
            text_start, text_end = arrays["text_starts"][inside : inside + 2].tolist()
            for name in ("keys", "scales", "ids", "offsets"):
                parts.setdefault(name, []).append(arrays[name][start:end])
            for name in ("pooled", "recall", "truncated"):
                parts.setdefault(name, []).append(arrays[name][inside : inside + 1])
            parts.setdefault("text", []).append(arrays["text"][text_start:text_end])
            lengths.append(end - start)
            text_lengths.append(text_end - text_start)
        columns = {name: torch.cat(found) for name, found in parts.items()}
        columns["starts"] = torch.tensor([0, *lengths]).cumsum(0)
        columns["text_starts"] = torch.tensor([0, *text_lengths]).cumsum(0)
        return columns

    def _write_segment(self, texts: Sequence[str], index: int, state: dict[str, Any]) -> Segment:
        parts = [
            quantised(self.verifier, self.verifier.encode(texts[start : start + TEXTS_AT_ONCE]))
            for start in range(0, len(texts), TEXTS_AT_ONCE)
        ]
        columns = {name: torch.cat([part[name] for part in parts]) for name in parts[0] if name != "lengths"}
        encoded = [text.encode(errors="surrogatepass") for text in texts]
        columns["starts"] = torch.tensor(
            [0, *(n for part in parts for n in part["lengths"].tolist())]
        ).cumsum(0)
        columns["text"] = torch.from_numpy(np.frombuffer(b"".join(encoded), dtype=np.uint8).copy())
        columns["text_starts"] = torch.tensor([0, *map(len, encoded)]).cumsum(0)
        return self._save(columns, index, state.get("generation", 0))

    def _save(self, columns: dict[str, torch.Tensor], index: int, generation: int) -> Segment:
        name = f"segment-{generation:03d}-{index:05d}.safetensors"
        with writing(self.folder / name, sync=True) as partial:
            save_file({key: value.contiguous() for key, value in columns.items()}, partial)
            return Segment(name, len(columns["pooled"]), len(columns["ids"]), file_sha256(partial))

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


def quantised(verifier: Verifier, tokens: Tokens) -> dict[str, torch.Tensor]:
    """Return keys as int8 with one scale per token and layer, and the rest of what is stored, unpadded.

    keys [tokens, L * h] int8; scales [tokens, L] float16, key = int8 * scale; ids, offsets [tokens]; pooled
    [n, D] float16, which the verifier reads; recall [n, D] float16, the bare retriever's vectors of the texts
    as they are; truncated [n] uint8; lengths [n].
    """
    keys = tokens.keys[tokens.mask].float().cpu()
    scales = (keys.abs().amax(-1) / 127).clamp_min(1e-8).half()
    whole = (keys / scales.float().unsqueeze(-1)).round().clamp(-127, 127).to(torch.int8)
    return {
        "keys": whole.flatten(1),
        "scales": scales,
        "ids": tokens.ids[tokens.mask].to(torch.int32).cpu(),
        "offsets": tokens.offsets[tokens.mask.cpu()].to(torch.int32).cpu(),
        "pooled": tokens.pooled.half().cpu(),
        "recall": _recall(verifier, tokens),
        "truncated": tokens.truncated.to(torch.uint8).cpu(),
        "lengths": tokens.mask.sum(1).cpu(),
    }


def _recall(verifier: Verifier, tokens: Tokens) -> torch.Tensor:
    """Return the retriever's vectors, float16 [n, D]; of a text in its normal form, what was read of it."""
    vectors = tokens.pooled.half().cpu()
    others = [row for row, text in enumerate(tokens.texts) if normal_form(text).text != text]
    if others:
        bare = verifier.retriever.pooled([tokens.texts[row] for row in others])
        vectors[others] = torch.from_numpy(bare).half()
    return vectors


def fingerprint(verifier: Verifier) -> str:
    """Hash what stored tokens depend on: retriever, adapter, projection of the states, token limit."""
    digest = hashlib.sha256(f"{FORMAT} {NORMAL_FORM} {verifier.config.retriever.sha256}".encode())
    digest.update(f"{verifier.config.interaction.layers} {verifier.config.max_tokens}".encode())
    weights = {k: v for k, v in verifier.interaction.state_dict().items() if k.startswith("project")}
    if verifier.adapter is not None:
        weights |= {k: v for k, v in verifier.adapter.state_dict().items() if "lora_" in k}
    for _, value in sorted(weights.items()):
        digest.update(value.cpu().float().contiguous().numpy().tobytes())
    return digest.hexdigest()


def _read_state(folder: Path) -> dict[str, Any]:
    path = folder / STATE
    try:
        state = read_json(path, "create the store anew")
    except FileNotFoundError:
        raise InputError(f"{folder}: no token store ({STATE} is missing); create one first") from None
    if state.get("format") != FORMAT:
        raise InputError(f"{path}: format {state.get('format')} is not {FORMAT}; create the store anew")
    if not _is_state(state):
        raise InputError(f"{path}: not what a store writes there; create the store anew")
    for segment in state["segments"]:
        if Path(segment["file"]).name != segment["file"]:
            raise InputError(f"{path}: names the file {segment['file']!r} outside of the store; refused")
    return state


def _is_state(state: dict[str, Any]) -> bool:
    """Whether store.json has the keys and the kinds of values that `_commit` writes."""
    segments, deleted = state.get("segments"), state.get("deleted")
    if not (
        isinstance(segments, list) and isinstance(deleted, list) and isinstance(state.get("verifier"), str)
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


def _commit(folder: Path, state: dict[str, Any]) -> None:
    """Replace store.json in one step, once it and the folder are on disk."""
    write_json(folder / STATE, state, sync=True)
