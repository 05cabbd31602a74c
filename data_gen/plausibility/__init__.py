"""Whether somebody could have written what an edit makes: asked of every edit that moves a phrase.

Stands between the rules (edits/), which say what they put where (fit.Placed), and the corpus.
contradiction.py needs the sentence alone: an exchange must not make it contradict itself. fit.py needs the
corpus: a modifier must have been seen with its new noun (word_pairs.py). What was tried, and what each signal
found: docs/experiments.md.
"""
