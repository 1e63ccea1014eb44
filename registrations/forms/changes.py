"""What an organiser chooses before a change reaches people.

Each form says by `fits` what the consequences depend on and by `spoken` what changes,
old and new.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.services.telling import spoken_hours
from seminars.models import Mode, Seminar, SeminarMode, Session


class ChangeForm(forms.Form):
    """A change that is told to everybody who is registered, or to some modes."""

    told: tuple[Mode, ...] = tuple(Mode)
    why = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody who is told reads it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, seminar: Seminar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seminar = seminar
        self.sessions = sorted(
            seminar.sessions.select_related("room__venue"),
            key=lambda one: (one.starts_at is None, one.starts_at, one.pk),
        )
        self.field_sizes: dict[str, str] = {"why": "wide"}
        self.build()
        self.order_fields([name for name in self.fields if name != "why"] + ["why"])

    def build(self) -> None:
        """Add the fields that depend on the seminar."""

    def fits(self) -> dict[str, Any]:
        return {}

    def seen(self) -> dict[str, Any]:
        """Say what is known to fit or not while something else is still wrong."""
        return {}

    def spoken(self) -> list[tuple[str, str, str]]:
        """Give what changes as (of what, before, after)."""
        return []

    def add_session(self) -> None:
        """Ask which session, where there are several."""
        choices = [(str(one.pk), named(one)) for one in self.sessions]
        field = forms.ChoiceField(
            label=_("Session"), choices=choices, widget=forms.RadioSelect
        )
        if len(choices) == 1:
            field.initial, field.widget = choices[0][0], forms.HiddenInput()
        self.fields["session"] = field
        self.field_sizes["session"] = "wide"

    def clean_session(self) -> Session:
        by_key = {str(one.pk): one for one in self.sessions}
        return by_key[self.cleaned_data["session"]]


class PlacesForm(ChangeForm):
    """How many places there are, in the room or online."""

    def build(self) -> None:
        self.fields["why"].help_text = _(
            "Kept in the record; needed for more places than the room holds."
        )
        field = forms.ChoiceField(
            label=_("Places"), choices=Mode.choices, widget=forms.RadioSelect
        )
        if self.seminar.mode != SeminarMode.BOTH:
            field.initial, field.widget = self.seminar.mode, forms.HiddenInput()
        self.fields["mode"] = field
        self.fields["places"] = forms.IntegerField(
            label=_("Number of places"), min_value=0, max_value=20_000
        )

    def fits(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("places", "mode")}

    def spoken(self) -> list[tuple[str, str, str]]:
        mode, places = self.cleaned_data["mode"], self.cleaned_data["places"]
        now = self.seminar.seats.places().filter(mode=mode).count()
        return [(str(Mode(mode).label), str(now), str(places))]


class CallOffForm(ChangeForm):
    def build(self) -> None:
        self.fields["why"].required = True


class AnnounceForm(forms.Form):
    why = forms.CharField(
        label=_("Reason for more places than the room holds"),
        required=False,
        max_length=300,
    )


def named(session: Session) -> str:
    """Name a session by its title, else by its hours."""
    return str(session.title) or spoken_hours(session) or str(_("Session"))
