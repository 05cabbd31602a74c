"""The demo corpus and its paraphrases, written for this project: data only."""
