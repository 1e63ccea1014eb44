"""Addresses and the people behind them: an address is kept once, whoever uses it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from partners.models import ContactPoint, Person, PersonState
from users import audit
from users.models import Actor, User

STANDS_FOR_NOBODY = (PersonState.ERASED, PersonState.MERGED)


def contact(address: str) -> ContactPoint:
    """Return the contact point of an address, made when there is none.

    Two that ask at once get the same one: the database decides who made it.
    """
    address = address.strip()
    known = ContactPoint.objects.filter(address_folded=Lower(Value(address)))
    if point := known.first():
        return point
    new = ContactPoint(address=address)
    ContactPoint.objects.bulk_create([new], ignore_conflicts=True)
    return known.get()


@transaction.atomic
def link_account(person: Person, user: User, *, by: Actor, at: datetime) -> None:
    """Let an account act for this person; one account may serve several people."""
    person.refresh_from_db(from_queryset=Person.objects.select_for_update())
    if person.state in STANDS_FOR_NOBODY:
        text = _(
            "This entry was erased or merged: link the one that stands in the list, or"
            " enter the person anew."
        )
        raise ValidationError(text, code="erased")
    if person.account_id not in (None, user.pk):
        text = _("This person has an account: take that off the person's form first.")
        raise ValidationError(text, code="has_account")
    person.account = user
    person.save(update_fields=["account"])
    audit.record("link_account", person, by=by, at=at)


def lock_known(person: Person) -> None:
    """Wait for whoever changes this entry; refuse one that stands for nobody now."""
    person.refresh_from_db(from_queryset=Person.objects.select_for_update(no_key=True))
    if person.state in STANDS_FOR_NOBODY:
        text = _("This entry was erased or merged: search anew for the person.")
        raise ValidationError(text, code="person_gone")
