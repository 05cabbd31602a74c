"""The model card of a run: model_card_template.md filled with what training and evaluation measured.

Used by verisieve.eval.publish. The metadata holds the measured figures as a model-index, which the Hub shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from huggingface_hub import EvalResult, ModelCard, ModelCardData
from jinja2 import TemplateError

from ...common import files
from ...common.errors import InputError
from ...common.licenses import of_weights
from ...models.layout import CALIBRATION, METRICS, SUMMARY
from ..reporting.report import IN_RETRIEVAL, cell, figure, interval, percent, signed
from .calibrated import by_register, calibrated_on, kept_back

if TYPE_CHECKING:
    from ...models.verifier import VerifierConfig

TEMPLATE = Path(__file__).parents[2] / "model_card_template.md"
LIBRARY = "verisieve"
LANGUAGES = {"en": "English", "de": "German", "es": "Spanish"}
"""Names of the languages that rules know, in the card's text."""
TAGS = ["verisieve", "near-miss-detection", "semantic-cache", "reranking", "hard-negatives"]
NEAR_MISS_TASK = ("text-classification", "Near-miss detection")
RETRIEVAL_TASK = ("text-ranking", "Retrieval")
NEAR_MISS_FIGURES = {
    "auc": ("roc_auc", "AUC"),
    "rejection_at_95_acceptance": ("rejection_at_95_acceptance", "Near-misses rejected at 95 % acceptance"),
    "pairwise_accuracy": ("pairwise_accuracy", "Right order within an anchor"),
}
RETRIEVAL_FIGURES = {
    "ndcg@10": ("ndcg_at_10", "nDCG@10"),
    "recall@100": ("recall_at_100", "Recall@100"),
    "mrr@10": ("mrr_at_10", "MRR@10"),
}
RETRIEVAL_SCORERS = {"gate": "gate", "verifier": "reranked"}
NO_THRESHOLD = "none kept the budget; more labelled pairs, or a larger budget, are what gives one"
SUMMARY_LABELS = {
    "steps": "optimizer steps",
    "seconds": "seconds",
    "processes": "processes",
    "device": "device",
    "parameters": "parameters",
    "train_pairs": "training pairs",
    "validation_pairs": "validation pairs",
}


def render_card(
    folder: Path,
    config: "VerifierConfig",
    repo: str | None = None,
    license: str | None = None,
    by_corpus: Mapping[str, str] = MappingProxyType({}),
    errors: Sequence[dict[str, Any]] = (),
) -> ModelCard:
    """Return the model card of a run folder or published verifier.

    Reads metrics.json, summary.json and calibration.json of `folder` where they are there; sections without
    figures say so.
    repo: the name on the Hub it will have ("org/name"), used in the card's examples; None: the folder's name.
    license: of the weights, by_corpus: of the training texts, as the user states them; see licenses.py.
    errors: pairs that the verifier gets wrong, see worst_pairs.
    Raises InputError when one of those files is no valid JSON or of another shape, or the licences do not go
    together.
    """
    metrics = read_json(folder / METRICS) or {}
    summary = read_json(folder / SUMMARY) or {}
    calibrated = read_json(folder / CALIBRATION) or {}
    source = repo or folder.resolve().name
    name = source.rpartition("/")[2]
    with shaped(folder / METRICS):
        results = eval_results(metrics)
    with shaped(folder / SUMMARY):
        sources = sorted({*summary.get("licenses", []), *by_corpus.values()})
        language = summary.get("data", {}).get("pipeline", {}).get("language", "en")
        of_training = {
            "families": training_families(summary),
            "corpora": training_corpora(summary, by_corpus),
            "language": LANGUAGES.get(language, language),
            "training": training_summary(summary),
        }
    with shaped(folder / CALIBRATION):
        of_calibration = {
            "calibrated_on": calibrated_on(calibrated),
            "by_register": by_register(calibrated),
            "kept_back": kept_back(calibrated),
            "without_threshold": dict.fromkeys(("cache", "gate"), NO_THRESHOLD) | calibrated.get("notes", {}),
        }
    chosen = of_weights(license, sources)
    data = ModelCardData(
        license=chosen,
        library_name=LIBRARY,
        pipeline_tag="text-ranking",
        language=language,
        tags=TAGS,
        base_model=config.retriever.name if _is_hub_name(config.retriever.name) else None,
        metrics=sorted({result.metric_type for result in results}) or None,
        model_name=name if results else None,
        eval_results=results or None,
    )
    with shaped(folder / METRICS):
        return ModelCard.from_template(
            data,
            template_path=str(TEMPLATE),
            name=name,
            source=source,
            retriever=config.retriever,
            mode=config.mode,
            calibration=config.calibration,
            max_tokens=config.max_tokens,
            near_miss_families=config.families,
            near_miss=metrics.get("near_miss", {}),
            retrieval=metrics.get("retrieval", {}),
            ranking_names=IN_RETRIEVAL,
            errors=errors,
            license=chosen,
            sources=sources,
            evaluate_command=metrics.get("command", "verisieve evaluate run --near-miss FILE --out report"),
            versions=metrics.get("versions", {}),
            figure=figure,
            percent=percent,
            signed=signed,
            interval=interval,
            cell=cell,
            **of_calibration,
            **of_training,
        )


