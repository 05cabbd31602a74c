"""Pairs of words that say the opposite of each other: what substitution.antonym puts in each other's place.

A pair is listed once and serves both ways; a word in several pairs has several opposites. `a>b` serves one
way only:
b has another, more common opposite or another sense. Opposites of space, time, degree (more, increase) and
negative
prefixes ("unsafe") belong to the families spatial, temporal, comparison and negation.
"""

from ..wordbook import ADJECTIVE, ADVERB, NOUN, VERB

_ADJECTIVES = """
    open/closed large/small big/small high/low hot/cold warm/cold dry/wet rich/poor poor>good wealthy>poor
    strong/weak heavy/light thick/thin wide/narrow broad/narrow deep/shallow fast/slow quick>slow
    rapid/slow loud/quiet bright/dark dark/light clean/dirty full/empty easy/difficult simple/complex
    simple/complicated cheap/expensive safe/dangerous good/bad positive/negative public/private
    male/female married>single divorced>married domestic/foreign urban/rural internal/external
    temporary/permanent major/minor short/long young/old true/false guilty/innocent legal/illegal
    lawful/unlawful present>absent absent>present dead/alive asleep/awake sick/healthy ill>healthy
    happy/sad brave/cowardly generous/selfish friendly/hostile polite/rude clever/stupid beautiful/ugly
    sweet/bitter straight/curved transparent/opaque flexible/rigid liquid/solid raw/cooked fresh/stale
    mandatory/optional compulsory/voluntary compulsory/optional vertical/horizontal maximum/minimum
    maximal/minimal senior/junior civilian/military secular/religious direct/indirect visible/hidden
    natural/artificial synthetic>natural rare/common frequent>rare abstract/concrete theoretical/practical
    analog/digital manual/automatic wired/wireless online/offline gross/net fixed/variable static/dynamic
    acute/chronic benign/malignant bacterial/viral dominant/recessive endogenous/exogenous
    intracellular/extracellular aerobic/anaerobic organic/inorganic plural/singular conservative/liberal
    optimistic/pessimistic eager/reluctant willing>reluctant reluctant>willing bullish/bearish
    written>oral verbal>written former/current inbound/outbound incoming/outgoing ascending/descending
    national/international local/national local/global regional/national civil/criminal
    individual/collective retail/wholesale commercial/residential primary/secondary
    industrial/agricultural offensive/defensive new/old violent/peaceful popular/unpopular valid/expired
    valid/invalid sober/drunk hungry/thirsty tall/short ripe/rotten shiny/dull mild/severe severe/mild
    moderate/severe humid/dry sunny/cloudy fertile/barren literate/illiterate superficial/profound
    brief/lengthy ancient/modern traditional/modern outdated/modern conventional/innovative
    crowded/deserted noisy/quiet noisy/silent busy/idle busy/quiet diurnal/nocturnal
    carnivorous/herbivorous edible/poisonous soluble/insoluble acidic/alkaline systolic/diastolic
    maternal/paternal proximal/distal sympathetic/parasympathetic innate/adaptive homozygous/heterozygous
    somatic/germline monoclonal/polyclonal prospective/retrospective qualitative/quantitative
    invasive/noninvasive linear/nonlinear saturated/unsaturated sterile/fertile pathogenic/harmless
"""
_VERBS = """
    buy/sell purchase>sell accept/reject accept/decline approve/reject allow/prohibit permit/prohibit
    forbid>allow win/lose love/hate like>dislike dislike>like admit/deny confirm/deny include/exclude
    pass/fail succeed/fail start/stop open/close lock/unlock enable/disable activate/deactivate
    install/uninstall follow>ignore mute/unmute block/unblock pause/resume upgrade/downgrade
    upload/download encrypt/decrypt zip/unzip create/delete cancel/renew terminate/renew push/pull
    lift/lower build/demolish create/destroy construct/demolish attack/defend support/oppose back>oppose
    endorse/oppose praise/criticize praise/condemn hire/fire hire/dismiss appoint/dismiss employ>dismiss
    promote>demote demote>promote marry/divorce arrest>release convict/acquit uphold/overturn
    affirm/reverse enact/repeal legalize/ban legalise/ban tighten/loosen strengthen/weaken improve/worsen
    maximize/minimize maximise/minimise simplify/complicate lengthen/shorten soften/harden melt/freeze
    inhale/exhale ascend/descend advance/retreat laugh/cry agree/disagree appear/disappear fill/empty
    load/unload pack/unpack wrap/unwrap tie/untie fold/unfold split/merge divide/multiply earn/spend
    gain/lose reward/punish inhibit/activate inhibit/promote inhibit/stimulate suppress/stimulate
    suppress/activate upregulate/downregulate prevent/cause alleviate/aggravate exacerbate/alleviate
    relieve/aggravate facilitate/hinder impede/facilitate conceal/reveal disclose/conceal hide/reveal
    attract/repel underestimate/overestimate underpay/overpay outperform/underperform import/export
    send/receive attend/skip authorize/prohibit authorise/prohibit  welcome/condemn
    defend/criticize  grant/deny grant/refuse lend/borrow deposit/withdraw
    subscribe/unsubscribe add/remove attach/detach connect/disconnect insert/remove expand/shrink
    inflate/deflate accelerate/decelerate assemble/dismantle bless/curse conquer/liberate occupy/liberate
    abolish/introduce float/sink emerge/vanish teach>study heat/cool widen/narrow quicken/slow
    trust/distrust respect/despise admire/despise remember/forget encourage/discourage persuade/dissuade
    nationalize/privatize nationalise/privatise join/leave enter/leave invest/divest overstate/understate
    undercharge/overcharge oxidize>reduce compress/extract archive>restore expose/conceal acknowledge/deny
    corroborate/refute prove/disprove verify/refute
"""
_NOUNS = """
    mother/father brother/sister son/daughter husband/wife uncle/aunt nephew/niece king/queen
    prince/princess man/woman boy/girl grandfather/grandmother grandson/granddaughter
    stepfather/stepmother widow/widower actor/actress buyer/seller purchaser>seller lender/borrower
    landlord/tenant employer/employee lessor/lessee licensor/licensee franchisor/franchisee
    assignor/assignee creditor/debtor plaintiff/defendant winner/loser teacher/student supporter/opponent
    ally/enemy friend/enemy predator/prey host/guest sender/recipient import/export importer/exporter
    supply/demand profit/loss income/expense asset/liability credit/debit advantage/disadvantage
    benefit/drawback strength/weakness success/failure victory/defeat birth/death
    love/hatred hope/despair optimism/pessimism wealth/poverty minimum/maximum input/output entrance/exit
    arrival/departure upload/download upgrade/downgrade presence/absence acceptance/rejection
    approval/rejection expansion/contraction inflation/deflation surplus/deficit
    shortage/surplus excess/shortage hypertension/hypotension hyperglycemia/hypoglycemia
    bradycardia/tachycardia agonist/antagonist activation/inhibition activator/inhibitor
    activation/suppression upregulation/downregulation donor/recipient hardware/software
    democracy/dictatorship acquittal/conviction hero/villain optimist/pessimist
    encryption/decryption renewal/cancellation
    renewal/termination addition/removal mentor/apprentice attacker/defender praise/criticism
    permission/prohibition courage/cowardice generosity/greed honesty/dishonesty bride/groom
    master/servant shipper/consignee bailor/bailee insurer/insured heroism/cowardice inclusion/exclusion
    inhalation/exhalation oxidation/reduction vasodilation/vasoconstriction synthesis/degradation
    differentiation/proliferation cation/anion proton/electron
    numerator/denominator producer/consumer principal/agent prosecution/defence prosecution/defense

"""
_ADVERBS = """
    quickly/slowly rapidly/slowly publicly/privately temporarily/permanently directly/indirectly
    manually/automatically carefully/carelessly loudly/quietly accidentally/deliberately
    accidentally/intentionally positively/negatively strongly/weakly heavily/lightly legally/illegally
    correctly/incorrectly separately/together indoors/outdoors optimistically/pessimistically
    peacefully/violently openly/secretly officially/unofficially briefly/extensively politely/rudely
    cheaply/expensively individually/collectively upstream/downstream vertically/horizontally
    domestically/internationally locally/globally nationally/locally remotely/locally
    internally/externally gradually/suddenly poorly>well
"""

