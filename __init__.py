"""verisieve: train small verifiers that catch near-misses behind a frozen retriever.

The public names are loaded on first use, so that `import verisieve` stays instant:

    from verisieve import Verifier, TwoStage, generate
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .data_gen.generate import generate
    from .models.cache_guard import CacheGuard
    from .models.cross_encoder_module import cross_encoder
    from .models.two_stage import TwoStage
    from .models.verifier import Verdict, Verifier

__all__ = ["CacheGuard", "TwoStage", "Verdict", "Verifier", "__version__", "cross_encoder", "generate"]

_HOME = {
    "Verifier": ".models.verifier",
    "Verdict": ".models.verifier",
    "TwoStage": ".models.two_stage",
    "CacheGuard": ".models.cache_guard",
    "cross_encoder": ".models.cross_encoder_module",
    "generate": ".data_gen.generate",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name], __name__), name)
    raise AttributeError(f"module 'verisieve' has no attribute {name!r}")
