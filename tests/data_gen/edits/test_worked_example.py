"""The worked example of data_gen/edits/README.md as a package of its own, and the README's tables."""

import json
import re
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest
import yaml

import verisieve
from verisieve.cli.rules import markdown, rule_rows
from verisieve.cli.rules import run as run_command
from verisieve.data_gen.edits.families import FAMILIES, rules_for

README = Path(verisieve.__file__).parent / "data_gen" / "edits" / "README.md"
PROGRAM = """
import json, sys
from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.edits.families import families_for, load_rules
from verisieve.data_gen.parsing.pipeline import load_pipeline
nlp = load_pipeline(None)
texts = json.load(sys.stdin)
def rows(text, families):
    return [[row.rule, row.label, row.text] for row in make(nlp(text), 0, families)]
known = families_for("en")
made = {text: rows(text, [one for one in known if one != "degree"]) for text in texts}
own = {text: rows(text, ["degree"]) for text in texts}
print(json.dumps({"made": made, "own": own, "families": known, "plugins": load_rules()}))
"""


def block(language: str) -> str:
    """Return the one code block of a language in the section "How to add a rule or a family"."""
    section = README.read_text(encoding="utf-8").partition("## How to add a rule")[2]
    (found,) = re.findall(rf"```{language}\n(.*?)```", section, flags=re.DOTALL)
    return found


def run(texts: list[str], path: Path | None) -> dict:
    """Return what the rules make of texts in a process that finds packages in `path` too."""
    program = PROGRAM if path is None else f"import sys; sys.path.insert(0, {str(path)!r})\n{PROGRAM}"
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.fixture
def installed(tmp_path) -> Path:
    """A folder that holds the example as pip would install it."""
    (tmp_path / "degree_rules.py").write_text(block("python"), encoding="utf-8")
    info = tmp_path / "degree_rules-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: degree-rules\nVersion: 1.2\n")
    group, line = re.search(r'entry-points\."(.*?)"\]\n(\w+ = ".*?")', block("toml")).groups()
    (info / "entry_points.txt").write_text(f"[{group}]\n{line.replace(chr(34), '')}\n")
    return tmp_path


def test_the_example_has_fewer_than_40_lines():
    assert 10 < len(block("python").splitlines()) < 40


@pytest.mark.slow
def test_a_plug_in_makes_its_cases_and_moves_no_draw_of_another_rule(installed):
    golden = yaml.safe_load(block("yaml"))
    texts = sorted({text for some in golden.values() for text in some})
    without, found = run(texts, None), run(texts, installed)
    assert found["plugins"] == {"degree": "degree-rules 1.2"}
    assert found["families"] == [*FAMILIES, "degree"]
    for rule, some in golden.items():
        for text, expected in some.items():
            rows = [row for row in found["own"][text] if row[0] == f"degree.{rule}"]
            assert [made for *_, made in rows] == expected
            assert {label for _, label, _ in rows} <= {0 if rule == "opposite" else 1}
    assert found["made"] == without["made"]


@pytest.mark.slow
def test_a_plug_in_that_cannot_be_loaded_is_told(installed):
    (installed / "degree_rules.py").write_text("import nothing_of_this_name\n")
    with pytest.raises(subprocess.CalledProcessError) as caught:
        run([], installed)
    assert "plug-in degree (degree_rules): its rules cannot be loaded" in caught.value.stderr


@pytest.mark.parametrize("family", FAMILIES)
def test_the_tables_of_the_readme_are_those_of_the_command(family):
    """To mend: verisieve rules --family FAMILY --markdown."""
    assert markdown(rule_rows(family, "en")) in README.read_text(encoding="utf-8")


def test_a_rule_is_below_the_folder_of_its_family():
    for rule in rules_for("en").values():
        assert rule.module.startswith(f"verisieve.data_gen.edits.{rule.family}."), rule


def test_a_search_for_a_rule_s_name_finds_its_module():
    """Whoever searches for "family.rule" finds the module that `verisieve rules` names."""
    root = Path(verisieve.__file__).parent
    texts = {}
    for rule in rules_for("en").values():
        path = root.joinpath(*rule.module.split(".")[1:]).with_suffix(".py")
        text = texts.setdefault(path, path.read_text(encoding="utf-8"))
        assert re.search(rf'(?:rule|lexical)\(\s*"{re.escape(rule.name)}"', text), (
            f"{rule.name}: not in {path}"
        )


def test_the_table_gives_names_of_rules_and_modules_whole(capsys):
    run_command(Namespace(family="modifier_rebinding", lang="en", json=False, markdown=False))
    printed = capsys.readouterr().out
    for row in rule_rows("modifier_rebinding", "en"):
        assert re.search(rf"{re.escape(row['rule'])}\W+{row['module'].rpartition('.')[2]}\b", printed), row
