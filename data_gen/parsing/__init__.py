"""Parsing: spaCy pipelines, and the plain view of a parse that the rules read."""
