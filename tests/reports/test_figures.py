"""Every figure against a count made by hand."""

from datetime import date

import pytest

from partners.models import CountryGroup, Gender, Person, Sector
from partners.services import countries
from registrations.models import CancelledBecause, RegistrationStatus
from reports import figures, tables
from reports.definitions import Measure
from reports.report import View
from seminars.models import Seminar
from tests.factories import (
    HOUR,
    NOW,
    make_country,
    make_mission,
    make_seminar,
    make_series,
    register,
)
from tests.reports.people import (
    ABSENT,
    EXCUSED,
    PARTIAL,
    PRESENT,
    add,
    add_many,
    from_country,
    make_held,
    mark,
    on,
)

pytestmark = pytest.mark.django_db
WITHOUT_NUMBER = "Whoever could not be linked to a person counts as one."
CANCELLED = {
    "status": RegistrationStatus.CANCELLED,
    "cancelled_because": CancelledBecause.PERSON,
}


def counted(*seminars, threshold=1, first=2000, last=2100, series=None):
    """Make the report of these seminars; a threshold of 1 hides nothing."""
    rows = Seminar.objects.filter(pk__in=[seminar.pk for seminar in seminars])
    view = View(first, last, series)
    return tables.report(figures.count(rows), view, threshold=threshold, at=NOW)


def glance(report):
    return {str(figure.key): figure.value for figure in report.glance}


def rows(report, key):
    """Give a table's rows that aren't nought, the total among them."""
    table = report.by_key[key]
    lines = {row.label: row.values for row in [*table.rows, table.total]}
    return {label: values for label, values in lines.items() if any(values)}


# What a figure means


def test_places_are_seats_that_were_not_withdrawn():
    seminar = make_held(places=10)
    seat = seminar.seats.first()
    seat.withdrawn_at = NOW
    seat.save()

    assert glance(counted(seminar))["places"] == 9


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"seated_at": on(2007) - HOUR}, 1),
        ({"seated_at": on(2007)}, 1),
        ({"seated_at": on(2007) + HOUR, "is_walk_in": True}, 0),
        ({"seated_at": None, "status": RegistrationStatus.WAITING}, 0),
        ({"seated_at": None, "status": RegistrationStatus.PENDING}, 0),
        ({"status": RegistrationStatus.WAITING}, 0),  # again, after a smaller room
        (CANCELLED | {"cancelled_at": on(2007) - HOUR}, 0),
        (CANCELLED | {"cancelled_at": on(2007)}, 1),
        (CANCELLED | {"cancelled_at": on(2007) + HOUR}, 1),
        (CANCELLED | {"cancelled_at": on(2007) + HOUR, "seated_at": None}, 0),
        (
            {
                "status": RegistrationStatus.DECLINED,
                "declined_at": on(2007) - HOUR,
                "seated_at": None,
            },
            0,
        ),
    ],
)
def test_registered_are_those_with_a_place_when_the_first_session_began(fields, number):
    seminar = make_held()
    add(seminar, **fields)

    assert glance(counted(seminar)) == {
        "places": 60,
        "registered": number,
        "participations": 0,
        "presences": 0,
        "participants": 0,
    }


def test_participations_presences_and_participants_are_three_counts():
    course = make_held(places=20, sessions=3)
    seminar = make_held(places=10, month=5)
    amina = Person.objects.create(name="Amina Diallo")
    add(course, PRESENT, PARTIAL, ABSENT, person=amina)
    add(course, PRESENT, None, PRESENT)
    add(course, ABSENT, EXCUSED, None)
    add(course)
    add(seminar, PARTIAL, person=amina)
    add(seminar, PRESENT)

    report = counted(course, seminar)

    assert glance(report) == {
        "places": 30,
        "registered": 6,
        "participations": 4,
        "presences": 6,
        "participants": 3,  # Amina, and two whom nobody linked
    }
    assert report.glance[-1].remark == (
        "2 could not be linked to a person and count as one each."
    )


def test_somebody_who_was_added_at_the_door_counts_even_without_a_place():
    seminar = make_held(places=1)
    add(seminar, PRESENT, seated_at=on(2007) + HOUR, is_walk_in=True)
    add(
        seminar,
        PRESENT,
        seated_at=None,
        is_walk_in=True,
        status=RegistrationStatus.WAITING,
    )

    assert glance(counted(seminar)) == {
        "places": 1,
        "registered": 0,
        "participations": 2,
        "presences": 2,
        "participants": 2,
    }


