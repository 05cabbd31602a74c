"""Back-translation: natural paraphrases of a corpus's own sentences, where nobody wrote any."""
