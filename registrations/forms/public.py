"""The two kinds of form that the public page is made of: a sender, and each person."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from partners.models import Country, FormOfAddress, Gender, Organisation, Sector
from registrations.forms.questions import AsksQuestions
from registrations.models import Question
from registrations.services.nominations import TypedOrganisation, TypedPerson
from seminars.models import Mode, SeminarMode
from unitar_seminars.db import Folded
from unitar_seminars.translated import Language

PROPOSABLE = [choice for choice in Sector.choices if choice[0] != Sector.MISSION]
UNPRINTABLE = RegexValidator(
    r"[\x01-\x1f\x7f]",
    gettext_lazy("This holds a character that cannot be written: type it anew."),
    inverse_match=True,
)
BAD_ADDRESS = gettext_lazy(
    "“%(value)s” is not an e-mail address: write it like name@example.org, without"
    " spaces or accents."
)


class LineField(forms.CharField):
    """A text of one line, its spaces put in order."""

    default_validators = (UNPRINTABLE,)

    def to_python(self, value: object) -> str:
        return " ".join(super().to_python(value).split())


def address_field(label: str, hint: str, missing: str) -> forms.EmailField:
    messages = {"required": missing, "invalid": BAD_ADDRESS}
    return forms.EmailField(
        label=label, help_text=hint, max_length=254, error_messages=messages
    )


def countries() -> list[tuple[str, str]]:
    """List countries by their names in the language of the page."""
    name = f"name_{get_language()}"
    named = Country.objects.order_by(Folded(name)).values_list("code", name)
    return [("", _("Choose, or leave open")), *named]


class SenderForm(forms.Form):
    """Who files the nomination."""

    address = address_field(
        gettext_lazy("Your e-mail address"),
        gettext_lazy(
            "We send the link to this nomination here. A shared mailbox is fine."
        ),
        gettext_lazy("Give the address to which we may send the link."),
    )
    told = forms.BooleanField(
        label=gettext_lazy("I may give these details, and I will tell each person"),
        error_messages={
            "required": gettext_lazy(
                "Confirm that you may give these details and will tell each person."
            )
        },
    )


class PersonForm(AsksQuestions):
    """One person, as somebody types them."""

    field_sizes = {"form_of_address": "short", "name": "long"}
    form_of_address = forms.ChoiceField(
        label=gettext_lazy("Form of address"), choices=FormOfAddress
    )
    name = LineField(
        label=gettext_lazy("Name, as the person writes it"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write the name of this person.")},
    )
    rank = LineField(
        label=gettext_lazy("Rank or post"),
        max_length=120,
        error_messages={
            "required": gettext_lazy(
                "Say what post this person holds, for example “Counsellor”."
            )
        },
    )
    organisation = LineField(
        label=gettext_lazy("Organisation"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Say which organisation this person comes from.")
        },
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Kind of organisation"),
        choices=[("", gettext_lazy("Choose")), *PROPOSABLE],
        required=False,
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Its country"), choices=countries, required=False
    )
    address = address_field(
        gettext_lazy("E-mail address"),
        gettext_lazy("Their own, or one you share"),
        gettext_lazy("Give this person’s address, or one that you share."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("We write to this person in"), choices=Language
    )
    mode = forms.ChoiceField(label=gettext_lazy("Takes part"), choices=Mode)
    gender = forms.ChoiceField(
        label=gettext_lazy("Gender"),
        help_text=gettext_lazy("Only ever counted, never shown"),
        choices=[(Gender.UNSAID, Gender.UNSAID.label), *Gender.choices[:-1]],
        required=False,
    )
    needs = LineField(
        label=gettext_lazy("What should we prepare?"),
        help_text=gettext_lazy("A seat near the door, captions"),
        max_length=500,
        required=False,
    )

    def __init__(
        self,
        row: Mapping[str, Any],
        number: int,
        *,
        modes: SeminarMode,
        find: Callable[[str], Organisation | None] | None = None,
        asked: Sequence[Question] = (),
    ) -> None:
        """With `find`, which knows organisations, the row was sent."""
        prefix = f"person-{number}"
        data = {f"{prefix}-{name}": value for name, value in row.items()}
        files = {
            n: value for n, value in data.items() if isinstance(value, UploadedFile)
        }
        sent = (data, files) if find else ()
        super().__init__(*sent, prefix=prefix, auto_id="%s")
        self.ask(asked)
        self.initial = row
        self.number = number
        self.heading = _("Person %s") % number
        self.find = find
        self.focused = ""
        self.asks_kind = "sector" in row
        if modes != SeminarMode.BOTH:
            del self.fields["mode"]

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields of this row; the kind of organisation is asked where unknown."""
        hidden = () if self.asks_kind else ("sector", "country")
        usual = [name for name in self.fields if name in self.base_fields]
        return [self[name] for name in usual if name not in hidden]

    def clean(self) -> None:
        self.drop_what_is_not_asked()
        typed = self.cleaned_data.get("organisation")
        if not typed or self.find is None:
            return
        self.known = self.find(typed)
        self.asks_kind = self.known is None
        if self.asks_kind and not self.cleaned_data.get("sector"):
            said = _("“%s” is not in our list yet: say what kind of organisation it is")
            self.add_error("sector", f"{said % typed}.")

    def typed(self, mode: Mode | None) -> TypedPerson:
        """Give what a valid row says."""
        said = self.cleaned_data
        return TypedPerson(
            name=said["name"],
            organisation=self.known or self.proposed(),
            address=said["address"],
            form_of_address=FormOfAddress(said["form_of_address"]),
            rank=said["rank"],
            language=Language(said["language"]),
            gender=Gender(said["gender"] or Gender.UNSAID),
            needs=said["needs"],
            mode=mode or Mode(said["mode"]),
            answers=self.given(),
        )

    def proposed(self) -> TypedOrganisation:
        said = self.cleaned_data
        country = Country.objects.filter(pk=said["country"]).first()
        return TypedOrganisation(said["organisation"], Sector(said["sector"]), country)
