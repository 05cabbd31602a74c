"""Direct and indirect questions (hard positives): word order and do-support are turned both ways."""

from ....english.agreement import is_plural
from ....english.casing import mid_sentence, piece
from ....english.verb_forms import base_form, inflected
from ....english.verb_group import DO
from ....parsing.sentence import NOTHING, Sentence, Word
from ...prelude import SAME, Proposals, Random, Replacement, is_question, rule, word_lists

_LISTS = word_lists(__package__, "indirect")

SHARE = 0.4
_DO = {"do": "VBP", "does": "VBZ", "did": "VBD"}
_AUXILIARIES = _LISTS.be | frozenset(_DO) | _LISTS.have | _LISTS.modals
_PREFIXES = [tuple(one.split()) for one in _LISTS.phrases("prefixes")]
_MAX_WORDS = 18
_asking = ("can you tell me", "could you tell me", "do you know")


@rule("paraphrase.indirect_question", SAME, when=is_question)
def indirect(sentence: Sentence, rng: Random) -> Proposals:
    """Where is the station? <-> Can you tell me where the station is?; Did the bank close? <-> Is it true
    that the bank closed?"""
    words = sentence.words
    last = words[-1]
    if last.text != "?" or len(words) < 4 or len(words) > _MAX_WORDS or sentence.text.count("?") > 1:
        return
    if any(w.quote or w.text in (",", ":", ";", "-", "--", "(", "...") for w in words):
        return
    first = words[0].lower
    made: str | None = None
    if first in _LISTS.question_words:
        made = _indirect(sentence, rng) if rng.random() < SHARE else None
    elif first == "is" and words[1].lower == "it" and words[2].lower == "true" and words[3].lower == "that":
        made = _inverted(sentence, 4, "")
    elif (start := _prefix(words)) and words[start].lower in _LISTS.question_words:
        made = _direct(sentence, start)
    elif first in _LISTS.be or first in _DO or first in _LISTS.have or first == "will":
        made = _is_it_true(sentence) if rng.random() < SHARE else None
    elif first == "can":
        made = _is_it_possible(sentence)
    if made is not None:
        yield Replacement(words[0].start, last.start, made)


def _prefix(words: list[Word]) -> int:
    lowers = tuple(w.lower for w in words[:6])
    return next((len(prefix) for prefix in _PREFIXES if lowers[: len(prefix)] == prefix), 0)


def _indirect(sentence: Sentence, rng: Random) -> str | None:
    """Return "can you tell me" with the question in the order of a statement."""
    words = sentence.words
    end = len(words) - 1
    mine = any(w.lower in ("you", "your", "yours") for w in words)
    prefix = rng.choice(("can you tell me", "could you tell me") if mine else _asking)
    auxiliary = next((w for w in words[1:6] if w.lower in _AUXILIARIES), NOTHING)
    opening = mid_sentence(words[0])
    if words[0].lower == "how" and words[1].lower == "to":
        return f"{prefix} how {sentence.slice(1, end)}"
    if not auxiliary or _subject_asked(words, auxiliary):
        finite = any(w.tag in ("VBZ", "VBP", "VBD") and w.rel in ("root", "ccomp") for w in words[1:4])
        if words[0].lower not in ("who", "what", "which", "how") or not (auxiliary or finite):
            return None
        return f"{prefix} {opening} {sentence.slice(1, end)}"
    if any(w.pos in ("VERB", "ADP") and w.tag not in ("JJ", "VBN") for w in words[1 : auxiliary.i]):
        return None
    asked = opening if auxiliary.i == 1 else f"{opening} {sentence.slice(1, auxiliary.i)}"
    how_to = words[0].lower == "how" and auxiliary.lower in ("do", "can", "should") and auxiliary.i == 1
    if how_to and words[2].lower in ("i", "we") and words[3].tag == "VB":
        return f"{prefix} how to {sentence.slice(3, end)}"
    statement = _statement(sentence, auxiliary.i, asked)
    return f"{prefix} {statement}" if statement is not None else None


