"""Postfix hands a message over and keeps it until somebody could read it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as configured

from mailing.envelope import Envelope
from mailing.models import Bounce
from tests.mailing.pipe import GIVEN, NAMES, script
from tests.mailing.returned import made, report
from tests.mailing.rows import make_message
from tests.mailing.test_crashes import variables_for

DEAD = report("5.1.1", "smtp; 550 5.1.1 User unknown")
COMMAND = [sys.executable, f"{configured.BASE_DIR}/manage.py", "receive_bounce"]


@pytest.fixture
def bounces_come_home(settings):
    settings.BOUNCE_DOMAIN = "bounces.unitar.example"


def hand_over(command, raw=b"", **variables):
    """Do as Postfix does: from a folder and with an environment of its own."""
    done = subprocess.run(
        command, input=raw, cwd="/", env=GIVEN | variables, capture_output=True
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def unset(name):
    return f"{name} is not set: `make run` sets one up for this checkout, anywhere"


@pytest.mark.django_db(transaction=True)
def test_script_gives_the_command_its_variables(tmp_path, bounces_come_home):
    address = Envelope.of(make_message("desk@mission.example").pk).address
    command = [script(tmp_path, variables_for(25)), address]

    said = hand_over(command, made(DEAD, "somebody@relay.example"))

    assert said == (0, "noted\n", "")
    assert Bounce.objects.get().address_folded == "desk@mission.example"


def test_postfix_alone_names_nothing_and_keeps_the_message():
    code, out, error = hand_over(COMMAND)

    assert (code, out, len(error.splitlines())) == (75, "", 1)
    assert error.startswith(unset("SECRET_KEY"))


@pytest.mark.parametrize(
    ("name", "folder"), [("LINK_KEY", "file/var"), *[(name, "var") for name in NAMES]]
)
def test_nothing_is_made_up_for_what_is_missing(name, folder, tmp_path):
    (tmp_path / "file").touch()
    named = {other: os.environ[other] for other in NAMES if other != name}

    code, out, error = hand_over(COMMAND, UNITAR_VAR=f"{tmp_path}/{folder}", **named)

    assert (code, out, len(error.splitlines())) == (75, "", 1)
    assert error.startswith(unset(name))
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_address_of_no_database_keeps_the_message(bounces_come_home):
    named = {name: os.environ[name] for name in NAMES} | {"DATABASE_URL": "nonsense"}
    raw = made(DEAD, Envelope.of(1).address)

    code, out, error = hand_over(COMMAND, raw, **named)

    assert (code, out) == (75, "")
    assert "settings.DATABASES is improperly configured." in error


@pytest.mark.parametrize("name", ["no such file", "syntax", "gap"])
def test_whatever_is_wrong_with_the_file_postfix_keeps_the_message(name, tmp_path):
    command = [script(tmp_path, {}), "b+token@bounces.unitar.example"]
    file = tmp_path / "seminars.env"
    file.write_text("SECRET_KEY='never ends" if name == "syntax" else "")
    if name == "no such file":
        file.unlink()

    code, out, _error = hand_over(command)

    assert (code, out) == (75, "")
