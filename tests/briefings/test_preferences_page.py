"""Behind a mailed link a mailbox says what it receives; reading changes nothing."""

import re

import pytest

from briefings.models import Scope, Subscriber
from briefings.services import subscriptions
from mailing import retention
from mailing.models import Message, Suppression
from mailing.preferences import Preferences
from mailing.unsubscription import Unsubscription
from partners.models import ContactUse
from tests.axe import LOOKS, assert_clean
from tests.factories import (
    DAY,
    NOW,
    SYSTEM,
    TODAY,
    give_address,
    make_mission,
    make_series,
    make_subscriber,
    make_theme,
)
from tests.mailing.rows import make_mailing, make_message
from unitar_seminars.links import Link
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.org"
SCOPES = list(Scope.values)
FORM = {"frequency": "each", "language": "en", "scopes": SCOPES}


def asking(**fields):
    """Somebody who was asked and has not answered."""
    return make_subscriber(
        ADDRESS, confirmed_at=None, asked_at=fields.pop("asked_at", NOW), **fields
    )


def mailed(address=ADDRESS, **fields):
    """A message of a mailing, and the path of its preferences."""
    row = make_message(address, mailing=make_mailing(), **fields)
    return row, Preferences.of(row.pk).url.removeprefix("http://testserver")


def suppress(scope, reason="unsubscribed"):
    Suppression.objects.create(
        address_folded=ADDRESS, scope=scope, reason=reason, at=NOW
    )


def stopped(address=ADDRESS):
    found = Suppression.objects.filter(address_folded=address, reason="unsubscribed")
    return sorted(found.values_list("scope", flat=True))


def text(response):
    return " ".join(response.content.decode().split())


def everything_as_it_stands():
    tables = (Subscriber, Suppression, AuditEntry, Message, ContactUse)
    return [list(table.objects.order_by("pk").values()) for table in tables]


# The question


def yes(client, path):
    """Give what the button of the question sends, as the page shows it."""
    page = text(client.get(path)).split("<main")[1]
    return dict(re.findall(r'name="(\w+)" value="(\w+)"', page))


def test_only_the_button_says_yes(client):
    subscriber = asking(themes=[make_theme(name_en="Remittances")])
    before = everything_as_it_stands()

    for _ in range(3):
        client.get(subscriber.link.path)
        client.head(subscriber.link.path)
    client.post(subscriber.link.path)

    assert everything_as_it_stands() == before
    assert "Remittances" in text(client.get(subscriber.link.path))


def test_saying_yes_opens_the_choices_and_twice_is_once(client):
    path = asking().link.path
    shown = yes(client, path)

    first = client.post(path, shown, follow=True)
    second = client.post(path, shown, follow=True)

    assert first.redirect_chain == second.redirect_chain == [(path, 303)]
    assert "Your subscription is confirmed." in text(first)
    assert "What you receive from us" in text(second)
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", "kind", "label")
    subscriber = Subscriber.objects.get()
    assert list(verbs) == [("confirm", "link", f"p {subscriber.pk}")]
    assert subscriber.wants_everything


def test_a_yes_holds_for_the_choice_that_was_shown_and_no_other(client):
    first, other = make_theme(name_en="Remittances"), make_theme(name_en="Borders")
    subscriber = asking(themes=[first])
    path = subscriber.link.path
    suppress("update")
    shown = yes(client, path)
    subscriber.subscriptions.update(theme=other)

    answer = client.post(path, shown, follow=True)

    assert Subscriber.objects.get().confirmed_at is None
    assert stopped() == ["update"]
    assert "Somebody asked for something else meanwhile" in text(answer)
    assert ("Borders" in text(answer), "Remittances" in text(answer)) == (True, False)


def test_a_forged_an_old_and_a_late_link_open_nothing(client):
    subscriber = make_subscriber()
    old = subscriber.link.path
    subscriptions.revoke(subscriber, by=SYSTEM, at=NOW)
    late = asking(asked_at=NOW - 7 * DAY)
    other_kind = Link("n", subscriber.pk, subscriber.generation).token
    forged = [
        f"/p/{subscriber.pk}-{'a' * 26}/",
        f"/p/{subscriber.pk}-{other_kind}/",
        f"/p/{late.pk}-{subscriber.link.token}/",
        "/p/9999-aaaa/",
        old,
        late.link.path,
    ]

    assert [client.get(path).status_code for path in forged] == [404] * 6
    assert [client.post(path, FORM).status_code for path in forged] == [404] * 6
    assert client.get(subscriber.link.path).status_code == 200


