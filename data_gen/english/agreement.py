"""Number and person of subjects, and finite verbs that agree with them."""

from ..parsing.sentence import Word
from .kinds import kind
from .verb_forms import base_form, third_person
from .word_lists import word_lists

_LISTS = word_lists(__package__, "agreement")

_PLURAL_PRONOUNS = _LISTS.set("plural_pronouns")
_SINGULAR_PRONOUNS = _LISTS.set("singular_pronouns")
_PLURAL_NOUNS = _LISTS.set("plural_nouns")
_PLURAL_FORMS = {"is": "are", "was": "were", "has": "have", "does": "do", "'s": "'re", "isn't": "aren't"}
_SINGULAR_FORMS = _LISTS.table("singular_forms")


_ILLNESSES = ("itis", "osis", "ysis")


def is_plural(head: Word) -> bool | None:
    """Return whether the noun phrase takes a plural verb; None when unsure."""
    if head.child("conj"):
        if head.tag in ("NNP", "NNPS") and kind(head) not in ("person", "place"):
            return None  # "the Centers for Disease Control and Prevention"
        if any(c.has("cc", "not") or c.has("advmod", "not") for c in head.all("conj")):
            return None  # "a plan and not a wish"
        joined = [cc.lower for c in head.all("conj") for cc in c.all("cc")]
        return True if "and" in joined or "&" in joined else None
    if kind(head) == "person":
        return False
    if head.tag == "NNPS" and head.child("compound", "flat", "amod"):
        return False if head.lower in ("states", "nations", "kingdoms") else None
    if head.lower.endswith(_ILLNESSES):
        return False  # "bronchitis", read as a plural
    if (head.lower in _PLURAL_PRONOUNS and head.text != "US") or head.tag in ("NNS", "NNPS"):
        return True
    if head.tag == "NN" and kind(head) == "thing" and _is_counted(head):
        return True  # "28 personnel"
    if head.lower in _PLURAL_NOUNS or (
        head.text[-1:] == "s" and head.text[:-1].isupper() and len(head.text) > 2
    ):
        return True  # "MRIs"
    if head.lower in _SINGULAR_PRONOUNS or head.tag in ("NN", "NNP"):
        return False
    if head.lower == "i":
        return None
    return None


def _is_counted(head: Word) -> bool:
    """Whether a number above one counts the noun."""
    number = head.child("nummod")
    return bool(number) and number.lower not in ("one", "1") and number.i == head.i - 1


def agreeing(finite: Word, plural: bool) -> str | None:
    """Return the finite verb in the form for a third-person subject; None when it cannot be told.

    A form that needs no change is returned as it is.
    """
    lower = finite.lower
    if finite.tag == "MD":
        return finite.text
    if finite.tag == "VBD" and finite.lemma != "be" and lower not in ("was", "were"):
        return finite.text
    if lower in _PLURAL_FORMS or lower in _SINGULAR_FORMS:
        if lower.startswith("'"):
            return finite.text if plural == (lower in ("'re", "'ve")) else None
        table = _PLURAL_FORMS if plural else _SINGULAR_FORMS
        return table.get(lower, finite.text)
    base = base_form(finite.text, finite.tag, finite.lemma)
    if base is None or finite.tag not in ("VBZ", "VBP"):
        return None
    return base if plural else third_person(base)
