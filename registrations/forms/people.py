"""What organisers type on a seminar's list of people."""

import json
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import FormOfAddress, Gender, Organisation, Person
from registrations.forms.organisations import OrganisationByName
from registrations.models import Registration
from registrations.services.corrections import changed_meanwhile
from registrations.services.nominations import CORRECTABLE, Filing, TypedPerson
from registrations.services.rosters import Choice
from seminars.models import Mode, Seminar, SeminarMode
from unitar_seminars.translated import Language

SOMEBODY_NEW = "new"
LACKING = "lacking"  # answers, in whichever group


class FindForm(forms.Form):
    """Which part of the list, in which order."""

    marks_optional = False

    q = forms.CharField(label=_("Name or organisation"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("Everybody")),
            ("pending", _("Awaiting approval")),
            ("seated", _("With a place")),
            ("waiting", _("Waiting")),
            ("gone", _("Declined or cancelled")),
            (LACKING, _("Answers missing")),
        ],
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("By name")), ("precedence", _("By precedence"))],
    )

    def choice(self) -> Choice:
        """Say what was asked for; what makes no sense is left out."""
        self.is_valid()
        asked = self.cleaned_data
        shown = asked.get("show", "")
        return Choice(
            words=asked.get("q", ""),
            group="" if shown == LACKING else shown,
            lacks_answers=shown == LACKING,
            by_precedence=asked.get("order") == "precedence",
        )


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=_("Reason"),
        help_text=_("The person will read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CancelForm(ReasonForm):
    """Cancelling for somebody who wrote needs no reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = False


class ClearCodeForm(forms.Form):
    why = forms.CharField(label=_("How do you know who asks?"), max_length=200)


class AddForm(OrganisationByName):
    """One person who phoned or wrote."""

    field_order = ["name", "form_of_address", "organisation_name"]
    field_sizes = {"name": "long", "form_of_address": "short"}

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label=_("Name, as the person writes it"), max_length=200)
    form_of_address = forms.ChoiceField(
        label=_("Form of address"), choices=FormOfAddress.choices
    )
    rank = forms.CharField(label=_("Rank or post"), max_length=120, required=False)
    address = forms.EmailField(
        max_length=254,
        label=_("E-mail address"),
        required=False,
        help_text=_("Without one nobody is written to: tell the person yourself."),
    )
    sender_address = forms.EmailField(
        max_length=254,
        label=_("Address of who asked"),
        required=False,
        help_text=_("Gets a receipt with a link. Leave empty for none."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    gender = forms.ChoiceField(
        label=_("Gender, as the person says"),
        choices=Gender.choices,
        initial=Gender.UNSAID,
    )
    mode = forms.ChoiceField(label=_("Takes part"), choices=Mode.choices)
    needs = forms.CharField(
        label=_("What we should prepare"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, seminar: Seminar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seminar.mode != SeminarMode.BOTH:
            del self.fields["mode"]

    def filing(self) -> Filing:
        typed = self.cleaned_data
        return Filing(
            form_key=typed["form_key"],
            people=[typed_person(typed)],
            sender_address=typed["sender_address"],
            language=Language(typed["language"]),
        )


def typed_person(typed: dict[str, Any]) -> TypedPerson:
    """Make what a form holds into one person; what it doesn't ask stays as it is."""
    names = ("form_of_address", "rank", "gender", "needs", "mode", "address")
    given = {name: typed[name] for name in names if name in typed}
    return TypedPerson(
        name=typed["name"],
        organisation=typed["organisation"],
        language=Language(typed["language"]),
        **given,
    )


class CorrectForm(forms.Form):
    """What was typed, to be put right, and what the page showed of it."""

    field_sizes = {"name": "long", "form_of_address": "short"}

    name = forms.CharField(label=_("Name, as the person writes it"), max_length=200)
    form_of_address = forms.ChoiceField(
        label=_("Form of address"), choices=FormOfAddress.choices
    )
    rank = forms.CharField(label=_("Rank or post"), max_length=120, required=False)
    address = forms.EmailField(
        label=_("E-mail address"), max_length=254, required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    gender = forms.ChoiceField(
        label=_("Gender, as the person says"), choices=Gender.choices
    )
    why = forms.CharField(
        label=_("Why it is corrected"),
        help_text=_("Kept in the record; only a new address is written to."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        held = typed_of(registration)
        super().__init__(*args, initial=held | {"seen": held}, **kwargs)

    def changes(self) -> dict[str, tuple[str, str]]:
        """Give what the page showed of each changed field, and what it got."""
        given, seen = self.cleaned_data, self.cleaned_data["seen"]
        if not isinstance(seen, dict):
            seen = {}
        pairs = {name: (seen.get(name, ""), given[name]) for name in CORRECTABLE}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    def look_again(self, registration: Registration) -> None:
        """After a refusal, show what stands now; what was changed stays as typed."""
        changes, held = self.changes(), typed_of(registration)
        left = {name: value for name, value in held.items() if name not in changes}
        self.data = self.data.dict() | left | {"seen": json.dumps(held)}
        for name in changed_meanwhile(registration, changes):
            said = dict(getattr(self.fields[name], "choices", {}))
            now = said.get(held[name], held[name])
            text = _("Changed meanwhile to “%s”.") % now
            self.add_error(name, text if now else _("Emptied meanwhile."))


def typed_of(registration: Registration) -> dict[str, str]:
    return {name: getattr(registration, name) for name in CORRECTABLE}


class OrganisationForm(forms.Form):
    """Which organisation of the list somebody comes from."""

    field_sizes = {"organisation": "wide", "why": "wide"}

    organisation = forms.ChoiceField(label=_("Organisation"), widget=forms.RadioSelect)
    why = forms.CharField(label=_("How do you know?"), max_length=200)

    def __init__(self, *args: Any, found: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.pk): one for one in found}
        self.fields["organisation"].choices = [
            (key, str(one)) for key, one in self.found.items()
        ]

    def clean_organisation(self) -> Organisation:
        return self.found[self.cleaned_data["organisation"]]


class PersonForm(forms.Form):
    """Which person we know somebody is, or that it is somebody new."""

    field_sizes = {"person": "wide"}

    person = forms.ChoiceField(label=_("Person"), widget=forms.RadioSelect)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, found: list[Person], seen: int | None = None, **kwargs: Any
    ) -> None:
        """With `seen`, the key of the person whom the page shows."""
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen
        self.found = {str(one.pk): one for one in found}
        known = [(key, described(one)) for key, one in self.found.items()]
        self.fields["person"].choices = [
            *known,
            (SOMEBODY_NEW, _("Somebody we don't know yet")),
        ]

    def clean_person(self) -> Person | None:
        """Return the person, or nothing for somebody new."""
        return self.found.get(self.cleaned_data["person"])


def described(person: Person) -> str:
    """Tell people of one name apart by their posts."""
    posts = [
        ", ".join(part for part in (post.rank, str(post.organisation)) if part)
        for post in person.postings.all()
    ]
    return " · ".join([person.addressed_name, *posts])
