"""Random and damaged input for every way in; see test_fuzz.py."""
