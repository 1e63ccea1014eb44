"""Feeds are Atom that any reader parses, hold nothing secret, and know what is new.

They are read with the standard library's parser, which knows nothing of how they
were drawn.
"""

from datetime import datetime
from xml.etree import ElementTree

import pytest

from registrations.services import changes
from seminars.models import Seminar
from tests.briefings.letting_out import sent
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_briefing,
    make_planned,
    make_room,
    make_seminar,
    make_theme,
)

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "http://testserver"
FEEDS = ("/updates.atom", "/seminars.atom")


def parsed(client, path):
    return ElementTree.fromstring(client.get(path).content)


def entries(client, path):
    """Give title, address and moment of each entry."""
    return [
        (
            entry.findtext("a:title", namespaces=ATOM),
            entry.find("a:link", ATOM).get("href").removeprefix(SITE),
            datetime.fromisoformat(entry.findtext("a:published", namespaces=ATOM)),
        )
        for entry in parsed(client, path).findall("a:entry", ATOM)
    ]


def announced(at, **fields):
    seminar = make_seminar(places=1, **fields)
    Seminar.objects.filter(pk=seminar.pk).update(announced_at=at)
    return seminar


def test_updates_are_told_newest_first_in_either_language(client):
    old = sent(at=NOW - 2 * DAY, subject_en="Old", subject_fr="Ancien")
    new = sent(at=NOW - DAY, subject_en="New", subject_fr="Nouveau")
    sent(is_public=False)
    sent(at=NOW + DAY)
    make_briefing()

    english, french = entries(client, FEEDS[0]), entries(client, "/fr/updates.atom")

    assert english == [
        ("New", f"/updates/{new.slug}/", NOW - DAY),
        ("Old", f"/updates/{old.slug}/", NOW - 2 * DAY),
    ]
    assert [title for title, *_ in french] == ["Nouveau", "Ancien"]
    assert french[0][1] == f"/fr/updates/{new.slug}/"


def test_announcements_are_told_and_nothing_planned(client):
    first = announced(NOW - 2 * DAY, title_en="First", title_fr="Premier")
    second = announced(NOW - DAY, title_en="Second")
    make_planned(title_en="Planned")

    assert entries(client, FEEDS[1]) == [
        ("Second", second.get_absolute_url(), NOW - DAY),
        ("First", first.get_absolute_url(), NOW - 2 * DAY),
    ]
    assert entries(client, "/fr/seminars.atom")[1][0] == "Premier"
    feed = client.get(FEEDS[1]).content.decode()
    assert "New York time" in feed
    assert "What it is about." in feed


def test_what_was_called_off_says_so_and_is_new_again(client):
    seminar = announced(NOW - 2 * DAY, title_en="Topic")

    changes.call_off(seminar, by=COMMAND, at=NOW, why="No room")

    [entry] = parsed(client, FEEDS[1]).findall("a:entry", ATOM)
    updated = entry.findtext("a:updated", namespaces=ATOM)
    assert entry.findtext("a:title", namespaces=ATOM) == "Called off: Topic"
    assert datetime.fromisoformat(updated) == NOW


@pytest.mark.parametrize(
    "change",
    [
        lambda session, **act: changes.move_room(session, make_room(), **act),
        lambda session, **act: changes.move_hour(
            session, session.starts_at + DAY, session.ends_at + DAY, **act
        ),
        lambda session, **act: changes.postpone(session.seminar, None, **act),
    ],
    ids=["room", "hour", "postponed"],
)
def test_what_was_moved_or_put_off_is_new_again(change, client):
    seminar = announced(NOW - 2 * DAY)

    change(seminar.sessions.get(), by=COMMAND, at=NOW, why="The room is needed")

    [entry] = parsed(client, FEEDS[1]).findall("a:entry", ATOM)
    dates = [
        entry.findtext(f"a:{n}", namespaces=ATOM) for n in ("published", "updated")
    ]
    assert [datetime.fromisoformat(date) for date in dates] == [NOW - 2 * DAY, NOW]


