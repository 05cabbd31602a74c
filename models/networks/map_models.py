"""Trainable readers of the bare similarity map, to compare the interaction model with.

Both see one cosine map of the last layer chosen and nothing else: a convolutional net, and a Transformer over
8x8 patches of the map (the verifier's published design, arXiv 2604.16351). They have the interface of the
interaction model, so the same loop trains them, and a verifier holds, saves and loads them. The Transformer
over patches keeps PyTorch's own dropout: only without it do several processes learn what one does.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..interaction import InteractionConfig, InteractionModel, Reading, Side
from .dropout import ANSWER, feed_forward

PATCH = 8
MAX_PATCHES = 64  # along one side: 512 tokens


class MapModel(nn.Module):
    """Base: the map of the last of the chosen layers, the answers from a vector that a subclass reads of it.

    The heads for family and words exist and are trained; the words' logits come from the map's rows alone.
    """

    def __init__(self, config: InteractionConfig, hidden_size: int, families: int) -> None:
        super().__init__()
        self.config = config
        self.project = nn.Linear(hidden_size, config.key_size, bias=False)
        nn.init.orthogonal_(self.project.weight)
        self.answer = nn.Sequential(
            nn.Linear(config.width + 1, config.width),
            nn.GELU(),
            nn.Dropout(config.dropout),
            nn.Linear(config.width, 3),
        )
        self.family = nn.Linear(config.width, families)
        self.words = nn.Linear(2, 1)

    def keys(self, states: Tensor) -> Tensor:
        """Project the last layer of token states [n, T, L, d] to unit-length keys [n, T, 1, key_size]."""
        return functional.normalize(self.project(states[:, :, -1:]), dim=-1)

    def forward(self, a: Side, b: Side, draws: Tensor | None = None) -> Reading:
        """Read n pairs; both sides hold n rows. draws: in training, what dropout is drawn from, int64 [n]."""
        maps = torch.einsum("nih,njh->nij", a.keys[:, :, 0], b.keys[:, :, 0])
        both = a.mask[:, :, None] & b.mask[:, None, :]
        maps = maps.masked_fill(~both, 0.0)
        read = self.read(maps, both)
        cosine = (a.pooled * b.pooled).sum(-1, keepdim=True)
        return Reading(
            logits=feed_forward(
                self.answer, torch.cat([read.to(cosine.dtype), cosine], dim=-1), draws, ANSWER
            ).float(),
            family=self.family(read).float(),
            words_a=self._words(maps, both, 2),
            words_b=self._words(maps, both, 1),
        )

    def read(self, maps: Tensor, both: Tensor) -> Tensor:
        """Return a vector [n, width] of maps [n, Ta, Tb], of which the cells of two tokens are `both`."""
        raise NotImplementedError

    def _words(self, maps: Tensor, both: Tensor, dim: int) -> Tensor:
        best = maps.masked_fill(~both, -1.0).amax(dim)
        average = maps.sum(dim) / both.sum(dim).clamp_min(1)
        return self.words(torch.stack([best, average], dim=-1)).squeeze(-1).float()


class MapCNN(MapModel):
    """A convolutional network over the map (as MatchPyramid, arXiv 1602.06359), pooled to a fixed grid."""

    GRID = 4

    def __init__(self, config: InteractionConfig, hidden_size: int, families: int) -> None:
        super().__init__(config, hidden_size, families)
        channels = config.width // 2
        self.layers = nn.Sequential(
            nn.Conv2d(2, channels, 3, padding=1),
            nn.GELU(),
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.GELU(),
            nn.AdaptiveMaxPool2d(self.GRID),
            nn.Flatten(),
            nn.Linear(channels * self.GRID**2, config.width),
            nn.GELU(),
        )

    def read(self, maps: Tensor, both: Tensor) -> Tensor:
        """Return a vector [n, width] per map; its second channel says which cells are there."""
        return self.layers(torch.stack([maps, both.to(maps.dtype)], dim=1))


class MapPatches(MapModel):
    """A Transformer over patches of 8 x 8 cells, each with the place of its row and column."""

    def __init__(self, config: InteractionConfig, hidden_size: int, families: int) -> None:
        super().__init__(config, hidden_size, families)
        width = config.width
        self.patch = nn.Linear(2 * PATCH * PATCH, width)
        self.row = nn.Embedding(MAX_PATCHES, width)
        self.column = nn.Embedding(MAX_PATCHES, width)
        self.summary = nn.Parameter(torch.randn(width) * 0.02)
        layer = nn.TransformerEncoderLayer(
            width, config.heads, 4 * width, config.dropout, "gelu", batch_first=True, norm_first=True
        )
        self.reader = nn.TransformerEncoder(layer, config.depth, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(width)

    def read(self, maps: Tensor, both: Tensor) -> Tensor:
        """Return the summary's vector [n, width] after it has read the patches of each map."""
        n = len(maps)
        cells = torch.stack([maps, both.to(maps.dtype)], dim=-1)
        rows, columns = (-(-size // PATCH) for size in maps.shape[1:])
        cells = functional.pad(
            cells, (0, 0, 0, columns * PATCH - maps.shape[2], 0, rows * PATCH - maps.shape[1])
        )
        patches = cells.view(n, rows, PATCH, columns, PATCH, 2).permute(0, 1, 3, 2, 4, 5)
        is_there = patches[..., 1].amax((-1, -2)).flatten(1) > 0
        place = self.row.weight[:rows, None] + self.column.weight[None, :columns]
        x = self.patch(patches.flatten(3)) + place
        x = torch.cat([self.summary.expand(n, 1, -1), x.flatten(1, 2)], dim=1)
        ignored = functional.pad(~is_there, (1, 0), value=False)
        return self.norm(self.reader(x, src_key_padding_mask=ignored)[:, 0])


Reader = InteractionModel | MapModel
"""Whatever reads two texts' keys."""

READERS: dict[str, type[MapModel] | type[InteractionModel]] = {
    "alignment": InteractionModel,
    "map_cnn": MapCNN,
    "map_patches": MapPatches,
}


def make_reader(config: InteractionConfig, hidden_size: int, families: int) -> Reader:
    """Return a new reader of the configured architecture."""
    return READERS[config.architecture](config, hidden_size, families)
