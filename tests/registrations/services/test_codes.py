"""A code of their own keeps what people say out of other readers' sight."""

from functools import partial

import pytest

from partners.models import ContactKind, ContactPoint, ContactUse, Person
from registrations.models import Registration
from registrations.services import codes, corrections, details, nominations
from registrations.services.answers import Given
from registrations.services.substitutions import substitute
from tests.factories import (
    COMMAND,
    LINK,
    NOW,
    make_question,
    make_seminar,
    make_user,
    register,
    submit,
    typed,
)
from tests.races import race
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTS = {"by": LINK, "at": NOW}
BY_STAFF = {"by": COMMAND, "at": NOW, "why": "Phoned from the number we know."}
CODE = "blue heron"


@pytest.fixture(autouse=True)
def hash_fast(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person():
    return register(make_seminar(places=1))


def own(**fields):
    return register(make_seminar(places=1), **fields)


def test_a_code_is_kept_as_a_hash_and_opens(person):
    codes.choose(person, CODE, **ACTS)

    person.refresh_from_db()
    assert CODE not in person.personal_code
    assert codes.opens(person, CODE)
    assert not codes.opens(person, "blue herons")
    assert person.is_in_own_hands
    assert AuditEntry.objects.filter(verb="choose_code").count() == 1


def test_a_short_code_is_refused(person):
    assert refusal(codes.choose, person, "heron", **ACTS) == "short"


def test_whoever_knows_the_code_may_choose_another(person):
    seen_before = Registration.objects.get(pk=person.pk)
    codes.choose(person, CODE, **ACTS)
    codes.choose(person, "grey heron", **ACTS)

    assert refusal(codes.choose, seen_before, "white heron", **ACTS) == "chosen"
    assert codes.opens(person, "grey heron")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_choose_at_once_one_has_the_code(person):
    both = [Registration.objects.get(pk=person.pk) for _ in range(2)]

    said = race(
        *[
            partial(codes.choose, one, f"code {n} of two", **ACTS)
            for n, one in enumerate(both)
        ]
    )

    refused = [one.code for one in said if one is not None]
    assert refused == ["chosen"]
    person.refresh_from_db()
    assert codes.opens(person, f"code {said.index(None)} of two")


def test_an_organiser_clears_a_code_and_the_sender_stays_out(person):
    codes.choose(person, CODE, **ACTS)

    assert refusal(codes.clear, person, **BY_STAFF | {"why": ""}) == "reason_missing"
    codes.clear(person, **BY_STAFF)
    assert refusal(codes.clear, person, **BY_STAFF) == "no_code"

    person.refresh_from_db()
    assert (person.personal_code, person.is_in_own_hands) == ("", True)
    assert AuditEntry.objects.get(verb="clear_code").why == BY_STAFF["why"]


def test_whoever_comes_instead_has_no_code(person):
    codes.choose(person, CODE, **ACTS)

    successor = substitute(person, typed(person.organisation), **ACTS)

    assert (successor.personal_code, successor.is_in_own_hands) == ("", False)


def test_the_code_of_whoever_never_wanted_this_is_forgotten(person):
    codes.choose(person, CODE, **ACTS)

    corrections.step_back(person, **ACTS)

    person.refresh_from_db()
    assert person.personal_code == ""


# What the sender may do


def test_the_sender_speaks_for_a_person_until_they_do(person):
    question = make_question(person.seminar)
    said = {"language": "fr", "gender": "woman", "needs": "Captions"}
    theirs = {"language": "en", "gender": "unsaid", "needs": "Alone"}
    answer = partial(Given, question.pk)
    details.put_right_for(person, said, [answer("By bus")], **ACTS)
    assert not person.is_in_own_hands

    details.put_right(person, theirs, [answer("On foot")], **ACTS)

    late = refusal(details.put_right_for, person, said, [answer("No")], **ACTS)
    assert late == "in_own_hands"
    person.refresh_from_db()
    assert (person.needs, person.answers.get().value) == ("Alone", "On foot")


# Whose address it is


def test_an_address_of_ones_own_is_not_shared():
    person = own(name="Ana Ortiz", address="ana@example.org")
    own(name="ANA ORTÍZ", address="Ana@example.org")
    nominations.identify_as_new(person, by=COMMAND, at=NOW)
    renamed = own(name="Ana Ortiz de Luna", address="ana@example.org")
    renamed.person = person.person
    renamed.save()

    assert not codes.is_shared(person)


def test_who_files_for_others_reads_the_mail_to_their_own_address():
    seminar, said = make_seminar(places=2), typed(address="Mission@example.org")
    alone = submit(seminar, said).registrations.get()
    with_others = submit(make_seminar(places=2), said, typed()).registrations.first()

    assert not codes.is_shared(alone)
    assert codes.is_shared(with_others)


def test_two_people_with_one_address_share_it():
    first = own(address="box@example.org")
    second = own(address="Box@example.org")

    assert codes.is_shared(first)
    assert codes.is_shared(second)


def test_an_address_of_a_mission_or_an_assistant_is_shared():
    official = own(address="info@example.org")
    assisted = own(address="office@example.org")
    points = [
        ContactPoint.objects.create(address=one.address) for one in (official, assisted)
    ]
    ContactUse.objects.create(
        contact_point=points[0], organisation=official.organisation, kind="official"
    )
    ContactUse.objects.create(
        contact_point=points[1],
        person=Person.objects.create(name="Ana Ortiz"),
        kind=ContactKind.ASSISTANT,
    )

    assert [codes.is_shared(one) for one in (official, assisted)] == [True, True]


def test_a_login_that_serves_several_people_is_shared():
    person = own(address="")
    assert not codes.is_shared(person)
    nominations.identify_as_new(person, by=COMMAND, at=NOW)
    assert not codes.is_shared(person)
    user = make_user()
    person.person.account = user
    person.person.save()
    Person.objects.create(name="Gone", account=user, state="merged")
    assert not codes.is_shared(person)

    Person.objects.create(name="Ben Diop", account=user)

    assert codes.is_shared(person)
