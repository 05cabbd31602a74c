"""Shared fixtures: the real retriever, and a small folder of pairs like the one `generate` writes."""

import json
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")

import pytest
from hypothesis import HealthCheck, settings

# A loaded machine draws slowly; that is no fault of a test.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("any machine")

PEOPLE = ["tenant", "landlord", "nurse", "patient", "broker", "client", "driver", "guest", "clerk", "buyer"]
VERBS = ["paid", "warned", "called", "helped", "thanked", "visited", "sued", "trusted"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the rules make into edits/golden",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first, so that processes that share the files end together.

    These are the ones that start processes, then those with a slow test; short ones fill what is left.
    """
    ranks: dict[Path, int] = {}
    for item in items:
        ranks[item.path] = min(rank(item), ranks.get(item.path, 2))
    items.sort(key=lambda item: ranks[item.path])


def rank(item: pytest.Item) -> int:
    """Return 0 for a test of a file that starts processes, 1 for another slow one, 2 for the rest."""
    starts = "subprocess" in vars(item.module) or "forks" in item.fixturenames
    return 0 if starts else 1 if item.get_closest_marker("slow") else 2


@pytest.fixture(scope="session")
def retriever():
    from verisieve.models.retriever import Retriever

    return Retriever.load(device="cpu")


@pytest.fixture
def small_disk() -> Callable[[int], AbstractContextManager[None]]:
    """A function from a number of bytes to a context in which no file may grow larger."""
    return _small_disk


@contextmanager
def _small_disk(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(scope="session")
def forks():
    """A process that has imported the package: each test's commands are forked from it."""
    from verisieve.tests.processes import Forks

    found = Forks({"OMP_NUM_THREADS": "1", "COLUMNS": "120"})
    yield found
    found.close()


@pytest.fixture(scope="session")
def pairs_folder(tmp_path_factory) -> Path:
    """Pairs about who did what to whom, in the layout of a generated dataset."""
    from datasets import Dataset

    from verisieve.data_gen.schema import FEATURES, Pair

    folder = tmp_path_factory.mktemp("pairs")
    rows: dict[str, list] = {"train": [], "validation": [], "test": []}
    number = 0
    for i, one in enumerate(PEOPLE):
        for j, other in enumerate(PEOPLE):
            if i == j:
                continue
            verb = VERBS[(3 * i + j) % len(VERBS)]
            split = ("validation", "test", "train", "train", "train", "train")[number % 6]
            text = f"The {one} {verb} the {other}."
            passive = f"The {other} was {verb} by the {one}."
            swapped = f"The {other} {verb} the {one}."
            start = len(f"The {one} ")
            negated = f"{text[:start]}never {text[start:]}"
            common = (f"doc-{number}", f"group-{number}", split)
            rows[split] += [
                Pair(text, passive, 1, "paraphrase", "paraphrase.active_passive", (), (), *common),
                Pair(
                    text, swapped, 0, "argument_swap", "argument_swap.subject_object",
                    ((4, 4 + len(one)),), ((4, 4 + len(other)),), *common,
                ),
                Pair(
                    text, negated, 0, "negation", "negation.never",
                    ((start, start),), ((start, start + 6),), *common,
                ),
            ]  # fmt: skip
            number += 1
    for split, pairs in rows.items():
        path = folder / "data" / f"{split}-00000-of-00001.parquet"
        Dataset.from_list([pair.as_row() for pair in pairs], features=FEATURES).to_parquet(path)
    (folder / "manifest.json").write_text(json.dumps({"rows": {k: len(v) for k, v in rows.items()}}))
    return folder


TINY_WORDS = ["the", "The", "a", "dog", "man", "was", "by", "never", "not", "query", ":", ".", ",", "?"]
TINY_WORDS += [*PEOPLE, *VERBS]
TINY_KINDS = ("bert", "mpnet", "modernbert", "xlm-roberta")


def make_tiny_model(kind: str, folder: Path, prompts: dict[str, str] | None = None) -> Path:
    """Write a random sentence-transformers model of three layers; it puts its prompt "default" first."""
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {word: index for index, word in enumerate([*special, *TINY_WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    architecture = {"bert": "Bert", "mpnet": "MPNet", "modernbert": "ModernBert", "xlm-roberta": "XLMRoberta"}
    config = getattr(transformers, architecture[kind] + "Config")(
        num_hidden_layers=3,
        hidden_size=16,
        intermediate_size=24,
        num_attention_heads=2,
        max_position_embeddings=66,
        vocab_size=len(vocabulary),
        **{name: number for number, name in enumerate(("pad_token_id", "unk_token_id", "bos_token_id"))},
        eos_token_id=3,
    )
    torch.manual_seed(0)
    getattr(transformers, architecture[kind] + "Model")(config).save_pretrained(folder / "base")
    names = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=64, **dict(zip(names, special, strict=True))
    ).save_pretrained(folder / "base")
    model = SentenceTransformer(str(folder / "base"), device="cpu")
    if prompts is not None:
        model.prompts = {**prompts}
        model.default_prompt_name = "default"
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory):
    """A function (kind, prompts=None) -> folder of a tiny random model; the kinds are TINY_KINDS."""

    def make(kind: str, prompts: dict[str, str] | None = None) -> Path:
        return make_tiny_model(kind, tmp_path_factory.mktemp(kind), prompts)

    return make
