"""The short way writes what Django writes, byte by byte, whoever is written to."""

import email
import email.policy
import re
from html import escape

import pytest
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailing import skeleton
from mailing.backends import EmailBackend, bare
from mailing.rendering import mailbox, one_line
from tests.mailing import sink
from tests.scale import sized

EXAMPLES = sized(200, 10_000)
NAMES = [
    "Amina Diallo",
    "محمد بن سلمان آل خليفة",
    "Zoë Çelik-Østergård",
    "<b>Bold</b> & Co",
    "Siobhán O'Brien",
    'Jack "The Desk" Smith, Jr.',
    "...leading dots",
    "back\\slash",
    "[[link]] [[name]] ZQ0QZ ZQ99QZ",
    "=?utf-8?q?x?=",
    "李" * 70,
    "👩🏽‍💻 🇸🇳",
    "a;b,c; d, e",
]
TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        st.sampled_from(" .,;<>'\"\r\n=?é"),
    ),
    max_size=120,
)
NAME = st.one_of(st.sampled_from(NAMES), TEXT)
LONG = st.builds(lambda n, end: "w" * n + end, st.integers(880, 1010), TEXT)
BODY = st.builds(
    "\n".join, st.lists(st.one_of(NAME, st.just("."), st.just("..two")), max_size=9)
)
TOKEN = st.text("abcdefghijkmnpqrstuvwxyz234567", min_size=1, max_size=80)


def message_for(name, subject, text, address="reader@example.org", token="k7q2"):
    """A message to a reader, as delivery composes it, with an address for bounces."""
    address_of_exit = f"https://seminars.example.org/u/1.7.{token}/"
    message = EmailMultiAlternatives(
        one_line(subject),
        text,
        f"b+1.7.{token}@bounces.example.org",
        [mailbox(name, address)],
        reply_to=["seminars@example.org"],
        headers={
            "Message-ID": f"<m{len(token)}@seminars.example.org>",
            "Date": "Tue, 20 May 2008 14:00:00 -0000",
            "List-Unsubscribe": f"<{address_of_exit}>, <mailto:u+{token}@example.org>",
            "Feedback-ID": f"{len(name)}:briefings:unitar-seminars",
            "From": "UNITAR Seminars <seminars@example.org>",
        },
    )
    message.attach_alternative(f"<p>{escape(text)}</p>\n", "text/html")
    return message


def by_django(message):
    """What Django writes, with the boundary that the short way chose."""
    written = message.message()
    source = written.as_bytes(linesep="\r\n")
    return source, written.get_boundary().encode()


def boundary_of(source):
    return re.search(rb'boundary="([^"]+)"', source)[1]


def parsed(source):
    """A message as a stranger reads it: headers, and each part with its headers."""
    message = email.message_from_bytes(source, policy=email.policy.default)
    parts = [
        (part.items(), part.get_content())
        for part in message.walk()
        if not part.is_multipart()
    ]
    headers = [item for item in message.items() if item[0] != "Content-Type"]
    return headers, parts


@settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None)
@given(name=NAME, subject=NAME, text=st.one_of(BODY, LONG), token=TOKEN)
@example("Amina Diallo", "News", ".\n..\n...leading", "k7q2")
@example("Amina Diallo", "News", "one\rtwo\r\nthree\n", "k7q2")
@example("O'Brien", "long " * 40, "w" * 900, "k" * 70)
@example("O'Brien", "a" * 300, "é" * 449, "k" * 40)
@example("O'Brien", "x" * 66, "é" * 498, "k")
@example("Zoë " * 30, "Été " * 40, "", "k")
def test_short_way_is_djangos_byte_by_byte(name, subject, text, token):
    message = message_for(name, subject, text, token=token)

    short = skeleton.serialised(message)

    source, boundary = by_django(message)
    if short is not None:
        assert short.replace(boundary_of(short), boundary) == source
        assert parsed(short) == parsed(source)
    longest = max((len(line.encode()) for line in text.splitlines()), default=0)
    assert (short is not None) or not text or longest > skeleton.LONGEST - 100


@pytest.mark.parametrize("name", NAMES)
def test_usual_text_takes_the_short_way_whoever_reads_it(name):
    message = message_for(name, f"News for {name}", f"Dear {name},\n.\nnews.\n")

    assert skeleton.serialised(message) is not None


def without_html(message):
    message.alternatives = []


def with_a_file(message):
    message.attach("agenda.txt", "ten o'clock", "text/plain")


def with_a_copy(message):
    message.cc = ["other@example.org"]


def with_another_charset(message):
    message.encoding = "iso-8859-1"


def with_two_readers(message):
    message.to.append("other@example.org")


def with_an_empty_text(message):
    message.body = ""


def without_its_moment(message):
    del message.extra_headers["Date"]


def with_a_second_addressee_line(message):
    message.extra_headers["To"] = "undisclosed recipients:;"


def with_a_calendar(message):
    message.attach_alternative("BEGIN:VCALENDAR", "text/calendar; method=REQUEST")


@pytest.mark.parametrize(
    "change",
    [
        without_html,
        with_a_file,
        with_a_copy,
        with_another_charset,
        with_two_readers,
        with_an_empty_text,
        without_its_moment,
        with_a_second_addressee_line,
        with_a_calendar,
    ],
)
def test_what_is_unusual_is_left_to_django(change):
    message = message_for("Amina Diallo", "News", "news\n")
    change(message)

    assert skeleton.serialised(message) is None


def test_message_without_html_parts_is_left_to_django():
    assert skeleton.serialised(EmailMessage("News", "news")) is None


def test_text_that_quotes_our_boundary_is_left_to_django():
    first = skeleton.serialised(message_for("Amina Diallo", "News", "news\n"))
    quoting = message_for("Amina Diallo", "News", boundary_of(first).decode())

    assert skeleton.serialised(quoting) is None


def test_line_break_in_a_header_is_refused():
    message = message_for("Amina Diallo", "News", "news\n")
    message.subject = "two\r\nBcc: victim@example.org"

    with pytest.raises(BadHeaderError):
        skeleton.serialised(message)


@pytest.mark.parametrize(
    ("mailbox", "address"),
    [
        ("a@example.org", "a@example.org"),
        ("Amina Diallo <a+b@example.org>", "a+b@example.org"),
        ('"Diallo, <Amina> @ UN" <a@example.org>', "a@example.org"),
        ("=?utf-8?q?Zo=C3=AB?= <z@example.org>", "z@example.org"),
        ('"quo\\"ted" <q@example.org>', "q@example.org"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ('"two words"@example.org', '"two words"@example.org'),
    ],
)
def test_envelope_names_the_address_alone(mailbox, address):
    assert bare(mailbox) == address


@pytest.mark.parametrize(
    "mailbox", ["a@example.org b@example.org", "a@x.example\nRCPT TO:<b@x>", ""]
)
def test_what_is_no_address_never_reaches_the_envelope(mailbox):
    with pytest.raises((ValueError, IndexError)):
        bare(mailbox)


@pytest.mark.parametrize("text", ["short\n", "w" * 1200 + "\n"])
def test_relay_gets_dots_and_line_ends_as_they_were(text):
    message = message_for("Amina Diallo", "News", f".\n..two\n{text}.")

    with sink.running() as relay:
        backend = EmailBackend(host="127.0.0.1", port=relay.port)
        assert backend.send_messages([message]) == 1

    (taken,) = relay.accepted
    body = taken.get_body(preferencelist=("plain",)).get_content()
    assert body.replace("\r\n", "\n").strip("\n") == f".\n..two\n{text}."
    assert relay.envelopes == ["reader@example.org"]
