"""Other languages: which records are in the pipeline's, and the rules that read labels and features only."""

import json

import pytest
import spacy
from pyarrow import parquet
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from verisieve.common.errors import InputError
from verisieve.data_gen import generate as generation
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.corpus.languages import LanguageCheck
from verisieve.data_gen.edits import universal
from verisieve.data_gen.edits.families import families_for, rules_for
from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.generate import generate
from verisieve.data_gen.parsing.pipeline import load_pipeline

ENGLISH = "The tenant who lives in the old house pays the landlord on the first day of every month."
GERMAN = "Der Mieter, der in dem alten Haus wohnt, bezahlt den Vermieter am ersten Tag des Monats."
SPANISH = "El inquilino que vive en la casa vieja paga al propietario el primer día de cada mes."


# which records are in the pipeline's language


def test_records_in_another_language_are_told():
    check = LanguageCheck(spacy.blank("en"))
    assert check.detect_other(ENGLISH) is None
    assert check.detect_other(GERMAN) == "de"
    assert check.detect_other(SPANISH) == "es"
    assert check.detect_other("Ja, ja!") is None  # too short to tell
    assert LanguageCheck(spacy.blank("de")).detect_other(ENGLISH) == "en"
    assert LanguageCheck(spacy.blank("de")).detect_other(GERMAN) is None
    assert LanguageCheck(spacy.blank("xx")).detect_other(GERMAN) is None  # of no language


def test_short_english_without_function_words_stays():
    check = LanguageCheck(spacy.blank("en"))
    for text in (
        "Prime minister visits Paris, Berlin, Madrid.",
        "Why do zebras have stripes?",
        "Kids play football.",
    ):
        assert check.detect_other(text) is None


@pytest.mark.usefixtures("one_pipeline")
def test_records_in_another_language_are_skipped_and_counted(tmp_path):
    texts = [
        "The nurse called the doctor on Monday.",
        GERMAN,
        "The tenant paid the landlord in March.",
        ENGLISH,
    ]
    path = tmp_path / "c.txt"
    path.write_text("\n".join(texts))
    config = GenerateConfig(families=["negation", "paraphrase"])
    manifest = generate([path], tmp_path / "out", config, progress=False)
    assert manifest["sentences"] == {"read": 4, "kept": 3, "skipped": {"other_language": 1}}


@pytest.mark.usefixtures("one_pipeline")
def test_a_corpus_in_another_language_is_an_error(tmp_path):
    path = tmp_path / "c.txt"
    path.write_text("\n".join([GERMAN] * 3 + [ENGLISH]))
    with pytest.raises(
        InputError, match=r"c\.txt: 3 of its first 4 records .*pipeline \(en\).*'de'.*pipeline=NAME"
    ):
        generate([path], tmp_path / "out", progress=False)
    assert list(tmp_path.iterdir()) == [path]


# the rules


def parsed(lang: str, table: str) -> Doc:
    """Build a Doc from "word/POS/relation/head/features ..."; heads count from 1, 0 is the root."""
    rows = [cell.split("/") for cell in table.split()]
    words = [row[0] for row in rows]
    glued = [*(word in (".", ",") for word in words[1:]), True]
    vocab = Vocab()
    vocab.lex_attr_getters[spacy.attrs.LANG] = lambda _: lang
    return Doc(
        vocab,
        words=words,
        spaces=[not one for one in glued],
        pos=[row[1] for row in rows],
        tags=[row[1] for row in rows],
        deps=[row[2] for row in rows],
        heads=[i if row[3] == "0" else int(row[3]) - 1 for i, row in enumerate(rows)],
        lemmas=[row[0].lower() for row in rows],
        morphs=[row[4].replace(";", "|") if len(row) > 4 else "" for row in rows],
    )


N, A = "Case=Nom;Gender=Masc;Number=Sing", "Case=Acc;Gender=Masc;Number=Sing"
DOG = (
    f"Der/DET/det/2/{N} Hund/NOUN/nsubj/3/{N} beißt/VERB/root/0/VerbForm=Fin "
    f"den/DET/det/5/{A} Mann/NOUN/obj/3/{A} ./PUNCT/punct/3"
)
HOUSES = (
    "La/DET/det/2 casa/NOUN/nsubj/4/Gender=Fem;Number=Sing vieja/ADJ/amod/2/Gender=Fem;Number=Sing "
    "tiene/VERB/root/0/VerbForm=Fin una/DET/det/6 puerta/NOUN/obj/4/Gender=Fem;Number=Sing "
    "nueva/ADJ/amod/6/Gender=Fem;Number=Sing ./PUNCT/punct/4"
)


def made(lang: str, table: str, rule: str) -> set[str]:
    doc = parsed(lang, table)
    return {row.text for seed in range(5) for row in make(doc, seed) if row.rule == rule}


def test_nouns_change_places_and_their_determiners_keep_the_case():
    assert made("de", DOG, "argument_swap.nouns") == {"Der Mann beißt den Hund."}


def test_nouns_of_different_gender_or_number_stay():
    woman = DOG.replace(f"Mann/NOUN/obj/3/{A}", "Frau/NOUN/obj/3/Case=Acc;Gender=Fem;Number=Sing")
    assert made("de", woman, "argument_swap.nouns") == set()
    unknown = DOG.replace(A, "").replace(N, "")
    assert made("de", unknown, "argument_swap.nouns") == set()


def test_symmetric_verbs_make_no_swap():
    assert made("de", DOG.replace("beißt", "treffen"), "argument_swap.nouns") == set()


