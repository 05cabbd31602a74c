"""Texts in capital letters only, as old databases and headlines hold them, in sentence case for the parser.

Which words are names is not to be seen in such a text: they lose their capital too.
"""

import re

MOST = 0.9  # of the letters that are capitals
LEAST_WORDS = 4
_START = re.compile(r"(?:^|[.!?][\"”’')\]]*\s+|\n\s*)[\"“‘'(\[]*[a-zà-ÿ]")
_I = re.compile(r"\bi\b(?!\.\w)")
_NAMED = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september"
    r"|october|november|december|english|american|european|christmas|easter|internet)(?=\b)"
)


def is_shouted(text: str) -> bool:
    """Whether a text of several words is in capital letters.

    >>> is_shouted("THE TENANT PAYS THE RENT."), is_shouted("The USA and the UK.")
    (True, False)
    """
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return len(words) >= LEAST_WORDS and capitals >= MOST * (capitals + small)


def sentence_case(text: str) -> str:
    """Return a text in small letters, with a capital at each sentence's start.

    >>> sentence_case("I PAY ON MONDAY. THE RENT IS DUE.")
    'I pay on Monday. The rent is due.'
    """
    text = _NAMED.sub(lambda match: match[0].capitalize(), text.lower())
    return _START.sub(lambda match: match[0][:-1] + match[0][-1].upper(), _I.sub("I", text))
