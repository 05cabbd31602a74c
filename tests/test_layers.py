"""The house as a whole: imports run down the floors and in no circle; sizes of folders; names of files."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import verisieve
from verisieve.models import layout

ROOT = Path(verisieve.__file__).parent
PARTS = ("common", "data_gen", "models", "serve", "train", "eval", "cli")
FLOORS = (
    ("_version",),
    ("common.errors",),
    ("common",),
    # data_gen: one sentence from file to pair
    ("data_gen.config", "data_gen.hashing", "data_gen.schema", "data_gen.parsing.sentence"),
    ("data_gen.english", "data_gen.plausibility"),
    ("data_gen.parsing",),
    ("data_gen.corpus",),
    ("data_gen.labelled", "data_gen.paraphrasing", "data_gen.edits"),
    ("data_gen.pairing",),
    ("data_gen.run", "data_gen.audit"),
    ("data_gen.publish",),
    ("data_gen.generate",),
    # models: from the text to the verdict
    ("models.layout",),
    ("models.text", "models.networks.dropout", "models.networks.similarity", "models.encoder.device"),
    ("models.networks.alignment", "models.networks.reader"),
    ("models.interaction", "models.folder", "models.encoder.processes", "models.stores"),
    ("models.retriever", "models.calibration", "models.networks"),
    ("models.encoder", "models.tokens", "models.judging"),
    ("models.verifier_folder", "models.verdict"),
    ("models.pair_reader", "models.cross_encoder_module"),
    ("models.judge_pairs",),
    ("models.verifier",),
    ("models.token_store", "models.explanation", "models.cache_guard", "models.scorers"),
    ("models.two_stage", "models.cache_adapters"),
    ("models.lance_two_stage",),
    # serve: a verifier over HTTP
    ("serve.config",),
    ("serve.refusals",),
    (
        "serve.batching",
        "serve.keys",
        "serve.limits",
        "serve.loaded",
        "serve.logs",
        "serve.metrics",
        "serve.protocol",
        "serve.schemas",
    ),
    ("serve.cache", "serve.rerank"),
    ("serve.endpoints",),
    ("serve.app",),
    ("serve.server",),
    # train: from the pairs to the run
    ("train.config", "train.arguments", "train.launch"),
    ("train.sources", "train.plan"),
    ("train.precompute",),
    ("train.losses", "train.start", "train.claim", "train.dense"),
    ("train.model", "train.calibration"),
    ("train.checkpoints",),
    ("train.loop",),
    ("train.run",),
    ("train.average", "train.prune", "train.ship"),
    # eval: from the sets to the report
    ("eval.config", "eval.metrics", "eval.distribution", "eval.score_store"),
    ("eval.sets",),
    ("eval.benchmarks",),
    ("eval.scorers", "eval.reporting"),
    ("eval.publishing",),
    ("eval.run", "eval.probe", "eval.tradeoff", "eval.publish"),
    ("eval.compare",),
    ("cli.options",),
    ("cli",),
)
"""From the ground up; a module's floor is that of its longest prefix here."""
LARGEST_MODULE, LARGEST_FOLDER = 300, 20


@cache
def modules() -> dict[str, Path]:
    """Return the package's modules by their names below verisieve."""
    found = [ROOT / "_version.py", *(path for part in PARTS for path in (ROOT / part).rglob("*.py"))]
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in found}
    return {name.removesuffix(".__init__"): path for path, name in names.items() if _is_package(path)}


def _is_package(path: Path) -> bool:
    """Whether a file is a module of the package, not a script or a folder of the Hub."""
    folders = [folder for folder in path.parents if folder != ROOT and ROOT in folder.parents]
    return all((folder / "__init__.py").is_file() for folder in folders)


@cache
def imports() -> dict[str, frozenset[str]]:
    """Return what each module imports of the package: at its top, in functions, and for type checking."""
    known = modules()
    return {name: frozenset(_imported(path, known)) - {name} for name, path in known.items()}


def _imported(path: Path, known: dict[str, Path]) -> set[str]:
    package = ["verisieve", *path.relative_to(ROOT).parts[:-1]]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{module}.{alias.name}" for alias in node.names} | {module}
    return {name for found_name in found if (name := found_name.removeprefix("verisieve.")) in known}


