"""Loading a pipeline, and texts as single-sentence Docs."""

import pytest
import spacy

from verisieve.common.errors import InputError
from verisieve.data_gen.parsing import pipeline as parse


def test_sentences_are_single_docs_with_the_parse_and_without_outer_space(nlp):
    texts = ["The tenant pays the landlord.  The landlord thanked her.", "Nothing happened on Monday."]
    one, two = parse.sentences(nlp, texts, batch_size=2)
    assert [doc.text for doc in one] == ["The tenant pays the landlord.", "The landlord thanked her."]
    assert [doc.text for doc in two] == ["Nothing happened on Monday."]
    for doc in (*one, *two):
        assert len(list(doc.sents)) == 1
        assert sum(token.head == token for token in doc) == 1
    second = {token.text: token for token in one[1]}
    assert second["landlord"].dep_ == "nsubj"
    assert second["landlord"].head.text == "thanked"
    assert second["thanked"].tag_ == "VBD"
    assert second["thanked"].lemma_ == "thank"


def test_batch_size_does_not_change_the_order(nlp):
    texts = [f"Tenant number {n} pays the landlord." for n in range(7)]
    for batch_size in (1, 3, 100):
        assert [docs[0].text for docs in parse.sentences(nlp, texts, batch_size)] == texts


def test_blank_text_has_no_sentences(nlp):
    assert list(parse.sentences(nlp, ["", " "], 2)) == [[], []]


def test_missing_pipeline():
    with pytest.raises(InputError, match=r"pipeline no_such_pipeline: spaCy cannot load it.*download"):
        parse.load_pipeline("no_such_pipeline")


def test_missing_bundled_pipeline(monkeypatch, tmp_path):
    monkeypatch.setattr(parse, "BUNDLED", tmp_path)
    with pytest.raises(InputError, match=r"bundled English parser is missing.*pipeline=NAME"):
        parse.load_pipeline(None)


def test_pipeline_without_a_parser(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "blank")
    with pytest.raises(InputError, match=r"gives no TAG, POS, LEMMA, DEP, HEAD.*it has: sentencizer"):
        parse.load_pipeline(str(tmp_path / "blank"))
