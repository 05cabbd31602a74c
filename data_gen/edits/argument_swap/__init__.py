"""Argument swap (near-misses): two phrases of comparable kind take each other's role.

Subjects with objects, recipients or agents, obliques with one another, the sides of a comparison, the
subjects of two clauses, the parties of a contract, persons, organisations and things anywhere in the
sentence. Symmetric predicates and coordinations, where the exchange says the same, are left to
paraphrase/; names are entity/exchange.py's, dates temporal/order.py's, numbers quantity/'s.
"""

MODULES = (
    "verb_arguments",
    "cross_clause",
    "two_clauses",
    "parties",
    "actors",
    "same_preposition",
    "things",
    "direction",
)
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
