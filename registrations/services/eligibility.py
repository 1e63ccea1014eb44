"""Who may register for a seminar, and until when."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registrations.models import Nomination
from seminars.models import Seminar, SeminarState
from unitar_seminars import hours


def refuse_the_uninvited(seminar: Seminar, *, at: datetime) -> None:
    """Refuse a form of the public page where it is closed, or there is none."""
    if seminar.is_by_invitation or not seminar.takes_registrations(at=at):
        raise ValidationError(closed(seminar, at=at), code="closed")


def refuse_other_sectors(seminar: Seminar, nomination: Nomination) -> None:
    """Refuse people of a kind of organisation that a seminar is not open to.

    A seminar that is open to all asks the database nothing.
    """
    if not seminar.admits:
        return
    people = nomination.registrations.order_by("line_number")
    for row, sector in enumerate(people.values_list("sector", flat=True)):
        if sector not in seminar.admits:
            raise ValidationError(
                _("This seminar is open to: %s. Write to us if it concerns you too.")
                % ", ".join(seminar.admitted),
                code="not_admitted",
                params={"row": row},
            )


def closed(seminar: Seminar, *, at: datetime) -> str:
    """Say why nobody can register on the public page now, and what to do instead."""
    if seminar.is_by_invitation and seminar.state == SeminarState.ANNOUNCED:
        return _(
            "This seminar is by invitation: use the link in the message that invited"
            " you. Write to %s to ask for one."
        ) % (contact_of(seminar))
    return over(seminar, at=at)


def over(seminar: Seminar, *, at: datetime) -> str:
    """Say that registration is not open, by whatever way somebody comes."""
    contact = contact_of(seminar)
    closing = seminar.closing_hour()
    if seminar.state != SeminarState.ANNOUNCED or closing is None:
        return _("This seminar takes no registrations now. Write to %s to ask why.") % (
            contact
        )
    if seminar.opens_at and at < seminar.opens_at:
        opening = hours.moment(seminar.opens_at)
        return _("Registration opens on %s.") % opening
    return _(
        "Registration closed on %(moment)s. Write to %(contact)s to ask for"
        " a late place."
    ) % {"moment": hours.moment(closing), "contact": contact}


def contact_of(seminar: Seminar) -> str:
    return seminar.contact or settings.CONTACT_ADDRESS
