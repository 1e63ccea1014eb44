"""Each rule of the tables is broken in some test, which names it.

Those of registrations are counted in their own test of constraints.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

HERE = Path(__file__)
ROOMS = [room for room in settings.OURS if room != "registrations"]
OUT_OF_REACH = {
    "seminars_seminar_starts_at_and_ends_at"  # its trigger works out both together
}


@pytest.fixture(scope="module")
def named():
    """Collect what tests write in quotes and looks like a name."""
    files = [file for file in HERE.parent.rglob("*.py") if file != HERE]
    return {
        name for file in files for name in re.findall(r'"([a-z_]+)"', file.read_text())
    }


@pytest.mark.parametrize("room", ROOMS)
def test_every_rule_of_the_tables_is_named_by_a_test(room, named):
    models = apps.get_app_config(room).get_models()
    rules = {rule.name for model in models for rule in model._meta.constraints}

    assert rules - named == rules & OUT_OF_REACH
