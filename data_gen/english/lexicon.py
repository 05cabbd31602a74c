"""Word lists of the edit rules: closed classes and the small semantic classes the guards need.

Own lists, kept short: a missing word costs a row, never correctness.
"""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


QUOTES = {'"': 0, "``": 1, "''": -1, "“": 1, "”": -1, "«": 1, "»": -1}
"""Quotation marks: 1 opens, -1 closes, 0 does either."""

# --- casing -----------------------------------------------------------------------------------------
FUNCTION_WORDS = word_set(
    """a an the this that these those he she it we they you his her its our their my your there here
    who what which when where while if although though because since as after before until unless
    once despite and but or nor so yet in on at by for from to with without of under over during
    between among against about into through within both each every some any no none neither either
    many much most more few several all another other such not one two three four five six seven
    eight nine ten also however meanwhile then now still only even just never last next earlier
    later today yesterday tomorrow is are was were do does did has have had can could will would may
    might must shall should how why"""
)
WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = word_set(
    """january february march april may june july august september october november december jan. feb.
    aug. sept. oct. nov. dec. jan feb aug sept oct nov dec"""
)
DEMONYMS = word_set(
    """jewish muslim christian catholic protestant islamic buddhist hindu british english french german
    dutch spanish irish scottish welsh polish turkish danish swedish finnish swiss greek czech
    american african asian european italian russian indian canadian australian mexican brazilian
    chinese japanese korean vietnamese israeli iraqi iranian saudi palestinian arab arabic egyptian
    syrian lebanese pakistani afghan indonesian malaysian thai filipino cuban colombian argentine
    chilean nigerian kenyan liberian ethiopian south north roman latin hispanic republican
    democratic democrat western eastern victorian californian texan"""
)

