""" "Only" and "all" in what is asked for (near-misses): "Can I pay by card?" -> "Can I only pay by card?";
"delete a row" -> "delete all rows".

Part of the rules quantifier.only and quantifier.determiner, by the words: parsers read requests badly.
"""

from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.nouns import plural
from ..prelude import (
    NOTHING,
    Changes,
    Replacement,
    Sentence,
    Word,
    change,
    insert_before,
    lowers,
    rule,
    word_lists,
)
from ..register.openings import after_subject
from ..request_lines import MARKS
from ..requests import HOW, MAY, ORDER, YES_NO, Asked, Request, is_step

_LISTS = word_lists(__package__, "asked")
_SCOPED = word_lists(__package__, "only").set("scoped") | _LISTS.set("scoped")
_NOUNS = ("NN", "NNS", "NNP", "NNPS")
_LIMITS = {case: word_set(kinds) for case, kinds in _LISTS.table("limits").items()}
_BE = frozenset(("is", "are", "was", "were"))


@rule("quantifier.only", each=Asked((MAY, YES_NO)))
def only_asked(sentence: Sentence, found: Request) -> Changes:
    """ "Can I pay by card?" -> "Can I only pay by card?"; "Is it open on Mondays?" -> "Is it only open on
    Mondays?": where a time, a place, a group or one's own means may be all.
    """
    if not _SCOPED.isdisjoint(lowers(sentence)):
        return
    words = found.sentence.words
    auxiliary = found.first
    if auxiliary.lower in ("can", "could") and words[found.start + 1].lower in ("you", "u"):
        return  # "Can you explain the bill?": a wish
    place = found.body + 2 if found.form == MAY and words[found.start + 1].tag == "PRP" else None
    place = place or after_subject(words, found.start + 1, found.end)
    if (
        place is None
        or place + 1 >= found.end
        or auxiliary.lower in ("should", "would", "have", "has", "will", "did")
    ):
        return
    verb, rest = words[place], words[place + 1 : found.end]
    if verb.lower in _LISTS.whole or any(
        w.text in MARKS or w.tag in ("CC", "WRB", "WP", "PRP") for w in rest
    ):
        return
    if auxiliary.lower in _BE:
        told = verb.tag in ("JJ", "VBN") and rest[0].tag == "IN"
    else:
        told = verb.tag in ("VB", "VBP")
    case = next((w.lower for w in reversed(rest) if w.tag == "IN"), "")
    limits = _LIMITS.get(case, frozenset())
    own = words[found.start + 1].lower in ("i", "we")
    told &= kind(rest[-1]) in limits or (own and bool(limits) and rest[-1].tag in _NOUNS)
    if told and not any(w.pos in ("VERB", "AUX") for w in rest):
        yield change("only", insert_before(verb, "only "))


@rule("quantifier.determiner", each=Asked((HOW, ORDER)))
def one_or_all(sentence: Sentence, found: Request) -> Changes:
    """ "delete a row" -> "delete all rows"; "mark all emails as read" -> "mark one email as read"."""
    if is_step(sentence):
        return
    for place, word in enumerate(found.words[1:5], 1):
        noun = _counted(found, place)
        before = found.words[place - 1]
        if before.lower not in _LISTS.acts_on_some or not noun or found.sentence.after(noun).tag in _NOUNS:
            continue
        if word.lower in ("a", "an") and noun.tag == "NN":
            yield change(
                "determiner", Replacement(word.start, word.end, "all"), _put(noun, plural(noun.lower))
            )
        elif word.lower == "all" and noun.tag == "NNS" and noun.lemma != noun.lower:
            yield change("determiner", Replacement(word.start, word.end, "one"), _put(noun, noun.lemma))
        return


def _counted(found: Request, place: int) -> Word:
    """The noun behind a determiner, with at most one word between."""
    behind = found.words[place + 1 : place + 3]
    if behind and behind[0].tag in ("JJ", "VBN", "NN"):
        behind = behind[1:] if len(behind) > 1 and behind[1].tag in ("NN", "NNS") else behind
    return behind[0] if behind and behind[0].tag in ("NN", "NNS") else NOTHING


def _put(noun: Word, text: str) -> Replacement:
    return Replacement(noun.start, noun.end, text)
