"""The wordings of contrast groups as natural paraphrases.

    python -m verisieve.data_gen.labelled.wordings GROUPS ... --out FILE

From groups (anchor, same, near_miss; data_gen/written) only the texts that mean the same are kept, as a
corpus with paraphrases that `verisieve generate` reads. So a verifier can be taught people's wording without
one label of theirs for a near-miss (`make reference-generated`).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ...common.errors import InputError
from ...common.failures import ended
from ...common.files import write_text
from ...common.tables import read_table
from .rows import texts_of


def wordings(groups: Sequence[Path], out: Path) -> int:
    """Write {id, text, paraphrase} for every anchor and wording of the same; return how many.

    Raises InputError, with its place, for a row without `anchor` or `same` and a wording that is no text.
    """
    lines = []
    for path in groups:
        for number, row in enumerate(read_table(path), 1):
            anchor, same = row.fields.get("anchor"), row.fields.get("same")
            if not isinstance(anchor, str) or not isinstance(same, list):
                raise InputError(f"{row.place}: no group; it needs a text `anchor` and a list `same`")
            for text, _ in texts_of(same, row.place, "same"):
                record = {"id": f"{path.stem}-{number}", "text": anchor, "paraphrase": text}
                lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    write_text(out, "".join(lines))
    return len(lines)


def main() -> None:
    """Write the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    print(f"{arguments.out}: {wordings(arguments.groups, arguments.out)} wordings")


if __name__ == "__main__":
    sys.exit(ended("wordings", main))