# --- kinds of nouns ---------------------------------------------------------------------------------
PERSON_NOUNS = word_set(
    """man woman boy girl child baby person people player teacher student doctor lawyer attorney judge
    officer official president minister secretary senator governor mayor chairman chairwoman chief
    director manager executive analyst economist spokesman spokeswoman spokesperson interviewer
    mouse bird rat fox rabbit sheep goat pig deer snake shark whale eagle leader king queen prince
    princess soldier general colonel captain sergeant sheriff detective inspector prosecutor
    plaintiff defendant witness victim suspect driver passenger pilot worker employee employer owner
    founder investor shareholder trader broker customer client consumer patient nurse scientist
    researcher professor expert author writer editor reporter journalist photographer artist actor
    actress singer musician dancer coach athlete runner swimmer champion father mother parent son
    daughter brother sister uncle aunt cousin nephew niece husband wife friend neighbor neighbour
    tenant landlord buyer seller lender borrower farmer fisherman hunter priest bishop cardinal pope
    monk candidate voter citizen resident immigrant refugee prisoner inmate gunman bomber terrorist
    rebel militant activist protester ambassador diplomat lawmaker congressman congresswoman
    legislator commissioner councillor engineer designer developer programmer user visitor guest
    host hostage guard ranger firefighter policeman policewoman cop agent spy thief robber killer
    murderer dog cat horse cow wolf bear lion tiger monkey accountant auditor consultant contractor
    supplier vendor dealer publisher producer commander inspector investigator regulator juror
    relative resident fan dealer operator settler peacekeeper pedestrian motorist cyclist tourist
    traveler traveller traffickers trafficker smuggler hacker attacker insurgent fighter warrior
    doctor dentist surgeon psychologist psychiatrist economist chemist physicist biologist historian
    politician musician technician magician librarian veteran participant applicant assailant
    occupant tenant merchant servant accountant attendant claimant informant immigrant migrant
    millionaire billionaire entrepreneur gardener baker butcher cook chef waiter waitress painter
    carpenter plumber electrician mechanic clerk cashier secretary receptionist teenager kid infant
    toddler adult pensioner retiree commuter passer-by bystander onlooker backer donor sponsor
    organizer organiser negotiator mediator adviser advisor aide delegate envoy representative
    councilman alderman clergyman businessman businesswoman fireman salesman captain skipper referee
    umpire goalkeeper striker pitcher catcher quarterback rookie teammate troop marine sailor airman
    recruit commander officer cadet lieutenant police successor predecessor colleague partner
    assistant deputy rival opponent critic supporter member guarantor trustee heir licensee licensor
    lessee lessor franchisee franchisor assignee assignor purchaser creditor debtor beneficiary
    subscriber subcontractor physician widow widower retiree caregiver therapist pharmacist notary
    shipper bailee bailor mortgagee mortgagor"""
)
# The parties of contracts: as names ("Licensee shall ...") they are written with a capital and no article.
PARTIES = word_set(
    """licensee licensor tenant landlord lessee lessor buyer seller purchaser vendor supplier customer
    client contractor subcontractor employer employee lender borrower debtor creditor guarantor franchisee
    franchisor assignor assignee insurer insured mortgagor mortgagee bailee bailor provider recipient owner
    manager agent principal consultant distributor manufacturer carrier shipper subscriber publisher author
    company bank user operator trustee beneficiary controller processor"""
)
ORG_NOUNS = word_set(
    """company bank court government agency firm group union corporation party committee commission
    board council department ministry army police navy military team club university college school
    hospital church parliament congress senate administration association organization organisation
    institute foundation museum airline retailer manufacturer maker insurer publisher broadcaster
    network studio newspaper magazine startup subsidiary unit division regulator authority force
    office bureau league federation fund exchange cabinet jury panel campaign opposition coalition
    alliance family staff crew supplier carrier utility operator maker bidder chain store giant
    conglomerate consortium venture partnership firm militia faction tribe charity orchestra band
    choir country nation state city town republic province"""
)
ORG_SUFFIXES = word_set(
    """inc inc. corp corp. co co. ltd ltd. llc plc ag sa group holdings bank university college court
    department agency commission committee administration association institute center centre
    council party union board bureau office ministry senate congress house parliament army navy
    company corporation foundation hospital museum league times post news journal airlines airways
    motors systems technologies software pictures records entertainment international society
    organization organisation church school club fund exchange network police"""
)
TITLES = word_set(
    """mr mr. mrs mrs. ms ms. miss dr dr. sir lord lady president sen. sen senator rep. rep gov. gov
    governor mayor judge justice prof. prof professor chancellor gen. gen general col. col capt.
    capt captain sgt. sgt sheriff detective king queen prince princess pope cardinal bishop rev. rev
    reverend father sister"""
)
TITLE_WORDS = (
    TITLES
    | PERSON_NOUNS
    | word_set(
        """prime vice chief assistant deputy foreign attorney us u.s. secretary general police state
    federal district defense defence finance interior health national security senior former acting
    lt lt. maj maj."""
    )
)
MALE_NAMES = word_set(
    """james john robert michael william david richard joseph thomas charles christopher daniel matthew
    anthony mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy
    jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin
    samuel frank gregory raymond alexander patrick jack dennis jerry tyler aaron jose henry adam
    douglas nathan peter zachary kyle walter harold jeremy ethan carl keith roger gerald christian
    terry sean arthur austin noah lawrence jesse joe bryan billy jordan albert dylan bruce willie
    gabriel alan juan logan wayne ralph roy eugene randy vincent russell louis philip bobby johnny
    bradley bill bob tom jim mike dave steve dan chris tony tim greg jeff ken ron ben sam matt nick
    fred ted martin simon ian neil colin graham stuart saddam osama arnold tommy jimmy eddie barry
    harry oscar oliver"""
)
FEMALE_NAMES = word_set(
    """mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa betty
    margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie
    rebecca laura sharon cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen
    samantha katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie
    olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan andrea cheryl
    hannah jacqueline martha gloria teresa ann sara madison kathryn janice jean alice marie"""
)
FIRST_NAMES = MALE_NAMES | FEMALE_NAMES
MALE_NOUNS = word_set(
    """man boy king prince father son brother uncle nephew husband congressman policeman businessman
    salesman fireman chairman spokesman councilman actor waiter priest bishop monk pope mr mr. sir
    lord"""
)
FEMALE_NOUNS = word_set(
    """woman girl queen princess mother daughter sister aunt niece wife congresswoman policewoman
    businesswoman chairwoman spokeswoman actress waitress mrs mrs. ms ms. miss lady"""
)
PLACES = word_set(
    """america u.s. us uk britain england scotland wales ireland france germany spain portugal italy
    greece turkey russia ukraine poland hungary austria switzerland belgium netherlands denmark
    norway sweden finland estonia latvia lithuania china japan korea india pakistan afghanistan iraq
    iran israel egypt syria lebanon jordan kuwait qatar yemen libya algeria morocco tunisia sudan
    ethiopia kenya uganda nigeria ghana liberia congo zimbabwe australia zealand canada mexico cuba
    brazil argentina chile peru colombia venezuela haiti jamaica indonesia malaysia singapore
    thailand vietnam philippines taiwan nepal bangladesh europe asia africa california texas florida
    alabama alaska arizona arkansas colorado connecticut delaware georgia hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
    mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee utah
    vermont virginia wisconsin wyoming london paris rome berlin madrid moscow vienna dublin
    edinburgh glasgow manchester liverpool birmingham oxford cambridge southampton bristol tokyo
    beijing shanghai delhi mumbai sydney melbourne canberra toronto montreal vancouver ottawa
    chicago boston houston dallas philadelphia phoenix seattle denver detroit atlanta miami
    baltimore cleveland pittsburgh minneapolis orlando tampa oakland sacramento brooklyn manhattan
    washington baghdad tehran kabul jerusalem cairo beirut damascus lagos nairobi johannesburg
    jakarta bangkok manila hanoi seoul taipei islamabad karachi geneva zurich brussels amsterdam
    stockholm oslo copenhagen helsinki lisbon athens istanbul warsaw prague budapest milan naples
    venice florence barcelona munich hamburg frankfurt"""
)
PLACE_SUFFIXES = word_set(
    """street avenue road drive boulevard lane highway county lake river airport park island islands
    beach hill hills valley mountain mountains bay city township square bridge station springs
    heights coast desert"""
)
TIME_NOUNS = word_set(
    """second minute hour day night morning afternoon evening week weekend month quarter year decade
    century season spring summer autumn fall winter today tonight yesterday tomorrow moment time
    period noon midnight century session"""
)
MEASURE_NOUNS = word_set(
    """percent cent dollar euro pound yen point share mile kilometer kilometre meter metre foot inch
    gallon liter litre ton tonne kilogram kilo gram degree acre hectare barrel ounce watt kilowatt
    megawatt volt amp byte megabyte gigabyte times percentage lot number bit couple total majority
    handful variety range series amount"""
)
MASS_NOUNS = word_set(
    """evidence information money work progress access support help advice news research damage trouble
    water oil food traffic violence interest influence power pressure proof knowledge sense need
    time space room use attention business trade protection security justice hope fear pain harm
    love comment sign indication"""
) - word_set("sign indication need comment hope fear")

