"""Every corpus format, and every way in which a corpus can be unusable."""

import gzip
import json
import re
from pathlib import Path

import datasets
import pyarrow as pa
import pytest
from pyarrow import parquet

from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.corpus.reader import Record, corpus_files, read_corpus, unquote

TEXT, OTHER = "The tenant pays the landlord.", "The landlord is paid, “promptly”, by the tenant."


def read(*paths: Path | str, **config) -> list[Record]:
    return list(read_corpus(paths, GenerateConfig(**config)))


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def jsonl(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


# formats


def test_txt_has_one_text_per_line_and_blank_lines_count(tmp_path):
    path = write(tmp_path / "notes.txt", f"\ufeff{TEXT}\r\n\n  {OTHER}")
    assert read(path) == [Record("notes-1", TEXT), Record("notes-3", OTHER)]


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "tsv", "parquet"])
def test_columns_text_paraphrase_and_id(tmp_path, suffix):
    path = tmp_path / f"pairs.{suffix}"
    rows = [{"id": "a", "text": TEXT, "paraphrase": OTHER}, {"id": "b", "text": OTHER, "paraphrase": ""}]
    if suffix == "jsonl":
        write(path, jsonl(*rows))
    elif suffix == "parquet":
        parquet.write_table(pa.Table.from_pylist(rows), path)
    else:
        separator = "," if suffix == "csv" else "\t"
        lines = [list(rows[0]), *(list(row.values()) for row in rows)]
        write(path, "\n".join(separator.join(f'"{value}"' for value in line) for line in lines))
    assert read(path) == [Record("a", TEXT, OTHER), Record("b", OTHER)]


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_other_column_names_and_numbered_ids(tmp_path, suffix):
    path = tmp_path / f"faq.{suffix}"
    rows = [{"q": TEXT, "r": OTHER, "key": 7}, {"q": OTHER, "r": None, "key": None}]
    if suffix == "jsonl":
        write(path, jsonl(*rows))
    else:
        parquet.write_table(pa.Table.from_pylist(rows), path)
    found = read(path, text_field="q", paraphrase_field="r", id_field="key")
    assert found == [Record("7", TEXT, OTHER), Record("faq-2", OTHER)]


def test_csv_field_over_several_lines_and_larger_than_the_default_limit(tmp_path):
    long = "word " * 40_000
    path = write(tmp_path / "long.csv", f'text\n"one\ntwo"\n"{long}"\n')
    assert [record.text for record in read(path)] == ["one\ntwo", long.strip()]


def test_folder_is_read_in_order_of_names_without_hidden_and_other_files(tmp_path):
    write(tmp_path / "b.txt", OTHER)
    write(tmp_path / "a.jsonl", jsonl({"text": TEXT}))
    write(tmp_path / "README.md", "not a corpus")
    (tmp_path / ".cache").mkdir()
    write(tmp_path / ".cache" / "c.txt", "hidden")
    assert [record.text for record in read(tmp_path)] == [TEXT, OTHER]


def test_files_of_the_same_name_give_different_ids(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "part.txt", TEXT)
    assert [record.source_id for record in read(tmp_path)] == ["part-1", "part~2-1"]


def test_hugging_face_dataset_is_streamed(monkeypatch):
    stream = datasets.Dataset.from_dict({"text": [TEXT, OTHER]}).to_iterable_dataset()
    asked = []

    def load_dataset(name, configuration, streaming):
        asked.append((name, configuration, streaming))
        return datasets.IterableDatasetDict({"test": stream, "train": stream})

    monkeypatch.setattr(datasets, "load_dataset", load_dataset)
    assert [record.source_id for record in read("someone/facts:small")] == [
        "someone/facts:small-1",
        "someone/facts:small-2",
    ]
    assert asked == [("someone/facts", "small", True)]


def test_hugging_face_dataset_offline_is_a_clear_error():
    with pytest.raises(InputError, match="not readable as a Hugging Face dataset"):
        read("nobody/no-such-dataset")


def test_reading_is_lazy(tmp_path):
    path = write(tmp_path / "late.jsonl", jsonl({"text": TEXT}) + "broken")
    records = read_corpus([path], GenerateConfig())
    assert next(records).text == TEXT
    with pytest.raises(InputError, match="line 2"):
        next(records)


