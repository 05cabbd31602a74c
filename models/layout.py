"""The names of the files of a run, of a published verifier, of an evaluation's report: each said here once.

    config.json, model.safetensors          the verifier (FILES)
    adapter/ | retriever/                   in the modes lora and full: what it reads with
    calibration.json, calibration.md        how its thresholds were chosen, and a page of that
    train_config.yaml, run.json, train_log.jsonl, summary.json, checkpoints/    its training
    metrics.json, worst_errors.json, scores.npz, report.html, report.md         its evaluation
    checksums.json, modules.json, modeling_verisieve.py, ...                    what publishing adds

A token store's folder is described in token_store.py, a dataset's in data_gen/schema.py.
"""

CONFIG = "config.json"
WEIGHTS = "model.safetensors"
ADAPTER = "adapter"
ADAPTER_CONFIG = "adapter_config.json"
ADAPTER_WEIGHTS = "adapter_model.safetensors"
RETRIEVER = "retriever"
CHECKSUMS = "checksums.json"
PARTS = {"lora": ADAPTER, "full": RETRIEVER}
"""Folders within the folder that belong to a verifier, by its mode."""
FILES = (WEIGHTS, CONFIG, CHECKSUMS, f"{ADAPTER}/*", f"{RETRIEVER}/*")
"""What a verifier consists of; the checksums when published, the last two in their modes only."""
WEIGHT_FILES = "*.safetensors"

CALIBRATION = "calibration.json"
CALIBRATION_PAGE, RELIABILITY_PLOT = "calibration.md", "reliability.svg"

CLAIM = "run.json"
TRAIN_CONFIG = "train_config.yaml"
TRAIN_LOG = "train_log.jsonl"
SUMMARY = "summary.json"
CHECKPOINTS = "checkpoints"
BEST_WEIGHTS = "best.safetensors"
STATES, NEIGHBOURS = "states", "neighbours.npy"
"""What a run prepares before its first step, and removes when it is finished."""

METRICS, WORST_ERRORS = "metrics.json", "worst_errors.json"
SCORES = "scores.npz"
"""Every score of an evaluation, without the texts: what `verisieve compare` tests for significance."""
REPORT_PAGE, REPORT_TEXT = "report.html", "report.md"

MODELING = "modeling_verisieve.py"
MODULES, MODULES_CONFIG = "modules.json", "config_sentence_transformers.json"
