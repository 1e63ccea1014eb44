"""Files go with a briefing: of known kinds, five megabytes together, while a draft."""

from functools import partial

import pytest

from briefings.models import LARGEST, Attachment
from briefings.services import attachments, briefings
from mailing.models import MailingFile
from tests.briefings.letting_out import PDF, let_out, make_readers, somebody
from tests.factories import NOW, account, make_briefing
from tests.races import race
from tests.refusals import broken, refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


def attach(briefing, name="note.pdf", data=PDF):
    by = account(briefing.written_by)
    return attachments.attach(briefing, name, data, by=by, at=NOW)


def test_a_file_is_measured_by_the_database_and_goes_with_the_mailing():
    make_readers(1)
    briefing = make_briefing()

    file = attach(briefing, "../of the session.PDF")
    let_out(briefing)

    assert (file.name, file.size) == ("of_the_session.pdf", len(PDF))
    assert len(file.digest) == 64
    [sent] = MailingFile.objects.filter(mailing=briefing.mailing)
    assert (sent.name, sent.content_type) == (file.name, "application/pdf")
    assert bytes(sent.data) == PDF
    entry = AuditEntry.objects.get(verb="attach")
    assert entry.why == "of_the_session.pdf"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("run.exe", b"MZ", "file_type"),
        ("page.pdf", b"<html>", "file_type"),
        ("big.pdf", PDF + b"x" * LARGEST, "too_big"),
    ],
)
def test_what_is_no_known_file_or_too_big_is_refused(name, data, code):
    assert refusal(attach, make_briefing(), name, data) == code


def test_all_files_together_may_have_five_megabytes():
    briefing = make_briefing()
    attach(briefing, "a.pdf", PDF + b"x" * 3 * MEGABYTE)

    assert refusal(attach, briefing, "b.pdf", PDF + b"x" * 2 * MEGABYTE) == "too_big"
    attach(briefing, "c.pdf", PDF + b"x" * MEGABYTE)


def test_one_name_once_and_none_after_the_draft():
    briefing = make_briefing()
    attach(briefing)

    assert refusal(attach, briefing) == "same_name"
    again = {"name": "note.pdf", "content_type": "b", "data": PDF}
    rule = broken(Attachment.objects.create, briefing=briefing, **again)
    assert rule == "one_attachment_of_a_name"
    somebody()
    briefings.submit(briefing, by=account(briefing.written_by), at=NOW)
    assert refusal(attach, briefing, "other.pdf") == "state"


def test_the_database_refuses_one_that_is_too_big():
    values = {"briefing": make_briefing(), "name": "a", "content_type": "b"}

    rule = broken(Attachment.objects.create, **values, data=b"x" * (LARGEST + 1))
    assert rule == "attachment_is_small"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_pass_the_limit_together():
    briefing = make_briefing()
    half = PDF + b"x" * 3 * MEGABYTE

    outcomes = race(*[partial(attach, briefing, f"{n}.pdf", half) for n in (1, 2)])

    codes = [one.code for one in outcomes if isinstance(one, Exception)]
    assert codes == ["too_big"]
    assert Attachment.objects.count() == 1
