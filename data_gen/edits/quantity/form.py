"""The same number in another form (positives): "three" <-> "3", "2.5 million" <-> "2,500,000", "half" <-> "50
percent".

Rules quantity.numeral, .magnitude, .share and .currency.
"""

from decimal import Decimal

from ...english.casing import first_word
from ...english.number_words import SCALES, in_digits, in_words, is_year, value
from ...english.word_lists import word_lists
from ...parsing.sentence import HYPHENS, NOTHING, Sentence, Word
from ..prelude import SAME, Changes, Found, Replacement, Table, change, lexical, lowers, replace, rule
from .counts import counts, has_number

_LISTS = word_lists(__package__, "form")
_DOLLARS = {"$": "dollars", "£": "pounds", "€": "euros"}
_SIGNS = {name: sign for sign, name in _DOLLARS.items()}
_DESCRIBED = ("NN", "NNS", "JJ", "CD", "VBN")


@rule("quantity.numeral", SAME, most=2, when=has_number)
def numerals(sentence: Sentence) -> Changes:
    """The tank holds 20 litres. -> The tank holds twenty litres.; a dozen <-> twelve"""
    for count in counts(sentence):
        word, number = count.number, value(count.number.text)
        after = sentence.after(word)
        if word.quote or (after and after.start == word.end and after.text[0].isalnum()):
            continue
        if after.text in ("'", "’", "′", "-"):
            continue
        if word.i and len(sentence.words[word.i - 1].text) > 3 and sentence.words[word.i - 1].text.isupper():
            continue  # "RESULTS 12 studies": the sentence begins here
        if word.i == 1 and word.text[0].isdigit() and sentence.words[0].pos in ("NOUN", "PROPN"):
            continue  # "Exon 5 sequences"
        if number is None or count.sort != "count" or count.scale or count.in_range or word.text[0] == "0":
            continue
        if word.text[0].isdigit():
            new = (
                in_words(int(number))
                if number == number.to_integral_value() and "." not in word.text
                else _thousands(word.text)
            )
            if new is not None and number > 1 and not _with_unit(count.noun):
                yield change("numeral", replace(word, new))
        elif word.i != first_word(sentence) and number > 1:
            yield change("numeral", replace(word, str(int(number))))


@lexical("quantity.numeral", None, "", Table(_LISTS.table("dozens")))
def dozens(found: Found) -> bool:
    """ "a dozen eggs" -> "twelve eggs"."""
    return found.after().tag in ("NNS", "JJ", "NN") and found.after().lower != "of"


def _thousands(text: str) -> str | None:
    return {"1,000": "one thousand"}.get(text)


def _with_unit(noun: Word) -> bool:
    """Whether the number stands before the short form of a unit: "5 kg"."""
    return not noun or len(noun.text) < 3 or noun.text != noun.lower or noun.tag == "NN"


@rule("quantity.magnitude", SAME, most=2, when=has_number)
def magnitudes(sentence: Sentence) -> Changes:
    """The loan was $2 million. -> The loan was $2,000,000.; 2,500,000 -> 2.5 million"""
    words = sentence.words
    for count in counts(sentence):
        number, word, scale = value(count.number.text), count.number, count.scale
        if number is None or count.in_range or count.sort == "percent":
            continue
        if scale.lower in _LISTS.magnitudes:
            if scale.lower == "billion" and number > 5:
                continue
            whole = number * SCALES[scale.lower]
            if (
                whole == whole.to_integral_value()
                and word.i != first_word(sentence)
                and _ends_number(words, scale)
            ):
                yield change("magnitude", Replacement(word.start, scale.end, in_digits(whole)))
        elif not scale and "," in word.text and word.text.endswith(",000"):
            thousands = number / 1000
            millions = number / 1_000_000
            if millions >= 1 and millions == millions.quantize(Decimal("0.1")):
                yield change("magnitude", replace(word, f"{in_digits(millions)} million"))
            elif (
                10 <= thousands < 1000
                and thousands == thousands.to_integral_value()
                and count.sort == "count"
            ):
                yield change("magnitude", replace(word, f"{in_digits(thousands)} thousand"))


def _ends_number(words: list[Word], scale: Word) -> bool:
    following = words[scale.i + 1] if scale.i + 1 < len(words) else NOTHING
    return not following or (
        not (following.start == scale.end and following.text in ("-", "–", "/")) and following.lower != "to"
    )


@lexical("quantity.share", SAME, Table(_LISTS.table("shares")))
def share(found: Found) -> bool:
    """About a quarter of the patients recovered. -> About 25 percent of the patients recovered.; half of the
    rent <-> 50 percent of the rent"""
    before, following = found.before(), found.after()
    if before.lower in _LISTS.not_before_share or before.tag in ("CD", "JJ", "DT", "PRP$") or not following:
        return False
    if found.options[0][0].isdigit() and found.start == found.sentence.first:
        return False
    if found.text.endswith(" as"):
        return following.lower in _LISTS.times_as
    if following.lower not in _LISTS.shares_of and following.tag != "NNS":
        return False
    noun = following
    while noun.rel in ("det", "nmod", "amod", "compound", "nummod") and noun.pos not in ("NOUN", "PROPN"):
        noun = noun.head
    return noun.lemma not in _LISTS.not_shared


@rule("quantity.currency", SAME, most=2, when=has_number)
def currencies(sentence: Sentence) -> Changes:
    """The lamp costs $40. -> The lamp costs 40 dollars.; $2 million <-> 2 million dollars"""
    seen = lowers(sentence)
    if seen.isdisjoint(_DOLLARS) and seen.isdisjoint(_SIGNS):
        return
    words = sentence.words
    for word in words:
        if word.text in _DOLLARS and word.i + 1 < len(words):
            number = words[word.i + 1]
            end = number
            if sentence.after(number).lower in _LISTS.magnitudes:
                end = words[number.i + 1]
            if value(number.text) in (None, 0, 1) or number.start != word.end:
                continue
            if not _is_sum(sentence, word, end):
                continue
            text = sentence.text[number.start : end.end]
            yield change("currency", Replacement(word.start, end.end, f"{text} {_DOLLARS[word.text]}"))
        elif word.lower in _SIGNS and word.i:
            last = words[word.i - 1]
            first = words[last.i - 1] if last.lower in _LISTS.magnitudes and last.i else last
            if value(first.text) is None or not first.text[0].isdigit() or is_year(first.text):
                continue
            if word.lower == "pounds" or sentence.before(first).text in ("-", "–", "to", "or", "and", "/"):
                continue
            text = sentence.text[first.start : last.end]
            yield change("currency", Replacement(first.start, word.end, f"{_SIGNS[word.lower]}{text}"))


def _is_sum(sentence: Sentence, sign: Word, end: Word) -> bool:
    """Whether an amount of money stands alone: no range, no "$5-a-day", no "$5 bill", no price per unit."""
    before, after = sentence.before(sign), sentence.after(end)
    if before and (
        before.end == sign.start or before.lower in _LISTS.not_before_sum or before.text.isupper()
    ):
        return False  # "US $40"
    if (after.start == end.end and after.text in HYPHENS) or after.lower in ("to", "or", "and", "("):
        return False
    return after.pos not in ("NOUN", "ADJ", "PROPN", "NUM") and after.tag not in _DESCRIBED
