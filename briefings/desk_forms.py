"""What organisers look for at the desk, and what they attach."""

from django import forms
from django.utils.translation import gettext_lazy as _

from briefings.models import Attachment
from briefings.services import attachments
from briefings.services.results import Choice
from mailing.models import MessageState


class ReaderForm(forms.Form):
    """Whose message to look at."""

    marks_optional = False

    q = forms.CharField(label=_("Name or address of a reader"), required=False)


class ResultsForm(forms.Form):
    """Which results to show."""

    marks_optional = False

    q = forms.CharField(label=_("Person, mission or address"), required=False)
    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("Everybody")), *MessageState.choices],
    )

    def choice(self, after: str = "") -> Choice:
        """Say what was asked for; what makes no sense is left out."""
        self.is_valid()
        asked = self.cleaned_data
        return Choice(asked.get("state", ""), asked.get("q", ""), after)


class AttachmentForm(forms.ModelForm):
    """One file: its bytes are checked and stored by their verb."""

    file = forms.FileField(label=_("File"), help_text=attachments.ALLOWED)

    class Meta:
        model = Attachment
        fields = ()

    def clean_file(self) -> object:
        """Refuse at the field what could not be kept."""
        file = self.cleaned_data["file"]
        attachments.check(file.name, file.read(16), file.size)
        file.seek(0)
        return file
