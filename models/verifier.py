"""The verifier: a frozen retriever, the interaction model on its token states, and the calibration.

What training saves, evaluation loads and a user calls; pair_reader.py encodes and reads. It answers, for a
query and a candidate: same, near-miss, other or unsure (verdict.py); and says which family of near-miss it
sees and which words carry it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from ..common.errors import InputError
from ..common.progress import Progress
from .calibration import Calibration
from .folder import check_checksums, refuse_unsafe
from .interaction import ANSWERS, NEAR_MISS, OTHER, SAME
from .judge_pairs import judge_pairs
from .judging import Judged
from .layout import ADAPTER, CONFIG, FILES, RETRIEVER, WEIGHTS
from .networks.map_models import Reader, make_reader
from .pair_reader import PAIRS_PER_BATCH, PairReader, Precision
from .retriever import Retriever
from .text.checked import checked_count, checked_pairs, several
from .text.normal_form import normal_form
from .text.windows import Span
from .tokens import Tokens
from .verdict import Verdict, answer_of, pair_thresholds
from .verifier_folder import (
    DEFAULT,
    SHIPPED,
    RetrieverIdentity,
    VerifierConfig,
    find_verifier,
    identity,
    load_weights,
    read_config,
    reference_folder,
    save_verifier,
)

if TYPE_CHECKING:
    from peft import PeftModel

__all__ = [
    "ADAPTER",
    "CONFIG",
    "DEFAULT",
    "FILES",
    "RETRIEVER",
    "SHIPPED",
    "WEIGHTS",
    "Calibration",
    "Precision",
    "RetrieverIdentity",
    "Verdict",
    "Verifier",
    "VerifierConfig",
    "identity",
    "read_config",
    "reference_folder",
    "save_verifier",
]
"""Of these, this module defines Verifier alone."""

CANDIDATES_PER_BATCH = 128


class Verifier(PairReader):
    """Scores (query, candidate) pairs with the interaction model on a frozen retriever's token states."""

    def __init__(
        self,
        config: VerifierConfig,
        interaction: Reader,
        retriever: Retriever,
        adapter: "PeftModel | None" = None,
        precision: Precision = "fp32",
    ) -> None:
        super().__init__(config, interaction, retriever, adapter, precision)
        self.folder: Path | None = None  # that it was loaded from

    @classmethod
    def from_pretrained(
        cls,
        folder_or_name: str | Path,
        revision: str | None = None,
        retriever: Retriever | None = None,
        device: str | None = None,
        precision: Precision = "fp32",
    ) -> "Verifier":
        """Load a run folder or a published verifier (folder or Hub name); SHIPPED come with the package.

        These are "default" and "default-generated".

        precision: of the interaction model and of what the verifier encodes; "bf16" is about twice as fast on
        processors with bfloat16 units, and a probability may move in its second decimal; "auto" is bf16 there
        and fp32 elsewhere. The retriever's own vectors (recall) stay fp32. What a verifier reads with is
        prepared at its first use: change weights before.

        Only safetensors are read. Raises InputError when files are missing, broken, unsafe or not those that
        were published, or the retriever is not the verifier's own.
        """
        if not isinstance(folder_or_name, str | Path):
            raise InputError(f"a folder or a name is needed, not {type(folder_or_name).__name__}")
        folder = find_verifier(folder_or_name, revision)
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
            from .encoder.adapter import load_adapter

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
                raise InputError("score(query, tokens) needs the candidates as encode() returned them")
            return self.probabilities_for(pairs, tokens)[:, SAME]
        return self.probabilities(pairs, progress)[:, SAME]

    def probabilities(self, pairs: Sequence[tuple[str, str]], progress: bool = False) -> np.ndarray:
        """Return P(near-miss), P(same), P(other) for each (query, candidate), float32 [n, 3].

        They are the model's, and settled (judging.py): 1 for texts of one normal form; P(same) is 0 where the
        tokenizer hides a difference or the query is longer than is read. A longer candidate is read in
        windows. Raises InputError for what is not a pair of texts.
        """
        checked = checked_pairs(pairs)
        order = sorted(range(len(checked)), key=lambda i: len(checked[i][0]) + len(checked[i][1]))
        result = np.zeros((len(checked), len(ANSWERS)), dtype=np.float32)
        with Progress(len(checked), "verifying", "pairs", enabled=progress) as bar:
            for start in range(0, len(order), PAIRS_PER_BATCH):
                rows = order[start : start + PAIRS_PER_BATCH]
                sides = [self.encode_once([checked[row][side] for row in rows]) for side in (0, 1)]
                result[rows] = judge_pairs(
                    self, sides[0], sides[1], PAIRS_PER_BATCH, explained=False
                ).probabilities
                bar.update(len(rows))
        return result

    def probabilities_for(self, query: str, tokens: Tokens) -> np.ndarray:
        """Return P(near-miss), P(same), P(other) of encoded candidates for one query, float32 [n, 3]."""
        return self.judge(query, tokens)[0]

    def judge(
        self, query: str, tokens: Tokens, vector: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return of encoded candidates for one query what `probabilities_for` does, and their shifts, [n].

        A shift is what to add to a candidate's cosine to rerank it (interaction.py, late interaction); zeros
        from a verifier that does not rerank (`reranks`). Of a candidate longer than the verifier
        reads, its text is encoded anew, in windows. vector: the retriever's own of the query, [D], where
        recall has made it: it is not made again for a query that is its own normal form. Raises InputError
        for one of another length.
        """
        checked_pairs([(query, "")])
        queries = self.encode_exactly([query], _known(query, vector, tokens)).repeated(len(tokens))
        found = judge_pairs(self, queries, tokens, CANDIDATES_PER_BATCH, explained=False)
        return found.probabilities, found.shifts

    def rank(self, query: str, candidates: Sequence[str], top_k: int | None = None) -> list[dict[str, Any]]:
        """Rank candidates by P(same): [{"corpus_id": i, "score": s}, ...], best first."""
        scores = self.score([(query, candidate) for candidate in several(candidates)])
        best = np.argsort(-scores, kind="stable")[: None if top_k is None else checked_count("top_k", top_k)]
        return [{"corpus_id": int(i), "score": float(scores[i])} for i in best]

    def verify(self, query: str, candidates: Sequence[str]) -> list[Verdict]:
        """Judge each candidate and say why it is rejected; see Verdict."""
        return self.verify_pairs([(query, candidate) for candidate in several(candidates)])

    def verify_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """Judge the candidate of each (query, candidate), as `verify` does."""
        checked = checked_pairs(pairs)
        verdicts: list[Verdict] = []
        for start in range(0, len(checked), PAIRS_PER_BATCH):
            part = checked[start : start + PAIRS_PER_BATCH]
            queries, candidates = (self.encode_once([pair[side] for pair in part]) for side in (0, 1))
            found = judge_pairs(self, queries, candidates, PAIRS_PER_BATCH)
            cosines = (queries.pooled * candidates.pooled).sum(1).float().cpu().numpy()
            relevance = cosines + found.shifts if self.reranks else found.probabilities[:, SAME]
            verdicts += [
                self._verdict(*pair, found, row, float(relevance[row])) for row, pair in enumerate(part)
            ]
        return verdicts

    def _verdict(self, query: str, candidate: str, found: Judged, row: int, relevance: float) -> Verdict:
        """Apply the thresholds to what was found of one candidate."""
        near_miss, same, other = (
            float(found.probabilities[row, answer]) for answer in (NEAR_MISS, SAME, OTHER)
        )
        stands, raw = found.relations[row], found.raw[row]
        cache, gate = pair_thresholds(self.calibration, query, candidate)
        answer = "same" if stands.same else answer_of(raw, cache, gate, stands.never_same)
        family: str | None = None
        spans: tuple[Span, ...] = ()
        if answer == "near_miss":
            family, spans = self.config.families[found.families[row]], found.spans[row]
        words = tuple(candidate[start:end] for start, end in spans)
        cut = bool(found.truncated[row]) and not stands.same
        return Verdict(
            answer, same, near_miss, family, words, spans, other, cut, stands.reason, cache, relevance
        )


def _known(query: str, vector: np.ndarray | None, tokens: Tokens) -> torch.Tensor | None:
    """Return a query's vector as one row beside the candidates' own, [1, D]; None where it is to be made.

    Recall reads a text as it stands, the verifier its normal form: where they differ the vectors do, too.
    """
    if vector is None or normal_form(query).text != query:
        return None
    known, expected = torch.as_tensor(vector).to(tokens.pooled), tokens.pooled.shape[1:]
    if known.shape != expected:
        raise InputError(
            f"the query's vector is of {list(known.shape)} numbers, the candidates' of {list(expected)}"
        )
    return known.unsqueeze(0)
