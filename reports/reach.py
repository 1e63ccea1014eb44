"""Who may read which report. What is not in here does not exist for them."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from partners.models import Agreement, HostTerm, Organisation
from users.models import User

Reader = User | AnonymousUser


def agreements(user: Reader, *, day: date) -> QuerySet[Agreement]:
    """Keep the agreements whose report this account may read; organisers read all."""
    if not isinstance(user, User):
        return Agreement.objects.none()
    if user.is_staff:
        return Agreement.objects.all()
    return Agreement.objects.visible_to(user, day=day)


def agencies(user: Reader, *, day: date) -> QuerySet[Organisation]:
    """Keep the agencies whose report this account may read."""
    keys = agreements(user, day=day).values("agency")
    return Organisation.objects.filter(pk__in=keys)


def host_terms(user: Reader, *, day: date) -> QuerySet[HostTerm]:
    """Keep the terms whose page this account may read; a host's ends with the term."""
    if not isinstance(user, User):
        return HostTerm.objects.none()
    terms = HostTerm.objects.all()
    if not user.is_staff:
        terms = HostTerm.objects.visible_to(user, day=day)
    return terms.prefetch_related("countries")
