"""Where an opposite would not fit: fixed expressions, and the nouns with which two words are opposites at
all.

The data of antonym.py.
"""

from ...english.lexicon import word_set
from ..wordbook import rows

_NOT_BEFORE = """
    open: access air ended field issue letter market mind mouth question sea source space
    closed: circuit mind
    large: intestine scale
    small: business cell intestine scale talk
    high: commissioner court fidelity jump level priest resolution road school street tech throughput way
    low: back cost level
    current: affair density knowledge practice research state study understanding work
    hot: air dog line potato spot topic
    cold: blood front shoulder turkey war
    dry: cleaning run season
    rich: text
    strong: suit
    heavy: chain industry machinery metal
    light: bulb chain microscopy source year
    wide: array range receiver variety
    broad: array daylight range spectrum
    deep: freeze learning sea state time
    fast: food lane track
    dark: age chocolate energy horse matter web
    bright: side
    clean: energy sheet slate
    short: answer cut film list sale stop story term time
    long: distance division haul jump run shot term time way
    acute: syndrome distress
    young: baby boy child girl lady people
    true: color colour love
    public: address domain figure good health holiday house interest law opinion relation school servant
        servants
    private: citizen individual life detective eye investigator law school
    male: model
    domestic: abuse animal cat product violence
    foreign: affair body language minister ministry office policy secretary
    internal: combustion medicine revenue
    major: axis depression general histocompatibility league scale
    minor: child league planet scale
    natural: death disaster gas history killer language law number person product resource science selection
    artificial: insemination intelligence respiration
    common: cause cold good ground knowledge law sense stock
    direct: current debit mail message object
    primary: care color colour education election endpoint key outcome producer school teacher
    secondary: education market school structure
    civil: code disobedience engineer engineering law partnership right servant service society union war
    criminal: gang mind organisation organization record
    new: testament world year york zealand
    old: age boy lady man school testament world
    good: afternoon chance deal evening faith friday friend idea job luck morning news night practice time
    bad: debt luck
    big: band bang ben brother data deal picture
    positive: integer number
    negative: integer number
    national: anthem bank day debt football guard hero library museum park security team university
    international: airport law monetary
    local: anaesthesia anesthesia area time
    global: positioning warming
    modern: day
    commercial: bank break
    raw: data material
    fresh: air start water
    sweet: potato spot tooth
    complex: number
    simple: past present
    happy: birthday hour new
    empty: set stomach string
    rapid: transit
    full: board extent house length moon name range size stop story term text version
    traditional: medicine
    industrial: revolution
    gross net: product domestic worth effect
    agricultural: revolution
    static: electricity
    sick: day leave
    manual: labor labour
    solid: state
"""
_ONLY_BEFORE = """
    current>former: boss ceo chairman chief coach director employee employer head husband leader manager
        member minister owner president prime resident spouse student tenant wife
    healthy>sick: animal baby boy cat child dog girl man patient people person woman worker
    local>national: authority bank council court economy election government law league level market media
        newspaper official paper park party politician politics press radio regulation station tax team
    dominant recessive: allele gene inheritance mutation trait
    full empty: bag basket bed bottle box bucket bus container cup glass jar room stadium tank train truck
    civil criminal: case charge complaint court lawsuit liability matter penalty proceeding trial
    natural artificial: color colour dye fiber fibre flavor flavour ingredient lake light sweetener turf
    light heavy: bag blanket box car coat load metal rain snow traffic truck weight
    hidden: camera cost fee file folder message
    cold: air climate day drink meal milk month night region shower soup temperature water weather wind
        winter
    tall: boy building child girl man person plant player tower tree wall woman
    poor>rich: area community country district family farmer household man nation neighborhood neighbourhood
        people
        person region state student woman village
    rich>poor: area community country district family farmer household man nation neighborhood neighbourhood
        people
        person region state student woman village
    poor>good: choice condition education health job performance prognosis quality result service visibility
    commercial residential: area building customer district lease property tenant user zone
    sweet: almond cherry orange taste wine
    bitter: almond chocolate orange taste
    organic: acid compound material matter molecule substance
"""
_OBJECTS = """
    cancel>renew: agreement contract lease licence license membership order plan policy subscription visa
    renew>cancel: agreement contract lease licence license membership plan policy subscription visa
    terminate>renew renew>terminate: agreement contract lease licence license membership plan policy
        subscription
    pass>fail fail>pass: audit class course exam examination inspection test
    create>delete delete>create: account backup event file folder group list page playlist profile rule task
        user
    join>leave leave>join: army band club company group league navy organisation organization party team
        union
    enter>leave: building city country harbor harbour house market park port room station town
    leave>enter: building city country harbor harbour house park port room town
    hide>show show>hide: column comment file folder icon menu message notification photo post row toolbar
    attend>skip: ceremony class conference course dinner event lecture lesson meeting school session
    earn>spend: $ billion dollar euro income million money pound salary
    spend>earn: $ billion dollar euro million money pound
    extract>compress: archive file folder image
    send>receive receive>send: bill call email file gift invoice letter link message notification package
        parcel
        payment postcard report text
    support>oppose oppose>support: bill candidate government idea law measure merger party plan policy
        president
        proposal reform resolution strike union war
    occupy>liberate liberate>occupy: area city country island region territory town village
    attack>defend defend>attack: castle city decision fortress government idea plan policy position record
        theory
    follow>ignore: advice guideline instruction order recommendation rule
    archive>restore: chat email file message project
    fill>empty empty>fill: basket bath bin bottle box bucket cup glass jar pool tank
    push>pull: box button cart door handle lever trolley wagon
    pull>push: box cart door handle lever trolley wagon
    open>close: account app bank box branch case door eye factory file gate museum office plant restaurant
        school shop store tab ticket valve window
    close>open: account app bank box branch door eye factory file gate museum office plant restaurant school
        shop store tab ticket valve window
    gain>lose lose>gain: access confidence control independence power seat support weight
    lose>win win>lose: appeal battle bet case championship election game lawsuit match race seat title vote
        war
    deny>grant: access appeal application bail claim motion permission permit petition request visa
    grant>refuse refuse>grant: access consent permission request
    back>oppose: bid bill candidate deal idea measure plan proposal resolution war
    split>merge: branch cell company file
    tie>untie: knot lace rope shoe
    fold>unfold: blanket letter map paper shirt
    reverse>affirm affirm>reverse: conviction decision judgment ruling verdict
    block>unblock: account caller card contact number site user
    lift>lower: arm bar box flag leg weight
    multiply>divide divide>multiply: number result sum value
    withdraw>deposit: amount cash check cheque fund money
    deposit>withdraw: amount cash fund money
    introduce>abolish: fee law rule system tariff tax
    connect>disconnect: account battery cable computer device hose laptop phone power printer router
    dismiss>hire: employee manager teacher worker
    dismiss>appoint: chairman commander director general judge manager minister
    remove>insert: battery card disc disk key needle plug tube
    remove>add: card column email feature file item member name row section user
    add>remove: card column email feature file item member name paragraph row section user
    admit>deny: allegation charge claim fraud guilt mistake responsibility theft
    deny>admit: allegation charge fraud guilt involvement mistake responsibility theft wrongdoing
    deny>confirm confirm>deny: allegation claim report rumor rumour
    promote>demote: clerk employee officer manager soldier team worker
    deny>acknowledge acknowledge>deny: allegation existence mistake responsibility
"""