ACRONYM_THINGS = word_set(
    """gdp cpi gnp dvd cd tv pc pcs dna rna hiv aids sars ipo ceo cfo coo cto gmt est edt pst pdt cst
    cdt am pm ip it url html xml usb lan vpn gps mri ct pdf api sql atm suv sms lcd led ppp ad bc ph"""
)
LEXICAL_COMPOUNDS = word_set(
    """guinea smoking box credit stock vice prime chief news percentage interest truck life"""
)

# --- kinds of verbs ---------------------------------------------------------------------------------
REPORTING = word_set(
    """say add tell note report claim explain argue state announce warn insist believe think suggest
    confirm acknowledge admit declare predict write contend maintain conclude reply answer remark
    observe comment"""
)
MOVABLE_REPORTING = word_set(
    """say add note report claim explain argue announce warn insist believe think suggest confirm
    predict acknowledge"""
)
THING_VERBS = word_set(
    """cause follow precede replace exceed affect influence support hurt help offset outweigh trigger
    prompt reflect contradict cover block surround threaten undermine overshadow outnumber boost
    drive limit fuel control determine outpace produce generate spark worsen complicate dwarf
    eclipse outstrip inspire shape protect attract absorb activate inhibit regulate suppress induce"""
)
SYMMETRIC = word_set(
    """meet marry resemble equal match fight date divorce border adjoin rival partner differ merge
    agree disagree compete collaborate cooperate coincide correlate intersect overlap collide
    negotiate tie coexist join accompany combine mix total contact embrace kiss hug face encounter
    oppose accompany mirror"""
)
EXACTLY_SYMMETRIC_VERBS = word_set("meet marry resemble equal")
SYMMETRIC_WITH_VERBS = word_set(
    """merge compete collaborate cooperate coincide correlate overlap collide coexist"""
)
SYMMETRIC_ADJECTIVES = {
    "similar": "to", "identical": "to", "equal": "to", "equivalent": "to", "married": "to", "adjacent": "to",
    "parallel": "to", "different": "from", "distinct": "from", "comparable": "to", "related": "to",
}  # fmt: skip
STATIVE = word_set(
    """have cost weigh lack resemble equal fit suit contain become mean total include comprise own want
    like love hate need possess belong remain seem appear look sound taste smell feel stay last
    involve concern survive fall rise drop gain lose jump climb slip decline add increase decrease
    close open end trade get let leave enter reach run go come take give make do be say know see
    think believe hold keep join share enjoy face spend await regain rank average begin start
    continue finish try"""
)
INFINITIVE_MATRIX = word_set(
    """agree decide plan expect promise ask tell order choose vow urge seem appear allege believe
    advise instruct likely pledge prefer encourage intend persuade opt permit allow suppose"""
)
NEGATIVE_WORDS = word_set(
    """no not n't never nobody nothing none nowhere neither nor hardly scarcely barely seldom rarely
    without cannot few little unlikely"""
)
FOCUS_ADVERBS = word_set(
    """only just merely even simply solely mainly mostly largely primarily partly exactly almost nearly"""
)

