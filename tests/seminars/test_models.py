"""What the database refuses to believe of a seminar, and what it works out itself."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from partners.models import Person
from registrations.services import changes
from seminars.models import (
    AgendaItem,
    Document,
    Involvement,
    Seminar,
    Series,
    Session,
    SpeakerInvitation,
    covered_by,
    each_sector_once,
)
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    fund,
    make_agreement,
    make_organisation,
    make_planned,
    make_room,
    make_seminar,
    make_series,
    make_session,
)
from tests.refusals import broken
from tests.seminars.scenes import make_document, make_item, make_speaker, new_york

pytestmark = pytest.mark.django_db


def changed(thing, **fields):
    """Write columns past every form."""
    return type(thing).objects.filter(pk=thing.pk).update(**fields)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"format": "party"}, "seminars_seminar_format_known"),
        ({"state": "open", "announced_at": NOW}, "seminars_seminar_state_known"),
        ({"mode": "hybrid"}, "seminars_seminar_mode_known"),
        ({"date_certainty": "sure"}, "seminars_seminar_date_certainty_known"),
        ({"registration_mode": "free"}, "seminars_seminar_registration_mode_known"),
        ({"counts_as": "fun"}, "seminars_seminar_counts_as_known"),
        (
            {"opens_at": NOW, "closes_at": NOW},
            "seminars_seminar_closes_at_after_opens_at",
        ),
        ({"announced_at": NOW}, "announced_exactly_when_no_longer_planned"),
        ({"cancelled_at": NOW}, "called_off_has_its_moment"),
        ({"state": "held"}, "announced_exactly_when_no_longer_planned"),
        (
            {"state": "announced", "announced_at": NOW, "title_fr": ""},
            "announced_in_both_languages",
        ),
        (
            {
                "state": "announced",
                "announced_at": NOW,
                "registration_mode": "application",
            },
            "applications_have_a_closing_hour",
        ),
    ],
)
def test_seminar_refuses(fields, rule):
    assert broken(changed, make_planned(), **fields) == rule


def test_announced_seminar_has_hours():
    bare = make_planned(sessions=0)
    announced = {"state": "announced", "announced_at": NOW}

    assert broken(changed, bare, **announced) == "announced_seminar_has_hours"
    with_hours = make_seminar(places=1).sessions.get()
    rule = broken(changed, with_hours, starts_at=None, ends_at=None)
    assert rule == "announced_seminar_has_hours"
    assert broken(with_hours.delete) == "announced_seminar_has_hours"


def test_address_of_a_page_is_taken_once():
    make_planned(slug="one")

    assert "slug" in broken(Seminar.objects.create, slug="one")


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"ends_at": None}, "seminars_session_starts_at_and_ends_at"),
        ({"ends_at": F("starts_at")}, "seminars_session_ends_at_after_starts_at"),
    ],
)
def test_session_refuses(fields, rule):
    assert broken(changed, make_planned().sessions.get(), **fields) == rule


def test_room_is_taken_once():
    room, start = make_room(), NOW + 10 * DAY
    make_planned(room=room, starts_at=start)
    other = make_planned(room=room, starts_at=start + 3 * HOUR).sessions.get()

    rule = broken(changed, other, starts_at=start + 2 * HOUR)

    assert rule == "room_is_taken_once"
    changed(other, starts_at=start + 2 * HOUR, takes_room=False)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"access_lead_hours": 721}, "access_lead_is_a_month_at_most"),
        ({"access_columns": ["shoe_size"]}, "access_columns_are_known"),
        ({"access_language": "xx"}, "seminars_venue_access_language_known"),
    ],
)
def test_desk_of_a_venue_wants_what_is_known(fields, rule):
    assert broken(changed, make_room().venue, **fields) == rule


def test_agenda_item_ends_after_it_starts():
    item = make_item(make_planned().sessions.get())

    rule = broken(changed, item, ends_at=F("starts_at"))

    assert rule == "seminars_agendaitem_ends_at_after_starts_at"
    assert AgendaItem.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"role": "star"}, "seminars_speakerinvitation_role_known"),
        ({"state": "maybe"}, "seminars_speakerinvitation_state_known"),
        ({"replaced_by": F("pk")}, "only_a_speaker_who_left_is_replaced"),
    ],
)
def test_speaker_refuses(fields, rule):
    assert (
        broken(changed, make_speaker(make_planned().sessions.get()), **fields) == rule
    )


def test_speaker_is_asked_once_per_item():
    session, person = make_planned().sessions.get(), Person.objects.create(name="Ada")
    ask = {"session": session, "person": person}
    first = SpeakerInvitation.objects.create(**ask)

    rule = broken(SpeakerInvitation.objects.create, **ask)

    assert rule == "speaker_asked_once_per_item"
    changed(first, state="declined")
    SpeakerInvitation.objects.create(**ask)
    SpeakerInvitation.objects.create(item=make_item(session), **ask)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"kind": "novel"}, "seminars_document_kind_known"),
        ({"visibility": "friends"}, "seminars_document_visibility_known"),
        ({"seminar": None}, "seminars_document_seminar_or_session_or_update"),
        ({"language": "de"}, "document_in_a_language_of_the_united_nations"),
    ],
)
def test_document_refuses(fields, rule):
    assert broken(changed, make_document(make_planned()), **fields) == rule


def test_document_belongs_to_one_thing():
    seminar = make_planned()
    document = make_document(seminar)

    rule = broken(changed, document, session=seminar.sessions.get())

    assert rule == "seminars_document_seminar_or_session_or_update"
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"role": "guest"}, "seminars_involvement_role_known"),
        ({"seminar": None}, "seminars_involvement_series_or_seminar"),
        (
            {"starts_on": date(2031, 1, 2), "ends_on": date(2031, 1, 2)},
            "seminars_involvement_ends_on_after_starts_on",
        ),
    ],
)
def test_involvement_refuses(fields, rule):
    involvement = fund(make_planned(), make_agreement())

    assert broken(changed, involvement, **fields) == rule


def test_series_has_a_period_and_another_before_it():
    series = make_series()
    ends = "seminars_series_ends_on_after_starts_on"

    assert broken(changed, series, ends_on=series.starts_on) == ends
    itself = broken(changed, series, predecessor=series.pk)
    assert itself == "series_does_not_continue_itself"
    make_series(predecessor=series)
    assert "predecessor" in broken(make_series, predecessor=series)
    assert Series.objects.count() == 2


@pytest.mark.parametrize(
    "tiers", [[], [["mission"]], [["mission", "mission"]], "mission", [1], [["x"]]]
)
def test_order_names_each_sector_once(tiers):
    with pytest.raises(ValidationError) as refused:
        each_sector_once(tiers)

    assert refused.value.code == "each_sector_once"


def test_order_is_fixed_from_announced_on():
    planned, announced = make_planned(), make_seminar(places=1)
    other = [sum(planned.tiers, [])]

    assert changed(planned, tiers=other) == 1
    assert broken(changed, announced, tiers=other) == "tiers_fixed_once_announced"
    assert changed(announced, tiers=announced.tiers) == 1


def test_hours_of_a_seminar_are_those_of_its_sessions():
    seminar = make_planned(starts_at=new_york(2031, 5, 9, 10))
    late = make_session(seminar, new_york(2031, 5, 11, 10))

    def hours():
        seminar.refresh_from_db()
        return seminar.starts_at, seminar.ends_at

    assert hours() == (new_york(2031, 5, 9, 10), new_york(2031, 5, 11, 13))
    changed(late, ends_at=new_york(2031, 5, 11, 18))
    assert hours()[1] == new_york(2031, 5, 11, 18)
    late.delete()
    assert hours()[1] == new_york(2031, 5, 9, 13)
    seminar.sessions.all().delete()
    assert hours() == (None, None)


def test_whoever_writes_other_hours_is_overruled():
    seminar = make_planned(starts_at=new_york(2031, 5, 9, 10))

    changed(seminar, starts_at=NOW, ends_at=NOW + HOUR)

    seminar.refresh_from_db()
    assert seminar.starts_at == new_york(2031, 5, 9, 10)


def test_session_that_changes_its_seminar_changes_the_hours_of_both():
    one = make_planned(starts_at=new_york(2031, 5, 9, 10))
    two = make_planned(starts_at=new_york(2031, 6, 9, 10))

    changed(two.sessions.get(), seminar=one)

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.ends_at, two.ends_at) == (new_york(2031, 6, 9, 13), None)


@pytest.mark.parametrize(
    "fields",
    [
        {"title_en": "Other"},
        {"title_fr": "Autre"},
        {"starts_at": F("starts_at") + HOUR},
        {"ends_at": F("ends_at") + HOUR},
        {"takes_room": False},
        {"online_url": "https://m.example/2"},
        {"room": None},
    ],
)
def test_revision_rises_with_what_a_calendar_shows(fields):
    session = make_planned().sessions.get()

    changed(session, **fields)
    once = Session.objects.get().revision
    Session.objects.get().save()

    assert (once, Session.objects.get().revision) == (session.revision + 1,) * 2


@pytest.mark.parametrize("fields", [{"title_en": "Other"}, {"mode": "online"}])
def test_revision_rises_with_the_seminar(fields):
    seminar = make_planned()
    before = seminar.sessions.get().revision

    changed(seminar, **fields)
    changed(seminar, contact="new@example.org")

    assert seminar.sessions.get().revision == before + 1


def test_revision_never_falls_however_stale_the_row():
    stale = make_planned().sessions.get()
    changed(stale, title_en="Other")
    changed(stale, title_en="Another")
    high = Session.objects.get().revision

    stale.save()

    assert Session.objects.get().revision == high + 1


def test_agreement_covers_what_lies_in_both_periods():
    day = date(2031, 5, 9)
    series = make_series()
    seminar = make_planned(series=series, starts_at=new_york(2031, 5, 9, 22))
    agreement = make_agreement(starts_on=day, ends_on=date(2031, 5, 10))
    fund(seminar, agreement)
    ended = make_agreement(ends_on=day)
    fund(seminar, ended)
    of_series = make_agreement()
    Involvement.objects.create(
        series=series,
        organisation=make_organisation(),
        role="funder",
        agreement=of_series,
        ends_on=day,
    )

    def covers(one):
        return list(covered_by(type(one).objects.filter(pk=one.pk)))

    assert covers(agreement) == [seminar]
    assert covers(ended) == []
    assert covers(of_series) == []


def test_what_is_announced_is_public_in_every_state():
    make_planned()
    held = make_seminar(places=1)
    gone = make_seminar(places=1)
    changes.call_off(gone, by=COMMAND, at=NOW, why="Weather")

    assert list(Seminar.objects.public().order_by("pk")) == [held, gone]


@pytest.mark.parametrize(
    ("opens", "closes", "takes"),
    [
        (None, None, True),
        (0, None, True),
        (1, None, False),
        (None, 1, True),
        (None, 0, False),
    ],
)
def test_registration_is_open_from_its_hour_until_its_hour(opens, closes, takes):
    seminar = make_planned(
        opens_at=None if opens is None else NOW + opens * HOUR,
        closes_at=None if closes is None else NOW + closes * HOUR,
    )
    assert seminar.takes_registrations(at=NOW) is False
    seminar.state = "announced"

    assert seminar.takes_registrations(at=NOW) is takes
    assert seminar.takes_registrations(at=seminar.ends_at) is False
