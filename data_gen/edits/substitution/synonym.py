"""A word becomes one that says the same (hard positives): "She purchased a flat." -> "She bought a flat.".

Rule substitution.synonym. A pair of words.yaml serves both ways; `a>b` one way only, where b has another
common sense. What follows a colon restricts it. Verbs: o only with an object, i only without one, x only
with a "to" infinitive, c with an object or a clause. Adjectives: a only before a noun, p only as a
predicate. Nouns: + also before another noun. A term of art has no synonym: "garbage collector", "sole
discretion", "illegal argument".
"""

from ...english.kinds import AGENTS, is_illness, kind
from ...english.lexicon import rows, word_set
from ...english.verb_forms import base_form
from ..matching import ADJECTIVE, ADVERB, NOUN, VERB, Found, Table, forms, inflection
from ..prelude import SAME, Changes, Random, Replacement, Sentence, change, lowers, rule, word_lists
from .complements import before_noun, complements, has_of

_LISTS = word_lists(__package__, "synonym")

Option = tuple[str, str]
"""A synonym and its restriction ("" for none)."""
_ONLY_WITH = rows(_LISTS.table("only_with"))
_NOT_BEFORE = rows(_LISTS.table("not_before"))
_ROLES = word_set("nsubj obj obl nmod root conj iobj ccomp")
_ACTIVE_ONLY = frozenset(("get", "have", "own", "need", "keep"))
_POINTING = frozenset(("this", "that", "these", "those", "such", "same"))
_INCIDENTS = _LISTS.set("incidents")
_NO_OF = _LISTS.set("no_of")
_KEEP_BARE = _LISTS.set("keep_bare")
_WITH_COMPLEMENT = _LISTS.set("with_complement")
_BEFORE_ADJECTIVES = _LISTS.set("before_adjectives")


def _synonyms() -> dict[tuple[str, str], tuple[Option, ...]]:
    """Return {(part of speech, lemma): its synonyms, each with its restriction}."""
    found: dict[tuple[str, str], list[Option]] = {}
    for pos, entries in (
        (ADJECTIVE, _LISTS.text("adjectives")),
        (VERB, _LISTS.text("verbs")),
        (NOUN, _LISTS.text("nouns")),
        (ADVERB, _LISTS.text("adverbs")),
    ):
        for entry in entries.split():
            pair, _, restriction = entry.partition(":")
            first, mark, second = pair.partition("/") if "/" in pair else pair.partition(">")
            for a, b in ((first, second), (second, first)) if mark == "/" else ((first, second),):
                if pos == VERB or "_" not in a:
                    found.setdefault((pos, a), []).append((b.replace("_", " "), restriction))
    return {(pos, word.replace("_", " ")): tuple(options) for (pos, word), options in found.items()}


SYNONYMS = _synonyms()
TABLE = Table(
    {key: tuple(option for option, _ in options) for key, options in SYNONYMS.items() if " " not in key[1]}
)
_PHRASAL = {
    tuple(words.split()): option
    for (_, words), options in SYNONYMS.items()
    if " " in words
    for option, _ in options
}
_PHRASAL_FORMS = frozenset(form for verb, _ in _PHRASAL for form in forms(verb, VERB))
_PARTICLES = frozenset(particle for _, particle in _PHRASAL)


@rule("substitution.synonym", SAME, "She purchased a flat. <-> She bought a flat.", most=3)
def synonyms(sentence: Sentence, rng: Random) -> Changes:
    """Yield the sentence with one word replaced by a synonym, for at most three words."""
    made = [*_single(sentence, rng)]
    if not lowers(sentence).isdisjoint(_PARTICLES):
        made += _phrasal(sentence)
    yield from made


def _single(sentence: Sentence, rng: Random) -> Changes:
    for entry in TABLE(sentence):
        options = [option for option in entry.options if _may_replace(entry, option)]
        if options:
            yield change("synonym", entry.replaced(rng.choice(options)))


def _phrasal(sentence: Sentence) -> Changes:
    """ "call off the race" -> "cancel the race"."""
    for verb in sentence.words:
        if verb.lower not in _PHRASAL_FORMS:
            continue
        particle = verb.child("compound:prt")
        if verb.pos != "VERB" or particle.i != verb.i + 1 or particle.lower not in _PARTICLES:
            continue
        base = base_form(verb.text, verb.tag, verb.lemma)
        found = _PHRASAL.get((base, particle.lower)) if base else None
        thing = verb.child("obj")
        wanted = _ONLY_WITH.get(found or "", frozenset((thing.lemma,)))
        if found is not None and thing and thing.lemma in wanted and not verb.child("xcomp", "ccomp"):
            text = inflection(found, VERB, verb.tag)
            yield change("synonym", Replacement(verb.start, particle.end, text))


