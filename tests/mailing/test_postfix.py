"""A real Postfix takes our mail; another program reads it, and a report comes back."""

import re
import subprocess
from html import unescape

import pytest

from mailing import delivery
from mailing.models import MailingText, Message, Suppression
from tests.factories import make_mission, make_seminar, register
from tests.mailing import postfix
from tests.mailing.conftest import use
from tests.mailing.pipe import GIVEN, script
from tests.mailing.rows import make_mailing, make_message, states
from tests.mailing.test_crashes import variables_for
from unitar_seminars.markdown import to_html

pytestmark = pytest.mark.django_db(transaction=True)
ONCE = [
    *["From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version"],
    *["Content-Type", "Auto-Submitted", "X-Auto-Response-Suppress", "Return-Path"],
]
LISTS = [
    *["List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Help"],
    *["List-Archive", "Precedence", "Feedback-ID"],
]
READER, NOBODY = f"reader@{postfix.READERS}", f"nobody-here@{postfix.READERS}"
BODY = """Dear [[name]],

the summit is prepared. Élan, “quotes” and 5 < 6 & 7.

.A line that begins with a dot

* first
* second
"""


@pytest.fixture
def server(settings):
    with postfix.running() as server:
        use(settings, server.port)
        settings.BOUNCE_DOMAIN = postfix.RETURNS
        yield server


def read(message, program, *options):
    """Let a program of another house read a message."""
    command = [program, *options]
    done = subprocess.run(command, input=message, capture_output=True, check=True)
    return done.stdout.decode()


def header(message, name):
    return read(message, "reformail", "-x", f"{name}:").splitlines()


def words(text):
    return re.findall(r"[^\s*]+", text)


def mailing_to(*addresses):
    mailing = make_mailing(state="running", total=len(addresses))
    MailingText.objects.update(subject="Élan", text=BODY, html=to_html(BODY))
    for address in addresses:
        make_message(address, mailing=mailing, name="O'Brien <b>Zoë</b>")
    return mailing


def test_what_is_accepted_is_read_by_another_program_as_it_was_meant(server):
    mailing_to(READER)

    delivery.deliver_due(seconds=10)

    assert states() == {READER: "sent"}
    [received] = server.wait_for("reader", 1)
    row = Message.objects.get()
    counts = {name: len(header(received, name)) for name in ONCE + LISTS}
    assert counts == dict.fromkeys(ONCE + LISTS, 1)
    assert header(received, "Message-ID") == [f"<m{row.pk}@testserver>"]
    assert header(received, "List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    page, mailto = header(received, "List-Unsubscribe")[0].split(", ")
    assert (page[:8], mailto[:8]) == ("<http://", "<mailto:")
    assert header(received, "Return-Path")[0].endswith(f"@{postfix.RETURNS}>")
    text = read(received, "reformime", "-e", "-s", "1.1")
    html = read(received, "reformime", "-e", "-s", "1.2")
    assert words(text) == words(unescape(re.sub(r"<[^>]+>", " ", html)))
    assert "O'Brien <b>Zoë</b>" in text


def test_confirmation_brings_its_calendar(server):
    register(make_seminar(places=1), make_mission(), address=READER)

    delivery.deliver_due(seconds=10)

    received = server.wait_for("reader", 1)[0]
    kinds = re.findall(r"content-type: (\S+)", read(received, "reformime", "-i"))
    counts = {name: len(header(received, name)) for name in ONCE + LISTS}
    assert counts == dict.fromkeys(ONCE, 1) | dict.fromkeys(LISTS, 0)
    assert {"text/plain", "text/html", "text/calendar"} <= set(kinds)


def test_report_of_an_unknown_reader_ends_mailings_to_it(server, tmp_path):
    mailing_to(NOBODY, READER)

    delivery.deliver_due(seconds=10)
    assert set(states().values()) == {"sent"}
    [report] = server.wait_for("returns", 1)
    command = [script(tmp_path, variables_for(server.port))]
    command += header(report, "X-Original-To")
    for _twice in range(2):
        subprocess.run(command, input=report, check=True, cwd="/", env=GIVEN)

    suppression = Suppression.objects.get()
    assert suppression.address_folded == NOBODY
    assert (suppression.scope, suppression.reason) == ("all", "hard_bounce")
    mailing_to(NOBODY, READER)
    delivery.deliver_due(seconds=10)
    rows = Message.objects.order_by("-pk").values_list("address", "state")[:2]
    assert sorted(rows) == [(NOBODY, "suppressed"), (READER, "sent")]
