"""Registers of those who ask (positives): question, command, keyword query, need and chat, each in the form
of another.

"How do I reset my password?" -> "I want to reset my password", "reset password", "hi, how do i reset my
password? thanks". What is asked for is found in requests.py; the rules change what stands around it, and
leave the rest to the other families' edits, so that a near-miss may stand in another register as well.
"""

MODULES = ("question", "command", "need", "keyword", "fragment", "chatty")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
