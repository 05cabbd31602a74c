"""Which modifiers are free to leave their noun, and which nouns may take them.

Fixed expressions, names, degrees, ordinals and units stay where they are. Used by exchanged.py.
"""

from ...english.kinds import is_name
from ...english.lexicon import DEMONYMS, LEXICAL_COMPOUNDS, MEASURE_NOUNS, TIME_NOUNS, word_set
from ...plausibility.contradiction import contradicts, same_list
from ..exchange import is_equated, says_the_same
from ..phrases import is_glossed
from ..prelude import ADJECTIVE, NOUN, Sentence, Word, word_lists
from ..substitution.synonym import SYNONYMS

_LISTS = word_lists(__package__, "free")
_ADJECTIVAL = ("JJ", "JJR", "JJS", "VBN", "VBG")
_NOMINAL = ("NN", "NNP", "JJ")
LONG_LIST = 3  # commas between two nouns of one list
FOREIGN = word_set("vitro vivo novo de alma mater situ silico facto jure per se")
_INSIDE = ("compound", "amod", "flat")
_NAMING_ALIKE = tuple(frozenset(line.split()) for line in _LISTS.phrases("naming_alike"))
_NAMING = word_set("call know name term refer define")
_AT_HOME = [
    (frozenset(modifiers.split()), frozenset(nouns.split()))
    for modifiers, nouns in (group.split(" | ") for group in _LISTS.phrases("at_home"))
]


def is_participle(word: Word) -> bool:
    """Whether an adjective is a verb's form: "broken", "painted", "growing"; not "red", "interesting"."""
    if word.tag in ("VBN", "VBG"):
        return True
    lower = word.lower
    return word.tag == "JJ" and (
        lower in _LISTS.irregular or (len(lower) > 5 and lower.endswith("ed") and not lower.endswith("eed"))
    )


def free_modifier(sentence: Sentence, word: Word) -> bool:
    """Whether an adjective, a participle or a noun stands alone directly before its common noun."""
    noun, before, is_adjective = word.head, sentence.before(word), word.rel == "amod"
    origin = is_adjective and word.lower in DEMONYMS
    if noun.i != word.i + 1 or noun.pos != "NOUN" or is_name(noun) or word.children:
        return False
    if not origin and word.tag not in (_ADJECTIVAL if is_adjective else _NOMINAL):
        return False
    acronym = word.text.isupper() and len(word.text) > 1
    capital = word.text[:1].isupper() and word.i != sentence.first and not origin
    if not word.text.isalpha() or capital != acronym or in_set_phrase(sentence, word):
        return False
    if not is_adjective and (word.lower in LEXICAL_COMPOUNDS or len(noun.all("compound")) > 1):
        return False
    if before and (
        before.text in "-–/"
        or any(c.isdigit() for c in before.text)  # "the E1 alpha gene"
        or (origin and is_name(before))
        or before.rel == "conj"
        or (before.rel == "cc" and "JJ" in (sentence.before(word, 2).tag, noun.head.tag))  # "old or new cars"
        or (before.lower == "or" and sentence.before(word, 2).text == ",")  # "a lull, or calm weather"
        or (before.rel == "det" and before.head is not noun)  # "those regulating growth"
        or before.tag in ("RB", "RBR", "RBS", "HYPH")
        or (word.tag in ("VBN", "VBG") and before.tag in ("NN", "NNS", "NNP", ","))
    ):
        return False
    return not (
        noun.child("det:predet") or any(c.lower in ("such", "so", "too", "another") for c in noun.children)
    )


def in_set_phrase(sentence: Sentence, word: Word) -> bool:
    """Whether a modifier and the next word are one expression ("black market"), or it is Latin's."""
    following = sentence.after(word)
    pair = f"{word.lower}_{following.lemma}" if following else ""
    return word.lower in FOREIGN or pair in _LISTS.set_phrases


def free_numeral(sentence: Sentence, word: Word) -> bool:
    """Whether a numeral counts a plural noun and is no year, range, amount of money or part of a bracket."""
    noun = word.head
    if word.rel != "nummod" or word.tag != "CD" or noun.pos != "NOUN" or noun.tag != "NNS":
        return False
    if any(c.rel not in ("advmod", "nmod", "obl", "case", "fixed") or c.i > word.i for c in word.children):
        return False
    if not word.i < noun.i <= word.i + 3 or word.lower in ("one", "1"):
        return False
    if len(word.text) == 4 and word.text.isdigit() and word.text[:2] in ("18", "19", "20"):
        return False
    before = sentence.before(word)
    after = sentence.words[word.i + 1]
    bad = ("$", "(", "-", "–", "£", "€", "to", "or", ".")
    if after.tag == "CD" or before.tag == "CD":
        return False  # "224 140"
    return (not before or before.text not in bad) and after.text not in bad and "-" not in word.text


