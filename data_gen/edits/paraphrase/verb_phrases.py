"""Other words for a verb and what belongs to it (hard positives): "terminate" -> "end", "apply" -> "make an
application". A group of equals says what they need to be equal: objects, an infinitive, a clause."""

from ...english.kinds import AGENTS, kind
from ...english.verb_forms import inflected
from ...parsing.sentence import FINITE_TAGS, NOTHING, Sentence, Word
from ..prelude import SAME, Proposals, Random, Replacement, rule, word_lists
from .arguments import argument
from .phrases import Entry, holds, stands, table_of

_LISTS = word_lists(__package__, "verb_phrases")

_VERB_TAGS = ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG")
_BE = {"is": "VBZ", "are": "VBP", "was": "VBD", "were": "VBD", "be": "VB", "been": "VBN", "being": "VBG"}
_INTRANSITIVE = frozenset(("none", "alone", "level"))
_NO_OBJECT = _INTRANSITIVE | {"inf", "clause", "whether", "adj"}  # what may follow instead of an object
_AFTER_VERB = frozenset(("obl", "advmod", "punct", "cc", "conj", "advcl", "mark"))
_OBJECT = "_"  # where the object stands in what takes a verb's place: "make _ easier"
_SHORT = 5  # words of such an object, at most
_VERBS = table_of(word_lists(__package__, "verb_phrases").text("verbs"))


@rule("paraphrase.verb_phrase", SAME, most=5)
def verb_phrases(sentence: Sentence, rng: Random) -> Proposals:
    """They discussed the plan. <-> They talked about the plan.; apply for -> make an application for

    Yield the sentence with a verb, and what belongs to it, in other words.
    """
    for verb in sentence.words:
        if verb.lemma not in _VERBS:
            continue
        is_be = verb.lemma == "be"
        if not is_be and (
            verb.tag not in _VERB_TAGS or verb.pos != "VERB" or verb.rel in ("amod", "compound")
        ):
            continue
        if verb.tag == "VBN" and verb.has("aux", "do", "does", "did"):
            continue  # "do not have identified gaps": the participle is of the noun
        if verb.tag == "VBP" and inflected(verb.lemma, "VBD") == verb.lower and not _is_spoken(verb):
            continue  # "the guest who set up the account": a past tense as well
        second = sentence.after(verb).lower
        for entry, _ in _VERBS[verb.lemma]:
            if entry.seconds and second not in entry.seconds:
                continue
            end = verb.i + len(entry.words)
            if (is_be and verb.lower not in _BE) or not stands(sentence, verb.i, end, entry, False):
                continue
            passive = not is_be and (
                verb.has("aux:pass") or (verb.tag == "VBN" and (verb.dep == "acl" or not verb.has("aux")))
            )
            if not _fits(sentence, verb, end, entry, passive):
                continue
            described = sentence.before(verb).lower.endswith("ly")
            perfect = verb.tag == "VBD" and verb.rel == "conj" and verb.head.has("aux", "have")
            form = _BE[verb.lower] if is_be else "VBN" if perfect else verb.tag
            options = [
                o
                for o in entry.options
                if _may_follow(o, passive, described)
                and not holds(sentence, o)
                and not (form == "VBG" and o.startswith("be "))  # "leaks being caused by frost"
            ]
            if options:
                option, _, rest = rng.choice(options).partition(" ")
                text, last = _inflected(option, verb, form), sentence.words[end - 1]
                around = rest.startswith(_OBJECT)
                thing = argument(sentence, verb.child("obj")) if around else None
                if thing is not None and thing.start == end and thing.end - end <= _SHORT:
                    place = sentence.words[thing.end - 1].end
                    behind = Replacement(place, place, rest.removeprefix(_OBJECT))
                    yield (Replacement(verb.start, last.end, text), behind)
                elif not around:
                    text += f" {rest}" if rest else ""
                    yield Replacement(verb.start, last.end, text)
            break


def _is_spoken(verb: Word) -> bool:
    return verb.child("nsubj").lower in ("i", "you", "we")


def _may_follow(option: str, passive: bool, described: bool) -> bool:
    """Whether an option has a passive, where there is one: "is looked into", but not "is made use of"; and
    whether it may stand behind an adverb: not "adversely has an effect on".
    """
    first, *rest = option.split()
    if not passive:
        return not described or len(rest) < 2
    return first not in _LISTS.stative_passive and len(rest) < 2


def _inflected(option: str, verb: Word, form: str) -> str:
    if option == "be":
        plural_subject = verb.tag == "VBP" or verb.head.tag == "VBP"
        if verb.lemma == "be":
            return verb.lower
        if form in ("VBZ", "VBP", "VBD"):
            subject = verb.child("nsubj") or verb.head.child("nsubj")
            many = plural_subject or (form == "VBD" and subject.tag in ("NNS", "NNPS"))
            return {"VBZ": "is", "VBP": "are", "VBD": "were" if many else "was"}[form]
        return {"VB": "be", "VBN": "been", "VBG": "being"}[form]
    if form == "VBD" and verb.lower == "were":
        return inflected(option, "VBD")
    return inflected(option, form)


