"""What a verifier is compared with: scorers that need no training here, and the token states they share."""
