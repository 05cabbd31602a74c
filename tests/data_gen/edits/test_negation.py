# ruff: noqa: E501 (a parse is one long line)
import pytest

CASES = [
    ("Rome/NNP/nsubj/3 is/VBZ/cop/3/be closer/JJR/root/0/close ././punct/3", {"Rome is not closer."}),
    ("She/PRP/nsubj/3 will/MD/aux/3 pay/VB/root/0 rent/NN/obj/3 ././punct/3", {"She will not pay rent."}),
    ("She/PRP/nsubj/2 paid/VBD/root/0/pay rent/NN/obj/2 ././punct/2", {"She did not pay rent."}),
    ("She/PRP/nsubj/2 pays/VBZ/root/0/pay rent/NN/obj/2 ././punct/2", {"She does not pay rent."}),
    ("They/PRP/nsubj/2 pay/VBP/root/0 rent/NN/obj/2 ././punct/2", {"They do not pay rent."}),
    ("They/PRP/nsubj/3 can/MD/aux/3 pay/VB/root/0 ././punct/3", {"They cannot pay."}),
    # people who write contractions write this one too
    ("we/PRP/nsubj/3 'll/MD/aux/3 pay/VB/root/0 rent/NN/obj/3", {"we'll not pay rent", "we won't pay rent"}),
    ("Pay/VB/root/0 the/DT/det/3 fee/NN/obj/1 ././punct/1", {"Do not pay the fee."}),
]  # fmt: skip

REMOVALS = [
    ("She/PRP/nsubj/4 did/VBD/aux/4/do n't/RB/advmod/4/not pay/VB/root/0 rent/NN/obj/4 ././punct/4", "She paid rent."),
    ("She/PRP/nsubj/4 does/VBZ/aux/4/do not/RB/advmod/4 pay/VB/root/0 rent/NN/obj/4 ././punct/4", "She pays rent."),
    ("They/PRP/nsubj/4 wo/MD/aux/4/will n't/RB/advmod/4/not pay/VB/root/0 ././punct/4", "They will pay."),
    ("They/PRP/nsubj/4 can/MD/aux/4 not/RB/advmod/4 pay/VB/root/0 ././punct/4", "They can pay."),
    ("She/PRP/nsubj/3 never/RB/advmod/3 pays/VBZ/root/0/pay ././punct/3", "She pays."),
    ("Trains/NNS/nsubj/4/train no/RB/advmod/3 longer/RBR/advmod/4/long run/VBP/root/0 here/RB/advmod/4 ././punct/4",
     "Trains still run here."),
    ("No/DT/det/2 refund/NN/nsubj:pass/4 is/VBZ/aux:pass/4/be issued/VBN/root/0/issue ././punct/4", "A refund is issued."),
    ("No/DT/det/2 charges/NNS/nsubj:pass/4/charge were/VBD/aux:pass/4/be filed/VBN/root/0/file ././punct/4",
     "Some charges were filed."),
    ("She/PRP/nsubj/4 did/VBD/aux/4/do not/RB/advmod/4 buy/VB/root/0 any/DT/det/6 shares/NNS/obj/4/share ././punct/4",
     "She bought some shares."),
    ("He/PRP/nsubj/5 has/VBZ/aux/5/have not/RB/advmod/5 yet/RB/advmod/5 paid/VBN/root/0/pay ././punct/5",
     "He has already paid."),
]  # fmt: skip


INSERTION = ("auxiliary", "copula", "do_support", "contraction")


@pytest.mark.parametrize(("table", "wanted"), CASES)
def test_insertion(parsed, made, table, wanted):
    doc = parsed(table)
    seen = set()
    for seed in range(12):
        rows = {text for text, rule in made(doc, "negation", seed).items() if rule in INSERTION}
        assert len(rows) == 1
        seen |= rows
    assert seen == wanted


@pytest.mark.parametrize(("table", "wanted"), REMOVALS)
def test_removal(parsed, made, table, wanted):
    rows = {text: rule for text, rule in made(parsed(table), "negation").items() if rule != "double"}
    assert set(rows) == {wanted}
    assert "removal" in rows[wanted] or rows[wanted] == "never"


def test_every_clause_is_a_place_of_its_own(parsed, made):
    doc = parsed(
        "Anna/NNP/nsubj/2 said/VBD/root/0/say the/DT/det/4 bank/NN/nsubj/6 would/MD/aux/6 pay/VB/ccomp/2 ././punct/2"
    )
    rows = set().union(*(made(doc, "negation", seed) for seed in range(10)))
    assert {"Anna did not say the bank would pay.", "Anna said the bank would not pay."} <= rows


def test_polarity_items_are_repaired(parsed, made):
    doc = parsed(
        "He/PRP/nsubj/4 has/VBZ/aux/4/have already/RB/advmod/4 paid/VBN/root/0/pay some/DT/det/6 bills/NNS/obj/4/bill ././punct/4"
    )
    texts = set().union(*(made(doc, "negation", seed) for seed in range(10)))
    assert "He has not yet paid any bills." in texts