def test_a_registration_that_was_cancelled_after_a_mark_does_not_participate():
    seminar = make_held()
    add(seminar, PRESENT, cancelled_at=on(2007) + HOUR, **CANCELLED)

    assert glance(counted(seminar))["participations"] == 0


def test_who_took_part_is_counted_by_what_was_true_then():
    seminar = make_held()
    add(seminar, PRESENT, gender=Gender.WOMAN, **from_country("african", is_ldc=True))
    add(seminar, PRESENT, gender=Gender.MAN, **from_country("african"))
    add(seminar, PRESENT, **from_country("weog"))
    add(
        seminar,
        PRESENT,
        **from_country("asia_pacific", is_ldc=True, is_lldc=True),
    )
    add(seminar, PRESENT, **from_country("grulac", is_sids=True))
    add(seminar, PRESENT, **from_country(""))
    add(seminar, PRESENT, sector=Sector.IGO)
    add(seminar, PRESENT, sector=Sector.NGO, is_ldc=True)
    add(seminar, ABSENT, **from_country("african"))

    report = counted(seminar)

    assert rows(report, "sector") == {
        "Permanent or observer mission": (6,),
        "Other intergovernmental organisation": (1,),
        "Non-governmental organisation": (1,),
        "All sectors": (8,),
    }
    assert rows(report, "region") == {
        "African": (2,),
        "Asia-Pacific": (1,),
        "Latin American and Caribbean": (1,),
        "Western European and Others": (1,),
        "Observers": (1,),
        "All missions": (6,),
    }
    assert rows(report, "special") == {
        "Least developed country": (2,),
        "Landlocked developing country": (1,),
        "Small island developing State": (1,),
        "In any of these groups": (3,),
        "All missions": (6,),
    }
    assert rows(report, "gender") == {
        "Woman": (1,),
        "Man": (1,),
        "Prefer not to say": (6,),
        "Everybody": (8,),
    }


def test_years_and_seminars_add_up_to_the_whole():
    series = make_series()
    first = make_held(2006, places=5, month=12, day=31, series=series)
    second = make_held(2007, places=6, month=1, day=1, series=series)
    third = make_held(2007, places=7, month=6)
    for seminar in (first, second, second, third):
        add(seminar, PRESENT, **from_country())

    report = counted(first, second, third)

    assert rows(report, "year") == {
        "2006": (5, 1, 1, 1),
        "2007": (13, 3, 3, 3),
        "Total": (18, 4, 4, 4),
    }
    assert rows(report, "seminar") == {
        first.title: (5, 1, 1, 1),
        second.title: (6, 2, 2, 2),
        third.title: (7, 1, 1, 1),
        "Total": (18, 4, 4, 4),
    }
    assert rows(report, "region") == {
        "African": (1, 3, 4),
        "All missions": (1, 3, 4),
    }
    assert glance(counted(first, second, third, first=2007, series=series.pk)) == {
        "places": 6,
        "registered": 2,
        "participations": 2,
        "presences": 2,
        "participants": 2,
    }


def test_the_year_is_new_yorks():
    last_evening = make_seminar(places=5, starts_at=on(2006, 12, 31, hour=20))

    assert [row.label for row in counted(last_evening).by_key["year"].rows] == ["2006"]


def test_figures_of_2007_stay_when_a_country_leaves_its_groups_today():
    cape_verde = make_country(
        "CPV",
        groups=(CountryGroup.AFRICAN, CountryGroup.LDC, CountryGroup.SIDS),
        name="Cape Verde",
    )
    seminar = make_held()
    registration = register(seminar, make_mission(cape_verde), at=on(2007) - HOUR)
    mark(registration, PRESENT)
    before = counted(seminar)

    cape_verde.groups.all().delete()
    cape_verde.groups.create(group=CountryGroup.GRULAC)
    cape_verde.name_en = "Cabo Verde"
    cape_verde.save()
    mission = registration.organisation
    mission.sectors.update(sector=Sector.IGO)

    assert countries.facts_on({"CPV"}, date(2007, 3, 1))["CPV"].is_ldc is False
    assert counted(seminar) == before
    assert rows(before, "special")["In any of these groups"] == (1,)


