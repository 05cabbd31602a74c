"""How often a verifier knows a question again that differs in nothing that means anything.

    python benchmarks/noise.py RUN [RUN ...]

Forty questions, commands and keyword queries, written for this, each against itself with one kind of noise: a
typo in a longer word, two of them, an emoji, lower case, capitals, politeness before or after it, a greeting,
markup, other punctuation. Prints, for each kind and run, of how many of the forty the answer is "same".
"""

import argparse
import random
import re
import sys

from verisieve.common.failures import ended
from verisieve.models.verifier import Verifier

QUESTIONS = """
How do I change the delivery address of an order that has not shipped yet?
Can I bring my own helmet to the climbing wall?
What time does the last ferry to the island leave on Sundays?
Which documents do I need to register a second-hand car?
Why does my printer only print half of the page?
Is the museum open on public holidays?
How long can cooked rice stay in the fridge?
Where do I find the serial number of my dishwasher?
Do I have to pay for a cancelled appointment?
How much notice must I give before I leave the flat?
What is the difference between a gross and a net salary?
Who approves travel expenses above the limit?
Can two people share one season ticket?
How do I restore a deleted branch in the repository?
What happens to my points when the subscription ends?
How many vacation days can I carry over to next year?
Does the warranty cover a broken screen?
Which port does the monitoring agent listen on?
Should I take this medicine before or after breakfast?
How do I export my contacts to a spreadsheet?
Cancel the gym membership at the end of the month.
Remind me to water the plants every three days.
Send the signed contract to the landlord.
Turn off notifications for the family group.
Show all invoices that are still unpaid.
Block the lost card and order a new one.
Move the meeting with the designers to Thursday.
Increase the memory of the test server.
Unsubscribe me from the weekly newsletter.
Translate the leaflet into Portuguese.
reset password company laptop
train Lisbon Porto tomorrow morning
vegetarian restaurants near the station
refund damaged parcel
opening hours city library
compare mobile plans without contract
symptoms of iron deficiency
convert miles to kilometres
renew passport online
best time to plant tomatoes
""".strip().split("\n")
SEED = 7


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", nargs="+", help="run folders, published verifiers, or default")
    arguments = parser.parse_args()
    verifiers = [Verifier.from_pretrained(run) for run in arguments.runs]
    print("| noise | example | " + " | ".join(arguments.runs) + " |")
    print("|---|---|" + "---|" * len(verifiers))
    for name, change in NOISE.items():
        rng = random.Random(SEED)
        pairs = [(question, change(question, rng)) for question in QUESTIONS]
        counts = []
        for verifier in verifiers:
            served = sum(verdict.answer == "same" for verdict in verifier.verify_pairs(pairs))
            counts.append(f"{served} of {len(pairs)}")
        print(f"| {name} | {pairs[0][1]} | {' | '.join(counts)} |", flush=True)


def typo(text: str, rng: random.Random) -> str:
    """Slip once in one of the longer words: two letters swapped, one doubled, one left out."""
    words = list(re.finditer(r"[A-Za-z]{6,}", text)) or list(re.finditer(r"[A-Za-z]{4,}", text))
    word = rng.choice(words)
    at = rng.randrange(word.start() + 1, word.end() - 2)
    kind = rng.choice(("swap", "double", "drop"))
    slipped = {"swap": text[at + 1] + text[at], "double": text[at] * 2 + text[at + 1], "drop": text[at + 1]}
    return text[:at] + slipped[kind] + text[at + 2 :]


def two_typos(text: str, rng: random.Random) -> str:
    """Slip twice."""
    return typo(typo(text, rng), rng)


def emoji(text: str, rng: random.Random) -> str:
    """Put one or two emoji before or behind it."""
    sign = rng.choice(("🙂", "🙏", "😡😡", "👍🏽", "❤️", "🚗"))
    return f"{sign} {text}" if rng.random() < 0.3 else f"{text} {sign}"


def lower(text: str, rng: random.Random) -> str:
    """Write it in lower case, without the stop."""
    return text.lower().rstrip(".?")


def capitals(text: str, rng: random.Random) -> str:
    """Write it in capitals."""
    return text.upper()


def polite(text: str, rng: random.Random) -> str:
    """Ask politely."""
    own = text[0].lower() + text[1:] if text[1].islower() else text
    return rng.choice((f"Please, {own}", f"{text} Thank you!", f"{text} Thanks in advance", f"pls {own}"))


def greeting(text: str, rng: random.Random) -> str:
    """Greet before it."""
    own = text[0].lower() + text[1:]
    return rng.choice((f"Hi, {own}", f"hey there, {own}", f"Good morning! {text}", f"Hello team, {own}"))


def markup(text: str, rng: random.Random) -> str:
    """Mark it up."""
    return rng.choice((f"**{text}**", f"<p>{text}</p>", f"- {text}", f"> {text}", f"`{text}`", f"_{text}_"))


def punctuation(text: str, rng: random.Random) -> str:
    """Set other stops."""
    return text.rstrip(".?") + rng.choice(("??", "!", "...", " ?", ".", "?!"))


NOISE = {
    "one typo": typo,
    "two typos": two_typos,
    "emoji": emoji,
    "lower case, no stop": lower,
    "capitals": capitals,
    "politeness": polite,
    "greeting": greeting,
    "markup": markup,
    "punctuation": punctuation,
}

if __name__ == "__main__":
    sys.exit(ended("noise.py", main))
