"""Fixed wordings under their old names: see matching.py."""

from .matching import Found
from .matching import Table as Phrasebook

__all__ = ["Found", "Phrasebook"]
