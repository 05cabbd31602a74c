"""Where a sentence ends: the marks of one, and what closes behind them.

One pattern for all that ask: the register of a pair (register.py), the windows of a long text (windows.py),
and the emoji that a sentence ends before (normal_form.py).
"""

_CLOSING = "[\"'”’»)\\]]*"
SENTENCE_END = rf"(?:[.!?…]{_CLOSING}(?=\s|$)|[。！？]{_CLOSING})"
"""A pattern; a full-width mark needs no space behind it."""
