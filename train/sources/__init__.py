"""Several sources of pairs in one run: read (read.py), completed (surface.py), joined (mixture.py)."""
