"""What somebody may put right about a person who is registered."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from partners.models import Gender
from registrations.forms.public import PersonForm
from registrations.forms.questions import AsksQuestions, initial_answers
from registrations.models import Question, Registration
from registrations.services import answers

NAMED = ("form_of_address", "name", "rank", "address")
ASKED = (*NAMED, "language", "gender", "needs")


class DetailsForm(AsksQuestions):
    """What is typed about a person, and the seminar's own questions."""

    field_sizes = PersonForm.field_sizes

    def __init__(
        self, *args: Any, registration: Registration, asked: Sequence[Question]
    ) -> None:
        said = list(answers.of(registration).select_related("file"))
        initial = {name: getattr(registration, name) for name in ASKED}
        super().__init__(*args, initial=initial | initial_answers(said))
        for name in ASKED:
            self.fields[name] = deepcopy(PersonForm.base_fields[name])
        for name in ("rank", "address"):
            self.fields[name].required = bool(initial[name])
        self.ask(asked, [one.question_id for one in said if hasattr(one, "file")])

    def clean(self) -> None:
        self.drop_what_is_not_asked()

    def values(self) -> dict[str, str]:
        said = {name: self.cleaned_data[name] for name in ASKED}
        return said | {"gender": said["gender"] or Gender.UNSAID}
