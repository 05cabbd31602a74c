"""Candidates encoded beforehand, on disk: what the verifier reads of each, quantised and memory-mapped.

Two-stage search over a corpus that does not fit into memory: `TokenStore.create` once, `append` as texts
come, `tokens(rows)` for the few that the retriever recalled. stores/segments.py keeps the rows; here stands
what they hold.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor

from ..common.errors import InputError
from ..common.progress import Progress
from .stores.quantisation import DEFAULT_BITS, checked_bits, packed, unpacked
from .stores.ragged import mask_of, padded, starts_of
from .stores.segments import FORMAT, STATE, Segments, make_store
from .text.normal_form import NORMAL_FORM, normal_form
from .tokens import Tokens
from .verifier import Verifier

__all__ = ["STATE", "TokenStore", "fingerprint", "quantised"]
TEXTS_PER_SEGMENT = 4096
TEXTS_AT_ONCE = 256


class TokenStore(Segments):
    """Encoded candidates in a folder. Rows are numbered over all segments, in the order they were appended.

    Open it with the verifier that wrote it: another verifier, or another retriever, is refused.
    """

    RAGGED: ClassVar = {"starts": ("ids", "keys", "offsets"), "text_starts": ("text",)}
    SINGLE: ClassVar = ("pooled", "recall", "truncated")

    def __init__(self, folder: Path | str, verifier: Verifier) -> None:
        """Open a store. Raises InputError where there is none, or it is damaged or another verifier's."""
        self.verifier = verifier
        super().__init__(folder, fingerprint(verifier))
        self.bits = checked_bits(self.settings.get("bits", 0))

    @classmethod
    def create(cls, folder: Path | str, verifier: Verifier, bits: int = DEFAULT_BITS) -> "TokenStore":
        """Make an empty store, in which each dimension of a key takes so many bits (1, 2, 4 or 8).

        What each costs: docs/large_corpora.md. Raises InputError where the folder holds something.
        """
        make_store(Path(folder), fingerprint(verifier), {"bits": checked_bits(bits)})
        return cls(folder, verifier)

    def append(self, texts: Sequence[str], progress: bool = False) -> range:
        """Encode texts and add them; return their rows. Each full segment is committed as it is written."""
        if not texts:
            raise InputError("nothing to append: the list of texts is empty")
        with self._writing() as state:
            first = len(self)
            with Progress(len(texts), "encoding candidates", "texts", enabled=progress) as bar:
                for start in range(0, len(texts), TEXTS_PER_SEGMENT):
                    part = texts[start : start + TEXTS_PER_SEGMENT]
                    self._save(self._encoded(part), state)
                    self._commit(state)
                    bar.update(len(part))
        return range(first, first + len(texts))

    def compact(self) -> np.ndarray:
        """Write the live rows anew, drop the rest; return each old row's new number, -1 where it is gone."""
        return self._compact(TEXTS_PER_SEGMENT)

    def tokens(self, rows: Sequence[int] | np.ndarray) -> Tokens:
        """Return rows as Verifier.score(query, tokens) takes them. Raises IndexError for deleted rows."""
        columns = self.columns(rows)
        lengths = columns["starts"].diff().tolist()
        keys = unpacked(columns["keys"], self.bits, *key_shape(self.verifier))
        return Tokens(
            tuple(map(_decoded, columns["text"].split(columns["text_starts"].diff().tolist()))),
            padded(keys.split(lengths)),
            padded(columns["ids"].long().split(lengths)),
            mask_of(lengths),
            padded(columns["offsets"].long().split(lengths)),
            columns["pooled"].float(),
            columns["truncated"].bool(),
        )

    def texts(self, rows: Sequence[int] | np.ndarray) -> list[str]:
        """Return the texts of rows."""
        return [_decoded(text) for text in self.ragged("text", rows)]

    def pooled(self) -> np.ndarray:
        """Return the retriever's vectors of all rows, float32 [rows, D], those of deleted rows included."""
        if not self.segments:
            return np.zeros((0, self.verifier.retriever.pooled([""]).shape[1]), dtype=np.float32)
        vectors, place = np.zeros((0, 0), dtype=np.float32), 0
        for part in self.single("recall"):
            if not place:
                vectors = np.empty((len(self), part.shape[1]), dtype=np.float32)
            vectors[place : place + len(part)] = part
            place += len(part)
        return vectors

    def _encoded(self, texts: Sequence[str]) -> dict[str, Tensor]:
        """Return the columns of new rows. Texts of like length are encoded together, without much padding."""
        order = np.argsort([len(text) for text in texts], kind="stable")
        parts = [
            quantised(self.verifier, self.verifier.encode([texts[row] for row in rows]), self.bits)
            for rows in np.split(order, range(TEXTS_AT_ONCE, len(order), TEXTS_AT_ONCE))
        ]
        columns = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
        lengths = columns.pop("lengths").tolist()
        places = torch.from_numpy(np.argsort(order))
        for name, column in columns.items():
            if name in self.RAGGED["starts"]:
                rows = column.split(lengths)
                columns[name] = torch.cat([rows[place] for place in places.tolist()])
            else:
                columns[name] = column[places]
        encoded = [text.encode(errors="surrogatepass") for text in texts]
        columns["starts"] = starts_of([lengths[place] for place in places.tolist()])
        columns["text"] = torch.from_numpy(np.frombuffer(b"".join(encoded), dtype=np.uint8).copy())
        columns["text_starts"] = starts_of(map(len, encoded))
        return columns


def _decoded(text: Tensor) -> str:
    return text.numpy().tobytes().decode(errors="surrogatepass")


def quantised(verifier: Verifier, tokens: Tokens, bits: int) -> dict[str, Tensor]:
    """Return keys as codes (stores/quantisation.py), and the rest of what is stored, unpadded.

    keys [tokens, bytes] uint8; ids [tokens] int32, offsets [tokens, 2] int16, or int32 in texts too long for
    it; pooled [n, D] float16, which the verifier reads; recall [n, D] float16, the bare retriever's vectors
    of the texts as they are; truncated [n] uint8; lengths [n].
    """
    offsets = tokens.offsets[tokens.mask.cpu()].cpu()
    is_short = not offsets.numel() or int(offsets.max()) <= torch.iinfo(torch.int16).max
    return {
        "keys": packed(tokens.keys[tokens.mask].cpu(), bits),
        "ids": tokens.ids[tokens.mask].to(torch.int32).cpu(),
        "offsets": offsets.to(torch.int16 if is_short else torch.int32),
        "pooled": tokens.pooled.half().cpu(),
        "recall": _recall(verifier, tokens),
        "truncated": tokens.truncated.to(torch.uint8).cpu(),
        "lengths": tokens.mask.sum(1).cpu(),
    }


def key_shape(verifier: Verifier) -> tuple[int, int]:
    """Return layers and dimensions of a token's keys."""
    config = verifier.config.interaction
    return len(config.layers) if config.architecture == "alignment" else 1, config.key_size


def _recall(verifier: Verifier, tokens: Tokens) -> Tensor:
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
