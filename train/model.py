"""What accelerate wraps: the interaction model with its objective, on the frozen encoder's states."""

from collections.abc import Sequence

from torch import Tensor, nn

from ..models.interaction import Reading, Side
from ..models.map_models import Reader
from .config import TrainConfig
from .data import Example
from .losses import objective, word_targets
from .states import PairStates


class TrainingModel(nn.Module):
    """Holds only what is trained; the retriever stays outside, so no checkpoint contains it."""

    def __init__(self, interaction: Reader, config: TrainConfig) -> None:
        super().__init__()
        self.interaction = interaction
        self.config = config

    def forward(self, states: PairStates, examples: Sequence[Example]) -> dict[str, Tensor]:
        """Return the objective's weighted sums over the examples."""
        reading = self.read(states)
        targets = tuple(
            word_targets(
                [getattr(example, name) for example in examples],
                states.texts.offsets[rows].cpu(),
                states.texts.mask[rows].cpu(),
            ).to(reading.logits.device)
            for name, rows in (("spans_a", states.rows_a), ("spans_b", states.rows_b))
        )
        return objective(reading, examples, (targets[0], targets[1]), self.config.loss)

    def read(self, states: PairStates) -> Reading:
        """Run the interaction model on the pairs of a batch of states."""
        texts = states.texts
        keys = self.interaction.keys(texts.states)
        return self.interaction(
            *(
                Side(keys[rows], texts.ids[rows], texts.mask[rows], texts.pooled[rows])
                for rows in (states.rows_a, states.rows_b)
            )
        )
