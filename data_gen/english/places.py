"""Which nouns name something that has a place: a room, a table, a hill, not an agreement or a court.

Read by edits/spatial/relation.py and edits/spatial/locative.py: a preposition is spatial where its noun is.
"""

from ..parsing.sentence import Word
from .classes import thing_class
from .kinds import is_name
from .lexicon import PLACE_SUFFIXES, PLACES, word_set

_CLASSES = frozenset(("place", "object", "vehicle", "body", "plant", "sky", "matter"))
_CONCRETE = word_set(
    """ground floor wall roof ceiling tree bed water surface sea ocean sky building fence head horizon net
    cloud waist stair staircase step pool shop office lobby hallway balcony porch deck platform stage
    counter screen pipe valve pump cable wire pole pillar column arch town city capital village house
    barrier curtain stove oven fridge sink rug mat couch armchair cupboard cabinet wardrobe desk bunk tent
    hut cabin shed stall stand tray pot pan jar can bin crate container trailer wagon carriage cart rail
    track path trail shore riverbank bank cliff cave ridge peak summit slope ramp ladder ditch trench well
    fountain monument tomb grave altar pulpit chapel hole hedge bush lawn field meadow orchard vineyard
    stable pasture cage nest campsite parking driveway pavement sidewalk kerb curb crossing roundabout
    intersection junction exit doorway gateway courtyard patio terrace elevator lift corridor aisle row seat
    wheel bumper bonnet hood windshield dashboard engine keel hull mast cockpit wing tail nose mouth chin
    chest belly back neck throat foot toe hand finger wrist elbow hip knee thigh ankle collarbone rib skull
    spine pelvis diaphragm navel abdomen equator line icon button menu toolbar panel sidebar image picture
    header footer margin logo cursor camp base plant compound headquarters embassy mosque temple synagogue
    school hospital church airport museum store mall market pub cafe bar club gym stadium pitch court-house
    courthouse apartment flat room bathroom bedroom kitchen attic basement garage home residence premises
    property border frontier coast coastline island lake pond river creek canal neighbour neighbor mailbox
    letterbox lamppost chimney window door gate fire fireplace heater radiator filter meter sensor boiler
    furnace motor inlet outlet weir turbine antenna socket switch plug server rack tank reservoir drum
    barrel cylinder shaft tunnel mine quarry shelter"""
)
_ABSTRACT = word_set("settlement case matter point issue question deal talk vote bill plan side scene bar")
HOLLOW = word_set(
    """house room kitchen garage barn factory hotel restaurant theatre theater temple castle tower palace
    prison warehouse cellar attic apartment cottage stadium library laboratory clinic monastery cathedral
    fortress building tent hut cabin shed car bus van box bag drawer basket cupboard cabinet container
    tunnel cave bedroom bathroom basement shop museum city town village park garden yard forest"""
)
"""Nouns of things that one can be in."""
TOPPED = word_set(
    """table bed desk chair bench sofa couch bridge platform carpet rug mat blanket pillow counter shelf tray
    tank rock roof stove cabinet cupboard"""
)
"""Nouns of things that one can be on as well as under."""


def is_place_name(noun: Word) -> bool:
    """Whether the noun is the name of a known place, alone or with what kind of place it is ("the Dell
    River")."""
    return is_name(noun) and (noun.lower in PLACES or noun.lower in PLACE_SUFFIXES)


def is_concrete(noun: Word) -> bool:
    """Whether the noun names a thing, a building, a part of the body or a place, by its own name or a common
    one."""
    if is_name(noun):
        return is_place_name(noun)
    if noun.lemma in _ABSTRACT or noun.pos != "NOUN" or noun.text != noun.lower:
        return False
    return thing_class(noun) in _CLASSES or noun.lemma in _CONCRETE or noun.lower in _CONCRETE
