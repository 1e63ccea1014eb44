"""Who may read which report. What is not in here does not exist for them."""

from datetime import date

from django.db.models import QuerySet

from partners.models import Agreement, HostTerm, Organisation
from users.models import User


def agreements(user: User, *, day: date) -> QuerySet[Agreement]:
    """Keep the agreements whose report this account may read; organisers read all."""
    if user.is_staff:
        return Agreement.objects.all()
    return Agreement.objects.visible_to(user, day=day)


def agencies(user: User, *, day: date) -> QuerySet[Organisation]:
    """Keep the agencies whose report this account may read."""
    keys = agreements(user, day=day).values("agency")
    return Organisation.objects.filter(pk__in=keys)


def host_terms(user: User, *, day: date) -> QuerySet[HostTerm]:
    """Keep the terms whose page this account may read; a host's ends with the term."""
    terms = HostTerm.objects.all()
    if not user.is_staff:
        terms = HostTerm.objects.visible_to(user, day=day)
    return terms.prefetch_related("countries")
