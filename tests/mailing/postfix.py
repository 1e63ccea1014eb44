"""A Postfix of the test's own: its folder, its port, and mailboxes under that folder.

It takes whatever comes for its two domains before it looks who is there, so that an
unknown reader comes back as a report, as from a host far away.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from mailbox import Maildir
from pathlib import Path

from devtools.children import Unavailable, spawn, wait_or_kill

READERS, RETURNS = "readers.example", "returns.example"
PATIENCE = 60  # seconds
PACKAGES = {"postfix": "postfix", "reformail": "maildrop"}
MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file = {home}/log
maillog_file_prefixes = {home}
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
virtual_mailbox_domains = {readers} {returns}
virtual_mailbox_base = {home}/mail
virtual_mailbox_maps = inline:{{ reader@{readers}=reader/, @{returns}=returns/ }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
smtputf8_enable = no
default_transport = error:nobody else is served here
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """Where it listens, and who has got what."""

    def __init__(self, home, port):
        self.home, self.port = home, port

    def mailbox(self, name):
        return Maildir(self.home / "mail" / name, create=False)

    def wait_for(self, name, messages):
        """Return what stands in a mailbox as soon as there is so much."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if (self.home / "mail" / name / "new").exists():
                found = [bytes(one) for one in self.mailbox(name)]
                if len(found) == messages:
                    return found
            time.sleep(0.1)
        log = (self.home / "log").read_text()
        raise TimeoutError(f"{name} has not got {messages} messages: {log[-2000:]}")


def install():
    """Have the programs there: Debian's own packages, which only root may add."""
    missing = [name for program, name in PACKAGES.items() if not shutil.which(program)]
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Unavailable(
            f"This test needs {names}, and starts it as root: install Debian's"
            f" packages (`apt-get install {names}`) and run `make test-long` as root."
        )
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    choice = b"postfix postfix/main_mailer_type select No configuration\n"
    subprocess.run(["debconf-set-selections"], input=choice, check=True)
    for command in (["update"], ["install", "--no-install-recommends", *missing]):
        subprocess.run(["apt-get", "--yes", "-qq", *command], env=quiet, check=True)


@contextmanager
def running():
    install()
    with tempfile.TemporaryDirectory(prefix="postfix-") as folder:
        home = Path(folder)
        port = free_port()
        prepare(home, port)
        process = start(home / "etc")
        try:
            wait_for_answer(process, port, home / "log")
            yield Postfix(home, port)
        finally:
            process.terminate()
            wait_or_kill(process, 5)


def start(folder):
    """Run its master as a child of ours; `postfix start` would leave it behind."""
    configured = ["-c", str(folder)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["postfix", *configured, "check"], check=True, **quiet)
    asked = ["postconf", *configured, "-h", "daemon_directory"]
    programs = subprocess.run(asked, check=True, capture_output=True, text=True)
    master = [f"{programs.stdout.strip()}/master", *configured, "-s"]
    return spawn(master, at_our_death=signal.SIGTERM, **quiet)


def prepare(home, port):
    """Write its two files and its folders, some of which belong to its account."""
    owner, reader = pwd.getpwnam("postfix"), pwd.getpwnam("nobody")
    home.chmod(0o755)
    for name in ("etc", "queue", "data", "mail"):
        (home / name).mkdir()
    os.chown(home / "data", owner.pw_uid, owner.pw_gid)
    os.chown(home / "mail", reader.pw_uid, reader.pw_gid)
    main = MAIN.format(
        home=home,
        readers=READERS,
        returns=RETURNS,
        uid=reader.pw_uid,
        gid=reader.pw_gid,
    )
    (home / "etc" / "main.cf").write_text(main.lstrip())
    (home / "etc" / "master.cf").write_text(MASTER.format(port=port).lstrip())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_answer(process, port, log):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as line:
                if line.recv(3) == b"220":
                    return
        except OSError:
            time.sleep(0.1)
    said = log.read_text() if log.exists() else "it said nothing"
    raise Unavailable(f"Postfix did not start: {said[-2000:]}")
