"""What there is for a thing becomes something else that there may be (near-misses): "There is no vaccine to
prevent rabies." -> "There is no drug to treat rabies.".

Rule substitution.means. The verb of an aim goes with its noun, so that words.yaml lists both together.
"""

from ..prelude import NEAR_MISS, Found, Table, is_echoed, lexical, lowers, word_lists

_LISTS = word_lists(__package__, "means")


@lexical("substitution.means", NEAR_MISS, Table(_LISTS.table("existing")))
def means(found: Found) -> list[str]:
    """There is no cure for gout. -> There is no test for gout."""
    noun = found.first
    there = next((w for w in found.sentence.words[max(0, noun.i - 6) : noun.i] if w.lower == "there"), None)
    if "but" in lowers(found.sentence):
        return []  # "no cure, but it can be treated"
    if there is None or not any(w.lemma == "be" for w in found.sentence.words[there.i : noun.i]):
        return []
    between = found.sentence.words[there.i + 1 : noun.i]
    open_class = ("ADJ", "NOUN", "PROPN", "VERB")
    if any(w.pos in open_class and w.lemma != "be" and w.lower not in _LISTS.described for w in between):
        return []  # "no medical treatment for"
    single = any(w.lower in ("a", "an") for w in between)
    return [
        option
        for option in found.options
        if not (single and option.split()[0] in _LISTS.uncounted)
        and not any(is_echoed(found.sentence, noun, word, 5) for word in (noun.lower, option.split()[0]))
    ]
