"""On what occasion something is for, left out or turned round (near-misses): "a lamp for when the light does
not work" -> "a lamp", "a lamp for when the light works".

Part of the rules condition.dropped and .unless.
"""

from ..negation.insertion import insert_not
from ..negation.removal import remove
from ..prelude import Changes, Replacement, Sentence, change, is_statement, lowers, related, rule, word_lists

_LISTS = word_lists(__package__, "occasions")
_ENDS = (".", "")


@rule("condition.dropped", triggers=("when",), when=is_statement)
@rule("condition.unless")
def occasions(sentence: Sentence) -> Changes:
    """ "Sets a name for when guests give none." -> "Sets a name."; "a lamp for when it is dark" -> "a lamp
    for when it is not dark".
    """
    if "only" in lowers(sentence):
        return
    for verb in related(sentence, "advcl", "acl", "ccomp", "nmod", "obl"):
        first = next((c for c in verb.children if c.lower == "when" and c.i < verb.i), None)
        if first is None or sentence.before(first).lower != "for":
            continue
        clause = sentence.clause(verb)
        if clause is None or not clause.is_told or clause.finite.tag not in ("VBZ", "VBP"):
            continue
        noun = sentence.before(first, 2)
        if noun.pos not in ("NOUN", "PROPN") or noun.lemma in _LISTS.decided or verb.child("conj"):
            continue
        if sentence.words[verb.right + 1].text in _ENDS:
            yield change("dropped", Replacement(noun.end, sentence.words[verb.right].end, ""))
        negator = clause.negation
        turned = remove(sentence, clause, negator) if negator else insert_not(sentence, clause)
        if turned is not None:
            yield change("unless", *turned.replacements)
