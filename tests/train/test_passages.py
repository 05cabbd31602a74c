"""Passages that training would cut are left out; sentences and shorter passages stay."""

from datasets import Dataset

from verisieve.train.plan.passages import whole_passages

LONG = " ".join(["The tenant pays the rent on time."] * 12)
SHORT = "The tenant pays the rent. The landlord keeps the house."


def rows(*pairs):
    return Dataset.from_list([{"candidate": text, "grain": grain} for text, grain in pairs])


def test_only_passages_beyond_the_cut_are_left_out(retriever):
    data = rows((LONG, "sentence"), (SHORT, "passage"), (LONG, "passage"), (SHORT, "sentence"))
    kept, cut = whole_passages(data, retriever, 40)
    assert cut == 1
    assert list(kept["grain"]) == ["sentence", "passage", "sentence"]
    assert whole_passages(data, retriever, 200)[1] == 0


def test_a_passage_that_the_model_itself_would_cut_is_left_out(retriever):
    data = rows((" ".join([LONG] * 4), "passage"))
    assert whole_passages(data, retriever, 2000)[1] == 1
