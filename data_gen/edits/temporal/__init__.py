"""Temporal relations: before and after, since and until, dates, durations (near-misses, and their positives).

Prepositions and conjunctions of time in order.py, bounds in bound.py; first and last, beginnings and ends
in sequence.py, frequencies in frequency.py; when a clock starts in clock.py, days named from now in
deixis.py; the tense of a question in tense.py; dates in date.py, durations in duration.py, exchanged in
exchange.py, in another form in date_format.py; the order of two events in events.py.
"""

MODULES = (
    "order", "bound", "sequence", "frequency", "clock", "date", "duration", "exchange", "deixis", "tense",
    "events", "synonym", "date_format",
)  # fmt: skip
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
