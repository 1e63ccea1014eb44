"""Who comes instead: one person of the same organisation."""

from copy import deepcopy
from typing import Any

from django import forms

from partners.models import FormOfAddress, Gender
from registrations.forms.public import PersonForm
from registrations.models import Registration
from registrations.services.nominations import TypedPerson
from unitar_seminars.translated import Language

ASKED = ("form_of_address", "name", "rank", "address", "language", "gender", "needs")
CHOICES = {"form_of_address": FormOfAddress, "language": Language, "gender": Gender}


def known_of(registration: Registration) -> dict[str, str]:
    """Fill in what was given before: the language, and a mailbox that is shared."""
    known = {"language": registration.language}
    sender = registration.nomination.sender_address
    if registration.address.casefold() == sender.casefold():
        known["address"] = sender
    return known


class SubstituteForm(forms.Form):
    """What the public form asks about a person; the organisation stays."""

    field_sizes = PersonForm.field_sizes

    def __init__(
        self, *args: Any, registration: Registration, by_staff: bool = False
    ) -> None:
        super().__init__(*args, initial=known_of(registration))
        self.registration = registration
        for name in ASKED:
            self.fields[name] = deepcopy(PersonForm.base_fields[name])
        if by_staff:
            for name in ("rank", "address"):
                self.fields[name].required = False

    def typed(self) -> TypedPerson:
        """Give what was typed; an empty choice means that nothing was said."""
        said = {name: self.cleaned_data[name] for name in ASKED}
        for name, choices in CHOICES.items():
            said[name] = choices(said[name] or Gender.UNSAID)
        return TypedPerson(organisation=self.registration.organisation, **said)
