"""Modality: duty, permission, certainty exchanged (near-misses), or said in other words (hard positives).

"must" <-> "may", "is required to" <-> "is allowed to", "will" <-> "may", "probably" <-> "certainly", "is
linked to" -> "is caused by" say something else; "must" <-> "has to", "may" <-> "is permitted to", "can" <->
"is able to" say the same. "May not" and "must not" are one prohibition, never a near-miss of each other.
"""

MODULES = ("modal", "phrase", "strength", "asked")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
