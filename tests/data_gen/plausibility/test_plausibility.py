# ruff: noqa: E501 (a parse is one long line)
import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from verisieve.common.errors import InputError
from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.parsing.reading import read
from verisieve.data_gen.plausibility.contradiction import contradicts, is_explained, same_list
from verisieve.data_gen.plausibility.fit import Placed, Plausibility
from verisieve.data_gen.plausibility.word_pairs import WordPairs

COURT_AND_BANK = (
    "The/DT/det/3 hotel/NN/compound/3 manager/NN/nsubj/4 thanked/VBD/root/0/thank the/DT/det/7 bank/NN/compound/7 "
    "clerk/NN/obj/4 ././punct/4"
)
EDITED = "The bank manager thanked the hotel clerk."


def seen(*texts):
    pairs = WordPairs()
    for text in texts:
        pairs.add(text)
    return pairs


def test_two_words_are_found_side_by_side_in_any_case_and_number():
    pairs = seen("Bank managers met.", "Two glasses of cold water, three hotel clerks")
    assert pairs.has("bank", "manager")
    assert pairs.has("Hotel", "clerks")
    assert pairs.has("two", "glass")
    assert pairs.has("cold", "water")
    assert not pairs.has("manager", "bank")  # order
    assert not pairs.has("water", "three")  # a comma is between them
    assert not pairs.has("bank", "clerk")


def test_a_table_read_again_gives_the_same_answers(tmp_path):
    pairs = seen("the old mill")
    np.save(tmp_path / "words.npy", pairs.table)
    again = WordPairs(np.load(tmp_path / "words.npy", mmap_mode="r"))
    assert again.has("old", "mill")
    assert not again.has("new", "mill")


def test_few_of_many_pairs_that_never_occurred_are_found():
    pairs = seen(" ".join(f"w{n}a" if n % 2 else f"b{n}c" for n in range(20_000)))
    assert sum(pairs.has(f"x{n}y", f"z{n}q") for n in range(20_000)) < 20


@pytest.mark.parametrize(
    ("texts", "strictness", "kept"),
    [
        (("the bank manager and the hotel clerk",), 1.0, True),
        (("the bank manager",), 0.75, False),  # one of the two
        (("the bank manager",), 0.5, True),
        ((), 0.75, False),
        ((), 0.0, True),  # off
    ],
)
def test_modifiers_must_have_been_seen_with_their_new_nouns(parsed, texts, strictness, kept):
    rejections: Counter[str] = Counter()
    plausibility = Plausibility(strictness, seen(*texts))
    made = make(parsed(COURT_AND_BANK), 0, ["modifier_rebinding"], rejections, None, plausibility)
    assert (EDITED in [one.text for one in made]) == kept
    assert rejections["implausible modifier_rebinding.compounds"] == (not kept)


def test_without_plausibility_nothing_is_refused(parsed):
    assert EDITED in [one.text for one in make(parsed(COURT_AND_BANK), 0, ["modifier_rebinding"])]


@pytest.mark.parametrize(
    ("texts", "kept"),
    [(("Rare mistakes are feared.",), True), (("a rare mistake of his",), True), ((), False)],
)
def test_a_word_in_the_place_of_another_must_have_been_seen_with_its_neighbours(parsed, texts, kept):
    table = "Common/JJ/amod/2 mistakes/NNS/nsubj/4/mistake were/VBD/aux:pass/4/be avoided/VBN/root/0/avoid ././punct/4"
    made = make(parsed(table), 0, ["substitution"], None, None, Plausibility(0.75, seen(*texts)))
    assert ("Rare mistakes were avoided." in [one.text for one in made]) == kept


def test_modifiers_of_nouns_of_one_name_fit_each_other(parsed):
    sentence = read(
        parsed(
            "The/DT/det/3 left/JJ/amod/3 lamp/NN/nsubj/4 burns/VBZ/root/0/burn ,/,/punct/4 the/DT/det/8 right/JJ/amod/8 "
            "lamp/NN/nsubj/9 flickers/VBZ/conj/4/flicker ././punct/4"
        )
    )
    left, right = sentence.words[1], sentence.words[6]
    assert not Plausibility(1.0, WordPairs()).refuses([Placed(left, right), Placed(right, left)])


