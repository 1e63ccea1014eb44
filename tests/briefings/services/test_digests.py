"""One digest for each reader and period, of what concerns them, and none of nothing."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from briefings.models import Digest, Frequency, Scope
from briefings.services import digests, subscriptions
from briefings.services.subscriptions import Choice
from mailing import delivery, mailings
from mailing.models import Mailing, Message, MessageState, Suppression
from seminars.models import Seminar
from tests.briefings.letting_out import sent, settle
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    SYSTEM,
    make_planned,
    make_seminar,
    make_series,
    make_subscriber,
    make_theme,
)
from tests.races import race
from tests.refusals import broken, refusal
from unitar_seminars.hours import NEW_YORK, hour

pytestmark = pytest.mark.django_db
WEEKLY, MONTHLY = Frequency.WEEKLY, Frequency.MONTHLY
DUE = digests.last_due(WEEKLY, at=NOW)
FIRST_OF_MONTH = digests.last_due(MONTHLY, at=NOW)
FIRST_OF_NEXT = digests.last_due(MONTHLY, at=NOW + DAY)


def new_york(year, month, day, hour=8, minute=0, **fold):
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK, **fold)


def announced(at=DUE - DAY, starts_at=None, themes=(), **fields):
    """Announce a seminar at this moment; it begins two days after the digest."""
    seminar = make_seminar(starts_at=starts_at or DUE + 2 * DAY, places=1, **fields)
    seminar.themes.set(themes)
    Seminar.objects.filter(pk=seminar.pk).update(announced_at=at)
    return seminar


def published(at=DUE - DAY, themes=(), **fields):
    briefing = sent(at=at, **fields)
    settle(briefing)
    briefing.themes.set(themes)
    return briefing


def weekly(**fields):
    return make_subscriber(frequency=WEEKLY, **fields)


def send(at=DUE, frequency=WEEKLY):
    return digests.make_round(frequency, by=SYSTEM, at=at)


def texts(language="en"):
    """Give the text of each digest by those who get it."""
    mailings = Mailing.objects.filter(purpose="digest").order_by("pk")
    return {
        tuple(m.messages.order_by("address").values_list("address", flat=True)): (
            m.texts.get(language=language).text
        )
        for m in mailings
    }


@pytest.mark.parametrize(
    ("frequency", "at", "due"),
    [
        (WEEKLY, new_york(2026, 11, 23, 8), new_york(2026, 11, 23)),
        (WEEKLY, new_york(2026, 11, 23, 7, 59), new_york(2026, 11, 16)),
        (WEEKLY, new_york(2026, 11, 29, 23), new_york(2026, 11, 23)),
        (WEEKLY, new_york(2026, 3, 9, 8), new_york(2026, 3, 9)),  # clocks go forward
        (WEEKLY, new_york(2026, 11, 2, 8), new_york(2026, 11, 2)),  # and back
        (MONTHLY, new_york(2026, 11, 1, 12), new_york(2026, 10, 1)),  # a Sunday
        (MONTHLY, new_york(2026, 11, 2, 8), new_york(2026, 11, 2)),
        (MONTHLY, new_york(2027, 1, 5, 12), new_york(2027, 1, 1)),  # a Friday
        (MONTHLY, new_york(2026, 8, 31, 23), new_york(2026, 8, 3)),
    ],
)
def test_a_round_is_due_at_eight_in_new_york(frequency, at, due):
    found = digests.last_due(frequency, at=at)

    assert found == due
    assert hour(found) == "08:00"


def test_the_hour_moves_with_new_yorks_clock():
    winter = digests.last_due(WEEKLY, at=new_york(2026, 3, 2, 9))
    summer = digests.last_due(WEEKLY, at=new_york(2026, 3, 9, 9))
    autumn = digests.last_due(WEEKLY, at=new_york(2026, 11, 2, 9))
    before = digests.last_due(WEEKLY, at=new_york(2026, 10, 26, 9))

    assert summer - winter == 7 * DAY  # by the clock on the wall
    assert summer.timestamp() - winter.timestamp() == (7 * DAY - HOUR).total_seconds()
    assert autumn.timestamp() - before.timestamp() == (7 * DAY + HOUR).total_seconds()


def test_each_reader_is_told_of_their_topics_alone():
    theme, series = make_theme(), make_series()
    of_theme = announced(themes=[theme], title_en="Of the theme")
    of_series = announced(series=series, title_en="Of the series")
    about = published(seminar=of_series, subject_en="About the series’ seminar")
    own = published(themes=[theme], subject_en="On the theme")
    published(subject_en="About something else")
    everything = weekly(address="all@example.org")
    for name in ("one@example.org", "two@example.org"):
        weekly(address=name, themes=[theme])
    weekly(address="series@example.org", series=[series])
    weekly(address="nothing@example.org", themes=[make_theme()])
    make_subscriber("each@example.org")

    assert send() == 4

    told = texts()
    titles = [of_theme.title, of_series.title, own.subject, about.subject]
    assert {who: [t for t in titles if t in text] for who, text in told.items()} == {
        (everything.contact_point.address,): titles,
        ("one@example.org", "two@example.org"): [of_theme.title, own.subject],
        ("series@example.org",): [of_series.title, about.subject],
    }
    assert "About something else" in told[("all@example.org",)]
    assert Digest.objects.get().addressees == 4
    assert str(Digest.objects.get()).startswith("round of digests ")


def test_seminars_are_told_when_announced_and_before_they_take_place():
    soon = announced(at=DUE - 60 * DAY, starts_at=DUE + 7 * DAY, title_en="Soon")
    announced(at=DUE - 60 * DAY, starts_at=DUE + 9 * DAY, title_en="Not yet again")
    new = announced(starts_at=DUE + 90 * DAY, title_en="Far off and new")
    announced(at=DUE - 60 * DAY, starts_at=DUE - DAY, title_en="Over")
    make_planned(starts_at=DUE + 2 * DAY, title_en="Planned")
    weekly(address="reader@example.org")

    send()

    [text] = texts().values()
    titles = list(Seminar.objects.order_by("pk").values_list("title_en", flat=True))
    assert [t for t in titles if t in text] == [soon.title, new.title]


def test_a_month_looks_further_ahead():
    announced(
        at=FIRST_OF_MONTH - 90 * DAY,
        starts_at=FIRST_OF_MONTH + 34 * DAY,
        title_en="In a month",
    )
    make_subscriber(frequency=MONTHLY)

    assert send(at=FIRST_OF_MONTH, frequency=MONTHLY) == 1
    mailing = Mailing.objects.get()
    subject = mailing.texts.get(language="en").subject
    assert subject.startswith("News of the month, ")


def test_of_nothing_there_is_no_digest():
    published(at=DUE - 8 * DAY)
    published(is_public=False)
    weekly()

    assert send() == 0
    assert Mailing.objects.filter(purpose="digest").count() == 0
    assert Digest.objects.get().addressees == 0


def test_the_next_digest_begins_where_the_last_ended():
    weekly(address="reader@example.org")
    published(at=DUE - 8 * DAY, subject_en="Of last week")
    send(at=DUE - 7 * DAY + HOUR)
    published(at=DUE - 7 * DAY + HOUR / 2, subject_en="Told while late")
    published(at=DUE - 7 * DAY + 2 * HOUR, subject_en="Of this week")

    send()

    [first, second] = Mailing.objects.filter(purpose="digest").order_by("pk")
    assert "Of last week" in first.texts.get(language="en").text
    second = second.texts.get(language="en").text
    assert ("Of last week" in second, "Of this week" in second) == (False, True)


def test_what_was_committed_while_a_round_was_made_is_in_the_next():
    weekly()
    send(at=DUE - 7 * DAY)
    published(at=DUE - 7 * DAY - timedelta(seconds=1), subject_en="Let out meanwhile")

    send()

    [told] = texts().values()
    assert "Let out meanwhile" in told


def test_what_was_let_out_just_before_is_told_once():
    weekly()
    published(at=DUE - 7 * DAY - timedelta(seconds=1), subject_en="Let out before")

    rounds = [send(at=DUE - 7 * DAY), send(), send(at=DUE + 7 * DAY)]

    assert rounds == [0, 1, 0]


def switch(subscriber, frequency, at):
    choice = Choice("en", frequency, wants_everything=True)
    address = subscriber.contact_point.address
    subscriptions.choose(address, choice, Scope.values, by=SYSTEM, at=at)


def test_who_changes_how_often_is_told_what_the_old_round_had_still_to_tell():
    reader = make_subscriber("changed@example.org", frequency=MONTHLY)
    weekly(address="always@example.org")
    send(at=FIRST_OF_MONTH, frequency=MONTHLY)
    published(at=DUE - 10 * DAY, subject_en="Of the month")
    send(at=DUE - 7 * DAY)
    switch(reader, WEEKLY, at=DUE - 3 * DAY)
    published(subject_en="Of the week")

    send()

    changed = texts().get(("changed@example.org",), "")
    assert ("Of the month" in changed, "Of the week" in changed) == (True, True)
    published(at=DUE + DAY, subject_en="Of the next week")
    send(at=DUE + 7 * DAY)
    last = texts()[("always@example.org", "changed@example.org")]
    assert ("Of the next week" in last, "Of the month" in last) == (True, False)


def test_who_changes_back_and_forth_is_told_once():
    reader = weekly()
    published(at=DUE - 8 * DAY, subject_en="Told already")
    send(at=DUE - 7 * DAY)
    published(at=DUE - 6 * DAY, subject_en="Still to tell")
    for hours, frequency in enumerate((MONTHLY, WEEKLY, MONTHLY)):
        switch(reader, frequency, at=DUE - DAY + hours * HOUR)

    assert send() == 0
    send(at=FIRST_OF_NEXT, frequency=MONTHLY)

    text = list(texts().values())[-1]
    assert ("Told already" in text, "Still to tell" in text) == (False, True)


@pytest.mark.parametrize("end", ["stop", "each"])
def test_who_ended_digests_is_owed_nothing_of_that_time(end):
    reader = make_subscriber(frequency=MONTHLY)
    published(at=DUE - 10 * DAY)
    send(at=DUE - 7 * DAY)
    switch(reader, WEEKLY, at=DUE - 3 * DAY)
    if end == "stop":
        address = reader.contact_point.address
        subscriptions.stop(address, by=SYSTEM, at=DUE - 3 * DAY)
    else:
        switch(reader, Frequency.EACH, at=DUE - 3 * DAY)
    switch(reader, WEEKLY, at=DUE - 2 * DAY)

    assert send() == 0


def test_what_was_not_confirmed_and_who_chose_otherwise_gets_none():
    published()
    make_subscriber(frequency=WEEKLY, confirmed_at=None)
    make_subscriber(frequency=MONTHLY)
    weekly(wants_everything=False)

    assert send() == 0


@pytest.mark.parametrize(
    ("late", "sent"), [(timedelta(), 1), (23 * HOUR, 1), (24 * HOUR + HOUR, 0)]
)
def test_a_late_beat_sends_once_within_a_day_and_then_never(late, sent):
    published()
    weekly()
    send_due = partial(digests.send_due, by=SYSTEM)

    first, second = send_due(at=DUE + late), send_due(at=DUE + late)

    assert (first, second) == (sent, 0)
    assert Digest.objects.filter(frequency=WEEKLY).count() == sent


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_make_one_round():
    published()
    weekly()

    outcomes = race(send, send, send)

    assert sorted(outcomes) == [0, 0, 1]
    assert Message.objects.filter(purpose="digest").count() == 1


@pytest.mark.django_db(transaction=True)
def test_each_reads_it_in_their_language_and_who_ended_digests_gets_none(mailoutbox):
    announced(title_en="Remittances", title_fr="Envois de fonds")
    published(subject_en="For [[name]]", subject_fr="Pour [[name]]")
    weekly(address="en@example.org")
    weekly(address="fr@example.org", language="fr")
    weekly(address="gone@example.org")
    Suppression.objects.create(
        address_folded="gone@example.org", scope="digest", reason="unsubscribed", at=NOW
    )
    send()

    delivery.deliver_due(seconds=5)

    mails = {mail.to[0]: mail for mail in mailoutbox}
    english, french = mails["en@example.org"], mails["fr@example.org"]
    assert set(mails) == {"en@example.org", "fr@example.org"}
    assert "Remittances" in english.body
    assert "For colleague" in english.body
    assert "Envois de fonds" in french.body
    assert "[[" not in english.body + french.body + english.alternatives[0][0]
    assert "/p/" in english.body
    assert "List-Unsubscribe" in english.extra_headers
    gone = Message.objects.get(address="gone@example.org")
    assert gone.state == MessageState.SUPPRESSED


@pytest.fixture
def paused():
    """A digest to two readers that the relay would not take."""
    published()
    weekly(), weekly()
    send()
    mailing = Mailing.objects.get(purpose="digest")
    mailings.pause(mailing, by=SYSTEM, at=DUE, why="535 authentication failed")
    return mailing


@pytest.mark.django_db(transaction=True)
def test_a_paused_digest_goes_on_to_all_who_have_not_got_it(paused, mailoutbox):
    delivery.deliver_due(seconds=5)
    assert mailoutbox == []

    digests.resume(paused, by=SYSTEM, at=NOW)
    delivery.deliver_due(seconds=5)

    assert len(mailoutbox) == 2
    paused.refresh_from_db()
    assert (paused.state, paused.sent) == ("done", 2)
    assert refusal(digests.resume, paused, by=SYSTEM, at=NOW) == "not_paused"


def test_a_digest_is_recalled_with_a_reason(paused):
    recall = partial(digests.recall, paused, by=SYSTEM, at=NOW)

    assert refusal(recall, why="") == "no_reason"
    recall(why="wrong links")

    paused.refresh_from_db()
    assert (paused.state, paused.cancelled) == ("recalled", 2)
    assert refusal(recall, why="again") == "over"


def test_a_briefing_goes_on_and_is_recalled_at_its_desk_alone():
    briefing = sent()
    mailings.pause(briefing.mailing, by=SYSTEM, at=NOW)
    acting = {"by": SYSTEM, "at": NOW}

    code = refusal(digests.resume, briefing.mailing, **acting)
    other = refusal(digests.recall, briefing.mailing, **acting, why="wrong links")

    assert code == other == "at_its_desk"
    assert Mailing.objects.get().state == "paused"


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("briefings_digest_frequency_known", {"frequency": "daily"}),
        ("digest_is_not_each", {"frequency": "each"}),
    ],
)
def test_what_a_round_cannot_be(rule, fields):
    values = {"frequency": WEEKLY, "due_at": DUE, "made_at": DUE, **fields}

    assert broken(Digest.objects.create, **values) == rule


def test_there_is_one_round_for_a_period():
    values = {"frequency": WEEKLY, "due_at": DUE, "made_at": DUE}
    Digest.objects.create(**values)

    assert broken(Digest.objects.create, **values) == "one_digest_per_period"
