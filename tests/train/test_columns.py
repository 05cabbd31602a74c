"""Columns of text as numbers: what numpy's unique would say."""

import numpy as np
import pytest
from datasets import Dataset
from hypothesis import given
from hypothesis import strategies as st

from verisieve.train.plan.columns import encoded


@pytest.mark.slow
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4), min_size=1))
def test_names_and_places_are_those_of_unique(values):
    names, places = encoded(Dataset.from_dict({"name": values}), "name")
    expected, inverse = np.unique(values, return_inverse=True)
    assert names.tolist() == expected.tolist()
    assert places.tolist() == inverse.tolist()


@pytest.mark.parametrize("rows", [[0], [3, 1], [2, 2, 0]])
def test_rows_that_were_selected_count_alone(rows):
    dataset = Dataset.from_dict({"name": ["b", "a", "c", "b"], "other": [1, 2, 3, 4]}).select(rows)
    names, places = encoded(dataset, "name")
    assert names.tolist() == sorted(set(dataset["name"]))
    assert names[places].tolist() == list(dataset["name"])
