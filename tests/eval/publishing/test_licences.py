"""The licence and the language that a card states."""

import pytest

from verisieve.common.errors import InputError
from verisieve.eval.publish import publish
from verisieve.tests.eval.publishing.runs import MANIFEST, card_of, with_summary


def test_the_licence_stated_is_the_cards(finished, tmp_path):
    card = card_of(finished, tmp_path / "export", licenses=["cc-by-4.0"])
    assert card.data.license == "cc-by-4.0"
    assert "## Licence\n\n`cc-by-4.0`." in card.text


def test_weights_carry_the_licence_of_the_texts_they_were_trained_on(finished, tmp_path):
    with_summary(finished, licenses=["cc-by-sa-4.0"], data=MANIFEST)
    card = card_of(finished, tmp_path / "known")
    assert card.data.license == "cc-by-sa-4.0"
    assert "these are known: cc-by-sa-4.0." in card.text
    with_summary(finished, licenses=[])
    card = card_of(finished, tmp_path / "stated", licenses=["news.jsonl=cc-by-4.0"])
    assert card.data.license == "cc-by-4.0"
    assert "from news.jsonl (12 records, cc-by-4.0):" in card.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("known", "licenses", "message"),
    [
        (["cc-by-sa-4.0"], ["apache-2.0"], "--license apache-2.0: the training texts are under cc-by-sa-4.0"),
        ([], ["mit", "news.jsonl=cc-by-nc-4.0"], "--license mit: the training texts are under cc-by-nc-4.0"),
        (["mit", "cc0-1.0"], [], "have the licences cc0-1.0, mit: say with --license ID"),
        ([], ["mit", "cc0-1.0"], "--license cc0-1.0: mit is stated as well; give one"),
        ([], ["CC BY"], "not an identifier of the Hub"),
        ([], ["blog.jsonl=mit"], r"no corpus 'blog\.jsonl'; there are news\.jsonl"),
    ],
)
def test_licences_that_do_not_go_together_are_refused(finished, tmp_path, known, licenses, message):
    with_summary(finished, licenses=known, data=MANIFEST)
    with pytest.raises(InputError, match=message):
        publish(finished, "org/tiny", dry_run=tmp_path / "export", licenses=licenses)
    assert not (tmp_path / "export").exists()


def test_terms_of_ones_own_are_stated_as_other(finished, tmp_path):
    with_summary(finished, licenses=["cc-by-sa-4.0"])
    assert card_of(finished, tmp_path / "export", licenses=["other"]).data.license == "other"


def test_the_language_is_that_of_the_training_texts(finished, tmp_path):
    with_summary(finished, data=MANIFEST | {"pipeline": {"name": "de", "language": "de"}})
    card = card_of(finished, tmp_path / "export")
    assert card.data.language == "de"
    assert "- German, and single sentences" in card.text
