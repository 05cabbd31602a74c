"""A word becomes its opposite (near-misses): "How do I turn off dark mode?" -> "How do I turn on dark mode?".

A pair is opposite in one sense only, so that words.yaml lists it with what it is said of: "public" and
"private" of a repository, not of a notice; "cause" and "prevent" of a disease, and only where somebody
asks. Whether the sentence bears the change, polarity.py says; here are the sense, the complements and the
gender of pronouns.
"""

from ...english.classes import thing_class
from ...english.kinds import AGENTS, kind
from ...english.lexicon import PARTIES, rows, word_set
from ...english.nouns import plural
from ..direction import is_argued, is_bracketed, is_definition, is_tied, serves
from ..matching import ADJECTIVE, ADVERB, NOUN, VERB, Found, Table
from ..phrases import is_glossed
from ..prelude import NEAR_MISS, Changes, Random, Sentence, Word, change, is_echoed, lowers, rule, word_lists
from ..request_lines import TROUBLES, is_somebodys
from ..requests import asks
from .complements import before_noun, complements, fitted, governed_by, has_of
from .verb_frames import FRAMES, Pair, is_done_by_somebody, is_for_an_end, may_turn, pairs, turned_frames

_LISTS = word_lists(__package__, "antonym")
_ANYWHERE = frozenset(pairs(_LISTS.text("anywhere")))
_PREDICATES = frozenset(pairs(_LISTS.text("predicates")))
_NOT_BEFORE = rows(_LISTS.table("not_before"))
_ANY_OBJECT = frozenset(pairs(_LISTS.text("verbs")))
_ALONE = frozenset(pairs(_LISTS.text("alone")))
_ASKED = _LISTS.set("asked")
_NOT_BESIDE = rows(_LISTS.table("not_beside"))
_NOUNS = pairs(_LISTS.text("nouns"))
_OF_DISEASE = frozenset(pairs(_LISTS.text("of_disease")))
_COMPOUNDED = _LISTS.set("compounded")
_BY_THINGS = _LISTS.set("by_things")
_BY_MACHINE = _LISTS.set("by_machine")
_DISEASES = _LISTS.set("diseases")
_MADE = _LISTS.set("made")
MALE_OR_FEMALE = _LISTS.set("male_or_female")
OF_ONE_SEX = _LISTS.set("of_one_sex")
_COMPARED = frozenset(("JJR", "RBR", "JJS", "RBS"))
_AT_MOST = _LISTS.set("at_most")
_AMOUNTS = _LISTS.set("amounts")
_CAUSES = _LISTS.set("causes")
_COUNTED = _LISTS.set("counted")
_MOVED = _LISTS.set("moved")
_FREQUENT = _LISTS.set("frequent")  # of many nouns, not all as likely


def _limits(name: str) -> dict[Pair, frozenset[str]]:
    return {pair: word_set(nouns) for keys, nouns in _LISTS.table(name).items() for pair in pairs(keys)}


_BEFORE = _limits("before")
_OBJECTS = _limits("objects")


def _opposites() -> dict[Pair, list[str]]:
    """Return {(part of speech, lemma): opposites} of all lists."""
    found: dict[Pair, list[str]] = {}
    for pos, listed in (
        (ADJECTIVE, [*pairs(_LISTS.text("anywhere")), *pairs(_LISTS.text("predicates")), *_BEFORE]),
        (VERB, [*pairs(_LISTS.text("verbs")), *pairs(_LISTS.text("alone")), *_OBJECTS]),
        (NOUN, [*_NOUNS, *pairs(_LISTS.text("of_disease"))]),
        (ADVERB, pairs(_LISTS.text("adverbs"))),
    ):  # fmt: skip
        for word, other in listed:
            options = found.setdefault((pos, word), [])
            if other not in options:
                options.append(other)
    return found


OPPOSITES = _opposites()
TABLE = Table(OPPOSITES)


@rule("substitution.antonym", NEAR_MISS, most=3)
def antonyms(sentence: Sentence, rng: Random) -> Changes:
    """How do I turn off dark mode? -> How do I turn on dark mode?

    Yield the sentence with one word turned into its opposite, for each word that has one.
    """
    yield from turned_frames(sentence)
    for found in TABLE(sentence):
        options = [option for option in found.options if _fits(found, option)]
        if options:
            option = rng.choice(options)
            listed = found.pos == ADJECTIVE and (found.lemma, option) in _BEFORE
            listed &= found.lemma not in _FREQUENT
            yield change("antonym", found.replaced(option)) if listed else fitted("antonym", found, option)