def test_modifiers_that_go_with_both_nouns_by_kind_need_no_corpus(parsed):
    table = (
        "She/PRP/nsubj/2 has/VBZ/root/0/have a/DT/det/5 small/JJ/amod/5 head/NN/obj/2 and/CC/cc/9 a/DT/det/9 {}/JJ/amod/9 "
        "neck/NN/conj/5 ././punct/2"
    )
    for other, made in (("short", ["She has a short head and a small neck."]), ("helpful", [])):
        doc = parsed(table.format(other))
        found = make(doc, 0, ["modifier_rebinding"], None, None, Plausibility(0.75, WordPairs()))
        assert [one.text for one in found] == made


def test_what_is_no_modifier_is_left_to_the_rules(parsed):
    sentence = read(parsed(COURT_AND_BANK))
    manager, clerk = sentence.words[2], sentence.words[6]
    assert not Plausibility(1.0, WordPairs()).refuses([Placed(manager, clerk), Placed(clerk, manager)])


def nouns(parsed, table):
    sentence = read(parsed(table))
    return sentence, *(w for w in sentence.words if w.tag in ("NN", "NNS"))


def test_a_list_and_what_it_lists_stay(parsed):
    sentence, fruits, apples, _ = nouns(
        parsed,
        "Fruits/NNS/nsubj/5/fruit such/JJ/case/4 as/IN/fixed/2 apples/NNS/nmod/1/apple outlast/VBP/root/0 bread/NN/obj/5 ././punct/5",
    )
    assert contradicts(sentence, fruits, apples)


def test_a_phrase_that_refers_back_stays(parsed):
    sentence, lamp, chair = nouns(
        parsed,
        "The/DT/det/3 other/JJ/amod/3 lamp/NN/nsubj/4 hit/VBD/root/0 the/DT/det/6 chair/NN/obj/4 ././punct/4",
    )
    assert contradicts(sentence, lamp, chair)


def test_anybody_does_not_change_places_with_somebody(parsed):
    sentence, people, nurse = nouns(
        parsed, "People/NNS/nsubj/2 like/VBP/root/0 the/DT/det/4 nurse/NN/obj/2 ././punct/2"
    )
    assert contradicts(sentence, people, nurse)


def test_what_is_explained_is_told_from_what_is_dated(parsed):
    reasoned = read(
        parsed(
            "The/DT/det/2 fire/NN/nsubj/3 caused/VBD/root/0/cause the/DT/det/5 smoke/NN/obj/3 by/IN/mark/7 "
            "heating/VBG/advcl/3/heat oil/NN/obj/7 ././punct/3"
        )
    )
    dated = read(
        parsed(
            "The/DT/det/2 fire/NN/nsubj/3 caused/VBD/root/0/cause smoke/NN/obj/3 when/WRB/advmod/7 it/PRP/nsubj/7 "
            "spread/VBD/advcl/3/spread ././punct/3"
        )
    )
    assert is_explained(reasoned.root)
    assert not is_explained(dated.root)


def test_two_of_one_name_in_a_list_are_told(parsed):
    _, first, second = nouns(
        parsed,
        "She/PRP/nsubj/2 sold/VBD/root/0/sell red/JJ/amod/4 lamps/NNS/obj/2/lamp and/CC/cc/7 blue/JJ/amod/7 lamps/NNS/conj/4/lamp ././punct/2",
    )
    assert same_list(first, second)


TEXTS = [
    "The hotel manager thanked the bank clerk in the hall.",
    "The bank manager opened the old safe on Monday.",
    "The hotel clerk lost the key of the safe.",
    "The hotel manager met the coffee dealer at noon.",
]


def test_the_corpus_attests_and_the_manifest_counts_what_is_refused(tmp_path, quick, one_pipeline):
    from verisieve.data_gen.generate import generate

    corpus = tmp_path / "texts.jsonl"
    corpus.write_text("".join(json.dumps({"text": text}) + "\n" for text in TEXTS), encoding="utf-8")
    manifests = {}
    for strictness in (0.75, 0.0):
        config = replace(
            quick, plausibility=strictness, rules=["modifier_rebinding.compounds"], unpaired=True
        )
        out = tmp_path / str(strictness)
        generate([corpus], out, config, progress=False)
        manifests[strictness] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    refused = {
        k: m["rejections_by_rule"].get("modifier_rebinding.compounds", {}).get("implausible", 0)
        for k, m in manifests.items()
    }
    assert refused == {0.75: 1, 0.0: 0}  # manager and dealer; manager and clerk are attested
    assert manifests[0.75]["rules"]["modifier_rebinding.compounds"] > 0


def test_a_strictness_above_one_is_an_error():
    from verisieve.common.configuration import load_config
    from verisieve.data_gen.config import GenerateConfig

    with pytest.raises(InputError, match="plausibility"):
        load_config(GenerateConfig, "generate", None, ["plausibility=2"])
