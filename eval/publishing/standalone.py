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
MODULE = "models/cross_encoder_module"
"""What the modeling file is about; it holds every module of the package that this one needs."""
ADAPTER = "models/encoder/adapter"
REPLACED = "common/configuration"
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
    InputError when two sources define the same name.
    """
    names = sources(mode)
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


def sources(mode: str) -> list[str]:
    """Return the package's modules that the modeling file holds, each after those that it imports.

    An adapter is imported where it is used, and held in mode lora only.
    """
    begun: set[str] = {REPLACED} if mode == "lora" else {REPLACED, ADAPTER}
    found: list[str] = []

    def visit(name: str) -> None:
        begun.add(name)
        for needed in _imported(name):
            if needed not in begun:
                visit(needed)
        found.append(name)

    visit(MODULE)
    return found


def _imported(name: str) -> list[str]:
    """Return the package's modules that a module imports, type-checking imports aside."""
    tree = ast.parse((PACKAGE / f"{name}.py").read_text(encoding="utf-8"))
    aside = {id(inner) for node in tree.body if _is_type_checking(node) for inner in ast.walk(node)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level and id(node) not in aside:
            folder = "/".join(name.split("/")[: -node.level])
            found.append("/".join(part for part in (folder, *(node.module or "").split(".")) if part))
    return found


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
