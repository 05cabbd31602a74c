"""A verifier as the one module of a sentence-transformers CrossEncoder: predict and rank give its scores.

`verisieve.cross_encoder` loads a run or a published verifier so. Where only sentence-transformers is there,
`CrossEncoder(folder, trust_remote_code=True)` runs this same class from the folder's modeling_verisieve.py,
which eval/publishing/standalone.py puts together from this file and those it imports; so it imports nothing
else of the package.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from sentence_transformers import CrossEncoder
from sentence_transformers.base.modules import InputModule
from torch import Tensor

from ..common.errors import InputError
from ..common.files import read_json
from .calibration import Calibration
from .encoder.device import usable_device
from .folder import check_checksums, refuse_unsafe
from .interaction import SAME, InteractionConfig, Side
from .judging import Relation, relation, settled, speaking_window
from .layout import ADAPTER, CHECKSUMS, CONFIG, PARTS, RETRIEVER, WEIGHTS
from .networks.map_models import Reader, make_reader
from .retriever import Retriever, Tokenized
from .text.surface import Surface, surface_of
from .text.windows import nearest_windows

SIDES = ("query", "candidate")
SURE = 1 - 1e-9
"""P(same) counts as at most this, so that its logit is finite; float32 rounds it to 1 again."""


class VerisieveModule(InputModule):
    """Reads (query, candidate) pairs and gives the logit of P(same), which CrossEncoder's sigmoid turns back.

    settings: what config.json holds. adapter: the encoder's view in mode lora. source: the folder it
    was loaded from. Raises InputError when the retriever is not the verifier's own.
    """

    def __init__(
        self,
        settings: dict[str, Any],
        interaction: Reader,
        retriever: Retriever,
        adapter: torch.nn.Module | None = None,
        source: Path | None = None,
    ) -> None:
        super().__init__()
        wanted = settings["retriever"]
        if retriever.sha256 != wanted["sha256"]:
            raise InputError(
                f"this verifier belongs to the retriever {wanted['name']} (sha256 {wanted['sha256'][:12]}…), "
                f"and {retriever.name} has other weights (sha256 {retriever.sha256[:12]}…)"
            )
        self.settings = settings
        self.retriever = retriever
        self.encoder = retriever.model  # here as a submodule, to move with the CrossEncoder
        self.interaction = interaction
        self.adapter = adapter
        self.calibration = Calibration(**_tuples(settings["calibration"]))
        self.tokenizer = retriever.tokenizer
        self.max_seq_length: int = settings["max_tokens"]
        self.source = source

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any
    ) -> dict[str, torch.Tensor | Any]:
        """Tokenise n pairs, long candidates in windows: each side's distinct texts, and which each pair has.

        Returns "SIDE.ids", "SIDE.mask" [m, T], "SIDE.rows" [w] and "SIDE.input.NAME" [m, T], what the encoder
        takes; "owners" [w], which pair each of the w pairs of texts belongs to; "same", "never" [w], whether
        the texts themselves decide (judging.py).
        """
        if prompt:
            raise InputError("a verifier takes no prompt: it reads the pair as it is; leave it out")
        pairs = [(str(pair[0]), str(pair[1])) for pair in inputs]
        surfaces: dict[str, Surface] = {}
        self._read_surfaces([text for pair in pairs for text in pair], surfaces)
        parts = [self._parts(pair, surfaces) for pair in pairs]
        owners = [pair for pair, own in enumerate(parts) for _ in own]
        read = [(pairs[pair][0], part) for pair, own in enumerate(parts) for part in own]
        self._read_surfaces([part for _, part in read], surfaces)
        relations = [relation(surfaces[query], surfaces[part]) for query, part in read]
        features: dict[str, torch.Tensor | Any] = {
            "owners": torch.tensor(owners),
            "same": torch.tensor([found.same for found in relations]),
            "never": torch.tensor([found.never_same for found in relations]),
        }
        for index, side in enumerate(SIDES):
            texts = [pair[index] for pair in read]
            distinct = {text: row for row, text in enumerate(dict.fromkeys(texts))}
            tokens = self.retriever.tokenize(list(distinct), self.max_seq_length)
            features[f"{side}.ids"] = tokens.ids
            features[f"{side}.mask"] = tokens.mask
            features[f"{side}.rows"] = torch.tensor([distinct[text] for text in texts])
            for name, value in tokens.model_inputs.items():
                features[f"{side}.input.{name}"] = value
        return features

    def forward(
        self, features: dict[str, torch.Tensor | Any], **kwargs: Any
    ) -> dict[str, torch.Tensor | Any]:
        """Add "scores", the logits of P(same), [n, 1]."""
        sides = [self._read_side(features, side) for side in SIDES]
        logits = self.interaction(*sides).logits
        relations = [
            Relation(same, "never" if never else "")
            for same, never in zip(features["same"].tolist(), features["never"].tolist(), strict=True)
        ]
        probabilities = settled(self.calibration.probabilities(logits), relations)
        cosines = (sides[0].pooled * sides[1].pooled).sum(-1).float().cpu().numpy()
        owners = features["owners"].cpu().numpy()
        speaking = [
            rows[speaking_window(probabilities[rows], cosines[rows])]
            for rows in (np.flatnonzero(owners == pair) for pair in range(int(owners.max()) + 1))
        ]
        same = torch.from_numpy(probabilities[speaking, SAME]).double()
        scores = same.clamp(torch.finfo(torch.float32).tiny, SURE).logit().float()
        features["scores"] = scores.to(logits.device).unsqueeze(1)
        return features

    def _parts(self, pair: tuple[str, str], surfaces: dict[str, Surface]) -> list[str]:
        """Return what is read of a pair's candidate: itself; where it is too long, its nearest windows."""
        query, candidate = (surfaces[text] for text in pair)
        if not candidate.truncated or query.truncated or relation(query, candidate).same:
            return [pair[1]]
        limit, retriever = self.retriever.window_limit(self.max_seq_length), self.retriever
        vector = retriever.vectors([pair[0]], self.max_seq_length)[0]

        def cosines(texts: Sequence[str]) -> np.ndarray:
            return (retriever.vectors(texts, self.max_seq_length) @ vector).cpu().numpy()

        places = nearest_windows(pair[1], pair[0], limit, retriever.lengths, cosines)
        return [pair[1][start:end] for start, end in places]

    def _read_surfaces(self, texts: Sequence[str], surfaces: dict[str, Surface]) -> None:
        """Add the surfaces of texts."""
        new = [text for text in dict.fromkeys(texts) if text not in surfaces]
        if new:
            tokens = self.retriever.tokenize(new, self.max_seq_length)
            for row, text in enumerate(new):
                surfaces[text] = surface_of(
                    text,
                    tokens.ids[row],
                    tokens.mask[row],
                    tokens.offsets[row],
                    self.retriever.vocabulary,
                    bool(tokens.truncated[row]),
                )

    def _read_side(self, features: dict[str, torch.Tensor | Any], side: str) -> Side:
        start = f"{side}.input."
        inputs = {name[len(start) :]: value for name, value in features.items() if name.startswith(start)}
        ids, mask, rows = (features[f"{side}.{name}"] for name in ("ids", "mask", "rows"))
        states, pooled = self.retriever.token_states(
            Tokenized(inputs, ids, mask, torch.empty(0), torch.empty(0)),
            self.interaction.config.layers,
            encoder=self.adapter,
        )
        keys: Tensor = self.interaction.keys(states)
        return Side(keys[rows], ids[rows], mask[rows], pooled[rows])

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Write the verifier's files into a folder: copies of those it was loaded from."""
        if self.source is None:
            raise InputError("this verifier was not loaded from a folder; use Verifier.save_pretrained")
        for name in (CONFIG, WEIGHTS, CHECKSUMS):
            if (self.source / name).is_file():
                shutil.copyfile(self.source / name, Path(output_path) / name)
        for part in PARTS.values():
            if (self.source / part).is_dir():
                shutil.copytree(self.source / part, Path(output_path) / part, dirs_exist_ok=True)

    @classmethod
    def load(  # type: ignore[override]
        cls,
        model_name_or_path: str,
        subfolder: str = "",
        token: bool | str | None = None,
        cache_folder: str | None = None,
        revision: str | None = None,
        local_files_only: bool = False,
        processor_kwargs: dict[str, Any] | None = None,
        backend: str = "torch",
        **kwargs: Any,
    ) -> "VerisieveModule":
        """Load a run or a published verifier, from a folder or the Hub; called by CrossEncoder.

        Only safetensors are read. The retriever is loaded by the name in config.json, on the CPU;
        CrossEncoder moves the whole. processor_kwargs: of them model_max_length counts, to cut texts shorter
        than training did. Raises InputError when files are missing, unsafe or broken, or for another backend.
        """
        if backend != "torch":
            raise InputError(f"{model_name_or_path}: a verifier runs on the backend torch, not on {backend}")
        where: dict[str, Any] = {
            "token": token,
            "cache_folder": cache_folder,
            "revision": revision,
            "local_files_only": local_files_only,
        }
        found = {
            name: cls.load_file_path(model_name_or_path, name, subfolder=subfolder, **where)
            for name in (CONFIG, WEIGHTS, CHECKSUMS)
        }
        for name in (CONFIG, WEIGHTS):
            if found[name] is None:
                raise InputError(f"{model_name_or_path}: no {name}; this is not a published verifier")
        folder = Path(str(found[CONFIG])).parent
        settings = _read_settings(folder / CONFIG)
        own_part = PARTS.get(settings.get("mode", "frozen"))
        if own_part is not None and not Path(model_name_or_path).is_dir():
            cls.load_dir_path(model_name_or_path, subfolder=own_part, **where)
        name = settings["retriever"]["name"]
        refuse_unsafe(folder, None if own_part == RETRIEVER else name)
        check_checksums(folder)
        retriever = Retriever.load(str(folder / own_part) if own_part == RETRIEVER else name, device="cpu")
        adapter: torch.nn.Module | None = None
        if own_part == ADAPTER:
            from .encoder.adapter import load_adapter

            adapter = load_adapter(retriever, folder / own_part)
        module = cls(settings, _load_reader(settings, folder / WEIGHTS), retriever, adapter, folder)
        module.max_seq_length = min(
            module.max_seq_length, (processor_kwargs or {}).get("model_max_length") or module.max_seq_length
        )
        return module


