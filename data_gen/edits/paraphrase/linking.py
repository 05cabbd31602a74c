"""How clauses are linked (hard positives), and one sentence that becomes two."""

from ...english.agreement import is_plural
from ...english.casing import first_word, piece
from ...english.verb_forms import base_form, gerund
from ..edit import Proposals, Replacement, delete, insert_before, replace
from ..prelude import FINITE_TAGS, SAME, Clause, Sentence, Word, is_statement, related, rule, word_lists
from .arguments import argument, final_stop, is_plain

_LISTS = word_lists(__package__, "linking")

_ENABLING = {"allow": "let", "enable": "allow", "permit": "allow", "let": "allow"}
_MAX_WORDS = 45


@rule("paraphrase.linking", SAME, most=6, triggers=("because", "so"), when=is_statement)
def causes(sentence: Sentence) -> Proposals:
    """Because it rained, the race was late. <-> It rained, so the race was late.; The race was late because
    it rained. -> It rained. That is why the race was late.; The lift is old, and the stairs are steep. -> The
    lift is old. The stairs are steep.; He sold the mill, which was empty. -> He sold the mill. It was empty.;
    Lock the door before you leave. <-> Lock the door before leaving.; The tool lets you draw maps. <-> The
    tool allows you to draw maps.; With the tool, you can draw maps."""
    words, end = sentence.words, final_stop(sentence)
    if end is None or not is_plain(sentence) or sum(w.lower in ("because", "so") for w in words) != 1:
        return
    link = next(w for w in words if w.lower in ("because", "so"))
    before, after = sentence.before(link), sentence.after(link)
    clauses = [clause for clause in sentence.clauses if clause.finite and clause.subject]
    cause = next((c for c in clauses if c.predicate is link.head), None)
    if link.lower == "so":
        main = sentence.root
        second = next((c for c in clauses if c.subject.left == link.i + 1), None)
        whole = second is not None and main.i < link.i and any(c.is_root for c in clauses)
        whole = whole and words[0].tag != "CC"  # "But it rains, so we stay."
        whole = whole and after.tag != "IN" and after.lower != "that"
        if whole and before is next((w for w in words if w.text == ","), None):
            yield insert_before(words[0], "because "), delete(sentence, link.i, link.i + 1)
        return
    if cause is None or link.rel != "mark" or before.lower in _LISTS.partly or after.lower == "of":
        return
    main = link.head.head
    if main.head or cause.predicate.rel != "advcl" or cause.subject.left != link.i + 1:
        return
    comma = words[min(cause.predicate.right + 1, end)]
    comma = words[cause.predicate.right] if words[cause.predicate.right].text == "," else comma
    if link.i == 0 and comma.text == ",":
        if not any(w.text == "," for w in words[1 : comma.i]):
            opening = words[1]
            yield (Replacement(link.start, opening.start, ""), Replacement(comma.end, comma.end, " so"))
    elif cause.predicate.right + 1 == end and not any(c.negation for c in clauses if c is not cause):
        yield replace(link, "since")
        front = first_word(sentence)
        stop = link.i - (before.text == ",")
        if any(w.text == "," for w in words[front:stop]) or _refers_back(words, cause, stop):
            return
        said = f"{sentence.slice(link.i + 1, end)}. That is why {piece(sentence, front, stop)}"
        yield Replacement(words[front].start, words[end - 1].end, said)


def _refers_back(words: list[Word], cause: Clause, stop: int) -> bool:
    """Whether a pronoun of the cause needs the main clause before it."""
    inner = words[cause.subject.left : cause.predicate.right + 1]
    return any(w.lower in _LISTS.back or w.tag == "PRP$" for w in inner) and any(
        w.pos in ("NOUN", "PROPN") for w in words[:stop]
    )


@rule("paraphrase.linking", when=is_statement)
def splits(sentence: Sentence) -> Proposals:
    """ "X, and Y." -> "X. Y."; "X, but Y." -> "X. However, Y."; "X, which Y." -> "X. It Y."."""
    end = final_stop(sentence)
    if end is None or not is_plain(sentence) or len(sentence.words) > _MAX_WORDS:
        return
    yield from _coordinated(sentence, end)
    for verb in related(sentence, "acl"):
        if verb.dep == "acl:relcl" and verb.right + 1 == end:
            yield from _relative(sentence, verb)