@pytest.mark.parametrize(
    ("quoted", "plain"),
    [
        ('"How do I reset the ""engine"" light?"', 'How do I reset the "engine" light?'),
        ('"Wait here."', "Wait here."),
        ('"Yes" or "no"', '"Yes" or "no"'),
        ('He said "no"', 'He said "no"'),
        ('"', '"'),
    ],
)
def test_quotes_around_a_whole_text_are_removed(quoted, plain):
    assert unquote(quoted) == plain


# bad input: each error names the place and says what to do

BAD = {
    "invalid UTF-8": ("c.txt", b"fine\ncaf\xe9\n", "c.txt, line 2: not UTF-8.*save the file as UTF-8"),
    "binary": ("c.txt", b"ok\n\x00\x01\x02", "c.txt, line 2: holds NUL bytes"),
    "UTF-16": ("c.txt", "hello".encode("utf-16"), "c.txt, line 1: (holds NUL|not UTF-8)"),
    "long line": ("c.txt", b"short\n" + b"x" * 300, "c.txt, line 2: longer than 200 bytes.*max_line_bytes"),
    "long line without end": ("c.jsonl", b"x" * 5000, "c.jsonl, line 1: longer than 200 bytes"),
    "empty": ("c.txt", b"", "c.txt: holds no text"),
    "blank": ("c.txt", b"\n  \n", "c.txt: holds no text"),
    "empty texts": ("c.jsonl", b'{"text": ""}\n{"text": null}', "c.jsonl: holds no text"),
    "no header": ("c.csv", b"", "c.csv: holds no text"),
    "invalid JSON": ("c.jsonl", b'{"text": "a"}\n{"text": ', "c.jsonl, line 2: invalid JSON"),
    "no object": ("c.jsonl", b'["text"]', "c.jsonl, line 1: expected a JSON object, found list"),
    "wrong field": (
        "c.jsonl",
        b'{"body": "a", "n": 1}',
        "line 1: no field 'text'; found: body, n;.*text_field",
    ),
    "no fields": ("c.jsonl", b"{}", "line 1: no field 'text'; found: none"),
    "a number": ("c.jsonl", b'{"text": 5}', "c.jsonl, line 1: field 'text' must hold text, found 5"),
    "a list": ("c.jsonl", b'{"text": "a", "paraphrase": ["b"]}', "field 'paraphrase' must hold text"),
    "surrogate": ("c.jsonl", b'{"text": "\\ud800"}', "c.jsonl, line 1: .*surrogate"),
    "wrong column": ("c.csv", b"body,n\na,1\n", "c.csv, line 1: no column 'text'; found: body, n"),
    "too few fields": ("c.csv", b"text,n\na\n", "c.csv, line 2: has not as many fields as the header"),
    "too many fields": ("c.tsv", b"text\na\tb\n", "c.tsv, line 2: has not as many fields as the header"),
    "open quote": ("c.csv", b'text\n"a\nb\n', "c.csv, line 3: not readable as csv"),
    "no parquet": ("c.parquet", b"text", "c.parquet: not readable as Parquet"),
    "unknown ending": ("c.pdf", b"text", "c.pdf: cannot read .pdf; give .jsonl"),
    "no ending": ("corpus", b"text", "corpus: cannot read a file without ending"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file(tmp_path, case):
    name, content, message = BAD[case]
    path = write(tmp_path / name, content)
    with pytest.raises(InputError, match=message) as error:
        read(path, max_line_bytes=200)
    assert str(error.value).startswith(str(path))


def test_parquet_without_the_column_or_with_numbers(tmp_path):
    path = tmp_path / "c.parquet"
    parquet.write_table(pa.table({"body": ["a"], "n": [1]}), path)
    with pytest.raises(InputError, match=r"c\.parquet: no column 'text'; found: body, n"):
        read(path)
    with pytest.raises(InputError, match=r"c\.parquet, row 1: field 'n' must hold text, found 1"):
        read(path, text_field="n")


def test_missing_file_and_missing_folder(tmp_path):
    for path in (tmp_path / "none.jsonl", tmp_path / "none", "./none", "none.txt"):
        with pytest.raises(InputError, match=re.escape(f"{path}: no such file or folder")):
            read(path)


def test_missing_file_in_a_folder_that_is_there_is_not_looked_up_as_a_dataset(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"data/corpus: no such file or folder$"):
        read("data/corpus")


def test_folder_without_corpus_and_no_corpus(tmp_path):
    write(tmp_path / "README.md", "text")
    with pytest.raises(InputError, match=r"no file with texts .* README\.md \(about the corpus"):
        read(tmp_path)
    with pytest.raises(InputError, match="no corpus given"):
        corpus_files([])


# a folder as people have it


def test_a_mixed_folder_is_read_and_what_is_left_out_is_told(tmp_path, capsys):
    write(tmp_path / "A.TXT", TEXT)
    write(tmp_path / "b.jsonl.gz", gzip.compress(jsonl({"text": OTHER}).encode()))
    write(tmp_path / "c.json", json.dumps([{"text": "The nurse called the patient."}]))
    write(tmp_path / "d.md", "# Rent\n\nThe [rent](rent.md) is **due** today.\n\n```\nx = 1\n```\n")
    write(tmp_path / "LICENSE.txt", "Permission is hereby granted.")
    write(tmp_path / "README.md", "About the corpus.")
    write(tmp_path / "package.json", json.dumps({"name": "corpus"}))
    write(tmp_path / "empty.csv", "text\n")
    write(tmp_path / "scan.pdf", b"%PDF")
    write(tmp_path / "cut.jsonl.gz", gzip.compress(jsonl({"text": OTHER}).encode())[:9])
    write(tmp_path / "notes.txt.bak", TEXT)
    records = read(tmp_path)
    assert [record.text for record in records] == [
        TEXT, OTHER, "The nurse called the patient.", "Rent\n\nThe rent is due today."
    ]  # fmt: skip
    assert [record.source_id for record in records] == ["A-1", "b-1", "c-1", "d-1"]
    told = capsys.readouterr().err
    for name, reason in {
        "LICENSE.txt": "about the corpus", "README.md": "about the corpus", "package.json": "no field 'text'",
        "empty.csv": "holds no text", "scan.pdf": "cannot read .pdf", "cut.jsonl.gz": "damaged or cut short",
        "notes.txt.bak": "cannot read .bak",
    }.items():  # fmt: skip
        assert re.search(rf"{re.escape(name)} \([^;]*{re.escape(reason)}", told), told


def test_a_named_file_is_read_or_refused(tmp_path):
    assert read(write(tmp_path / "LICENSE.txt", TEXT)) == [Record("LICENSE-1", TEXT)]
    with pytest.raises(InputError, match="no field 'text'"):
        read(write(tmp_path / "package.json", json.dumps({"name": "corpus"})))


PAGE = """<!DOCTYPE html>
<html><head><title>Rent</title><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a></nav>
<p>The tenant pays the <b>rent</b> every&nbsp;month.</p>
<script>var rent = 1;</script><p>The landlord &amp; the tenant agree.
</body></html>
"""


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.txt"])
def test_of_a_web_page_the_text_is_taken(tmp_path, name):
    (record,) = read(write(tmp_path / name, PAGE))
    assert record.text.split("\n\n") == [
        "Home", "The tenant pays the rent every month.", "The landlord & the tenant agree."
    ]  # fmt: skip


def test_html_in_a_field_is_taken_for_its_text(tmp_path):
    path = write(
        tmp_path / "a.jsonl",
        jsonl({"text": "<p>The fee is due.</p><p>Pay it.</p>"}, {"text": "If a < b, stop."}),
    )
    assert [record.text for record in read(path)] == ["The fee is due.\n\nPay it.", "If a < b, stop."]


def test_a_text_in_capitals_is_read_in_sentence_case(tmp_path):
    path = write(tmp_path / "a.txt", "THE TENANT PAYS THE LANDLORD. I KNOW IT.\nNASA said no.\n")
    texts = [record.text for record in read(path)]
    assert texts == ["The tenant pays the landlord. I know it.", "NASA said no."]
