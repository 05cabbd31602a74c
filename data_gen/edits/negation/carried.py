"""Things that one has, brings or gives, or not: where "with" and "without" say the opposite.

Word lists of the family negation.
"""

from ...english.lexicon import word_set

CARRIED = word_set(
    """permit license licence notice warning consent permission approval insurance fee interest penalty
    deposit warranty receipt account password prescription help support assistance delay
    injury damage reason cause exception restriction authorization authorisation guarantee contract
    lawyer attorney counsel passport visa ticket subscription connection power electricity heating
    food water sugar salt milk symptom fever pain complication disability helmet gloves glove mask
    key card certificate invoice appointment referral reservation explanation supervision
    consultation anesthesia anaesthesia surgery treatment medication garden balcony driver escort
    guide map code seal label instruction manual battery charger cable breakfast parking
    access children child pet luggage experience qualification training confidence difficulty
    success collateral security credit debt protection identification photograph
    discount debate hesitation objection proof hearing bail lights light
    brakes engine roof window"""
)
"""Nouns after which both "with" and "without" are common, and opposite."""

NO_ACCOMPANIMENT = word_set(
    """meet deal provide charge comply agree begin start interfere replace present end combine mix fill
    associate do struggle coincide cooperate compare face supply link connect work speak talk
    discuss disagree help concern tamper part come go be cover equip satisfy pleased familiar
    consistent problem cope fight argue negotiate compete merge diagnose charge credit satisfaction
    problem experience association contact patience compliance agreement difficulty interaction
    connection relationship trouble issue wrong infect sentence fit equip"""
)
"""Words whose "with" names no accompaniment: "comply with", "meet with"."""
