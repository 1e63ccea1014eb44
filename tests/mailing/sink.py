"""A relay that takes mail and can misbehave: a socket server in a thread.

It notes what it accepts before it says so. An address says how it is answered:
`r450-…` and `r550-…` at RCPT, `r571-…` by policy, `n451-…` at DATA, `d451-…` at the
final dot, `d421-…` says goodbye there; once for each address `cut-…` loses the line
instead of that answer and `hold-…` keeps it back.
"""

import email
import email.policy
import re
import socketserver
import threading
import time
from contextlib import contextmanager
from functools import partial

PATIENCE = 20  # seconds
WORDS = {"5": "5.1.1 no such mailbox", "4": "4.7.1 try again later"}
POLICY = "550 5.7.1 your host is not welcome here"
ASKED = re.compile(r"([rnd])(\d{3})-")
ID = re.compile(rb"^Message-ID: (.*?)\r$", re.MULTILINE | re.IGNORECASE)


class Relay:
    """What the sink was told, and how it behaves."""

    def __init__(self, *, closes_after=0, refuses_sender="", seconds=0):
        self.envelopes, self.refused, self.sources, self.moments = [], [], [], []
        self.closes_after = closes_after
        self.refuses_sender = refuses_sender
        self.seconds = seconds  # that it takes for each message
        self.forgives = False  # what it refused until now
        self.holding, self.go_on = threading.Event(), threading.Event()
        self.senders, self.troubled, self.dialogues = [], set(), 0
        self.lock = threading.Lock()

    @property
    def accepted(self):
        read = partial(email.message_from_bytes, policy=email.policy.default)
        return [read(raw) for raw in self.sources]

    @property
    def ids(self):
        return [ID.search(raw)[1].decode() for raw in self.sources]

    @property
    def addresses(self):
        return sorted(to for to in self.envelopes)

    def count(self, more):
        with self.lock:
            self.dialogues += more

    def accept(self, raw, to):
        with self.lock:
            self.envelopes.append(to)
            self.sources.append(raw)
            self.moments.append(time.monotonic())

    def troubles(self, address):
        """Tell an address that is in for trouble, once."""
        with self.lock:
            is_new = address not in self.troubled
            self.troubled.add(address)
        return is_new

    def again(self, address):
        """Refuse each address once, so that what comes again is taken."""
        with self.lock:
            is_again = address in self.refused and address[1] == "4"
            is_taken = is_again or self.forgives
            self.refused += [] if self.forgives else [address]
        return is_taken


class Dialogue(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True  # answers to a group leave one by one

    def handle(self):
        self.relay, self.taken, self.to = self.server.relay, 0, ""
        self.has_begun = False
        self.relay.count(1)
        try:
            self.talk()
        finally:
            self.relay.count(-1)

    def talk(self):
        self.say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if not getattr(self, f"on_{verb.lower()}", self.on_other)(line):
                return

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())
        return True

    def on_other(self, line):
        return self.say("250 fine")

    def on_quit(self, line):
        self.say("221 bye")

    def on_rset(self, line):
        self.has_begun = False
        return self.say("250 fine")

    def on_mail(self, line):
        if self.relay.closes_after and self.taken >= self.relay.closes_after:
            return self.say("421 4.7.0 too many messages, goodbye") and False
        if self.has_begun:
            return self.say("503 5.5.1 nested MAIL command")
        self.relay.senders.append(line.partition("<")[2].partition(">")[0])
        self.has_begun = not self.relay.refuses_sender
        return self.say(self.relay.refuses_sender or "250 fine")

    def on_rcpt(self, line):
        self.to = line.partition("<")[2].partition(">")[0]
        return self.refuse("r") or self.say("250 fine")

    def on_data(self, line):
        if self.refuse("n"):
            return True
        self.say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        raw = b"".join(one[1:] if one.startswith(b".") else one for one in lines)
        self.has_begun = False
        if self.refuse("d"):
            return not self.to.startswith("d421")
        time.sleep(self.relay.seconds)
        self.relay.accept(raw, self.to)
        self.taken += 1
        if self.to.startswith("cut-") and self.relay.troubles(self.to):
            return False
        if self.to.startswith("hold-") and self.relay.troubles(self.to):
            self.relay.holding.set()
            self.relay.go_on.wait(PATIENCE)
        return self.say(f"250 2.0.0 taken as {self.taken}")

    def refuse(self, moment):
        found = ASKED.match(self.to)
        if not found or found[1] != moment or self.relay.again(self.to):
            return False
        code = found[2]
        return self.say(POLICY if code == "571" else f"{code} {WORDS[code[0]]}")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """A worker that was killed leaves its line open; that is no error here."""


@contextmanager
def running(**behaviour):
    """Run a sink; it listens on the port it names."""
    with Server(("127.0.0.1", 0), Dialogue) as server:
        server.relay = relay = Relay(**behaviour)
        relay.port = server.server_address[1]
        serve = partial(server.serve_forever, poll_interval=0.01)
        threading.Thread(target=serve, daemon=True).start()
        try:
            yield relay
        finally:
            relay.go_on.set()
            server.shutdown()
