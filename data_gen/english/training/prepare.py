"""Convert a Universal Dependencies treebank into the files that `spacy train` reads.

    python data_gen/english/training/prepare.py TREEBANK_DIR OUT_DIR [--also FILE.conllu ...]

TREEBANK_DIR holds one `*train.conllu`, one `*dev.conllu` and (if wanted) one `*test.conllu`. OUT_DIR
gets `train.spacy`, `dev.spacy`, `test.spacy` and `base/`, a blank English pipeline whose tokenizer splits
words the way the treebank does. A further test set named with `--also` becomes `FILE.spacy` there.

Unlike `spacy convert`, this keeps the text as it was written: no space where the treebank says
`SpaceAfter=No`, none inside a multiword token (`1-2  don't` becomes "don't", not "do n't"). That matters
because the pipeline is trained from raw text, through its own tokenizer. Consecutive sentences of a
document are put into one Doc, so that the parser also learns where sentences end.
"""

import argparse
import random
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.lang.char_classes import ALPHA
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, DocBin
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

SENTENCES_PER_DOC = (1, 10)  # drawn anew for each Doc of the training part
EVALUATION_SENTENCES_PER_DOC = (8, 8)
UNSPLIT_PREFIXES = ("e", "non", "pre", "anti", "mid", "re", "co", "post", "multi", "ex")
UNPUNCTUATED_SHARE = 0.08  # of the training sentences, repeated without their final punctuation


class TreebankError(ValueError):
    """A treebank that cannot be read; the message names the file and the line."""


@dataclass
class Word:
    """One syntactic word; `head` is its head's index in the sentence, its own for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    space: bool = True


@dataclass
class Sentence:
    """The words of one sentence, and whether a new document starts with it."""

    words: list[Word] = field(default_factory=list)
    starts_document: bool = False


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file, without their empty nodes."""
    sentence, first_line = Sentence(), 1
    range_end, range_space = 0, True
    with path.open(encoding="utf-8") as lines:
        for number, raw in enumerate(lines, 1):
            line = raw.rstrip("\r\n")
            if not line:
                if sentence.words:
                    yield _checked(sentence, path, first_line)
                    sentence = Sentence()
                range_end = 0
                continue
            if line.startswith("#"):
                if re.match(r"#\s*newdoc\b", line):
                    sentence.starts_document = True
                continue
            columns = line.split("\t")
            if len(columns) != 10:
                raise TreebankError(
                    f"{path}:{number}: expected 10 tab-separated columns, found {len(columns)}"
                )
            index, form, lemma, upos, xpos, feats, head, deprel, _, misc = columns
            space = "SpaceAfter=No" not in misc.split("|")
            if match := re.fullmatch(r"(\d+)-(\d+)", index):
                if int(match[1]) != len(sentence.words) + 1 or int(match[2]) < int(match[1]):
                    raise TreebankError(f"{path}:{number}: misplaced multiword token {index!r}")
                range_end, range_space = int(match[2]), space
                continue
            if re.fullmatch(r"\d+\.\d+", index):
                continue
            if index != str(len(sentence.words) + 1):
                raise TreebankError(
                    f"{path}:{number}: expected word {len(sentence.words) + 1}, found {index!r}"
                )
            if not head.isdecimal():
                raise TreebankError(f"{path}:{number}: the head must be a number, not {head!r}")
            if not sentence.words:
                first_line = number
            if len(sentence.words) + 1 < range_end:
                space = False
            elif len(sentence.words) + 1 == range_end:
                space = range_space
            own = len(sentence.words)
            sentence.words.append(
                Word(
                    form=form,
                    lemma=form if lemma == "_" and form != "_" else lemma,
                    upos="" if upos == "_" else upos,
                    xpos="" if xpos == "_" else xpos,
                    feats="" if feats == "_" else feats,
                    head=own if head == "0" else int(head) - 1,
                    deprel="ROOT" if head == "0" else deprel,
                    space=space,
                )
            )
    if sentence.words:
        yield _checked(sentence, path, first_line)


def _checked(sentence: Sentence, path: Path, line: int) -> Sentence:
    """The sentence, if its heads make a tree."""
    words = sentence.words
    for number, word in enumerate(words, 1):
        if word.head >= len(words):
            raise TreebankError(f"{path}:{line}: word {number} has a head outside its sentence")
    for number, word in enumerate(words, 1):
        steps = 0
        while words[word.head] is not word and steps <= len(words):
            word, steps = words[word.head], steps + 1
        if steps > len(words) or word.deprel != "ROOT":
            raise TreebankError(f"{path}:{line}: word {number} is not connected to the root of its sentence")
    return sentence


