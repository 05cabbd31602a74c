"""Rows of every format, compressed in every way; and what is damaged."""

import bz2
import gzip
import json
import lzma
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from verisieve.common.errors import InputError
from verisieve.common.tables import FORMATS, format_of, read_table, stem_of

ROWS = [{"text": "The café opens at nine.", "id": "a"}, {"text": 'She said "no", twice.', "id": "b"}]


def zstd(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(content)
    return sink.getvalue().to_pybytes()


PACKERS = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd}


def content(kind: str) -> bytes:
    if kind == ".parquet":
        sink = pa.BufferOutputStream()
        parquet.write_table(pa.Table.from_pylist(ROWS), sink)
        return sink.getvalue().to_pybytes()
    separator = "\t" if kind == ".tsv" else ","
    quoted = [[f'"{row[key]}"'.replace('"no"', '""no""') for key in ("text", "id")] for row in ROWS]
    texts = {
        ".jsonl": "".join(json.dumps(row) + "\n" for row in ROWS),
        ".json": json.dumps(ROWS, indent=1),
        ".csv": "\n".join(separator.join(row) for row in [["text", "id"], *quoted]),
        ".tsv": "\r\n".join(separator.join(row) for row in [["text", "id"], *quoted]),
        ".txt": "".join(row["text"] + "\n" for row in ROWS),
        ".md": ROWS[0]["text"],
        ".html": ROWS[0]["text"],
    }
    return texts[kind].encode()


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_in_every_compression_and_case(tmp_path, kind, packer):
    for name in (f"a{kind}{packer}", f"A{kind}{packer}".upper()):
        path = tmp_path / name
        path.write_bytes(PACKERS[packer](content(kind)))
        found = [{key: value.strip() for key, value in row.fields.items()} for row in read_table(path)]
        assert found == (
            ROWS
            if kind not in (".txt", ".md", ".html")
            else [{"text": row["text"]} for row in ROWS][: len(found)]
        )
        assert len(found) == (1 if kind in (".md", ".html") else 2)
        assert (format_of(path), stem_of(path).lower()) == (kind, "a")


@pytest.mark.parametrize("packer", [packer for packer in PACKERS if packer])
def test_a_compressed_file_that_is_damaged_or_cut_short(tmp_path, packer):
    path = tmp_path / f"a.jsonl{packer}"
    lines = "".join(json.dumps({"text": f"sentence {n * 7919 % 1000}"}) + "\n" for n in range(5000))
    packed = PACKERS[packer](lines.encode())
    for bad in (packed[: len(packed) // 2], packed[:-3], packed[:5], b"no compressed file", b"<html>" * 99):
        path.write_bytes(bad)
        with pytest.raises(InputError, match="damaged or cut short") as error:
            list(read_table(path))
        assert str(error.value).startswith(str(path))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('{"version": 2, "data": [{"text": "a"}, {"text": "b"}]}', [{"text": "a"}, {"text": "b"}]),
        ('{"text": "a"}\n{"text": "b"}\n', [{"text": "a"}, {"text": "b"}]),
        ('["a", "b"]', [{"text": "a"}, {"text": "b"}]),
        ('{"text": "a"}', [{"text": "a"}]),
        ("[]", []),
    ],
)
def test_the_shapes_of_json(tmp_path, text, rows):
    (tmp_path / "a.json").write_text(text)
    assert [row.fields for row in read_table(tmp_path / "a.json")] == rows


@pytest.mark.parametrize(
    ("name", "bad", "message"),
    [
        ("a.json", b"[1]", "a.json, element 1: expected a JSON object, found int"),
        ("a.json", b"[" * 100_000, "a.json: nested too deeply"),
        ("a.jsonl", b"[" * 100_000, "a.jsonl, line 1: nested too deeply"),
        ("a.jsonl", b'{"a": ' + b"9" * 5000 + b"}", "a.jsonl, line 1: invalid JSON"),
        ("a.json", b'{"text": ', "a.json: invalid JSON"),
        ("a.json", b"\xff\xfe", "a.json: not UTF-8"),
        ("a.csv", b"text,text\na,b\n", "a.csv, line 1: two columns are named 'text'"),
        ("a.md", b"\0", "a.md: holds NUL bytes"),
        ("a.parquet.gz", gzip.compress(b"PAR1", mtime=0), "not readable as Parquet"),
        ("a.doc", b"x", "cannot read .doc; give .jsonl"),
        ("a.gz", gzip.compress(b"x", mtime=0), "cannot read a file without ending"),
    ],
)
def test_bad_content_names_its_place(tmp_path, name, bad, message):
    path: Path = tmp_path / name
    path.write_bytes(bad)
    with pytest.raises(InputError, match=message):
        list(read_table(path))