def _coordinated(sentence: Sentence, end: int) -> Proposals:
    words, root = sentence.words, sentence.root
    others = root.all("conj")
    if len(others) != 1 or root.child("mark"):
        return
    joiner, second = others[0].child("cc"), others[0]
    comma, opening = sentence.before(joiner), sentence.after(joiner)
    one, two = sentence.clause(root), sentence.clause(second)
    if one is None or two is None or not one.finite or not two.finite or two.shared_subject:
        return
    if not one.subject or not two.subject or two.subject.left != opening.i or second.right + 1 != end:
        return
    if opening.tag in ("WDT", "WP", "WRB", "IN", "TO") or comma.text != ",":
        return
    if joiner.lower not in ("and", "but") or joiner.left != joiner.i or joiner.i < root.i:
        return
    if words[two.subject.right + 1].text == ",":
        return  # "He said the cold, and the rain, did no harm."
    first = words[: comma.i]
    if any(w.rel == "mark" or w.lower in ("either", "neither", "not", "if") for w in first if w.i < root.i):
        return
    if any(w.lower in ("so", "such", "either", "both") for w in first):
        return
    if any(w.text == "," for w in first[root.i :]):
        return  # "It lets you sort, and mark what is done, and you can vote": a list is open
    text = ". " if joiner.lower == "and" else ". However, "
    word = opening.text if joiner.lower == "but" else opening.text[0].upper() + opening.text[1:]
    yield Replacement(comma.start, opening.end, text + word)


def _relative(sentence: Sentence, verb: Word) -> Proposals:
    which, noun = sentence.words[verb.left], verb.head
    if which.text == ",":
        which = sentence.after(which)
    comma, finite = sentence.before(which), sentence.after(which)
    if which.lower != "which" or comma.text != "," or which.rel not in ("nsubj", "nsubj:pass"):
        return
    if finite.tag not in FINITE_TAGS or noun.i + 1 != comma.i or noun.pos != "NOUN" or verb.all("conj"):
        return
    if noun.head is not sentence.root or sentence.root.i > comma.i or noun.child("conj"):
        return
    many = is_plural(noun)
    if many is None or (finite.tag in ("VBZ", "VBP") and many != (finite.tag == "VBP")):
        return
    subject = "This" if finite.lemma == "mean" else "They" if many else "It"
    yield Replacement(comma.start, which.end, f". {subject}")


@rule("paraphrase.linking", triggers=_LISTS.times)
def same_doers(sentence: Sentence, clause: Clause) -> Proposals:
    """ "before you leave" <-> "before leaving", where both clauses have one doer."""
    verb, main, subject = clause.predicate, clause.predicate.head, clause.subject
    mark, doer = verb.child("mark") or verb.child("case"), main.child("nsubj")
    who = doer.lower if doer else "you" if main.tag == "VB" and not main.child("aux", "mark") else ""
    if verb.rel != "advcl" or mark.lower not in _LISTS.times or who not in _LISTS.same_doer:
        return
    if verb.child("cop", "conj", "nsubj:pass") or main.has("aux:pass"):
        return
    if main.child("ccomp") or (main.child("xcomp") and main.child("obj", "iobj")):
        return  # "We advise you to save before leaving": who leaves?
    if mark.i + 1 != (subject.left if subject else verb.i):
        return
    is_bare = not (subject or clause.auxiliaries or main.has("aux", "would", "could", "did", "might"))
    if subject.lower == who and subject.i + 1 == verb.i and verb.tag == "VBP":
        yield Replacement(subject.start, verb.end, gerund(verb.lemma))
        return
    base = base_form(verb.lower, "VBG", verb.lemma)
    if base and is_bare and verb.tag == "VBG" and main.tag in ("VB", "VBP"):
        yield replace(verb, f"{who} {base}")


@rule("paraphrase.linking", triggers=_LISTS.enabling, when=is_statement)
def enabling(sentence: Sentence, clause: Clause) -> Proposals:
    """ "X lets you Y." -> "With X, you can Y."; "X allows you to Y." <-> "X lets you Y."."""
    verb, subject, words = clause.predicate, clause.subject, sentence.words
    done = verb.child("xcomp", "ccomp")
    if verb.lemma not in _ENABLING or verb.tag not in ("VBZ", "VBP", "VB") or clause.negation or not done:
        return
    if done.lemma in ("know", "go", "see", "be"):
        return  # "let us know"
    someone = clause.object or verb.child("iobj") or done.child("nsubj")
    mark = done.child("mark")
    if (
        not someone
        or someone.text[0] in "'’"
        or done.tag != "VB"
        or (verb.lemma == "let") == bool(mark)
        or done.quote != verb.quote
    ):
        return
    span = argument(sentence, someone) if someone.tag != "PRP" else sentence.phrase(someone)
    start = mark.i if mark else done.i
    if span is None or span.start != verb.i + 1 or span.end != start:
        return
    new = _ENABLING[verb.lemma]
    form = {"VBZ": "lets" if new == "let" else "allows"}.get(verb.tag, new)
    if new == "let":
        yield (replace(verb, form), Replacement(mark.start, done.start, ""))
    else:
        to = [] if mark else [Replacement(done.start, done.start, "to ")]
        yield (replace(verb, form), *to)
    tool = argument(sentence, subject) if subject else None
    if tool is None or not clause.is_root or tool.start != first_word(sentence) or clause.finite is not verb:
        return
    if tool.end != verb.i or subject.tag == "PRP" or verb.child("conj"):
        return
    if someone.lower not in ("you", "users"):
        return
    text = f"with {piece(sentence, tool.start, tool.end)}, {sentence.slice(span.start, span.end)} can "
    yield Replacement(words[tool.start].start, done.start, text)
