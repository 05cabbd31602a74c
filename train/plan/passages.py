"""Leaves out the passages that training would cut: what decides such a pair may stand in the part cut off.

Between the generated pairs and the plan (epoch.py): a passage that holds the claim near its end, cut to
`max_tokens`, no longer says what its label says.
"""

from datasets import Dataset

from ...data_gen.schema import PASSAGE, QUESTION
from ...models.retriever import Retriever

BATCH = 256


def whole_passages(dataset: Dataset, retriever: Retriever, max_tokens: int) -> tuple[Dataset, int]:
    """Return the pairs without the passages of more than `max_tokens` tokens, and how many those are."""
    reach = min(max_tokens, (retriever.model.max_seq_length or 512) - 1)  # the model itself cuts, too
    grains = dataset["grain"] if "grain" in dataset.column_names else []
    passages = [row for row, grain in enumerate(grains) if grain in (PASSAGE, QUESTION)]
    cut: set[int] = set()
    for start in range(0, len(passages), BATCH):
        rows = passages[start : start + BATCH]
        tokens = retriever.tokenize(dataset.select(rows)["candidate"], reach + 1)
        lengths = tokens.model_inputs["attention_mask"].sum(dim=1).tolist()
        cut.update(row for row, length in zip(rows, lengths, strict=True) if length > reach)
    if not cut:
        return dataset, 0
    return dataset.select([row for row in range(len(dataset)) if row not in cut]), len(cut)
