"""Publication: the dataset card, and the upload to the Hub."""
