"""Calibration: probabilities that mean what they say, thresholds that keep a stated share of errors.

bounds.py: thresholds and what they promise, from scores alone. fitting.py: at the end of training, on
held-out pairs. labelled.py: of a finished run, on a user's labelled pairs. sample.py: which pairs to label.
"""
