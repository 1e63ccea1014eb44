"""A mail service instead of a relay: it answers in HTTP, with the same consequences."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mailing import delivery
from mailing.models import MailingState, Message, Relay
from tests.mailing.rows import counters_of, make_message, make_running, states

pytestmark = pytest.mark.django_db
TAKEN = {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "To": "a@example.org"}
REFUSED = {"ErrorCode": 300, "Message": "no"}


class Dialogue(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = asked if isinstance(asked, list) else [asked]
        status = self.server.answers.pop(0) if self.server.answers else 200
        self.server.asked += [message["To"] for message in asked]
        if status == "silence":
            self.close_connection = True
            return
        one = TAKEN if status == 200 else REFUSED
        self.answer(status, json.dumps(one).encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        """Nobody reads the log of a test's server."""


@contextmanager
def running(*answers):
    with ThreadingHTTPServer(("127.0.0.1", 0), Dialogue) as server:
        server.answers, server.asked = list(answers), []
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield server
        server.shutdown()


def use(settings, port, **fields):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "token",
        "POSTMARK_API_URL": f"http://127.0.0.1:{port}/",
        **fields,
    }


@pytest.mark.parametrize(
    ("status", "state", "attempt", "failures"),
    [
        (200, "sent", 1, 0),
        (400, "failed", 1, 0),
        (401, "pending", 0, 1),
        (403, "pending", 0, 1),
        (404, "pending", 0, 1),
        (413, "failed", 1, 0),
        (422, "failed", 1, 0),
        (429, "pending", 0, 1),
        (500, "pending", 1, 1),
        (502, "uncertain", 1, 1),
        (503, "pending", 1, 1),
        (504, "uncertain", 1, 1),
        ("silence", "uncertain", 1, 1),
    ],
)
def test_each_status_has_its_consequence(settings, status, state, attempt, failures):
    mailing = make_running(["a@example.org"])

    with running(status) as service:
        use(settings, service.server_port)
        delivery.deliver_due(seconds=0.01)

    row = Message.objects.get()
    assert (row.state, row.attempt) == (state, attempt)
    assert Relay.objects.get().failures == failures
    mailing.refresh_from_db()
    is_refused = status in (401, 403, 404)
    assert (mailing.state == MailingState.PAUSED) is is_refused


def test_service_that_is_away_charges_nobody(settings):
    make_message()
    use(settings, 1)  # nobody listens there

    delivery.deliver_due(seconds=0.01)

    assert list(Message.objects.values_list("state", "attempt")) == [("pending", 0)]
    assert Relay.objects.get().failures == 1


def test_what_a_service_cannot_say_fails_and_others_go(settings):
    make_message("not an address", person_key="partners.person:1")
    make_message("b@example.org", person_key="partners.person:2")

    with running() as service:
        use(settings, service.server_port)
        delivery.deliver_due(seconds=1)

    assert states() == {"b@example.org": "sent", "not an address": "failed"}
    assert service.asked == ["b@example.org"]


def test_silence_leaves_a_row_to_a_person_and_the_rest_goes(settings):
    mailing = make_running([f"m{n}@example.org" for n in range(5)])

    with running(200, 200, "silence") as service:
        use(settings, service.server_port)
        delivery.deliver_due(seconds=1)
        Relay.objects.update(broken_until=None)
        delivery.deliver_due(seconds=1)

    assert counters_of(mailing) == {"sent": 4, "uncertain": 1}
    assert len(service.asked) == len(set(service.asked)) == 5
