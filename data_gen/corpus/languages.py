"""Which language a record is in: one in another language than the pipeline's is skipped, since a parser
reads anything, and makes nonsense of it.
"""

import re
from functools import lru_cache

from spacy.language import Language

LOOK_AT = 600  # characters of a record
SURE = 0.9  # probability from which a record counts as being in another language
AT_LEAST_WORDS = 5  # of a record that is judged at all
_WORD = re.compile(r"[^\W\d_]+")


class LanguageCheck:
    """Tells whether a text is in the language of a pipeline.

    Most texts are, and show it by their function words (spaCy's stop words of the language); what does not
    is given to py3langid, a naive Bayes classifier of byte n-grams (Lui and Baldwin, "langid.py", ACL 2012).
    It knows some hundred languages; a pipeline of another one, or of none in particular ("xx"), accepts
    everything.
    """

    def __init__(self, nlp: Language) -> None:
        self.lang = nlp.lang
        words = getattr(nlp.Defaults, "stop_words", None) or ()
        self.function_words = frozenset(word for word in words if len(word) > 1)

    def detect_other(self, text: str) -> str | None:
        """Return the code of the language that a text is in, None where it is the pipeline's or not sure."""
        words = _WORD.findall(text[:LOOK_AT].lower())
        if len(words) < AT_LEAST_WORDS:
            return None
        found = self.function_words.intersection(words)
        if len(found) >= 3 and 4 * sum(word in found for word in words) >= len(words):
            return None
        if self.lang not in _identifier().labels:
            return None
        lang, probability = _identifier().classify(text[:LOOK_AT])
        return str(lang) if lang != self.lang and probability >= SURE else None


@lru_cache(maxsize=1)
def _identifier():  # type: ignore[no-untyped-def]  # py3langid has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
