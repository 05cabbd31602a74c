"""Conditions and exceptions dropped or added (near-misses): the answer that is too general.

Part of the family condition: "Guests may cancel unless the flat is full" -> "Guests may cancel"; "every day
except Monday" -> "every day"; "Staff may open the safe" -> "Staff may open the safe in an emergency"; "a lamp
for when the light does not work" -> "a lamp".
"""

from ...english.lexicon import word_set
from ..direction import in_brackets, is_definition, is_tied
from ..edit import Changes, Replacement, change, insert_after
from ..index import is_medical, is_statement, lowers, related
from ..negation.insertion import insert_not
from ..negation.removal import remove
from ..polarity import CONTRACT, may_permits, points_back
from ..prelude import NEAR_MISS, Clause, Random, Sentence, Word, rule, word_lists
from .halves import ASKING, names_again

_LISTS = word_lists(__package__, "exception")

_MARKS = frozenset(("if", "unless", "provided", "providing"))
_NOT_BEFORE = _LISTS.set("not_before")
_EXCEPTING = _LISTS.phrases("excepting")
_ADDED = {
    "permission": _LISTS.phrases("permission"),
    "effect": _LISTS.phrases("effect"),
    "no_effect": _LISTS.phrases("no_effect"),
}
_CONDITIONAL = _LISTS.set("conditional")
_NO_ALTERNATIVES = frozenset(
    ("more", "less", "not", "so", "other", "otherwise", "later", "similar", "fewer", "any")
)
_EFFECTS = _LISTS.set("effects")
_GROUPS = _LISTS.set("groups")
_LONG = 16  # words of a rule that leaves room for a condition
_AS_NEEDED = frozenset(
    ("necessary", "needed", "desired", "possible", "required", "applicable", "appropriate", "available")
)
_PHRASES = [(phrase.split(), False, frozenset[str]()) for phrase in _EXCEPTING] + [
    (phrase.split(), True, word_set(idle)) for phrase, idle in _LISTS.table("defaults").items()
]
_CONTENT = ("NOUN", "PROPN", "VERB", "ADJ")
_ENDS = (".", "?", "!", "")


@rule("condition.dropped", NEAR_MISS, most=2)
def dropped(sentence: Sentence) -> Changes:
    """Guests may cancel unless the flat is full. -> Guests may cancel.

    Yield the sentence without its condition, its exception or its "on request".
    """
    words = sentence.words
    for word in words:
        if word.lower in _MARKS and word.rel in ("mark", "advmod") and word.head.rel == "advcl":
            yield from _without_clause(sentence, word)
    seen = lowers(sentence)
    for parts, is_default, idle in _PHRASES:
        for word in words if seen.issuperset(parts) and seen.isdisjoint(idle) else ():
            if [w.lower for w in words[word.i : word.i + len(parts)]] == parts:
                yield from _without_phrase(sentence, word, word.i + len(parts), is_default)


def _without_clause(sentence: Sentence, mark: Word) -> Changes:
    words, verb, main = sentence.words, mark.head, mark.head.head
    start, end = verb.left, verb.right + 1
    before = (words[start], sentence.before(words[start]), sentence.before(mark))
    if any(word.lower in _NOT_BEFORE for word in before):
        return  # "come, even if you are late"
    if {main.lemma, sentence.before(mark).lemma} & ASKING or main.head or points_back(sentence, verb, main):
        return
    if is_definition(sentence) or in_brackets(sentence, mark) or names_again(sentence, verb):
        return
    if not _LISTS.remainder.isdisjoint(lowers(sentence)) or "left over" in sentence.text:
        return  # "If some is unspent, the remaining money is kept.": says what the condition says
    if _is_bare(sentence, main) or _adds_nothing(sentence, verb):
        return
    if sentence.before(mark).lower in ("me", "us"):
        return  # "can you tell me if you ship abroad"
    if verb.lemma == "do" and not verb.child("obj"):
        return  # "If you do, tell us."
    if main.tag == "MD" or verb.lower == "available":
        return  # "If it is open, guests may:", "If there is one, it shows the price."
    if verb.lower in _AS_NEEDED and not verb.child("nsubj", "expl"):
        return  # "bring a coat if necessary": as good as without
    if not (main.has("nsubj") or main.has("expl") or main.tag == "VB") or verb.all("conj"):
        return
    listed = any(c.has("cc", "or") and c.child("nsubj", "expl") for c in main.all("conj"))
    if listed or main.child("parataxis"):
        return  # "If a page is missing, a link is broken, or ..., tell us."
    if verb.child("nsubj").lower in ("this", "that", "these", "it", "so") or sentence.after(mark).lower in (
        "so",
        "not",
    ):
        return  # "If this happens, try again.": it says which case, not on what condition
    if any(w.lower in ("otherwise", "then", "would", "could", "only") for w in words):
        return
    if start == sentence.first and end < len(words):
        comma = end if words[end].text == "," else end - 1
        if main.child("nsubj", "expl").left in range(comma + 1):
            return  # the subject is read as part of the condition
        if words[comma].text == "," and comma + 1 < len(words) and words[comma + 1].rel != "cc":
            yield change("dropped", Replacement(words[start].start, words[comma + 1].start, ""))
    elif start and words[min(end, len(words) - 1)].text in _ENDS:
        last = words[start - 1]
        left = words[start - 2].end if last.text == "," else last.end
        if start > 2 and last.text not in ("(", ":", ";"):
            yield change("dropped", Replacement(left, words[end - 1].end, ""))


