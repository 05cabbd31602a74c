"""The audit of a generated dataset: what came out, how even it is, what gives labels away."""
