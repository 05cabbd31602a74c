"""What else stands in the same place in the corpus: "a late fee" -> "a small fee", seen on the fees of other
sentences.

`Slots` is built from the sentences of one block of records and hung on their Docs (`doc._.slots`); the rule
substitution.slot (slot.py) reads it there, so propose() stays pure.
"""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from ...english.lexicon import FIXED_ADJECTIVES, FIXED_NOUNS
from ...parsing.reading import Parsed, read
from ...parsing.sentence import Sentence, Word

MAX_FILLERS = 16  # different values that are kept per slot, the first that come
MAX_SLOTS = 50_000

Slot = tuple[str, str, str]
"""(relation or preposition, word that governs, form): ("amod", "fee", "JJ"), ("obj", "sign", "NN a")."""

if not Doc.has_extension("slots"):
    Doc.set_extension("slots", default=None)


class Slots:
    """The values that were seen in each slot, in the order in which they came."""

    def __init__(self, values: dict[Slot, tuple[str, ...]]) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def get(self, slot: Slot) -> tuple[str, ...]:
        """Return the values of a slot; an unknown one has none."""
        return self._values.get(slot, ())

    @classmethod
    def from_docs(cls, docs: Iterable[Doc | Parsed]) -> "Slots":
        """Return the slots of these sentences; the same for the same Docs in the same order.

        An adjective that came with one noun only is left out: it may make no sense with another.
        """
        found: dict[Slot, list[str]] = {}
        heads: dict[str, str] = {}  # adjective -> the noun that it came with, "" for several
        for doc in docs:
            for slot, word in slots_of(read(doc)):
                if slot[0] == "amod":
                    heads[word.lower] = "" if heads.get(word.lower, slot[1]) != slot[1] else slot[1]
                values = found.get(slot)
                if values is None:
                    if len(found) < MAX_SLOTS:
                        found[slot] = [word.lower]
                elif len(values) < MAX_FILLERS and word.lower not in values:
                    values.append(word.lower)
        common = {slot: tuple(v for v in values if not heads.get(v)) for slot, values in found.items()}
        return cls({slot: values for slot, values in common.items() if values})


def attach(docs: Sequence[Doc | Parsed], slots: Slots | None) -> None:
    """Hang the slots on the Docs, where propose() reads them; None takes them off."""
    for doc in docs:
        doc._.slots = slots


def slots_of(sentence: Sentence) -> Iterator[tuple[Slot, Word]]:
    """Yield the slots of a sentence with the words that fill them."""
    for word in sentence.words:
        head = word.head
        if not head or not word.text.islower() or not word.text.isalpha():
            continue
        rel, before_noun = word.rel, head.i > word.i and head.pos == "NOUN" and not word.children
        if rel == "amod":
            if before_noun and word.tag == "JJ" and word.lower not in FIXED_ADJECTIVES:
                yield ("amod", head.lemma, "JJ"), word
        elif rel == "compound":
            if before_noun and word.tag == "NN" and word.dep == "compound" and head.i == word.i + 1:
                yield ("compound", head.lemma, "NN"), word
        elif rel in ("obj", "obl", "nmod") and word.tag in ("NN", "NNS") and word.lemma not in FIXED_NOUNS:
            slot = _argument(word, head)
            if slot is not None:
                yield slot, word


def _argument(word: Word, head: Word) -> Slot | None:
    """The slot of an object or prepositional phrase: a noun with nothing but a determiner and adjectives."""
    form, case = "", ""
    for child in word.children:
        rel = child.rel
        if rel == "det" or child.dep == "nmod:poss":
            form = child.lower if child.lower in ("a", "an", "the") else "the" if rel != "det" else "?"
        elif rel == "case" and not case:
            case = child.lower
        elif rel not in ("punct", "amod"):
            return None
    if form == "?" or (word.rel == "obj") == bool(case) or (form == "" and word.tag == "NN"):
        return None
    if form in ("a", "an"):
        form = "a"
    return case or "obj", head.lemma, f"{word.tag} {form}"
