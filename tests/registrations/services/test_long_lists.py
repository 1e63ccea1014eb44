"""A long list is filed in few statements, for its seminar waits meanwhile."""

import pytest

from mailing.models import Message
from partners.models import Organisation, Sector
from registrations.imports.columns import guess
from registrations.imports.people import Wishes
from registrations.services import imports
from tests.factories import (
    COMMAND,
    NOW,
    make_organisation,
    make_seminar,
    submit,
    typed,
)

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}
PLACES, STATEMENTS = 3, 36  # and one for each place


@pytest.mark.parametrize("rows", [2, 20])
def test_each_place_takes_a_statement_and_nobody_else_any(
    rows, django_assert_num_queries
):
    make_organisation(name_en="Known Lab")
    text = "Name,Email,Organisation\n"
    for n in range(rows):
        text += f"A{n},a{n}@lab.example,Known Lab\nB{n},b{n}@lab.example,Lab {n}\n"
    seminar = make_seminar(places=PLACES)
    draft = imports.keep(seminar, "list.csv", text.encode(), **ACTS)
    wishes = Wishes(columns=guess(draft.table["headings"]), kind=Sector.NGO)

    with django_assert_num_queries(STATEMENTS + PLACES):
        imports.file(draft, wishes, **ACTS)

    assert Message.objects.filter(purpose="waiting").count() == 2 * rows - PLACES
    assert Organisation.objects.filter(state="proposed").count() == rows


def test_a_form_of_address_is_in_the_language_of_its_person():
    said = {"form_of_address": "mr", "name": "Ali Ba"}
    seminar = make_seminar(places=2)

    submit(seminar, *[typed(language=one, **said) for one in ("en", "fr")])

    told = Message.objects.filter(purpose="seat_confirmed").order_by("language")
    assert [one.name for one in told] == ["Mr. Ali Ba", "M. Ali Ba"]
    assert ["M. Ali Ba" in one.text for one in told] == [False, True]
