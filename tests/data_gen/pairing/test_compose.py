# ruff: noqa: E501 (a parse is one long line)
"""Two edits of one sentence at once: beside each other, one inside of what the other moves, and not at all."""

import random
from collections import Counter

import pytest

from verisieve.data_gen.edits.edit import Edit, Replacement
from verisieve.data_gen.edits.paraphrase import frames
from verisieve.data_gen.edits.propose import Made, apply
from verisieve.data_gen.pairing.composing import combine, compose, kept_share, may_cancel
from verisieve.data_gen.parsing.reading import read

TENANT = (
    "The/DT/det/2 tenant/NN/nsubj/3/tenant pays/VBZ/root/0/pay the/DT/det/5 landlord/NN/obj/3/landlord "
    "on/IN/case/7 Friday/NNP/obl/3 ././punct/3"
)


def made(sentence, rule: str, label: int, *replacements: tuple[str, str]) -> Made:
    """Make an edit of pairs (old words, new words); "^" and "$" stand for the start and the end of the sentence."""
    found = []
    for old, new in replacements:
        if old in ("^", "$"):
            place = 0 if old == "^" else len(sentence.text) - 1
            found.append(Replacement(place, place, new))
        else:
            start = sentence.text.index(old)
            found.append(Replacement(start, start + len(old), new))
    row = apply(sentence, Edit(rule, label, tuple(sorted(found))), Counter())
    assert row is not None
    return row


@pytest.fixture
def sentence(parsed):
    return read(parsed(TENANT))


@pytest.fixture
def fronted(sentence) -> Made:
    return made(sentence, "paraphrase.adjunct_movement", 1, ("^", "on Friday, "), (" on Friday", ""))


@pytest.fixture
def passive(sentence) -> Made:
    return made(
        sentence, "paraphrase.active_passive", 1,
        ("The tenant", "the landlord"), ("pays", "is paid by"), ("the landlord", "the tenant"),
    )  # fmt: skip


def text(sentence, first: Made, second: Made) -> str | None:
    both = combine(sentence, first, second, Counter())
    return None if both is None else both.text


def composed(sentence, edits: list[Made], share: float, near: Made | None = None) -> tuple[Made, Made | None]:
    found = compose(sentence, edits, share, near, Counter())
    assert found is not None
    return found.paraphrase, found.near


def test_edits_in_different_places_are_both_made(sentence, fronted):
    negated = made(sentence, "negation.do_support", 0, ("pays", "does not pay"))
    both = combine(sentence, fronted, negated, Counter())
    assert both.text == "On Friday, the tenant does not pay the landlord."
    assert (both.label, both.rule) == (0, "paraphrase.adjunct_movement+negation.do_support")


def test_an_edit_moves_with_the_words_around_it(sentence, fronted, passive):
    monday = made(sentence, "temporal.date", 0, ("Friday", "Monday"))
    assert text(sentence, fronted, monday) == "On Monday, the tenant pays the landlord."
    owner = made(sentence, "entity.noun", 0, ("tenant", "buyer"))
    assert text(sentence, passive, owner) == "The landlord is paid by the buyer on Friday."


def test_both_ends_of_an_exchange_move(sentence, passive):
    swapped = made(
        sentence, "argument_swap.subject_object", 0,
        ("The tenant", "the landlord"), ("the landlord", "the tenant"),
    )  # fmt: skip
    assert text(sentence, passive, swapped) == "The tenant is paid by the landlord on Friday."


def test_a_phrase_that_two_edits_move_to_different_places_is_moved_by_neither(sentence, passive):
    away = made(
        sentence, "argument_swap.clause_subjects", 0, ("The tenant", "friday"), ("Friday", "the tenant's")
    )  # fmt: skip
    assert text(sentence, away, passive) is None
    swapped = made(
        sentence, "argument_swap.clause_subjects", 0, ("The tenant", "Friday"), ("Friday", "the tenant")
    )
    assert text(sentence, passive, swapped) == "The landlord is paid by Friday on the tenant."


def test_a_number_that_a_moved_verb_may_agree_with_stays(sentence, passive):
    plural = made(sentence, "entity.noun", 0, ("landlord", "landlords"))
    assert text(sentence, passive, plural) is None


def test_edits_of_the_same_words_do_not_go_together(sentence, passive):
    assert text(sentence, passive, made(sentence, "negation.do_support", 0, ("pays", "does not pay"))) is None


def test_a_verb_with_its_particle_gets_one_auxiliary(sentence):
    passive = made(sentence, "paraphrase.active_passive", 1, ("pays the", "is pays the"))
    assert text(sentence, passive, made(sentence, "negation.do_support", 0, ("pays", "does not pay"))) is None


def test_a_word_that_an_edit_lengthens_has_not_moved(sentence):
    longer = made(sentence, "spatial.synonym", 1, ("on", "on top of"))
    assert text(sentence, longer, made(sentence, "spatial.relation", 0, ("on", "under"))) is None


def test_words_put_before_a_changed_word_do_not_touch_it(sentence):
    frame = made(sentence, frames.RULE, 1, ("^", "Note that "))
    other = made(sentence, "quantifier.no", 0, ("The", "no"))
    assert text(sentence, frame, other) == "Note that no tenant pays the landlord on Friday."


