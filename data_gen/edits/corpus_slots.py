"""What else stands in the same place in the corpus: "a late fee" -> "a small fee", seen on the fees of other
sentences; and which names and nouns stand side by side in its lists ("Lyon and Turin", "fever or cough").

`Slots` is built from the sentences of one block of records and hung on their Docs (`doc._.slots`); the
rules substitution.slot, substitution.co_hyponym and entity.sibling read it there, so propose() stays pure.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from ..english.kinds import is_name
from ..english.lexicon import FIXED_ADJECTIVES, FIXED_NOUNS
from ..parsing.reading import Parsed, read
from .prelude import Sentence, Word, word_lists

MAX_FILLERS = 16  # different values that are kept per slot, the first that come
MAX_SLOTS = 50_000
ENOUGH = 300  # sentences, from which on a word that is in none of them is no word of the corpus's subject

NAMED = word_lists(__package__, "corpus_slots").set("named")
"""Nouns before which a name tells which one is meant."""

Slot = tuple[str, str, str]
"""(relation or preposition, word that governs, form): ("amod", "fee", "JJ"), ("obj", "sign", "NN a")."""

if not Doc.has_extension("slots"):
    Doc.set_extension("slots", default=None)


class Slots:
    """The values that were seen in each slot, and the words that were listed together, in the order in which
    they came.
    """

    def __init__(self) -> None:
        self._values: dict[Slot, list[str]] = {}
        self._slots: dict[str, set[Slot]] = {}
        self._listed: dict[str, list[str]] = {}
        self._words: set[str] = set()
        self._small: set[str] = set()
        self._sentences = 0

    def __len__(self) -> int:
        return len(self._values)

    def get(self, slot: Slot) -> tuple[str, ...]:
        """Return the values of a slot; an unknown one has none."""
        return tuple(self._values.get(slot, ()))

    def listed_with(self, word: str) -> tuple[str, ...]:
        """Return the names, or nouns in their form, that stood in one list with this one."""
        return tuple(self._listed.get(word, ()))

    def shared(self, a: str, b: str) -> int:
        """Return in how many slots both words were seen."""
        return len(self._slots.get(a, set()) & self._slots.get(b, set()))

    @property
    def is_telling(self) -> bool:
        """Whether the block is large enough to tell which words belong to its subject."""
        return self._sentences >= ENOUGH

    def may_hold(self, word: str) -> bool:
        """Whether the word is one of the corpus's, as far as the block is large enough to tell."""
        return not self.is_telling or word.lower() in self._words

    def is_term(self, name: str) -> bool:
        """Whether a name is a word that the corpus has in small letters too: "the Service", "Support"."""
        return name.lower() in self._small

    @classmethod
    def from_docs(cls, docs: Iterable[Doc | Parsed]) -> "Slots":
        """Return the slots of these sentences; the same for the same Docs in the same order.

        An adjective that came with one noun only is left out: it may make no sense with another.
        """
        made = cls()
        heads: dict[str, set[str]] = {}  # adjective -> the nouns that it came with
        for doc in docs:
            sentence = read(doc)
            made._sentences += 1
            made._words.update(word.lower for word in sentence.words)
            made._small.update(word.text for word in sentence.words if word.text.islower())
            for one, other in _lists(sentence):
                _add(made._listed.setdefault(one, []), other)
                _add(made._listed.setdefault(other, []), one)
            for slot, word in (*slots_of(sentence), *_names(sentence)):
                value = word.text if slot[0] == "name" else word.lower
                if slot[0] == "amod":
                    heads.setdefault(value, set()).add(slot[1])
                if slot in made._values or len(made._values) < MAX_SLOTS:
                    _add(made._values.setdefault(slot, []), value)
                    made._slots.setdefault(value, set()).add(slot)
        once = Counter({value: 1 for value, nouns in heads.items() if len(nouns) == 1})
        for slot, values in made._values.items():
            if slot[0] == "amod":
                made._values[slot] = [value for value in values if not once[value]]
        return made


def _add(values: list[str], value: str) -> None:
    if len(values) < MAX_FILLERS and value not in values:
        values.append(value)


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


def name_slot(word: Word) -> Slot | None:
    """The slot of a name right before a noun that says what it is ("the Becker gene"), or None."""
    noun = word.head
    if word.rel != "compound" or noun.i != word.i + 1 or not is_name(word) or word.children:
        return None
    plain = noun.lemma in NAMED and noun.text.islower()
    return ("name", noun.lemma, word.tag) if plain and len(noun.all("compound")) == 1 else None


def _names(sentence: Sentence) -> Iterator[tuple[Slot, Word]]:
    for word in sentence.words[sentence.first + 1 :]:
        glued = sentence.before(word).end == word.start  # half of a name with a hyphen
        if word.rel == "compound" and not glued and (slot := name_slot(word)) is not None:
            yield slot, word


def _lists(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Yield pairs of single words that are members of one list."""
    for word in sentence.words:
        first = word.head
        if word.rel != "conj" or word.tag != first.tag or word.tag not in ("NN", "NNS", "NNP"):
            continue
        name = is_name(word)
        if name != is_name(first) or (name and first.i == sentence.first):
            continue
        if _is_bare(word) and _is_bare(first):
            yield (first.text, word.text) if name else (first.lower, word.lower)


def _is_bare(word: Word) -> bool:
    return word.text.isalpha() and all(c.rel in ("cc", "conj", "punct", "case") for c in word.children)


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