def _subject_asked(words: list[Word], auxiliary: Word) -> bool:
    """Whether the question word (with its noun) is the subject: "Who wrote it?", "Which bank has closed?"."""
    after = words[auxiliary.i + 1]
    if auxiliary.lower in _DO:
        return False
    if (
        auxiliary.i == 1
        and auxiliary.lower in _LISTS.be
        and after.tag in ("DT", "PRP$")
        and after.lower != "a"
    ):
        return words[0].lower == "which"  # "What are the signs of it?": what they are
    if any(w.rel == "nsubj" and w.i < auxiliary.i and w.head and w.head.i >= auxiliary.i for w in words):
        return True
    return (
        words[0].lower in ("who", "what")
        and auxiliary.i == 1
        and (after.tag in ("VB", "VBG") and auxiliary.lower not in _DO)
    ) or (auxiliary.lower in _LISTS.be and after.lower == "the" and words[0].lower == "which")


def _subject(sentence: Sentence, start: int, end: int) -> int | None:
    """Return the index after the subject that begins at `start`, or None where the parse does not tell."""
    words = sentence.words
    if words[start].tag in ("PRP", "EX"):
        return start + 1
    found = [w for w in words[start:end] if w.rel in ("nsubj", "csubj") and w.left == start and w.right < end]
    if not found and start and words[start - 1].lower in _DO and words[start].tag in ("DT", "PRP$", "NNP"):
        verb = next((w for w in words[start:end] if w.tag == "VB"), NOTHING)
        if verb and all(w.pos in ("DET", "NOUN", "PROPN", "ADJ", "PRON") for w in words[start : verb.i]):
            return verb.i  # "Why did the company close the plant?", where the company was read as an object
    if not found and words[start].tag == "NNP" and words[start - 1].lower in _AUXILIARIES:
        after = start + 1
        while words[after].tag == "NNP":
            after += 1
        return after if words[after].tag in ("JJ", "VB", "VBN", "VBG", "DT") else None
    if not found and start > 1 and words[start - 1].lower in _LISTS.be and _is_phrase(words[start:end]):
        return end
    if len(found) != 1 or any(
        w.rel == "acl" or w.tag in ("WP", "WRB", "WDT") for w in words[start : found[0].right + 1]
    ):
        return None
    after = found[0].right + 1
    if words[start - 1].lower not in _LISTS.be and after < end and words[after].tag in ("NN", "NNS"):
        return None  # "might night work be", read amiss
    return after


def _is_phrase(words: list[Word]) -> bool:
    """Whether this is one noun phrase and nothing else: "the main cause of the war"."""
    first = words[0].tag in ("DT", "PRP$", "NN", "NNS", "NNP", "JJ", "JJS")
    plain = all(
        w.pos in ("DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON") or w.lower in ("of", "'s") for w in words
    )
    return first and plain and words[-1].pos in ("NOUN", "PROPN", "NUM") and len(words) <= 8


def _statement(sentence: Sentence, at: int, opening: str) -> str | None:
    """Return `opening` and the words after the auxiliary at `at` in the order of a statement."""
    words, end = sentence.words, len(sentence.words) - 1
    auxiliary = words[at]
    after = _subject(sentence, at + 1, end)
    if after is None or after > end or after - at > 9:
        return None
    subject = sentence.slice(at + 1, after)
    start = f"{opening} {subject}".strip()
    rest = sentence.slice(after, end) if after < end else ""
    if auxiliary.lower in _DO:
        if after >= end:
            return None
        verb = words[after]
        adverb = ""
        if (
            verb.tag == "RB"
            and verb.lower in ("always", "often", "usually", "still", "really", "never")
            and after + 1 < end
        ):
            adverb, verb = verb.text + " ", words[after + 1]
        if base_form(verb.text, "VB", verb.lemma) != verb.lower or verb.tag not in ("VB", "VBP"):
            return None
        tag = _DO[auxiliary.lower]
        form = "has" if verb.lower == "have" and tag == "VBZ" else inflected(verb.lower, tag)
        if verb.lower in ("be", "not"):
            return None
        return (
            f"{start} {adverb}{form} {sentence.slice(verb.i + 1, end) if verb.i + 1 < end else ''}".rstrip()
        )
    if not rest and auxiliary.lower not in _LISTS.be:
        return None
    if auxiliary.lower in _LISTS.be and rest and opening and words[at + 1].tag != "PRP":
        governor = words[after].head
        if words[after].rel == "case" and governor.rel == "nmod":
            return None  # "what is the impact of ... on ...": the rest may belong to the subject
    return f"{start} {auxiliary.lower} {rest}".rstrip()


