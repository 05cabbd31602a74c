"""A term becomes its counterpart together with the words that explain it (near-misses): "low blood sugar
(hypoglycemia)" -> "high blood sugar (hyperglycemia)".

Part of the rule substitution.antonym, which leaves alone what is explained. What is linked stands in
words.yaml: terms, each with what its explanations become ("..." there is any few words). A term that is
explained in other words is left alone; one that is not explained changes where the table has it bare.
"""

import re

from ..direction import is_argued, is_definition
from ..prelude import Changes, Replacement, Sentence, change, rule, word_lists

_LISTS = word_lists(__package__, "linked")
_BESIDE = re.compile(r"[\w\s-]{0,30}(?:\(|, or |,? which (?:means|is) )(?:\w+ )?")
_EXPLAINS = re.compile(
    r"[\s\w-]{0,40}(?:\(|, (?:which|that) (?:means|is)|, meaning|,? in which|, i\.e\.|,? where)"
)


def _both_ways(name: str) -> dict[str, list[tuple[str, str]]]:
    """Return {term: for its counterpart and each explanation, (what stands there, what it becomes)}."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in _LISTS.phrases(name):
        linked = [(one.strip(), other.strip()) for one, other in (pair.split("/") for pair in row.split("|"))]
        found[linked[0][0]] = linked
        found[linked[0][1]] = [(other, one) for one, other in linked]
    return found


_LINKED = _both_ways("terms")
_BARE = _LISTS.set("bare")
_TERM = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _LINKED))})(?![\w-])")


def _pattern(wording: str) -> re.Pattern[str]:
    words = re.escape(wording).replace(re.escape("..."), "(.{2,60}?)")
    whole = r"(?<!\bin )(?<!\bonly )" if "..." in wording else ""  # "a change in one copy is enough"
    return re.compile(rf"(?<![\w-]){whole}{words}(?![\w-])")


_PATTERNS = {old: _pattern(old) for linked in _LINKED.values() for old, _ in linked}


@rule("substitution.antonym", triggers={re.split(r"[ -]", term.lower())[0] for term in _LINKED})
def linked_terms(sentence: Sentence) -> Changes:
    """ "a slow heartbeat (bradycardia)" -> "a fast heartbeat (tachycardia)"."""
    text = sentence.text
    terms = list(_TERM.finditer(text))
    if len(terms) != 1:
        return
    (term,) = terms
    (old, new), *explained = _LINKED[term.group()]
    if text.lower().count(old.lower()) > 1 or new.lower() in text.lower() or re.search(r"\bA[DR]\b", text):
        return  # "AR-PKD is autosomal recessive"
    inherited = old.endswith(("dominant", "recessive"))
    made = [Replacement(*term.span(), new)]
    for wording, other in explained:
        for match in _PATTERNS[wording].finditer(text):
            start, end = sorted((*term.span(), *match.span()))[1:3]
            if not (inherited or _BESIDE.fullmatch(text, start, end)):
                continue
            if any(one.start < match.end() and match.start() < one.end for one in made):
                continue
            text_made = other
            for part in match.groups():
                text_made = text_made.replace("...", part, 1)
            made.append(Replacement(*match.span(), text_made))
    told = _LISTS.tied_inherited if inherited else frozenset()
    rest = "".join(
        char for i, char in enumerate(text.lower()) if not any(one.start <= i < one.end for one in made)
    )
    if not told.isdisjoint(re.findall(r"\w+|%", rest)) or (
        not inherited and (is_argued(sentence) or is_definition(sentence))
    ):
        return
    if len(made) > 1 or (inherited and _is_bare(text, term)):
        yield change("antonym", *made)


def _is_bare(text: str, term: re.Match[str]) -> bool:
    """Whether nothing explains the term, and it is no part of a name."""
    after = re.match(r"\W*([\w-]+)", text[term.end() :])
    known = after is None or after[1].lower() in _BARE or text[term.end() : term.end() + 1] in ".,"
    named = re.search(r"(?:^|[a-z] )[A-Z]\w+ $", text[: term.start()])
    return known and not named and not _EXPLAINS.match(text, term.end())
