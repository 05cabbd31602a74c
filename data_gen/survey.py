"""The first reading of a corpus: how much there is, its hash, and which texts paraphrase each other.

Generation reads a corpus twice. This pass checks every line before any work is done, counts what a cap on
the sentences has to be spread over, and joins paraphrase records that share a text into clusters: a
cluster must not be divided between splits. The clusters are the only thing here that grows with the corpus
(about 100 bytes per text of a paraphrase record; texts without a paraphrase cost nothing).
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .config import GenerateConfig
from .corpus import CorpusFile, Record, read_file
from .hashing import file_sha256, stable_fraction, text_key

_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*(?=\s|$)")


@dataclass(frozen=True)
class SurveyedFile:
    """A corpus file with its contents' SHA-256, its records and (estimated) sentences."""

    file: CorpusFile
    sha256: str
    records: int
    sentences: int


@dataclass
class Clusters:
    """Disjoint sets of texts (by text_key) that paraphrase each other, directly or through a third."""

    parents: dict[int, int] = field(default_factory=dict)

    def join(self, a: int, b: int) -> None:
        """Put two texts into one cluster; its name is its smallest key, whatever the order."""
        low, high = sorted((self._root(a), self._root(b)))
        self.parents[high] = low

    def find(self, key: int) -> int | None:
        """Return the name of a text's cluster, None for a text that is in no paraphrase record."""
        return self._root(key) if key in self.parents else None

    def _root(self, key: int) -> int:
        parents = self.parents
        parents.setdefault(key, key)
        while parents[key] != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key


@dataclass(frozen=True)
class Survey:
    """What the first pass learned."""

    files: tuple[SurveyedFile, ...]
    clusters: Clusters

    def split(self, record: Record, config: GenerateConfig) -> str:
        """Draw a record's split: by its source document, paraphrase records by their cluster."""
        cluster = None if record.paraphrase is None else self.clusters.find(text_key(record.text))
        name = record.source_id if cluster is None else f"cluster {cluster}"
        place = stable_fraction(f"{config.seed}\0{name}")
        if place < config.test_fraction:
            return "test"
        return "validation" if place < config.test_fraction + config.validation_fraction else "train"


def survey(files: Sequence[CorpusFile], config: GenerateConfig) -> Survey:
    """Read every file once. Raises InputError for any line that cannot be used."""
    clusters = Clusters()
    return Survey(tuple(_survey_file(file, clusters, config) for file in files), clusters)


def _survey_file(file: CorpusFile, clusters: Clusters, config: GenerateConfig) -> SurveyedFile:
    records = sentences = 0
    contents = hashlib.sha256()
    for record in read_file(file, config):
        records += 1
        if record.paraphrase is None:
            sentences += max(1, len(_SENTENCE_END.findall(record.text)))
        else:
            sentences += 1
            clusters.join(text_key(record.text), text_key(record.paraphrase))
        if file.path is None:
            contents.update(f"{record.text}\0{record.paraphrase}\0".encode())
    sha256 = contents.hexdigest() if file.path is None else file_sha256(file.path)
    return SurveyedFile(file, sha256, records, sentences)


def selected_records(surveyed: SurveyedFile, config: GenerateConfig) -> Iterator[Record]:
    """Yield a file's records, or an evenly spread part of them that holds about max_sentences sentences."""
    part, whole = selected_count(surveyed, config), surveyed.records
    for index, record in enumerate(read_file(surveyed.file, config)):
        if (index + 1) * part // whole > index * part // whole:
            yield record


def selected_count(surveyed: SurveyedFile, config: GenerateConfig) -> int:
    """Return how many records selected_records yields."""
    if config.max_sentences is None or config.max_sentences >= surveyed.sentences:
        return surveyed.records
    return max(1, surveyed.records * config.max_sentences // surveyed.sentences)
