"""Encoded texts: what the interaction model reads of them, and where their tokens stand.

Made by the verifier (verifier.py), kept on disk by the token store, padded and joined here.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from torch import Tensor

from ..common.errors import InputError
from .interaction import Side
from .retriever import Retriever
from .text.surface import Surface, surface_of
from .text.windows import Span, nearest_windows

Encode = Callable[[list[str]], "Tokens"]
AT_ONCE = 64
"""Windows that pass the encoder together."""

PUNCTUATION = ".,;:!?\"'()"
"""What is not marked at the edges of a word."""
CARRIES = -1.7
"""Logit (a probability of 0.15) above which a token is said to carry the mismatch. Few tokens of many do, so
the head stays low and tells them all the same: of six pairs, those that do had 0.2 to 0.7, all others 0.11 at
most."""


@dataclass(frozen=True)
class Tokens:
    """Encoded texts: what the interaction model reads of them. Index with a list of rows for a subset.

    texts [n]. keys [n, T, L, h], ids, mask [n, T], pooled [n, D]: as Side has them. offsets [n, T, 2]: where
    the tokens stand in their text. truncated [n] bool: where the text has more tokens than these. surfaces:
    by text, those that were compared with a query, kept for the next one; subsets share them.
    """

    texts: tuple[str, ...]
    keys: Tensor
    ids: Tensor
    mask: Tensor
    offsets: Tensor
    pooled: Tensor
    truncated: Tensor
    surfaces: dict[str, Surface] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, rows: Sequence[int]) -> "Tokens":
        index = torch.as_tensor(list(rows), dtype=torch.long)
        length = int(self.mask[index].any(0).nonzero().max()) + 1 if len(index) else 1
        return Tokens(
            tuple(self.texts[row] for row in index.tolist()),
            self.keys[index, :length],
            self.ids[index, :length],
            self.mask[index, :length],
            self.offsets[index, :length],
            self.pooled[index],
            self.truncated[index],
            self.surfaces,
        )

    def surface(self, row: int, vocabulary: int) -> Surface:
        """Return how a text is spelt; vocabulary: of the tokenizer, in tokens."""
        text = self.texts[row]
        if text not in self.surfaces:
            self.surfaces[text] = surface_of(
                text,
                self.ids[row],
                self.mask[row],
                self.offsets[row],
                vocabulary,
                bool(self.truncated[row]),
            )
        return self.surfaces[text]

    def repeated(self, times: int) -> "Tokens":
        """Return one text as that many rows, without a copy of what is encoded."""
        n = (times, *[-1] * 3)
        return Tokens(
            self.texts * times,
            self.keys.expand(n),
            self.ids.expand(n[:2]),
            self.mask.expand(n[:2]),
            self.offsets.expand(n[:3]),
            self.pooled.expand(n[:2]),
            self.truncated.expand(times),
            self.surfaces,
        )

    def side(self, rows: slice, device: torch.device, dtype: torch.dtype = torch.float32) -> Side:
        """Return rows as one side of pairs, on a device, with keys of a type.

        By way of float32, the same values: half precision to bfloat16 takes a processor three times as long.
        """
        return Side(
            self.keys[rows].to(device).float().to(dtype),
            self.ids[rows].to(device),
            self.mask[rows].to(device),
            self.pooled[rows].to(device),
        )


def without_gaps(tokens: Tokens) -> Tokens:
    """Return encoded texts without the places that are not read before, between and behind those that are."""
    counts = tokens.mask.sum(1)
    length = int(counts.max())
    if length == tokens.mask.shape[1]:
        return tokens
    places = tokens.mask.int().argsort(dim=1, descending=True, stable=True)[:, :length]
    rows = torch.arange(len(tokens), device=places.device).unsqueeze(1)

    def kept(tensor: Tensor) -> Tensor:
        return tensor[rows.to(tensor.device), places.to(tensor.device)]

    return dataclasses.replace(
        tokens,
        keys=kept(tokens.keys),
        ids=kept(tokens.ids),
        mask=torch.arange(length, device=places.device) < counts.unsqueeze(1),
        offsets=kept(tokens.offsets),
    )


def concatenate(parts: Sequence[Tokens]) -> Tokens:
    """Join encoded texts, padding to the longest."""
    if not parts:
        raise InputError("nothing to encode: the list of texts is empty")
    length = max(part.ids.shape[1] for part in parts)

    def pad(tensor: Tensor) -> Tensor:
        missing = length - tensor.shape[1]
        shape = (tensor.shape[0], missing, *tensor.shape[2:])
        return torch.cat([tensor, tensor.new_zeros(shape)], dim=1) if missing else tensor

    return Tokens(
        texts=tuple(text for part in parts for text in part.texts),
        keys=torch.cat([pad(part.keys) for part in parts]),
        ids=torch.cat([pad(part.ids) for part in parts]),
        mask=torch.cat([pad(part.mask) for part in parts]),
        offsets=torch.cat([pad(part.offsets) for part in parts]),
        pooled=torch.cat([part.pooled for part in parts]),
        truncated=torch.cat([part.truncated for part in parts]),
    )


def in_windows(
    queries: Tokens,
    tokens: Tokens,
    long: Sequence[int],
    retriever: Retriever,
    max_tokens: int,
    encode: Encode,
) -> tuple[Tokens, list[int], list[Span]]:
    """Return texts with the windows of some of them in their place that are nearest to their query.

    queries, tokens: of n pairs. long: rows of the texts to read in windows (text/windows.py). encode: encodes
    a list of texts. Returns the encoded windows and other texts, the row in `tokens` that each belongs to,
    and where it stands in that row's text.
    """
    if not long:
        return tokens, list(range(len(tokens))), [(0, len(text)) for text in tokens.texts]
    owners = [row for row in range(len(tokens)) if row not in {*long}]
    parts = [tokens[owners]] if owners else []
    places, texts = [(0, len(tokens.texts[row])) for row in owners], []
    limit = retriever.window_limit(max_tokens)
    known: dict[str, Tensor] = {}

    def cosines(query: Tensor, some: Sequence[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(some) if text not in known]
        known.update(zip(new, retriever.vectors(new, max_tokens), strict=True))
        return (torch.stack([known[text] for text in some]) @ query.to(retriever.device)).cpu().numpy()

    for row in long:
        text, near = tokens.texts[row], partial(cosines, queries.pooled[row])
        for start, end in nearest_windows(text, queries.texts[row], limit, retriever.lengths, near):
            owners.append(row)
            places.append((start, end))
            texts.append(text[start:end])
    distinct = list(dict.fromkeys(texts))
    encoded = concatenate(
        [encode(distinct[first : first + AT_ONCE]) for first in range(0, len(distinct), AT_ONCE)]
    )
    place = {text: row for row, text in enumerate(distinct)}
    parts.append(encoded[[place[text] for text in texts]])
    return concatenate(parts), owners, places


def marked_spans(tokens: Tokens, row: int, logits: Tensor) -> tuple[tuple[int, int], ...]:
    """Return where the words of a text stand whose tokens carry the mismatch, in order. logits: [T].

    A word reaches from space to space, without the punctuation around it.
    """
    text = tokens.texts[row]
    found: list[tuple[int, int]] = []
    for position in ((logits.cpu() > CARRIES) & tokens.mask[row].cpu()).nonzero().flatten().tolist():
        start, end = tokens.offsets[row, position].tolist()
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        inner = text[start:end].lstrip(PUNCTUATION)
        start = end - len(inner)
        end = start + len(inner.rstrip(PUNCTUATION))
        if end > start and (not found or found[-1] != (start, end)):
            found.append((start, end))
    return tuple(found)
