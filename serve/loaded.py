"""The verifier that is served: loaded once, in memory of its own, with what the server needs of a pair.

A folder that is replaced or removed while the server runs changes nothing for it: it goes on with what it
loaded, and `changed_on_disk` tells. One that is replaced while it is loaded is refused: what was read may be
of two verifiers.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import torch
from tokenizers import Tokenizer

from ..common.errors import InputError
from ..models.folder import weights_sha256
from ..models.layout import CONFIG, FILES
from ..models.text.normal_form import normal_form
from ..models.verdict import Verdict, pair_thresholds
from ..models.verifier import Verifier
from ..models.verifier_folder import find_verifier
from .config import ServeConfig

FIRST_PAIRS = [("Is it open on Sunday?", "Is it closed on Sunday?"), ("It is open.", "It is open today.")]
Stamps = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class PairJudgement:
    """What is known of a pair: the verdict, and whether the gate drops it."""

    verdict: Verdict
    is_dropped: bool


class LoadedVerifier:
    """A verifier in memory, and which one it is.

    name: what it was loaded as. weights: the sha256 of its model.safetensors. Raises InputError as
    Verifier.from_pretrained does, and for a folder that changes meanwhile.
    """

    def __init__(self, run: str, config: ServeConfig, device: str | None) -> None:
        if config.threads is not None:
            torch.set_num_threads(config.threads)
        self.name = run
        self.folder: Path = find_verifier(run)
        self._stamps = _stamps(self.folder)
        self.verifier = Verifier.from_pretrained(self.folder, device=device, precision=config.precision)
        _own_memory(self.verifier)
        self.weights = weights_sha256(self.folder)
        self.loaded_at = datetime.now(UTC).isoformat(timespec="seconds")
        if self.changed_on_disk:
            raise InputError(f"{self.folder}: changed while it was loaded; start again once it is whole")
        self._tokenizer = Tokenizer.from_str(self.verifier.retriever.tokenizer.backend_tokenizer.to_str())
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.judge(FIRST_PAIRS)

    def judge(self, pairs: list[tuple[str, str]]) -> list[PairJudgement]:
        """Judge pairs."""
        return [
            PairJudgement(verdict, verdict.near_miss >= pair_thresholds(self.verifier.calibration, *pair)[1])
            for pair, verdict in zip(pairs, self.verifier.verify_pairs(pairs), strict=True)
        ]

    def tokens(self, pairs: list[tuple[str, str]]) -> int:
        """Return how many tokens pairs have, counted whole, of every pair those of its query too.

        For any thread: the tokenizer is not the one that judges.
        """
        times = Counter(text for pair in pairs for text in pair)
        forms = [normal_form(text).text for text in times]
        found = self._tokenizer.encode_batch(forms, add_special_tokens=False)
        return sum(len(one.ids) * count for one, count in zip(found, times.values(), strict=True))

    @property
    def changed_on_disk(self) -> bool:
        """Whether the folder holds other files than those that were loaded, or none."""
        return _stamps(self.folder) != self._stamps


def _own_memory(verifier: Verifier) -> None:
    """Copy all weights out of mapped files: one that is cut in place would end the process."""
    parts = [verifier.interaction, verifier.retriever.model, verifier.adapter]
    for part in parts:
        if part is not None:
            for tensor in (*part.parameters(), *part.buffers()):
                tensor.data = tensor.data.clone()


def _stamps(folder: Path) -> Stamps:
    """Return of each file of a verifier its name, inode, size and time of change."""
    paths = sorted({path for pattern in (CONFIG, *FILES) for path in folder.glob(pattern)})
    found = []
    for path in paths:
        try:
            stat = path.stat()
        except OSError:  # removed since
            continue
        found.append((path.relative_to(folder).as_posix(), stat.st_ino, stat.st_size, stat.st_mtime_ns))
    return tuple(found)
