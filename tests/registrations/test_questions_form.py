"""An organiser's questions on the public form, and on the page that a link opens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registrations.emails import link_of, link_of_nomination
from registrations.models import Answer, AnswerFile, Nomination
from tests.axe import LOOKS, assert_clean, findings
from tests.factories import NOW, make_mission, make_question, make_seminar, register
from tests.registrations.forms import NAMES, address_of, person, post, problems, sheet

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.7 a note"


@pytest.fixture
def seminar():
    make_mission()
    return make_seminar(places=2)


def upload(name="note.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def details(one, **fields):
    """Give what the page of details shows of somebody."""
    names = ("form_of_address", "name", "rank", "address", "language", "gender")
    return {name: getattr(one, name) for name in names} | {"needs": ""} | fields


def answered():
    return dict(Answer.objects.values_list("question", "value"))


def test_every_kind_is_answered_for_each_person(seminar):
    kinds = ("text", "long", "choice", "several", "file")
    text, long, choice, several, file = (make_question(seminar, k) for k in kinds)
    data = sheet(person(NAMES[0]), person(NAMES[1]))
    data |= {
        f"person-1-q{text.pk}": " By bus ",
        f"person-1-q{long.pk}": "Two\r\nlines",
        f"person-1-q{choice.pk}": "2",
        f"person-1-q{several.pk}": ["1", "2"],
        f"person-2-q{file.pk}": upload(),
    }

    answer = post(seminar, data)

    assert answer.status_code == 303
    assert answered() == {
        text.pk: "By bus",
        long.pk: "Two\r\nlines",
        choice.pk: 2,
        several.pk: [1, 2],
        file.pk: "note.pdf",
    }
    names = Answer.objects.order_by("pk").values_list("registration__name", flat=True)
    assert list(names) == [NAMES[0]] * 4 + [NAMES[1]]
    assert bytes(AnswerFile.objects.get().data) == PDF


def test_the_form_says_why_it_asks_and_when(client, seminar):
    choice = make_question(seminar, "choice", label_en="Car?", help_en="Or a van.")
    make_question(seminar, "file", shown_when=choice, shown_for=1)

    page = client.get(address_of(seminar)).content.decode()

    assert "Or a van. Why we ask: To prepare" in page
    assert (
        "PDF, PNG, JPEG or Word, up to 2 MB. Choose it last. Only if the answer to"
        " “Car?” is “Yes”. Why we ask: To prepare" in page
    )
    assert 'enctype="multipart/form-data"' in page
    assert f'data-shown-when="person-1-q{choice.pk}" data-shown-for="1"' in page


def test_what_does_not_matter_is_neither_wanted_nor_kept(seminar):
    choice = make_question(seminar, "choice", is_required=True)
    plate = make_question(
        seminar, "choice", is_required=True, shown_when=choice, shown_for=1
    )
    data = sheet(person(NAMES[0]))
    data |= {f"person-1-q{choice.pk}": "2", f"person-1-q{plate.pk}": "nonsense"}

    assert post(seminar, data).status_code == 303
    assert answered() == {choice.pk: 2}


def test_what_is_missing_is_said_at_its_place_and_nothing_typed_is_lost(seminar):
    text, choice, several, file = (
        make_question(seminar, kind, is_required=True, label_en=kind.title())
        for kind in ("text", "choice", "several", "file")
    )
    long = make_question(seminar, "long")
    data = sheet(person(NAMES[0]))
    data |= {f"person-1-q{long.pk}": "Typed <at> length"}

    answer = post(seminar, data)

    assert problems(answer) == [
        (f"person-1-q{text.pk}", "Person 1, Text: Answer this question."),
        (f"person-1-q{choice.pk}", "Person 1, Choice: Choose one of these."),
        (
            f"person-1-q{several.pk}_0",
            "Person 1, Several: Choose at least one of these.",
        ),
        (f"person-1-q{file.pk}", "Person 1, File: Choose a file."),
    ]
    assert "Typed &lt;at&gt; length</textarea>" in answer.content.decode()
    assert Nomination.objects.count() == 0


def test_choices_and_ticks_come_back_and_a_file_is_asked_for_again(seminar):
    choice, several, file = (
        make_question(seminar, kind) for kind in ("choice", "several", "file")
    )
    data = sheet(person("", rank=""))
    data |= {
        f"person-1-q{choice.pk}": "2",
        f"person-1-q{several.pk}": ["2"],
        f"person-1-q{file.pk}": upload(),
    }

    answer = post(seminar, data)

    page = answer.content.decode()
    assert '<option value="2" selected>No</option>' in page
    assert f'name="person-1-q{several.pk}" value="2" checked>' in page
    assert f'name="person-1-q{several.pk}" value="1">' in page
    assert problems(answer)[-1][0] == f"person-1-q{file.pk}"
    assert "can’t be kept in the form" in problems(answer)[-1][1]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("choice", "3"),
        ("several", ["1", "3"]),
        ("text", "x" * 501),
        ("text", "bell\x07"),
        ("file", upload("virus.exe")),
    ],
)
def test_what_was_not_offered_is_refused(seminar, kind, said):
    question = make_question(seminar, kind)
    data = sheet(person(NAMES[0])) | {f"person-1-q{question.pk}": said}

    answer = post(seminar, data)

    assert answer.status_code == 200
    assert len(problems(answer)) == 1


def test_rows_added_and_removed_keep_their_answers(seminar):
    text = make_question(seminar)
    data = sheet(*[person(name) for name in NAMES], remove=2)
    data |= {f"person-{n}-q{text.pk}": f"Answer {n}" for n in (1, 2, 3)}

    page = post(seminar, data).content.decode()

    assert f'name="person-2-q{text.pk}" type="text" value="Answer 3"' in page
    assert "Answer 2" not in page


# On their own page


def test_answers_are_put_right_by_the_sender_until_by_the_person(client, seminar):
    text = make_question(seminar, is_required=True, label_en="Bus?")
    registered = register(seminar)
    of_person = f"{link_of(registered).path}details/"
    of_sender = link_of_nomination(registered.nomination).path
    of_sender += f"details/{registered.pk}/"
    data = details(registered, language="fr", gender="", needs="Captions")

    client.post(of_sender, data | {"language": "en", f"q{text.pk}": "No"})
    assert answered() == {text.pk: "No"}
    refused = client.post(of_person, data)
    assert "Answer this question." in refused.content.decode()
    saved = client.post(of_person, data | {f"q{text.pk}": "Yes"})
    assert (saved.status_code, answered()) == (303, {text.pk: "Yes"})
    assert 'value="Yes"' not in client.get(of_sender).content.decode()

    registered.refresh_from_db()
    assert (registered.language, registered.needs) == ("fr", "Captions")
    assert registered.is_confirmed


def test_a_file_sent_before_stays_unless_another_comes(client, seminar):
    file = make_question(seminar, "file", is_required=True)
    registered = register(seminar)
    page = f"{link_of(registered).path}details/"
    data = details(registered)

    client.post(page, data | {f"q{file.pk}": upload()})
    client.post(page, data)

    assert answered() == {file.pk: "note.pdf"}


def test_what_is_over_has_no_form(client):
    registered = register(make_seminar(places=1, starts_at=NOW.replace(year=2030)))
    registered.seminar.sessions.get()
    page = f"{link_of(registered).path}details/"
    client.post(f"{link_of(registered).path}cancel/")

    assert b"what it says stays on record" in client.get(page).content
    answer = client.post(page, details(registered))
    assert b"This registration is over" in answer.content


# In the browser


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_form_with_questions_is_clean_refused_or_not(live_server, page, look):
    make_mission()
    seminar = make_seminar(places=2)
    choice = make_question(seminar, "choice", is_required=True)
    for kind in ("text", "long", "several", "file"):
        shown = {"shown_when": choice, "shown_for": 1}
        make_question(seminar, kind, is_required=True, **shown)
    assert_clean(page, live_server.url + look.path(address_of(seminar)), look)
    asked = page.locator("[data-shown-when]")
    assert [asked.nth(n).is_visible() for n in range(4)] == [False] * 4

    page.select_option(f"[name=person-1-q{choice.pk}]", "1")
    assert [asked.nth(n).is_visible() for n in range(4)] == [True] * 4
    page.click("[name=add]")
    page.wait_for_selector("[name=person-2-name]")
    assert [asked.nth(n).is_visible() for n in range(8)] == [True] * 4 + [False] * 4
    page.click("[data-ask]")
    page.wait_for_selector(".errors")

    assert findings(page, look) == []


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_page_of_details_is_clean(live_server, page, look):
    seminar = make_seminar(places=2)
    for kind in ("text", "long", "choice", "several", "file"):
        make_question(seminar, kind, is_required=True)
    registered = register(seminar, language=look.language)
    url = f"{live_server.url}{link_of(registered).path}details/"
    assert_clean(page, url, look)
    page.click("main form .button--primary")
    page.wait_for_selector(".errors")

    assert findings(page, look) == []
