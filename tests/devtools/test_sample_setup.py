"""Coming in with one click, and reading what was mailed: there, and nowhere else."""

import pytest
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives, get_connection

from devtools import mailbox, roles
from devtools.roles import Role

in_sample_setup = pytest.mark.urls("tests.devtools.sample_urls")
ORGANISER = Role("organiser", "Organiser", "organiser@example.org", start="/admin/")


@pytest.fixture
def organiser(db, monkeypatch):
    monkeypatch.setattr(roles, "ROLES", [])
    monkeypatch.setattr("devtools.views.ROLES", [ORGANISER])
    return get_user_model().objects.create_user(ORGANISER.email, is_staff=True)


@pytest.fixture
def box(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    return tmp_path


def send(*subjects):
    """Send on one connection, which is one file; each with HTML and an entry."""
    with get_connection(
        "django.core.mail.backends.filebased.EmailBackend"
    ) as connection:
        for subject in subjects:
            mail = EmailMultiAlternatives(
                subject, "Dear Ms. Zoé,", to=[f"{subject}@example.org"]
            )
            mail.attach_alternative("<p>Dear Ms. Zoé,</p>", "text/html")
            mail.attach("s1.ics", "BEGIN:VCALENDAR", "text/calendar; method=REQUEST")
            connection.send_messages([mail])


@pytest.mark.parametrize("path", ["/sample/", "/sample/enter/organiser/", "/mailbox/"])
def test_outside_the_sample_set_up_there_is_no_such_page(client, organiser, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


@in_sample_setup
def test_one_click_signs_in_and_leads_to_the_work(client, organiser):
    shown = client.get("/sample/enter/organiser/")
    sent = client.post("/sample/enter/organiser/")

    assert shown.status_code == 200
    assert (sent.status_code, sent["Location"]) == (302, "/admin/")
    assert client.session["_auth_user_id"] == str(organiser.pk)


@in_sample_setup
def test_opening_the_page_signs_nobody_in(client, organiser):
    client.get("/sample/enter/organiser/")

    assert "_auth_user_id" not in client.session


@in_sample_setup
def test_who_has_no_role_cannot_come_in(client, organiser):
    assert client.post("/sample/enter/admin/").status_code == 404


@in_sample_setup
def test_the_mailbox_shows_the_latest_first_and_finds_an_address(client, db, box):
    send("first", "second")

    every = client.get("/mailbox/").context["mails"]
    found = client.get("/mailbox/", {"to": "FIRST@"}).context["mails"]

    assert [mail.subject for mail in every] == ["second", "first"]
    assert [mail.to for mail in found] == ["first@example.org"]


def test_a_long_subject_is_shown_unfolded(db, box):
    said = "Place confirmed for H.E. Ms. Ōkuma-Étienne: " + "a long title, " * 9

    with get_connection(
        "django.core.mail.backends.filebased.EmailBackend"
    ) as connection:
        connection.send_messages([EmailMultiAlternatives(said.strip(), "", to=["a@x"])])

    (mail,) = mailbox.every()
    assert mail.subject == said.strip()


@in_sample_setup
def test_a_message_shows_text_html_in_a_sandbox_and_its_files(client, db, box):
    send("hello")
    file = f"/mailbox/{next(box.iterdir()).name}/0/"

    page = client.get(file).content.decode()
    html = client.get(f"{file}html/")
    entry = client.get(f"{file}files/0/")

    assert "Dear Ms. Zoé," in page
    assert html.content.decode().strip() == "<p>Dear Ms. Zoé,</p>"
    assert html["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox;"
        " frame-ancestors 'none'"
    )
    assert entry.content == b"BEGIN:VCALENDAR"
    assert entry["Content-Disposition"] == 'attachment; filename="s1.ics"'


@in_sample_setup
@pytest.mark.parametrize("path", ["none.log/0/", "../0/", "%2e%2e/0/html/"])
def test_what_is_no_message_is_not_found(client, db, box, path):
    assert client.get(f"/mailbox/{path}").status_code == 404
