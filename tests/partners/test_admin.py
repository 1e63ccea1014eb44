from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from partners.models import (
    Agreement,
    ChairTerm,
    ContactPoint,
    ContactUse,
    Country,
    CountryName,
    Endorsement,
    FocalPoint,
    ForumEdition,
    GroupMembership,
    Organisation,
    OrganisationAlias,
    Person,
    Posting,
    PreparatoryUpdate,
    Priority,
    Representation,
)
from tests.partners.rows import TODAY, boss, country, host_term, organisation, person
from tests.partners.rows import user as make_user
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def admin(client):
    client.force_login(boss())
    return client


def address(model, page, *args):
    return reverse(f"admin:partners_{model._meta.model_name}_{page}", args=args)


def act(client, model, action, *rows, words=""):
    typed = {
        "action": action,
        "_selected_action": [row.pk for row in rows],
        "words": words,
    }
    page = client.post(address(model, "changelist"), typed, follow=True)
    return [str(message) for message in page.context["messages"]]


def a_host(number=0):
    return host_term(country(f"A{number}", f"Land {number}"))


def a_country(number):
    land = country(f"A{number}", f"Land {number}")
    CountryName.objects.create(country=land, language="en", name="Oldland")
    GroupMembership.objects.create(country=land, group="weog")
    GroupMembership.objects.create(country=land, group="ldc")
    return land


def an_organisation(number):
    made = organisation(f"Club {number}", country=country(f"A{number}"))
    OrganisationAlias.objects.create(organisation=made, name="Society")
    reached = ContactPoint.objects.create(address=f"club{number}@example.org")
    ContactUse.objects.create(contact_point=reached, organisation=made)
    FocalPoint.objects.create(person=person(), organisation=made, starts_on=TODAY)
    return made


def a_person(number):
    made = person(f"Ána Ba {number}", form_of_address="he_ms", account=make_user())
    Posting.objects.create(person=made, organisation=organisation("Club"))
    reached = ContactPoint.objects.create(address=f"ana{number}@example.org")
    ContactUse.objects.create(contact_point=reached, person=made)
    return made


def a_contact_point(number):
    reached = ContactPoint.objects.create(address=f"ana{number}@example.org")
    ContactUse.objects.create(contact_point=reached, person=person(f"Ana {number}"))
    ContactUse.objects.create(contact_point=reached, organisation=organisation())
    return reached


def a_representation(number):
    return Representation.objects.create(
        user=make_user(), host_term=a_host(number), role="host", starts_on=TODAY
    )


def an_agreement(number):
    return Agreement.objects.create(
        agency=organisation(), reference=f"A{number}", starts_on=TODAY
    )


def a_term(number):
    term = a_host(number)
    ForumEdition.objects.create(number=number, host_term=term)
    FocalPoint.objects.create(person=person(), host_term=term, starts_on=TODAY)
    return term


def an_edition(number):
    return ForumEdition.objects.create(number=number, host_term=a_host(number))


def a_chair(number):
    return ChairTerm.objects.create(
        organisation=organisation(),
        starts_on=TODAY + number * DAY,
        ends_on=TODAY + (number + 1) * DAY,
    )


def an_update(number=0, **fields):
    fields = {"title_en": "T", "title_fr": "T", **fields}
    return PreparatoryUpdate.objects.create(host_term=a_host(number), **fields)


def a_priority(number=0, **fields):
    fields = {"year": 2008, "title_en": f"Topic {number}", **fields}
    made = Priority.objects.create(host_term=a_host(number), **fields)
    Endorsement.objects.create(
        priority=made,
        organisation=organisation(),
        position="support",
        answered_on=TODAY,
    )
    return made


# How many questions a list asks, beside the rows themselves: session, account, the
# list's two counts and its filters.
LISTS = [
    (a_country, 6),
    (an_organisation, 5),
    (a_person, 7),
    (a_contact_point, 8),
    (a_representation, 7),
    (an_agreement, 5),
    (a_term, 6),
    (an_edition, 7),
    (a_chair, 5),
    (an_update, 7),
    (a_priority, 8),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("make", "questions"), LISTS)
