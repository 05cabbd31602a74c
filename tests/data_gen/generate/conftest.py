"""The rows of the demo dataset."""

import pytest

from verisieve.tests.data_gen.generate.files import all_rows


@pytest.fixture(scope="session")
def rows(demo) -> list[dict]:
    return all_rows(demo)