def _adds_nothing(sentence: Sentence, condition: Word) -> bool:
    """Whether the main clause says again all that its condition says: "the rules of the club, if this is a
    club"."""
    start, end = condition.left, condition.right + 1
    inside = {w.lemma for w in sentence.words[start:end] if w.pos in _CONTENT}
    return inside <= {w.lemma for w in (*sentence.words[:start], *sentence.words[end:])}


def _is_bare(sentence: Sentence, main: Word) -> bool:
    """Whether the main clause tells nothing on its own: "You can call us.", "Rashes occur."."""
    if main.lemma in _LISTS.invites:
        return True
    if main.lemma in _LISTS.changes and main.child("nsubj"):
        return True
    if (
        main.tag == "VB"
        and main.child("obj").lower in ("us", "me")
        and not main.child("obl", "xcomp", "ccomp")
    ):
        return True  # "Please notify us."
    if sentence.is_question or (main.tag == "VB" and not main.child("aux")):
        return False
    if main.tag in ("JJR", "RBR") or main.lower == "different":
        return True  # "The risk is higher."
    if main.has("nsubj", "you") and main.has("aux", "can", "may", "might", "could"):
        return True
    return main.pos == "VERB" and not main.child("obj", "obl", "xcomp", "ccomp", "aux")


@rule("condition.dropped", triggers=("or",))
def alternatives(sentence: Sentence) -> Changes:
    """ "if you are a child or a student" -> "if you are a child"; "unless it is late or on a Sunday"."""
    if not lowers(sentence).isdisjoint(("either", "whether", "neither", "nor", "both")):
        return
    for second in related(sentence, "conj"):
        first, link = second.head, second.child("cc")
        if link.lower != "or" or second.lower in _NO_ALTERNATIVES or second.child("conj"):
            continue
        if second.tag in ("CD", "JJR") or first.rel == "amod":
            continue  # "if they are 65 or older", "something private or secret"
        if first.rel.startswith("nsubj") or first.tag == "CD" or sentence.before(link).text in ("/", "("):
            continue
        if second.pos == "NOUN" and not second.child("det", "nmod:poss", "compound", "amod", "acl", "case"):
            continue  # "a supplement or vitamin": as good as one
        bare = not first.child("det", "nmod:poss", "compound", "amod")
        if first.pos == "PRON" or second.has("amod", "other") or (bare and second.child("compound")):
            continue  # "heart or blood vessel disease"; "a firm or other body"
        if first.has("case", "such", "like", "including") or first.head.has(
            "case", "such", "like", "including"
        ):
            continue
        if second.child("obj", "obl") and not first.child("obj", "obl"):
            continue  # "if you lose or break the key"
        stop = sentence.words[second.right + 1] if second.right + 1 < len(sentence.words) else None
        whole = stop is None or stop.text in (*_ENDS, ",", ";") or stop.lower in ("and", "then")
        if whole and link.left == min(w.i for w in sentence.subtree(second)) and _is_condition(first):
            before = sentence.before(link)
            left = sentence.before(before).end if before.text == "," else before.end
            yield change("dropped", Replacement(left, sentence.words[second.right].end, ""))


