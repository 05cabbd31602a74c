"""The English pipeline that ships with the package, and the converter that makes its training data."""

import random
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import verisieve
from verisieve.data_gen.english.training import prepare

ENGLISH = Path(verisieve.__file__).parent / "data_gen" / "english"
PIPELINE = ENGLISH / "pipeline"

# "He doesn't care." and, without a space before it, "(No.)", then a new document
CONLLU = """\
# newdoc id = one
# sent_id = one-1
# text = He doesn't care.
1\tHe\the\tPRON\tPRP\tCase=Nom|Number=Sing\t4\tnsubj\t_\t_
2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdoes\tdo\tAUX\tVBZ\tNumber=Sing|Person=3\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\t_
4\tcare\tcare\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
4.1\tghost\t_\t_\t_\t_\t_\t_\t_\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# sent_id = one-2
# text = (No.)
1\t(\t(\tPUNCT\t-LRB-\t_\t2\tpunct\t_\tSpaceAfter=No
2\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\tSpaceAfter=No
4\t)\t)\tPUNCT\t-RRB-\t_\t2\tpunct\t_\t_

# newdoc id = two
# sent_id = two-1
1\tCats\tcat\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_
2\tcannot\tcannot\tVERB\tVB\t_\t0\troot\t_\t_
"""


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(PIPELINE)


def relations(doc: Doc) -> set[tuple[str, str, str]]:
    return {(token.text, token.dep_, token.head.text) for token in doc}


@pytest.mark.slow
def test_the_pipeline_finds_who_does_what_to_whom(nlp):
    found = relations(nlp("The tenant pays the landlord."))
    assert {("tenant", "nsubj", "pays"), ("landlord", "obj", "pays"), ("pays", "ROOT", "pays")} <= found


def test_the_pipeline_finds_passive_subjects_and_agents(nlp):
    found = relations(nlp("The contract was signed by the company."))
    assert ("contract", "nsubj:pass", "signed") in found
    assert ("was", "aux:pass", "signed") in found
    assert ("company", "obl:agent", "signed") in found


@pytest.mark.parametrize(
    "text", ["The landlord doesn't pay the tenant.", "The landlord does not pay the tenant."]
)
def test_the_pipeline_finds_negation(nlp, text):
    doc = nlp(text)
    (negation,) = [token for token in doc if token.lower_ in {"n't", "not"}]
    assert negation.lemma_ == "not"
    assert negation.head.text == "pay"
    assert ("landlord", "nsubj", "pay") in relations(doc)


def test_the_pipeline_finds_modifiers(nlp):
    found = relations(nlp("The red car hit the blue truck."))
    assert {("red", "amod", "car"), ("blue", "amod", "truck")} <= found


def test_a_missing_full_stop_does_not_change_the_parse(nlp):
    assert relations(nlp("The dog chased the cat")) <= relations(nlp("The dog chased the cat."))


def test_the_pipeline_gives_lemmas_tags_and_features(nlp):
    doc = nlp("The children were reading two books.")
    assert [token.lemma_ for token in doc] == ["the", "child", "be", "read", "two", "book", "."]
    assert [token.pos_ for token in doc] == ["DET", "NOUN", "AUX", "VERB", "NUM", "NOUN", "PUNCT"]
    assert doc[5].tag_ == "NNS"
    assert doc[5].morph.get("Number") == ["Plur"]


def test_the_pipeline_splits_a_paragraph_into_sentences(nlp):
    sentences = [
        "The museum opened in 1923.",
        "It holds paintings by local artists.",
        "Visitors can't take photographs, but they may draw.",
        "Is it open on Mondays?",
    ]
    assert [sentence.text for sentence in nlp(" ".join(sentences)).sents] == sentences


def test_the_pipeline_states_its_licence_source_and_figures(nlp):
    assert nlp.meta["name"] == "verisieve_english"
    assert "CC BY-SA 4.0" in nlp.meta["license"]
    assert any("UD_English-EWT" in source["url"] for source in nlp.meta["sources"])
    assert nlp.meta["performance"]["dep_las"] > 0.8