def test_names_change_places_where_they_carry_no_case():
    table = (
        "Anna/PROPN/nsubj/2/Case=Nom;Number=Sing besucht/VERB/root/0/VerbForm=Fin "
        "Maria/PROPN/obj/2/Case=Acc;Number=Sing ./PUNCT/punct/2"
    )
    assert made("de", table, "argument_swap.nouns") == {"Maria besucht Anna."}
    assert made("pl", table, "argument_swap.nouns") == set()
    genitive = table.replace("Case=Acc", "Case=Gen")
    assert made("de", genitive, "argument_swap.nouns") == set()


def test_adjectives_of_one_form_change_places():
    assert made("es", HOUSES, "modifier_rebinding.adjectives") == {"La casa nueva tiene una puerta vieja."}
    plural = HOUSES.replace(
        "nueva/ADJ/amod/6/Gender=Fem;Number=Sing", "nuevas/ADJ/amod/6/Gender=Fem;Number=Plur"
    )
    assert made("es", plural, "modifier_rebinding.adjectives") == set()


def test_numbers_are_exchanged_and_changed_within_their_class():
    table = (
        "Ana/PROPN/nsubj/2 compra/VERB/root/0/VerbForm=Fin 12/NUM/nummod/4 libros/NOUN/obj/2 y/CCONJ/cc/7 "
        "36/NUM/nummod/7 cartas/NOUN/conj/4 ./PUNCT/punct/2"
    )
    assert made("es", table, "quantity.exchange") == {"Ana compra 36 libros y 12 cartas."}
    changed = made("es", table, "quantity.number")
    assert changed
    for text in changed:
        numbers = [int(word) for word in text.split() if word.isdigit()]
        assert len(numbers) == 2
        assert all(10 <= number <= 99 and (number % 10 != 1 or number == 11) for number in numbers)


def test_members_of_a_coordination_change_places_and_nothing_else():
    table = (
        "Anna/PROPN/nsubj/4 und/CCONJ/cc/3 Maria/PROPN/conj/1 wohnen/VERB/root/0/VerbForm=Fin "
        "hier/ADV/advmod/4 ./PUNCT/punct/4"
    )
    assert made("de", table, "paraphrase.conjunct_reordering") == {"Maria und Anna wohnen hier."}
    three = table.replace("hier/ADV/advmod/4", "Otto/PROPN/conj/1")
    assert made("de", three, "paraphrase.conjunct_reordering") == set()


def test_every_rule_has_a_label_and_a_family():
    assert families_for("de") == ("argument_swap", "modifier_rebinding", "quantity", "entity", "paraphrase")
    assert {rule.module for rule in rules_for("de").values()} == {universal.__name__}


# a pipeline from end to end


@Language.component("verisieve_test_parse")
def subject_verb_object(doc: Doc) -> Doc:
    """Parse "Anna besucht Maria." and "Anna und Otto besuchen Maria.": enough for a test."""
    words = [token.text for token in doc]
    verb = next((i for i, word in enumerate(words) if word.startswith(("besuch", "lob"))), 0)
    for i, token in enumerate(doc):
        token.pos_ = "PUNCT" if word_is_mark(token.text) else "PROPN" if token.text[0].isupper() else "ADV"
        token.dep_, token.head = "advmod", doc[verb]
        if token.text == "und":
            token.pos_, token.dep_, token.head = "CCONJ", "cc", doc[i + 1]
        elif i and words[i - 1] == "und":
            token.dep_, token.head = "conj", doc[i - 2]
        elif token.pos_ == "PUNCT":
            token.dep_ = "punct"
        elif token.pos_ == "PROPN":
            token.dep_ = "nsubj" if i < verb else "obj"
        token.lemma_ = token.text.lower()
    doc[verb].pos_, doc[verb].dep_, doc[verb].head = "VERB", "ROOT", doc[verb]
    return doc


def word_is_mark(text: str) -> bool:
    return not text[0].isalnum()


@pytest.fixture
def german(tmp_path, monkeypatch) -> Language:
    nlp = spacy.blank("de")
    nlp.add_pipe("verisieve_test_parse")
    nlp.to_disk(tmp_path / "german")
    loaded = load_pipeline(str(tmp_path / "german"))
    monkeypatch.setattr(generation, "load_pipeline", lambda name: loaded)
    return loaded


@pytest.mark.usefixtures("german")
def test_a_german_pipeline_makes_pairs_and_says_what_it_cannot(tmp_path, capsys):
    path = tmp_path / "c.txt"
    path.write_text("Anna und Otto besuchen Maria heute noch.\nPaula lobt gerne und oft Bernd sehr.\n")
    config = GenerateConfig(pipeline="german", language_check=False)
    manifest = generate([path], tmp_path / "out", config)
    rows = [row for file in (tmp_path / "out").glob("data/*") for row in parquet.read_table(file).to_pylist()]
    found = {(row["label"], row["edit"], row["candidate"]) for row in rows}
    assert (1, "paraphrase.conjunct_reordering", "Otto und Anna besuchen Maria heute noch.") in found
    assert (0, "argument_swap.nouns", "Bernd lobt gerne und oft Paula sehr.") in found
    assert manifest["families"] == list(families_for("de"))
    assert "negation" in manifest["families_left_out"]
    assert "no rules for 'de' in the families negation, " in capsys.readouterr().err
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["families_left_out"]


def test_a_pipeline_of_another_label_scheme_is_refused(tmp_path):
    nlp = spacy.blank("de")
    parser = nlp.add_pipe("parser")
    for label in ("sb", "oa", "ROOT"):
        parser.add_label(label)
    nlp.add_pipe("verisieve_test_parse")
    nlp.initialize()
    nlp.to_disk(tmp_path / "tiger")
    with pytest.raises(InputError, match=r"no Universal Dependencies labels \(it has: ROOT, .*oa, sb"):
        load_pipeline(str(tmp_path / "tiger"))
