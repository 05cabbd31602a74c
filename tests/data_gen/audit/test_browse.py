"""The page to read pairs by: what is sampled, what is marked, what the filters hold."""

import re

import pytest

from verisieve.data_gen.audit.browse import browse_page, marked, sample_by_rule
from verisieve.data_gen.audit.table import read_pairs


@pytest.fixture
def table(dataset_of):
    rows: list[dict[str, object]] = [
        {
            "anchor": f"Clerk {i} signed the lease.",
            "candidate": f"Clerk {i} did not sign the lease.",
            "label": 0,
            "edit": "paraphrase.natural+negation.do_support" if i % 2 else "negation.do_support",
        }
        for i in range(30)
    ]
    rows += [
        {"anchor": f"Ann met {i}.", "candidate": f"{i} met Ann.", "label": 1, "edit": "argument_swap.mutual"}
        for i in range(3)
    ]
    before, text, after = "The firm moved here in May. ", "Rents never rose.", " Nobody minded that."
    rows.append(
        {
            "anchor": "Rents rose.",
            "candidate": before + text + after,
            "label": 0,
            "edit": "negation.never",
            "grain": "passage",
            "candidate_spans": [[len(before) + 6, len(before) + 11]],
        }
    )
    return read_pairs(dataset_of(rows))


def test_so_many_pairs_of_each_rule_are_drawn_by_the_seed(table):
    drawn = sample_by_rule(table, 5, seed=0)
    rules = [table.edits[index].rpartition("+")[2] for index in drawn]
    assert rules == ["argument_swap.mutual"] * 3 + ["negation.do_support"] * 5 + ["negation.never"]
    assert sample_by_rule(table, 5, seed=0) == drawn
    assert sample_by_rule(table, 5, seed=1) != drawn


def test_changed_words_are_marked(table):
    page = browse_page(table, "pairs", per_rule=2)
    assert re.search(r"Clerk \d+ <del>signed</del> the lease", page)
    assert re.search(r"Clerk \d+ <ins>did not sign</ins> the lease", page)
    assert "Rents <ins>never</ins> rose." in page, "in a passage only the known spans"
    assert "The firm moved here in May. Rents" in page


def test_filters_hold_what_is_there(table):
    page = browse_page(table, "pairs", per_rule=2)
    options = {
        name: re.findall(r"<option>(.*?)</option>", found)
        for name, found in re.findall(r'<select id="(\w+)">(.*?)</select>', page)
    }
    assert options == {
        "label": ["same", "near-miss"],
        "family": ["argument_swap", "negation"],
        "rule": ["argument_swap.mutual", "negation.do_support", "negation.never"],
        "grain": ["passage", "sentence"],
    }
    assert page.count("<article") == 5
    assert page.count('data-label="same"') == 2
    assert page.count('data-rule="negation.do_support"') == 2


def test_marked_joins_to_the_text_whatever_the_spans():
    text = "a bc def ghij"
    for spans in ([], [[0, 1]], [[2, 8], [5, 6]], [[9, 13], [0, 4]], [[0, 13]]):
        assert "".join(piece for piece, _ in marked(text, spans)) == text
    assert marked(text, [[2, 4]]) == [("a ", False), ("bc", True), (" def ghij", False)]
