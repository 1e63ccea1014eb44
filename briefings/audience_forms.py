"""How organisers put an audience together."""

from django import forms
from django.utils.translation import gettext_lazy as _

from briefings.models import BODIES, AudiencePart, BriefingKind, ReachedAt
from partners.models import Sector


class PartForm(forms.ModelForm):
    """One part; of organisations, missions at their official address are usual."""

    class Meta:
        model = AudiencePart
        fields = (
            "who",
            "reached_at",
            "is_excluded",
            "sector",
            "standing",
            "committee",
            "regional_group",
            "situation",
            "theme",
            "series",
            "seminar",
        )
        help_texts = {
            "sector": _("Empty: missions, where organisations are meant."),
            "reached_at": _("Empty: at the official address of organisations."),
            "committee": _("At their own address."),
        }

    def clean(self) -> dict[str, object]:
        """Fill in what is usual, before the rules of the table are asked."""
        given = super().clean()
        if given.get("who") in BODIES:
            given["sector"] = given.get("sector") or Sector.MISSION
            is_of_delegates = bool(given.get("committee"))
            usual = "" if is_of_delegates else ReachedAt.OFFICIAL
            given["reached_at"] = given.get("reached_at") or usual
        return given


class ScopeForm(forms.Form):
    """As what it would be sent: who ended that gets none."""

    marks_optional = False

    scope = forms.ChoiceField(label=_("Sent as"), choices=BriefingKind.choices)

    @property
    def chosen(self) -> str:
        """Return the scope; what nobody offered is taken for an update."""
        self.is_valid()
        return self.cleaned_data.get("scope") or BriefingKind.UPDATE
