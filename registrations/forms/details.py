"""What somebody may put right about a person who is registered."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext_lazy as _

from partners.models import Gender
from registrations.forms.codes import ChooseCodeForm, TypeCodeForm
from registrations.forms.public import PersonForm
from registrations.forms.questions import AsksQuestions, initial_answers
from registrations.models import Question, Registration
from registrations.services import answers


class NameForm(AsksQuestions):
    """What the sender can still put right when the rest is in the person's hands."""

    field_sizes = PersonForm.field_sizes
    names: tuple[str, ...] = ("form_of_address", "name", "rank")

    def __init__(self, *args: Any, registration: Registration) -> None:
        initial = {name: getattr(registration, name) for name in self.names}
        super().__init__(*args, initial=initial)
        for name in self.names:
            self.fields[name] = deepcopy(PersonForm.base_fields[name])
        for name in {"rank", "address"} & initial.keys():
            self.fields[name].required = bool(initial[name])

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.names}


class DetailsForm(NameForm):
    """All that is typed about a person, and the seminar's own questions."""

    names = (*NameForm.names, "address", "language", "gender", "needs")

    def __init__(
        self, *args: Any, registration: Registration, asked: Sequence[Question]
    ) -> None:
        super().__init__(*args, registration=registration)
        said = list(answers.of(registration).select_related("file"))
        self.initial |= initial_answers(said)
        self.ask(asked, [one.question_id for one in said if hasattr(one, "file")])

    def clean(self) -> None:
        self.drop_what_is_not_asked()

    def values(self) -> dict[str, str]:
        said = super().values()
        return said | {"gender": said["gender"] or Gender.UNSAID}


class OwnDetailsForm(DetailsForm):
    """The same for the person, who may choose a code; `is_closed` wants it first.

    Sent without the code that it wants, it shows what was typed and nothing else.
    """

    def __init__(self, *args: Any, is_closed: bool, **about: Any) -> None:
        super().__init__(*args, **about)
        has_code = bool(about["registration"].personal_code)
        if is_closed and has_code:
            self.fields["code"] = deepcopy(TypeCodeForm.base_fields["code"])
            return
        chosen = deepcopy(ChooseCodeForm.base_fields["new_code"])
        chosen.required = is_closed
        if has_code:
            chosen.label = _("Another personal code, in the place of yours")
        self.fields["new_code"] = chosen
