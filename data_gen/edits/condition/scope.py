"""A request that is narrowed, or no longer (near-misses): "the dose of it for adults" -> "the dose of it";
"export the list" -> "export the list without admin rights".

Rule condition.scope. Who asks for the one is not helped by an answer to the other. What is put in goes with a
word that the request holds; what is left out tells a time, a limit, or whom it applies to.
"""

from collections.abc import Sequence
from itertools import pairwise

from ...english.lexicon import MEASURE_NOUNS, MONTHS, PLACES, TIME_NOUNS
from ...english.number_words import is_year
from ...parsing.sentence import FINITE_TAGS, NOTHING, Sentence, Word
from ..prelude import NEAR_MISS, Changes, Random, Replacement, change, delete, rule, word_lists
from ..request_lines import DEEDS, MARKS
from ..requests import (
    ACTIONS,
    AUXILIARIES,
    BAN,
    KNOW,
    MAY,
    PROBLEM,
    QUERY,
    STATE,
    TAGGED,
    TOLD,
    WH,
    Asked,
    Request,
)

_LISTS = word_lists(__package__, "scope")


def _added(name: str) -> list[tuple[frozenset[str], list[str]]]:
    return [
        (frozenset(words.split()), [option.strip() for option in options.split("|")])
        for words, options in _LISTS.table(name).items()
    ]


_ADDED, _TO_ACTS, _TO_PROBLEMS = _added("added"), _added("added_to_acts"), _added("problems")
_NARROWING = _LISTS.set("narrowing")
_NARROWING_NOUNS = _LISTS.set("narrowing_nouns")
_HEADS = _NARROWING | _LISTS.set("heads")
_OF_QUERIES = _NARROWING | {"for", "in", "on", "at", "with", "near"}
_ALL = _LISTS.set("all")
_OPEN_TAGS = frozenset(
    ("JJR", "CD", "IN", "DT", "CC", "RB", "TO", "VBD", "VBG", "VBN", "VBZ", "VBP", "MD", "WRB")
)  # of words that want what follows
_TAKEN = frozenset(("difference", "between", "or", "more", ",", "was", "were", "did"))
_TELLING = frozenset(("WRB", "WP", "WDT", "VBZ", "VBD", "VB", "VBP", "MD", "PRP", "PRP$", "CC", "CD"))
_PLACING = _LISTS.set("placing")
MAX_LEFT_OUT = 5  # words
MAX_CLAUSE = 10
_BEHIND_MODIFIERS = frozenset(("NN", "NNS", "NNP", "HYPH"))
_OCCASIONS = _LISTS.set("occasions")
_TOLD_WHEN = (
    _OCCASIONS
    | _LISTS.days
    | _NARROWING
    | {"on", "at", "in", "for", "since", "after", "only", "and", "but", ","}
)
_SUBJECTS = frozenset(("PRP", "PRP$", "DT", "NN", "NNS", "NNP", "EX", "JJ"))
_ASKS_WHEN = _LISTS.set("asks_when")
_POINTING = _LISTS.set("pointing")
_OTHER = frozenset(("other", "later", "further"))  # "until a later date"
_WHICH = frozenset(("the", "this", "that", "these", "those"))
_OF_VERBS = ("PRP", "VB", "MD", "RB")


