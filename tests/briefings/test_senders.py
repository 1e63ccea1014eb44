"""In whose name a briefing goes out."""

import pytest

from tests.briefings.letting_out import make_sender
from tests.refusals import broken

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["name_en", "name_fr"])
def test_a_sender_has_a_name_in_both_languages(field):
    assert broken(make_sender, **{field: ""}) == "sender_named_in_both_languages"
