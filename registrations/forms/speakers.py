"""Who cannot come to speak, and who might instead."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Person
from registrations.forms.changes import ChangeForm
from registrations.services import replacing
from seminars.models import Mode, SpeakerInvitation
from seminars.services.speakers import STILL_ASKED, panel
from unitar_seminars.labels import labelled

SUGGESTED = 12
NOBODY_YET = ""


class ReplaceSpeakerForm(ChangeForm):
    """A speaker of this seminar, and somebody we asked on its themes before."""

    def build(self) -> None:
        speakers = SpeakerInvitation.objects.filter(
            session__seminar=self.seminar, state__in=STILL_ASKED
        )
        self.fields["speaker"] = SpeakerField(
            label=_("Who cannot come"),
            help_text=_("On the panel now: %s.") % panel(self.seminar),
            queryset=speakers.select_related("person", "session").order_by("pk"),
            widget=forms.RadioSelect,
            empty_label=None,
        )
        self.suggested = {
            str(person.pk): person
            for person in replacing.suggestions(self.seminar)[:SUGGESTED]
        }
        self.fields["other"] = forms.ChoiceField(
            label=_("Who is asked instead"),
            help_text=_(
                "Suggested are people whom we asked on these themes before. The"
                " programme says “to be confirmed” until somebody says yes."
            ),
            required=False,
            widget=forms.RadioSelect,
            choices=[
                (NOBODY_YET, _("Nobody yet")),
                *((pk, suggestion(one)) for pk, one in self.suggested.items()),
            ],
        )
        self.field_sizes |= {"speaker": "wide", "other": "wide"}
        self.fields["why"].help_text = _("Kept in the record; nobody else reads it.")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        speaker = data.get("speaker")
        if speaker:
            self.told = tuple(Mode) if speaker.is_named else ()
        return data

    def other(self) -> Person | None:
        return self.suggested.get(self.cleaned_data["other"])

    def spoken(self) -> list[tuple[str, str, str]]:
        speaker, other = self.cleaned_data["speaker"], self.other()
        asked = suggestion(other) if other else str(_("Nobody yet"))
        return [
            (_("Programme"), replacing.named(speaker), _("Speaker to be confirmed")),
            (_("Who is asked instead"), "", asked),
            (
                _("On the panel"),
                panel(self.seminar),
                panel(self.seminar, without=speaker, plus=other),
            ),
        ]


class SpeakerField(forms.ModelChoiceField):
    def label_from_instance(self, speaker: SpeakerInvitation) -> str:
        return labelled(replacing.named(speaker), speaker.get_state_display())


def suggestion(person: Person) -> str:
    """Name somebody, and say whether they said yes on such a theme before."""
    if vars(person).get("said_yes"):
        return str(_("%s (said yes before)")) % person.addressed_name
    return str(person.addressed_name)
