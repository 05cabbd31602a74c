"""What accelerate wraps: the interaction model with its objective, on the frozen encoder's states."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ..models.interaction import InteractionModel, Reading, Side
from ..models.retriever import Retriever
from .config import TrainConfig
from .data import Example
from .losses import objective, word_targets

DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}


class TrainingModel(nn.Module):
    """Holds only what is trained; the retriever is passed to `read`, so no checkpoint contains it."""

    def __init__(self, interaction: InteractionModel, config: TrainConfig) -> None:
        super().__init__()
        self.interaction = interaction
        self.config = config

    def forward(self, states: "States", examples: Sequence[Example]) -> dict[str, Tensor]:
        """Return the objective's weighted sums over the examples."""
        reading = self.read(states)
        targets = tuple(
            word_targets(
                [getattr(example, name) for example in examples],
                states.offsets[rows].cpu(),
                states.mask[rows].cpu(),
            ).to(reading.logits.device)
            for name, rows in (("spans_a", states.rows_a), ("spans_b", states.rows_b))
        )
        return objective(reading, examples, (targets[0], targets[1]), self.config.loss)

    def read(self, states: "States") -> Reading:
        """Run the interaction model on the pairs of a batch of states."""
        keys = self.interaction.keys(states.states)
        return self.interaction(
            *(
                Side(keys[rows], states.ids[rows], states.mask[rows], states.pooled[rows])
                for rows in (states.rows_a, states.rows_b)
            )
        )


class States:
    """The distinct texts of some pairs, encoded once: states [u, T, L, d] and rows of each side [n]."""

    def __init__(self, retriever: Retriever, pairs: Sequence[tuple[str, str]], config: TrainConfig) -> None:
        texts = sorted({text for pair in pairs for text in pair})
        row = {text: index for index, text in enumerate(texts)}
        tokens = retriever.tokenize(texts, config.max_tokens)
        with torch.no_grad():
            self.states, self.pooled = retriever.token_states(
                tokens, config.interaction.layers, DTYPES[config.precision]
            )
        device = self.states.device
        self.ids, self.mask = tokens.ids.to(device), tokens.mask.to(device)
        self.offsets = tokens.offsets.to(device)
        self.rows_a = torch.tensor([row[a] for a, _ in pairs], device=device)
        self.rows_b = torch.tensor([row[b] for _, b in pairs], device=device)