@rule("condition.scope", NEAR_MISS, "delete a pod -> delete a pod without admin rights", each=Asked(), most=2)
def scopes(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """Yield the request with a qualification put at its end, and with the one that it has left out."""
    if found.form in (BAN, STATE, TAGGED, TOLD) or any(word.text[-1:] in ")]" for word in found.words):
        return  # "write to us (by post, if you can)"
    if found.words[0].lower in ("let", "imagine", "suppose") or sentence.words[found.start].tag == "VBG":
        return  # "Let us say that ...", "Hoping to win, they ..."
    clause = _clause_left_out(found)
    if found.form == PROBLEM:
        if clause is not None:
            yield change("scope", clause)
        yield from _put_at_end(found, _of_problem(found), rng)
        return
    for left_out in (_left_out(found) or _beside_left_out(found), clause, _quality_left_out(found)):
        if left_out is not None:
            yield change("scope", left_out)
    yield from _put_at_end(found, _fitting(found), rng)


def _put_at_end(found: Request, options: Sequence[str], rng: Random) -> Changes:
    if options:
        last, text = found.words[-1], found.typed(rng.choice(options))
        yield change("scope", Replacement(last.end, last.end, f" {text}"))


def _of_problem(found: Request) -> list[str]:
    """Return what may narrow a problem down: when or where it is there."""
    lowers = [word.lower for word in found.words]
    if len(lowers) > MAX_CLAUSE or not _TOLD_WHEN.isdisjoint(lowers) or found.words[-1].text[-1:] in ".!?":
        return []
    return [one for words, some in _TO_PROBLEMS if not words.isdisjoint(lowers[:4]) for one in some]


def _fitting(found: Request) -> list[str]:
    """Return what may narrow the request: that goes with a word of it, and is nothing that it tells
    already.
    """
    words = found.words
    lowers = {word.lower for word in found.sentence.words}
    is_full = (
        sum(word.rel == "case" for word in words) > (2 if found.form == QUERY else 1)
        or len(words) > 12
        or any(word.lower in _OCCASIONS for word in words[1:])  # "on speaker unless I drive"
        or words[-1].text[-1:] in ".)-"
        or words[0].text[:1].isdigit()  # a heading: "1.3 Locations"
        or "%" in found.sentence.slice(found.body, found.end)
        or words[-1].tag in ("IN", "TO", "DT", "PRP$")
        or not lowers.isdisjoint(_NARROWING | _TAKEN | {"only"})
        or len(found.sentence.clauses) > 1  # "a book that someone has reserved"
        or any(
            clause.finite.tag == "VBD" for clause in found.sentence.clauses
        )  # what has happened is no more to be narrowed
    )
    if is_full:
        return []
    told = {
        word.lower
        for word in words
        if word.rel not in ("mark", "fixed")
        and not (word.rel == "compound" and word.text[:1].isupper())  # "the Docker team"
    }
    told |= {f"{word.lower}_{after.lower}" for word, after in pairwise(words)}
    heads = {
        word.lower
        for word in words
        if found.sentence.after(word).tag not in _BEHIND_MODIFIERS
        and (word.tag.startswith("VB") or word.lower not in DEEDS)  # "cancel the transfer"
    }
    options = [option for triggers, some in _ADDED if not triggers.isdisjoint(told) for option in some]
    if found.form in ACTIONS | {MAY}:
        told = told & heads | {words[0].lower}
        options += [one for triggers, some in _TO_ACTS if not triggers.isdisjoint(told) for one in some]
    ends = {w.lower for w in words if w is words[-1] or found.sentence.before(w).pos in ("ADP", "DET")}
    narrowed = not ends.isdisjoint(_NARROWING_NOUNS | MONTHS | {"days", "weeks", "months"})
    return [
        option
        for option in dict.fromkeys(options)
        if not (option.split()[0] in lowers and option.split()[0] != "in")
        and option.split()[-1].lower() not in lowers
        and not ("my" in lowers and option.startswith(("for a", "for my")))  # "my account for a company"
        and not {"my"} & lowers & set(option.split())
        and not (option == "for children" and not _LISTS.worn_by.isdisjoint(lowers))
        and not (narrowed and option.split()[0] in _OF_QUERIES | {"next", "at"})
    ]


def _clause_left_out(found: Request) -> Replacement | None:
    """Return what takes away the last clause, where it tells on what occasion: "Can I use it while it
    charges?" -> "Can I use it?"."""
    words = found.words
    place = next((i for i in range(len(words) - 3, 2, -1) if words[i].lower in _OCCASIONS), 0)
    rest, before = words[place + 1 :], words[place - 1]
    if not place or len(rest) > MAX_CLAUSE or words[0].lower in _OCCASIONS or found.form == KNOW:
        return None
    is_clause = rest[0].tag in _SUBJECTS and any(word.tag in FINITE_TAGS for word in rest)
    stranded = before.tag == "IN" and found.form == WH and words[0].lower in ("what", "which", "who")
    is_whole = before.tag not in _OPEN_TAGS - {"RB"} or found.form == PROBLEM or stranded
    is_whole &= rest[-1].lower not in AUXILIARIES and all(word.lower != "still" for word in rest)
    is_whole &= before.lower not in _LISTS.tied_before
    told = _ASKS_WHEN & {word.lower for word in words[:place]}
    points = any(word.lower in _POINTING for word in words[:place])  # "move it when it rains"
    if not is_clause or not is_whole or told or points or any(word.text in MARKS for word in (before, *rest)):
        return None
    if any(word.tag == "CC" for word in rest) or _comes_about(rest):
        return None
    return Replacement(before.end, rest[-1].end, "")


def _comes_about(clause: Sequence[Word]) -> bool:
    """Whether a clause says of what was just named no more than that it is there: "when they are opened"."""
    bare = clause[0].tag == "PRP" and all(word.tag.startswith(_OF_VERBS) for word in clause)
    return bare and clause[-1].lemma in _LISTS.comes_about


def _beside_left_out(found: Request) -> Replacement | None:
    """Return what takes away a place, a means or a time at the end, which the act can do without: "Are dogs
    allowed in the garden?" -> "Are dogs allowed?"; "What did it cost last year?" -> "What did it cost?".
    """
    words, last = found.words, found.words[-1]
    for told in sorted(words, key=lambda word: -word.left):
        first = found.sentence.words[told.left]
        if told.right != last.i or not found.body + 1 < told.left or first is last is not told:
            continue
        before, rest = found.sentence.before(first), words[told.left - found.body :]
        if before.lower in _LISTS.bare:
            continue
        has_noun = any(word.pos in ("NOUN", "PROPN") for word in words[: told.left - found.body])
        plain = not any(word.tag in _TELLING or word.text in MARKS for word in rest[:-1])
        plain &= last.tag == "CD" or last.tag not in _TELLING
        stands = before.tag not in _OPEN_TAGS - {"RB", "VBN"} and before.lower not in ("or", "and", "from")
        if has_noun and plain and stands and len(rest) <= MAX_LEFT_OUT and _is_beside(told, first):
            return Replacement(before.end, last.end, "")
    return None


def _is_beside(told: Word, first: Word) -> bool:
    """Whether a phrase says when, where or with what an act is done that is told whole without it."""
    verb, case = told.head, first.lower
    if told.lower in _LISTS.days:
        return first is told
    if told.lemma in TIME_NOUNS and case in ("this", "last", "next", "every"):
        return True
    if case == "in" and told.tag == "CD" and is_year(told.text):
        return told.rel in ("obl", "nmod")  # "the profit of the shop in 2022"
    if case not in _PLACING or told.lemma in _LISTS.idle_nouns or told.pos not in ("NOUN", "PROPN", "ADJ"):
        return False
    if case == "for":
        holder = verb.head if told.rel == "nmod" and verb.rel == "obj" else verb
        return holder.lemma in _LISTS.done_for and holder.tag != "VBG" and bool(holder.child("obj"))
    if told.rel == "nmod" and verb.rel == "obj" and verb.head.pos == "VERB" and verb.head.lemma != "do":
        if case == "with":
            return verb.head.lemma in _LISTS.done_with
        return bool(told.child("det") or told.tag == "NNP") and verb.lemma not in _LISTS.of_its_place
    if told.rel != "obl" or verb.lemma in _LISTS.needs_place or verb.child("obj").lemma in _LISTS.idle_nouns:
        return False
    is_passive = verb.tag == "VBN" and bool(verb.child("aux", "aux:pass"))
    is_quality = verb.tag in ("JJ", "RB") and verb.has("nsubj") and case in ("in", "at")
    has_object = bool(verb.child("obj")) or any(c.child("case").tag == "RP" for c in verb.all("obl"))
    return has_object or is_passive or is_quality


def _quality_left_out(found: Request) -> Replacement | None:
    """Return what takes away how the thing is that is asked for: "vegan soup recipe" -> "soup recipe"; which
    one it is, is clear without it behind "the" or "your"."""
    words = found.words
    for word, after in pairwise(words):
        before = found.sentence.before(word) if word is not words[0] else NOTHING
        free = before.tag not in ("RB", "RBR", "RBS", "CC", "HYPH") and after.tag in ("NN", "NNS", "VBG")
        free &= not (before.lower in _WHICH or before.tag in ("PRP$", "POS") or word.tag == "VBD")
        free &= not (word.quote or before.rel.startswith("aux"))  # "have missed something"
        free &= not (before.tag in ("NN", "NNP", "NNPS") and before.text[:1].isupper())  # a term of two words
        if word.lower in _LISTS.qualities and free and after.lower not in _LISTS.made_of:
            return delete(found.sentence, word.i, word.i + 1)
    return None


def _acts(words: Sequence[Word]) -> bool:
    return any(word.pos in ("VERB", "ADJ", "AUX") for word in words)


def _left_out(found: Request) -> Replacement | None:
    """Return what takes away the last phrase, where it tells when, to what limit or for whom."""
    words = found.words
    for place in range(len(words) - 2, 1, -1):
        head, rest = words[place], words[place + 1 :]
        if head.lower not in _HEADS:
            continue
        narrows = head.lower in _NARROWING or rest[-1].lower in _NARROWING_NOUNS
        of_query = found.form == QUERY and rest[-1].lemma not in _LISTS.idle_nouns
        narrows |= of_query and head.lower in _OF_QUERIES
        narrows |= head.lower in ("in", "from", "to") and rest[-1].lower in PLACES
        before = words[place - 1]
        if any(word.tag in ("WRB", "WP", "WDT", "VBZ", "VBD", "VB", "VBP", "MD") for word in rest):
            return None
        if not any(word.pos in ("NOUN", "PROPN") or word.lower in DEEDS for word in words[:place]):
            return None  # "what to do after a bite"
        if words[0].tag in ("MD", "VBP", "VBZ") and words[0].lemma != "be" and not _acts(words[1:place]):
            return None
        is_whole = before.tag not in _OPEN_TAGS and before.lower not in ("from", "or", "and")
        is_whole &= before.lower not in _LISTS.bare
        paired = head.lower == "to" and any(word.lower == "from" for word in words[:place])
        excepted = head.lower in ("but", "except", "excluding") and any(
            w.lower in _ALL for w in words[:place]
        )
        narrows |= excepted
        is_whole |= excepted
        is_whole &= excepted or head.lower in _NARROWING or before.tag[:2] != "VB"  # "pay for cleaning"
        is_amount = before.lemma in MEASURE_NOUNS and words[place - 2].tag == "CD"  # "3 feet in cm"
        is_whole &= not is_amount and before.tag != "CD"
        if head.lower in ("vs", "versus") and place > 1 and found.form == QUERY:
            return Replacement(before.end, rest[-1].end, "")  # "oak floors vs tiles": of one of the two
        void = head.lower in ("of", "to") or rest[-1].lower in ("all", *_LISTS.idle_nouns)  # "at all"
        void |= any(word.lower in _OTHER for word in rest)  # "why choose it over any other offer"
        if void or not narrows or not is_whole or paired or len(rest) > MAX_LEFT_OUT:
            return None
        return Replacement(before.end, rest[-1].end, "")
    return None