def _is_condition(word: Word) -> bool:
    """Whether a word belongs to what follows "if" or "unless"."""
    for _ in range(6):
        if word.rel == "advcl" and word.has("mark", *_MARKS):
            return not {word.head.lemma} & ASKING
        if not word.head or word.rel in ("ccomp", "acl", "parataxis"):
            return False
        word = word.head
    return False


def _without_phrase(sentence: Sentence, first: Word, end: int, whole: bool) -> Changes:
    """Drop "on request", or "except ..." with all that belongs to it, at the end of the sentence."""
    words = sentence.words
    stop = end
    if not whole:
        stop = next((w.i for w in words[end:] if w.text in (".", ";", "?", "!", ",")), len(words))
        if stop == end or (stop < len(words) and words[stop].text not in _ENDS):
            return
    before = sentence.before(first)
    if (
        before.rel == "mark"
        or in_brackets(sentence, first)
        or any(w.lower in ("by", "to", "with", "until") for w in words[end:stop])
    ):
        return  # "raise all prices except ours by 5 percent"
    if not before or before.lower in _NOT_BEFORE:
        if whole and first.i == sentence.first and words[end].text == ",":
            yield change("dropped", Replacement(first.start, words[end + 1].start, ""))
        return
    if whole and end < len(words) and words[end].text not in (*_ENDS, ","):
        return
    left = words[before.i - 1].end if before.text == "," else before.end
    right = stop if before.text == "," and stop < len(words) and words[stop].text == "," else stop - 1
    yield change("dropped", Replacement(left, words[right].end, ""))


@rule("condition.exception", NEAR_MISS, share=0.5, most=1)
def exceptions(sentence: Sentence, clause: Clause, rng: Random) -> Changes:
    """Staff may open the safe. -> Staff may open the safe in an emergency.

    Yield a permission that holds always with a condition of its own.
    """
    verb, last = clause.predicate, sentence.words[-1]
    if not clause.is_root or last.text != "." or is_tied(sentence) or sentence.root is not verb:
        return
    if not _CONDITIONAL.isdisjoint(lowers(sentence)) or verb.all("advcl", "conj", "parataxis", "ccomp"):
        return
    before = sentence.before(last)
    if before.pos not in ("NOUN", "VERB", "PROPN") or verb.pos != "VERB" or len(sentence.words) > _LONG:
        return
    if verb.child("xcomp") or any(w.tag == "CD" for w in sentence.words):
        return  # "may choose to add a user"; "must pay within 30 days"
    permits = clause.finite.lower == "may" and not clause.negation and may_permits(sentence, clause)
    ruled = clause.subject.lower == "you" or clause.subject.lemma in CONTRACT  # not "the nurse may"
    if permits and ruled and not sentence.is_question:
        yield change("exception", insert_after(before, " " + rng.choice(_ADDED["permission"])))


@rule("condition.exception")
def effects(sentence: Sentence, clause: Clause, rng: Random) -> Changes:
    """ "The cream relieves the itching." -> "The cream relieves the itching in older people."."""
    verb, last, seen = clause.predicate, sentence.words[-1], lowers(sentence)
    claimed = clause.is_root or (verb.rel == "ccomp" and verb.head is sentence.root)
    if last.text != "." or not claimed or verb.lemma not in _EFFECTS or clause.finite.tag == "VBD":
        return
    if clause.subject.lower == "you":
        return
    before = sentence.before(last)
    if not is_medical(sentence) or not seen.isdisjoint(_CONDITIONAL | _GROUPS) or before.pos != "NOUN":
        return
    if sentence.root.all("conj", "parataxis", "advcl") or verb.all("conj", "advcl"):
        return
    if len(sentence.words) > 25:
        return
    own = [c for c in verb.children if c.right == before.i and c.rel in ("obj", "obl")]
    if own and not own[0].child("conj", "acl", "appos"):
        if before.lemma not in _LISTS.outcomes and not before.lower.endswith(("itis", "osis", "emia", "oma")):
            return  # "moves water into the space"
        kept = "no_effect" if clause.negation else "effect"
        yield change("exception", insert_after(before, " " + rng.choice(_ADDED[kept])))


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
        if sentence.words[verb.right + 1].text in (".", ""):
            yield change("dropped", Replacement(noun.end, sentence.words[verb.right].end, ""))
        negator = clause.negation
        turned = remove(sentence, clause, negator) if negator else insert_not(sentence, clause)
        if turned is not None:
            yield change("unless", *turned.replacements)
