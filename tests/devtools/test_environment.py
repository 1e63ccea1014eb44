"""What a checkout adds to the environment, and what it leaves alone."""

import stat

import pytest

from devtools import environment


@pytest.fixture
def variables(monkeypatch):
    """Play with variables that are put back afterwards."""
    variables = {}
    monkeypatch.setattr("os.environ", variables)
    return variables


def test_a_key_is_drawn_once_and_readable_by_its_owner_alone(tmp_path):
    file = tmp_path / "link_key"

    drawn = environment.kept_key(file)

    assert environment.kept_key(file) == drawn
    assert len(drawn) == 80
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_the_sample_set_up_exists_under_up_on_this_machine_only(variables):
    environment.fill(["up", "--port=8123"])

    assert variables["SITE_URL"] == "http://127.0.0.1:8123"
    assert variables["SAMPLE_SETUP"] == "1"


def test_an_address_others_can_reach_has_no_sample_set_up(variables):
    environment.fill(["up", "--host", "0.0.0.0"])

    assert variables["SAMPLE_SETUP"] == "0"


@pytest.mark.parametrize(
    "named",
    [
        {"SITE_URL": "https://seminars.example"},
        {"ALLOWED_HOSTS": "seminars.example, localhost"},
        {"ALLOWED_HOSTS": "*"},
    ],
)
def test_behind_a_proxy_there_is_no_sample_set_up(variables, named):
    variables |= named

    environment.fill(["up"])

    assert variables["SAMPLE_SETUP"] == "0"


def test_other_commands_have_no_sample_set_up(variables):
    environment.fill(["shell"])

    assert "SAMPLE_SETUP" not in variables


def test_what_is_set_stays(variables):
    variables |= {"SITE_URL": "https://seminars.example", "SECRET_KEY": "mine"}

    environment.fill(["up"])

    assert variables["SITE_URL"] == "https://seminars.example"
    assert variables["SECRET_KEY"] == "mine"
