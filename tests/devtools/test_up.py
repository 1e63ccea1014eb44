"""`manage.py up` from outside: what it starts, how it ends, what it refuses."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest

from devtools import environment
from devtools.services import ROOT

PATIENCE = 180  # seconds from nothing to the first page, on a busy machine
SET_BY_TESTS = (
    *environment.KEYS,
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "EMAIL_URL",
    "REDIS_URL",
    "SAMPLE_SETUP",
    "SITE_URL",
    "STAFF_NEED_SECOND_FACTOR",
    "STATIC_MANIFEST",
    "STATIC_ROOT",
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(var, port, **variables):
    plain = {k: v for k, v in os.environ.items() if k not in SET_BY_TESTS}
    return subprocess.Popen(
        [sys.executable, "manage.py", "up", f"--port={port}"],
        cwd=ROOT,
        env=plain | {"UNITAR_VAR": str(var)} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def refusal(var, port, **variables):
    """Start where it must not start; return what it says to whoever reads it."""
    process = start(var, port, **variables)
    said, complained = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (1, "")
    return complained.strip()


def get(port, path):
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(asked):
        asked.request("GET", path)
        answer = asked.getresponse()
        return answer.status, answer.read()


def wait_for_page(process, port):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            return get(port, "/healthz")
        time.sleep(0.1)
    process.kill()
    return process.communicate()


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_up_serves_a_page_and_ends_in_order_when_asked(var, asked):
    port = free_port()
    process = start(var, port)

    assert wait_for_page(process, port) == (200, b"ok\n")
    assert get(port, "/sample/")[0] == 200
    assert process.stdout.readline() == (
        f"Ready: http://127.0.0.1:{port}/ (Ctrl-C ends it)\n"
    )

    process.send_signal(asked)
    process.communicate(timeout=10)
    assert process.returncode == 0


def test_a_second_up_in_one_checkout_is_sent_to_the_first(tmp_path):
    (tmp_path / "up.lock").touch()
    with subprocess.Popen(["flock", tmp_path / "up.lock", "sleep", "20"]) as holder:
        (tmp_path / "up.lock").write_text(f"{holder.pid}\n")
        time.sleep(0.2)
        said = refusal(tmp_path, free_port())
        holder.terminate()

    assert said == (
        "CommandError: `make run` is at work in this checkout already"
        f" (process {holder.pid}): use that one, or end it first."
    )


def test_a_taken_port_is_refused_with_the_way_out(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert refusal(tmp_path, port) == (
            f"CommandError: Port {port} can't be had (Address already in use):"
            " choose another one, as in `make run PORT=8123`."
        )


def test_a_database_that_nobody_serves_is_refused_with_the_way_out(tmp_path):
    nowhere = "postgres://nobody@127.0.0.1:1/none"

    said = refusal(tmp_path, free_port(), DATABASE_URL=nowhere)

    assert said.startswith("CommandError: DATABASE_URL names a PostgreSQL that can't")
    assert said.endswith("correct it, or unset it to have one started for you.")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("address", ["nonsense", "mysql://a/b", "postgres://a:b/c"])
def test_what_is_no_database_is_refused_with_the_way_out(tmp_path, address):
    said = refusal(tmp_path, free_port(), DATABASE_URL=address)

    assert said == (
        "DATABASE_URL is no address of a PostgreSQL (postgres://…): correct it, or"
        " unset it to have one started for you."
    )
