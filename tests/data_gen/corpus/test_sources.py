"""Which records are messages: one request with its context, edited as one text."""

import pytest

from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.corpus.sources import is_message
from verisieve.data_gen.parsing.reading import Parsed, read

CONTEXT = "I/PRP/nsubj/2 moved/VBD/root/0/move ././punct/2"
QUESTION = "Where/WRB/advmod/4 do/VBP/aux/4 I/PRP/nsubj/4 register/VB/root/0 ?/./punct/4"
THANKS = "Thank/VBP/root/0 you/PRP/obj/1 ././punct/1"
NOTICE = (
    "Write/VB/root/0 to/IN/case/4 the/DT/det/4 porter/NN/obl/1 of/IN/case/7 the/DT/det/7 house/NN/nmod/4 "
    "././punct/1"
)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ([CONTEXT, QUESTION], True),
        ([QUESTION, THANKS], True),
        ([QUESTION, QUESTION], False),
        ([QUESTION, NOTICE], False),
        ([CONTEXT, THANKS], False),
    ],
    ids=["context and question", "question and thanks", "two questions", "no thanks behind", "no question"],
)
def test_a_message_asks_one_thing_at_its_end(record, expected, parsed):
    sentences = [Parsed(read(parsed(table))) for table in record]
    assert is_message(sentences, GenerateConfig()) is expected
