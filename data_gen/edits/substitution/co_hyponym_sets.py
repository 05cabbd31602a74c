"""Sets of words of one kind: what substitution.co_hyponym puts in each other's place ("an apple" -> "a
pear").

A line is a set: its words exclude each other, are of one countability, and are about as common. A word with
another
common sense is left out rather than guarded. Marks at the head of a line: `+` the words also serve before a
noun
("football team"), `~` they are mass nouns, without plural or "a" ("gold").
"""

from ..wordbook import rows

_NOUNS = """
+ apple pear peach plum cherry mango lemon melon grape
+ carrot onion potato tomato cabbage cucumber pumpkin mushroom
+~ wheat barley maize rye
+~ beef pork lamb
~ bread rice pasta
+~ tea coffee milk lemonade
+~ wine beer whisky vodka rum
~ butter cheese yogurt
~ sugar salt flour honey
breakfast lunch dinner
fork spoon knife
bottle jar bucket basket
+ dog cat rabbit hamster
cow sheep goat pig donkey horse
lion tiger leopard wolf elephant giraffe zebra
mouse rat
eagle owl crow pigeon swan duck parrot falcon
shark whale dolphin
+ salmon tuna trout cod
spider ant bee wasp butterfly beetle mosquito
snake lizard turtle crocodile frog
+ oak pine birch elm willow
rose lily tulip daisy orchid
+~ gold silver bronze platinum
+~ zinc nickel cobalt copper
+~ calcium sodium potassium magnesium
+~ oxygen nitrogen hydrogen helium
+~ plastic rubber concrete wood
+~ cotton wool silk linen nylon
+~ coal petroleum uranium
+ diamond emerald ruby sapphire
+ liver lung kidney pancreas
+ heart lung kidney
shoulder knee elbow ankle wrist hip
+ breast prostate colon
nose ear chin
finger thumb toe
artery vein capillary
hippocampus amygdala cerebellum thalamus
+~ diabetes asthma epilepsy
+~ tuberculosis malaria pneumonia cholera influenza measles
+~ hepatitis leukemia lymphoma
+~ obesity anemia hypertension osteoporosis
headache fever cough rash
+~ insulin glucagon cortisol adrenaline leptin testosterone
+~ penicillin amoxicillin ibuprofen aspirin paracetamol
bacterium virus fungus parasite
neutrophil monocyte lymphocyte eosinophil macrophage
kinase phosphatase protease polymerase ligase
cardiologist neurologist dermatologist oncologist psychiatrist radiologist
~ cardiology neurology dermatology oncology radiology
dentist surgeon pharmacist optician midwife
+ car truck bus motorcycle bicycle van
+ train tram ferry
aeroplane helicopter glider
ship submarine yacht canoe
tractor bulldozer excavator
taxi limousine ambulance
teacher nurse lawyer engineer accountant architect
plumber electrician carpenter
waiter cook cashier receptionist
singer dancer comedian magician
painter sculptor photographer
poet novelist playwright journalist
farmer fisherman miner blacksmith
mathematician physicist chemist biologist geologist astronomer
+~ mathematics physics chemistry biology geology astronomy
+~ economics sociology psychology anthropology philosophy linguistics
~ algebra geometry calculus arithmetic
+ piano guitar violin cello flute trumpet clarinet saxophone
opera ballet symphony concerto
novel poem essay
+~ football basketball baseball tennis hockey cricket rugby volleyball golf badminton
~ swimming cycling rowing gymnastics
+~ chess poker backgammon
quarterback goalkeeper pitcher catcher
invoice receipt quotation
passport visa
lease deed mortgage
email fax letter
biography dictionary atlas encyclopedia
newspaper magazine
+ voucher cheque coupon
sofa bed desk wardrobe bookshelf armchair
lamp mirror carpet curtain
+ kitchen bathroom bedroom garage basement attic
door window
+ oven fridge dishwasher toaster microwave
shirt jacket skirt sweater coat
hat scarf glove
shoe boot sandal slipper
necklace bracelet earring
hammer screwdriver wrench
pencil crayon pen
+ laptop smartphone
+ printer scanner projector router
username password
uncle aunt cousin nephew niece
mother sister aunt daughter grandmother
father brother uncle grandfather
+ trademark patent copyright
+~ theft fraud arson burglary bribery perjury murder
~ bankruptcy liquidation receivership
pension annuity
earthquake hurricane tornado tsunami avalanche
~ rain snow hail fog
river lake ocean
mountain valley desert forest island
hospital school library museum church factory prison
+ restaurant hotel cinema theatre supermarket bakery pharmacy
+ airport harbour
mosque church synagogue
bishop rabbi imam
rifle pistol sword dagger spear
triangle rectangle hexagon pentagon
sphere cube cylinder pyramid
democracy monarchy dictatorship
~ communism capitalism socialism fascism
~ anger joy sadness
length width height
noun verb adjective adverb
vowel consonant
~ procurement payroll bookkeeping
+ battery charger cable
+ sales marketing
"""
_ADJECTIVES = """
red blue green yellow purple orange pink brown grey black white
circular triangular rectangular oval
gaseous liquid solid
wooden plastic metallic
hepatic renal pulmonary
visual auditory tactile olfactory
thermal electrical mechanical
gothic baroque romanesque
intravenous topical oral intramuscular
cervical thoracic lumbar
frontal parietal temporal occipital
colorectal ovarian pancreatic
"""
_NATIONALITIES = """
French German Italian Spanish Portuguese Polish Swedish Norwegian Danish Finnish Hungarian
Chinese Japanese Korean Indian Thai Vietnamese Indonesian
Brazilian Argentine Mexican Chilean Peruvian Colombian
Egyptian Moroccan Nigerian Kenyan Ethiopian Ghanaian
Israeli Syrian Iraqi Iranian Jordanian Lebanese
British American Canadian Australian
Christian Muslim Jewish Hindu Buddhist
Catholic Protestant Orthodox
"""
_NAMES = """
France Germany Italy Spain Portugal Austria Belgium Switzerland
Poland Hungary Romania Bulgaria Ukraine
Sweden Norway Denmark Finland
China Japan India Thailand Vietnam Indonesia Malaysia
Brazil Argentina Mexico Peru Colombia Venezuela
Egypt Morocco Algeria Tunisia Libya
Nigeria Kenya Ghana Ethiopia Uganda Zambia
Iraq Iran Syria Yemen Kuwait
Canada Australia
Europe Asia Africa
London Paris Berlin Madrid Rome Vienna Brussels Amsterdam Lisbon
Moscow Warsaw Prague Budapest Athens
Stockholm Oslo Copenhagen Helsinki
Tokyo Beijing Shanghai Seoul Delhi Mumbai Bangkok Jakarta
Chicago Boston Houston Dallas Seattle Denver Atlanta Miami Philadelphia Detroit
Manchester Liverpool Birmingham Leeds Bristol Glasgow Edinburgh
Toronto Montreal Vancouver Ottawa
Sydney Melbourne Brisbane Perth
Cairo Nairobi Lagos Casablanca
Baghdad Tehran Damascus Beirut
California Texas Florida Ohio Michigan Illinois Oregon Arizona
Mars Venus Jupiter Saturn Neptune
Python Java Ruby Perl JavaScript
Windows Linux Android iOS macOS
PDF HTML XML CSV JSON
JPEG PNG GIF
Chrome Firefox Safari
Facebook Twitter Instagram YouTube LinkedIn
Google Microsoft Amazon
Toyota Honda Ford Volkswagen
MySQL PostgreSQL SQLite
PayPal Visa Mastercard
Christianity Islam Buddhism Hinduism Judaism
Gmail Outlook
Excel Word PowerPoint
"""

