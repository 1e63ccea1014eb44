"""A list becomes registrations: all of its rows, or none and a sentence for each."""

from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from openpyxl import Workbook, load_workbook

from mailing.models import Message
from partners.models import Country, Organisation, Sector
from registrations.imports import tables
from registrations.imports.columns import guess
from registrations.imports.people import Wishes
from registrations.imports.tables import Table
from registrations.models import CancelledBecause, ImportDraft, Nomination, Registration
from registrations.services import imports, seats
from registrations.services.nominations import TypedOrganisation
from seminars.models import Mode, SeminarMode
from tests.factories import (
    COMMAND,
    NOW,
    make_country,
    make_mission,
    make_organisation,
    make_planned,
    make_seminar,
    register,
)
from tests.races import race
from tests.refusals import refusal
from tests.scale import sized
from unitar_seminars.translated import Language
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)
LISTS = Path(__file__).parent.parent / "imports"
SAMPLES = Path(settings.BASE_DIR) / "static/samples"
acts = {"by": COMMAND, "at": NOW}


def draft_of(seminar, data, name="list.csv"):
    data = data.encode() if isinstance(data, str) else data
    return imports.keep(seminar, name, data, **acts)


def guessed(draft, **wishes):
    return Wishes(columns=guess(draft.table["headings"]), **wishes)


def plan(draft, **wishes):
    table = Table.from_json(draft.table)
    return imports.plan(draft.seminar, table, guessed(draft, **wishes), at=NOW)


def file(draft, leave_out=(), **wishes):
    return imports.file(draft, guessed(draft, **wishes), leave_out=leave_out, **acts)


def codes(made):
    return [(problem.row, problem.code) for problem in made.problems]


def bad_list():
    """Put into the list of bad rows what a text file cannot show."""
    data = (LISTS / "bad.csv").read_bytes()
    for mark, meant in (
        (b"[BEL]", b"\x07"),
        (b"[FF]", b"\xff"),
        (b"[LONG]", b"a" * 250),
    ):
        data = data.replace(mark, meant)
    return data


@pytest.fixture
def senegal():
    make_country("FRA", name="France")
    Country.objects.filter(code="FRA").update(iso2="FR")
    country = make_country()
    return make_mission(country, name_en="Permanent Mission of Senegal")


@pytest.mark.parametrize("system", ["indico", "pretix", "eventbrite"])
@pytest.mark.parametrize("is_xlsx", [False, True], ids=["csv", "xlsx"])
def test_attendee_lists_of_other_systems_are_registered(system, is_xlsx, senegal):
    seminar = make_seminar(places=2)
    data = (SAMPLES / f"{system}.csv").read_bytes()
    draft = draft_of(seminar, as_workbook(data) if is_xlsx else data)

    file(draft, kind=Sector.ACADEMIA)

    rows = Registration.objects.order_by("line_number")
    assert list(
        rows.values_list("name", "address", "organisation_name_en", "sector", "status")
    ) == [
        (
            "Awa Ndiaye",
            "awa.ndiaye@example.org",
            "Permanent Mission of Senegal",
            "mission",
            "confirmed",
        ),
        (
            "Étienne Lacombe",
            "e.lacombe@example.org",
            "Migration Lab",
            "academia",
            "confirmed",
        ),
        (
            "Tomas Berg",
            "tomas.berg@example.org",
            "Migration Lab",
            "academia",
            "waiting",
        ),
    ]


def as_workbook(data):
    """Write a CSV list as a spreadsheet would."""
    table = tables.read(data)
    book = Workbook()
    for cells in [table.headings, *[row.cells for row in table.rows]]:
        book.active.append([cell or None for cell in cells])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def test_people_are_told_once_each_and_nobody_gets_a_receipt(senegal):
    seminar = make_seminar(places=2)
    draft = draft_of(seminar, (SAMPLES / "pretix.csv").read_bytes())

    nomination = file(draft, kind=Sector.NGO)

    told = Message.objects.order_by("pk").values_list("purpose", "address", "language")
    assert sorted(told.exclude(purpose="reminder")) == [
        ("seat_confirmed", "awa.ndiaye@example.org", "fr"),
        ("seat_confirmed", "e.lacombe@example.org", "fr"),
        ("waiting", "tomas.berg@example.org", "en"),
    ]
    assert (nomination.sender_address, ImportDraft.objects.count()) == ("", 0)
    verbs = AuditEntry.objects.filter(verb__in=["upload_list", "import"])
    assert [(one.verb, one.thing) for one in verbs.order_by("pk")] == [
        ("upload_list", f"seminars.seminar:{seminar.pk}"),
        ("import", f"registrations.nomination:{nomination.pk}"),
    ]


