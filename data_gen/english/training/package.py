"""Measure a trained pipeline and save it, with its licence, sources and figures, the way it ships.

    python data_gen/english/training/package.py MODEL_DIR TEST.spacy OUT_DIR

MODEL_DIR is `model-best` of `spacy train`, TEST.spacy the test part that prepare.py wrote. OUT_DIR is
replaced.
"""

import argparse
import shutil
import sys
from pathlib import Path

import spacy
from spacy.tokens import DocBin
from spacy.training import Example

FIGURES = ("token_acc", "tag_acc", "pos_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f")

META = {
    "name": "verisieve_english",
    "version": "0.1.0",
    "description": "English tagger, morphologizer, lemmatizer and parser with Universal Dependencies labels. "
    "The performance figures are those on the test part of UD English EWT.",
    "author": "The verisieve authors",
    "license": "CC BY-SA 4.0",
    "spacy_version": ">=3.8.0,<3.9.0",
    "sources": [
        {
            "name": "UD English EWT (Universal Dependencies English Web Treebank)",
            "url": "https://github.com/UniversalDependencies/UD_English-EWT",
            "license": "CC BY-SA 4.0",
            "author": "Natalia Silveira, Timothy Dozat, Christopher D. Manning and others",
        },
        {
            "name": "all-MiniLM-L6-v2 (its token states gave the word vectors)",
            "url": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
            "license": "Apache-2.0",
            "author": "sentence-transformers",
        },
    ],
}


def package(model: Path, test: Path, out: Path) -> dict[str, float]:
    """Save the pipeline into `out` and return its figures on the test part."""
    nlp = spacy.load(model)
    references = DocBin().from_disk(test).get_docs(nlp.vocab)
    scores = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in references])
    figures = {name: round(scores[name], 4) for name in FIGURES}
    nlp.meta.update(META, performance=figures)
    for name in nlp.config["paths"]:
        nlp.config["paths"][name] = None  # where the training data lay on the machine that trained it
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out)
    return figures


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Save a trained pipeline the way it ships.")
    parser.add_argument("model", type=Path, metavar="MODEL_DIR")
    parser.add_argument("test", type=Path, metavar="TEST.spacy")
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    arguments = parser.parse_args()
    try:
        figures = package(arguments.model, arguments.test, arguments.out)
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print("  ".join(f"{name} {100 * value:.2f}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