def test_list_asks_the_same_questions_for_any_length(
    make, questions, rows, admin, django_assert_num_queries
):
    made = [make(number) for number in range(rows)]

    with django_assert_num_queries(questions):
        page = admin.get(address(type(made[0]), "changelist"))
    assert page.context["cl"].result_count == rows


@pytest.mark.parametrize("make", [make for make, _questions in LISTS])
def test_every_form_opens(make, admin):
    made = make(1)

    page = admin.get(address(type(made), "change", made.pk))

    assert page.status_code == 200
    if type(made) is not Country:
        assert admin.get(address(type(made), "add")).status_code == 200


def found(admin, model, words):
    page = admin.get(address(model, "changelist"), {"q": words})
    return list(page.context["cl"].queryset)


def test_things_are_found_by_any_name_accents_or_not(admin):
    land, club, ana = a_country(1), an_organisation(2), a_person(3)

    assert found(admin, Country, "öldland") == [land]
    assert found(admin, Country, "a1") == [land]
    assert found(admin, Organisation, "SOCIÉTY") == [club]
    assert found(admin, Person, "3 ana bá") == [ana]
    assert found(admin, Person, "ANA3@example") == [ana]
    assert found(admin, Person, "ben") == []


def suggestions(admin, model, field, words):
    wish = {
        "app_label": "partners",
        "model_name": model._meta.model_name,
        "field_name": field,
        "term": words,
    }
    results = admin.get(reverse("admin:autocomplete"), wish).json()["results"]
    return [result["text"] for result in results]


def test_people_are_chosen_by_name_and_addresses_as_such(admin):
    ana = a_person(1)
    account = ana.account
    account.name = "Ana’s account"
    account.save()

    assert suggestions(admin, FocalPoint, "person", "ana") == ["H.E. Ms. Ána Ba 1"]
    assert suggestions(admin, ContactUse, "contact_point", "ana") == [
        "ana1@example.org"
    ]
    assert suggestions(admin, Representation, "user", account.email) == [
        f"Ana’s account ({account.email})"
    ]
    page = admin.get(address(Person, "change", ana.pk)).content.decode()
    assert f"Ana’s account ({account.email})</option>" in page
    assert "ana1@example.org</option>" in page


def test_host_is_chosen_by_country_and_year(admin):
    a_host(1)

    assert suggestions(admin, ForumEdition, "host_term", "land") == ["Land 1, 2007"]


def test_opening_a_record_is_written_down_once_and_names_nobody(admin):
    ana = a_person(1)

    admin.get(address(Person, "change", ana.pk))

    entries = AuditEntry.objects.values_list("verb", "thing")
    assert list(entries) == [("open", f"partners.person:{ana.pk}")]
    assert admin.get(address(Person, "change", 0)).status_code == 302
    assert AuditEntry.objects.count() == 1


def test_edit_of_a_person_leaves_no_name_in_the_log(admin):
    ana = person("Ana")
    typed = {"name": "Anna", "form_of_address": "ms", "language": "en"}
    rows = {
        f"{prefix}-{part}": "0"
        for prefix in ("postings", "contact_uses", "focal_points")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }

    admin.post(address(Person, "change", ana.pk), {**typed, **rows, "gender": "unsaid"})

    ana.refresh_from_db()
    assert ana.name == "Anna"
    entry = LogEntry.objects.get()
    assert entry.object_repr == f"person {ana.pk}"
    assert "Ann" not in entry.change_message


def test_countries_are_not_edited(admin):
    land = a_country(1)

    assert admin.get(address(Country, "add")).status_code == 403
    edit = admin.post(address(Country, "change", land.pk), {"name_en": "X"})
    assert edit.status_code == 403


def test_typed_organisations_are_accepted_or_merged(admin):
    known = organisation("Migrants Club")
    one, two = (organisation(f"Typed {n}", state="proposed") for n in "ab")

    said = act(admin, Organisation, "accept", one, known)
    assert said == [
        "Migrants Club: Only a proposed organisation can be accepted; this one is not.",
        "1 was changed.",
    ]
    said = act(admin, Organisation, "merge", two)
    assert said == ["Type the full name of one active organisation beside the action."]
    said = act(admin, Organisation, "merge", two, words="migrants club")
    assert said == ["1 was changed."]

    states = Organisation.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["active", "active", "merged"]


