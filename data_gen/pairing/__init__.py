"""Pairing: which edits are taken, and how sentences become pairs that give no label away."""
