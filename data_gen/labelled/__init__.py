"""Labelled pairs from people or other programs: read from files, folders and the Hub, and held together."""