BEFORE_NOUNS: set[str] = set()
"""The nouns that may also stand before another noun."""
MASS: set[str] = set()
"""The nouns without a plural and without "a"."""


def _sets(table: str) -> list[tuple[str, ...]]:
    """Return the sets of a table, and file its marks."""
    found = []
    for line in table.strip().splitlines():
        mark, _, words = line.partition(" ") if line[0] in "+~" else ("", "", line)
        members = tuple(words.split())
        if "+" in mark:
            BEFORE_NOUNS.update(members)
        if "~" in mark:
            MASS.update(members)
        found.append(members)
    return found


def _others(table: str) -> dict[str, tuple[str, ...]]:
    """Return {word: the other words of all of its sets}."""
    found: dict[str, list[str]] = {}
    for members in _sets(table):
        for word in members:
            options = found.setdefault(word, [])
            options += [other for other in members if other != word and other not in options]
    return {word: tuple(options) for word, options in found.items()}


NOUNS = _others(_NOUNS)
ADJECTIVES = _others(_ADJECTIVES)
NATIONALITIES = _others(_NATIONALITIES)
LANGUAGES = _others("English French German Spanish Italian Portuguese Russian Chinese Japanese Korean Arabic")
NAMES = _others(_NAMES)

ONLY_WITH = rows(
    """
    oral: administration dose treatment therapy injection formulation route medication drug antibiotic steroid
        feeding
    """
)
"""The nouns before which alone an adjective has the sense of its set."""
FIXED_WITH = rows(
    """
    colour: cell matter paper card hole market box collar tea wine meat rice sugar bear fever tape flag
        light area belt list board shark whale squirrel people man woman community house sheet party
        energy book army guard cross carpet dwarf giant noise fat bean pepper onion person power
        panther death friday metal magic alert zone line
    gold silver bronze: standard rush age
    heart: attack rate beat murmur sound
    nationality: fry fries toast horn bulldog press revolution measles shepherd summer football dream flu
        encephalitis pastry american ocean new rose wall year
    """
)
"""What a word must not stand before: fixed expressions, in which it has another sense."""
