"""What evaluation measures on: pair files and retrieval sets, from folders and from the Hub."""