def test_voided_links_are_void_in_mailings_too_but_not_in_later_ones(client):
    subscriber = make_subscriber(ADDRESS)
    _old, sent = mailed(state="sent", accepted_at=NOW - DAY)
    _waiting, retried = mailed(state="sent", accepted_at=NOW + DAY)
    _other, elsewhere = mailed("other@example.org", next_attempt_at=NOW - DAY)
    row, undecided = mailed(state="uncertain", next_attempt_at=NOW - DAY)

    subscriptions.revoke(subscriber, by=SYSTEM, at=NOW)

    paths = (sent, undecided, retried, elsewhere)
    assert [client.get(path).status_code for path in paths] == [404, 404, 200, 200]
    assert client.post(sent, FORM).status_code == 404
    end = Unsubscription.of(row.pk).url.removeprefix("http://testserver")
    assert client.post(end).status_code == 200


# The choices of a subscriber


def test_what_was_chosen_is_shown_and_reading_changes_nothing(client):
    theme, series = make_theme(), make_series(ends_on=TODAY - DAY)
    subscriber = make_subscriber(
        ADDRESS, themes=[theme], series=[series], frequency="weekly", language="fr"
    )
    suppress("briefing")
    before = everything_as_it_stands()

    response = client.get(f"{subscriber.link.path}?language=en")
    client.head(subscriber.link.path)

    form = response.context["form"]
    assert (form["frequency"].value(), form["language"].value()) == ("weekly", "fr")
    assert form["themes"].value() == [theme.slug]
    assert form["series"].value() == [series.slug]
    assert form["scopes"].value() == ["update", "digest"]
    assert text(response).count("checked") == 5
    assert ADDRESS in text(response)
    assert everything_as_it_stands() == before


def test_a_choice_is_kept_in_the_readers_language(client):
    theme = make_theme()
    subscriber = make_subscriber(ADDRESS, themes=[make_theme()])
    suppress("update")
    form = FORM | {"themes": [theme.slug], "language": "fr", "frequency": "monthly"}

    answer = client.post(subscriber.link.path, form | {"scopes": ["digest", "update"]})
    page = client.get(answer.url)

    subscriber.refresh_from_db()
    assert (answer.status_code, answer.url) == (303, subscriber.link.path)
    assert page.wsgi_request.LANGUAGE_CODE == "fr"
    assert [row.theme for row in subscriber.subscriptions.all()] == [theme]
    assert (subscriber.frequency, subscriber.language) == ("monthly", "fr")
    assert stopped() == ["briefing"]


@pytest.mark.parametrize(("old", "says"), [("weekly", True), ("each", False)])
def test_who_wants_no_digest_any_more_is_led_to_what_it_had_to_tell(old, says, client):
    path = make_subscriber(ADDRESS, frequency=old).link.path

    answer = client.post(path, FORM | {"wants_everything": "on"}, follow=True)

    assert "Kept: it holds from the next message on." in text(answer)
    assert ("since your last digest stands under “Updates”" in text(answer)) == says


def test_what_could_not_arrive_is_refused_with_all_that_was_ticked(client):
    theme = make_theme()
    subscriber = make_subscriber(ADDRESS)
    form = FORM | {"themes": [theme.slug], "frequency": "weekly", "scopes": ["update"]}

    answer = client.post(subscriber.link.path, form)

    assert answer.status_code == 200
    assert "could not reach you" in text(answer)
    assert answer.context["form"]["themes"].value() == [theme.slug]
    assert stopped() == []


@pytest.mark.parametrize("name", ["language", "frequency", "scopes"])
@pytest.mark.parametrize("said", [None, "nonsense"])
def test_a_form_that_no_browser_sends_is_refused(name, said, client):
    subscriber = make_subscriber(ADDRESS)
    form = {key: value for key, value in FORM.items() if key != name}
    form |= {name: said} if said else {}

    answer = client.post(subscriber.link.path, form | {"wants_everything": "on"})

    assert answer.status_code == 200
    assert name in answer.context["form"].errors
    assert stopped() == []


def test_stopping_everything_twice(client):
    path = make_subscriber(ADDRESS, themes=[make_theme()]).link.path

    first = client.post(path, {"stop": "1"}, follow=True)
    client.post(path, {"stop": "1"})

    assert "You receive none of our news any more." in text(first)
    assert stopped() == ["briefing", "digest", "update"]
    assert Subscriber.objects.get().subscriptions.count() == 0


# The choices of whoever a mailing reaches


