"""What most tables need, said once: rules as constraints, names, refusals."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    DateRangeField,
    DateTimeRangeField,
    RangeOperators,
)
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import (
    BaseConstraint,
    CheckConstraint,
    Choices,
    F,
    Func,
    Model,
    Q,
    TextField,
)
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from unitar_seminars.labels import labelled


class Folded(Func):
    """A text as people search and sort it: lower case, without accents.

    The SQL function is made by the frame's first migration and is immutable,
    so that an index can serve it. It orders names alike on every cluster,
    whatever its collation.
    """

    function = "folded"
    output_field = TextField()


class DateRange(Func):
    """The days from one date up to, not including, another."""

    function = "DATERANGE"
    output_field = DateRangeField()


class HourRange(Func):
    """The time from one moment up to, not including, another."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def both_or_neither(*fields: str) -> CheckConstraint:
    """Require these fields to be all set or all empty."""
    all_set = Q(**{f"{field}__isnull": False for field in fields})
    all_empty = Q(**{f"{field}__isnull": True for field in fields})
    return CheckConstraint(
        condition=all_set | all_empty,
        name=f"%(app_label)s_%(class)s_{'_and_'.join(fields)}",
    )


def exactly_one(*fields: str) -> CheckConstraint:
    """Require one of these fields to be set and the others empty."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return CheckConstraint(
        condition=condition,
        name=f"%(app_label)s_%(class)s_{'_or_'.join(fields)}",
        violation_error_message=_("Choose exactly one of these."),
        violation_error_code="choose_one",
    )


def one_of(field: str, choices: type[Choices]) -> CheckConstraint:
    """Make the database insist on the choices that a form only offers."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}),
        name=f"%(app_label)s_%(class)s_{field}_known",
    )


def ends_after_it_starts(
    starts: str = "starts_on", ends: str = "ends_on"
) -> CheckConstraint:
    """Require a period to have at least one day (or moment), or to stay open."""
    return CheckConstraint(
        condition=Q(**{f"{starts}__isnull": True})
        | Q(**{f"{ends}__isnull": True})
        | Q(**{f"{ends}__gt": F(starts)}),
        name=f"%(app_label)s_%(class)s_{ends}_after_{starts}",
        violation_error_message=_("The end has to come after the start."),
        violation_error_code="ends_before_start",
    )


def periods_do_not_overlap(
    *fields: str, name: str, condition: Q | None = None, message: Any = None
) -> ExclusionConstraint:
    """Forbid two rows alike in these fields for one day (`starts_on`, `ends_on`)."""
    same: list[tuple[Any, str]] = [(field, RangeOperators.EQUAL) for field in fields]
    period = DateRange("starts_on", "ends_on")
    return ExclusionConstraint(
        name=name,
        expressions=[*same, (period, RangeOperators.OVERLAPS)],
        condition=condition,
        violation_error_message=message or _("There is one already for these days."),
        violation_error_code="overlaps",
    )


def key(thing: Model) -> str:
    """Name any row in one string, for audit entries and messages."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def save_or_refuse(thing: Model, **options: Any) -> None:
    """Save; a broken constraint that has a code becomes a refusal in its own words."""
    try:
        thing.save(**options)
    except IntegrityError as error:
        if found := broken(error, [type(thing)]):
            rule, _model = found
            message = rule.get_violation_error_message()
            raise ValidationError(message, rule.violation_error_code) from error
        raise


def refusal(error: IntegrityError) -> ValidationError | None:
    """Say which kind of row broke its constraint, if the constraint has a code."""
    found = broken(error, apps.get_models())
    if found is None:
        return None
    rule, model = found
    kind = capfirst(model._meta.verbose_name)
    said = labelled(kind, rule.get_violation_error_message())
    return ValidationError(said, rule.violation_error_code)


def broken(
    error: IntegrityError, models: Iterable[type[Model]]
) -> tuple[BaseConstraint, type[Model]] | None:
    """Find the constraint that was broken, with its model, if it has a code."""
    cause: Any = error.__cause__  # the driver's own error, which Django wraps
    name = cause.diag.constraint_name
    for model in models:
        for rule in model._meta.constraints:
            if rule.name == name and rule.violation_error_code:
                return rule, model
    return None


def on(day: Any, prefix: str = "") -> Q:
    """Say in a filter: the period contains this day (half-open)."""
    starts, ends = f"{prefix}starts_on", f"{prefix}ends_on"
    started = Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": day})
    return started & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day}))


def last_day(ends_on: date | None) -> date | None:
    """Return the last day of a period; the tables hold the day after."""
    return ends_on - timedelta(days=1) if ends_on else None
