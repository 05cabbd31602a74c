"""The published folder as a CrossEncoder of its own: modules.json and a self-contained modeling_verisieve.py.

Called by publish.py. The modeling file is put together from the package's own sources, so that there is one
implementation: it runs where sentence-transformers is installed and verisieve is not.
"""

import ast
from importlib.metadata import version
from pathlib import Path

from ..._version import __version__
from ...common.errors import InputError
from ...common.files import write_json, write_text
from ...models.layout import MODELING, MODULES, MODULES_CONFIG

PACKAGE = Path(__file__).parents[2]
SOURCES = (
    "common/errors",
    "common/files",
    "models/layout",
    "models/networks/similarity",
    "models/networks/dropout",
    "models/networks/alignment",
    "models/networks/reader",
    "models/interaction",
    "models/networks/map_models",
    "models/calibration",
    "models/folder",
    "models/encoder/device",
    "models/encoder/processes",
    "models/text/markup",
    "models/text/sentence_ends",
    "models/text/normal_form",
    "models/text/surface",
    "models/text/slips",
    "models/text/clock",
    "models/text/identifiers",
    "models/text/windows",
    "models/judging",
    "models/retriever",
    "models/cross_encoder_module",
)
"""In the order in which they need each other; mode lora has models/encoder/adapter before the last."""
CONFIGURATIONS = '''def config_dataclass(cls):
    """Stands for the package's checked dataclasses: config.json was checked when it was published."""
    return dataclass(frozen=True)(cls)'''


def write_cross_encoder_files(folder: Path, mode: str) -> None:
    """Write what makes CrossEncoder(folder, trust_remote_code=True) load the folder's verifier."""
    write_text(folder / MODELING, modeling_source(mode))
    module = {"idx": 0, "name": "0", "path": "", "type": f"{Path(MODELING).stem}.VerisieveModule"}
    config = {
        "model_type": "CrossEncoder",
        "__version__": {"sentence_transformers": version("sentence-transformers")},
        "activation_fn": "torch.nn.modules.activation.Sigmoid",
        "prompts": {},
        "default_prompt_name": None,
    }
    for name, value in ((MODULES, [module]), (MODULES_CONFIG, config)):
        write_json(folder / name, value)


def modeling_source(mode: str) -> str:
    """Return the self-contained modeling file for a verifier's mode ("frozen", "lora" or "full").

    Each source loses its docstring and imports; those of other packages are gathered at the top. Raises
    InputError when two sources define the same name or one needs a module that is not among them.
    """
    names = [*SOURCES[:-1], "models/encoder/adapter", SOURCES[-1]] if mode == "lora" else list(SOURCES)
    known = {name.rpartition("/")[2] for name in names} | {"configuration"}
    if mode != "lora":
        known.add("adapter")  # imported in mode lora only
    imports = {"from dataclasses import dataclass"}
    defined: dict[str, str] = {}
    bodies: list[str] = []
    for name in names:
        text = (PACKAGE / f"{name}.py").read_text(encoding="utf-8")
        tree = ast.parse(text)
        lines = text.splitlines()
        drop = [tree.body[0], *(node for node in tree.body if _is_type_checking(node))]
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                if (node.module or "").rpartition(".")[2] not in known:
                    raise InputError(f"{name}.py imports {node.module}, which {MODELING} does not hold")
                drop.append(node)
        for node in tree.body:
            if isinstance(node, ast.Import | ast.ImportFrom) and node not in drop:
                imports.update(_each(node))
                drop.append(node)
            for own in _names(node):
                if own in defined:
                    raise InputError(f"{own} is defined in {defined[own]}.py and {name}.py; rename one")
                defined[own] = name
        for node in drop:
            for number in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[number] = ""
        bodies.append(f"# {name}.py\n\n" + "\n".join(lines).strip())
    head = f'"""A verifier for sentence-transformers, written by verisieve {__version__}; do not edit."""'
    return "\n\n\n".join([f"{head}\n\n" + "\n".join(sorted(imports)), CONFIGURATIONS, *bodies]) + "\n"


def _each(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Return one import statement per name."""
    parts = [f"{alias.name} as {alias.asname}" if alias.asname else alias.name for alias in node.names]
    return [
        f"from {node.module} import {p}" if isinstance(node, ast.ImportFrom) else f"import {p}" for p in parts
    ]


def _names(node: ast.stmt) -> list[str]:
    """Return the names that a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    within = [item for target in targets for item in ast.walk(target)]
    return [item.id for item in within if isinstance(item, ast.Name)]


def _is_type_checking(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
