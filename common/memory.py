"""Memory that was freed, handed back to the system.

The C library keeps freed blocks for later ones. Where these always have other sizes, as batches of texts of
other lengths have, they rarely fit, and a process grows by gigabytes that nothing is in. The training loop
asks after each step whether it has grown.
"""

import ctypes
import mmap
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

_STATM = Path("/proc/self/statm")


class Growth:
    """How much the process has grown since it last handed back what was free.

    Args:
        spare: bytes that it may grow by before it does; filling again what was handed back costs the system
            about half a second a gigabyte.
    """

    def __init__(self, spare: int = 2 * 1024**3) -> None:
        self.spare = spare
        self.held = resident()

    def limit(self) -> None:
        """Hand back what is free where the process has grown by more than is spared; to be called often."""
        if resident() > self.held + self.spare:
            hand_back()
            self.held = resident()


def resident() -> int:
    """Return the bytes of memory that the process holds; 0 where the system does not tell (no Linux)."""
    try:
        return int(_STATM.read_text(encoding="ascii").split()[1]) * mmap.PAGESIZE
    except FileNotFoundError:
        return 0


def hand_back() -> None:
    """Hand back what is free within the heap, where the C library can (glibc); else do nothing."""
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """Return glibc's malloc_trim(3); None under another library, or another allocator in its place."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
