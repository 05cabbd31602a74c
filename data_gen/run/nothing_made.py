"""What to say and to advise where a corpus gave no pair: the advice goes by the reason that met most."""

from typing import Any

from ..config import GenerateConfig

_ADVICE = {
    "too_short": "most have fewer than min_words ({min_words}) words: give whole sentences, or lower it with "
    "--set min_words=N",
    "too_long": "most have more than max_words ({max_words}) words: check that sentences end with a full "
    "stop, or raise it with --set max_words=N",
    "not_prose": "most hold fewer letters than figures and signs: give sentences, not tables",
    "other_language": "most are in another language than the pipeline: choose its pipeline with --set "
    "pipeline=NAME, or turn the check off with --set language_check=false",
    "code": "most are code: give prose, or keep such lines with --set boilerplate=false",
    "navigation": "most are menus: give prose, or keep such lines with --set boilerplate=false",
    "boilerplate": "most lines stand in many records: keep them with --set boilerplate=false",
    "duplicate": "most repeat one another: give different sentences",
    "near_duplicate": "most are nearly the same as another: keep them with --set near_duplicates=null",
    "trivial_paraphrase": "most paraphrases are their own text: give other wordings",
}
_NO_EDIT = (
    "no rule found anything to change in the {kept} sentences that are left: give more or longer ones"
    "{or_rules}"
)


def nothing_made(manifest: dict[str, Any], config: GenerateConfig) -> str:
    """Return a message for the manifest of a dataset without rows: the counts, and what to do."""
    sentences, rejected = manifest["sentences"], manifest["rejections"]
    skipped = ", ".join(f"{n} {reason}" for reason, n in sentences["skipped"].items())
    guards = ", ".join(f"{n} {guard}" for guard, n in rejected.items())
    return (
        f"no pairs could be made from {sentences['read']} sentences (skipped: {skipped or 'none'}; rejected: "
        f"{guards or 'none'}); {_advice(sentences, config)}"
    )


def _advice(sentences: dict[str, Any], config: GenerateConfig) -> str:
    skipped = {reason: n for reason, n in sentences["skipped"].items() if reason in _ADVICE}
    if skipped and max(skipped.values()) > sentences["kept"]:
        reason = max(skipped, key=lambda name: skipped[name])
        return _ADVICE[reason].format(min_words=config.min_words, max_words=config.max_words)
    narrowed = config.families is not None or config.rules is not None or config.without
    or_rules = ", or allow more rules (families, rules, without)" if narrowed else ""
    return _NO_EDIT.format(kept=sentences["kept"], or_rules=or_rules)
