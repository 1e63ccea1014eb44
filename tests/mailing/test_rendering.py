"""What leaves is what was meant, whatever people are called."""

import email
import email.policy
import re
from email.header import decode_header, make_header
from email.utils import parseaddr
from html import escape, unescape

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from mailing import delivery
from mailing.envelope import Envelope
from mailing.models import Message
from mailing.rendering import Renderer
from mailing.unsubscription import Unsubscription
from tests.mailing.rows import make_message, make_running
from unitar_seminars.links import Link

pytestmark = pytest.mark.django_db
HOSTILE = [
    "Amina Diallo",
    "محمد بن سلمان آل خليفة",
    "Zoë Çelik-Østergård",
    "<b>Bold</b> & Co",
    "Siobhán O'Brien",
    'Jack "The Desk" Smith, Jr.',
    "...leading dots",
    "back\\slash",
    "Bcc: victim@example.org",
    "two\r\nBcc: victim@example.org",
    "[[link]] [[name]]",
    "李" * 200,
    "long " * 39,
]


def parsed(row):
    """Send a row in bytes and read it as a stranger would."""
    return email.message_from_bytes(source_of(row), policy=email.policy.default)


def source_of(row):
    raw = Renderer()(row).message().as_bytes(linesep="\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    return raw


def said(source, header):
    """Read a header as RFC 5322 and 2047 say."""
    unfolded = re.sub(r"\r?\n(?=[ \t])", "", email.message_from_bytes(source)[header])
    return str(make_header(decode_header(unfolded))).strip()


def body(message, kind):
    return message.get_body(preferencelist=(kind,)).get_content().replace("\r\n", "\n")


def calendar(uid, method="REQUEST"):
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//test//EN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid}@testserver",
        "DTSTAMP:20080101T000000Z",
        "DTSTART:20080102T150000Z",
        "SUMMARY:Migration et développement — مرحبا",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join([*lines, ""])


def test_message_carries_its_headers_once():
    row = make_message("desk@example.org", name="Amina Diallo", html="<p>Yes</p>")

    message = parsed(row)

    assert message["From"] == "UNITAR Seminars <seminars@unitar.example>"
    assert message["To"] == "Amina Diallo <desk@example.org>"
    assert message["Subject"] == "Your place"
    assert message["Message-ID"] == f"<m{row.pk}@testserver>"
    assert message["Reply-To"] == "seminars@unitar.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Date"].datetime.year >= 2024
    assert len(message.keys()) == len({name.lower() for name in message})
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]
    assert "List-Id" not in message


def test_sender_keeps_the_name_that_the_installation_gives(settings):
    settings.DEFAULT_FROM_EMAIL = "Séminaires <s@example.org>"

    assert parsed(make_message())["From"].addresses[0].display_name == "Séminaires"


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_name_stays_a_name(name, relay):
    name = name[:200]
    row = make_message(
        "desk@example.org",
        name=name,
        subject=f"Place of {name}",
        text=f"Dear {name},\n.\n..two dots\nyou are in.\n",
        html=f"<p>Dear {escape(name)},</p>",
        merge={},
    )

    delivery.deliver_due(seconds=5)

    (message,) = relay.accepted
    (source,) = relay.sources
    line = " ".join(name.split())
    assert parseaddr(said(source, "To")) == (line, "desk@example.org")
    assert said(source, "Subject") == f"Place of {line}"
    assert relay.envelopes == ["desk@example.org"]
    assert message["Bcc"] is None
    dear = f"Dear {name},".replace("\r\n", "\n")
    text = body(message, "plain")
    assert text == f"{dear}\n.\n..two dots\nyou are in.\n"
    assert unescape(re.sub(r"</?p>", "", body(message, "html")).strip()) == dear
    row.refresh_from_db()
    assert row.state == "sent"


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_text_and_html_of_a_mailing_say_the_same(name):
    row = mailing_row(name=name[:200])

    source = source_of(row)
    message = email.message_from_bytes(source, policy=email.policy.default)

    line = " ".join(row.name.split())
    assert said(source, "Subject") == f"Update for {line}"
    assert parseaddr(said(source, "To")) == (line, "desk@example.org")
    dear = f"Dear {row.name}".replace("\r\n", "\n")
    assert body(message, "plain") == f"{dear},\n\nnews.\n"
    assert body(message, "html").strip() == f"<p>{escape(dear)}</p>"


def mailing_row(**fields):
    make_running(["desk@example.org"])
    Message.objects.update(**fields)
    return Message.objects.select_related("mailing").get()


@pytest.mark.parametrize("field", ["organisation", "country"])
def test_what_is_merged_into_a_subject_starts_no_header(field):
    row = mailing_row(merge={field: "Mission\r\nBcc: victim@example.org\r\n\r\nHi"})
    row.mailing.texts.update(subject=f"News for [[{field}]]")

    message = parsed(row)

    assert message.get_all("Subject") == [
        "News for Mission Bcc: victim@example.org Hi",
    ]
    assert message["Bcc"] is None
    assert body(message, "plain").startswith("Dear ")


def test_link_is_filled_into_text_and_html():
    link = Link("r", 7, 2)
    row = make_message(
        text="See [[link]]\n",
        html='<a href="[[link]]">See</a>',
        merge={"link": ["r", 7, 2]},
    )

    message = parsed(row)

    assert body(message, "plain") == f"See {link.url}\n"
    assert body(message, "html").strip() == f'<a href="{escape(link.url)}">See</a>'
    assert "[[link]]" in Message.objects.get().text


