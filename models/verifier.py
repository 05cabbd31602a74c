"""The verifier: a frozen retriever, the interaction model on its token states, and the calibration.

What training saves, evaluation loads and a user calls. It answers, for a query and a candidate: same,
near-miss or other; and says which family of near-miss it sees and which words carry it.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import torch
from huggingface_hub import snapshot_download
from pydantic import TypeAdapter, ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from .._version import __version__
from ..common.configuration import config_dataclass, to_plain
from ..common.errors import InputError
from ..common.files import read_json, write_json, writing
from ..common.progress import Progress
from .calibration import Calibration
from .folder import CHECKSUMS, check_checksums, refuse_unsafe
from .interaction import ANSWERS, NEAR_MISS, SAME, InteractionConfig, Reading, join_readings
from .map_models import Reader, make_reader
from .retriever import Retriever
from .tokens import Tokens, concatenate, marked_spans

if TYPE_CHECKING:
    from peft import PeftModel

WEIGHTS = "model.safetensors"
CONFIG = "config.json"
DEFAULT = "default"
"""Name of the verifier that ships with the package, in models/reference/."""
ADAPTER = "adapter"
RETRIEVER = "retriever"
FILES = (WEIGHTS, CONFIG, CHECKSUMS, f"{ADAPTER}/*", f"{RETRIEVER}/*")
"""What a verifier consists of; the checksums when published, the last two in their modes only."""
Precision = Literal["auto", "fp32", "bf16"]
PAIRS_PER_BATCH = 64
CELLS_AT_ONCE = 2_000_000
"""Pairs of tokens of both texts of a pair, among which attention runs, over all pairs read together: so that
memory does not grow with the square of the length. 64 pairs of two texts of 88 tokens are so many."""
CANDIDATES_PER_BATCH = 32


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


@dataclass(frozen=True)
class Verdict:
    """What the verifier says of one candidate.

    answer: "same", "near_miss" or "other". score: P(same). near_miss: P(near-miss). family: the family of
    near-miss it would be, None unless the answer is near_miss. words: the candidate's words that carry it;
    spans: where they stand in it, as character positions (start, end).
    """

    answer: str
    score: float
    near_miss: float
    family: str | None
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...] = ()


class Verifier:
    """Scores (query, candidate) pairs with the interaction model on a frozen retriever's token states."""

    def __init__(
        self,
        config: VerifierConfig,
        interaction: Reader,
        retriever: Retriever,
        adapter: "PeftModel | None" = None,
        precision: Precision = "fp32",
    ) -> None:
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
        self.folder: Path | None = None  # that it was loaded from

    @property
    def calibration(self) -> Calibration:
        """The temperature and the thresholds."""
        return self.config.calibration

    @classmethod
    def from_pretrained(
        cls,
        folder_or_name: str | Path,
        revision: str | None = None,
        retriever: Retriever | None = None,
        device: str | None = None,
        precision: Precision = "fp32",
    ) -> "Verifier":
        """Load a run folder or a published verifier (folder or Hub name); "default" ships with the package.

        precision: of the interaction model; "bf16" is about twice as fast on processors with bfloat16 units,
        and a probability may move in its second decimal; "auto" is bf16 there and fp32 elsewhere. The encoder
        stays fp32.

        Only safetensors are read. Raises InputError when files are missing, broken, unsafe or not those that
        were published, or the retriever is not the verifier's own.
        """
        folder = Path(folder_or_name)
        if folder_or_name == DEFAULT:
            folder = reference_folder()
        elif not folder.is_dir():
            folder = _download(str(folder_or_name), revision)
        config = read_config(folder)
        refuse_unsafe(folder, config.retriever.name if config.mode != "full" else None)
        check_checksums(folder)
        if retriever is None:
            own = str(folder / RETRIEVER) if config.mode == "full" else config.retriever.name
            retriever = Retriever.load(own, device=device)
        interaction = make_reader(config.interaction, config.retriever.hidden_size, len(config.families))
        load_weights(interaction, folder / WEIGHTS)
        adapter = None
        if config.mode == "lora":
            from .adapter import load_adapter

            adapter = load_adapter(retriever, folder / ADAPTER)
        verifier = cls(config, interaction, retriever, adapter, precision)
        verifier.folder = folder
        return verifier

    def save_pretrained(self, folder: str | Path) -> None:
        """Write all files of the verifier into a folder."""
        save_verifier(Path(folder), self.config, self.interaction, self.retriever, self.adapter)

    def score(
        self, pairs: Sequence[tuple[str, str]] | str, tokens: Tokens | None = None, progress: bool = False
    ) -> np.ndarray:
        """Return P(same) for each pair, float32 [n]; or for one query against encoded candidates."""
        if isinstance(pairs, str):
            if tokens is None:
                raise TypeError("score(query, tokens) needs the candidates as encode() returned them")
            return self.probabilities_for(pairs, tokens)[:, SAME]
        return self.probabilities(pairs, progress)[:, SAME]

    def probabilities(self, pairs: Sequence[tuple[str, str]], progress: bool = False) -> np.ndarray:
        """Return P(near-miss), P(same), P(other) for each (query, candidate), float32 [n, 3]."""
        if not len(pairs):
            return np.zeros((0, len(ANSWERS)), dtype=np.float32)
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        result = np.zeros((len(pairs), len(ANSWERS)), dtype=np.float32)
        with Progress(len(pairs), "verifying", "pairs", enabled=progress) as bar:
            for start in range(0, len(order), PAIRS_PER_BATCH):
                rows = order[start : start + PAIRS_PER_BATCH]
                sides = [self._encode_once([pairs[row][side] for row in rows]) for side in (0, 1)]
                result[rows] = self._answers(self._read(*sides).logits)
                bar.update(len(rows))
        return result

    def probabilities_for(self, query: str, tokens: Tokens) -> np.ndarray:
        """Return P(near-miss), P(same), P(other) of encoded candidates for one query, float32 [n, 3]."""
        return self.judge(query, tokens)[0]

    def judge(self, query: str, tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
        """Return of encoded candidates for one query what `probabilities_for` does, and their shifts, [n].

        A shift is what to add to a candidate's cosine to rerank it (interaction.py, late interaction); zeros
        from a verifier that does not rerank (`reranks`).
        """
        encoded = self._encode([query])
        probabilities = np.zeros((len(tokens), len(ANSWERS)), dtype=np.float32)
        shifts = np.zeros(len(tokens), dtype=np.float32)
        by_length = tokens.mask.sum(1).argsort(stable=True).tolist()  # batches without much padding
        for start in range(0, len(tokens), CANDIDATES_PER_BATCH):
            rows = by_length[start : start + CANDIDATES_PER_BATCH]
            reading = self._read(encoded[[0] * len(rows)], tokens[rows])
            probabilities[rows] = self._answers(reading.logits)
            if reading.shift is not None:
                shifts[rows] = reading.shift.float().cpu().numpy()
        return probabilities, shifts

    @property
    def reranks(self) -> bool:
        """Whether the model says how relevant a candidate is, not only whether it says the same."""
        return self.config.interaction.late_interaction > 0

    def rank(self, query: str, candidates: Sequence[str], top_k: int | None = None) -> list[dict[str, Any]]:
        """Rank candidates by P(same): [{"corpus_id": i, "score": s}, ...], best first."""
        scores = self.score([(query, candidate) for candidate in candidates])
        best = np.argsort(-scores, kind="stable")[:top_k]
        return [{"corpus_id": int(i), "score": float(scores[i])} for i in best]

    def verify(self, query: str, candidates: Sequence[str]) -> list[Verdict]:
        """Judge each candidate and say why it is rejected; see Verdict."""
        return self.verify_pairs([(query, candidate) for candidate in candidates])

    def verify_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """Judge the candidate of each (query, candidate), as `verify` does."""
        verdicts: list[Verdict] = []
        for start in range(0, len(pairs), PAIRS_PER_BATCH):
            part = pairs[start : start + PAIRS_PER_BATCH]
            queries, candidates = (self._encode_once([pair[side] for pair in part]) for side in (0, 1))
            reading = self._read(queries, candidates)
            for row, answer in enumerate(self._answers(reading.logits)):
                family = self.config.families[int(reading.family[row].argmax())]
                spans = marked_spans(candidates, row, reading.words_b[row])
                verdicts.append(self._verdict(candidates.texts[row], answer, family, spans))
        return verdicts

    def _verdict(
        self, candidate: str, answer: np.ndarray, family: str, spans: tuple[tuple[int, int], ...]
    ) -> Verdict:
        """Apply the thresholds to the probabilities `answer`, [3]."""
        near_miss, same = float(answer[NEAR_MISS]), float(answer[SAME])
        if near_miss >= self.calibration.gate_threshold or answer.argmax() == NEAR_MISS:
            words = tuple(candidate[start:end] for start, end in spans)
            return Verdict("near_miss", same, near_miss, family, words, spans)
        answered = "same" if same >= self.calibration.cache_threshold else "other"
        return Verdict(answered, same, near_miss, None, ())

    def encode(self, texts: Sequence[str], progress: bool = False) -> Tokens:
        """Encode candidates once, to be scored against many queries (keys are kept in half precision)."""
        parts = []
        with Progress(len(texts), "encoding", "texts", enabled=progress) as bar:
            for start in range(0, len(texts), PAIRS_PER_BATCH):
                part = self._encode(list(texts[start : start + PAIRS_PER_BATCH]))
                parts.append(dataclasses.replace(part, keys=part.keys.half()))
                bar.update(len(part))
        return concatenate(parts)

    def _encode_once(self, texts: list[str]) -> Tokens:
        """Encode texts of which some may be equal (one query with many candidates), each once."""
        distinct = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        encoded = self._encode(list(distinct))
        return encoded if len(distinct) == len(texts) else encoded[[distinct[text] for text in texts]]

    @torch.inference_mode()
    def _encode(self, texts: list[str]) -> Tokens:
        tokens = self.retriever.tokenize(texts, self.config.max_tokens)
        states, pooled = self.retriever.token_states(
            tokens, self.config.interaction.layers, encoder=self.adapter
        )
        return Tokens(
            tuple(texts),
            self.interaction.keys(states),
            tokens.ids,
            tokens.mask,
            tokens.offsets,
            pooled,
            tokens.truncated,
        )

    @torch.inference_mode()
    def _read(self, queries: Tokens, candidates: Tokens) -> Reading:
        """Run the interaction model on the pairs, CELLS_AT_ONCE cells of their attention at a time."""
        device = self.retriever.device
        step = max(1, CELLS_AT_ONCE // (queries.ids.shape[1] + candidates.ids.shape[1]) ** 2)
        parts = [slice(start, start + step) for start in range(0, len(queries), step)]
        with torch.autocast(device.type, torch.bfloat16, enabled=self.precision == "bf16"):
            return join_readings(
                [
                    self.interaction(queries.side(part, device), candidates.side(part, device))
                    for part in parts
                ]
            )

    def _answers(self, logits: Tensor) -> np.ndarray:
        return self.calibration.probabilities(logits)


def _fitting(device: torch.device) -> Literal["fp32", "bf16"]:
    """Return the precision that is faster: bf16 where the processor has units for it."""
    if device.type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp32"
    able = torch.cpu.get_capabilities() if device.type == "cpu" else {}
    return "bf16" if able.get("avx512_bf16") or able.get("amx_bf16") else "fp32"


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
        from .adapter import save_adapter

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
    """Read config.json of a run folder or a published verifier."""
    path = folder / CONFIG
    try:
        values = read_json(path, "copy or train it again")
        return TypeAdapter(VerifierConfig).validate_python(values)
    except FileNotFoundError:
        raise InputError(
            f"{folder}: no {CONFIG}; this is not a finished run or a published verifier"
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{path}: key {key}: {first['msg']}") from None


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


def reference_folder() -> Path:
    """Return the folder of the verifier that ships with the package; InputError where there is none."""
    folder = Path(__file__).parent / "reference"
    if not (folder / CONFIG).is_file():
        raise InputError(
            f"{folder}: this copy of verisieve has no reference verifier; train it with `make reference`, or "
            "give a run folder"
        )
    return folder


def _download(name: str, revision: str | None) -> Path:
    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=list(FILES)))
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(f"{name}: no such folder, and not found on the Hub: {reason}") from None
