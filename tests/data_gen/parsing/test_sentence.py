"""The view of a sentence: what stands where there is no word, and what a word and a sentence are asked."""

import copy
import pickle

import pytest

from verisieve.data_gen.edits.matching import Table
from verisieve.data_gen.edits.quantifier.determiner import asks_for
from verisieve.data_gen.parsing.reading import read
from verisieve.data_gen.parsing.sentence import NOTHING, Sentence, Words

TABLE = (
    "The/DT/det/2 clerk/NN/nsubj/5 has/VBZ/aux/5/have never/RB/advmod/5 signed/VBN/root/0/sign the/DT/det/7 "
    "lease/NN/obj/5 ././punct/5"
)


@pytest.fixture
def sentence(parsed):
    return read(parsed(TABLE))


def test_nothing_is_false_and_has_no_form_tag_or_relation(sentence):
    assert not NOTHING
    assert all(sentence.words)
    forms = (NOTHING.text, NOTHING.lower, NOTHING.lemma, NOTHING.tag, NOTHING.pos, NOTHING.dep, NOTHING.rel)
    assert set(forms) == {""}
    assert not NOTHING.children
    assert not NOTHING.all("obj")
    assert not NOTHING.has("obj")
    assert not NOTHING.is_negated
    assert NOTHING.head is NOTHING.child("obj") is NOTHING


def test_there_is_one_nothing():
    assert copy.deepcopy(NOTHING) is copy.copy(NOTHING) is pickle.loads(pickle.dumps(NOTHING)) is NOTHING


def test_where_no_word_is_stands_nothing(sentence):
    first, last = sentence.words[0], sentence.words[-1]
    assert sentence.before(first) is sentence.before(sentence.words[1], 2) is NOTHING
    assert sentence.after(last) is sentence.after(sentence.words[-2], 2) is NOTHING
    assert sentence.before(NOTHING) is sentence.after(NOTHING) is sentence.after(NOTHING, 3) is NOTHING
    assert sentence.root.head is sentence.root.child("iobj") is NOTHING
    assert sentence.before(last).text == "lease"
    assert sentence.after(first, 2).text == "has"


def test_a_clause_without_subject_object_and_negation(parsed):
    (clause,) = read(parsed("Leave/VB/root/0 ././punct/1")).clauses
    assert clause.subject is clause.object is clause.finite is clause.negation is NOTHING


def test_a_found_wording_has_nothing_around_the_sentence(parsed):
    (found,) = Table({"today": "tomorrow"})(read(parsed("Today/NN/root/0")))
    assert found.before() is found.after() is found.governed() is found.governor() is NOTHING


def test_a_sentence_of_two_roots_has_no_root(parsed):
    assert read(parsed("Stop/VB/root/0 go/VB/root/0")).root is NOTHING


def test_what_hangs_on_a_word(sentence):
    root = sentence.root
    assert root.has("aux", "have")
    assert root.has("aux", "is", "has")
    assert root.has("obj")
    assert not root.has("aux", "be")
    assert not root.has("obl")
    assert root.is_negated
    assert not sentence.words[1].is_negated


@pytest.mark.parametrize("text", ["Why?", 'He asked, "Why?"', "Ask “Why?”", "Ask ‘Why?’", "Why? \n"])
def test_a_question_mark_inside_a_closing_quote_makes_a_question(text):
    assert Sentence(text, Words(), "en").is_question


@pytest.mark.parametrize("text", ["Why.", '"Why?" he asked.', "(Why?) He left.", ""])
def test_a_statement_is_no_question(text):
    assert not Sentence(text, Words(), "en").is_question


def test_a_quoted_question_asks_for_something(parsed):
    table = "What/WP/root/0 are/VBP/cop/1/be some/DT/det/4 tips/NNS/nsubj/1 ?/./punct/1 ”/''/punct/1"
    assert asks_for(read(parsed(table)))
