"""Conditions and causes: turned around (near-misses), or said with another conjunction (hard positives).

"if" <-> "unless", "because" <-> "although", "only if" <-> "even if" say something else, and so do condition
and consequence in each other's place (order.py). "unless" and "if ... not", "because of" and
"due to" say the same.
"""

from .conjunctions import RULES, propose

__all__ = ["RULES", "propose"]
