"""Whatever JSON a body holds, it is read or refused with a status and a field; no other error comes out."""

import dataclasses
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verisieve.serve import config as config_module
from verisieve.serve.config import ServeConfig
from verisieve.serve.refusals import Refusal
from verisieve.serve.schemas import CacheRequest, RerankRequest, VerifyRequest, parsed

KINDS = (RerankRequest, VerifyRequest, CacheRequest)
NAMES = sorted({name for kind in KINDS for name in kind.model_fields} | {"text", "candidate", "id"})
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


def check(kind, body: bytes) -> None:
    found = read_or_refused(kind, body)
    if isinstance(found, Refusal):
        assert found.status in (400, 422)
        assert json.loads(found.response("1").body)["message"] == found.message
    else:
        json.dumps(found.model_dump(include=set(kind.model_fields)), allow_nan=False)


def read_or_refused(kind, body: bytes):
    try:
        return parsed(kind, body)
    except Refusal as refusal:
        return refusal


@pytest.mark.parametrize("kind", KINDS)
@given(value=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5) | VALUES)
@settings(max_examples=150)
def test_any_json(kind, value):
    check(kind, json.dumps(value).encode())


@pytest.mark.parametrize("kind", KINDS)
@given(body=st.binary(max_size=60))
def test_any_bytes(kind, body):
    check(kind, body)


def test_every_key_of_the_configuration_is_read():
    folder = Path(config_module.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    read = set(re.findall(r"\bconfig\.(\w+)", code))
    assert {field.name for field in dataclasses.fields(ServeConfig)} <= read
