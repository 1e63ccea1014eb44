"""Who an account takes a registration for: one of its people, or somebody new."""

import pytest

from partners.models import FormOfAddress, Gender, Person, PersonState
from registrations.services import claims
from tests.factories import NOW, account, make_seminar, make_user, register
from tests.refusals import refusal
from unitar_seminars.translated import Language
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
NAME = "Aïssatou Diarra"


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def registration():
    return register(
        make_seminar(places=1),
        name=NAME,
        form_of_address=FormOfAddress.DR,
        gender=Gender.WOMAN,
        language=Language.FR,
    )


@pytest.fixture
def acts(user):
    return {"by": account(user), "at": NOW}


def traces():
    entries = AuditEntry.objects.filter(at=NOW, verb__in=["create", "identify_person"])
    return list(entries.order_by("pk").values_list("verb", "thing", "user"))


def test_an_account_without_people_gets_one_as_typed(user, registration, acts):
    claims.claim(registration, user, **acts)

    person = Person.objects.get()
    registration.refresh_from_db()
    assert registration.person == person
    assert (person.account, person.state) == (user, PersonState.ACTIVE)
    assert (person.addressed_name, person.gender, person.language) == (
        "Dr. Aïssatou Diarra",
        "woman",
        "fr",
    )
    assert traces() == [
        ("create", f"partners.person:{person.pk}", user.pk),
        (
            "identify_person",
            f"registrations.registration:{registration.pk}",
            user.pk,
        ),
    ]


@pytest.mark.parametrize(
    ("names", "chosen", "people"),
    [
        (["The Assistant", NAME.upper()], NAME.upper(), 2),
        (["The Assistant", "The Driver"], NAME, 3),
        ([NAME], NAME, 1),
    ],
)
def test_of_several_people_the_name_decides_else_it_is_somebody_new(
    user, registration, acts, names, chosen, people
):
    for name in names:
        Person.objects.create(name=name, account=user)

    claims.claim(registration, user, **acts)

    registration.refresh_from_db()
    assert registration.person.name == chosen
    assert Person.objects.count() == people


@pytest.mark.parametrize("state", [PersonState.RESTRICTED, PersonState.ERASED])
def test_who_is_no_longer_active_is_not_taken(user, registration, acts, state):
    gone = Person.objects.create(name=NAME, account=user, state=state)

    claims.claim(registration, user, **acts)

    registration.refresh_from_db()
    assert registration.person == Person.objects.exclude(pk=gone.pk).get()


def test_somebody_else_s_namesake_is_left_alone(user, registration, acts):
    namesake = Person.objects.create(name=NAME, account=make_user())

    claims.claim(registration, user, **acts)

    registration.refresh_from_db()
    assert registration.person == user.people.get()
    assert list(Person.objects.exclude(account=user)) == [namesake]


def test_a_registration_is_claimed_once(user, registration, acts):
    claims.claim(registration, user, **acts)

    code = refusal(claims.claim, registration, make_user(), **acts)

    registration.refresh_from_db()
    assert code == "identified"
    assert registration.person == user.people.get()
    assert Person.objects.count() == 1