def cross_encoder(
    folder_or_repo: str | Path,
    revision: str | None = None,
    device: str | None = None,
    token: bool | str | None = None,
    cache_folder: str | None = None,
) -> CrossEncoder:
    """Return a verifier as a sentence-transformers CrossEncoder, for whatever takes one.

    folder_or_repo: a run folder, or a published verifier (folder or Hub name). `predict` gives P(same) of
    each pair, `rank` orders candidates by it, as the verifier's score and rank do. No code of the folder is
    run, so trust_remote_code is not needed. Raises InputError as VerisieveModule.load does.
    """
    usable_device(device)
    module = VerisieveModule.load(
        str(folder_or_repo), token=token, cache_folder=cache_folder, revision=revision
    )
    return CrossEncoder(modules=[module.eval()], device=device, activation_fn=torch.nn.Sigmoid())


def _read_settings(path: Path) -> dict[str, Any]:
    settings = read_json(path, "download again")
    if settings.get("model_type") != "verisieve":
        raise InputError(f"{path}: not the configuration of a verifier")
    return settings


def _load_reader(settings: dict[str, Any], path: Path) -> Reader:
    interaction = InteractionConfig(**_tuples(settings["interaction"]))
    reader = make_reader(interaction, settings["retriever"]["hidden_size"], len(settings["families"]))
    try:
        reader.load_state_dict(load_file(path))
    except SafetensorError as error:
        raise InputError(f"{path}: not a complete safetensors file ({error}); download again") from None
    except RuntimeError as error:
        raise InputError(f"{path}: the weights do not fit {CONFIG}: {error}") from None
    return reader.eval()


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    """Return values read from JSON with tuples for lists, as configurations have them."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