def _may_replace(entry: Found, option: str) -> bool:
    seen = lowers(entry.sentence)
    if entry.form(option) in seen or option in seen:
        return False
    check = {VERB: _may_replace_verb, NOUN: _may_replace_noun, ADJECTIVE: _may_replace_adjective}.get(
        entry.pos, _may_replace_adverb
    )
    return any(check(entry, option, mark) for one, mark in SYNONYMS[entry.pos, entry.lemma] if one == option)


def _may_replace_verb(entry: Found, option: str, restriction: str) -> bool:
    word = entry.word
    if word.pos == "AUX" or word.rel in ("amod", "compound", "case", "aux", "fixed"):
        return False
    found = complements(entry.sentence, word)
    if not found.clear or found.particle or word.child("iobj"):
        return False
    if (option in _ACTIVE_ONLY or " " in option) and (found.passive or word.tag == "VBN"):
        return False
    if restriction == "x":
        return found.infinitive and not found.object
    if found.infinitive or found.gerund:
        return False
    if entry.lemma in ("occur", "happen"):
        return word.child("nsubj").lemma in _INCIDENTS and not found.prepositions
    if restriction == "i":
        return not found.object and not found.clause and not {"to", "of"} & set(found.prepositions)
    if restriction == "c" and found.clause:
        return " " not in option or option == "find out"
    if found.clause or not found.object:
        return False
    thing = word.child("nsubj:pass", "nsubj") if found.passive else word.child("obj")
    if not thing or (" " in option and (thing.tag == "PRP" or thing.left != word.i + 1)):
        return False
    if entry.lemma in ("inform", "notify"):
        return kind(thing) in AGENTS
    wanted = _ONLY_WITH.get(entry.lemma)
    return wanted is None or thing.lemma in wanted


def _may_replace_noun(entry: Found, option: str, restriction: str) -> bool:
    word, lemma = entry.word, entry.lemma
    if sum(other.lemma == word.lemma for other in entry.sentence.words) > 1:
        return False
    if word.child("flat", "appos") or word.rel in ("flat", "appos", "fixed"):
        return False
    if word.rel == "compound":
        noun = before_noun(word)
        return restriction == "+" and bool(noun) and noun.text == noun.lower and noun.i == word.i + 1
    if word.child("compound") or word.rel not in _ROLES:
        return False
    bare = word.tag == "NN" and not word.child("det", "nmod:poss", "amod", "nummod")
    if bare and (lemma in _KEEP_BARE or word.child("case") or word.head.pos == "ADJ"):
        return False  # "exact, rigorous, and objective"
    return not (
        lemma in _NO_OF and not has_of(word) and lemma in ("part", "start", "beginning", "rest", "component")
    )


def _may_replace_adjective(entry: Found, option: str, restriction: str) -> bool:
    word, noun = entry.word, before_noun(entry.word)
    if word.child("conj", "compound", "fixed", "nummod", "cc") or word.rel == "conj":
        return False
    if any(
        c.lower in ("how", "as", "so", "too", "more", "most", "less", "least", "very") for c in word.children
    ):
        return False
    if not noun:
        if restriction == "a" or word.rel not in ("root", "ccomp", "advcl") or not word.child("cop"):
            return False
        complement = any(
            c.rel in ("obl", "xcomp", "ccomp", "advcl", "csubj") and c.i > word.i for c in word.children
        )
        return not complement or (entry.lemma in _WITH_COMPLEMENT and option in _WITH_COMPLEMENT)
    if restriction == "p" or noun.pos == "PROPN" or noun.text != noun.lower or word.children:
        return False
    if is_illness(noun):
        return False
    if entry.before().tag in ("RB", "RBR", "RBS", "CD", "WRB") or entry.before().lower in _POINTING:
        return False
    between = entry.sentence.words[word.i + 1 : noun.i]
    if any(not w.text.isalpha() or w.tag == "CC" for w in between):
        return False
    nearest = {noun.lemma, noun.lower, *(w.lower for w in between)}
    return not nearest & _NOT_BEFORE.get(entry.lemma, frozenset()) and noun.lemma not in ("number", "part")


def _may_replace_adverb(entry: Found, option: str, restriction: str) -> bool:
    word = entry.word
    if word.rel != "advmod" or word.children or not word.head:
        return False
    if entry.before().lower in ("as", "how", "more", "most", "less", "too", "so", "very", "not", "n't", "no"):
        return False
    if " " in option:  # "right away" stands after its verb
        return word.i > word.head.i and word.head.pos == "VERB" and entry.after().rel != "case"
    if word.head.pos in ("DET", "PRON"):
        return False  # "substantially all"
    if word.head.pos in ("ADJ", "NUM", "ADV", "NOUN"):
        return entry.lemma in _BEFORE_ADJECTIVES and option in _BEFORE_ADJECTIVES
    if entry.lemma in ("often", "rarely", "seldom", "frequently"):
        return word.i < word.head.i or word.i == word.head.i + 1
    return True
