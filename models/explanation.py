"""What a verifier saw: the token-token similarity maps of a pair, and which tokens carry its mismatch.

For pages that show a verdict's grounds (eval/reporting/explain.py); scoring does not need it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from .judge_pairs import judge_pairs
from .networks.similarity import similarity_maps
from .tokens import Tokens, marked_spans
from .verifier import Verifier

Span = tuple[int, int]


@dataclass(frozen=True)
class ExplainedText:
    """One text of a pair: its tokens as written, the character spans of all tokens and of deciding words."""

    text: str
    tokens: tuple[str, ...]
    token_spans: tuple[Span, ...]
    deciding: tuple[Span, ...]

    def is_deciding(self, token: int) -> bool:
        """Tell whether a token lies in a deciding word."""
        start, end = self.token_spans[token]
        return any(start < last and end > first for first, last in self.deciding)


@dataclass(frozen=True)
class Explanation:
    """What the verifier reads of one pair.

    candidate: what is read of it; of a candidate longer than the verifier reads, the window that speaks for
    it. is_window: whether it is that. layers: the encoder layers whose token states it reads. maps: the
    cosines of its keys of each layer, float32 [layers, query tokens, candidate tokens]. exact: where both
    tokens are equal, bool [query tokens, candidate tokens].
    """

    query: ExplainedText
    candidate: ExplainedText
    layers: tuple[int, ...]
    maps: np.ndarray
    exact: np.ndarray
    is_window: bool


@torch.inference_mode()
def explain(verifier: Verifier, pairs: Sequence[tuple[str, str]]) -> list[Explanation]:
    """Return what the verifier reads of each (query, candidate)."""
    device, everything = verifier.retriever.device, slice(None)
    explanations = []
    for pair in pairs:
        query, candidate = (verifier.encode([text]) for text in pair)
        (place,) = judge_pairs(verifier, query, candidate, 1).places
        is_window = place != (0, len(pair[1]))
        if is_window:
            candidate = verifier.encode([pair[1][slice(*place)]])
        a, b = query.side(everything, device), candidate.side(everything, device)
        reading = verifier.interaction(a, b)
        maps = similarity_maps(a.keys, a.ids, b.keys, b.ids)[0].float().cpu().numpy()
        rows, columns = query.mask[0].numpy(), candidate.mask[0].numpy()
        maps = maps[:, rows][:, :, columns]
        explanations.append(
            Explanation(
                _explained(query, reading.words_a[0]),
                _explained(candidate, reading.words_b[0]),
                verifier.config.interaction.layers[1 - len(maps) :],
                maps[:-1],
                maps[-1] > 0,
                is_window,
            )
        )
    return explanations


def _explained(tokens: Tokens, logits: torch.Tensor) -> ExplainedText:
    """Describe one encoded text; logits [T] above 0 mark its deciding tokens."""
    text = tokens.texts[0]
    spans = tuple((start, end) for start, end in tokens.offsets[0][tokens.mask[0]].tolist())
    words = tuple(text[start:end] for start, end in spans)
    return ExplainedText(text, words, spans, marked_spans(tokens, 0, logits))
