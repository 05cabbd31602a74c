"""A machine that refuses something, in this process: no room on the disk, no right to write."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

import verisieve
from verisieve.cli import main

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"
WRITE_ANYWHERE = 1 << 1  # CAP_DAC_OVERRIDE
VERSION_3 = 0x20080522


@pytest.fixture
def common_user() -> Callable[[], AbstractContextManager[None]]:
    """A function to a context without root's right to write anywhere; nothing changes for other users."""
    return _common_user


@contextmanager
def _common_user() -> Iterator[None]:
    header, earlier = (ctypes.c_uint32 * 2)(VERSION_3, 0), (ctypes.c_uint32 * 6)()
    system = ctypes.CDLL(None)
    assert system.capget(header, earlier) == 0
    fewer = (ctypes.c_uint32 * 6)(*earlier)
    fewer[0] &= ~WRITE_ANYWHERE
    assert system.capset(header, fewer) == 0
    try:
        yield
    finally:
        assert system.capset(header, earlier) == 0


@pytest.fixture
def refused(capsys) -> Callable[..., str]:
    """A function (arguments, on) from a command that fails on a machine `on` to its one line of reason."""

    def reason(arguments: tuple[object, ...], on: AbstractContextManager[None]) -> str:
        capsys.readouterr()
        with on:
            code = main([str(argument) for argument in arguments])
        error = capsys.readouterr().err
        assert code == 2, error
        assert error.count("verisieve: error: ") == 1, error
        line = error.partition("verisieve: error: ")[2]
        assert line.count("\n") == 1, error
        return line

    return reason


@pytest.fixture(scope="session")
def demo_pairs(tmp_path_factory) -> Path:
    """A small generated dataset."""
    from verisieve.data_gen.config import GenerateConfig
    from verisieve.data_gen.generate import generate

    out = tmp_path_factory.mktemp("demo") / "pairs"
    config = GenerateConfig(max_sentences=40, shard_size=20, test_fraction=0.2)
    generate([DEMO], out, config, progress=False)
    return out