# Particles of verbs: (verb, particle) and its opposite particle; the verb stays.
PARTICLES = {
    (verb, first): second
    for verbs, first, second in (
        ("turn switch power", "on", "off"), ("turn switch power", "off", "on"),
        ("log sign clock opt zoom phase fade move check", "in", "out"),
        ("log sign clock opt zoom phase fade move check", "out", "in"),
        ("scale roll", "up", "down"), ("scale roll", "down", "up"),
    )
    for verb in verbs.split()
}  # fmt: skip

# Opposites that turn the preposition around with the verb: (verb, preposition) -> (verb, preposition).
FRAMES = {
    ("add", "to"): ("remove", "from"), ("remove", "from"): ("add", "to"),
    ("import", "from"): ("export", "to"), ("export", "to"): ("import", "from"),
    ("lend", "to"): ("borrow", "from"), ("borrow", "from"): ("lend", "to"),
    ("buy", "from"): ("sell", "to"), ("sell", "to"): ("buy", "from"),
    ("purchase", "from"): ("sell", "to"),
    ("send", "to"): ("receive", "from"), ("receive", "from"): ("send", "to"),
    ("connect", "to"): ("disconnect", "from"), ("disconnect", "from"): ("connect", "to"),
    ("attach", "to"): ("detach", "from"), ("detach", "from"): ("attach", "to"),
    ("subscribe", "to"): ("unsubscribe", "from"), ("unsubscribe", "from"): ("subscribe", "to"),
    ("arrive", "at"): ("depart", "from"), ("depart", "from"): ("arrive", "at"),
    ("upload", "to"): ("download", "from"), ("download", "from"): ("upload", "to"),
    ("transfer", "to"): ("transfer", "from"), ("transfer", "from"): ("transfer", "to"),
    ("travel", "to"): ("travel", "from"), ("travel", "from"): ("travel", "to"),
    ("argue", "for"): ("argue", "against"), ("argue", "against"): ("argue", "for"),
    ("vote", "for"): ("vote", "against"), ("vote", "against"): ("vote", "for"),
    ("rule", "for"): ("rule", "against"), ("campaign", "for"): ("campaign", "against"),
    ("campaign", "against"): ("campaign", "for"), ("deposit", "in"): ("withdraw", "from"),
    ("withdraw", "from"): ("deposit", "in"), ("deposit", "into"): ("withdraw", "from"),
}  # fmt: skip


def _opposites() -> dict[tuple[str, str], list[str]]:
    """Return {(part of speech, lemma): opposites} of all lists."""
    found: dict[tuple[str, str], list[str]] = {}
    for pos, table in ((ADJECTIVE, _ADJECTIVES), (VERB, _VERBS), (NOUN, _NOUNS), (ADVERB, _ADVERBS)):
        for entry in table.split():
            first, mark, second = entry.partition("/") if "/" in entry else entry.partition(">")
            for a, b in ((first, second), (second, first)) if mark == "/" else ((first, second),):
                options = found.setdefault((pos, a), [])
                if b not in options:
                    options.append(b)
    return found


OPPOSITES = _opposites()
