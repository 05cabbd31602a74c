"""The first reading of a corpus: how much there is, its hash, and which texts paraphrase each other.

Generation reads a corpus twice. This pass checks every line before any work is done, counts what a cap on the
sentences has to be spread over and in how many records each line stands, joins paraphrase records that share
a text into clusters (a cluster must not be divided between splits), and finds the records that repeat an
earlier one. What
it keeps: 16 bytes per paraphrase record, of which there may be MAX_PARAPHRASES, 8 MiB of line counts, and
8 MiB of which words stand side by side.
"""

import hashlib
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ...common.errors import InputError
from ...common.files import file_sha256
from ..config import GenerateConfig
from ..hashing import stable_fraction, text_key
from ..plausibility.word_pairs import WordPairs
from .boilerplate import LineCounts, lines_of
from .cleaning import one_line, reason_to_skip
from .languages import LanguageCheck
from .reader import CorpusFile, Record, read_file

MAX_PARAPHRASES = 15_000_000  # records with a paraphrase: at about 100 bytes each while they are clustered
LANGUAGE_RECORDS = 200  # of each file, from its start
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*(?=\s|$)")


@dataclass(frozen=True)
class SurveyedFile:
    """A corpus file with its contents' SHA-256, its records and (estimated) sentences."""

    file: CorpusFile
    sha256: str
    records: int
    sentences: int


@dataclass(frozen=True)
class Clusters:
    """Disjoint sets of texts that paraphrase each other, directly or through a third.

    keys: the text_key of every text of a paraphrase record, uint64 [n], ascending. names: the cluster of
    each, uint64 [n]: the smallest key in it, whatever the order of the records.
    """

    keys: np.ndarray
    names: np.ndarray

    @classmethod
    def of(cls, a: np.ndarray, b: np.ndarray) -> "Clusters":
        """Join text a[i] with text b[i], for every i."""
        keys, places = np.unique(np.concatenate([a, b]), return_inverse=True)
        one, other = places[: len(a)], places[len(a) :]
        links = coo_matrix((np.ones(len(a), dtype=bool), (one, other)), shape=(len(keys), len(keys)))
        _, component = connected_components(links, directed=False)
        _, first = np.unique(component, return_index=True)  # keys ascend: the first is the smallest
        return cls(keys, keys[first][component] if len(keys) else keys)

    def find(self, key: int) -> int | None:
        """Return the name of a text's cluster, None for a text that is in no paraphrase record."""
        if not len(self.keys):
            return None
        place = int(np.searchsorted(self.keys, np.uint64(key)))
        return int(self.names[place]) if place < len(self.keys) and int(self.keys[place]) == key else None


@dataclass(frozen=True, slots=True)
class Selected:
    """A record that is to be used.

    is_repeat: an earlier one has the same text, with another paraphrase. is_duplicate: and the same
    paraphrase.
    """

    record: Record
    is_repeat: bool = False
    is_duplicate: bool = False


@dataclass(frozen=True)
class Survey:
    """What the first pass learned.

    pairs: a key of every two texts of a record, uint64 [n], ascending. words: which words stand side by side.
    """

    files: tuple[SurveyedFile, ...]
    clusters: Clusters
    lines: LineCounts
    pairs: np.ndarray
    words: WordPairs

    def save(self, folder: Path) -> None:
        """Write what the workers need into a folder, from which each maps it into its memory."""
        np.save(folder / "cluster_keys.npy", self.clusters.keys)
        np.save(folder / "cluster_names.npy", self.clusters.names)
        np.save(folder / "lines.npy", self.lines.table)
        np.save(folder / "words.npy", self.words.table)


def load_tables(folder: Path, records: int) -> tuple[Clusters, LineCounts, WordPairs]:
    """Map what `Survey.save` wrote into memory, read only; records: how many the lines were counted over."""
    names = ("cluster_keys", "cluster_names", "lines", "words")
    keys, clusters, lines, words = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in names)
    return Clusters(keys, clusters), LineCounts(lines, records), WordPairs(words)


def split_of(record: Record, clusters: Clusters, config: GenerateConfig) -> str:
    """Draw a record's split: by its source document, paraphrase records by their cluster."""
    cluster = None if record.paraphrase is None else clusters.find(text_key(record.text))
    name = record.source_id if cluster is None else f"cluster {cluster}"
    place = stable_fraction(f"{config.seed}\0{name}")
    if place < config.test_fraction:
        return "test"
    return "validation" if place < config.test_fraction + config.validation_fraction else "train"


