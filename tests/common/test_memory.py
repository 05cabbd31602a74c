"""Freed memory goes back to the system, also from between blocks that are still held."""

import platform

import pytest

from verisieve.common.memory import Growth, hand_back, resident

BLOCK = 64 * 1024
"""Bytes: few enough that glibc takes a block from its heap and does not map it by itself."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")
def test_what_was_freed_between_held_blocks_goes_back():
    blocks = [bytearray(b"x" * BLOCK) for _ in range(2000)]
    held = blocks[::50]
    full = resident()
    del blocks
    hand_back()
    assert full - resident() > 0.8 * 2000 * BLOCK
    assert all(block[-1] == ord("x") for block in held)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")
@pytest.mark.parametrize(("spare", "handed_back"), [(10 * BLOCK, True), (4000 * BLOCK, False)])
def test_handed_back_is_once_the_process_has_grown_by_more_than_is_spared(spare, handed_back):
    growth = Growth(spare)
    blocks = [bytearray(b"x" * BLOCK) for _ in range(2000)]
    held = blocks[::50]
    full = resident()
    del blocks
    growth.limit()
    assert (full - resident() > 0.8 * 2000 * BLOCK) is handed_back
    assert all(block[-1] == ord("x") for block in held)