def floor_of(name: str) -> int:
    """Return the number of a module's floor; fail where it has none."""
    stays = [
        (len(prefix), floor)
        for floor, prefixes in enumerate(FLOORS)
        for prefix in prefixes
        if name == prefix or name.startswith(f"{prefix}.")
    ]
    assert stays, f"{name}: stands on no floor; add it to FLOORS"
    return max(stays)[1]


def circle(graph: dict[str, frozenset[str]]) -> list[str]:
    """Return the modules of a circle, in order; none where there is no circle."""
    done: set[str] = set()
    for start in graph:
        way: list[tuple[str, list[str]]] = [(start, sorted(graph[start]))]
        while way:
            name, left = way[-1]
            if name in done or not left:
                done.add(name)
                way.pop()
                continue
            following = left.pop()
            on_the_way = [stop for stop, _ in way]
            if following in on_the_way:
                return [*on_the_way[on_the_way.index(following) :], following]
            way.append((following, sorted(graph.get(following, ()))))
    return []


def test_a_circle_is_found():
    a, b, c = frozenset("a"), frozenset("b"), frozenset("c")
    assert circle({"a": b, "b": c, "c": a}) == ["a", "b", "c", "a"]
    assert circle({"a": b | c, "b": c, "c": frozenset()}) == []


def test_no_modules_import_each_other_in_a_circle():
    # a package's __init__ is run before its modules: what these import of it is no arrow of their own
    graph = {name: found for name, found in imports().items() if modules()[name].name != "__init__.py"}
    assert circle(graph) == []


def test_no_arrow_runs_up():
    up = [
        f"{name} imports {other}"
        for name, found in imports().items()
        for other in found
        if modules()[other].name != "__init__.py" and floor_of(other) > floor_of(name)
    ]
    assert not up


def test_every_floor_has_somebody_on_it():
    prefixes = {prefix for prefixes in FLOORS for prefix in prefixes}
    empty = [p for p in prefixes if not any(name == p or name.startswith(f"{p}.") for name in modules())]
    assert not empty


def test_no_families_of_rules_import_each_other_in_a_circle():
    graph: dict[str, set[str]] = {}
    for name, found in imports().items():
        family = _family(name)
        if family:
            graph.setdefault(family, set()).update({_family(other) for other in found} - {"", family})
    assert len(graph) > 10
    assert circle({family: frozenset(found) for family, found in graph.items()}) == []


def _family(name: str) -> str:
    """Return the family of rules that a module belongs to, "" where it belongs to none."""
    parts = name.split(".")
    return parts[2] if parts[:2] == ["data_gen", "edits"] and len(parts) > 3 else ""


def test_a_question_that_several_families_ask_has_a_name_of_its_own():
    """Of what the families share, no two functions that tell whether something is so have one name."""
    parts = ("english", "parsing", "plausibility", "edits")
    shared = [
        (node.name, name)
        for name, path in modules().items()
        if name.startswith(tuple(f"data_gen.{part}." for part in parts)) and not _family(name)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(("is_", "has_", "may_"))
    ]
    counts = Counter(function for function, _ in shared)
    assert not sorted(one for one in shared if counts[one[0]] > 1)


@pytest.mark.parametrize("part", [*PARTS, "tests", "benchmarks", "examples"])
def test_no_folder_is_too_full_and_no_module_too_long(part):
    files = [path for path in sorted((ROOT / part).rglob("*.py")) if path.name != "__init__.py"]
    counts = Counter(str(path.parent.relative_to(ROOT)) for path in files)
    assert not {folder: count for folder, count in counts.items() if count > LARGEST_FOLDER}
    long = [
        str(path.relative_to(ROOT))
        for path in files
        if part in PARTS and len(path.read_text(encoding="utf-8").splitlines()) > LARGEST_MODULE
    ]
    assert not long


def test_names_of_artefacts_are_said_once():
    """A name like config.json stands in models/layout.py alone; a dataset's own files are data_gen's."""
    names = {value for value in vars(layout).values() if isinstance(value, str) and "." in value[1:]}
    names -= {layout.__doc__, layout.__file__, layout.__name__, layout.__package__}
    said = [
        f"{name}: {node.value}"
        for name, path in modules().items()
        if name.split(".")[0] in ("models", "train", "eval", "cli") and name != "models.layout"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert not said
