"""Ragged arrays, of which the rows have different lengths: in memory, in files, in a store that grows."""
