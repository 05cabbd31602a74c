"""A verifier over HTTP: reranking, verdicts and cache decisions for whoever does not write Python."""
