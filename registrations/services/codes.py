"""A code of their own, for what nobody but the person is to see.

Several people may read one mailbox, so a mailed link or a login doesn't say which of
them reads. The code does: the person chooses it, only its hash is kept, and it is asked
for before gender, needs and answers are shown. It belongs to one registration: whoever
comes instead has none yet.
"""

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models import ContactKind, ContactUse, Person
from partners.services.people import STANDS_FOR_NOBODY
from registrations.models import Line, Registration
from registrations.services import details, nominations
from registrations.services.rosters import folded
from users import audit
from users.models import Actor

LEAST = 6  # characters


def choose(registration: Registration, code: str, *, by: Actor, at: datetime) -> None:
    """Keep a code, in the place of the one that whoever chooses it knows of."""
    if len(code) < LEAST:
        text = _("Choose a code of six characters or more.")
        raise ValidationError(text, code="short")
    hashed, known = make_password(code), registration.personal_code
    with transaction.atomic():
        details.lock_what_goes_on(registration)
        if registration.personal_code != known:
            raise ValidationError(
                _("Meanwhile a code was chosen: open this page anew and type it."),
                code="chosen",
            )
        registration.personal_code = hashed
        details.take_into_own_hands(registration, at=at)
        registration.save(update_fields=["personal_code", "in_own_hands_at"])
        audit.record("choose_code", registration, by=by, at=at)


def opens(registration: Registration, code: str) -> bool:
    """Tell whether this is the code that was chosen."""
    return check_password(code, registration.personal_code)


@transaction.atomic
def clear(registration: Registration, *, by: Actor, at: datetime, why: str) -> None:
    """Forget a code that its person has forgotten; they choose another one.

    What they said stays out of the sender's sight.
    """
    nominations.reason_given(why)
    Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    if not registration.personal_code:
        raise ValidationError(_("There is no code: nothing to clear."), code="no_code")
    registration.personal_code = ""
    registration.save(update_fields=["personal_code"])
    audit.record("clear_code", registration, by=by, at=at, why=why)


def is_shared(registration: Registration) -> bool:
    """Tell whether others may read this person's mail, or sign in as they do."""
    return is_read_by_others(registration) or serves_others(registration)


def is_read_by_others(registration: Registration) -> bool:
    """Whoever files several people, an assistant, a mission, or one more person."""
    address = registration.address.lower()
    if not address:
        return False
    of_others = ContactUse.objects.filter(
        Q(organisation__isnull=False) | Q(kind=ContactKind.ASSISTANT),
        contact_point__address_folded=address,
    )
    if is_of_a_sender(registration, address) or of_others.exists():
        return True
    filed = Registration.objects.filter(address__iexact=address)
    return any(
        folded(name) != folded(registration.name)
        and (person is None or person != registration.person_id)
        for name, person in filed.values_list("name", "person")
    )


def is_of_a_sender(registration: Registration, address: str) -> bool:
    """Tell whose mailbox it is: who files only themselves writes from their own."""
    nomination = registration.nomination
    return address == nomination.sender_folded and nomination.registrations.count() > 1


def serves_others(registration: Registration) -> bool:
    """One login may serve several people."""
    person = registration.person
    if person is None or person.account_id is None:
        return False
    served = Person.objects.filter(account=person.account_id).exclude(pk=person.pk)
    return served.exclude(state__in=STANDS_FOR_NOBODY).exists()
