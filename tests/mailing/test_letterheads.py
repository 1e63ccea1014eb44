"""A mailing may have a sender's name, an address for answers and files of its own."""

import email
import email.policy

import pytest
from django.conf import settings

from mailing import mailings
from mailing.models import MailingFile, MailingText, Message
from mailing.rendering import Renderer
from tests.mailing.rows import SYSTEM, a_minute_ago, make_mailing, make_running
from tests.refusals import broken

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a programme"


def received(row):
    raw = Renderer()(row).message().as_bytes(linesep="\r\n")
    return email.message_from_bytes(raw, policy=email.policy.default)


def give_file(mailing, **fields):
    values = {"name": "note.pdf", "content_type": "application/pdf", "data": PDF}
    return MailingFile.objects.create(mailing=mailing, **values | fields)


def test_only_the_name_of_the_sender_and_where_answers_go_differ():
    mailing = make_running(["a@example.org"])
    usual = received(Message.objects.get())
    MailingText.objects.update(
        sender="Bureau de New York", reply_to="bureau@example.org"
    )

    given = received(mailing.messages.get())

    assert given["From"].addresses[0].display_name == "Bureau de New York"
    spec = [mail["From"].addresses[0].addr_spec for mail in (usual, given)]
    assert spec[0] == spec[1]
    assert usual["Reply-To"] == settings.CONTACT_ADDRESS
    assert given["Reply-To"] == "bureau@example.org"


def test_a_file_goes_with_every_message_and_is_read_once(django_assert_num_queries):
    mailing = make_running(["a@example.org", "b@example.org"])
    give_file(mailing)
    rows, render = list(mailing.messages.select_related("mailing")), Renderer()

    with django_assert_num_queries(2):  # the texts, the files
        messages = [render(row).message() for row in rows]

    for message in messages:
        [file] = [part for part in message.walk() if part.get_filename()]
        assert file.get_filename() == "note.pdf"
        assert file.get_content_type() == "application/pdf"
        assert file.get_payload(decode=True) == PDF


def test_one_file_of_a_name_per_mailing():
    mailing = make_mailing()
    give_file(mailing)

    assert broken(give_file, mailing) == "one_file_of_a_name_per_mailing"
    give_file(make_mailing())


def test_what_a_text_says_of_an_addressee_is_stored_with_the_row():
    mailing = make_mailing()
    MailingText.objects.filter(language="en").update(
        text="[[organisation]] of [[country]]", html="<p>[[organisation]]</p>"
    )
    said = {"organisation": "Mission <b>", "country": "Ghana"}

    addressees = [("users.user:1", "Ama", "a@example.org", "en", said)]
    mailings.start(mailing, addressees, by=SYSTEM, at=a_minute_ago())

    mail = received(mailing.messages.get())
    assert mail.get_body(("plain",)).get_content().strip() == "Mission <b> of Ghana"
    html = mail.get_body(("html",)).get_content()
    assert "<p>Mission &lt;b&gt;</p>" in html
