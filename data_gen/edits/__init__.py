"""The edit rules, a folder a family, and what they share: proposals from a parse, which never touch text."""
