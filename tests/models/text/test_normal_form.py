"""The normal form: what carries no meaning changes nothing, what carries some stays, offsets lead back."""

import pytest

from verisieve.models.text.normal_form import normal_form

QUESTION = "How do I reset my password?"
SAME_FORM = [
    "How do I reset my password? 🙏",
    "How do I reset my password? 🙏🏽✨",
    "How do I reset my password?\ufe0f",
    "How do I re\u200bset\u200d my pass\u00adword?\u200b",
    "How do I reset my password?\x00\x07",
    "\ufeff How\u00a0do I\treset\n my  password? ",
    "How do I **reset** my `password`?",
    "***How do I reset*** _my password_?",
    "# How do I reset my password?",
    "- How do I reset my password?",
    "> How do I reset my password?",
    "How do I <b>re</b>set<br>my <span class='x'>password</span>?",
    "<p>How do I reset</p><p>my password?</p><!-- end -->",
    "How do I reset my&nbsp;password?",
    "Ｈｏｗ do I reset my 𝗽𝗮𝘀𝘀𝘄𝗼𝗿𝗱?",
]


@pytest.mark.parametrize("text", SAME_FORM)
def test_what_carries_no_meaning_is_not_read(text):
    assert normal_form(text).text == QUESTION


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("“Rome” – ‘closer’ — «now»…", '"Rome" - \'closer\' - "now"...'),
        ("re\u0301sume\u0301", "résumé"),
        ("AT&amp;T", "AT&T"),
        ("ﬁne", "fine"),
        ("\u1112\u1161\u11ab글", "한글"),
    ],
)
def test_forms_of_one_sign_are_alike(text, form):
    assert normal_form(text).text == form


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        "What does 🔴 mean?",
        "Is this allowed ❌",
        "🙏",
        "List<A> and List<B>",
        "Is a < b and c > d?",
        'Where does <a href="x">this</a> lead?',
        "What does __init__ do?",
        "What is _id_ in get_user_by_id?",
        "2 * 3 * 4 or 2*3*4 or f(*args, **kwargs)",
        "- 5 degrees",
        "# of users",
        "C# or C++?",
        "x² and ½ and ①",
        "résumé",
        "",
    ],
)
def test_what_may_carry_a_meaning_stays(text):
    assert normal_form(text).text == text


def test_emoji_at_an_end_without_a_full_stop_are_remembered():
    form = normal_form("🚀 Order a pizza 🍕")
    assert (form.text, form.lead, form.trail) == ("Order a pizza", "🚀", "🍕")
    assert normal_form("“We sold the mill…” 🎉").trail == ""  # its sentence has ended
    england, scotland = (f"\U0001f3f4\U000e0067\U000e0062{end}\U000e007f" for end in "\U000e0065\U000e0073")
    assert normal_form(f"To {england} now").text != normal_form(f"To {scotland} now").text


def test_characters_lead_back_to_the_original():
    text = "🙏 “Cafe\u0301”\u200b is&nbsp;**open** 🙏"
    form = normal_form(text)
    assert form.text == '"Café" is open'
    word = form.text.index("Café")
    start, end = form.original(word, word + 4)
    assert text[start:end] == "Cafe\u0301"
    start, end = form.original(form.text.index("open"), len(form.text))
    assert text[start:end] == "open"
    assert len(form.starts) == len(form.ends) == len(form.text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["<b>" * 9999, "<!--" * 9999, "<div>" * 5000 + "</div>" * 5000, "_a " + "a " * 9999, "🙏" * 9999 + "x y"],
)
def test_no_input_takes_more_than_time_that_grows_with_its_length(text):
    normal_form(text)  # a quadratic way takes minutes for these


def test_half_a_surrogate_pair_is_compared_and_never_handed_on():
    forms = {normal_form(f"a {half} b").text for half in ("\ud83d", "\ud83e")}
    assert len(forms) == 2
    for form in forms:
        form.encode()
