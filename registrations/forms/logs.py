"""What an organiser says about the log of an online session, and of who was in it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.forms.imports import UploadForm, sample
from registrations.imports.joins import Clock
from registrations.imports.logs import LogColumn, guess
from registrations.imports.tables import Table
from registrations.models import AttendanceMark, Registration
from registrations.models.attendance import CAME
from registrations.services.log_plans import Plan, Proposal, Wishes, best_clock
from registrations.services.online_logs import Choice
from seminars.models import Session

RECORD = "record"
BY_TIME = [("", gettext_lazy("As the time tells"))]
MARKS = [(mark.value, mark.label) for mark in CAME]


class LogUploadForm(UploadForm):
    """The file that the meeting's system gives, read in memory and not kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["list"].label = _("The log")
        self.fields["list"].help_text = _(
            "CSV or XLSX, at most 2 MB, just as it was downloaded."
        )


class LogForm(forms.Form):
    """Which column is what, whose clock it is, and which lines stay out."""

    marks_optional = False
    use_required_attribute = False

    clock = forms.ChoiceField(
        label=gettext_lazy("The log’s hours are"), choices=Clock.choices
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    leave_all = forms.BooleanField(required=False)

    def __init__(
        self, data: Any = None, *, table: Table, session: Session, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.guessed = guess(table.headings)
        self.fields["clock"].initial = best_clock(session, table, self.guessed)
        for number, heading in enumerate(table.headings):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading or _("Column %s") % (number + 1),
                help_text=sample(table, number),
                choices=[("", _("Not used")), *LogColumn.choices],
                initial=self.guessed[number],
                required=False,
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column-")]

    def wishes(self) -> Wishes:
        """Give what was chosen, or what was guessed where nothing was yet."""
        if not self.is_valid():
            return Wishes(self.guessed, self.fields["clock"].initial)
        said = self.cleaned_data
        return Wishes(
            [said[field.name] for field in self.columns], Clock(said["clock"])
        )

    def shows(self, plan: Plan) -> bool:
        """Whether the page that was sent showed what would be recorded now."""
        return self.is_valid() and self.cleaned_data["seen"] == plan.seal

    def wants_recording(self, plan: Plan) -> bool:
        """Whether people shall be recorded, just as the page proposed them."""
        if not self.is_valid() or self.data.get("act") != RECORD:
            return False
        if not self.shows(plan):
            text = _("Something changed since you looked: read it again, then go on.")
            self.add_error(None, forms.ValidationError(text, code="changed"))
        return self.is_valid()

    def left_out(self, plan: Plan) -> list[int]:
        """Name the lines that the organiser leaves out; only bad ones can be."""
        if self.is_valid() and self.cleaned_data["leave_all"]:
            return plan.bad_rows
        ticked = self.data.getlist("leave") if self.is_bound else []
        return [row for row in plan.bad_rows if str(row) in ticked]


class WhoForm(forms.Form):
    """Each person of a log: who of the list it is, and how they attended."""

    marks_optional = False

    def __init__(self, data: Any = None, *, plan: Plan, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.plan = plan
        self.named = named(plan.people)
        names = {registration.pk: name for name, registration in self.named.items()}
        for one in plan.proposals:
            meant = one.registration if one.is_proposed else None
            self.fields[f"who-{one.row}"] = forms.CharField(
                label=about(one, _("On the list")),
                initial=names[meant.pk] if meant else "",
                required=False,
                widget=forms.TextInput(attrs={"list": "listed", "autocomplete": "off"}),
            )
            self.fields[f"mark-{one.row}"] = forms.ChoiceField(
                label=about(one, _("Attendance")),
                choices=[*by_time(one), *MARKS],
                required=False,
            )
            self.fields[f"over-{one.row}"] = forms.BooleanField(
                label=about(one, _("Record this instead")), required=False
            )

    @property
    def lines(self) -> list[tuple[Proposal, Any, Any, Any]]:
        """Give each person with their three fields."""
        parts = ("who", "mark", "over")
        return [
            (one, *(self[f"{part}-{one.row}"] for part in parts))
            for one in self.plan.proposals
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for one in self.plan.proposals:
            said = data.get(f"who-{one.row}", "")
            if said and said not in self.named:
                text = _(
                    "“%s” is not on the list: choose somebody whom it offers, or empty"
                    " the field to leave this person out."
                )
                self.add_error(f"who-{one.row}", text % said[:80])
        return data

    def choices(self) -> Mapping[int, Choice]:
        said = self.cleaned_data
        return {
            one.row: Choice(
                self.named[who].pk if (who := said[f"who-{one.row}"]) else None,
                said[f"mark-{one.row}"],
                said[f"over-{one.row}"],
            )
            for one in self.plan.proposals
        }


def about(one: Proposal, text: str) -> str:
    """Label a field; whoever hears it hears of whom it speaks."""
    who = one.attendee.name or one.attendee.address
    return format_html('{}<span class="away">{} {}</span>', text, _(":"), who)


def by_time(one: Proposal) -> list[tuple[str, Any]]:
    """Say what the time tells, where somebody is proposed."""
    if not one.is_proposed:
        return BY_TIME
    mark = AttendanceMark(one.mark).label
    return [("", _("%s, as the time tells") % mark)]


def named(people: Mapping[int, Registration]) -> dict[str, Registration]:
    """Name everybody on the list so that no two are called the same."""
    names = {
        key: f"{one.addressed_name}, {one.organisation_name}"
        for key, one in people.items()
    }
    often = Counter(names.values())
    return {
        name if often[name] == 1 else f"{name} ({people[key].line_number})": people[key]
        for key, name in names.items()
    }
