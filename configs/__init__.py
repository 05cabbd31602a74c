"""Recipes: one YAML file per use, with a section per command. Read by verisieve.common.configuration."""
