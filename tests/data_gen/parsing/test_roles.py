import functools
import operator

import pytest

from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.parsing.pipeline import parsed_sentences, sentences
from verisieve.data_gen.parsing.reading import read

UNIVERSAL = (
    "The/DT/det/2 bank/NN/nsubj:pass/4 was/VBD/aux:pass/4/be sold/VBN/root/0/sell to/IN/case/7 the/DT/det/7 "
    "company/NN/obl/4 by/IN/case/9 Safeway/NNP/obl:agent/4 ././punct/4"
)
CLEARNLP = (
    "The/DT/det/2 bank/NN/nsubjpass/4 was/VBD/auxpass/4/be sold/VBN/ROOT/0/sell to/IN/prep/4 the/DT/det/7 "
    "company/NN/pobj/5 by/IN/agent/4 Safeway/NNP/pobj/8 ././punct/4"
)


def shape(sentence):
    return [(w.text, w.dep, w.head.text if w.head else None) for w in sentence.words]


def test_both_label_schemes_give_one_view(parsed):
    one, other = read(parsed(UNIVERSAL)), read(parsed(CLEARNLP))
    assert shape(one) == shape(other)
    clause = other.clauses[0]
    assert clause.subject.text == "bank"
    assert clause.passive
    assert clause.finite.text == "was"


def test_clearnlp_copula_and_coordination(parsed):
    doc = parsed("Rome/NNP/nsubj/4 and/CC/cc/1 Milan/NNP/conj/1 are/VBP/ROOT/0/be old/JJ/acomp/4 ././punct/4")
    sentence = read(doc)
    assert sentence.root.text == "old"
    assert {w.text: w.dep for w in sentence.words}["are"] == "cop"
    assert sentence.words[1].head.text == "Milan"


def test_phrase_leaves_out_the_preposition_and_refuses_broken_ones(parsed):
    sentence = read(parsed(UNIVERSAL))
    company = sentence.words[6]
    span = sentence.phrase(company)
    assert sentence.slice(span.start, span.end) == "the company"
    broken = read(parsed("A/DT/det/2 man/NN/nsubj/3 came/VBD/root/0/come tall/JJ/amod/2 ././punct/3"))
    assert broken.phrase(broken.words[1]) is None


def test_a_misread_past_tense_is_repaired(parsed):
    sentence = read(parsed("Shares/NNS/nsubj/2/share closed/VBN/root/0/close up/RB/advmod/2 ././punct/2"))
    assert sentence.clauses[0].finite.tag == "VBD"


def test_conjunct_inherits_the_subject(parsed):
    sentence = read(
        parsed("He/PRP/nsubj/2/he came/VBD/root/0/come and/CC/cc/4 saw/VBD/conj/2/see ././punct/2")
    )
    second = sentence.clauses[1]
    assert second.shared_subject
    assert second.subject.text == "He"


@pytest.mark.parametrize(
    ("text", "verb", "tag"),
    [
        ("The dog bit the man.", "bit", "VBD"),
        ("The dog bit the man in the park.", "bit", "VBD"),
    ],
)
def test_a_sentence_without_a_verb_is_read_again(nlp, text, verb, tag):
    sentence = read(nlp(text))
    assert (sentence.root.text, sentence.root.tag, sentence.root.lemma) == (verb, tag, "bite")
    clause = sentence.clauses[0]
    assert (clause.subject.text, clause.object.text) == ("dog", "man")
    assert [w.text for w in sentence.words if w.dep == "obl"] == (["park"] if "park" in text else [])


def test_the_dog_that_bit_makes_rows_of_three_families(nlp):
    rows = {row.text: row.rule for row in make(nlp("The dog bit the man."), 0)}
    assert rows["The man bit the dog."] == "argument_swap.subject_object"
    assert rows["The man was bitten by the dog."] == "paraphrase.active_passive"
    assert {"The dog did not bite the man.", "The dog didn't bite the man."} & set(rows)


NOUNS = "The/DT/det/3 dog/NN/compound/3 {0}/{1}/nmod/5/{2} the/DT/det/5 man/NN/root/0 ././punct/5"


@pytest.mark.parametrize(("form", "tag", "lemma", "wanted"), [
    ("licked", "NN", "lick", ("VBD", "lick")),
    ("licks", "NNS", "lick", ("VBZ", "lick")),
    ("house", "NN", "house", None),  # no verb form: left as it is
    ("bit", "VBD", "bite", None),  # there is a finite verb: the parse is believed
])  # fmt: skip
def test_only_a_possible_verb_of_a_verbless_sentence_becomes_the_root(parsed, form, tag, lemma, wanted):
    root = read(parsed(NOUNS.format(form, tag, lemma))).root
    assert ((root.tag, root.lemma) if wanted else root.text) == (wanted or "man")


def test_a_heading_of_nouns_is_not_read_as_a_sentence(parsed):
    heading = "Dog/NN/compound/2 bit/NN/root/0 in/IN/case/5 the/DT/det/5 park/NN/nmod/2"
    assert read(parsed(heading)).root.tag == "NN"


def test_a_sentence_read_from_its_place_in_a_text_is_the_one_read_from_a_doc_of_its_own(nlp):
    texts = [
        "The tenant pays the landlord.  He’s the owner of two “old” houses, isn't he? Anna left.",
        "Wait.",
    ]
    apart = list(sentences(nlp, texts, 2))
    together = list(parsed_sentences(nlp, texts, 2))
    assert [len(docs) for docs in together] == [len(docs) for docs in apart] == [3, 1]
    for one, other in zip(
        functools.reduce(operator.iadd, together, []), functools.reduce(operator.iadd, apart, []), strict=True
    ):
        ours, theirs = read(one), read(other)
        assert (ours.text, one.text) == (theirs.text, other.text)
        assert [as_tuple(word) for word in ours.words] == [as_tuple(word) for word in theirs.words]
        assert [ours.text[word.start : word.end] for word in ours.words] == [w.text for w in ours.words]


def as_tuple(word):
    head = word.head.i if word.head else None
    return (
        word.text,
        word.lower,
        word.lemma,
        word.tag,
        word.pos,
        word.dep,
        word.rel,
        word.morph,
        head,
        word.quote,
    )


def test_relations_are_known_with_and_without_subtype(parsed):
    words = read(parsed(UNIVERSAL)).words
    assert {word.text: (word.dep, word.rel) for word in words}["bank"] == ("nsubj:pass", "nsubj")
    sold = words[3]
    assert sold.child("nsubj") is sold.child("nsubj:pass") is words[1]
    assert sold.child("obl:agent") is words[8]
    assert [word.text for word in sold.all("obl")] == ["company", "Safeway"]
