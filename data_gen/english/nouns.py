"""The plural of English nouns: "invoice" -> "invoices", "child" -> "children". Helper of the word lists."""

from .lexicon import word_set

_IRREGULAR = dict(
    pair.split("/")
    for pair in word_set(
        """
        man/men woman/women child/children person/people foot/feet tooth/teeth goose/geese
        mouse/mice ox/oxen wife/wives knife/knives life/lives leaf/leaves loaf/loaves wolf/wolves
        calf/calves half/halves shelf/shelves thief/thieves analysis/analyses diagnosis/diagnoses
        crisis/crises thesis/theses hypothesis/hypotheses basis/bases bacterium/bacteria
        criterion/criteria phenomenon/phenomena fungus/fungi stimulus/stimuli datum/data axis/axes
        sheep/sheep deer/deer fish/fish aircraft/aircraft series/series species/species
        hero/heroes potato/potatoes tomato/tomatoes echo/echoes mango/mangoes volcano/volcanoes
        stomach/stomachs monarch/monarchs quiz/quizzes human/humans german/germans staff/staff
        trousers/trousers pants/pants
        """
    )
)
_SUFFIXES = ("man", "woman", "child", "person", "wife")  # "policeman", "grandchild", "spokesperson"


def plural(noun: str) -> str:
    """Return the plural of a noun; of several words, that of the last ("police officers")."""
    first, _, last = noun.rpartition(" ")
    if first:
        return f"{first} {plural(last)}"
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    for suffix in _SUFFIXES:
        if noun.endswith(suffix) and len(noun) > len(suffix) + 1:
            many = "persons" if suffix == "person" else _IRREGULAR[suffix]
            return noun.removesuffix(suffix) + many
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"
