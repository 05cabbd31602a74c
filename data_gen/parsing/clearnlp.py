"""ClearNLP trees (spaCy's en_core_web_*) turned into Universal Dependencies trees."""

from .sentence import Word

LABELS = frozenset(
    [
        "pobj",
        "dobj",
        "prep",
        "attr",
        "acomp",
        "nsubjpass",
        "auxpass",
        "neg",
        "poss",
        "relcl",
        "npadvmod",
        "prt",
        "pcomp",
    ]
)

_RENAMED = {
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "dobj": "obj",
    "dative": "iobj",
    "neg": "advmod",
    "poss": "nmod:poss",
    "prt": "compound:prt",
    "relcl": "acl:relcl",
    "quantmod": "advmod",
    "predet": "det:predet",
    "preconj": "cc:preconj",
    "intj": "discourse",
    "attr": "xcomp",
    "acomp": "xcomp",
    "oprd": "xcomp",
    "prep": "advmod",
    "agent": "advmod",
    "pcomp": "advcl",
}


def to_universal(words: list[Word], heads: list[int], labels: list[str]) -> None:
    """Turn a ClearNLP tree into a UD tree in place."""
    count = len(words)
    original = list(labels)
    # "be" with a complement becomes the complement's copula.
    for i in range(count):
        if original[i] in ("attr", "acomp") and words[heads[i]].lemma == "be" and i > heads[i]:
            be = heads[i]
            for j in range(count):
                if heads[j] == be and j != i and j != be:
                    heads[j] = i
            heads[i], labels[i] = (heads[be], labels[be]) if heads[be] != be else (i, "root")
            heads[be], labels[be] = i, "cop"
    # A preposition becomes the case of its noun.
    for i in range(count):
        if original[i] != "pobj":
            continue
        preposition, outer = heads[i], heads[heads[i]]
        verbal = words[outer].pos in ("VERB", "AUX", "ADJ", "ADV") or labels[outer] in (
            "root",
            "ccomp",
            "conj",
        )
        if original[preposition] == "agent":
            labels[i] = "obl:agent"
        elif original[preposition] == "conj":
            labels[i] = "conj"
        else:
            labels[i] = "obl" if verbal else "nmod"
        for j in range(count):
            if heads[j] == preposition and j not in (i, preposition) and original[j] != "pobj":
                heads[j] = i
        heads[i], heads[preposition], labels[preposition] = outer, i, "case"
    # Conjuncts hang on the first, and each conjunction on the conjunct that follows it.
    for i in range(count):
        while labels[i] == "conj" and labels[heads[i]] == "conj":
            heads[i] = heads[heads[i]]
    for i in range(count):
        if labels[i] == "cc":
            following = [j for j in range(i + 1, count) if labels[j] == "conj" and heads[j] == heads[i]]
            if following:
                heads[i] = following[0]
    for i in range(count):
        labels[i] = _RENAMED.get(labels[i], labels[i])
        if labels[i] == "npadvmod":
            labels[i] = "obl:unmarked" if words[heads[i]].pos in ("VERB", "AUX") else "nmod:unmarked"
