"""Small classes of things (roads, documents, vehicles, ...): only things of one class take each other's role.

"The storm closed the road near the bridge" reads as well with road and bridge exchanged; storm and bridge
would not. A noun that is in no list, and has no ending of processes or qualities, has no class and stays.
"""

from functools import lru_cache

from ..parsing.sentence import Word
from .lexicon import ORG_NOUNS, word_set

_CLASSES = {
    "place": """road street bridge house room kitchen garden yard farm mill barn factory plant station
        airport harbour harbor port pier dock tower castle temple restaurant hotel theatre theater park
        forest lake river valley hill mountain island village coast beach border gate tunnel warehouse
        garage cellar attic apartment cottage palace prison camp stadium arena square corridor hall entrance
        runway railway canal dam quarry mine building site region district county suburb neighbourhood
        neighborhood library laboratory clinic cemetery monastery cathedral fortress avenue highway stream
        pond bay desert plain plateau""",
    "object": """table chair desk lamp bottle box bag key door window knife cup glass plate hammer rope
        ladder bell clock mirror carpet shelf drawer bucket basket blanket pillow coat hat shirt shoe dress
        ring necklace phone camera radio television laptop printer keyboard gun rifle sword shield flag
        statue photograph wallet umbrella bench fence sofa toy ball""",
    "vehicle": """car truck bus train ship boat plane aircraft helicopter bicycle bike motorcycle van taxi
        ferry tram lorry vessel submarine tank yacht airliner jet locomotive ambulance""",
    "document": """contract agreement lease treaty report letter article memo statute regulation policy
        clause provision invoice receipt certificate licence license permit warrant deed application
        complaint petition ruling verdict judgment notice manual review constitution law charter amendment
        decree bill""",
    "money": """payment fee price cost tax fine loan debt salary wage rent profit revenue deposit dividend
        budget sale premium penalty refund grant subsidy tariff bonus earnings expense loss royalty
        commission pension""",
    "event": """storm flood fire earthquake war strike election trial conference attack battle accident crash
        explosion protest riot ceremony festival concert tournament tour expedition debate inquiry survey
        referendum crisis recession outbreak drought siege revolt uprising blockade invasion""",
    "work": """film movie song album novel poem play opera symphony painting sculpture documentary essay
        book series episode single""",
    "body": """heart lung liver kidney brain bone muscle nerve skin artery vein stomach eye ear arm leg neck
        shoulder knee spleen tissue organ spine""",
    "bio": """cell protein gene enzyme receptor antibody virus bacterium hormone peptide kinase neuron
        antigen toxin parasite pathogen tumor tumour lymphocyte macrophage cytokine chromosome plasmid
        ligand inhibitor leukocyte chemokine motor microtubule transcript promoter polypeptide ribosome
        nucleus membrane microbe bacteria""",
    "medicine": """drug vaccine treatment therapy surgery tablet pill antibiotic placebo injection infusion
        medication transplant""",
    "disease": """disease infection cancer diabetes asthma fever obesity stroke depression disorder syndrome
        injury inflammation pneumonia hypertension anxiety anemia anaemia""",
    "plant": "tree flower grass crop fruit root leaf bush vine shrub fern moss",
    "food": "bread meat milk cheese rice soup cake apple potato sugar salt butter wine beer coffee tea egg",
    "computing": """server database file folder page website program application device router browser
        script module package plugin service""",
    "method": "model method algorithm approach technique framework strategy program project proposal scheme",
    "quantity": """temperature pressure speed volume weight height depth length width density concentration
        frequency intensity size duration velocity mass""",
    "matter": "metal iron gold silver copper steel wood stone plastic oil gas coal sand soil rock clay ice",
    "sky": "star planet moon sun galaxy comet asteroid satellite",
    "power": "kingdom empire monarchy dynasty colony regime",
    "research": "study analysis experiment survey review test assay examination comparison",
    "finding": "result finding data observation outcome estimate",
    "change": "increase decrease change reduction improvement decline rise drop loss growth",
    "idea": "idea theory hypothesis concept belief opinion doctrine philosophy principle",
    "danger": "risk threat danger hazard challenge difficulty problem",
    "decision": "decision plan proposal move policy order offer deal agreement",
    "speech": "statement comment announcement speech interview message remark question answer",
    "pathway": "pathway response signal activity function mechanism process reaction effect",
    "market": "market stock index bond currency economy industry sector",
    "weapon": "weapon missile bomb rocket gun rifle bullet mortar grenade",
    "crime": "murder theft robbery fraud assault arson crime offence offense burglary kidnapping",
    "art": "music dance theatre painting poetry literature architecture sculpture drama",
    "science": "physics chemistry biology mathematics medicine economics psychology botany astronomy geology",
}  # fmt: skip
_CLASS = {lemma: name for name, lemmas in _CLASSES.items() for lemma in word_set(lemmas)} | dict.fromkeys(
    ORG_NOUNS, "organisation"
)


_ENDINGS = (
    ("process", ("tion", "sion", "ment", "ysis", "osis")),
    ("quality", ("ity", "ness", "ance", "ence", "ancy", "ency")),
)


def thing_class(noun: Word) -> str | None:
    """Return the class of a common noun, by list or ending, or of a code such as "p53", or None."""
    found = _CLASS.get(noun.lemma)
    if found is None and noun.text.isalpha() and len(noun.lemma) > 6:
        return _by_ending(noun.lemma)
    if found is None and not noun.text.isalpha() and noun.text[:1].isalpha():
        return "code" if any(c.isdigit() for c in noun.text) else None
    return found


@lru_cache(maxsize=8192)
def _by_ending(lemma: str) -> str | None:
    return next((name for name, endings in _ENDINGS if lemma.endswith(endings)), None)


def one_class(a: Word, b: Word) -> bool:
    """Whether two nouns are things of one class."""
    found = thing_class(a)
    return found is not None and found == thing_class(b)
