"""A back end: transformers sequence-to-sequence models, by name or folder, on this machine.

One that rewords (T5, BART, Pegasus), two that translate there and back (Marian), or one for many languages
that does both (M2M100, NLLB, mBART). torch and transformers are imported here alone, when a model is loaded.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ...common.errors import InputError
from ..hashing import folder_sha256, stable_hash
from .backend import Answers, Size


@dataclass(frozen=True)
class ModelConfig:
    """Which models are run, and how.

    model: by name or folder. back: the one that translates back, None for one that rewords. languages: codes
    of the text's language and of the one in between, for a model of many languages. prefix: put before every
    sentence ("paraphrase: "). beams: of the search. temperature: above 0 draws words at random, by the seed.
    Raises InputError for figures out of range.
    """

    model: str
    back: str | None = None
    languages: tuple[str, str] | None = None
    prefix: str = ""
    beams: int = 4
    temperature: float = 0.0
    seed: int = 0
    batch_size: int = 16

    def __post_init__(self) -> None:
        for name, least in (("beams", 1), ("batch_size", 1), ("temperature", 0)):
            if getattr(self, name) < least:
                raise InputError(f"--{name.replace('_', '-')} {getattr(self, name):g}: give {least} or more")


class Models:
    """Rewords by batches. Raises InputError for what is no such model, or a language that it has not."""

    def __init__(self, config: ModelConfig, device: str | None = None) -> None:
        self.config = config
        text, between = config.languages or (None, None)
        first = _Model(config.model, device)
        self._steps = [(first, text, between)]
        if config.back is not None or config.languages is not None:
            second = first if config.back in (None, config.model) else _Model(config.back or "", device)
            self._steps.append((second, between, text))
        for model, _, target in self._steps:
            model.first_token(target)

    def identity(self) -> dict[str, Any]:
        """Return the models' identities and how they are run."""
        return {**asdict(self.config), "weights": [model.identity for model, _, _ in self._steps]}

    def estimate(self, size: Callable[[], Size]) -> None:
        """Return None: nobody pays."""

    def paraphrase(self, sentences: Sequence[str]) -> Iterator[Answers]:
        """Yield the answers batch by batch; those of a batch depend on its sentences and the seed alone."""
        size = self.config.batch_size
        for start in range(0, len(sentences), size):
            texts: list[str] = list(sentences[start : start + size])
            seed = stable_hash("\0".join([str(self.config.seed), *texts])) % 2**63
            for number, (model, source, target) in enumerate(self._steps):
                prefixed = [f"{self.config.prefix}{text}" for text in texts] if number == 0 else texts
                texts = model.generate(prefixed, source, target, self.config, seed)
            yield Answers({start + place: text or None for place, text in enumerate(texts)})


class _Model:
    """A model with its tokenizer. identity: hash of a folder's files, or the name and commit on the Hub."""

    def __init__(self, name: str, device: str | None) -> None:
        import torch
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer
        from transformers.utils import logging

        self.name = name
        if device is None:
            own = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
            device = "cpu" if own is None else own.type
        logging.disable_progress_bar()
        try:
            self.tokenizer: Any = AutoTokenizer.from_pretrained(name)
            model: Any = AutoModelForSeq2SeqLM.from_pretrained(name)
        except Exception as error:  # libraries raise what they like at files that are not theirs
            if isinstance(error, MemoryError) or "memory" in str(error).lower():
                raise
            reason = " ".join(str(error).split())[:200]
            raise InputError(
                f"{name}: no sequence-to-sequence model can be loaded; give a folder or Hub name of one "
                f"(T5, BART, Marian, NLLB, ...): {reason}"
            ) from None
        self.model = model.eval().to(device)
        commit = getattr(model.config, "_commit_hash", None)
        self.identity = folder_sha256(Path(name)) if Path(name).is_dir() else f"{name}@{commit}"

    def first_token(self, language: str | None) -> int | None:
        """Return the token that tells which language to write. Raises InputError for one it has not."""
        if language is None:
            return None
        tokenizer = self.tokenizer
        try:
            if hasattr(tokenizer, "get_lang_id"):
                return int(tokenizer.get_lang_id(language))
            found = tokenizer.convert_tokens_to_ids(language)
        except KeyError:
            found = None
        if found is None or found == tokenizer.unk_token_id:
            raise InputError(f"{self.name}: knows no language {language!r}; give codes of its own")
        return int(found)

    def generate(
        self, texts: Sequence[str], source: str | None, target: str | None, config: ModelConfig, seed: int
    ) -> list[str]:
        """Return what the model makes of texts; an empty text for one whose end it did not reach."""
        import torch

        if source is not None:
            self.tokenizer.src_lang = source
        batch = self.tokenizer(list(texts), return_tensors="pt", padding=True, truncation=True)
        inputs = {name: batch[name].to(self.model.device) for name in ("input_ids", "attention_mask")}
        options: dict[str, Any] = {
            "num_beams": config.beams,
            "do_sample": config.temperature > 0,
            "max_new_tokens": 2 * inputs["input_ids"].shape[1] + 16,
        }
        if config.temperature > 0:
            options["temperature"] = config.temperature
        if (first := self.first_token(target)) is not None:
            options["forced_bos_token_id"] = first
        devices = [self.model.device.index or 0] if self.model.device.type == "cuda" else []
        with torch.random.fork_rng(devices), torch.inference_mode():
            torch.manual_seed(seed)
            made = self.model.generate(**inputs, **options)
        found = self.tokenizer.batch_decode(made, skip_special_tokens=True)
        ends = self.model.generation_config.eos_token_id
        if ends is None:
            return [text.strip() for text in found]
        ended = torch.isin(made[:, 1:], torch.tensor(ends, device=made.device)).any(1).tolist()
        return [text.strip() if end else "" for text, end in zip(found, ended, strict=True)]
