"""The near-miss figures as a module that `evaluate.load(PATH)` loads; see near_miss_metric.py."""

from pathlib import Path

PATH = str(Path(__file__).parent)