def survey(
    files: Sequence[CorpusFile], config: GenerateConfig, language: LanguageCheck | None = None
) -> Survey:
    """Read every file once.

    Raises InputError for any line that cannot be used, and for a file most of whose first records are in
    another language than `language` (None: not checked).
    """
    lines, pairs, words = LineCounts(), array("Q"), WordPairs()
    surveyed = tuple(_survey_file(file, config, lines, pairs, words, language) for file in files)
    keys = np.array(pairs, dtype=np.uint64).reshape(-1, 2)
    clusters = Clusters.of(keys[:, 0], keys[:, 1])
    return Survey(surveyed, clusters, lines, np.unique(_pair_keys(keys[:, 0], keys[:, 1])), words)


def _pair_keys(text: np.ndarray, paraphrase: np.ndarray) -> np.ndarray:
    return text * np.uint64(0x9E3779B97F4A7C15) ^ paraphrase


def _survey_file(
    file: CorpusFile,
    config: GenerateConfig,
    lines: LineCounts,
    pairs: array,
    words: WordPairs,
    language: LanguageCheck | None,
) -> SurveyedFile:
    records = sentences = 0
    contents = hashlib.sha256()
    others: list[str] = []
    for record in read_file(file, config):
        records += 1
        if config.plausibility:
            words.add(record.text)
            words.add(record.paraphrase or "")
        if language is not None and records <= LANGUAGE_RECORDS:
            others += [other] if (other := language.detect_other(record.text)) else []
            if records == LANGUAGE_RECORDS:
                _check_language(file, others, records, language)
        if record.paraphrase is None:
            sentences += max(1, len(_SENTENCE_END.findall(record.text)))
            if config.boilerplate and "\n" in record.text:
                lines.add(set(lines_of(record.text)))
        else:
            sentences += 1
            pairs.extend((text_key(record.text), text_key(record.paraphrase)))
            if len(pairs) > 2 * MAX_PARAPHRASES:
                raise InputError(
                    f"{file.place}: more than {MAX_PARAPHRASES} records with a paraphrase; "
                    "split the corpus and generate a dataset of each part"
                )
        if file.path is None:
            contents.update(f"{record.text}\0{record.paraphrase}\0".encode())
    if language is not None and records < LANGUAGE_RECORDS:
        _check_language(file, others, records, language)
    sha256 = contents.hexdigest() if file.path is None else file_sha256(file.path)
    return SurveyedFile(file, sha256, records, sentences)


def _check_language(file: CorpusFile, others: Sequence[str], records: int, language: LanguageCheck) -> None:
    if 2 * len(others) > records:
        most = max(sorted(set(others)), key=others.count)
        raise InputError(
            f"{file.place}: {len(others)} of its first {records} records are in another language than the "
            f"pipeline ({language.lang}), most of them in {most!r}; choose a pipeline of that language with "
            "--set pipeline=NAME, or turn the check off with --set language_check=false"
        )


def selected_records(found: Survey, config: GenerateConfig) -> Iterator[Selected]:
    """Yield the records to use of every file: all, or an even part with about max_sentences sentences."""
    text_seen = np.zeros(len(found.clusters.keys), dtype=bool)
    pair_seen = np.zeros(len(found.pairs), dtype=bool)
    for record in (record for surveyed in found.files for record in _selected(surveyed, config)):
        texts = [record.text] if record.paraphrase is None else [record.text, record.paraphrase]
        if len(texts) == 1 or any(reason_to_skip(one_line(text), config) for text in texts):
            yield Selected(record)
            continue
        keys = np.array([[text_key(text)] for text in texts], dtype=np.uint64)
        text = np.searchsorted(found.clusters.keys, keys[0])
        pair = np.searchsorted(found.pairs, _pair_keys(*keys))
        yield Selected(record, bool(text_seen[text]), bool(pair_seen[pair]))
        text_seen[text] = pair_seen[pair] = True


def _selected(surveyed: SurveyedFile, config: GenerateConfig) -> Iterator[Record]:
    part, whole = selected_count(surveyed, config), surveyed.records
    for index, record in enumerate(read_file(surveyed.file, config)):
        if (index + 1) * part // whole > index * part // whole:
            yield record


def selected_count(surveyed: SurveyedFile, config: GenerateConfig) -> int:
    """Return how many records of a file selected_records yields."""
    if config.max_sentences is None or config.max_sentences >= surveyed.sentences:
        return surveyed.records
    return max(1, surveyed.records * config.max_sentences // surveyed.sentences)