def _fits(found: Found, option: str) -> bool:
    seen = lowers(found.sentence)
    if option in seen or found.form(option) in seen or (found.pos == NOUN and plural(option) in seen):
        return False
    beside = found.sentence.words[found.word.i if found.pos == VERB else 0 :]
    if any(w.lower in _NOT_BESIDE.get(option, ()) for w in beside):
        return False  # "upload the files from the portal"
    if found.pos == ADJECTIVE and sum(w.lower == found.lemma for w in found.sentence.words) > 1:
        return False  # "a severe form ...; this severe form"
    if found.pos != ADJECTIVE and any(
        is_echoed(found.sentence, found.word, lemma.removesuffix("e"), 6) for lemma in (found.lemma, option)
    ):
        return False  # "after termination ... what is terminated"
    if found.lemma in MALE_OR_FEMALE and _is_of_one_sex(found):
        return False
    if found.word.lower in TROUBLES and not found.sentence.is_question and asks(found.sentence):
        return False  # "adding a card fails": nobody asks for help when it succeeds
    if found.lemma in ("automatically", "manually") and not _is_by_hand(found.word.head):
        return False
    if not is_somebodys(found.sentence) and (
        (is_argued(found.sentence) and not _is_advised(found.sentence, found.word))
        or not _AT_MOST.isdisjoint(seen)
    ):
        return False  # "kept in public rooms so guests can see them"; "minimize it to only what we need"
    if found.lemma == "new" and {found.word.head.head.lemma, found.word.head.head.lower} & _MADE:
        return False  # "set up a new account"
    if found.pos == ADVERB:
        said = found.word.rel == "advmod" and found.word.head.pos == "VERB" and not found.word.children
        return said and (_is_advised(found.sentence, found.word) or may_turn(found.sentence, found.word))
    return {VERB: _fits_verb, NOUN: _fits_noun, ADJECTIVE: _fits_adjective}[found.pos](found, option)


def _is_of_one_sex(found: Found) -> bool:
    """Whether something else tells the sex: "her granddaughter, Ann", "as a boy, Tom", "Ann was queen"."""
    sentence, word = found.sentence, found.word
    told = {form for w in sentence.words if w is not word for form in (w.lower, w.lemma)}
    named = sentence.after(word).text == "," and sentence.after(word, 2).tag == "NNP"
    named |= word.has("case", "as") or (word.has("cop") and word.child("nsubj").pos == "PROPN")
    return named or not told.isdisjoint(OF_ONE_SEX | MALE_OR_FEMALE)


def _is_by_hand(verb: Word) -> bool:
    """Whether somebody could do by himself what is done automatically: no method does it manually."""
    return verb.lemma in _BY_MACHINE and (bool(verb.child("aux:pass")) or is_done_by_somebody(verb))


def _is_advised(sentence: Sentence, word: Word) -> bool:
    """Whether the word tells how much or how of what is said to help: "small doses may help" is a claim of
    its own, where "we cut the fee to help families" gives the aim of another.
    """
    said = any(w.rel in ("nsubj", "csubj") and w.head.lemma == "help" for w in word.upwards())
    return said and not is_tied(sentence)


def _fits_adjective(found: Found, option: str) -> bool:
    sentence, word, pair = found.sentence, found.word, (found.lemma, option)
    asked = sentence.is_question and pair in _PREDICATES  # "Is it legal to park here?"
    if any(
        c.rel in ("nummod", "fixed", "conj", "compound", "nmod", "cc")
        or (c.rel in ("obl", "xcomp", "ccomp", "advcl") and not asked)
        or c.lower in ("how", "as", "enough", "than", "most", "more", "less", "so", "too")
        for c in word.children
    ):
        return False
    neighbours = (found.before(), found.after())
    if any(w.tag == "CC" or w.text in ("/", "-", "(") for w in neighbours) or neighbours[1].dep == "case":
        return False  # "mild to severe"
    noun = before_noun(word)
    follows = sentence.words[noun.i + 1 : noun.i + 4] if noun else ()
    if (
        noun.all("acl")
        or any(w.lower == "which" for w in follows)
        or len(noun.all("conj")) > 1
        or (any(w.tag in _COMPARED for w in sentence.words) and not _is_advised(sentence, word))
    ):
        return False  # "a chronic cough, which lasts for weeks"; "the severe type is the most dangerous"
    if not noun:
        said = (
            word.rel in ("root", "ccomp", "advcl")
            and bool(word.child("cop"))
            and pair in _ANYWHERE | _PREDICATES
        )
        subject = word.child("nsubj")
        return (said or (bool(word.child("cop")) and subject.lemma in _BEFORE.get(pair, ()))) and (
            may_turn(sentence, word)
        )
    if is_tied(sentence) or (pair[0] in _COUNTED and any(w.tag == "CD" for w in sentence.words)):
        return False  # "rare: 1 in 9,000 people"
    if word.rel != "amod" or noun.text != noun.lower or noun.pos == "PROPN" or _is_explained(sentence, noun):
        return False
    between = sentence.words[word.i + 1 : noun.i]
    if any(w.tag != "JJ" for w in between):
        return False  # "a rare disease register"
    ahead = {w.lower for w in sentence.words[max(noun.left - 1, word.i - 3, 0) : word.i]}
    if not ahead.isdisjoint(_AT_MOST | {"such"}):
        return False  # "even if there is only a small amount"
    told = serves(word) or _is_illustrated(sentence, word)
    if told and not (asks(sentence) or _is_advised(sentence, word)):
        return False
    if pair in _BEFORE and not asks(sentence) and any(w.is_negated for w in noun.head.upwards()):
        return False  # "we do not show your private notes to others"
    if pair in _BEFORE:
        return noun.lemma in _BEFORE[pair]
    return pair in _ANYWHERE and not {noun.lemma, noun.lower} & _NOT_BEFORE.get(found.lemma, frozenset())


