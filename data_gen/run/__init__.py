"""The run: blocks of records to shards, in one or more processes; shards to a dataset with its manifest."""
