"""The English parser that ships with verisieve: how it is made, and the trained pipeline itself."""