def test_a_day_that_is_not_on_record_is_not_told(client):
    announced(NOW - DAY)
    Seminar.objects.update(date_certainty="month")

    assert "New York time" not in client.get(FEEDS[1]).content.decode()


def test_a_theme_tells_of_both_kinds(client):
    theme = make_theme(name_en="Remittances")
    seminar = announced(NOW - 3 * HOUR, title_en="Seminar")
    update = sent(at=NOW - HOUR, subject_en="Update")
    for one in (seminar, update):
        one.themes.add(theme)
    sent(at=NOW - 2 * HOUR, subject_en="Its seminar’s", seminar=seminar)
    sent(subject_en="Another")
    make_planned().themes.add(theme)
    path = f"/themes/{theme.slug}.atom"

    told = entries(client, path)

    assert [title for title, *_ in told] == ["Update", "Its seminar’s", "Seminar"]
    title = parsed(client, path).findtext("a:title", namespaces=ATOM)
    assert title == "UNITAR Seminars: Remittances"
    assert client.get("/themes/unknown.atom").status_code == 404


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_whole(client, path):
    sent(at=NOW - DAY)
    announced(NOW - DAY)

    answer, feed = client.get(path), parsed(client, path)

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links["self"] == f"{SITE}{path}"
    assert client.get(links["alternate"].removeprefix(SITE)).status_code == 200
    for name in ("title", "id", "updated", "author", "entry"):
        assert feed.find(f"a:{name}", ATOM) is not None
    [entry] = feed.findall("a:entry", ATOM)
    assert entry.findtext("a:id", namespaces=ATOM).startswith(SITE)


def test_feeds_hold_no_token_no_address_and_no_placeholder(client):
    sent(
        at=NOW - DAY,
        subject_en="For [[name]]",
        body_en="[[name]]: [choose]([[preferences]]), [[unsubscribe]]",
    )

    feed = client.get(FEEDS[0]).content.decode()

    assert "For colleague" in feed
    for secret in ("[[", "/p/", "/u/", "/n/", "/r/", "@", "%5B"):
        assert secret not in feed


@pytest.mark.parametrize("path", FEEDS)
def test_whoever_asks_again_is_sent_only_what_is_new(client, path):
    empty = client.get(path)
    sent(at=NOW - DAY)
    announced(NOW - DAY)
    first = client.get(path)
    known = {"if-none-match": first["ETag"]}

    again = client.get(path, headers=known)
    sent(at=NOW - HOUR)
    announced(NOW - HOUR)
    changed = client.get(path, headers=known)

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"] != empty["ETag"]


def test_a_date_alone_never_keeps_what_is_new_from_anybody(client):
    """A title put right leaves every date as it was."""
    seminar = announced(NOW - DAY, title_en="Tpoic")
    since = {"if-modified-since": client.get(FEEDS[1])["Last-Modified"]}
    Seminar.objects.filter(pk=seminar.pk).update(title_en="Topic")

    assert b"Topic" in client.get(FEEDS[1], headers=since).content


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_feed_is_the_same_whenever_asked(client, path):
    first = client.get(path)

    assert client.get(path)["ETag"] == first["ETag"]
    assert parsed(client, path).findall("a:entry", ATOM) == []


@pytest.mark.parametrize("path", ["/", "/seminars/", "/updates/"])
def test_pages_name_their_feed(client, path):
    page = client.get(path).content.decode()

    wanted = FEEDS[0] if path == "/updates/" else FEEDS[1]
    link = 'type="application/atom+xml" title="'
    assert page.count(link) == 1
    assert f'href="{wanted}"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_feeds_ask_the_same_for_any_length(rows, client, django_assert_num_queries):
    for _ in range(rows):
        sent(at=NOW - DAY)
        announced(NOW - DAY)

    for path in FEEDS:
        with django_assert_num_queries(1):
            client.get(path)