CONVERSE_ADJECTIVES = {
    "larger": "smaller", "bigger": "smaller", "smaller": "larger", "higher": "lower", "lower": "higher",
    "older": "younger", "younger": "older", "taller": "shorter", "faster": "slower", "slower": "faster",
    "heavier": "lighter", "lighter": "heavier", "stronger": "weaker", "weaker": "stronger",
    "richer": "poorer", "poorer": "richer", "cheaper": "more expensive", "wider": "narrower",
    "narrower": "wider", "deeper": "shallower", "warmer": "colder", "colder": "warmer",
    "hotter": "cooler", "earlier": "later", "later": "earlier", "longer": "shorter",
    "thicker": "thinner", "thinner": "thicker", "harder": "easier", "easier": "harder",
    "better": "worse", "worse": "better", "closer": "farther", "farther": "closer",
    "safer": "more dangerous", "greater": "smaller", "louder": "quieter", "quieter": "louder",
    "brighter": "darker", "darker": "brighter", "more expensive": "cheaper", "more dangerous": "safer",
    "more powerful": "less powerful", "less powerful": "more powerful", "more popular": "less popular",
    "less popular": "more popular", "more common": "less common", "less common": "more common",
    "more important": "less important", "less important": "more important",
    "more accurate": "less accurate", "less accurate": "more accurate",
}  # fmt: skip

DATIVE_VERBS = word_set("give send offer sell show lend pay hand grant award teach tell owe bring")

# Adjectives that make no sense, or no difference, on another noun.
FIXED_ADJECTIVES = word_set(
    """last next other own same such several multiple numerous many more most much few
    fewer less former late due prime
    vice chief general supreme high real mobile public executive various certain total entire whole
    main only single first second third fourth fifth final previous following current recent past
    least best worst better further additional initial overall so-called top net gross early mid
    daily weekly monthly annual quarterly common middle left right dear open close long-term
    short-term year-old old-fashioned alleged online solar acting estimated average fiscal central
    natural nearby upcoming earlier later half double able likely unable ready subject aware worth
    full-time part-time co executive potential possible mutual joint fellow junior senior interim
    assistant deputy associate secondary primary preferred composite united unlimited special
    different particular specific extra another possible very little mass front"""
)
# Adjectives that say what something belongs to: exchanged only with each other, never moved.
RELATIONAL_ADJECTIVES = word_set(
    """medical legal federal national international foreign criminal nuclear electronic digital human
    chemical biological social civil domestic financial local military political economic private
    industrial agricultural commercial environmental electrical mechanical technical scientific
    religious cultural racial ethnic regional global statistical mental physical clinical corporate
    public educational residential municipal rural urban presidential congressional judicial
    parliamentary royal naval diplomatic academic historical musical genetic terrorist gay sexual
    intellectual disciplinary monetary retail wholesale wireless mobile computer"""
)

# Nouns of set phrases ("in the face of", "in the world"), where a new adjective reads as an error.
FIXED_NOUNS = word_set(
    """face way wake course case light matter view part account basis order addition result place world
    time lot kind sort type number end start use fact event sense behalf favor favour name rate
    purpose aim right care advantage respect regard spite terms effect charge front back side top
    bottom rest majority amount means manner process"""
)
FIXED_PAIRS = frozenset(
    {
        ("law", "order"), ("profit", "loss"), ("research", "development"), ("supply", "demand"),
        ("pros", "cons"), ("terms", "conditions"), ("food", "drug"), ("rock", "roll"),
        ("bed", "breakfast"), ("trial", "error"), ("black", "white"), ("ladies", "gentlemen"),
        ("bits", "pieces"), ("wear", "tear"), ("ups", "downs"), ("mergers", "acquisitions"),
        ("track", "field"), ("science", "technology"), ("life", "death"), ("arts", "sciences"),
        ("health", "safety"), ("hide", "seek"), ("heart", "soul"), ("give", "take"), ("day", "night"),
        ("back", "forth"), ("war", "peace"), ("brothers", "sisters"), ("question", "answer"),
        ("cut", "paste"), ("copy", "paste"), ("drag", "drop"), ("search", "rescue"), ("hit", "run"),
        ("again", "again"), ("more", "more"), ("assault", "battery"), ("breaking", "entering"),
        ("thousands", "thousands"), ("hundreds", "thousands"), ("nuts", "bolts"), ("flesh", "blood"),
    }
)  # fmt: skip
