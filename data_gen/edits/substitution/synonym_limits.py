"""Where a synonym would not fit: fixed expressions, and the objects with which alone two verbs say the same.

The data of synonym.py.
"""

from ..wordbook import rows

_ONLY_WITH = """
    build: bridge castle church dam factory home hospital house plant railway road school tower wall
    hurt: arm driver foot knee leg man officer passenger people person player soldier woman worker
    collect: data evidence food information sample water wood
    gather: data evidence food information sample wood
    establish: base commission committee company fund institute network organisation organization school
    reduce decrease: amount cost level number rate risk size speed
    stress: importance need point role value
    reject: appeal application bid invitation offer plan proposal request
    submit: application assignment document essay form homework paper report resignation
    delay: decision event flight game launch match meeting release start trial trip vote
    achieve: aim goal objective target task
    conduct: experiment interview investigation raid research review search study survey test
    obtain: copy information licence license permission permit refund ticket visa
    meet cite:
    assemble: bike furniture kit machine toy
    grasp: concept idea importance meaning point
    examine: data document evidence issue question
    allow permit: access use
    highlight: importance issue need problem risk role
"""
_NOT_BEFORE = """
    large: intestine number part scale
    big: band bang ben brother data deal game picture time
    fast: breeder food lane track
    quick: fix
    rapid: eye transit
    smart: bomb card city grid meter phone tv
    false: alarm negative positive teeth
    real: estate life madrid name number time world
    modern: day
    poor: quality
    rare: earth
    essential: acid amino hypertension oil tremor
    odd complex: number
    cheap: talk
    dead: body end line sea
    prior: art
    vital: organ sign statistic
    whole: blood body cell food genome grain number
    chief: executive justice minister officer whip
    legal: action advice aid issue profession system team
    principal: component investigator
    deadly: sin
    lucky: charm number
"""

ONLY_WITH = rows(_ONLY_WITH)
"""The objects with which alone a verb may give way to its synonyms."""
NOT_BEFORE = rows(_NOT_BEFORE)
"""The nouns before which an adjective is part of a fixed expression."""
