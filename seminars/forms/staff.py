"""What organisers type, where the admin's own fields would not say it well."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.models import Sector
from seminars.forms.tiers import TiersField
from seminars.models import (
    Document,
    RegistrationMode,
    Seminar,
    SeminarState,
    Session,
    SpeakerInvitation,
    default_tiers,
)
from seminars.models.seminar import NO_CLOSING_HOUR
from seminars.models.speakers import GONE
from seminars.services import documents, rooms, speakers

UN_LANGUAGES = [
    ("en", "English"),
    ("fr", "français"),
    ("es", "español"),
    ("ru", "русский"),
    ("zh", "中文"),
    ("ar", "العربية"),
]


class DuplicateForm(forms.Form):
    """Ask for the day of the first session; a year later to begin with."""

    first_day = forms.DateField(
        label=_("First day of the new one"),
        help_text=_("Sessions keep their distance and their hours in New York."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any, *, seminar: Seminar) -> None:
        super().__init__(data)
        if seminar.first_day:
            # 52 weeks keep the day of the week, which a programme goes by.
            self.fields["first_day"].initial = seminar.first_day + timedelta(weeks=52)


class SeminarForm(forms.ModelForm):
    """A seminar; once it is announced, both titles and a deadline have to stay."""

    tiers = TiersField(
        label=_("Order of sectors"),
        initial=default_tiers,
        help_text=_(
            "Tier 1 is served first; sectors of one tier stand in line together."
        ),
    )
    admits = forms.MultipleChoiceField(
        label=_("Who may register"),
        choices=Sector.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none to let everybody register."),
    )

    class Meta:
        model = Seminar
        fields = ("title_en", "title_fr", "tiers", "admits")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("title_en", "title_fr"):
            if self.instance.announced_at and not cleaned.get(name):
                self.add_error(
                    name,
                    ValidationError(
                        _("Give the title in English and in French."),
                        code="both_languages",
                    ),
                )
        self.keep_a_deadline(cleaned)
        return cleaned

    def keep_a_deadline(self, cleaned: dict[str, Any]) -> None:
        """Say at its field what the database would refuse."""
        is_open = self.instance.state == SeminarState.ANNOUNCED
        is_asked = cleaned.get("registration_mode") == RegistrationMode.APPLICATION
        if is_open and is_asked and not cleaned.get("closes_at"):
            refusal = ValidationError(NO_CLOSING_HOUR, code="no_closing_hour")
            self.add_error("closes_at", refusal)


class SessionForm(forms.ModelForm):
    """Hours and room of a session."""

    class Meta:
        model = Session
        fields = ("starts_at", "ends_at", "room", "takes_room")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, other in (("starts_at", "ends_at"), ("ends_at", "starts_at")):
            asked = name in self.fields and name not in self.errors
            if asked and cleaned.get(other) and not cleaned.get(name):
                self.add_error(
                    name,
                    ValidationError(
                        _("Give the start and the end, or neither."), code="half"
                    ),
                )
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the room to the formset: who has it now may be leaving it."""
        return super()._get_validation_exclusions() | {"room"}


def taken_by(other: Session) -> ValidationError:
    sentence = gettext("“{session}” has this room then: choose another room or hour.")
    return ValidationError(
        sentence.format(session=rooms.in_words(other)), code="room_taken"
    )


class SessionFormSet(forms.BaseInlineFormSet):
    """The sessions of one seminar, which take no room from each other or anybody else.

    They are saved together, so it doesn't matter where the others stood before.
    """

    def clean(self) -> None:
        super().clean()
        taking: list[Session] = []
        for form in self.forms:
            if self._should_delete_form(form) or not rooms.takes(form.instance):
                continue
            if any(rooms.overlap(form.instance, other) for other in taking):
                form.add_error(
                    None,
                    ValidationError(
                        _("Two of these sessions have one room at the same hour."),
                        code="room_taken",
                    ),
                )
            elif "room" in form.fields and not form.errors:
                self.name_whoever_has_the_room(form)
            taking.append(form.instance)

    def name_whoever_has_the_room(self, form: SessionForm) -> None:
        """Say who, where the database would only say no."""
        ours = rooms.keys([one.instance for one in self.initial_forms])
        for other in rooms.clashes(form.instance, besides=ours)[:1]:
            form.add_error("room", taken_by(other))


class DocumentForm(forms.ModelForm):
    """A paper, its file, and whether it is published."""

    language = forms.ChoiceField(label=_("Language"), choices=UN_LANGUAGES)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word, PowerPoint or Excel, 20 MB at most."),
    )
    is_published = forms.BooleanField(label=_("Published"), required=False)

    class Meta:
        model = Document
        fields = ("kind", "title", "language", "visibility", "embargo_until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_published = documents.is_published(self.instance)
        self.fields["is_published"].initial = self.was_published
        self.has_file = bool(self.instance.pk) and hasattr(self.instance, "content")
        if self.has_file:
            name = self.instance.content.filename
            said = gettext("Stored: {name}. Another file takes its place.")
            self.fields["file"].help_text = said.format(name=name)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            start = file.read(16)
            file.seek(0)
            documents.check(file.name, start, file.size)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        without = not self.has_file and not cleaned.get("file")
        if cleaned.get("is_published") and without and "file" not in self.errors:
            self.add_error(
                "file",
                ValidationError(
                    _("Choose a file first, then publish."), code="no_content"
                ),
            )
        return cleaned


class SpeakerForm(forms.ModelForm):
    """A speaker; what follows the present state is done by its verb."""

    becomes = forms.ChoiceField(label=_("Next"), required=False)

    class Meta:
        model = SpeakerInvitation
        fields = ("person", "item", "affiliation_en", "affiliation_fr", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following = speakers.next_states(self.instance)
        choices = [(state.value, state.label) for state in following]
        field = self.fields["becomes"]
        field.choices = [("", _("Stays as it is")), *choices]
        if speakers.is_told(self.instance):
            offered = [one for one in field.choices if one[0] not in GONE]
            field.widget.choices = offered

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "person" in self.changed_data and speakers.is_told(self.instance):
            self.add_error("person", ValidationError(speakers.BY_ITS_PAGE, code="told"))
        return cleaned


class SpeakerFormSet(forms.BaseInlineFormSet):
    """The speakers of one session; whom people know of is not just deleted."""

    def add_fields(self, form: SpeakerForm, index: int | None) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields and speakers.is_told(form.instance):
            form.fields[DELETION_FIELD_NAME].widget.attrs["disabled"] = True

    def clean(self) -> None:
        super().clean()
        gone = [one.instance for one in self.forms if self._should_delete_form(one)]
        if any(speakers.is_told(speaker) for speaker in gone):
            raise ValidationError(speakers.BY_ITS_PAGE, code="told")
