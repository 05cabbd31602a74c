"""How the English parser that ships is trained: scripts, used by `make parser` only."""
