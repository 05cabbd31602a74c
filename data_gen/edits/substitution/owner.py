"""Another's thing (near-misses): "How do I reset my password?" -> "How do I reset my sister's password?"; "my
wife's plan" -> "my plan".

Rule substitution.owner, of what is asked for: whose thing it is, is told by a word before it, and somebody
else's is no help. What nobody can have for another ("my own", "my turn", "my opinion") is left alone.
"""

from ...english.classes import thing_class
from ...english.lexicon import TIME_NOUNS, word_set
from ...parsing.sentence import NOTHING, Sentence, Word
from ..prelude import NEAR_MISS, Changes, Random, Replacement, change, lowers, replace, rule, word_lists
from ..requests import ACTIONS, STATE, Asked, Request

_LISTS = word_lists(__package__, "owner")

_OTHERS = _LISTS.phrases("others")
_AT_WORK = _LISTS.phrases("at_work")
_MINE = word_set("my mine myself our ours")
_THIRD = word_set("he she him her")  # of whom "my husband" is one
_NOUNS = ("NN", "NNS", "NNP", "NNPS")
MAX_BEFORE = 3  # words between "my" and its noun


@rule("substitution.owner", NEAR_MISS, triggers=("my", "their"), each=Asked(), most=1)
def owners(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """How do I reset my password? -> How do I reset my sister's password?"""
    if (
        found.form == STATE
        or sentence.words[0].lower in ("q", "question")
        or not _LISTS.business.isdisjoint(lowers(sentence))
    ):
        return
    mine = [word for word in sentence.words if word.lower in _MINE]
    for word in sentence.words:
        if word.lower not in ("my", "their"):
            continue
        noun = _owned(sentence, word)
        if word.quote or not noun or not _may_be_anothers(sentence, noun):
            continue
        if sentence.before(word).lower == "as":
            continue
        after = sentence.after(noun)
        if word.lower == "their":
            if found.form in ACTIONS and not mine and not _has_owner(sentence, found, word):
                yield change("owner", replace(word, "my"))
        elif after.lower in ("'s", "’s"):
            if noun.lemma in _LISTS.relatives and len(mine) == 1 and word.i + 1 == noun.i:
                yield change("owner", Replacement(noun.start, sentence.after(after).start, ""))
        elif noun.lemma in _LISTS.relatives:
            yield change("owner", replace(word, "my friend's"))
        elif not (len(mine) > 1 and lowers(sentence) & _THIRD):
            yield change("owner", replace(word, rng.choice(_AT_WORK if _is_of_work(noun) else _OTHERS)))


def _owned(sentence: Sentence, word: Word) -> Word:
    """The noun behind a possessive, by the words: parsers read queries badly. NOTHING where it is far off."""
    words = sentence.words
    end = word.i + 1
    while words[end].tag in ("JJ", "VBN", "CD", "HYPH", *_NOUNS) and words[end].text:
        end += 1
    noun = words[end - 1]
    is_near = word.i < noun.i <= word.i + MAX_BEFORE
    return noun if is_near and noun.tag in _NOUNS and noun.text.isalpha() else NOTHING


def _may_be_anothers(sentence: Sentence, noun: Word) -> bool:
    if noun.lemma in _LISTS.inalienable or noun.lemma in TIME_NOUNS or sentence.before(noun).lower == "own":
        return False
    is_body = thing_class(noun) == "body"
    return not (is_body and any(w.lower in ("i", "i'm", "im") for w in sentence.words))  # "I hurt my knee"


def _is_of_work(noun: Word) -> bool:
    return noun.lemma in _LISTS.of_work or noun.lower in _LISTS.of_work


def _has_owner(sentence: Sentence, found: Request, their: Word) -> bool:
    """Whether the request names those whom "their" may stand for."""
    return any(w.tag in (*_NOUNS, "PRP") and w.lower != "i" for w in sentence.words[found.start : their.i])
