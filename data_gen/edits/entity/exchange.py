"""Two names that one sentence mentions change places (near-misses).

"Omar left Lyon before Ruth called." -> "Ruth left Lyon before Omar called." Both must be of one kind by
what is known of them: known places, persons, companies. Of names whose kind nothing tells ("Caddy",
"Customer") both must act, or the corpus must list them together.
"""

from itertools import combinations

from ...english.kinds import is_name, kind
from ...english.lexicon import ACRONYM_THINGS, ORG_NOUNS, PERSON_NOUNS, word_set
from ...english.places import is_place_name
from ..names import bare_names, exchangeable, role
from ..phrases import contains, is_part_of, shares_name
from ..prelude import NEAR_MISS, Changes, Sentence, Span, Word, change, exchange, has_names, related, rule

_DONE_TO_PEOPLE = word_set(
    "notify tell inform charge arrest sue accuse ask order invite pay fine stop help blame hurt replace "
    "succeed defeat beat praise"
)

_GROUPS = (("person", "organisation", "name"), ("place", "name"), ("code",))
_RULES = {"person": "persons", "organisation": "organisations", "place": "places"}
_NOT_PLACES = word_set("first last second third same")


@rule("entity.names", NEAR_MISS, when=has_names)
@rule("entity.persons", NEAR_MISS)
@rule("entity.organisations", NEAR_MISS)
@rule("entity.places", NEAR_MISS)
def _names(sentence: Sentence) -> Changes:
    """names: The clerk told Merrow that Haldane had lost the key. -> The clerk told Haldane that Merrow had
    lost the key. (kind unknown)
    persons: David Cole wrote the report that Simon Nash presented. -> Simon Nash wrote the report that David
    Cole presented.
    organisations: The shares of Acme Corp. rose after Zorb Inc. cut its forecast. -> The shares of Zorb Inc.
    rose after Acme Corp. cut ...
    places: He was born in Oslo but died in Rome. -> He was born in Rome but died in Oslo.

    "Ruth left Lyon after Omar called." -> "Omar left Lyon after Ruth called.".
    """
    found = bare_names(sentence)
    for kinds in _GROUPS:
        group = [span for sort in kinds for span in found.get(sort, ())]
        for a, b in combinations(group, 2):
            if contains(a.head, b.head):
                continue  # "Lyon's mayor Anna Berg"
            if exchangeable(sentence, a, b) and not shares_name(sentence, a, b):
                sure = {_kind(a.head), _kind(b.head)}
                sorts = {kind(a.head), kind(b.head)}
                if (len(sure) == 1 and "name" not in sure) or _are_alike(sentence, a, b):
                    name = _RULES.get(sorts.pop(), "names") if len(sorts) == 1 else "names"
                    yield change(name, *exchange(sentence, a, b))


def _kind(head: Word) -> str:
    """The kind of a name, as far as more than its place in the sentence or its capitals tell it."""
    found = kind(head)
    if (found == "place" and not is_place_name(head)) or (found == "organisation" and head.text.isupper()):
        return "name"
    return found


def _are_alike(sentence: Sentence, a: Span, b: Span) -> bool:
    """Whether both act, or both are codes of one sort, or the corpus has both in one list."""
    slots = sentence.slots
    if slots is not None and b.head.text in slots.listed_with(a.head.text):
        return True
    heads = (a.head, b.head)
    said = {(h.head.lemma, h.head.head.lemma) for h in heads if h.rel == "compound"}
    if len(said) == 1 and all(h.rel == "compound" for h in heads):
        return False  # "two copies of the Lyon form and two copies of the Turin form"
    if any(h.lower in ACRONYM_THINGS for h in heads):
        return False
    if {kind(h) for h in heads} == {"code"}:
        return True
    if len({_kind(h) for h in heads} - {"person"}) > 1:
        return False
    return all(_acts(h) for h in heads) or {role(h) for h in heads} in ({"by"}, {"for"}, {"from"})


def _acts(head: Word) -> bool:
    """Whether the name does something, or somebody is its own: "Zhao testified", "the board of NASA"."""
    above = head.head
    if head.dep in ("nsubj", "nsubj:pass", "obl:agent"):
        return above.pos == "VERB" and (head.dep != "nsubj:pass" or above.lemma in _DONE_TO_PEOPLE)
    owned = head.rel in ("nmod", "compound") and above.lemma in PERSON_NOUNS | ORG_NOUNS
    return owned or (head.rel in ("obj", "iobj") and above.lemma in _DONE_TO_PEOPLE)


@rule("entity.places", when=has_names)
def _place_phrases(sentence: Sentence) -> Changes:
    """ "founded in Lyon ... died at Turin" -> "founded at Turin ... died in Lyon", whole phrases."""
    heads = [w for w in related(sentence, "obl", "nmod") if is_name(w) and w.dep != "nmod:poss"]
    if len(heads) < 2:
        return
    found = [(head, span) for head in heads if (span := _place(sentence, head)) is not None]
    for (first, a), (second, b) in combinations(found, 2):
        if first.head is second.head or contains(first, second) or a.overlaps(b) or b.start - a.end < 2:
            continue
        if first.rel != second.rel or is_part_of(first, second) or shares_name(sentence, a, b):
            continue
        texts = [sentence.slice(span.start, span.end).lower() for span in (a, b)]
        if any(sentence.text.lower().count(text) > 1 for text in texts):
            continue
        yield change("places", *exchange(sentence, a, b))


def _place(sentence: Sentence, head: Word) -> Span | None:
    """The whole phrase of a place, with its preposition."""
    if head.child("case").lower not in ("in", "at", "near", "outside") or not is_place_name(head):
        return None
    if head.child("conj", "appos", "acl", "advcl", "punct", "nmod"):
        return None
    span = sentence.phrase(head, adposition=True)
    if span is None or span.end - span.start > 5 or not sentence.one_quote(span.start, span.end):
        return None
    words = sentence.words
    after = words[span.end : span.end + 2]
    if after and (after[0].tag in ("JJ", "NN", "NNS", "CD", "POS") or after[0].text == "("):
        return None
    if after and after[0].text == "," and is_name(after[-1]):
        return None  # "in Jackson, Mississippi"
    if any(w.tag in ("CD", "JJR", "PRP$") or w.lower in _NOT_PLACES for w in words[span.start : span.end]):
        return None
    return span
