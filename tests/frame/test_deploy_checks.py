"""Whoever serves https says how many proxies stand in front."""

import pytest
from django.core import checks

from unitar_seminars.deploy_checks import proxies_are_counted


@pytest.mark.parametrize(
    ("is_https", "proxies", "found"),
    [
        (True, 0, ["unitar_seminars.E001"]),
        (True, 1, []),
        (True, 2, []),
        (False, 0, []),
        (False, 1, []),
    ],
)
def test_https_asks_for_a_proxy_to_believe(is_https, proxies, found, settings):
    settings.HTTPS, settings.PROXIES_IN_FRONT = is_https, proxies

    assert [error.id for error in proxies_are_counted()] == found


def test_check_is_part_of_what_runs_before_a_release(settings):
    settings.HTTPS, settings.PROXIES_IN_FRONT = True, 0

    told = checks.run_checks(include_deployment_checks=True)

    assert "unitar_seminars.E001" in [error.id for error in told]
    assert "unitar_seminars.E001" not in [error.id for error in checks.run_checks()]
