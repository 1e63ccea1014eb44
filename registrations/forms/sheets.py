"""The public form as a whole: one sender, up to twenty people, nothing typed is lost.

Rows are numbered from 1 by the names of their fields. Adding or removing one shows the
form again with what was typed and says nothing about what is missing.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partners.services import organisations
from registrations import privacy
from registrations.forms.public import PersonForm, SenderForm
from registrations.models import Question, QuestionKind
from registrations.services import questions
from registrations.services.nominations import Filing
from seminars.models import Mode, Seminar, SeminarMode
from unitar_seminars import errors
from unitar_seminars.translated import Language

MOST_PEOPLE = 20
ROW = re.compile(r"person-([0-9]{1,4})-name")
# What somebody who is added has in common with the person above.
SHARED = ("organisation", "sector", "country", "address", "language")
Files = Mapping[str, UploadedFile]
NOTHING: Mapping[str, str] = {}
MODES = {SeminarMode.ROOM: Mode.ROOM, SeminarMode.ONLINE: Mode.ONLINE}


class Sheet:
    """The whole form: as it is first shown, shown again, or sent."""

    def __init__(
        self,
        seminar: Seminar,
        sender: Mapping[str, str],
        rows: list[dict[str, Any]],
        *,
        asked: Sequence[Question],
        form_key: UUID | None = None,
        is_sent: bool = False,
        is_blank: bool = False,
        new_row: int = 0,
    ) -> None:
        self.seminar = seminar
        self.asked = asked
        self.is_blank = is_blank
        self.form_key = form_key or uuid4()
        self.is_sent = is_sent
        find = cache(organisations.find_typed) if is_sent else None
        self.sender = SenderForm(
            sender if is_sent else None, initial=sender, auto_id="sender-%s"
        )
        self.people = [
            PersonForm(
                row, number, modes=SeminarMode(seminar.mode), find=find, asked=asked
            )
            for number, row in enumerate(rows, 1)
        ]
        if new_row:
            self.people[new_row - 1].focused = "form_of_address"

    @classmethod
    def blank(
        cls, seminar: Seminar, address: str = "", known: Mapping[str, str] = NOTHING
    ) -> "Sheet":
        """Show the form for the first time, with what is known of the person."""
        row = {"language": get_language() or "", **known}
        asked = questions.asked(seminar)
        sender = {"address": address}
        return cls(seminar, sender, [row], asked=asked, is_blank=True)

    @classmethod
    def posted(cls, seminar: Seminar, post: QueryDict, files: Files) -> "Sheet":
        """Read a form, which was sent or wants a row added or taken away."""
        sender = {name: post[name] for name in ("address", "told") if name in post}
        asked, key = questions.asked(seminar), key_in(post)
        rows = rows_in(post, files, asked)
        build = partial(cls, seminar, sender, asked=asked, form_key=key)
        if "add" in post:
            rows.append(one_more(rows[-1], sender))
            return build(rows=rows, new_row=len(rows))
        if "remove" in post:
            return build(rows=without(rows, post["remove"]))
        return build(rows=rows, is_sent=True)

    @property
    def asks_for_files(self) -> bool:
        return any(question.kind == QuestionKind.FILE for question in self.asked)

    @property
    def takes_more(self) -> bool:
        return len(self.people) < MOST_PEOPLE

    def is_valid(self) -> bool:
        forms_valid = [form.is_valid() for form in (self.sender, *self.people)]
        if len(self.people) > MOST_PEOPLE:
            said = _(
                "One nomination has room for %s people: send the others in another."
            )
            self.sender.add_error(None, said % MOST_PEOPLE)
            return False
        if not all(forms_valid):
            self.ask_for_files_again()
        return all(forms_valid)

    def ask_for_files_again(self) -> None:
        for person in self.people:
            person.ask_for_files_again()

    def filing(self) -> Filing:
        mode = MODES.get(SeminarMode(self.seminar.mode))
        return Filing(
            form_key=self.form_key,
            people=[person.typed(mode) for person in self.people],
            sender_address=self.sender.cleaned_data["address"],
            language=Language(get_language() or Language.EN),
            notice=privacy.VERSION,
        )

    def refuse(self, refusal: ValidationError) -> None:
        """Show a refusal at the person whom it is about, else above the form."""
        row = (refusal.params or {}).get("row")
        if row is None:
            self.sender.add_error(None, refusal)
        else:
            self.people[row].add_error("name", refusal)
        self.ask_for_files_again()

    @cached_property
    def problems(self) -> list[errors.Problem]:
        """What needs attention, in the order of the page."""
        return errors.problems([self.sender, *self.people]) if self.is_sent else []


def rows_in(
    post: QueryDict, files: Files, asked: Sequence[Question] = ()
) -> list[dict[str, Any]]:
    """Collect what was typed for each person, whatever numbers the rows had."""
    numbers = sorted(int(found[1]) for key in post if (found := ROW.fullmatch(key)))
    several = {q.field_name for q in asked if q.kind == QuestionKind.SEVERAL}
    rows = []
    for number in numbers:
        prefix = f"person-{number}-"
        names = [key.removeprefix(prefix) for key in post if key.startswith(prefix)]
        row: dict[str, Any] = {name: post[f"{prefix}{name}"] for name in names}
        for name in several & set(names):
            row[name] = post.getlist(f"{prefix}{name}")
        for key, file in files.items():
            if key.startswith(prefix):
                row[key.removeprefix(prefix)] = file
        rows.append(row)
    return rows or [{}]


def key_in(post: QueryDict) -> UUID | None:
    try:
        return UUID(post.get("form_key", ""))
    except ValueError:
        return None


def one_more(above: Mapping[str, str], sender: Mapping[str, str]) -> dict[str, str]:
    """Start a row with what it most likely shares with the one above."""
    row = {name: above[name] for name in SHARED if name in above}
    row["address"] = row.get("address") or sender.get("address", "")
    return row


def without(rows: list[dict[str, str]], number: str) -> list[dict[str, str]]:
    """Leave out one row; the last one stays."""
    left = [row for n, row in enumerate(rows, 1) if str(n) != number]
    return left or rows
