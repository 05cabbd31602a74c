"""The frozen retriever, the interaction model on its token states, and the two stages together."""
