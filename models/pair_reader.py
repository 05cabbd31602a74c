"""Encodes texts and reads pairs of them with the interaction model: all of a verifier but its judgement.

Stands between the retriever and judge_pairs.py, which judges what is read here; the verifier is a pair reader
with thresholds.
"""

import dataclasses
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import torch

from ..common.errors import InputError
from ..common.progress import Progress
from .calibration import Calibration
from .encoder.processes import picklable
from .encoder.views import Encoders, lowered
from .interaction import InteractionModel, Reading, join_readings
from .networks.map_models import MapModel, Reader
from .networks.prepared import PreparedReader
from .retriever import Retriever
from .text.checked import checked_texts
from .tokens import Tokens, concatenate, without_gaps
from .verifier_folder import VerifierConfig, identity

if TYPE_CHECKING:
    from peft import PeftModel

Precision = Literal["auto", "fp32", "bf16"]
PAIRS_PER_BATCH = 64
PREPARED = ("_prepared", "_encoders")
"""What is made of the rest at its first use, and not pickled."""
CELLS_AT_ONCE = 1_000_000
"""Pairs of tokens of both texts of a pair, among which attention runs, over all pairs read together: so that
memory does not grow with the square of the length. 16 pairs of 250 tokens are so many."""


class PairReader:
    """The interaction model on a frozen retriever's token states, and the calibration of what it says."""

    def __init__(
        self,
        config: VerifierConfig,
        interaction: Reader,
        retriever: Retriever,
        adapter: "PeftModel | None" = None,
        precision: Precision = "fp32",
    ) -> None:
        if precision not in get_args(Precision):
            raise InputError(f"precision {precision!r}: must be one of {', '.join(get_args(Precision))}")
        found = identity(retriever)
        if found.sha256 != config.retriever.sha256:
            raise InputError(
                f"this verifier belongs to the retriever {config.retriever.name} "
                f"(sha256 {config.retriever.sha256[:12]}…), "
                f"not to {found.name} (sha256 {found.sha256[:12]}…); "
                "load that one, or train a verifier for this one"
            )
        self.config = config
        self.retriever = retriever
        self.interaction = interaction.to(retriever.device).eval()
        self.adapter = adapter
        self.precision = _fitting(retriever.device) if precision == "auto" else precision

    @property
    def calibration(self) -> Calibration:
        """The temperature and the thresholds."""
        return self.config.calibration

    @property
    def reranks(self) -> bool:
        """Whether the model says how relevant a candidate is, not only whether it says the same."""
        return self.config.interaction.late_interaction > 0

    def encode(self, texts: Sequence[str], progress: bool = False) -> Tokens:
        """Encode candidates once, to be scored against many queries (keys are kept in half precision)."""
        parts = []
        texts = checked_texts(texts)
        lengths = self.retriever.lengths(texts)
        order = sorted(range(len(texts)), key=lengths.__getitem__)  # batches without much padding
        with Progress(len(texts), "encoding", "texts", enabled=progress) as bar:
            for start in range(0, len(texts), PAIRS_PER_BATCH):
                part = self.encode_exactly([texts[row] for row in order[start : start + PAIRS_PER_BATCH]])
                parts.append(dataclasses.replace(part, keys=part.keys.half()))
                bar.update(len(part))
        encoded = concatenate(parts)
        return encoded if order == sorted(order) else encoded[np.argsort(order).tolist()]

    def encode_once(self, texts: list[str]) -> Tokens:
        """Encode texts of which some may be equal (one query with many candidates), each once."""
        distinct = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        encoded = self.encode_exactly(list(distinct))
        return encoded if len(distinct) == len(texts) else encoded[[distinct[text] for text in texts]]

    @torch.inference_mode()
    def encode_exactly(self, texts: list[str], pooled: torch.Tensor | None = None) -> Tokens:
        """Encode some texts at once, with keys in full precision.

        pooled: the retriever's vectors of the texts, [n, D], where they are known.
        """
        tokens = self.retriever.tokenize(texts, self.config.max_tokens)
        states, pooled = self._encoders(self.retriever, tokens, self.config.interaction.layers, pooled)
        keys = self.interaction.keys(states)
        return without_gaps(
            Tokens(tuple(texts), keys, tokens.ids, tokens.mask, tokens.offsets, pooled, tokens.truncated)
        )

    @torch.inference_mode()
    def read(self, queries: Tokens, candidates: Tokens) -> Reading:
        """Run the interaction model on the pairs, CELLS_AT_ONCE cells of their attention at a time.

        queries: one for each candidate, or one for all.
        """
        device, kind = self.retriever.device, self._kind
        step = max(1, CELLS_AT_ONCE // (queries.ids.shape[1] + candidates.ids.shape[1]) ** 2)
        parts = [slice(start, start + step) for start in range(0, len(candidates), step)]
        query = queries.side(slice(0, 1), device, kind)
        return join_readings(
            [
                self._prepared(
                    query if len(queries) == 1 else queries.side(part, device, kind),
                    candidates.side(part, device, kind),
                )
                for part in parts
            ]
        )

    @property
    def _kind(self) -> torch.dtype:
        """The type that pairs are read in."""
        return torch.bfloat16 if self.precision == "bf16" else torch.float32

    @cached_property
    def _prepared(self) -> PreparedReader | MapModel:
        """The interaction model as pairs are read with it."""
        if isinstance(self.interaction, InteractionModel):
            return PreparedReader(self.interaction, self._kind)
        return lowered(self.interaction) if self.precision == "bf16" else self.interaction

    @cached_property
    def _encoders(self) -> Encoders:
        """The encoder in the precision that texts are encoded in."""
        return Encoders.of(self.retriever, self.adapter, self.precision == "bf16")

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: without hooks, which a model that has run carries."""
        adapter = None if self.adapter is None else picklable(self.adapter)
        kept = {name: value for name, value in self.__dict__.items() if name not in PREPARED}
        return kept | {"adapter": adapter}


def _fitting(device: torch.device) -> Literal["fp32", "bf16"]:
    """Return the precision that is faster: bf16 where the processor has units for it."""
    if device.type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp32"
    able = torch.cpu.get_capabilities() if device.type == "cpu" else {}
    return "bf16" if able.get("avx512_bf16") or able.get("amx_bf16") else "fp32"
