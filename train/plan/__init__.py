"""What every step of an epoch reads: the pairs, their weights and draws, and which of them are held out."""