# What is hidden


def test_small_figures_are_hidden_with_what_would_tell_them():
    seminar = make_held()
    for _ in range(20):
        add(seminar, PRESENT, **from_country())
    for _ in range(7):
        add(seminar, PRESENT, sector=Sector.IGO)
    for _ in range(3):
        add(seminar, PRESENT, sector=Sector.MEDIA)

    report = counted(seminar, threshold=5)

    assert [row.values[0] for row in report.by_key["sector"].rows] == [
        20, 0, None, 0, 0, 0, 0, 0, None, 0,
    ]  # fmt: skip
    assert report.by_key["sector"].total.values == (30,)
    assert glance(report)["participations"] == 30


def test_a_year_chosen_alone_hides_what_the_table_of_years_hides():
    """All years less one year tells no figure that is hidden in the other."""
    early, late = make_held(2006), make_held(2007)
    for seminar, igos in ((early, 3), (late, 12)):
        for _ in range(20):
            add(seminar, PRESENT, **from_country())
        for _ in range(igos):
            add(seminar, PRESENT, sector=Sector.IGO)

    seen = [
        counted(early, late, threshold=5, first=first, last=last)
        for first, last in ((2006, 2007), (2006, 2006), (2007, 2007))
    ]
    igo = [report.by_key["sector"].rows[2].values for report in seen]

    whole, first, second = (values[0] for values in igo)
    assert first is None
    assert whole is None or second is None


def test_a_seminar_hides_all_its_people_together():
    small, large, larger = (make_held(month=month) for month in (3, 4, 5))
    for seminar, number in ((small, 3), (large, 11), (larger, 30)):
        for _ in range(number):
            add(seminar, PRESENT)
    add(large)

    report = counted(small, large, larger, threshold=5)

    assert [row.values for row in report.by_key["seminar"].rows] == [
        (60, None, None, None),
        (60, None, None, None),
        (60, 30, 30, 30),
    ]
    assert report.by_key["seminar"].total.values == (180, 45, 44, 44)


def remark(report):
    return report.glance[-1].remark


def test_who_could_not_be_linked_is_counted_in_the_whole_report_alone():
    """A view's number would tell the participations that it hides."""
    series = make_series()
    early, late, last = make_held(2007), make_held(2008), make_held(2009, series=series)
    for seminar, number in ((early, 3), (late, 7), (last, 30)):
        add_many(seminar, number)

    whole = counted(early, late, last, threshold=5)
    views = [
        counted(early, late, last, threshold=5, **part)
        for part in (
            {"last": 2007},
            {"first": 2008, "last": 2008},
            {"series": series.pk},
        )
    ]

    assert remark(whole) == "40 could not be linked to a person and count as one each."
    assert [glance(view)["participations"] for view in views] == [None, None, 30]
    assert {remark(view) for view in views} == {WITHOUT_NUMBER}


@pytest.mark.parametrize(
    ("linked", "unlinked", "said"),
    [
        (0, 4, WITHOUT_NUMBER),
        (0, 5, "5 could not be linked to a person and count as one each."),
        (4, 5, WITHOUT_NUMBER),
        (5, 5, "5 could not be linked to a person and count as one each."),
        (
            5,
            4,
            "Fewer than 5 could not be linked to a person: each such registration"
            " counts as one.",
        ),
        (5, 0, "Every one of them is known as a person."),
    ],
)
def test_a_small_number_of_linked_or_unlinked_is_not_told(linked, unlinked, said):
    seminar = make_held()
    add_many(seminar, unlinked)
    for nth in range(linked):
        add(seminar, PRESENT, person=Person.objects.create(name=f"Person {nth}"))

    assert remark(counted(seminar, threshold=5)) == said


def test_few_people_are_hidden_among_many_participations():
    seminars = [make_held(month=month) for month in (3, 4, 5)]
    people = [Person.objects.create(name=f"Person {n}") for n in range(4)]
    for seminar in seminars:
        for person in people:
            add(seminar, PRESENT, person=person)

    figure = counted(*seminars, threshold=5).glance[-1]

    assert (figure.key, figure.value) == (Measure.PARTICIPANTS, None)