def may_tell_apart(sentence: Sentence, word: Word) -> bool:
    """Whether a modifier tells its noun from another of that name, and nothing else says which it is."""
    noun = word.head
    if word.lower in _LISTS.pointing or noun.lemma in _LISTS.generic or noun.rel in _INSIDE:
        return False
    if (word.tag == "NNP" and not word.text.isupper()) or (
        word.rel == "compound" and noun.lemma in _LISTS.holders
    ):
        return False
    if word.lower in DEMONYMS and any(
        w is not word and w.lower[:4] == word.lower[:4] for w in sentence.words
    ):
        return False  # "the Polish side ... Poland"
    bare = not (noun.child("det", "nmod:poss") or noun.child("case"))
    if bare and (word.tag == "VBG" or noun.lemma in TIME_NOUNS):
        return False  # "pinning packages"; "sold out last week"
    return not is_explained(sentence, noun) and not is_glossed(sentence, noun)


def is_explained(sentence: Sentence, noun: Word) -> bool:
    """Whether a clause or another name says which one the noun is: "the mild stage, when it begins"."""
    behind = sentence.words[noun.i + 2 : noun.i + 4]
    if sentence.after(noun).text == "," and any(w.lower in _LISTS.explaining for w in behind):
        return True  # "the older guests, due to their age"
    return any(
        c.i > noun.i
        and (c.rel in ("acl", "advcl", "appos", "parataxis") or (c.has("case", "of") and is_name(c)))
        for c in noun.children
    )


