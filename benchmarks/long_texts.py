"""Long passages: does a verifier find what decides in the first, the middle and the last sentence?

    python benchmarks/long_texts.py default [--threads 1]

Composes passages of 300 and 1,000 words around one sentence that either says what the query says in
other words, or is a near-miss of it, and judges them read in windows and cut to the token limit.
"""

import argparse
import random
import sys
from dataclasses import dataclass

import numpy as np
import torch

from verisieve.common.failures import ended
from verisieve.models.interaction import NEAR_MISS, SAME
from verisieve.models.verifier import Verifier

LENGTHS = (300, 1000)
PLACES = ("first", "middle", "last")
CLAIMS = (
    ("The carrier must pay the supplier a fee.", "A fee must be paid to the supplier by the carrier.",
     "The supplier must pay the carrier a fee."),
    ("Visitors are not admitted after noon.", "After noon, visitors are not admitted.",
     "Visitors are admitted after noon."),
    ("The bridge is longer than the tunnel.", "The tunnel is shorter than the bridge.",
     "The tunnel is longer than the bridge."),
    ("The clerk signed the form before the meeting.", "Before the meeting, the clerk signed the form.",
     "The clerk signed the form after the meeting."),
    ("All members of the board voted for the plan.", "The plan was voted for by all members of the board.",
     "Some members of the board voted for the plan."),
    ("The nurse called the doctor at night.", "At night, the doctor was called by the nurse.",
     "The doctor called the nurse at night."),
    ("The old bakery sells fresh bread.", "Fresh bread is sold by the old bakery.",
     "The fresh bakery sells old bread."),
    ("The tenant may keep two dogs.", "Two dogs may be kept by the tenant.",
     "The tenant may keep three dogs."),
    ("The ship left the harbour on Monday.", "On Monday, the ship left the harbour.",
     "The ship left the harbour on Friday."),
    ("The gate is to the left of the tower.", "The tower is to the right of the gate.",
     "The tower is to the left of the gate."),
    ("The committee rejected the proposal in March.", "In March, the proposal was rejected by the committee.",
     "The committee accepted the proposal in March."),
    ("Guests must return the key before they leave.", "Before they leave, guests must return the key.",
     "Guests need not return the key before they leave."),
    ("The report was written by two engineers.", "Two engineers wrote the report.",
     "The report was written by five engineers."),
    ("The pump stops if the tank is full.", "If the tank is full, the pump stops.",
     "The pump stops if the tank is empty."),
    ("The insurer informed the driver of the delay.", "The driver was informed of the delay by the insurer.",
     "The driver informed the insurer of the delay."),
    ("Children under six travel free of charge.", "Free of charge travel all children under six.",
     "Children over six travel free of charge."),
    ("The alarm rang after the door was opened.", "After the door was opened, the alarm rang.",
     "The alarm rang before the door was opened."),
    ("Every employee has received the letter.", "The letter has been received by every employee.",
     "No employee has received the letter."),
    ("The buyer may cancel the order within ten days.", "Within ten days, the buyer may cancel the order.",
     "The buyer may not cancel the order within ten days."),
    ("The north wing is older than the south wing.", "The south wing is newer than the north wing.",
     "The south wing is older than the north wing."),
    ("The teacher praised the pupil for the essay.", "The pupil was praised by the teacher for the essay.",
     "The pupil praised the teacher for the essay."),
    ("The rent rose by four percent in May.", "In May, the rent rose by four percent.",
     "The rent fell by four percent in May."),
    ("The museum opens at nine on weekdays.", "On weekdays, the museum opens at nine.",
     "The museum closes at nine on weekdays."),
    ("The heater is below the window.", "The window is above the heater.",
     "The heater is above the window."),
)  # fmt: skip
"""Query, the same in other words, a near-miss of it."""
SUBJECTS = (
    "The museum",
    "A local farmer",
    "The evening train",
    "Our neighbour",
    "The small theatre",
    "A retired teacher",
    "The weather service",
    "The village choir",
    "An apprentice",
    "The librarian",
)
DOINGS = (
    "opened a new room with paintings from the coast",
    "repaired the fence along the northern field",
    "arrived with a short delay because of the snow",
    "planted tulips beside the garden path",
    "announced a comedy for the coming season",
    "wrote a long letter about distant islands",
    "expects clear skies over the whole valley",
    "rehearsed an old song in the parish hall",
    "polished the brass handles of every drawer",
    "sorted the returned novels by their authors",
)
MANNERS = (
    "without any haste",
    "as in every year",
    "to everybody's surprise",
    "with the help of two friends",
    "in spite of the noise outside",
    "shortly before the holidays",
    "for the second time this spring",
)


@dataclass(frozen=True)
class Passage:
    """A passage around one sentence: the claim it is about, its length and the sentence's place."""

    claim: int
    words: int
    place: str
    is_same: bool
    text: str


def main() -> None:
    """Run the benchmark and print its figures, a line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", help="run folder or published verifier")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    verifier = Verifier.from_pretrained(arguments.run)
    made = passages(random.Random(0))
    pairs = [(CLAIMS[passage.claim][0], passage.text) for passage in made]
    read = {"windows": verifier.probabilities(pairs, progress=True), "cut": cut(verifier, pairs)}
    print(f"{len(CLAIMS)} claims; P(same) of the paraphrase's passage above the near-miss's; passages of")
    print("near-misses taken for the same; passages of paraphrases taken for the same")
    print("words  place   read     right order  near-misses passed  paraphrases passed")
    for words in LENGTHS:
        for place in PLACES:
            for way, probabilities in read.items():
                rows = [row for row, one in enumerate(made) if (one.words, one.place) == (words, place)]
                same = np.asarray([made[row].is_same for row in rows])
                scores = probabilities[rows]
                passed = scores[:, SAME] >= verifier.calibration.cache_threshold
                passed &= scores[:, NEAR_MISS] < verifier.calibration.gate_threshold
                right = (scores[same, SAME] > scores[~same, SAME]).mean()
                print(
                    f"{words:5}  {place:6}  {way:7}  {right:11.0%}  "
                    f"{passed[~same].mean():18.0%}  {passed[same].mean():18.0%}"
                )


def passages(rng: random.Random) -> list[Passage]:
    """Compose two passages for each claim, length and place, equal but for one sentence."""
    made = []
    for claim, (_, paraphrase, near_miss) in enumerate(CLAIMS):
        for words in LENGTHS:
            filler: list[str] = []
            while sum(len(sentence.split()) for sentence in filler) < words - len(paraphrase.split()):
                filler.append(f"{rng.choice(SUBJECTS)} {rng.choice(DOINGS)} {rng.choice(MANNERS)}.")
            for place in PLACES:
                at = {"first": 0, "middle": len(filler) // 2, "last": len(filler)}[place]
                for sentence in (paraphrase, near_miss):
                    text = " ".join([*filler[:at], sentence, *filler[at:]])
                    made.append(Passage(claim, words, place, sentence == paraphrase, text))
    return made


def cut(verifier: Verifier, pairs: list[tuple[str, str]]) -> np.ndarray:
    """Return the probabilities of what fits into the token limit, [n, 3]: all that a cut text shows."""
    found = []
    for query, candidate in pairs:
        reading = verifier.read(verifier.encode_exactly([query]), verifier.encode_exactly([candidate]))
        found.append(verifier.calibration.probabilities(reading.logits))
    return np.concatenate(found)


if __name__ == "__main__":
    sys.exit(ended("long_texts.py", main))