def test_hosts_change_by_verbs(admin):
    first, second, third = a_host(1), a_host(2), a_host(3)

    model = type(first)
    assert act(admin, model, "confirm", second) == ["1 was changed."]
    assert act(admin, model, "hand_over", first) == [
        "Tick exactly two: the one that ends and the one that follows."
    ]
    assert act(admin, model, "replace", first) == act(admin, model, "hand_over", first)
    assert act(admin, model, "hand_over", first, second) == ["1 was changed."]
    assert act(admin, model, "replace", second, third, words="Why") == [
        "1 was changed."
    ]
    assert act(admin, model, "close", third) == ["1 was changed."]
    fourth = a_host(4)
    assert act(admin, model, "withdraw", fourth, words="Flood") == ["1 was changed."]

    states = model.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["closed", "withdrawn", "closed", "withdrawn"]
    whys = AuditEntry.objects.filter(verb="withdraw").order_by("pk")
    assert list(whys.values_list("why", flat=True)) == ["Why", "Flood"]


def test_updates_change_by_verbs_and_are_not_edited_afterwards(admin):
    given, dropped = an_update(1), an_update(2)

    assert act(admin, PreparatoryUpdate, "deliver", given) == ["1 was changed."]
    said = act(admin, PreparatoryUpdate, "cancel", dropped, words="No news")
    assert said == ["1 was changed."]

    change = address(PreparatoryUpdate, "change", given.pk)
    assert admin.post(change, {"title_en": "Other"}).status_code == 403
    delete = address(PreparatoryUpdate, "delete", dropped.pk)
    assert admin.post(delete, {"post": "yes"}).status_code == 403


def test_priorities_change_by_verbs(admin):
    into, second, third, fourth = (a_priority(number) for number in range(4))

    assert act(admin, Priority, "retain", into) == ["1 was changed."]
    assert act(admin, Priority, "merge", second, words="Nothing") == [
        "Type the whole title of one priority of the same year."
    ]
    assert act(admin, Priority, "merge", second, words="topic 0") == ["1 was changed."]
    assert act(admin, Priority, "decline", third) == [
        f"{third}: Say why it was not retained."
    ]
    said = act(admin, Priority, "decline", third, words="No funds")
    assert said == ["1 was changed."]
    assert act(admin, Priority, "carry_over", fourth) == ["1 was changed."]

    rows = Priority.objects.order_by("pk")
    assert list(rows.values_list("state", "reason_en", "carried_over_to")) == [
        ("retained", "", None),
        ("merged", "", None),
        ("not_retained", "No funds", None),
        ("carried_over", "", 2009),
    ]
    delete = address(Priority, "delete", into.pk)
    assert admin.post(delete, {"post": "yes"}).status_code == 403


def test_posts_of_today_stand_beside_the_name(admin):
    today = timezone.localdate()
    ana = person("Ana")
    for name, starts, ends in [
        ("Now", None, None),
        ("Since", today, today + DAY),
        ("Past", date(2001, 1, 1), today),
        ("Coming", today + DAY, None),
    ]:
        Posting.objects.create(
            person=ana, organisation=organisation(name), starts_on=starts, ends_on=ends
        )

    page = admin.get(address(Person, "changelist")).content.decode()

    assert '<td class="field-posts">Now, Since</td>' in page


def test_form_opened_before_a_verb_does_not_turn_it_back(admin):
    term = a_host(1)
    form = admin.get(address(type(term), "change", term.pk)).context["adminform"].form
    typed = {name: value for name, value in form.initial.items() if value is not None}
    typed |= {"countries": ["A1"], "note_en": "Noted.", "state": "announced"}
    for prefix in ("editions", "focal_points"):
        typed |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}

    act(admin, type(term), "confirm", term)
    admin.post(address(type(term), "change", term.pk), typed)

    term.refresh_from_db()
    assert (term.state, term.note_en) == ("confirmed", "Noted.")