def _is_it_true(sentence: Sentence) -> str | None:
    """Return "is it true that ..." for a yes/no question about somebody or something."""
    words = sentence.words
    if words[1].tag in ("PRP", "EX") and words[1].lower not in ("he", "she", "they"):
        return None
    if any(w.lower in _LISTS.polarity for w in words) or words[1].lower in ("this", "that", "these", "those"):
        return None
    if words[0].lower == "will" and words[1].tag == "PRP":
        return None
    statement = _statement(sentence, 0, "")
    return f"is it true that {statement}" if statement is not None else None


def _is_it_possible(sentence: Sentence) -> str | None:
    """Return "is it possible for the tenant to leave" for "can the tenant leave"."""
    words, end = sentence.words, len(sentence.words) - 1
    if words[1].tag in ("PRP", "EX") or any(w.lower in ("n't", "not", "or") for w in words):
        return None
    after = _subject(sentence, 1, end)
    if after is None or after >= end or words[after].tag != "VB":
        return None
    return f"is it possible for {sentence.slice(1, after)} to {sentence.slice(after, end)}"


def _direct(sentence: Sentence, start: int) -> str | None:
    """Return the direct question of an indirect one that begins with its question word at `start`."""
    words, end = sentence.words, len(sentence.words) - 1
    if words[start].lower == "how" and words[start + 1].lower == "to":
        return f"how can I {sentence.slice(start + 2, end)}"
    head = start + 1
    while head < end and words[head].lower in ("many", "much", "long", "far", "often"):
        head += 1
    of_noun = words[start].lower in ("what", "which", "how") and words[head].tag in ("NN", "NNS")
    if of_noun and head < end and (words[start].head is words[head] or head > start + 1):
        head += 1
    asked = sentence.slice(start, head)
    if (
        head < end
        and words[head].tag in ("VBZ", "VBD", "VBP", "MD")
        and words[start].lower in ("who", "what", "which", "how")
    ):
        return sentence.slice(start, end)
    return _inverted(sentence, head, asked)


def _inverted(sentence: Sentence, start: int, asked: str) -> str | None:
    """Return `asked` and the statement that begins with its subject at `start` in the order of a question."""
    words, end = sentence.words, len(sentence.words) - 1
    after = _subject(sentence, start, end)
    if after is None or after >= end:
        return None
    finite = words[after]
    subject = piece(sentence, start, after)
    rest = sentence.slice(after + 1, end) if after + 1 < end else ""
    if finite.lower in _LISTS.be | _LISTS.modals or (finite.lower in _LISTS.have and finite.pos == "AUX"):
        return f"{asked} {finite.lower} {subject} {rest}".strip()
    base = base_form(finite.text, finite.tag, finite.lemma)
    if base is None or finite.tag not in ("VBZ", "VBP", "VBD"):
        return None
    do = DO[finite.tag]
    head = next((w for w in words[start:after] if w.rel == "nsubj"), NOTHING)
    if do == "do" and head and is_plural(head) is False:
        return None
    return f"{asked} {do} {subject} {base} {rest}".strip()