def test_an_opening_stays_before_what_another_edit_puts_first(sentence):
    why = made(sentence, "substitution.aim", 0, ("The tenant", "why does the tenant"))
    assert text(sentence, why, made(sentence, "register.chatty", 1, ("The", "hi! the"))) is None


def test_edits_that_may_undo_each_other_are_kept_apart(sentence, passive):
    assert may_cancel("paraphrase.active_passive", "paraphrase.passive_active")
    assert may_cancel("paraphrase.active_passive", "paraphrase.active_passive")
    assert may_cancel("paraphrase.double_negation", "negation.removal")
    assert not may_cancel("paraphrase.active_passive", "negation.removal")
    assert combine(sentence, passive, passive, Counter()) is None


def test_several_rewordings_are_composed_until_few_words_are_left(sentence, fronted, passive):
    owner = made(sentence, "substitution.synonym", 1, ("tenant", "renter"))
    day = made(sentence, "paraphrase.phrase", 1, ("Friday", "the last working day"))
    both, _ = composed(sentence, [fronted, passive, owner, day], 0.0)
    assert both.text == "On the last working day, the landlord is paid by the renter."
    assert both.rule == (
        "paraphrase.adjunct_movement+paraphrase.active_passive+substitution.synonym+paraphrase.phrase"
    )
    assert both.label == 1
    one, _ = composed(sentence, [owner, fronted], 0.9)
    assert one.text == "The renter pays the landlord on Friday."
    assert kept_share(sentence.text, owner.edit.replacements) == pytest.approx(6 / 7)
    assert kept_share(sentence.text, fronted.edit.replacements) == 1


def test_a_near_miss_is_made_with_those_of_its_paraphrases_that_go_with_it(sentence, fronted):
    negated = made(sentence, "negation.do_support", 0, ("pays", "does not pay"))
    verb = made(sentence, "substitution.synonym", 1, ("pays", "remunerates"))
    alike, near = composed(sentence, [verb, fronted], 0.0, negated)
    assert (alike.text, near.text) == (
        "On Friday, the tenant pays the landlord.",
        "On Friday, the tenant does not pay the landlord.",
    )
    assert (near.label, near.rule) == (0, "paraphrase.adjunct_movement+negation.do_support")
    assert compose(sentence, [verb], 0.0, negated, Counter()) is None


def test_words_change_where_they_then_stand_inside_of_a_moved_stretch(nlp):
    text = "The large shop on the corner closes at noon."
    sentence = read(nlp(text))
    start = text.index(" at noon")
    moved = made(sentence, "paraphrase.adjunct_movement", 1, (text[:-1], f"at noon, t{text[1:start]}"))
    small = made(sentence, "substitution.antonym", 0, ("large", "small"))
    assert combine(sentence, moved, small, Counter()).text == "At noon, the small shop on the corner closes."


def test_a_modal_and_a_negation_are_not_turned_at_once():
    assert may_cancel("modality.same_prohibition", "negation.removal")
    assert may_cancel("paraphrase.active_passive+modality.same_modal", "negation.auxiliary")
    assert may_cancel("paraphrase.active_passive", "quantifier.only")
    assert not may_cancel("paraphrase.phrase", "paraphrase.phrase")


@pytest.mark.parametrize(
    ("text", "is_question"),
    [("The tenant pays the landlord.", False), ("How do I pay the landlord?", True)],
)
def test_any_sentence_takes_a_frame(nlp, text, is_question):
    sentence = read(nlp(text))
    before = frames.BEFORE_QUESTION if is_question else frames.BEFORE_STATEMENT
    seen = set()
    for seed in range(30):
        for edit in frames.propose(sentence, random.Random(seed)):
            row = apply(sentence, edit, Counter())
            assert row is not None
            assert row.label == 1
            seen.add(row.text)
    assert len(seen) > 1
    kept = text if is_question else text[0].lower() + text[1:-1]
    assert all(kept.lower() in made.lower() for made in seen)
    assert any(made.startswith(tuple(before)) for made in seen)


@pytest.mark.parametrize("text", ["But the tenant pays.", "Pay the landlord on Friday.", "The old house."])
def test_what_opens_with_a_conjunction_or_is_no_statement_is_not_framed(nlp, text):
    assert list(frames.propose(read(nlp(text)), random.Random(0))) == []


def test_a_word_that_stands_in_its_own_rewording_is_not_changed_there(sentence):
    wordy = made(sentence, "paraphrase.verb_phrase", 1, ("pays", "makes pays of"))
    negated = made(sentence, "negation.do_support", 0, ("pays", "does not pay"))
    assert text(sentence, wordy, negated) is None


def test_a_passive_whose_agent_is_reworded_does_not_go_into_an_exchange(sentence):
    """No "by the renter is paid the landlord"."""
    passive = made(
        sentence, "paraphrase.phrase+paraphrase.active_passive", 1,
        ("The tenant", "The landlord"), ("pays", "is paid"), ("the landlord", "by the renter"),
    )  # fmt: skip
    swap = made(
        sentence, "argument_swap.subject_object", 0,
        ("The tenant", "The landlord"), ("the landlord", "the tenant"),
    )  # fmt: skip
    assert text(sentence, passive, swap) is None
