"""Nobody is written to who did not say yes, and whoever says no is left alone."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from briefings import subscribers
from briefings.models import Scope, Subscriber, Subscription
from briefings.services import subscriptions
from briefings.services.subscriptions import Choice
from mailing.models import Message, Suppression
from partners.models import ContactPoint, ContactUse
from tests.factories import (
    DAY,
    HOUR,
    LINK,
    NOW,
    SYSTEM,
    TODAY,
    VISITOR,
    give_address,
    make_mission,
    make_series,
    make_subscriber,
    make_theme,
)
from tests.races import race
from tests.refusals import broken, refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.org"
EVERYTHING = Choice("en", "each", wants_everything=True)
SCOPES = set(Scope.values)


def ask(address=ADDRESS, choice=EVERYTHING, at=NOW):
    subscriptions.ask(address, choice, by=VISITOR, at=at)


def confirm(at=NOW, seen_hash=None):
    subscriber = Subscriber.objects.get()
    seen_hash = seen_hash or subscriptions.hash_of(subscriber)
    subscriptions.confirm(subscriber, seen_hash, by=LINK, at=at)
    return subscriber


def choose(choice, scopes=SCOPES, address=ADDRESS):
    subscriptions.choose(address, choice, scopes, by=LINK, at=NOW)


def stopped(address=ADDRESS):
    found = Suppression.objects.filter(address_folded=address)
    return list(found.order_by("scope").values_list("scope", "reason"))


def suppress(scope, reason="unsubscribed"):
    return Suppression.objects.create(
        address_folded=ADDRESS, scope=scope, reason=reason, at=NOW
    )


def told():
    return list(Message.objects.order_by("pk").values_list("purpose", "language"))


def verbs():
    found = AuditEntry.objects.filter(thing__startswith="briefings.subscriber")
    return list(found.order_by("pk").values_list("verb", flat=True))


def chosen(subscriber):
    rows = Subscription.objects.filter(subscriber=subscriber).order_by("pk")
    return [row.theme or row.series for row in rows]


def test_whoever_is_asked_for_gets_one_question_and_no_news():
    theme, series = make_theme(), make_series()

    ask(choice=Choice("fr", "weekly", themes=[theme], series=[series]))

    subscriber = Subscriber.objects.get()
    assert (subscriber.language, subscriber.frequency) == ("fr", "weekly")
    assert subscriber.confirmed_at is None
    assert chosen(subscriber) == [theme, series]
    message = Message.objects.get()
    assert (message.purpose, message.language) == ("question", "fr")
    assert (message.mailing, message.not_after) == (None, NOW + 7 * DAY)
    assert message.merge["link"] == ["p", subscriber.pk, 1]
    assert str(subscriber) == f"subscriber {subscriber.pk}"


def test_asking_again_within_the_hour_changes_the_choice_and_sends_nothing():
    theme = make_theme()
    ask()

    ask("Reader@Example.org", Choice("fr", "monthly", themes=[theme]), NOW + HOUR / 2)

    subscriber = Subscriber.objects.get()
    assert (subscriber.frequency, chosen(subscriber)) == ("monthly", [theme])
    assert told() == [("question", "en")]
    ask(at=NOW + HOUR)
    assert told() == [("question", "en"), ("question", "en")]


def test_who_is_subscribed_already_is_told_so_and_nothing_changes():
    theme = make_theme()
    subscriber = make_subscriber(ADDRESS, themes=[theme], language="fr")

    ask()

    assert chosen(subscriber) == [theme]
    assert told() == [("known", "fr")]
    assert Subscriber.objects.get().confirmed_at == NOW - DAY


def stop():
    subscriptions.stop(ADDRESS, by=LINK, at=NOW - HOUR)


def untick():
    subscriptions.choose(ADDRESS, Choice("en", "each"), SCOPES, by=LINK, at=NOW - HOUR)


@pytest.mark.parametrize("end", [stop, untick])
def test_who_ended_everything_is_asked_anew_and_gets_nothing_before_a_yes(end):
    theme = make_theme()
    subscriber = make_subscriber(
        ADDRESS, themes=[make_theme()], asked_at=NOW - HOUR / 2
    )
    end()
    ended = stopped()

    ask(choice=Choice("fr", "weekly", themes=[theme]))
    ask(choice=Choice("fr", "weekly", themes=[theme]), at=NOW + HOUR / 2)

    subscriber.refresh_from_db()
    assert (subscriber.confirmed_at, subscriber.asked_at) == (None, NOW)
    assert told() == [("question", "fr")]
    assert stopped() == ended
    assert not subscribers.confirmed("weekly").exists()
    confirm(at=NOW + HOUR)
    assert list(subscribers.confirmed("weekly")) == [subscriber]
    assert chosen(subscriber) == [theme]
    assert stopped() == [row for row in ended if row[0] != "digest"]


def test_who_ended_everything_and_wants_silence_stays_as_they_are():
    subscriber = make_subscriber(ADDRESS)
    stop()
    suppress("all", "complaint")

    ask()

    subscriber.refresh_from_db()
    assert subscriber.confirmed_at == NOW - DAY
    assert not subscriber.wants_everything
    assert told() == []


@pytest.mark.parametrize(
    ("reason", "mails"),
    [("complaint", 0), ("manual", 0), ("hard_bounce", 1), ("soft_bounce", 1)],
)
def test_who_asked_for_silence_is_not_even_asked(reason, mails):
    suppress("all", reason)

    ask()

    assert Message.objects.count() == mails


@pytest.mark.django_db(transaction=True)
def test_two_forms_at_once_ask_once():
    outcomes = race(ask, ask, ask)

    assert outcomes == [None, None, None]
    assert told() == [("question", "en")]


def test_a_yes_counts_once_and_lifts_only_what_was_chosen():
    ask(choice=Choice("en", "monthly", wants_everything=True))
    for scope in ("update", "digest"):
        suppress(scope)

    confirm()
    confirm(at=NOW + HOUR)

    assert Subscriber.objects.get().confirmed_at == NOW
    assert stopped() == [("update", "unsubscribed")]
    assert verbs() == ["ask", "confirm"]


@pytest.mark.parametrize(
    "other",
    [
        {"language": "fr"},
        {"frequency": "weekly"},
        {"wants_everything": True},
        {"themes": ()},
    ],
    ids=" ".join,
)
def test_a_yes_is_to_the_choice_that_was_read(other):
    read = Choice("en", "each", themes=[make_theme()], series=[make_series()])
    ask(choice=read)
    seen = subscriptions.hash_of(Subscriber.objects.get())
    suppress("update")

    ask(choice=replace(read, **other))

    assert refusal(confirm, seen_hash=seen) == "asked_again"
    assert Subscriber.objects.get().confirmed_at is None
    assert stopped() == [("update", "unsubscribed")]
    ask(choice=read)
    assert confirm(seen_hash=seen).confirmed_at == NOW


def test_a_yes_to_single_messages_ends_the_end_of_everything():
    ask()
    suppress("all")

    confirm()

    assert stopped() == [("digest", "unsubscribed")]


def test_a_yes_lifts_no_bounce_and_no_complaint():
    ask()
    suppress("update", "complaint")
    suppress("all", "hard_bounce")

    confirm()

    assert stopped() == [("all", "hard_bounce"), ("update", "complaint")]


def test_a_yes_after_seven_days_comes_too_late():
    ask()

    assert refusal(confirm, NOW + 7 * DAY) == "expired"
    confirm(at=NOW + 7 * DAY - timedelta(seconds=1))


def test_a_mission_chooses_at_its_official_address_without_subscribing():
    use = give_address(make_mission(), ADDRESS)
    old = give_address(make_mission(), ADDRESS, ends_on=TODAY - DAY)

    choose(Choice("fr", "each"), {"update", "digest"})

    languages = ContactUse.objects.in_bulk([use.pk, old.pk])
    assert languages[use.pk].language == "fr"
    assert languages[old.pk].language == "en"
    assert stopped() == [("briefing", "unsubscribed")]
    assert Subscriber.objects.count() == 0


def test_choosing_topics_subscribes_and_a_later_choice_replaces_them():
    first, second, series = make_theme(), make_theme(), make_series()

    choose(Choice("en", "each", themes=[first]))
    choose(Choice("fr", "weekly", themes=[second], series=[series]))

    subscriber = Subscriber.objects.get()
    assert subscriber.confirmed_at == NOW
    assert (subscriber.frequency, subscriber.language) == ("weekly", "fr")
    assert chosen(subscriber) == [second, series]
    assert verbs() == ["choose", "choose"]


def test_choosing_says_yes_to_what_was_asked_before():
    ask()

    choose(Choice("en", "each", wants_everything=True))

    assert Subscriber.objects.get().confirmed_at == NOW


def test_choosing_takes_up_what_was_ended_and_ends_the_rest():
    for scope in ("update", "briefing"):
        suppress(scope)

    choose(Choice("en", "each"), {"update"})

    assert stopped() == [("briefing", "unsubscribed"), ("digest", "unsubscribed")]
    assert Subscriber.objects.count() == 0


def test_stopping_ends_all_and_again_changes_nothing():
    subscriber = make_subscriber(ADDRESS, themes=[make_theme()])
    suppress("digest", "hard_bounce")

    subscriptions.stop(ADDRESS, by=LINK, at=NOW)
    subscriptions.stop(ADDRESS, by=LINK, at=NOW)

    assert chosen(subscriber) == []
    assert stopped() == [
        ("briefing", "unsubscribed"),
        ("digest", "hard_bounce"),
        ("update", "unsubscribed"),
    ]


def test_stopping_needs_no_subscription():
    subscriptions.stop("Mission@example.org", by=LINK, at=NOW)

    assert len(stopped("mission@example.org")) == 3
    assert ContactPoint.objects.count() == 0


def test_revoking_makes_mailed_links_void():
    subscriber = make_subscriber()
    before = subscriber.link

    subscriptions.revoke(subscriber, by=SYSTEM, at=NOW)

    assert not subscriber.link.opens_with(before.token)
    assert verbs() == ["revoke"]


def test_who_never_said_yes_is_forgotten_with_an_address_nobody_else_has():
    ask()
    ask("mission@example.org")
    give_address(make_mission(), "mission@example.org")
    make_subscriber("confirmed@example.org", asked_at=NOW - 30 * DAY)
    forget = partial(subscriptions.forget_unconfirmed, by=SYSTEM)

    early = forget(at=NOW + 7 * DAY - timedelta(seconds=1))
    late = forget(at=NOW + 7 * DAY)

    assert (early, late) == (0, 2)
    left = ContactPoint.objects.order_by("address").values_list("address", flat=True)
    assert list(left) == ["confirmed@example.org", "mission@example.org"]
    assert Subscriber.objects.get().contact_point.address == "confirmed@example.org"
    assert verbs() == ["ask", "ask", "forget", "forget"]


def test_whose_links_were_made_void_is_kept_so_that_they_stay_so():
    subscriber = make_subscriber(ADDRESS)
    subscriptions.revoke(subscriber, by=SYSTEM, at=NOW)
    stop()
    ask()

    gone = subscriptions.forget_unconfirmed(by=SYSTEM, at=NOW + 7 * DAY)

    assert gone == 0
    assert Subscriber.objects.get().has_voided(mailed_at=NOW)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("briefings_subscriber_language_known", {"language": "de"}),
        ("briefings_subscriber_frequency_known", {"frequency": "hourly"}),
    ],
)
def test_what_a_subscriber_cannot_be(rule, fields):
    subscriber = make_subscriber()

    change = Subscriber.objects.filter(pk=subscriber.pk).update
    assert broken(change, **fields) == rule


def test_a_topic_is_chosen_once_and_is_one_thing():
    theme, series = make_theme(), make_series()
    subscriber = make_subscriber(themes=[theme], series=[series])
    create = subscriber.subscriptions.create

    assert broken(create, theme=theme) == "theme_subscribed_once"
    assert broken(create, series=series) == "series_subscribed_once"
    either = "briefings_subscription_theme_or_series"
    assert broken(create) == either
    assert broken(create, theme=theme, series=series) == either
