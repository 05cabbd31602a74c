"""Argument swap (near-misses): two phrases of comparable kind take each other's role.

Subjects with objects, recipients or agents, obliques with one another, the sides of a comparison or of a
contrast, the subjects of two clauses, the parties of a contract; which two may fill each other's role, says
fillers.py. Symmetric predicates and coordinations, where the exchange says the same, are left to paraphrase/;
names are entity/exchange.py's, dates temporal/exchange.py's, numbers quantity/'s.
"""

MODULES = (
    "verb_arguments", "compared", "obliques", "contrast", "cross_clause", "two_clauses", "parties",
    "parallel", "counterparts", "direction", "asked", "respective",
)  # fmt: skip
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
