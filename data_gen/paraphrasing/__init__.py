"""Natural paraphrases of a corpus's own sentences, where nobody wrote any.

By a language model, a translator or any command (the back ends), each checked before it is taken.
"""
