"""The words of a verb group as they are written: clitics in full, what governs what. Helper of verb_group."""

from itertools import pairwise

from ..parsing.sentence import NOTHING, Word

FULL = {"ca": "can", "wo": "will", "sha": "shall"}
"""What stands before "n't" in another spelling."""
CLITICS = {"ll": "will", "re": "are", "m": "am", "ve": "have"}


def full(chain: list[Word]) -> str:
    """Return the first auxiliary in its full form: "'ll" -> "will", the "ca" of "can't" -> "can"."""
    return plain(chain[0], chain)


def plain(word: Word, chain: list[Word]) -> str:
    """Return a word of the group in lower case, the first one in its full form."""
    lower = word.lower
    if word is not chain[0]:
        return lower if lower != word.text and word.text[1:].islower() else word.text
    if lower[:1] not in "'’" or not lower:
        return FULL.get(lower, lower)
    following = chain[1].tag if len(chain) > 1 else ""
    if lower[1:] == "s":
        return "has" if following in ("VBN", "VBD") and not chain[-1].has("aux:pass") else "is"
    if lower[1:] == "d":
        return "had" if following in ("VBN", "VBD") else "would"
    return CLITICS.get(lower[1:], lower)


def governs(chain: list[Word], lemma: str, *tags: str) -> bool:
    """Whether a form of "have" or "be" stands before a participle."""
    forms = {
        "have": ("have", "has", "had", "'ve", "having"),
        "be": ("be", "is", "are", "am", "was", "were", "been"),
    }
    for word, following in pairwise(chain):
        if (word.lower in forms[lemma] or (word is chain[0] and plain(word, chain) in forms[lemma])) and (
            following.tag in tags or (lemma == "have" and following.lower == "been")
        ):
            return True
    return False


def below(word: Word) -> list[Word]:
    """Return the words of a phrase in text order."""
    found = [word]
    for child in word.children:
        found += below(child)
    return sorted(found, key=lambda one: one.i)


def text(words: list[Word]) -> str:
    """Return adjoining words as they are written."""
    text = ""
    for left, word in zip([NOTHING, *words], words, strict=False):
        text += (" " if left and left.end < word.start else "") + word.text
    return text
