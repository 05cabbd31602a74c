"""The package as a whole: what the wheel holds, what may import what, and how bad input ends."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import verisieve
from verisieve.cli import main

ROOT = Path(verisieve.__file__).parent
PARTS = ("common", "data_gen", "models", "serve", "train", "eval", "cli")
ALLOWED = {
    "common": {"common"},
    "data_gen": {"common", "data_gen"},
    "models": {"common", "models"},
    "serve": {"common", "models", "serve"},
    "train": {"common", "train", "data_gen", "models"},
    "eval": {"common", "eval", "data_gen", "models"},
    "cli": set(PARTS),
}


def test_declared_packages_are_those_on_disk():
    """A folder of data is declared, too: setuptools warns of every one that is not."""
    declared = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    files = [path for part in (*PARTS, "configs") for path in (ROOT / part).rglob("*") if _ships(path)]
    folders = {folder for path in files for folder in path.relative_to(ROOT).parents}
    assert declared == {".".join(("verisieve", *folder.parts)) for folder in folders}


def _ships(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and path.parent.name.isidentifier()


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_parts_import_only_what_they_may(part):
    for path in (ROOT / part).rglob("*.py"):
        depth = len(path.relative_to(ROOT).parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for module in imported(node, depth, path):
                if module in PARTS:
                    assert module in ALLOWED[part], f"{path} imports verisieve.{module}"


def imported(node: ast.AST, depth: int, path: Path) -> list[str]:
    """Return the top-level parts of verisieve that an import statement names."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.level == 0:
        names = [node.module or ""]
    elif isinstance(node, ast.ImportFrom):
        package = ["verisieve", *path.relative_to(ROOT).parts[:-1]]
        base = package[: len(package) - node.level + 1]
        names = [".".join([*base, node.module] if node.module else base)]
        if not node.module:
            names = [f"{names[0]}.{alias.name}" for alias in node.names]
    else:
        return []
    return [name.split(".")[1] for name in names if name.startswith("verisieve.")]


def test_import_and_help_are_light():
    code = (
        "import sys, verisieve.cli; verisieve.cli.build_parser(); "
        "sys.exit(any(m in sys.modules for m in ('torch', 'spacy', 'datasets', 'transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_unknown_attribute_is_an_error():
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        _ = verisieve.Nonsense


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["generate", "missing.txt", "--out", "o"], "missing.txt"),
        (["generate", "missing.txt", "--out", "o", "--set", "sede=1"], "did you mean 'seed'?"),
        (["train", "--data", "nowhere", "--out", "o"], "nowhere"),
        (["train", "--data", "nowhere", "--out", "o", "--set", "interaction.wdith=1"], "interaction.wdith"),
        (["train", "--data", "nowhere", "--out", "o", "--set", "steps=many"], "train.steps"),
        (["train", "--data", "nowhere", "--out", "o", "--config", "none"], "none: no such recipe"),
        (["verify", "nowhere", "--query", "q", "--candidates", "c.txt"], "c.txt"),
        (["publish", "nowhere", "--dry-run", "d"], "nowhere"),
    ],
)
def test_bad_input_exits_with_2_and_names_the_place(arguments, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []


def test_the_linter_comes_after_the_tests_and_hides_nothing():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^test: install\n((?:\t.*\n)+)", makefile, re.MULTILINE)[1]
    steps = re.findall(r"(pytest|lint|types)\b.*\|\| status=1", recipe)
    assert steps == ["pytest", "lint", "types"]
    continuous = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert re.findall(r"^make (\w+)", continuous, re.MULTILINE) == ["test", "demo", "docs"]
    installed = re.search(r"^\$\(VENV\)/.installed:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)[1]
    assert all("$(LOCKED)" in line or "pip==" in line for line in installed.splitlines() if "install" in line)


def test_files_that_start_processes_come_first(request):
    """Two processes share the files: with the longest at the end one of them would wait for the other."""
    starts: dict[Path, bool] = {}
    for item in request.session.items:
        starting = "subprocess" in vars(item.module) or "forks" in item.fixturenames
        starts[item.path] = starting or starts.get(item.path, False)
    assert list(starts.values()) == sorted(starts.values(), reverse=True)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "--no-loadscope-reorder" in re.search(r"^SPREAD := (.*)$", makefile, re.MULTILINE)[1]


def test_the_documentation_reads_the_parts_and_nothing_beside_them():
    """A link to the whole tree leads through build/ to itself: the build walked in circles for minutes."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    linked = re.search(r"^SOURCES := (.*)$", makefile, re.MULTILINE)[1].split()
    assert set(linked) == {"__init__.py", "_version.py", "configs", *PARTS}


def test_the_lock_holds_what_the_makefile_and_the_citation_name():
    lock = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^TORCH := (.*)$", makefile, re.MULTILINE)[1] in lock
    assert not [
        line for line in lock if not re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line)
    ]  # no path, no local build
    named = {re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in lock if "==" in line}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *extras["minilm"],
        *extras["dev"],
        *extras["docs"],
        *extras["integrations"],
        *extras["serve"],
    ]
    for requirement in wanted:
        name = re.split(r"[\[<>=!~ ]", requirement)[0].lower()
        assert name == "verisieve" or re.sub(r"[-_.]+", "-", name) in named, (
            f"make lock: {requirement} is not in it"
        )
    assert f"\nversion: {verisieve.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def _normal(name: str) -> str:
    """Return a distribution's name as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()