def test_bad_rows_are_each_named_and_nobody_is_registered():
    make_organisation(Sector.ACADEMIA, name_en="Migration Lab")
    seminar = make_seminar(places=30)
    known = Organisation.objects.get(name_en="Migration Lab")
    register(seminar, known, name="Ina Iqbal", address="ina@lab.example")
    draft = draft_of(seminar, bad_list())

    made = plan(draft)

    assert sorted(codes(made)) == [
        (2, "no_name"),
        (3, "bad_address"),
        (4, "unknown_mode"),
        (5, "unknown_language"),
        (6, "unknown_gender"),
        (7, "no_sector"),
        (8, "mission"),
        (9, "unprintable"),
        (11, "repeated"),
        (12, "already_registered"),
        (13, "width"),
        (14, "no_organisation"),
        (14, "width"),
        (16, "lost_letter"),
        (17, "too_long"),
        (18, "no_organisation"),
        (19, "unknown_sector"),
        (20, "mode_not_offered"),
    ]
    assert [(one.row, one.person.name) for one in made.people] == [
        (10, "Hal Hess"),
        (15, "Lea Lind"),
        (21, "Rex Roy"),
    ]
    assert made.left_by_state == [("cancelled", 1)]
    assert all(problem.text for problem in made.problems)
    assert refusal(file, draft) == "bad_rows"
    assert refusal(file, draft, leave_out=made.bad_rows[1:]) == "bad_rows"
    assert (Registration.objects.count(), Nomination.objects.count()) == (1, 1)

    file(draft, leave_out=made.bad_rows)

    assert Registration.objects.count() == 4


def test_a_formula_and_a_strange_form_of_address_are_refused():
    book = Workbook()
    for row in (
        ["Name", "Title", "Organisation", "Notes"],
        ["=1+1", "Ms.", "Lab", ""],
        ["Ana", "Rev.", "Lab", "=A1"],
    ):
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    assert load_workbook(BytesIO(written.getvalue())).active["A2"].data_type == "f"
    draft = draft_of(make_seminar(places=2), written.getvalue())

    made = plan(draft, kind=Sector.NGO)

    assert codes(made) == [
        (2, "formula"),
        (2, "no_name"),
        (3, "unknown_form_of_address"),
    ]


def test_an_unknown_country_matters_for_an_unknown_organisation_alone():
    make_country("FRA", name="France")
    make_organisation(name_en="Known Lab")
    draft = draft_of(
        make_seminar(places=4),
        "Name,Organisation,Country\nAna,Known Lab,Ruritania\n"
        "Bea,New Lab,Ruritania\nCyd,New Lab,france\nDan,Old Lab,fra\n",
    )

    made = plan(draft, kind=Sector.NGO)

    assert codes(made) == [(3, "unknown_country")]
    bodies = [one.person.organisation for one in made.people]
    assert [getattr(body, "country_id", None) for body in bodies[:1]] == [None]
    assert [body.country.code for body in bodies[1:]] == ["FRA", "FRA"]


def test_rows_leave_open_what_the_organiser_says_once():
    seminar = make_seminar(places=3, online_places=3, mode=SeminarMode.BOTH)
    draft = draft_of(
        seminar,
        "Prénom,Nom,Organisme,Langue,Participation,Civilité,Genre\n"
        "Ana,Alvarez,New Lab,,,Mme,Femme\nBo,Dao,New Lab,anglais,en salle,,\n",
    )

    made = plan(draft, kind=Sector.MEDIA, language=Language.FR, mode=Mode.ONLINE)

    assert [
        (one.addressed_name, one.person.language, one.person.mode, one.person.gender)
        for one in made.people
    ] == [
        ("Ms. Ana Alvarez", "fr", "online", "woman"),
        ("Bo Dao", "en", "room", "unsaid"),
    ]
    assert [(one.organisation, one.sector_name, one.is_new) for one in made.people] == [
        ("New Lab", "Media", True)
    ] * 2


def test_a_known_organisation_is_shown_with_its_sector(senegal):
    make_organisation(Sector.FOUNDATION, name_en="Both Ways", short_name_en="BW")
    body = Organisation.objects.create(name_en="No Kind")
    draft = draft_of(
        make_seminar(places=3),
        "Name,Organisation,Sector\nAna,bw,guild\nBea,no  kind,\nCyd,Both ways,ngo\n",
    )

    made = plan(draft)

    assert [(one.organisation, one.sector, one.is_new) for one in made.people] == [
        ("Both Ways", "foundation", False),
        (str(body), "other", False),
        ("Both Ways", "foundation", False),
    ]


