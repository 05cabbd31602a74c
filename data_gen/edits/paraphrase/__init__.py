"""Paraphrase (hard positives): the same statement, question or order in another voice, order or form.

As different from the source as the near-misses are: that is what keeps a verifier from learning that any
difference means another meaning. The rules live in modules of one idea each; here they are called in turn,
each for the sentences that have what it looks for.
"""

MODULES = (
    "questions.wording", "questions.indirect", "movement", "reporting", "requests", "voice", "symmetry",
    "negated_antonym", "converse", "relatives", "coordination", "predicate_order", "nominals", "wording",
    "phrases", "verb_phrases", "recast", "linking",
)  # fmt: skip
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
