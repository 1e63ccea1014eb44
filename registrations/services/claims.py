"""Somebody with an account says which registration is theirs."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partners.models import Person, PersonState
from registrations.models import Line, Registration
from registrations.services import nominations
from users import audit
from users.models import Actor, User


@transaction.atomic
def claim(registration: Registration, user: User, *, by: Actor, at: datetime) -> None:
    """Link a registration to the person whose account this is.

    An account may serve several people: the one of that name is meant, else it is
    somebody new. An assistant's account thus never becomes the ambassador.

    The line is locked first, as by every verb; the account's row stays free for those
    who only name it.
    """
    Line.objects.lock(registration.seminar_id)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    registration.refresh_from_db()
    if registration.person_id is not None:
        text = _("This registration has its person already: write to us if it is you.")
        raise ValidationError(text, code="identified")
    person = person_of(user, registration) or new_person(user, registration, by, at)
    nominations.identify_person(registration, person, by=by, at=at)


def person_of(user: User, registration: Registration) -> Person | None:
    served = user.people.filter(state=PersonState.ACTIVE).order_by("pk")
    return served.filter(name__iexact=registration.name).first()


def new_person(
    user: User, registration: Registration, by: Actor, at: datetime
) -> Person:
    """Make a person of what was typed."""
    person = Person.objects.create(
        name=registration.name,
        form_of_address=registration.form_of_address,
        gender=registration.gender,
        language=registration.language,
        account=user,
    )
    audit.record("create", person, by=by, at=at)
    return person
