"""Substitutions: a word replaced by a close alternative (near-misses), or by one that says the same
(positive).

The opposite (antonym.py), another group or state (audience.py), another of its kind (co_hyponym.py), the
sibling of a term (term.py), what else there may be against a thing (means.py), another way to send or tell
it (channel.py), another value of the same slot in the corpus (slot.py); synonyms (synonym.py). In what is
asked for: another act on the same thing (action.py), another member of a closed class (closed_class.py),
somebody else's (owner.py), another aim of the question (aim.py, asked.py). A random word would be too easy,
a synonym no near-miss.
"""

MODULES = (
    "antonym",
    "linked",
    "audience",
    "co_hyponym",
    "term",
    "means",
    "channel",
    "synonym",
    "slot",
    "action",
    "closed_class",
    "recipient",
    "owner",
    "aim",
    "asked",
)
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