def test_mailing_fills_its_placeholders_and_leaves_what_is_none():
    row = mailing_row(name="Zoë", merge={"link": ["n", 3, 1], "mission": "Belgium"})
    words = "[[name]] [[mission]] [[link]] [[unsubscribe]] [[other]]"
    row.mailing.texts.update(text=words)

    text = body(parsed(row), "plain").strip()

    url = Unsubscription.of(row.pk).url
    assert text == f"Zoë Belgium {Link('n', 3, 1).url} {url} [[other]]"


def test_mailing_speaks_the_readers_language_or_one_that_it_has():
    row = mailing_row(language="fr", name="Zoë")

    assert parsed(row)["Subject"] == "Nouvelles"
    row.mailing.texts.filter(language="fr").delete()
    assert parsed(row)["Subject"] == "Update for Zoë"


def test_mailing_can_be_ended_in_one_click():
    row = mailing_row()

    message = parsed(row)

    assert message["List-Id"] == "UNITAR Seminars <briefings.testserver>"
    token = Unsubscription.of(row.pk).token
    assert message["List-Unsubscribe"] == (
        f"<{Unsubscription.of(row.pk).url}>,"
        f" <mailto:seminars@unitar.example?subject=unsubscribe%20{token}>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Help"] == "<mailto:seminars@unitar.example>"
    assert (
        message["List-Archive"] == f"<http://testserver{reverse('briefings:updates')}>"
    )
    assert message["Precedence"] == "bulk"
    assert message["Feedback-ID"] == f"{row.mailing_id}:briefings:unitar-seminars"
    assert message["Auto-Submitted"] == "auto-generated"


def calendar_parts(message):
    return [p for p in message.walk() if p.get_content_type() == "text/calendar"]


def read(part):
    return Calendar.from_ical(part.get_payload(decode=True))


@pytest.mark.parametrize(
    ("method", "file"),
    [
        ("REQUEST", "invitation.ics"),
        ("CANCEL", "cancellation.ics"),
        ("PUBLISH", "calendar.ics"),
    ],
)
def test_one_calendar_is_a_part_to_show_and_a_file(method, file):
    row = make_message(html="<p>Yes</p>", calendars=[calendar("s1-r7", method)])

    message = parsed(row)

    shown, attached = calendar_parts(message)
    assert shown["Content-Type"].params == {"method": method, "charset": "utf-8"}
    assert attached["Content-Type"].params == {"method": method, "charset": "utf-8"}
    assert not shown.is_attachment()
    assert attached.get_filename() == file
    for part in (shown, attached):
        (event,) = read(part).walk("VEVENT")
        assert str(event["UID"]) == "s1-r7@testserver"
        assert str(event["SUMMARY"]) == "Migration et développement — مرحبا"
        assert str(read(part)["METHOD"]) == method
    alternatives = next(message.iter_parts())
    assert [part.get_content_type() for part in alternatives.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]


def test_several_calendars_are_a_file_each():
    uids = ["s1-r7", "s2-r7", "s3-r7"]
    row = make_message(calendars=[calendar(uid) for uid in uids])

    parts = calendar_parts(parsed(row))

    assert [part.get_filename() for part in parts] == [
        "invitation-1.ics",
        "invitation-2.ics",
        "invitation-3.ics",
    ]
    found = [str(event["UID"]) for p in parts for event in read(p).walk("VEVENT")]
    assert found == [f"{uid}@testserver" for uid in uids]
    assert {p["Content-Type"].params["method"] for p in parts} == {"REQUEST"}


def test_message_without_calendars_has_no_such_part():
    assert calendar_parts(parsed(make_message())) == []


def test_calendar_without_a_method_is_published():
    plain = calendar("s1").replace("METHOD:REQUEST\r\n", "")

    shown, _file = calendar_parts(parsed(make_message(calendars=[plain])))

    assert shown["Content-Type"].params["method"] == "PUBLISH"


def test_memory_backend_takes_the_same_message():
    row = make_message("desk@example.org", name="Siobhán O'Brien")

    delivery.deliver_due(seconds=5)

    (message,) = mail.outbox
    assert parseaddr(message.to[0])[1] == "desk@example.org"
    assert message.extra_headers["Message-ID"] == f"<m{row.pk}@testserver>"


def test_envelope_names_the_message_and_the_reader_sees_the_sender(relay, settings):
    settings.BOUNCE_DOMAIN = "bounces.unitar.example"
    row = make_message("desk@example.org")

    delivery.deliver_due(seconds=5)

    (message,) = relay.accepted
    assert relay.senders == [f"b+{Envelope.of(row.pk).token}@bounces.unitar.example"]
    assert message.get_all("From") == ["UNITAR Seminars <seminars@unitar.example>"]


def test_without_a_domain_for_bounces_the_sender_is_on_the_envelope(relay):
    make_message("desk@example.org")

    delivery.deliver_due(seconds=5)

    assert relay.senders == ["seminars@unitar.example"]


def test_mailing_is_ended_by_a_mail_that_a_program_reads(settings):
    settings.BOUNCE_DOMAIN = "bounces.unitar.example"
    row = mailing_row()

    token = Unsubscription.of(row.pk).token
    assert parsed(row)["List-Unsubscribe"].endswith(
        f", <mailto:u+{token}@bounces.unitar.example>"
    )
