"""Benchmarks of near-miss detection and retrieval, their report, the model card and publication."""