@pytest.mark.parametrize(
    "table",
    [
        # a yes/no question keeps its meaning
        "Is/VBZ/cop/3/be it/PRP/nsubj/3 open/JJ/root/0 ?/./punct/3",
        # focus adverb
        "He/PRP/nsubj/3 only/RB/advmod/3 paid/VBD/root/0/pay rent/NN/obj/3 ././punct/3",
        # a verb that shares its subject with a later one
        "He/PRP/nsubj/2 bought/VBD/root/0/buy and/CC/cc/4 sold/VBD/conj/2/sell ././punct/2",
        # already negative
        "Few/JJ/amod/2 tenants/NNS/nsubj/3/tenant paid/VBD/root/0/pay ././punct/3",
        # "not only ... but"
        "It/PRP/nsubj/5 is/VBZ/cop/5/be not/RB/advmod/5 only/RB/advmod/5 cheap/JJ/root/0 ././punct/5",
    ],
)
def test_unsafe_places_are_left_alone(parsed, made, table):
    rows = {
        t: r
        for t, r in made(parsed(table), "negation").items()
        if "and did" not in t and "and didn't" not in t
    }
    assert rows == {}


def test_no_takes_the_place_of_an_article(parsed, made):
    doc = parsed("He/PRP/nsubj/2 signed/VBD/root/0/sign a/DT/det/4 contract/NN/obj/2 ././punct/2")
    assert made(doc, "negation")["He signed no contract."] == "no_determiner"


def test_clearnlp_parses_work_too(parsed, made):
    doc = parsed("She/PRP/nsubj/4 did/VBD/aux/4/do n't/RB/neg/4/not pay/VB/ROOT/0 rent/NN/dobj/4 ././punct/4")
    assert made(doc, "negation") == {
        "She paid rent.": "contraction_removal",
        "She failed to pay rent.": "double",
    }


@pytest.mark.parametrize("table", [
    # "WHO's" read as a copula
    "Ruth/NNP/root/0 ,/,/punct/5 WHO/NNP/nsubj/5 's/VBZ/cop/5/be envoy/NN/appos/1 ././punct/1",
    # "has risen", its participle read as a noun
    "It/PRP/nsubj/2 has/VBZ/root/0/have risen/NN/obj/2/risen ././punct/2",
    # a closing "experts said", read as a conjunct
    "It/PRP/nsubj/2 cold/JJ/root/0 ,/,/punct/5 experts/NNS/nsubj/5/expert said/VBD/conj/2/say ././punct/2",
])  # fmt: skip
def test_misread_clauses_are_not_negated(parsed, made, table):
    assert made(parsed(table), "negation") == {}


OTHER_WORDS = [
    ("There/EX/expl/2 is/VBZ/root/0/be a/DT/det/4 fee/NN/nsubj/2 ././punct/2", "There is no fee.", "no_determiner"),
    ("The/DT/det/2 sale/NN/nsubj/4 is/VBZ/cop/4/be legal/JJ/root/0 ././punct/4", "The sale is illegal.", "prefix"),
    ("He/PRP/nsubj/2 disobeyed/VBD/root/0/disobeyed the/DT/det/4 order/NN/obj/2 ././punct/2",
     "He obeyed the order.", "prefix"),
    ("Why/WRB/advmod/4 does/VBZ/aux/4/do it/PRP/nsubj/4 leak/VB/root/0 ?/./punct/4", "Why doesn't it leak?", "contraction"),
    ("Why/WRB/advmod/5 does/VBZ/aux/5/do it/PRP/nsubj/5 not/RB/advmod/5 leak/VB/root/0 ?/./punct/5",
     "Why does it leak?", "removal"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "wanted", "rule"), OTHER_WORDS)
def test_negation_by_other_words(parsed, made, table, wanted, rule):
    doc = parsed(table)
    rows = {}
    for seed in range(12):
        rows |= made(doc, "negation", seed)
    assert rows[wanted] == rule


THINK = "I/PRP/nsubj/4 do/VBP/aux/4/do not/RB/advmod/4 think/VB/root/0 he/PRP/nsubj/6 lied/VBD/ccomp/4/lie ././punct/4"
SEEM = "It/PRP/nsubj/2 seems/VBZ/root/0/seem not/RB/advmod/5 to/TO/mark/5 work/VB/xcomp/2 ././punct/2"


def test_the_negation_of_an_opinion_is_that_of_its_clause(parsed, made):
    from verisieve.data_gen.edits.families import rules_for

    rows = made(parsed(THINK), "negation")
    assert rows["I think he did not lie."] == "neg_raising"
    assert made(parsed(SEEM), "negation")["It does not seem to work."] == "neg_raising"
    assert rules_for("en")["negation.neg_raising"].label == 1


def test_a_raised_negation_is_not_doubled(parsed, made):
    seen = set().union(*(made(parsed(THINK), "negation", seed) for seed in range(8)))
    assert seen == {"I think he lied.", "I think he did not lie."}


def test_two_negations_cancel(parsed, made):
    doc = parsed("It/PRP/nsubj/3 is/VBZ/cop/3/be invalid/JJ/root/0 ././punct/3")
    assert made(doc, "negation")["It is not valid."] == "double"
    doc = parsed("He/PRP/nsubj/2 failed/VBD/root/0/fail to/TO/mark/4 pay/VB/xcomp/2 ././punct/2")
    assert made(doc, "negation")["He did not pay."] == "double"


def test_clearnlp_prefixes(parsed, made):
    doc = parsed("The/DT/det/2 sale/NN/nsubj/3 is/VBZ/ROOT/0/be legal/JJ/acomp/3 ././punct/3")
    assert made(doc, "negation")["The sale is illegal."] == "prefix"
