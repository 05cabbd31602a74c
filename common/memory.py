"""Memory that was freed, handed back to the system.

The C library keeps freed blocks for later ones. Where these always have other sizes, as batches of texts of
other lengths have, they rarely fit, and a process grows by gigabytes that nothing is in. The training loop
calls this now and then.
"""

import ctypes
import sys
from collections.abc import Callable
from functools import cache


def hand_back() -> None:
    """Hand back what is free within the heap, where the C library can (glibc); else do nothing."""
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """Return glibc's malloc_trim(3); None under another library, or another allocator in its place."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
