"""Whoever sends to many is told what its readers' providers ask for."""

from urllib.parse import urlsplit

import pytest
from django.core import checks

from mailing.deploy_checks import sender_is_believed


@pytest.fixture
def sound(settings):
    settings.DMARC_DOMAIN = "unitar.example"
    settings.DKIM_SIGNS_LIST_HEADERS = True
    settings.DEFAULT_FROM_EMAIL = "UNITAR <seminars@unitar.example>"
    settings.BOUNCE_DOMAIN = "bounces.unitar.example"
    settings.SITE = urlsplit("https://seminars.unitar.example")
    return settings


def found():
    return [(warning.id, warning.msg.split()[0]) for warning in sender_is_believed()]


def test_sound_installation_is_told_nothing(sound):
    assert found() == []
    sound.BOUNCE_DOMAIN = ""
    assert found() == []


def test_list_headers_that_nobody_signs_are_named(sound):
    sound.DKIM_SIGNS_LIST_HEADERS = False

    assert found() == [("mailing.W002", "Nobody")]


def test_missing_record_is_named(sound):
    sound.DMARC_DOMAIN = ""

    assert found() == [("mailing.W001", "Nobody")]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DEFAULT_FROM_EMAIL", "seminars@elsewhere.example"),
        ("DEFAULT_FROM_EMAIL", "seminars@otherunitar.example"),
        ("BOUNCE_DOMAIN", "bounces.elsewhere.example"),
        ("SITE", urlsplit("https://elsewhere.example")),
    ],
)
def test_domain_of_another_owner_is_named(sound, setting, value):
    setattr(sound, setting, value)

    name = "SITE_URL" if setting == "SITE" else setting
    assert found() == [("mailing.W003", name)]


def test_checks_are_part_of_what_runs_before_a_release(settings):
    settings.DMARC_DOMAIN = ""

    told = checks.run_checks(include_deployment_checks=True)

    assert "mailing.W001" in [warning.id for warning in told]
