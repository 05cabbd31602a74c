"""From a corpus to labelled pairs: near-misses and hard positives made by edits on spaCy parses."""
