"""Rules that a test declares are forgotten after it."""

import pytest

from verisieve.data_gen.edits import families
from verisieve.data_gen.edits.rule import FINDERS, RULES


@pytest.fixture
def own_rules():
    """Rules that are declared in the test are found by it, and by no later one."""
    families.load_rules()
    known, finders = dict(RULES), dict(FINDERS)
    forget_gathered()
    yield
    for now, before in ((RULES, known), (FINDERS, finders)):
        now.clear()
        now.update(before)
    forget_gathered()


def forget_gathered() -> None:
    for name in ("finders_for", "plan_for", "rare_for", "rules_for", "families_for"):
        getattr(families, name).cache_clear()
