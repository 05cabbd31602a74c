"""Two of what one is asked for (near-misses): "order a pizza" -> "order two pizzas"; "What happens if I miss
a lesson?" -> "What happens if I miss two lessons?".

Part of the rule quantity.number.
"""

from ...english.nouns import plural
from ..prelude import Changes, Replacement, Sentence, change, replace, rule, word_lists
from ..requests import ASK, HOW, MAY, ORDER, QUERY, TOLD, WANT, WH, YES_NO, Asked, Request

_LISTS = word_lists(__package__, "asked")
_FORMS = (ASK, HOW, MAY, ORDER, QUERY, TOLD, WANT, WH, YES_NO)
_NOUNS = ("NN", "NNS", "NNP", "NNPS", "CD", "HYPH")


@rule("quantity.number", triggers=("a", "an"), each=Asked(_FORMS, steps=False))
def two(sentence: Sentence, found: Request) -> Changes:
    """ "order a pizza" -> "order two pizzas": what people count, behind the verb."""
    for word in found.words[1:]:
        verb, noun = sentence.before(word), sentence.after(word)
        verb = sentence.before(verb) if verb.lower in ("me", "us") else verb
        if word.lower not in ("a", "an") or verb.lower not in _LISTS.acts:
            continue
        noun = (
            sentence.after(noun)
            if noun.tag in ("JJ", "NN")
            and noun.lower not in _LISTS.ordinals
            and sentence.after(noun).tag == "NN"
            else noun
        )
        if noun.tag == "NN" and noun.lower not in _LISTS.single and sentence.after(noun).tag not in _NOUNS:
            yield change(
                "number", replace(word, "two"), Replacement(noun.start, noun.end, plural(noun.lower))
            )
            return