def group(
    sentences: Iterable[Sentence], size: tuple[int, int], rng: random.Random
) -> Iterator[list[Sentence]]:
    """Put consecutive sentences of one document together, between size[0] and size[1] of them at a time."""
    current: list[Sentence] = []
    wanted = rng.randint(*size)
    for sentence in sentences:
        if current and (sentence.starts_document or len(current) >= wanted):
            yield current
            current, wanted = [], rng.randint(*size)
        current.append(sentence)
    if current:
        yield current


def to_doc(vocab: Vocab, sentences: list[Sentence]) -> Doc:
    """One Doc with every annotation of the given sentences, and with their text."""
    words: list[Word] = []
    heads: list[int] = []
    for sentence in sentences:
        heads.extend(len(words) + word.head for word in sentence.words)
        words.extend(sentence.words)
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space for word in words],
        tags=[word.xpos for word in words],
        pos=[word.upos for word in words],
        morphs=[word.feats for word in words],
        lemmas=[word.lemma for word in words],
        heads=heads,
        deps=[word.deprel for word in words],
    )


def without_final_punctuation(sentence: Sentence) -> Sentence | None:
    """The sentence less its last word, where that is punctuation on which nothing depends; else None."""
    *rest, last = sentence.words
    final = len(rest)
    if len(rest) < 3 or last.upos != "PUNCT" or any(word.head == final for word in rest):
        return None
    return Sentence(rest, starts_document=True)


def base_pipeline() -> Language:
    """Blank English whose tokenizer follows the treebank."""
    nlp = spacy.blank("en")
    tokenizer, defaults = cast(Tokenizer, nlp.tokenizer), cast(Any, nlp.Defaults)
    runs = [r"[!?]{2,}", *(rf"{re.escape(mark)}{{2,}}" for mark in "*=_<>#~+")]
    not_after = "".join(rf"(?<!\b[{p[0].upper()}{p[0]}]{p[1:]})" for p in UNSPLIT_PREFIXES)
    infixes = [
        # the hyphen rule of English, of which the treebank excepts "e-mail", "non-profit", "re-elect" ...
        infix.replace(r")(?:-|", rf"){not_after}(?:-|") if infix.endswith(rf"(?=[{ALPHA}])") else infix
        for infix in defaults.infixes
    ]
    # ... and telephone numbers
    infixes = [infix.replace(r"[+\-\*^]", r"[+\*^]") for infix in infixes]
    tokenizer.prefix_search = compile_prefix_regex([*runs, *defaults.prefixes]).search
    tokenizer.suffix_search = compile_suffix_regex([*runs, *defaults.suffixes]).search
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return nlp


def convert(path: Path, out: Path, vocab: Vocab, training: bool) -> None:
    """Write one part of the treebank as a DocBin."""
    rng = random.Random(0)
    sentences = list(read_conllu(path))
    if not sentences:
        raise TreebankError(f"{path}: no sentences")
    groups = list(group(sentences, SENTENCES_PER_DOC if training else EVALUATION_SENTENCES_PER_DOC, rng))
    if training:
        for sentence in sentences:
            if rng.random() < UNPUNCTUATED_SHARE and (shorter := without_final_punctuation(sentence)):
                groups.append([shorter])
    DocBin(docs=[to_doc(vocab, members) for members in groups]).to_disk(out)
    print(f"{path.name}: {len(sentences)} sentences in {len(groups)} Docs")


def prepare(treebank: Path, out: Path, also: Iterable[Path] = ()) -> None:
    """Convert every part of the treebank and write the base pipeline."""
    if not treebank.is_dir():
        raise TreebankError(f"{treebank}: no such folder")
    out.mkdir(parents=True, exist_ok=True)
    nlp = base_pipeline()
    nlp.to_disk(out / "base")
    for part in ("train", "dev", "test"):
        found = sorted(treebank.glob(f"*{part}.conllu"))
        if len(found) != 1 and (part != "test" or found):
            raise TreebankError(f"{treebank}: expected one file *{part}.conllu, found {len(found)}")
        for path in found:
            convert(path, out / f"{part}.spacy", nlp.vocab, training=part == "train")
    for path in also:
        convert(path, out / f"{path.stem}.spacy", nlp.vocab, training=False)


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Convert a Universal Dependencies treebank for spacy train.")
    parser.add_argument("treebank", type=Path, metavar="TREEBANK_DIR")
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--also", type=Path, nargs="+", default=[], metavar="FILE.conllu")
    arguments = parser.parse_args()
    try:
        prepare(arguments.treebank, arguments.out, arguments.also)
    except (TreebankError, OSError, UnicodeDecodeError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
