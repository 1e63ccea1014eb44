"""An organiser uploads a list, looks through it, and has its people registered."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partners.models import Organisation, Sector
from registrations import tasks
from registrations.models import ImportDraft, Registration
from registrations.services import imports
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import (
    COMMAND,
    DAY,
    make_country,
    make_mission,
    make_organisation,
    make_organiser,
    make_seminar,
    make_user,
    register,
)

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
SAMPLES = Path(settings.BASE_DIR) / "static/samples"
PEOPLE = "Name,Email,Organisation\nAna Alvarez,ana@lab.example,Known Lab\n"
MIXED = PEOPLE + "Bea Brown,bea at lab,Known Lab\nCyd Chu,cyd@lab.example,New Lab\n"


@pytest.fixture
def organiser(client):
    user = make_organiser(name="Ines Okafor")
    client.force_login(user)
    return user


@pytest.fixture
def seminar():
    make_organisation(Sector.ACADEMIA, name_en="Known Lab")
    return make_seminar(places=5)


def upload(client, seminar, text, name="list.csv"):
    """Send a list; return the address of the page that looks through it."""
    sent = SimpleUploadedFile(name, text.encode())
    page = reverse("registrations:import_list", args=[seminar.pk])
    return client.post(page, {"list": sent})


def check(seminar, draft=None):
    draft = draft or ImportDraft.objects.latest("pk")
    return reverse("registrations:import_check", args=[seminar.pk, draft.pk])


def form_of(response, **typed):
    """Send the form as it was shown, with some of it chosen otherwise."""
    form = response.context["form"]
    shown = {
        field.html_name: field.value() or ""
        for field in [*form.columns, *form.otherwise]
    }
    return shown | {"seen": response.context["plan"].seal} | typed


def names():
    found = Registration.objects.order_by("line_number")
    return list(found.values_list("name", flat=True))


def problems(response):
    return [(p.row, p.code) for p in response.context["plan"].problems]


def test_the_pages_exist_for_organisers_alone(client, seminar):
    acts = {"by": COMMAND, "at": timezone.now()}
    draft = imports.keep(seminar, "x.csv", PEOPLE.encode(), **acts)
    page = reverse("registrations:import_list", args=[seminar.pk])

    assert client.get(page).status_code == 302
    client.force_login(make_user())
    assert client.get(page).status_code == 404
    assert client.get(check(seminar, draft)).status_code == 404
    client.force_login(make_organiser())
    people = client.get(reverse("registrations:people", args=[seminar.pk]))
    assert people.content.decode().count(f'href="{page}"') == 1


def test_a_list_is_looked_through_and_then_registered(client, organiser, seminar):
    answer = upload(client, seminar, PEOPLE)
    assert answer.url == check(seminar)
    page = client.get(answer.url)
    assert names() == []

    done = client.post(answer.url, form_of(page, act="file"), follow=True)

    assert names() == ["Ana Alvarez"]
    assert done.redirect_chain == [
        (reverse("registrations:people", args=[seminar.pk]), 302)
    ]
    assert "1 person of the list is registered and told." in done.content.decode()
    registration = Registration.objects.get()
    assert registration.nomination.filed_by == organiser


def test_our_own_list_comes_back_as_it_went_out(client, organiser, seminar):
    lab = Organisation.objects.get(name_en="Known Lab")
    other = make_seminar(places=3)
    register(other, lab, name="Awa Ndiaye", form_of_address="he_ms", rank="Envoy")
    register(other, lab, name="Bo Dao", needs="=A seat", language="fr")
    gone = register(other, lab, name="Cyd Chu")
    client.post(reverse("registrations:cancel", args=[gone.pk]), {"why": ""})
    exported = client.get(reverse("registrations:people_export", args=[other.pk]))

    upload(client, seminar, exported.content.decode())
    page = client.get(check(seminar))
    client.post(check(seminar), form_of(page, act="file"))

    names = ("name", "form_of_address", "rank", "address", "needs", "language")
    before, after = (
        list(one.registrations.active().order_by("name").values_list(*names))
        for one in (other, seminar)
    )
    assert after == before
    assert len(after) == 2


def test_the_page_shows_an_example_of_each_system(client, organiser, seminar):
    page = client.get(reverse("registrations:import_list", args=[seminar.pk]))

    links = re.findall(r'href="([^"]*samples[^"]*)"', page.content.decode())
    for link, system in zip(links, ("indico", "pretix", "eventbrite"), strict=True):
        sample = SAMPLES / link.rpartition("/")[2]
        assert sample.stem == system
        assert set(re.findall(r"[\w.]+@([\w.]+)", sample.read_text())) == {
            "example.org"
        }


@pytest.mark.parametrize("system", ["indico", "pretix", "eventbrite"])
def test_the_page_names_the_system_and_shows_the_guess(
    client, organiser, seminar, system
):
    make_mission(make_country())
    upload(client, seminar, (SAMPLES / f"{system}.csv").read_text())

    page = client.get(check(seminar))

    said = re.search("attendee list of ([A-Za-z]+)", page.content.decode())
    assert said.group(1).lower() == system
    assert "selected>Name<" in page.content.decode() or system == "eventbrite"
    assert len(page.context["form"].columns) > 10


def test_columns_can_be_chosen_otherwise(client, organiser, seminar):
    upload(client, seminar, "Who,Where\nAna Alvarez,Known Lab\n")
    page = client.get(check(seminar))
    assert [f.value() for f in page.context["form"].columns] == ["", ""]
    assert problems(page) == [(2, "no_name"), (2, "no_organisation")]

    chosen = {"column-0": "name", "column-1": "organisation"}
    page = client.post(check(seminar), form_of(page, act="look", **chosen))

    assert (problems(page), names()) == ([], [])
    client.post(check(seminar), form_of(page, act="file"))
    assert names() == ["Ana Alvarez"]


def test_nobody_is_registered_who_was_not_shown(client, organiser, seminar):
    upload(client, seminar, PEOPLE)
    page = client.get(check(seminar))

    changed = form_of(page, act="file", language="fr")
    page = client.post(check(seminar), changed)

    assert names() == []
    assert "Something changed since you looked" in page.content.decode()
    client.post(check(seminar), form_of(page, act="file"))
    assert Registration.objects.get().language == "fr"


def test_nothing_is_registered_while_a_row_is_bad(client, organiser, seminar):
    upload(client, seminar, MIXED)
    page = client.get(check(seminar))
    assert problems(page) == [(3, "bad_address"), (4, "no_sector")]

    page = client.post(check(seminar), form_of(page, act="file", leave=["3"]))

    assert names() == []
    assert "Some rows can’t be stored" in page.content.decode()
    ticks = r'name="leave" value="(\d+)"[^>]* checked'
    ticked = re.findall(ticks, page.content.decode())
    assert ticked == ["3"]
    client.post(check(seminar), form_of(page, act="file", leave=["3", "4", "2", "x"]))
    assert names() == ["Ana Alvarez"]


def test_all_bad_rows_are_left_out_at_once(client, organiser, seminar):
    upload(client, seminar, MIXED)
    page = client.get(check(seminar))

    client.post(check(seminar), form_of(page, act="file", leave_all="on"))

    assert names() == ["Ana Alvarez"]


def test_one_kind_is_chosen_for_all_that_the_list_lacks(client, organiser, seminar):
    upload(client, seminar, MIXED)
    page = client.get(check(seminar))

    page = client.post(check(seminar), form_of(page, act="look", kind="ngo"))

    assert problems(page) == [(3, "bad_address")]
    assert "it will be proposed" in page.content.decode()


def test_a_list_that_was_registered_says_so(client, organiser, seminar):
    for _ in range(2):
        upload(client, seminar, PEOPLE)
        page = client.get(check(seminar))
        answer = client.post(check(seminar), form_of(page, act="file"))

    assert answer.status_code == 200
    assert "Registered before" in page.content.decode()
    assert "were registered from this list before" in answer.content.decode()
    assert names() == ["Ana Alvarez"]


def test_a_list_that_is_gone_is_asked_for_again(client, organiser, seminar):
    upload(client, seminar, PEOPLE)
    page = check(seminar)
    ImportDraft.objects.update(uploaded_at=timezone.now() - DAY)

    answer = client.get(page, follow=True)
    tasks.forget_lists(extra="ignored")

    assert answer.redirect_chain == [
        (reverse("registrations:import_list", args=[seminar.pk]), 302)
    ]
    assert "upload it again" in answer.content.decode()
    assert ImportDraft.objects.count() == 0
    assert client.get(page).status_code == 302


def test_a_list_of_another_seminar_is_not_shown_here(client, organiser, seminar):
    upload(client, seminar, PEOPLE)

    answer = client.get(check(make_seminar(places=1)))

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This file is empty"),
        ("Name\n", "This file holds nobody"),
        ("x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(client, organiser, seminar, text, said):
    answer = upload(client, seminar, text)

    assert (answer.status_code, ImportDraft.objects.count()) == (200, 0)
    assert said in answer.content.decode()


def test_no_file_is_refused(client, organiser, seminar):
    page = reverse("registrations:import_list", args=[seminar.pk])

    assert "Choose the file" in client.post(page).content.decode()


def test_what_the_list_says_is_never_markup(client, organiser, seminar):
    bad = "<script>alert(1)</script>"
    upload(client, seminar, f"{bad}x,Name,Email\n{bad},{bad},{bad}\n", f"{bad}.csv")

    assert bad not in client.get(check(seminar)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_questions_for_any_length(
    client, organiser, seminar, rows, django_assert_num_queries
):
    lines = [
        f"Ana {n},ana{n}@lab.example,Known Lab,\nBea {n},bea,New Lab {n},ngo\n"
        for n in range(rows)
    ]
    upload(client, seminar, "Name,Email,Organisation,Sector\n" + "".join(lines))

    with django_assert_num_queries(9):
        page = client.get(check(seminar))

    assert len(page.context["people"]) == len(page.context["bad"]) == rows


def test_a_long_list_is_cut_for_reading(client, organiser, seminar):
    lines = [f"Ana {n},Known Lab\n,Known Lab\n" for n in range(101)]
    upload(client, seminar, "Name,Organisation\n" + "".join(lines))

    page = client.get(check(seminar))

    text = " ".join(page.content.decode().split())
    assert "1 more row is not shown." in text
    assert "91 more people follow." in text
    assert "Register 101 people" in text


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_are_clean_in_the_browser(live_server, page, client, look):
    make_organisation(Sector.ACADEMIA, name_en="Known Lab")
    seminar = make_seminar(places=2)
    register(seminar)
    enter(page, live_server.url, client, make_organiser())
    first = live_server.url + reverse("registrations:import_list", args=[seminar.pk])
    assert_clean(page, first, look)
    sent = {"name": "list.csv", "mimeType": "text/csv", "buffer": MIXED.encode()}
    page.locator("input[type=file]").set_input_files(sent)

    page.locator("main form button").click()
    page.wait_for_url(live_server.url + "**/people/import/*/")

    assert_clean(page, live_server.url + check(seminar), look)