def test_the_same_list_again_is_the_same_nomination(senegal):
    seminar = make_seminar(places=5)
    data = (SAMPLES / "indico.csv").read_bytes()
    first = file(draft_of(seminar, data), kind=Sector.NGO)

    again = draft_of(seminar, data.decode().encode("utf-16"), "other name.csv")

    assert plan(again, kind=Sector.NGO).filed == first
    assert refusal(file, again, kind=Sector.NGO) == "imported"
    for registration in first.registrations.all():
        seats.cancel(registration, because=CancelledBecause.ORGANISER, **acts)
    assert refusal(file, again, kind=Sector.NGO) == "imported"
    assert Nomination.objects.count() == 1


def test_each_outcome_has_a_seal_of_its_own():
    make_organisation(name_en="Known Lab")
    draft = draft_of(make_seminar(places=5), "Name,Organisation\nAna,Known Lab\n")
    first = plan(draft).seal

    assert plan(draft).seal == first
    assert plan(draft, language=Language.FR).seal != first
    register(draft.seminar, Organisation.objects.get(), name="Ana", address="")
    assert plan(draft).seal != first


def test_a_longer_list_adds_who_is_new():
    make_organisation(name_en="Known Lab")
    seminar = make_seminar(places=5)
    file(draft_of(seminar, "Name,Organisation\nAna,Known Lab\n"))
    longer = draft_of(seminar, "Name,Organisation\nAna,Known Lab\nBea,Known Lab\n")

    made = plan(longer)
    file(longer, leave_out=made.bad_rows)

    assert codes(made) == [(2, "already_registered")]
    names = Registration.objects.order_by("line_number").values_list("name", flat=True)
    assert list(names) == ["Ana", "Bea"]


def test_a_list_of_nobody_is_refused():
    seminar = make_seminar(places=5)
    draft = draft_of(seminar, "Name,Organisation,Status\nAna,Lab,cancelled\n")

    assert refusal(file, draft) == "nobody"


def test_a_seminar_that_is_not_announced_takes_no_list():
    planned = make_planned()

    assert refusal(draft_of, planned, "Name\nAna\n") == "closed"
    draft = draft_of(make_seminar(), "Name,Organisation\nAna,Lab\n")
    ImportDraft.objects.filter(pk=draft.pk).update(seminar=planned)
    draft = ImportDraft.objects.get()
    assert refusal(file, draft, kind=Sector.NGO) == "closed"
    assert ImportDraft.objects.count() == 1


@really
def test_the_same_list_sent_twice_at_once_is_one_nomination():
    make_organisation(name_en="Known Lab")
    seminar = make_seminar(places=5)
    draft = draft_of(seminar, "Name,Organisation\nAna,Known Lab\nBea,Known Lab\n")

    def both():
        with transaction.atomic():
            return file(ImportDraft.objects.get(pk=draft.pk))

    race(both, both)

    assert (Nomination.objects.count(), Registration.objects.count()) == (1, 2)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plan_asks_the_same_questions_for_any_length(
    rows, senegal, django_assert_num_queries
):
    lines = [
        f"Ana {n},ana{n}@lab.example,Permanent Mission of Senegal,\n"
        f"Bea {n},bea{n}@lab.example,New Lab {n},France\n"
        for n in range(rows)
    ]
    text = "Name,Email,Organisation,Country\n" + "".join(lines)
    draft = draft_of(make_seminar(places=1), text)

    with django_assert_num_queries(5):
        made = plan(draft, kind=Sector.NGO)

    assert len(made.people) == 2 * rows


def test_a_long_list_is_planned_as_a_short_one(django_assert_num_queries):
    rows = sized(200, 2000)
    text = "Name,Organisation\n" + "".join(f"A{n},Lab {n}\n" for n in range(rows))
    draft = draft_of(make_seminar(), text)

    with django_assert_num_queries(4):  # none of them is known
        assert len(plan(draft, kind=Sector.NGO).people) == rows


def test_a_list_is_forgotten_after_a_day():
    seminar = make_seminar()
    text = "Name,Organisation\nAna,Lab\n"
    keep = partial(imports.keep, seminar, "x.csv", text.encode(), by=COMMAND)
    keep(at=NOW - imports.KEPT - timedelta(seconds=1))
    young = keep(at=NOW - imports.KEPT)

    assert imports.forget_old(at=NOW) == 1
    assert list(ImportDraft.objects.all()) == [young]


def test_an_organisation_typed_twice_is_proposed_once():
    seminar = make_seminar(places=5)
    draft = draft_of(seminar, "Name,Organisation\nAna,New Lab\nBea,new  LAB\n")

    made = plan(draft, kind=Sector.NGO)
    file(draft, kind=Sector.NGO)

    assert made.people[0].person.organisation == TypedOrganisation("New Lab", "ngo")
    assert Organisation.objects.filter(state="proposed").count() == 1
