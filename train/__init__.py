"""Training a verifier on generated pairs with accelerate."""