NOT_BEFORE = rows(_NOT_BEFORE)
"""The nouns before which an adjective is part of a fixed expression."""
ONLY_BEFORE = rows(_ONLY_BEFORE)
"""The nouns before which alone an adjective has the opposite that is listed."""
OBJECTS = {tuple(pair.split(">")): nouns for pair, nouns in rows(_OBJECTS).items()}
"""{(verb, its opposite): the objects with which they are opposites}; a pair that is not here takes any."""

# --- where the context decides ---------------------------------------------------------------------

OF_ONE_SEX = word_set(
    """pregnant pregnancy menopausal premenopausal postmenopausal menstrual gestational maternal paternal
    breast ovarian
    cervical uterine vaginal prostate testicular birth births fertility beard mothers fathers"""
)
MADE = word_set(
    """build construct develop create introduce launch found establish form propose design make open invent
    add identify discover report present describe suggest reveal offer provide"""
)
RENEWED = word_set("contract lease licence license membership policy subscription agreement order plan visa")
BY_MACHINE = word_set(
    """add adjust back calculate check close count create detect download fill generate install open refresh
    run save send set start stop switch sync turn update upload"""
)
INQUIRIES = word_set(
    "study investigation result data experiment finding screen survey test review analysis proteomics"
)
SEPARATING = word_set("prevent prohibit forbid discourage dissuade")
