"""Who chairs the Forum, from the announcement until the chair has passed.

A host may withdraw and be replaced; what is open passes to the next one. Whoever
acted for a host loses that right on the day its term ends.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from partners.models import (
    Country,
    FocalPoint,
    HostTerm,
    HostTermState,
    PreparatoryUpdate,
    Priority,
    PriorityState,
    Representation,
    UpdateState,
)
from unitar_seminars import hours
from unitar_seminars.db import save_or_refuse
from unitar_seminars.hours import local_day
from users import audit
from users.models import Actor

HOSTING = (HostTermState.ANNOUNCED, HostTermState.CONFIRMED)
OPEN_UPDATES = (UpdateState.REQUESTED, UpdateState.SCHEDULED)


@transaction.atomic
def announce(
    countries: Sequence[Country],
    *,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
    at: datetime,
) -> HostTerm:
    """Write down who will chair the Forum; several countries share one term."""
    if not countries:
        text = _("Choose the country, or the countries, that will chair the Forum.")
        raise ValidationError(text, code="no_country")
    term = HostTerm(starts_on=starts_on, ends_on=ends_on)
    save_or_refuse(term)
    term.countries.set(countries)
    audit.record("announce", term, by=by, at=at)
    return term


@transaction.atomic
def confirm(term: HostTerm, *, by: Actor, at: datetime) -> None:
    """Note that the host has confirmed."""
    lock(term)
    if term.state != HostTermState.ANNOUNCED:
        text = _("Only an announced host can be confirmed; see its history.")
        raise ValidationError(text, code="not_announced")
    term.state = HostTermState.CONFIRMED
    term.save(update_fields=["state"])
    audit.record("confirm", term, by=by, at=at)


@transaction.atomic
def withdraw(
    term: HostTerm,
    *,
    replaced_by: HostTerm | None = None,
    why: str,
    by: Actor,
    at: datetime,
) -> None:
    """Note that a host has stepped back; its dates stay as they were announced."""
    lock_hosting(term)
    if replaced_by is not None:
        refuse_successor(term, replaced_by)
        pass_open_items(term, replaced_by)
    end_access(term, on=local_day(at))
    term.state = HostTermState.WITHDRAWN
    term.replaced_by = replaced_by
    term.save(update_fields=["state", "replaced_by"])
    audit.record("withdraw", term, by=by, at=at, why=why)


@transaction.atomic
def hand_over(
    term: HostTerm, to: HostTerm, *, on: date, by: Actor, at: datetime
) -> None:
    """Pass the chair on: the day named is the first of the next host alone."""
    lock_hosting(term)
    refuse_successor(term, to)
    refuse_empty_chair(to, on=on)
    end_term(term, on=on)
    pass_open_items(term, to)
    audit.record("hand_over", term, by=by, at=at)


@transaction.atomic
def close(term: HostTerm, *, on: date, by: Actor, at: datetime) -> None:
    """End a term to which no other follows yet; what is open stays with it."""
    lock_hosting(term)
    end_term(term, on=on)
    audit.record("close", term, by=by, at=at)


def end_term(term: HostTerm, *, on: date) -> None:
    """Close a term on this day, or as of the day on which it had ended before."""
    term.state = HostTermState.CLOSED
    term.ends_on = min(on, term.ends_on or on)
    save_or_refuse(term, update_fields=["state", "ends_on"])
    end_access(term, on=on)


def end_access(term: HostTerm, *, on: date) -> None:
    """End whatever lets somebody act for this host; what has not begun is deleted."""
    for model in (Representation, FocalPoint):
        lasting = model._default_manager.filter(
            Q(ends_on=None) | Q(ends_on__gt=on), host_term=term
        )
        lasting.filter(starts_on__gte=on).delete()
        lasting.update(ends_on=on)


def pass_open_items(term: HostTerm, to: HostTerm) -> None:
    updates = PreparatoryUpdate.objects.filter(host_term=term, state__in=OPEN_UPDATES)
    updates.update(host_term=to)
    proposed = Priority.objects.filter(host_term=term, state=PriorityState.PROPOSED)
    proposed.update(host_term=to)


def refuse_successor(term: HostTerm, to: HostTerm) -> None:
    to.refresh_from_db()
    if to == term or to.state not in HOSTING:
        text = _("Choose another host, one that is announced or confirmed.")
        raise ValidationError(text, code="successor")


def refuse_empty_chair(to: HostTerm, *, on: date) -> None:
    if to.starts_on > on:
        text = _(
            "The next host’s term begins on %(day)s: hand over from that day on, or"
            " put an earlier first day into that term."
        )
        told = {"day": hours.days(to.starts_on)}
        raise ValidationError(text, code="not_begun", params=told)


def lock_hosting(term: HostTerm) -> None:
    lock(term)
    if term.state not in HOSTING:
        text = _("This term is over; its history says since when.")
        raise ValidationError(text, code="over")


def lock(term: HostTerm) -> None:
    term.refresh_from_db(from_queryset=HostTerm.objects.select_for_update(of=("self",)))
