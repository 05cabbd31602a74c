"""Freed memory goes back to the system, also from between blocks that are still held."""

import platform
from pathlib import Path

import pytest

from verisieve.common.memory import hand_back

BLOCK = 64 * 1024
"""Bytes: few enough that glibc takes a block from its heap and does not map it by itself."""


def resident() -> int:
    """Return KiB that the process holds and no file could be read for."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")
def test_what_was_freed_between_held_blocks_goes_back():
    blocks = [bytearray(b"x" * BLOCK) for _ in range(2000)]
    held = blocks[::50]
    full = resident()
    del blocks
    hand_back()
    assert full - resident() > 0.8 * 2000 * BLOCK / 1024
    assert all(block[-1] == ord("x") for block in held)