def _fits(sentence: Sentence, verb: Word, end: int, entry: Entry, passive: bool) -> bool:
    """Whether what the verb goes with is what the entry needs."""
    words, needs = sentence.words, entry.needs
    after = words[end]
    head = verb if entry.words[0] != "be" else verb.head if verb.rel in ("cop", "aux") else verb
    if after.lower in ("itself", "themselves", "yourself", "each") or verb.quote != after.quote:
        return False
    if (verb.rel == "conj" and verb.head.pos in ("NOUN", "PROPN")) or (passive and "active" in needs):
        return False  # "access, storage and use limits": a noun
    modal = verb.tag in ("VB", "VBN") and any(c.tag in FINITE_TAGS for c in verb.all("aux"))
    if "finite" in needs and not modal and verb.tag not in FINITE_TAGS:
        return False  # "a role in causing", "to cause"
    subject = head.child("nsubj", "nsubj:pass")
    named = kind(subject) in AGENTS and subject.lower not in _LISTS.no_persons
    if "person" in needs and subject.rel and not (passive or named or subject.tag == "WP"):
        return False  # "Asthma is diagnosed with tests.", "The command submits the report."
    if needs & _NO_OBJECT:
        return not passive and _goes_on(sentence, verb, end, needs)
    if passive:
        thing = verb.head if verb.rel == "acl" else verb.child("nsubj:pass")
        return (
            len(entry.words) == 1
            and bool(thing)
            and _is_wanted(thing, needs)
            and not _bound(verb, NOTHING, end)
        )
    thing = _phrase_head(sentence, end, verb)
    if not thing or not _is_wanted(thing, needs) or (len(entry.words) == 1 and thing not in head.all("obj")):
        return False
    return not _bound(head, thing, end)


def _phrase_head(sentence: Sentence, start: int, verb: Word) -> Word:
    """The noun whose phrase begins at token `start`, a preposition of the verb before it, or NOTHING."""
    word = sentence.words[start]
    if word.tag in ("IN", "TO", "RB", "RP", "WDT", "WP", "WRB", "CC") or word.rel == "punct":
        return NOTHING
    while word.head.i > word.i and word.head.left > verb.i:
        word = word.head
    return word if word.pos in ("NOUN", "PROPN", "PRON") and word.left > verb.i else NOTHING


def _is_wanted(thing: Word, needs: frozenset[str]) -> bool:
    if not needs or thing.lemma in needs or thing.lower in needs:
        return True
    if "agent" in needs:
        return kind(thing) in AGENTS and thing.lower not in ("it", "this", "that")  # "if you can help it"
    first = thing.child("compound")  # "cause the user trouble", read as one noun
    return (
        "thing" in needs and thing.pos == "NOUN" and kind(thing) not in AGENTS and kind(first) not in AGENTS
    )


def _bound(verb: Word, thing: Word, end: int) -> bool:
    """Whether the verb has a particle, a second object or a clause: another frame than the table's."""
    if verb.child("compound:prt").i >= end or verb.child("iobj", "ccomp", "xcomp"):
        return True
    return bool(thing) and any(c.tag == "VB" or c.child("mark").lower == "to" for c in thing.children)


def _goes_on(sentence: Sentence, verb: Word, end: int, needs: frozenset[str]) -> bool:
    """Whether an infinitive, a clause, an adjective or nothing follows, as the entry needs."""
    after, following = sentence.words[end], sentence.words[end + 1]
    if "inf" in needs and after.lower == "to" and following.tag == "VB":
        return True
    if "whether" in needs and after.lower in ("whether", "if"):
        return True
    if "clause" in needs and (after.lower in ("that", "whether", "if") or after.tag in ("WRB", "WP")):
        return verb.has("ccomp") or after.lower in ("that", "whether")
    if "adj" in needs and after.tag == "JJ" and following.tag not in ("NN", "NNS", "JJ"):
        return True
    bound = ("obj", "ccomp", "xcomp", "compound:prt", "iobj", "aux:pass")
    if needs.isdisjoint(_INTRANSITIVE) or any(c.i >= end or c.rel == "aux:pass" for c in verb.all(*bound)):
        return False
    subject = verb.child("nsubj")
    if "level" in needs and (not subject or kind(subject) in AGENTS):
        return False  # what rises is a price, and nobody from a chair
    if "alone" in needs and after.pos == "ADP":
        return False
    return after.rel in _AFTER_VERB or after.pos in ("PUNCT", "ADP", "ADV")
