"""Conditions and causes: turned around (near-misses), or said with another conjunction (hard positives).

"if" <-> "unless", "only if" <-> "even if" say something else, and so do condition and consequence in each
other's place (order.py), a condition or exception that is dropped or added (exception.py), and a narrowed
request (scope.py). "unless" and "if ... not", "because of" and "due to" say the same.
"""

MODULES = ("conjunctions", "order", "exception", "scope")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
