"""The layers that read a pair: similarity maps, dropout that no batch moves, and readers of the bare map."""
