"""Whether an exchange of two phrases makes a sentence contradict itself, or say again what it said.

"Fruits such as apples keep longer than bread" falls apart when "fruits" and "apples" change places; so does a
sentence that gives the reason for what it says.
"""

from ..parsing.sentence import Sentence, Word

_OPENS_LIST = frozenset(("including", "include", "includes", "namely", "e.g.", "i.e."))
_NAMING = frozenset(("called", "named", "termed", "known", "titled"))
_REFERRING = frozenset(
    ("one", "other", "another", "former", "latter", "thing", "same", "such", "rest", "each")
)
_POINTING = frozenset(("this", "that", "these", "those", "such", "same", "said"))
_ANYBODY = frozenset(("people", "person", "individual", "somebody", "someone", "anyone", "everyone", "human"))
_NO_REASON = frozenset(
    (
        "if",
        "when",
        "whenever",
        "unless",
        "before",
        "after",
        "until",
        "till",
        "while",
        "whereas",
        "once",
        "where",
    )
)


def contradicts(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether the sentence binds the phrases of two nouns to their places."""
    return refers_back(a) or refers_back(b) or _one_lists_the_other(sentence, a, b) or _one_holds_any(a, b)


def refers_back(noun: Word) -> bool:
    """Whether a noun phrase points to something said before: "the other", "these claims", "the latter"."""
    return noun.lemma in _REFERRING or any(
        c.rel in ("det", "amod") and c.lower in _POINTING | _REFERRING for c in noun.children
    )


def is_explained(verb: Word) -> bool:
    """Whether a clause or a participle says why or how what the verb says comes about, or what for."""
    return any(
        c.rel == "advcl" and not any(m.lower in _NO_REASON for m in c.children if m.rel in ("mark", "advmod"))
        for c in verb.children
    )


def same_list(a: Word, b: Word) -> bool:
    """Whether two nouns of one name stand in one coordination: "the red lamp and the blue lamp"."""
    return a.lemma == b.lemma and (
        b.head is a or a.head is b or (a.rel == b.rel == "conj" and a.head is b.head)
    )


def _one_lists_the_other(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether "such as", "including" or "called" stands between the two."""
    first, last = sorted((a.i, b.i))
    for word in sentence.words[first + 1 : last]:
        if word.lower in _OPENS_LIST or (word.lower in _NAMING and word.dep == "acl"):
            return True
        if word.lower == "such" and sentence.after(word).lower == "as":
            return True
    return False


def _one_holds_any(a: Word, b: Word) -> bool:
    """Whether one of the two is anybody at all, and so holds the other: "people", "a person"."""
    return (a.lemma in _ANYBODY) != (b.lemma in _ANYBODY)
