"""Another question of the same act (near-misses): "swap two keys" -> "why should I swap two keys"; "Who
painted the barn?" -> "When was the barn painted?".

Part of the rule substitution.aim: of orders and needs, and of questions for the subject; and of the rule
substitution.action: another deed of whoever is asked for ("Who bought the barn?").
"""

from collections.abc import Sequence

from ...english.verb_forms import inflected
from ..prelude import NOTHING, Changes, Random, Replacement, Sentence, change, rule, word_lists
from ..register.openings import ended
from ..request_lines import MARKS, is_verb
from ..requests import ANSWERED, ORDER, WANT, WH, Asked, Request

_LISTS = word_lists(__package__, "asked")

_DEEDS = {tuple(deed.split()): others.split(" | ") for deed, others in _LISTS.table("deeds").items()}
_OPENS_THING = ("DT", "NN", "NNS", "NNP", "PRP$", "JJS", "JJ")
_OF_ACTS = ("why should I", "when should I")


@rule("substitution.aim", each=Asked((ORDER, WANT, WH), steps=False))
@rule("substitution.action")
def asked_acts(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """Yield what is asked about an act, where it was to be done, or about who does it."""
    if found.form != WH and found.is_closed:
        timed = found.form == ORDER or any(word.lower in _LISTS.times for word in found.words)
        yield from asked_of_act(found, "aim", _OF_ACTS[:1] if timed else _OF_ACTS, rng)
    elif found.form == WH:
        yield from _of_subject(found, rng)
        yield from _other_deed(found, rng)


def asked_of_act(found: Request, short: str, openers: Sequence[str], rng: Random) -> Changes:
    """ "swap two keys" -> "why should I swap two keys"; "I want to sell my bike" -> "When should I sell my
    bike?": not how it is done, or that it be done. An order with a capital is one for a machine or a guide.
    """
    first, last = found.words[0], found.words[-1]
    wanted = found.form != WANT or (found.first.lower == "i" and not found.sentence.is_question)
    if found.is_for_me or not wanted or first.lower in ANSWERED:
        return
    if found.form == ORDER and (first.text[:1].isupper() or not is_verb(first)):
        return
    if not (is_verb(first) or first.tag == "VB"):
        return
    if first.lower == "convert" and any(word.tag == "CD" for word in found.words):
        return  # "convert 20 dollars to euros": a sum is wanted
    more = any(word.tag in ("VB", "VBP", "VBZ") for word in found.words[2:])  # a second act
    joined = any(word.tag == "CC" or word.text == "," for word in found.words)
    marked = any(word.text in MARKS - {","} for word in found.words)
    if (joined and more) or marked or last.lower == "please":
        return
    capital = any(char.isupper() for char in found.first.text[:1])
    opener = rng.choice(openers)
    opener = opener[:1].upper() + opener[1:] if capital else opener
    start = found.first.start
    named = first.text[:1].lower() + first.text[1:] if first.text[1:].islower() else first.text
    text = opener if any(char.isupper() for char in found.sentence.text) else opener.lower()
    yield change(
        short, Replacement(start, first.end, f"{text} {named}"), *ended(found, "?" if capital else "")
    )


def _of_subject(found: Request, rng: Random) -> Changes:
    """ "Who repaired the pump last?" -> "When was the pump repaired last?"; "Who carries the sofa down?" ->
    "How is the sofa carried down?"."""
    words = found.sentence.words[found.start : found.end]
    verb = next((w for w in words[1:6] if w.tag in ("VBD", "VBZ") and w.pos == "VERB"), NOTHING)
    thing, subject = verb.child("iobj", "obj"), verb.child("nsubj")
    particle = found.sentence.after(verb)
    particle = particle if particle.tag == "RP" else NOTHING  # "Who set up the stall?"
    thing = thing or (particle.head if particle.head is not verb else NOTHING)
    if not verb or not thing or thing.left not in (verb.i + 1, particle.i + 1) or subject.right + 1 != verb.i:
        return
    asked = subject.lower == "who" or subject.has("det", "which")
    told = verb.child("conj", "xcomp", "ccomp", "advcl") or thing.all("conj", "acl")
    is_thing = thing.tag in ("NN", "NNS", "NNP") and not thing.child("nummod") and thing.right < found.end
    if not asked or told or not is_thing or verb.lemma in _LISTS.states or subject.left != found.start:
        return
    if found.sentence.words[thing.right + 1].lower == "of" or any(
        w.tag in ("JJR", "JJS", "RBR", "RBS", "CD", "PRP", "CC") for w in words
    ):
        return
    past, several = verb.tag == "VBD", thing.tag == "NNS"
    be = ("were" if several else "was") if past else ("are" if several else "is")
    text = f"{rng.choice(('when', 'why') if past else ('how', 'why'))} {be} "
    start = max(thing.left, particle.i + 1) if particle else thing.left
    text += found.sentence.slice(start, thing.right + 1) + " " + inflected(verb.lemma, "VBN")
    text += f" {particle.text}" if particle else ""
    first = words[0]
    if first.text[:1].isupper():
        text = text[:1].upper() + text[1:]
    yield change("aim", Replacement(first.start, found.sentence.words[thing.right].end, text))


def _other_deed(found: Request, rng: Random) -> Changes:
    """ "Who designed the logo?" -> "Who approved the logo?"; "Which firm wrote the guide?" -> "Which firm
    translated the guide?".
    """
    words = found.words
    place = 1 if words[0].lower == "who" else 0
    if words[0].lower == "which":
        verbs = (i for i, word in enumerate(words[:6]) if i > 1 and word.pos == "VERB")
        place = next((i for i in verbs if words[i - 1].tag[:2] == "NN"), 0)
    for end in (place + 2, place + 1) if place else ():
        deed = tuple(word.lower for word in words[place:end])
        if deed in _DEEDS and end < len(words) and (place == 1 or words[end].tag in _OPENS_THING):
            made = Replacement(words[place].start, words[end - 1].end, rng.choice(_DEEDS[deed]))
            yield change("action", made)
            return
