"""Parsing: the only place that loads a spaCy pipeline, and texts as single-sentence Docs.

Stands between the corpus and the edit rules, which read one sentence at a time.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span
from thinc.api import NumpyOps, get_current_ops, set_current_ops

from ...common.errors import InputError
from ..hashing import folder_sha256
from .reading import Parsed, joined, sentence_of, token_rows

BUNDLED = Path(__file__).parent.parent / "english" / "pipeline"
UNUSED = ("ner", "entity_linker", "entity_ruler", "textcat", "textcat_multilabel")  # no rule reads them
MAX_QUERY = 12  # tokens
_ENDS = frozenset((".", "!", "?", ":", ";"))
_ATTRIBUTES = [TAG, POS, MORPH, LEMMA, DEP, HEAD, SENT_START]


def load_pipeline(name: str | None = None) -> Language:
    """Load a spaCy pipeline by package name or folder; None is the bundled English parser.

    Raises InputError when it is missing or does not tag and parse.
    """
    if name is None and not (BUNDLED / "meta.json").is_file():
        raise InputError(
            f"{BUNDLED}: the bundled English parser is missing; install verisieve again, "
            "or choose a spaCy pipeline with --set pipeline=NAME"
        )
    if isinstance(get_current_ops(), NumpyOps):
        # BLIS takes a slow generic kernel on processors that it does not know; numpy's BLAS does not.
        set_current_ops(NumpyOps(use_blis=False))
    try:
        nlp = spacy.load(BUNDLED if name is None else name, exclude=UNUSED)
    except (OSError, ValueError) as error:
        raise InputError(
            f"pipeline {name or BUNDLED}: spaCy cannot load it ({error}); install the package "
            "(python -m spacy download NAME), give the folder of a saved pipeline, or leave the key out"
        ) from None
    probe = nlp("The tenant pays the landlord.")
    needed = ("TAG", "POS", "LEMMA", "DEP", "HEAD") if nlp.lang == "en" else ("POS", "DEP", "HEAD")
    missing = [a for a in needed if not probe.has_annotation(a)]
    if missing:
        raise InputError(
            f"pipeline {name or BUNDLED}: gives no {', '.join(missing)}; a tagger, a lemmatizer and a parser "
            f"are needed, it has: {', '.join(nlp.pipe_names) or 'nothing'}"
        )
    labels = nlp.pipe_labels.get("parser") or ["nsubj"]
    if nlp.lang != "en" and "nsubj" not in labels:
        raise InputError(
            f"pipeline {name or BUNDLED}: its parser has no Universal Dependencies labels (it has: "
            f"{', '.join(sorted(labels)[:8])}, ...); outside English only those are understood"
        )
    return nlp


def pipeline_identity(nlp: Language) -> dict[str, str]:
    """Return what tells a loaded pipeline in a manifest: its name with version, and the hash of its files."""
    name = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
    return {"name": name, "sha256": folder_sha256(nlp.path)}


def sentences(nlp: Language, texts: Iterable[str], batch_size: int) -> Iterator[list[Doc]]:
    """Parse texts in batches; yield for each text its sentences as Docs of their own, without outer space."""
    for doc in nlp.pipe(texts, batch_size=batch_size):
        yield [single for sent in doc.sents if (single := _single(sent)) is not None]


def parsed_sentences(nlp: Language, texts: Iterable[str], batch_size: int) -> Iterator[list[Parsed]]:
    """Do what `sentences` does, without a Doc for every sentence: generation's way, for its speed."""
    for doc in nlp.pipe(texts, batch_size=batch_size):
        rows, text = token_rows(doc), doc.text
        if _is_query(doc):
            yield [Parsed(sentence_of(joined(rows, doc.vocab), text, doc.vocab))]
            continue
        found, follows_torn = [], False
        for sent in doc.sents:
            start, end = sent.start, sent.end
            while start < end and doc[start].is_space:
                start += 1
            while start < end and doc[end - 1].is_space:
                end -= 1
            if start < end:
                is_torn = _goes_on(doc, end)
                one = sentence_of(rows[start:end], text, doc.vocab)
                found.append(Parsed(one, is_torn or follows_torn))
                follows_torn = is_torn
        yield found


def _goes_on(doc: Doc, end: int) -> bool:
    """Whether the line goes on behind token `end` - 1, which is no stop, bracket or quotation mark.

    The parser cuts "You own the shop | Data".
    """
    return end < len(doc) and "\n" not in doc[end].text and doc[end - 1].text[-1].isalnum()


def _is_query(doc: Doc) -> bool:
    """Whether a text is a short line without the end of a sentence: the parser cuts "visa Japan UK" in
    two.
    """
    return 1 < len(doc) <= MAX_QUERY and not any(token.is_space or token.text in _ENDS for token in doc)


def _single(sent: Span) -> Doc | None:
    """Copy a sentence into a Doc, without the space tokens around it; None where nothing else is left.

    Span.as_doc() would keep the space behind the sentence, and every edit would have to mind it.
    """
    start, end = sent.start, sent.end
    while start < end and sent.doc[start].is_space:
        start += 1
    while start < end and sent.doc[end - 1].is_space:
        end -= 1
    if start == end:
        return None
    span = sent.doc[start:end]
    words = [token.text for token in span]
    spaces = [bool(token.whitespace_) for token in span]
    spaces[-1] = False
    values = span.to_array(_ATTRIBUTES)  # type: ignore[attr-defined]  # missing in spaCy's stub
    for row, token in zip(values, span, strict=True):
        if not start <= token.head.i < end:  # hangs on a space token that was cut off
            row[_ATTRIBUTES.index(HEAD)] = 0
    return Doc(span.doc.vocab, words=words, spaces=spaces).from_array(_ATTRIBUTES, values)
