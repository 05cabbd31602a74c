"""Orders and requests (hard positives), which users of assistants write."""

from collections.abc import Iterator

from ...english.casing import mid_sentence
from ...english.verb_forms import base_form, gerund
from ..prelude import SAME, Proposals, Random, Replacement, Sentence, Word, is_statement, rule, word_lists
from .arguments import is_plain

_LISTS = word_lists(__package__, "requests")

SHARE = 0.5
_OPENERS = {tuple(old.split()): new.split("|") for old, new in _LISTS.table("openers").items()}


@rule("paraphrase.request", SAME, share=SHARE, when=is_statement)
def requests(sentence: Sentence, rng: Random) -> Proposals:
    """Remember to lock the door. <-> Do not forget to lock the door.; Please send it. <-> Send it.

    Yield at most one rewording of an order.
    """
    words, root = sentence.words, sentence.root
    if (root.tag != "VB" and root.lower != "sure") or sentence.words[-1].text not in (".", "!"):
        return
    if not is_plain(sentence):
        return
    first = 1 if words[0].lower == "please" else 0
    if root.child("nsubj", "csubj", "expl") or not _opens(words, first, root):
        return
    options = [*_openers(sentence, first), *_politeness(sentence, root)]
    if options:
        yield rng.choice(options)


def _opens(words: list[Word], first: int, root: Word) -> bool:
    """Whether the order begins with its verb, or with "do not"."""
    if root.lower == "sure":
        return words[first].lower == "be" and root.i == first + 1
    return root.i == first or (words[first].lower == "do" and words[first + 1].lower in ("not", "n't"))


def _openers(sentence: Sentence, first: int) -> Iterator[Replacement]:
    words = sentence.words
    for opener, texts in _OPENERS.items():
        end = first + len(opener)
        if end + 1 >= len(words) or tuple(w.lower for w in words[first:end]) != opener:
            continue
        verb, start = words[end], words[first].start
        for text in texts:
            if opener[-1] in ("from", "avoid"):
                base = base_form(verb.text, "VBG", verb.lemma)
                if verb.tag == "VBG" and base is not None:
                    yield Replacement(start, verb.end, f"{text} {base}")
            elif text.endswith("avoid"):
                if verb.tag == "VB":
                    yield Replacement(start, verb.end, f"{text} {gerund(verb.lower)}")
            elif (
                opener[-1] == "you"
                and (
                    (verb.tag not in ("VB", "VBP") and verb.lower != "read")
                    or verb.lower in ("are", "'re", "have", "can")
                )
            ) or (opener[-1] == "that" and verb.lower == "you"):
                continue
            else:
                yield Replacement(start, words[end - 1].end, text)


def _has_statement(sentence: Sentence, root: Word) -> bool:
    """Whether there is a statement as well: the order is then a misread noun."""
    return any(
        c.finite and c.predicate is not root and c.predicate.rel not in ("advcl", "acl", "ccomp", "csubj")
        for c in sentence.clauses
    )


def _politeness(sentence: Sentence, root: Word) -> Iterator[Replacement]:
    """ "Please send it." <-> "Send it, please."; "Send it." -> "Please send it."."""
    words = sentence.words
    stop = words[-1]
    if words[0].lower == "please" and root.i > 0:
        rest = sentence.text[words[1].start : stop.start]
        yield Replacement(words[0].start, stop.start, rest)
        if not any(w.text == "," for w in words) and len(words) < 14:
            yield Replacement(words[0].start, stop.start, f"{rest}, please")
    elif words[-2].lower == "please" and words[-3].text == ",":
        yield Replacement(
            words[0].start,
            stop.start,
            f"please {mid_sentence(words[0])}{sentence.text[words[0].end : words[-4].end]}",
        )
    elif (
        root.lower in _LISTS.asked
        and words[root.i + 1].tag in ("DT", "PRP$", "PRP", "RP", "CD", "NNS")
        and not _has_statement(sentence, root)
    ):
        yield Replacement(words[0].start, words[0].end, f"please {mid_sentence(words[0])}")
