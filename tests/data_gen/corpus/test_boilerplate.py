"""What is no prose in a corpus: shared lines, navigation, code; and what is prose although it looks odd."""

import json
from collections import Counter

import pytest

from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.corpus.boilerplate import LineCounts, lines_of, prose
from verisieve.data_gen.generate import generate

NOTHING_SHARED = LineCounts()


def left(text: str, shared: LineCounts = NOTHING_SHARED) -> tuple[str, Counter[str]]:
    counts: Counter[str] = Counter()
    return prose(text, shared, counts), counts


@pytest.mark.parametrize(
    "line",
    [
        "def parse(self, text):",
        "for (int i = 0; i < n; i++) {",
        "}",
        "const total = items.length;",
        "from os import path",
        "import numpy",
        "#include <stdio.h>",
        "<div class='menu'>",
        "$ pip install verisieve",
        "if x == y and z != 3",
        "return a + b;",
    ],
)
def test_code_is_left_out(line):
    text, counts = left(f"The tenant pays the landlord.\n{line}\nThe landlord thanks him.")
    assert text.split("\n") == ["The tenant pays the landlord.", "", "The landlord thanks him."]
    assert counts == {"read": 1, "code": 1}


@pytest.mark.parametrize(
    "line",
    [
        "The euro <EUR=> was up 0.67 percent against the dollar at $1.1784 after a three-month high.",
        "Profit rose to $2.11 (or 11 %), and margins > 40 % were reported in the U.S. and/or Canada.",
        "Imports from Italy import duties; the ministry said so.",
        "For whom did he return?",
        "Write to a@b.org or call #5 (toll-free).",
        "Let us assume that p = 0.05 in this study.",
    ],
)
def test_prose_with_signs_stays(line):
    assert left(line) == (line, {})
    assert left(f"{line}\n\n{line}") == (f"{line}\n\n{line}", {})


def test_navigation_is_left_out():
    assert left("Home | Products | About us | Contact")[1] == {"read": 1, "navigation": 1}
    menu = "Home\nProducts\nOur team\nContact\nThe tenant pays the landlord.\nA short line\nEnd."
    text, counts = left(menu)
    assert text.split() == ["The", "tenant", "pays", "the", "landlord.", "A", "short", "line", "End."]
    assert counts == {"read": 4, "navigation": 4}


def test_lines_of_many_records_are_left_out():
    shared = LineCounts()
    footer = "All rights reserved by the publisher of this page."
    for n in range(20):
        shared.add(set(lines_of(f"Page {n} tells a story.\n{footer}\n{footer}\n")))
    text, counts = left(f"Page 3 tells a story.\n{footer}", shared)
    assert (text, counts) == ("Page 3 tells a story.\n", {"read": 1, "boilerplate": 1})
    for _ in range(20_000):
        shared.records += 1
    assert left(f"a\n{footer}", shared)[1] == {}  # 20 of 20,000 records


def test_a_count_stops_where_its_cell_is_full():
    shared = LineCounts()
    for _ in range(300):
        shared.add({"one line"})
    assert shared.table.max() == 255
    assert shared.is_shared("one line")


@pytest.mark.slow
def test_generation_reads_documents_without_their_boilerplate(tmp_path):
    stories = [
        "The nurse called the doctor on Monday.", "The tenant paid the landlord in March.",
        "The buyer sued the seller last year.", "A driver hit the fence near the mill.",
        "The clerk helped an old client.", "The pilot thanked the whole crew.",
        "The baker sold his oven to a friend.", "The lawyer warned the young witness.",
    ]  # fmt: skip
    footer = "The publisher of these pages reserves all rights."
    path = tmp_path / "c.jsonl"
    records = [{"text": f"{story}\n\nx = items[0];\n\n{footer}"} for story in stories]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    manifest = generate([path], tmp_path / "out", GenerateConfig(), progress=False)
    assert manifest["sentences"] == {"read": 24, "kept": 8, "skipped": {"boilerplate": 8, "code": 8}}
    manifest = generate([path], tmp_path / "all", GenerateConfig(boilerplate=False), progress=False)
    assert manifest["sentences"]["skipped"].keys() == {"duplicate", "too_short"}