@contextmanager
def shaped(path: Path) -> Iterator[None]:
    """Raise InputError in place of what using a JSON file of another shape than verisieve writes ends in."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, TemplateError) as error:
        raise InputError(
            f"{path}: not as verisieve writes it ({type(error).__name__}: {error}); "
            "remove it or write it again"
        ) from error


def worst_pairs(path: Path, how_many: int) -> list[dict[str, Any]]:
    """Return the worst errors of an evaluation (worst_errors.json), from each set in turn; [] without any."""
    by_set = read_json(path) or {}
    with shaped(path):
        turns = zip_longest(*([error | {"set": name} for error in found] for name, found in by_set.items()))
        return [error for turn in turns for error in turn if error is not None][: max(0, how_many)]


def eval_results(metrics: dict[str, Any]) -> list[EvalResult]:
    """Return the verifier's measured figures as entries of the model-index; empty without any."""
    results = []
    for name, scorers in metrics.get("near_miss", {}).items():
        verifier = scorers.get("verifier")
        if verifier is None:
            continue
        results += _results(NEAR_MISS_TASK, name, None, verifier, NEAR_MISS_FIGURES)
        families = verifier["by_family"] if len(verifier["by_family"]) > 1 else {}
        for family, figures in families.items():
            results += _results(
                NEAR_MISS_TASK,
                name,
                family,
                figures,
                {"auc": NEAR_MISS_FIGURES["auc"]},
            )
    for name, scorers in metrics.get("retrieval", {}).items():
        for scorer, label in RETRIEVAL_SCORERS.items():
            if scorer in scorers:
                results += _results(RETRIEVAL_TASK, name, label, scorers[scorer], RETRIEVAL_FIGURES)
    return results


def _results(
    task: tuple[str, str],
    name: str,
    part: str | None,
    figures: dict[str, Any],
    wanted: dict[str, tuple[str, str]],
) -> list[EvalResult]:
    return [
        EvalResult(
            task_type=task[0],
            task_name=task[1],
            dataset_type=name,
            dataset_name=f"{name} ({part})" if part else name,
            dataset_config=part,
            metric_type=metric,
            metric_name=label,
            metric_value=round(figures[key], 4),
        )
        for key, (metric, label) in wanted.items()
        if figures[key] is not None
    ]


def training_families(summary: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Return how many "same" and "near_miss" pairs each family has, from the manifest in summary.json."""
    rows = summary.get("data", {}).get("rows", {}).get("train", {})
    names = ("same", "near_miss")
    return {family: {name: labels.get(name, 0) for name in names} for family, labels in rows.items()}


def corpora_of(summary: dict[str, Any]) -> list[str]:
    """Return the names of the corpora of the training data, from the manifest in summary.json."""
    return [corpus["name"] for corpus in summary.get("data", {}).get("corpora", [])]


def training_corpora(summary: dict[str, Any], licenses: Mapping[str, str]) -> list[str]:
    """Return what the training data was made from, "name (records, licence if stated)"."""
    return [
        f"{corpus['name']} ({corpus['records']} records"
        + (f", {licenses[corpus['name']]})" if corpus["name"] in licenses else ")")
        for corpus in summary.get("data", {}).get("corpora", [])
    ]


def training_summary(summary: dict[str, Any]) -> dict[str, Any]:
    """Return what the card's table on the training shows, by label; {} without a summary."""
    rows = {label: summary[key] for key, label in SUMMARY_LABELS.items() if key in summary}
    for key, value in summary.get("validation", {}).items():
        rows[f"validation: {key.replace('_', ' ')}"] = figure(value) if isinstance(value, float) else value
    return rows


def read_json(path: Path) -> dict[str, Any] | None:
    """Read a JSON object; None where the file is missing. Raises InputError where it is no JSON object."""
    return files.read_json(path, "remove it or write it again") if path.is_file() else None


def _is_hub_name(name: str) -> bool:
    return name.count("/") == 1 and not Path(name).exists() and not name.startswith((".", "/"))
