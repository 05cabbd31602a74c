"""A verifier's folder: its configuration, its weights, written and read; the bundled one and the Hub's.

A run folder and a published verifier hold the same files (FILES). verifier.py calls these; training saves
with them.
"""

from dataclasses import field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import torch
from huggingface_hub import snapshot_download
from pydantic import TypeAdapter, ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from .._version import __version__
from ..common.configuration import config_dataclass, to_plain
from ..common.errors import InputError
from ..common.files import read_json, write_json, writing
from .calibration import Calibration
from .interaction import InteractionConfig
from .layout import ADAPTER, CHECKSUMS, CONFIG, FILES, RETRIEVER, WEIGHTS
from .networks.map_models import Reader
from .retriever import Retriever

if TYPE_CHECKING:
    from peft import PeftModel

DEFAULT = "default"
SHIPPED = {DEFAULT: "reference", "default-generated": "reference_generated"}
"""Names of the verifiers that ship with the package, and their folders in models/."""
CHOSEN = ("temperature", "cache_threshold", "gate_threshold")
"""What calibration chooses; there is no value of them that fits every verifier."""


@config_dataclass
class RetrieverIdentity:
    """Which retriever a verifier belongs to; it refuses any other."""

    name: str
    sha256: str
    hidden_size: int


@config_dataclass
class VerifierConfig:
    """Everything about a verifier but its weights; saved as config.json.

    mode: "frozen" reads the bare retriever's token states; "lora" reads them through an adapter (folder
    adapter/), which the pooled vectors never see; "full" has a retriever of its own (folder retriever/),
    whose pooled vectors are no longer the original's.
    """

    retriever: RetrieverIdentity
    families: tuple[str, ...]
    interaction: InteractionConfig = field(default_factory=InteractionConfig)
    calibration: Calibration = field(default_factory=Calibration)
    max_tokens: int = 256
    mode: Literal["frozen", "lora", "full"] = "frozen"
    model_type: str = "verisieve"
    verisieve_version: str = __version__

    def to_dict(self) -> dict[str, Any]:
        """Return the configuration as plain values, as in config.json."""
        return to_plain(self)


def identity(retriever: Retriever) -> RetrieverIdentity:
    """Return the identity a verifier on this retriever is bound to."""
    return RetrieverIdentity(name=retriever.name, sha256=retriever.sha256, hidden_size=retriever.hidden_size)


def save_verifier(
    folder: Path,
    config: VerifierConfig,
    interaction: Reader,
    retriever: Retriever | None = None,
    adapter: "PeftModel | None" = None,
    dtype: torch.dtype = torch.float32,
) -> None:
    """Write model.safetensors and config.json, each under a temporary name first.

    In mode lora also the adapter, in mode full also the retriever. dtype: of the weights in the files (not of
    the retriever's).
    """
    folder.mkdir(parents=True, exist_ok=True)
    if config.mode == "lora":
        from .encoder.adapter import save_adapter

        assert adapter is not None
        save_adapter(adapter, config.retriever.name, folder / ADAPTER, dtype)
    if config.mode == "full":
        assert retriever is not None
        retriever.save(folder / RETRIEVER)
    weights = {
        name: value.detach().to("cpu", dtype).contiguous() for name, value in interaction.state_dict().items()
    }
    (folder / CHECKSUMS).unlink(missing_ok=True)  # of other weights, where it was a published folder
    with writing(folder / WEIGHTS, sync=True) as partial:
        save_file(weights, partial, metadata={"format": "pt"})
    write_json(folder / CONFIG, config.to_dict(), sync=True)


def read_config(folder: Path) -> VerifierConfig:
    """Read config.json of a run folder or a published verifier.

    Raises InputError where it is missing, or is not what this version writes: a verifier without its
    calibration, for one, would go by thresholds that nobody chose.
    """
    path = folder / CONFIG
    try:
        values = read_json(path, "copy or train it again")
        missing = [field.name for field in fields(VerifierConfig) if field.name not in values]
        if isinstance(thresholds := values.get("calibration"), dict):
            missing += [f"calibration.{name}" for name in CHOSEN if name not in thresholds]
        if missing:
            raise InputError(f"{path}: no key {', '.join(missing)}{_other_version(values)}")
        return TypeAdapter(VerifierConfig).validate_python(values)
    except FileNotFoundError:
        raise InputError(
            f"{folder}: no {CONFIG}; this is not a finished run or a published verifier"
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{path}: key {key}: {first['msg']}{_other_version(values)}") from None


def _other_version(values: dict[str, Any]) -> str:
    """Say what to do about a configuration that cannot be read: it may be another version's."""
    wrote = values.get("verisieve_version")
    if wrote in (None, __version__):
        return "; copy or train it again"
    return f"; verisieve {wrote} wrote it, and this is {__version__}: use that one, or train again"


def load_weights(interaction: Reader, path: Path) -> None:
    """Load a safetensors file into the interaction model; InputError when it is missing or broken."""
    try:
        interaction.load_state_dict(load_file(path))
    except FileNotFoundError:
        raise InputError(f"{path}: missing; the folder holds no weights") from None
    except SafetensorError as error:
        raise InputError(
            f"{path}: not a complete safetensors file ({error}); copy or train it again"
        ) from None
    except RuntimeError as error:
        reason = str(error).splitlines()[1 if "\n" in str(error) else 0].strip()
        raise InputError(f"{path}: the weights do not fit {CONFIG} beside it: {reason}") from None


def reference_folder(name: str = DEFAULT) -> Path:
    """Return the folder of a verifier of SHIPPED; InputError where this copy of the package has none."""
    folder = Path(__file__).parent / SHIPPED[name]
    if not (folder / CONFIG).is_file():
        raise InputError(
            f"{folder}: this copy of verisieve has no reference verifier; train it with `make reference`, or "
            "give a run folder"
        )
    return folder


def find_verifier(folder_or_name: str | Path, revision: str | None = None) -> Path:
    """Return the folder of a verifier: one of SHIPPED by its name, a folder, or one that the Hub has.

    Raises InputError where there is none.
    """
    if str(folder_or_name) in SHIPPED:
        return reference_folder(str(folder_or_name))
    folder = Path(folder_or_name)
    return folder if folder.is_dir() else download(str(folder_or_name), revision)


def download(name: str, revision: str | None) -> Path:
    """Return the folder of a verifier on the Hub, downloaded; InputError where it is not found."""
    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=list(FILES)))
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(f"{name}: no such folder, and not found on the Hub: {reason}") from None
