"""Other days and hours, typed as New York's clocks show them."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registrations.forms.changes import ChangeForm, named
from registrations.services.changeable import refuse_late_closing
from registrations.services.telling import spoken_hours
from seminars.models import Session
from unitar_seminars import hours
from unitar_seminars.labels import labelled

Hours = tuple[datetime, datetime]
WITH_THE_FIRST_DAY = _(
    "Now {hour}. Leave the day empty: it moves by as many days as the first session."
)
AS_IT_WAS = _("Now {hour}. Leave the day empty: it stays.")
DAY = {"type": "date"}
TIME = {"type": "time"}


def new_york(on: date, at: time) -> datetime:
    """Read a wall clock of New York; refuse an hour that it skips or shows twice."""
    first = datetime.combine(on, at, hours.NEW_YORK)
    if first.astimezone(UTC).astimezone(hours.NEW_YORK) != first or is_skipped(first):
        raise ValidationError(
            _("New York’s clocks skip this hour that night: choose another."),
            code="skipped_hour",
        )
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        raise ValidationError(
            _("New York’s clocks show this hour twice that night: choose another."),
            code="hour_twice",
        )
    return first


def is_skipped(at: datetime) -> bool:
    there_and_back = at.astimezone(UTC).astimezone(hours.NEW_YORK)
    return there_and_back.replace(tzinfo=None) != at.replace(tzinfo=None)


class HoursForm(ChangeForm):
    """Hours, session by session or for one of them."""

    def add_hours(self, prefix: str, of: str, was: Session | None = None) -> None:
        for name, label, field, attrs in (
            ("day", _("Day"), forms.DateField, DAY),
            ("starts", _("From, New York time"), forms.TimeField, TIME),
            ("ends", _("Until, New York time"), forms.TimeField, TIME),
        ):
            widget = forms.DateInput if name == "day" else forms.TimeInput
            pattern = "%Y-%m-%d" if name == "day" else "%H:%M"
            self.fields[f"{name}{prefix}"] = field(
                label=labelled(of, label) if of else label,
                required=not of and was is None,
                widget=widget(attrs=attrs, format=pattern),
                initial=initial_hours(was).get(name) if was else None,
            )
            self.field_sizes[f"{name}{prefix}"] = "short"

    def hours_of(self, prefix: str) -> Hours | None:
        """Read day, start and end of one session; complain at the field that is off."""
        names = [f"{name}{prefix}" for name in ("day", "starts", "ends")]
        day, starts, ends = (self.cleaned_data.get(name) for name in names)
        if day is None or starts is None or ends is None:
            for name in names:
                if self.cleaned_data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Give the day and both hours."))
            return None
        if ends <= starts:
            self.add_error(names[2], _("The end has to come after the start."))
            return None
        try:
            return new_york(day, starts), new_york(day, ends)
        except ValidationError as refusal:
            self.add_error(names[1], refusal)
            return None

    def add_closing(self) -> None:
        """Ask when registration closes then, where it closes at an hour of its own."""
        was = self.seminar.closes_at
        if was is None:
            return
        is_dated = self.seminar.starts_at is not None
        hint = WITH_THE_FIRST_DAY if is_dated else AS_IT_WAS
        local = was.astimezone(hours.NEW_YORK)
        self.fields["closes_day"] = forms.DateField(
            label=_("Registration closes"),
            help_text=hint.format(hour=hours.moment(was)),
            required=False,
            widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        )
        self.fields["closes_time"] = forms.TimeField(
            label=_("Closes at, New York time"),
            required=False,
            initial=local.time(),
            widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
        )
        self.field_sizes |= {"closes_day": "short", "closes_time": "short"}

    def closing(self, then: Collection[Hours]) -> datetime | None:
        """Tell when registration closes with these sessions; nothing: when it did."""
        if self.seminar.closes_at is None:
            return None
        was = self.seminar.closes_at.astimezone(hours.NEW_YORK)
        was = was.replace(second=0, microsecond=0)  # as it can be typed
        day = self.cleaned_data.get("closes_day") or was.date() + self.later_by(then)
        at = self.cleaned_data.get("closes_time") or was.time()
        if (day, at) == (was.date(), was.time()):
            return None
        try:
            closes_at = new_york(day, at)
            ends_at = max((ends for _starts, ends in then), default=None)
            refuse_late_closing(closes_at, ends_at)
        except ValidationError as refusal:
            self.add_error("closes_day", refusal)
            return None
        return closes_at

    def later_by(self, then: Collection[Hours]) -> timedelta:
        """Count the days by which the first day moves, none where one is not known."""
        if not then or self.seminar.starts_at is None:
            return timedelta()
        first = min(starts_at for starts_at, _ends_at in then)
        return hours.local_day(first) - hours.local_day(self.seminar.starts_at)

    def spoken_closing(self) -> list[tuple[str, str, str]]:
        was = self.seminar.closes_at
        if was is None:
            return []
        new = self.cleaned_data["closes_at"] or was
        return [(_("Registration closes"), hours.moment(was), hours.moment(new))]


def initial_hours(session: Session) -> dict[str, Any]:
    if session.starts_at is None or session.ends_at is None:
        return {}
    starts = session.starts_at.astimezone(hours.NEW_YORK)
    ends = session.ends_at.astimezone(hours.NEW_YORK)
    return {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}


class MoveHourForm(HoursForm):
    def build(self) -> None:
        self.add_session()
        self.add_hours("", "")
        self.add_closing()
        if len(self.sessions) == 1:
            self.initial.update(initial_hours(self.sessions[0]))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["hours"] = self.hours_of("")
        if data["hours"] and "session" in data:
            data["closes_at"] = self.closing(self.hours_then())
        return data

    def hours_then(self) -> list[Hours]:
        """Give the hours of all sessions as they are to be."""
        chosen = self.cleaned_data["session"]
        others = [one for one in self.sessions if one != chosen and one.starts_at]
        stay = [(one.starts_at, one.ends_at) for one in others]
        return [self.cleaned_data["hours"], *stay]

    def spoken(self) -> list[tuple[str, str, str]]:
        session, new = self.cleaned_data["session"], self.cleaned_data["hours"]
        what = named(session) if len(self.sessions) > 1 else _("Day and hours")
        moved = (what, spoken_hours(session), hours.when(*new))
        return [moved, *self.spoken_closing()]


class PostponeForm(HoursForm):
    """New hours of every session, or no date yet; people may be asked to confirm."""

    def build(self) -> None:
        self.fields["to"] = forms.ChoiceField(
            label=_("Postponed to"),
            widget=forms.RadioSelect,
            choices=[
                ("hours", _("the hours given here")),
                ("nothing", _("no new date yet: registrations stay, rooms are free")),
            ],
        )
        self.field_sizes["to"] = "wide"
        for session in self.sessions:
            several = len(self.sessions) > 1
            of = named(session) if several else ""
            self.add_hours(f"_{session.pk}", of, session)
        self.add_closing()
        self.add_hour_to_reconfirm()

    def add_hour_to_reconfirm(self) -> None:
        """Ask until when people have to say that they come on the new date as well."""
        self.fields["confirm_day"] = forms.DateField(
            label=_("All confirm their place anew by"),
            help_text=_(
                "Leave it empty: everybody keeps the place. With a day, it goes to the"
                " next in line unless it is confirmed."
            ),
            required=False,
            widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        )
        self.fields["confirm_time"] = forms.TimeField(
            label=_("At, New York time"),
            required=False,
            initial=time(17),
            widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
        )
        self.field_sizes |= {"confirm_day": "short", "confirm_time": "short"}

    def reconfirm_by(self) -> datetime | None:
        """Read the hour until which people confirm, if any was given."""
        day, at = (self.cleaned_data.get(f"confirm_{name}") for name in ("day", "time"))
        if day is None:
            return None
        try:
            return new_york(day, at or time(17))
        except ValidationError as refusal:
            self.add_error("confirm_time", refusal)
            return None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["hours"], data["reconfirm_by"] = None, self.reconfirm_by()
        if data.get("to") == "hours":
            new = {one.pk: self.hours_of(f"_{one.pk}") for one in self.sessions}
            data["hours"] = new
        then = (data["hours"] or {}).values()
        if all(then):
            data["closes_at"] = self.closing(then)
        return data

    def spoken(self) -> list[tuple[str, str, str]]:
        new, until = self.cleaned_data["hours"], self.cleaned_data["reconfirm_by"]
        spoken = [
            (
                named(one),
                spoken_hours(one),
                hours.when(*new[one.pk]) if new else str(_("No date yet")),
            )
            for one in self.sessions
        ]
        spoken += self.spoken_closing()
        if until:
            spoken.append((_("To be confirmed by"), "", hours.moment(until)))
        return spoken
