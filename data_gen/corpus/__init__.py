"""The corpus: files and Hub sets read, cleaned, surveyed; records become parsed source sentences."""