def are_of_one_name(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether two words of one sort tell apart nouns of one name: "the new key ... the old one"."""
    first, second = sorted((a.head, b.head), key=lambda noun: noun.i)
    if first is second or others(first, a, b) != others(second, a, b) or is_equated(sentence):
        return False
    if first.lemma != second.lemma and not _stands_for(sentence, second, first):
        return False
    if _NAMING & {first.head.lemma, second.head.lemma} or not _are_formed_alike(a, b):
        return False
    if a.rel != b.rel or a.quote != b.quote or _degree(a) != _degree(b) or says_the_same(first, second):
        return False
    if are_coordinated(first, second) or first.rel == second.rel == "conj" or second.child("cop"):
        return False
    if sum(w.text == "," for w in sentence.words[first.i : second.i]) >= LONG_LIST:
        return False  # "tax forms, letters, bills, travel forms": read as whatever
    if contradicts(sentence, first, second) and second.lemma != "one":
        return False  # "all services, including the paid services"
    cases = [noun.child("case").lower for noun in (first, second)]
    return first.head is not second.head or first.rel != second.rel or cases[0] != cases[1]


def are_set_against(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether two nouns stand in clauses side by side, or what compares or opposes stands between them."""
    first, second = sorted((a, b), key=lambda noun: noun.i)
    if any(word.lower in _LISTS.opposing for word in sentence.words[first.i + 1 : second.i]):
        return True
    return any(_is_beside(noun, other) for noun, other in ((a, b), (b, a)))


def _is_beside(noun: Word, other: Word) -> bool:
    """Whether a noun's clause, or the phrase it belongs to, is joined to that of the other."""
    top = noun
    while top.head and not top.head.left <= other.i <= top.head.right:
        top = top.head
    return top is not noun and top.rel in ("conj", "advcl", "parataxis") and not top.has("mark", "to")


def _stands_for(sentence: Sentence, one: Word, noun: Word) -> bool:
    """Whether "one" or "ones" means the noun: the last of its number before it, no object after a subject."""
    nouns = (w for w in sentence.words[: one.i] if w.pos == "NOUN" and w.tag == noun.tag)
    others = [w for w in nouns if w is not noun]
    subjects = one.rel == "nsubj" != noun.rel and any(w.rel == "nsubj" for w in others)
    nearer = any(w.i > noun.i for w in others)
    return one.lemma == "one" and one.tag == noun.tag and not subjects and not nearer


def is_told_in_order(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether two words of order in time ("first" and "final", "old" and "new") stand in a sentence that
    tells their course itself: which comes before, becomes or replaces the other, or is the end of a time.
    """
    pair = {a.lower, b.lower}
    if not pair <= _LISTS.in_time or any(w.head.lemma in _LISTS.not_in_time for w in (a, b)):
        return False
    if pair & _LISTS.ends and any(w.head.lemma in TIME_NOUNS | _LISTS.ages for w in (a, b)):
        return True  # "on the first day ..., on the final day ..."
    cases = [w.head.child("case").lower for w in sorted((a, b), key=lambda w: w.i)]
    if cases[0] == "from" and cases[1] in ("to", "into", "onto"):
        return False  # "export it from the old one, then import it into the new one": two places
    ordered = any(w.lemma in _LISTS.ordering or w.lower in _LISTS.ordering for w in sentence.words)
    return ordered or any(w.rel == "mark" and w.head.rel == "advcl" for w in sentence.words)


def _are_formed_alike(a: Word, b: Word) -> bool:
    """Whether both are participles of one form, neither is one, or one denies the other ("unsigned")."""
    forms = [word.lower[-3:] == "ing" if is_participle(word) else None for word in (a, b)]
    return forms[0] == forms[1] or denies(a, b)


def denies(a: Word, b: Word) -> bool:
    """Whether one of two modifiers is the other with a prefix that denies it."""
    shorter, longer = sorted((a.lower, b.lower), key=len)
    return longer.removesuffix(shorter) in ("un", "in", "im", "non", "dis")


def others(noun: Word, *told: Word) -> set[str]:
    """The modifiers of a noun beside those that are exchanged."""
    return {word.lower for word in noun.all("amod", "compound") if word not in told}


def _degree(word: Word) -> str:
    return word.tag if word.tag in ("JJR", "JJS") else ""


def different_nouns(a: Word, b: Word) -> bool:
    """Whether the two modify different nouns that are not parts of one name or apposition."""
    first, second = a.head, b.head
    if not first or not second or first is second or says_the_same(first, second) or same_list(first, second):
        return False
    if are_coordinated(first, second):
        return not mean_the_same(first, second)
    if first.head is second or second.head is first or first.rel == second.rel == "conj":
        return False  # of one phrase, or of two lists
    return not (first.rel == "appos" and first.head is second) and not (
        second.rel == "appos" and second.head is first
    )


def are_coordinated(a: Word, b: Word) -> bool:
    """Whether two words are members of one list."""
    of_one = a.rel == b.rel == "conj" and a.head is b.head
    return of_one or (a.rel == "conj" and a.head is b) or (b.rel == "conj" and b.head is a)


def mean_the_same(a: Word, b: Word) -> bool:
    """Whether two nouns are one, or say the same: "personal data and technical information"."""
    return a.lemma == b.lemma or any(option == b.lemma for option, _ in SYNONYMS.get((NOUN, a.lemma), ()))


def are_at_home(a: Word, b: Word) -> bool:
    """Whether each of two modifiers goes with the other's noun whatever a corpus holds: "short" and "small"
    with any part of the body.
    """
    for modifiers, nouns in _AT_HOME:
        if a.lower in modifiers and b.lower in modifiers and a.head.lemma in nouns and b.head.lemma in nouns:
            return True
    return False


def different_words(a: Word, b: Word) -> bool:
    """Whether two modifiers are no forms of one word, as "inflammatory" and "proinflammatory" are, and say
    different things.
    """
    for one, other in ((a, b), (b, a)):
        if any(option == other.lower for option, _ in SYNONYMS.get((ADJECTIVE, one.lower), ())):
            return False
    if any({a.lower, b.lower} <= one for one in _NAMING_ALIKE):
        return False  # "a feature request", "an enhancement request"
    if a.text.isupper() and b.text.isupper():
        return a.text != b.text  # "HTTP" and "HTTPS"
    if denies(a, b):
        return True  # "signed" and "unsigned"
    shorter, longer = sorted((a.lower, b.lower), key=len)
    return shorter not in longer and shorter[:5] != longer[:5]


def unit_class(noun: Word) -> str:
    """Return "measure", "time" or "count": numerals exchange between nouns of one class."""
    return "measure" if noun.lemma in MEASURE_NOUNS else "time" if noun.lemma in TIME_NOUNS else "count"
