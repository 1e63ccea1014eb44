"""What must not be true of questions, verdicts, invitations and wishes to change."""

from registrations.models import (
    Answer,
    AnswerFile,
    ChangeRequest,
    InvitationToRegister,
    Verdict,
)
from registrations.services import inviting
from registrations.services.inviting import Guest
from tests.factories import COMMAND, DAY, NOW, make_question


def question(**fields):
    return lambda rows: make_question(rows.session.seminar, **fields)


def answer(rows, asked=None):
    asked = asked or make_question(rows.session.seminar)
    return Answer.objects.create(registration=rows.seated, question=asked, value="x")


def empty_file(rows):
    AnswerFile.objects.create(
        answer=answer(rows), filename="a.pdf", content_type="x", size=0, data=b""
    )


def verdict(**fields):
    return lambda rows: Verdict.objects.create(registration=rows.waiting, **fields)


def invited(rows, **fields):
    guest = Guest(fields.pop("name", "Ana"), "ana@example.org")
    acts = {"until": NOW + DAY, "by": COMMAND, "at": NOW}
    made = inviting.invite(rows.session.seminar, guest, **acts)
    InvitationToRegister.objects.filter(pk=made.pk).update(**fields)


def invited_twice(rows):
    invited(rows)
    invited(rows, name="Bo")
    InvitationToRegister.objects.update(name="Ana")


def wish(**fields):
    values = {"values": {"name": "X"}, "asked_at": NOW} | fields
    return lambda rows: ChangeRequest.objects.create(registration=rows.seated, **values)


BREACHES = {
    "registrations_question_kind_known": question(kind="riddle"),
    "registrations_question_shown_when_and_shown_for": question(shown_for=1),
    "question_in_both_languages": question(label_fr=""),
    "question_says_why_in_both_languages": question(purpose_en=""),
    "choices_and_only_they_have_options": question(options_en="Yes\nNo"),
    "answers_are_kept_for_a_while": question(kept_days=0),
    "one_answer_per_question": lambda rows: answer(rows, answer(rows).question),
    "file_of_an_answer_is_small": empty_file,
    "registrations_verdict_choice_known": verdict(choice="maybe"),
    "verdict_has_its_reason": verdict(choice="accept", decided_at=NOW),
    "only_a_verdict_is_sent": verdict(sent_at=NOW),
    "registrations_invitationtoregister_language_known": lambda rows: invited(
        rows, language="xx"
    ),
    "invited_once": invited_twice,
    "who_came_instead_is_known": lambda rows: invited(rows, came_instead=True),
    "one_open_request_each": lambda rows: [wish()(rows), wish()(rows)],
    "accepted_or_refused": wish(accepted_at=NOW, refused_at=NOW, why="x"),
    "refused_with_a_reason": wish(refused_at=NOW),
}
