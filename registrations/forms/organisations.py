"""Naming an organisation by typing: the list first, a new one where it lacks it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners.models import Country, Organisation, Sector
from partners.services import organisations
from registrations.services.nominations import TypedOrganisation

NEW = "new"
KINDS = [("", _("Choose"))] + [
    (value, label) for value, label in Sector.choices if value != Sector.MISSION
]


class OrganisationByName(forms.Form):
    """Who types a name that the list has needs nothing else.

    A name that several fit, or none, is asked back: which of these, or what kind of
    organisation is it? `cleaned_data["organisation"]` is of the list, or a typed one.
    """

    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        help_text=_("The country's name finds its mission."),
        widget=forms.TextInput(
            attrs={"list": "organisations", "autocomplete": "off"},
        ),
    )
    kind = forms.ChoiceField(
        label=_("If it is not in the list: what kind is it?"),
        choices=KINDS,
        required=False,
    )
    country = forms.ModelChoiceField(
        label=_("If it is not in the list: its country"),
        queryset=Country.objects.none(),
        required=False,
        empty_label=_("None or unknown"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = "name_fr" if get_language() == "fr" else "name_en"
        self.fields["country"].queryset = Country.objects.order_by(name)
        self.asked_back: list[Organisation] = []
        if self.is_bound:
            self.ask_back(self.data.get(self.add_prefix("organisation_name"), ""))

    def ask_back(self, words: str) -> None:
        """Offer what the words may mean, where they are no organisation's name."""
        if organisations.find_typed(words):
            return
        found = organisations.search(
            words, day=timezone.localdate(), language=get_language()
        )
        self.asked_back = list(found)
        if self.asked_back:
            choices = [(str(one.pk), str(one)) for one in self.asked_back]
            self.fields["which"] = forms.ChoiceField(
                label=_("Which of these is it?"),
                choices=[*choices, (NEW, _("None of these"))],
                widget=forms.RadioSelect,
                required=False,
            )
            self.order_fields(["name", "organisation_name", "which", "kind", "country"])

    def known_names(self) -> list[str]:
        """Name all of the list, for the browser to complete while somebody types."""
        known = Organisation.objects.active().order_by("name_en", "name_fr")
        return [str(one) for one in known]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "organisation_name" not in data:
            return data
        data["organisation"] = self.meant(data)
        if data["organisation"] is None:
            self.complain()
        return data

    def meant(self, data: dict[str, Any]) -> Organisation | TypedOrganisation | None:
        """Tell which organisation is meant, None where that is not clear yet."""
        if known := organisations.find_typed(data["organisation_name"]):
            return known
        by_key = {str(one.pk): one for one in self.asked_back}
        if chosen := by_key.get(data.get("which", "")):
            return chosen
        if data.get("kind"):
            return TypedOrganisation(
                data["organisation_name"], Sector(data["kind"]), data.get("country")
            )
        return None

    def complain(self) -> None:
        if self.asked_back and self.data.get(self.add_prefix("which")) != NEW:
            self.add_error("which", _("Choose one of these, or “None of these”."))
            return
        self.add_error(
            "kind",
            _(
                "The list has no organisation of this name: choose what kind it is,"
                " or correct the name."
            ),
        )
