"""Columns of text as numbers, without a Python string per row: a dataset may have millions.

What pairs.py, the index of the pairs, is built with.
"""

import numpy as np
from datasets import Dataset


def encoded(dataset: Dataset, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the column's distinct values, ascending, and each row's place among them, int32 [n]."""
    values = dataset.select_columns([column]).with_format("arrow")[:][column].combine_chunks()
    dictionary = values.dictionary_encode()
    names = np.asarray(dictionary.dictionary.to_pylist(), dtype=np.str_)
    order = np.argsort(names)
    place = np.empty(len(names), dtype=np.int32)
    place[order] = np.arange(len(names), dtype=np.int32)
    return names[order], place[dictionary.indices.to_numpy(zero_copy_only=False)]
