"""A briefing on its way: submitted, approved, and with some of its rows settled."""

from briefings.models import SenderIdentity
from briefings.services import approval, briefings
from mailing.models import Message, MessageState
from partners.models import ContactUse
from seminars.models import Document
from seminars.services import documents
from tests.factories import (
    NOW,
    SYSTEM,
    account,
    give_address,
    make_briefing,
    make_country,
    make_mission,
    make_organiser,
    make_seminar,
)

PDF = b"%PDF-1.7 of a test"


def submitted(at=NOW, **fields):
    somebody()
    briefing = make_briefing(**fields)
    briefings.submit(briefing, by=account(briefing.written_by), at=at)
    return briefing


def let_out(briefing, at=NOW, by=None):
    """Submit and approve a draft."""
    somebody()
    briefings.submit(briefing, by=account(briefing.written_by), at=at)
    by = by or account(make_organiser())
    briefings.approve(briefing, approval.hash_of(briefing), by=by, at=at)
    return briefing


def sent(at=NOW, **fields):
    """Make a briefing that is running to the missions there are."""
    return let_out(make_briefing(**fields), at=at)


def somebody():
    """Make one mission to write to, unless there is any: for nobody nothing leaves."""
    if not ContactUse.objects.exists():
        make_readers(1)


def make_readers(count):
    """Make missions, each with an address, every third in French."""
    for number in range(count):
        country = make_country(f"T{number:02}", name=f"Land {number:02}")
        language = "en" if number % 3 else "fr"
        address = f"mission{number:02}@example.org"
        give_address(make_mission(country), address, language)


def settle(briefing, state=MessageState.SENT, count=1, **fields):
    """Settle some rows as delivery would, counters with them."""
    rows = briefing.mailing.messages.filter(state=MessageState.PENDING).order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:count])
    if state == MessageState.SENT:
        fields |= {"accepted_at": NOW}
    Message.objects.filter(pk__in=keys).update(state=state, **fields)
    mailing = briefing.mailing
    setattr(mailing, state, getattr(mailing, state) + len(keys))
    mailing.save(update_fields=[state])


def make_sender(**fields):
    fields = {"name_en": "New York Office", "name_fr": "Bureau de New York"} | fields
    return SenderIdentity.objects.create(reply_to="office@example.org", **fields)


def make_paper(seminar=None, **fields):
    """Make a published paper of an announced seminar."""
    fields = {"title": "Programme", "kind": "programme", "language": "en"} | fields
    if not {"session", "update"} & set(fields):
        fields["seminar"] = seminar or make_seminar()
    paper = Document.objects.create(**fields)
    documents.attach(paper, "programme.pdf", PDF, by=SYSTEM, at=NOW)
    documents.publish(paper, by=SYSTEM, at=NOW)
    return paper