def test_the_pipeline_is_small():
    sizes = [path.stat().st_size for path in PIPELINE.rglob("*") if path.is_file()]
    assert sum(sizes) < 20e6
    assert max(sizes) < 10e6


def treebank(folder: Path, **parts: str) -> Path:
    folder.mkdir()
    for part, text in parts.items():
        (folder / f"xx-ud-{part}.conllu").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_prepare_keeps_text_and_annotation(tmp_path):
    folder = treebank(tmp_path / "treebank", train=CONLLU, dev=CONLLU)
    prepare.prepare(folder, tmp_path / "out")
    nlp = spacy.load(tmp_path / "out" / "base")
    first, second = DocBin().from_disk(tmp_path / "out" / "dev.spacy").get_docs(nlp.vocab)
    assert first.text == "He doesn't care. (No.) "
    assert second.text == "Cats cannot "
    assert [sentence.text for sentence in first.sents] == ["He doesn't care.", "(No.)"]
    negation = first[2]
    assert (negation.text, negation.lemma_, negation.tag_, negation.pos_) == ("n't", "not", "RB", "PART")
    assert (negation.dep_, negation.head.text, str(negation.morph)) == ("advmod", "care", "Polarity=Neg")
    tokens = [token.text for token in nlp("Wow!!! His well-known non-profit (713-853-3989) doesn't care.")]
    assert tokens == [
        "Wow",
        "!!!",
        "His",
        "well",
        "-",
        "known",
        "non-profit",
        "(",
        "713-853-3989",
        ")",
        "does",
        "n't",
        "care",
        ".",
    ]


def test_sentences_of_two_documents_are_never_put_together(tmp_path):
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    groups = list(prepare.group(prepare.read_conllu(path), (8, 8), random.Random(0)))
    assert [len(group) for group in groups] == [2, 1]


def test_the_final_punctuation_is_left_out_only_where_nothing_depends_on_it(tmp_path):
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    first, _, last = prepare.read_conllu(path)
    shorter = prepare.without_final_punctuation(first)
    assert shorter is not None
    assert [word.form for word in shorter.words] == ["He", "does", "n't", "care"]
    assert prepare.without_final_punctuation(last) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            "3\tn't\tnot\tPART\tRB\t",
            "3\tn't\tnot\tPART RB\t",
            7,
            "expected 10 tab-separated columns, found 9",
        ),
        ("\t4\tnsubj", "\tx\tnsubj", 4, "the head must be a number, not 'x'"),
        ("4\tcare", "6\tcare", 8, "expected word 4, found '6'"),
        ("\t4\tnsubj", "\t9\tnsubj", 4, "head outside its sentence"),
        ("VerbForm=Inf\t0\troot", "VerbForm=Inf\t1\tacl", 4, "word 1 is not connected to the root"),
        ("2-3\tdoesn't", "3-4\tdoesn't", 5, "misplaced multiword token '3-4'"),
    ],
)
def test_a_broken_line_is_reported_with_its_file_and_number(
    tmp_path, capsys, monkeypatch, old, new, line, message
):
    folder = treebank(tmp_path / "treebank", train=CONLLU.replace(old, new, 1), dev=CONLLU)
    monkeypatch.setattr("sys.argv", ["prepare.py", str(folder), str(tmp_path / "out")])
    assert prepare.main() == 2
    error = capsys.readouterr().err
    assert f"xx-ud-train.conllu:{line}: " in error
    assert message in error


@pytest.mark.slow
def test_a_missing_part_is_reported(tmp_path, capsys, monkeypatch):
    folder = treebank(tmp_path / "treebank", train=CONLLU)
    monkeypatch.setattr("sys.argv", ["prepare.py", str(folder), str(tmp_path / "out")])
    assert prepare.main() == 2
    assert "expected one file *dev.conllu, found 0" in capsys.readouterr().err