def test_a_mission_that_never_subscribed_chooses_behind_any_mailing(client):
    use = give_address(make_mission(), ADDRESS)
    row, path = mailed()
    before = everything_as_it_stands()
    assert client.get(path).status_code == 200
    assert everything_as_it_stands() == before

    form = FORM | {"language": "fr", "scopes": ["briefing"]}
    answer = client.post(path, form, follow=True)

    use.refresh_from_db()
    assert answer.redirect_chain == [(path, 303)]
    assert use.language == "fr"
    assert stopped() == ["digest", "update"]
    assert Subscriber.objects.count() == 0
    labels = AuditEntry.objects.values_list("label", flat=True).distinct()
    assert list(labels) == [f"message {row.pk}"]


def test_the_language_of_a_mailbox_is_shown_as_it_was_chosen_last(client):
    use = give_address(make_mission(), ADDRESS, "fr")
    _row, path = mailed(language="fr")
    french = client.get(path)

    client.post(path, FORM | {"language": "en"})
    english = client.get(path)
    shown = {bound.name: bound.value() for bound in english.context["form"]}
    client.post(path, {name: said for name, said in shown.items() if said})

    codes = [page.wsgi_request.LANGUAGE_CODE for page in (french, english)]
    assert codes == ["fr", "en"]
    assert shown["language"] == "en"
    use.refresh_from_db()
    assert use.language == "en"


def test_no_language_is_asked_that_nothing_would_keep(client):
    _row, path = mailed(language="fr")

    page = client.get(path)
    client.post(path, FORM | {"language": "en", "wants_everything": "on"})

    assert 'name="language"' not in text(page).split("<main")[1]
    assert Subscriber.objects.get().language == "fr"
    assert 'name="language"' in text(client.get(path)).split("<main")[1]


def test_ticking_a_theme_behind_a_mailing_subscribes_at_once(client):
    theme = make_theme()
    _row, path = mailed("Mission@example.org")

    client.post(path, FORM | {"themes": [theme.slug]})

    subscriber = Subscriber.objects.get()
    assert subscriber.contact_point.address == "Mission@example.org"
    assert subscriber.confirmed_at is not None
    assert client.get(path).context["form"]["themes"].value() == [theme.slug]


def test_what_a_stranger_asked_for_is_nobodys_choice(client):
    asking(themes=[make_theme()], language="fr")
    _row, path = mailed()

    form = client.get(path).context["form"]

    assert form["themes"].value() is None
    assert form["language"].value() == "en"


@pytest.mark.parametrize("kind", [Unsubscription, Preferences])
def test_a_token_of_another_purpose_or_message_opens_nothing(client, kind):
    row, path = mailed()
    one = make_message(ADDRESS)
    gone, gone_path = mailed("gone@example.org")
    retention.erase("gone@example.org", by=SYSTEM, at=NOW)
    tokens = {
        Unsubscription: [Unsubscription.of(row.pk).token, "1.x.y", "x"],
        Preferences: [
            Preferences.of(one.pk).token,  # about a registration
            Preferences.of(row.pk).token.replace(".", ".1", 1),
            Preferences.of(10**6).token,
        ],
    }

    paths = [f"/p/{token}/" for token in tokens[kind]] + [gone_path]
    assert [client.get(one).status_code for one in paths] == [404] * 4
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("hard_bounce", "came back"),
        ("soft_bounce", "came back"),
        ("complaint", "reported from this address"),
        ("manual", "taken off our lists"),
    ],
)
def test_what_keeps_us_from_writing_is_said_and_not_lifted(client, reason, said):
    suppress("all", reason)
    path = make_subscriber(ADDRESS).link.path

    assert said in text(client.get(path))
    client.post(path, FORM | {"wants_everything": "on"})
    reasons = Suppression.objects.values_list("scope", "reason")
    assert list(reasons) == [("all", reason)]


def test_no_address_with_a_token_travels_on(client):
    _row, path = mailed()

    for one in (path, make_subscriber(ADDRESS).link.path, asking_path()):
        response = client.get(one)
        page = response.content.decode()
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
        assert 'name="robots" content="noindex"' in page
        assert "hreflang" not in page.split("<body>")[0]
        assert f'href="{one}?language=fr"' in page


def asking_path():
    return make_subscriber("asked@example.org", confirmed_at=None).link.path


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_for_any_length(rows, client, django_assert_num_queries):
    topics = [make_theme() for _ in range(rows)]
    series = [make_series() for _ in range(rows)]
    path = make_subscriber(ADDRESS, themes=topics, series=series).link.path

    # subscriber, endings, its rows, themes twice, series twice, bars
    with django_assert_num_queries(8):
        client.get(path)


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.django_db(transaction=True)
def test_pages_are_clean(live_server, page, look):
    make_theme()
    suppress("all", "hard_bounce")
    question = asking_path()
    choices = make_subscriber(ADDRESS, series=[make_series()]).link.path

    for path in (question, choices):
        query = f"?language={look.language}"
        assert_clean(page, f"{live_server.url}{path}{query}", look)