def _is_illustrated(sentence: Sentence, word: Word) -> bool:
    """Whether a figure, an example, a cause or a bracket says as well what the adjective does: "small gains,
    up 0.4", "big events such as the fair", "the cause of high mortality", "a large range of motion (laxity)".
    """
    noun = word.head
    if noun.lemma in _AMOUNTS and any(w.tag == "CD" for w in sentence.words):
        return True
    shown = any(w.lower in ("such", "including") for w in sentence.words[noun.i + 1 :])
    shown |= not lowers(sentence).isdisjoint(("unless", "called", "termed"))
    spurs = noun.has("case", "by") and noun.head.tag == "VBN" and not noun.head.child("aux:pass")
    return shown or spurs or noun.head.lemma in _CAUSES | _MOVED or is_bracketed(sentence, word)


def _is_explained(sentence: Sentence, noun: Word) -> bool:
    """Whether a noun, or one that it stands before, is glossed: "high blood sugar (hyperglycemia)"."""
    above = before_noun(noun)
    return is_glossed(sentence, noun) or (bool(above) and _is_explained(sentence, above))


def _fits_noun(found: Found, option: str) -> bool:
    word = found.word
    defined = is_definition(found.sentence) and not asks(found.sentence)
    if word.rel == "conj" or word.child("conj") or defined:
        return False  # "origins and destinations"
    if found.lemma in PARTIES and (word.tag == "NNS" or not _is_bound(word)):
        return False  # "Employees can be dismissed.": nobody says that of employers
    if word.rel not in ("nsubj", "obj", "obl", "nmod", "root", "iobj") or word.child("flat", "appos", "acl"):
        return False
    described = bool(word.child("compound")) or found.before().tag in ("JJ", "VB")  # "open source"
    if (described and found.lemma in _COMPOUNDED) or is_glossed(found.sentence, word):
        return False
    if (found.lemma, option) in _OF_DISEASE:
        return asks(found.sentence) and any(_is_disease(c) for c in word.all("nmod", "compound"))
    if word.tag == "NN" and not word.child("det", "nmod:poss", "amod", "compound", "nummod"):
        return found.lemma.endswith(("tion", "sion", "ing", "emia", "cardia"))
    if word.has("det", "another", "a") and (
        found.lemma in ("minimum", "maximum") or word.has("det", "another")
    ):
        return False  # "kept to a minimum", "another employee"
    return not (word.head.lemma == "be" or word.has("cop") or (has_of(word) and word.rel == "obl"))


def _is_bound(party: Word) -> bool:
    """Whether a party of a contract owes or may claim something: "the tenant shall", "notify the tenant"."""
    if party.rel == "nsubj":
        return any(c.tag == "MD" for c in party.head.all("aux"))
    return party.rel in ("obj", "iobj", "obl") and party.child("case").lower != "as"


def _is_disease(noun: Word) -> bool:
    return (
        noun.lemma in _DISEASES
        or thing_class(noun) == "disease"
        or noun.lower.endswith(("itis", "osis", "emia", "aemia", "pathy", "algia", "oma"))
    )


def _fits_verb(found: Found, option: str) -> bool:
    sentence, word, pair = found.sentence, found.word, (found.lemma, option)
    if word.pos == "AUX" or word.rel in ("compound", "case", "aux", "fixed", "amod"):
        return False
    if word.tag == "VBN" and word.is_negated:
        return False  # "is not encrypted"
    read = complements(sentence, word)
    if not read.clear or read.particle or read.prepositions or read.clause or read.infinitive or read.gerund:
        return False
    if word.child("iobj") or len(word.all("obj")) > 1:
        return False
    if governed_by(word) & {p for v, p in FRAMES if v == found.lemma}:
        return False
    if found.lemma in _ASKED and not sentence.is_question:
        return False
    thing = word.child("obj")
    made = found.lemma in _MADE and (thing.has("amod", "new") or thing.has("det", "a", "an"))
    if made or is_for_an_end(sentence, word) or not may_turn(sentence, word) or thing.child("acl"):
        return False  # "create a page"; "remove members who left"
    if not read.object:
        return (
            pair in _ALONE and word.rel != "acl" and not word.has("mark", "to")
        )  # "It takes more than one try to succeed."
    if found.lemma not in _BY_THINGS and not is_done_by_somebody(word):
        return False  # "This flag enables logging."
    if read.passive or (word.rel == "acl" and not thing):
        thing = word.child("nsubj:pass", "nsubj") if read.passive else word.head
    if kind(thing) in AGENTS and found.lemma in ("sell", "buy", "lend"):
        return False  # "lent the firm $5 million"
    wanted = _OBJECTS.get(pair)
    if wanted is None:
        return pair in _ANY_OBJECT
    return bool({thing.lemma, thing.lower} & wanted) or ("@disease" in wanted and _is_disease(thing))
