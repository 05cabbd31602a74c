"""What accelerate wraps: the interaction model, the encoder where that learns too, and the objective."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ..models.interaction import Reading, Side
from ..models.networks.map_models import Reader
from .config import TrainConfig
from .losses import disagreement, losses_of_answers, objective, word_targets
from .plan.examples import Example
from .precompute.token_states import Encode, PairStates


class TrainingModel(nn.Module):
    """Holds what is trained; `trainable_state` is what checkpoints keep of it.

    encode: gives the token states of texts. encoder: the module in which `encode` computes them, where that
    is trained too (a LoRA view of the encoder, or the encoder itself); None while the retriever is frozen.
    """

    def __init__(
        self, interaction: Reader, config: TrainConfig, encode: Encode, encoder: nn.Module | None = None
    ) -> None:
        super().__init__()
        self.interaction = interaction
        self.encoder = encoder
        self.encode = encode
        self.config = config

    def forward(self, examples: Sequence[Example]) -> tuple[dict[str, Tensor], Tensor]:
        """Return the objective's weighted sums over the examples, and each example's answer loss, [n]."""
        states = PairStates(self.encode, [(example.a, example.b) for example in examples])
        draws = torch.tensor([example.draw for example in examples], device=states.rows_a.device)
        reading = self.read(states, draws)
        targets = tuple(
            word_targets(
                [getattr(example, name) for example in examples],
                states.texts.offsets[rows].cpu(),
                states.texts.mask[rows].cpu(),
            ).to(reading.logits.device)
            for name, rows in (("spans_a", states.rows_a), ("spans_b", states.rows_b))
        )
        answer_losses = losses_of_answers(reading, examples)
        weights = self.config.loss
        terms = objective(reading, examples, (targets[0], targets[1]), weights, answer_losses)
        if self.config.symmetric_share > 0:
            mirrored = [row for row, example in enumerate(examples) if example.mirrored]
            there = reading.logits[mirrored]
            back = self.read(states.swapped(mirrored), ~draws[mirrored]).logits if mirrored else there
            terms["consistency"] = weights.consistency * disagreement(there, back)
        return terms, answer_losses.detach()

    def read(self, states: PairStates, draws: Tensor | None = None) -> Reading:
        """Run the interaction model on the pairs of a batch of states; draws: for dropout, int64 [n]."""
        texts = states.texts
        keys = self.interaction.keys(texts.states)
        reading: Reading = self.interaction(
            *(
                Side(keys[rows], texts.ids[rows], texts.mask[rows], texts.pooled[rows])
                for rows in (states.rows_a, states.rows_b)
            ),
            draws,
        )
        return reading

    def train(self, mode: bool = True) -> "TrainingModel":
        """Set the interaction model's mode; the encoder computes in training what it does in use."""
        super().train(mode)
        if self.encoder is not None:
            self.encoder.eval()
        return self


def trainable_state(model: nn.Module) -> dict[str, Tensor]:
    """Return what training changes: parameters that learn, by name."""
    return {name: value for name, value in model.named_parameters() if value.requires_grad}
