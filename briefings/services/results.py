"""What became of each message of a briefing, found by person, mission and address.

Nothing is known of who opened one, and nothing is asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from briefings import merging
from briefings.models import Briefing
from mailing.models import Mailing, Message, MessageState
from partners.models import Organisation, Posting, Representation
from registrations.models import Registration
from unitar_seminars import hours
from unitar_seminars.cells import harmless
from unitar_seminars.db import Folded
from users import audit
from users.models import Actor

PAGE, CHUNK = 50, 2000


@dataclass(frozen=True)
class Choice:
    """What of the results somebody wants to see, from behind which address."""

    state: str = ""
    words: str = ""
    after: str = ""


@dataclass(frozen=True)
class Row:
    """One message, and the organisation of whom it went to."""

    message: Message
    organisation: str


def page(mailing: Mailing, choice: Choice, *, at: datetime) -> tuple[list[Row], str]:
    """Give one page in the order of addresses, and behind which the next begins."""
    behind = found(mailing, choice).filter(address_folded__gt=choice.after)
    messages = list(behind[: PAGE + 1])
    shown = messages[:PAGE]
    is_more = len(messages) > PAGE
    return with_organisations(shown, at=at), shown[-1].address_folded if is_more else ""


def found(mailing: Mailing, choice: Choice) -> QuerySet[Message]:
    """Keep the messages that were asked for, in the order that an index has."""
    rows = Message.objects.filter(mailing=mailing).order_by("address_folded")
    if choice.state:
        rows = rows.filter(state=choice.state)
    if words := choice.words.split():
        rows = rows.alias(folded_name=Folded("name"))
        rows = rows.filter(by_person(words) | by_mission(words))
    return rows


def by_person(words: list[str]) -> Q:
    """Say in a filter: each word stands in the name or in the address."""
    return matching(words, "folded_name", "address_folded")


def by_mission(words: list[str]) -> Q:
    """Say in a filter: the addressee is of a body that has all these words."""
    names = ("folded_en", "folded_fr")
    bodies = with_folded(Organisation.objects.all(), "name")
    of_these = bodies.filter(matching(words, *names)).values("pk")
    registered = with_folded(Registration.objects.all(), "organisation_name")
    acting = Representation.objects.filter(organisation__in=of_these)
    posted = Posting.objects.filter(organisation__in=of_these)
    own = Organisation.objects.filter(pk__in=of_these)
    keys = (
        keys_of(own, Organisation, "pk"),
        keys_of(acting, Representation.user.field.related_model, "user"),
        keys_of(posted, Posting.person.field.related_model, "person"),
        keys_of(registered.filter(matching(words, *names)), Registration, "pk"),
    )
    condition = Q()
    for some in keys:
        condition |= Q(person_key__in=some)
    return condition


def matching(words: Iterable[str], *columns: str) -> Q:
    """Say in a filter: each word stands in one of these folded columns."""
    condition = Q()
    for word in words:
        either = Q()
        for column in columns:
            either |= Q(**{f"{column}__contains": Folded(Value(word))})
        condition &= either
    return condition


def with_folded(rows: QuerySet[Any], name: str) -> QuerySet[Any]:
    columns = {f"folded_{one}": Folded(f"{name}_{one}") for one in ("en", "fr")}
    folded: QuerySet[Any] = rows.alias(**columns)
    return folded


def keys_of(rows: QuerySet[Any], model: Any, column: str) -> QuerySet[Any]:
    """Name rows as `unitar_seminars.db.key` does, within the database."""
    label = Value(f"{model._meta.label_lower}:")
    return rows.values_list(Concat(label, Cast(column, CharField())))


def with_organisations(messages: list[Message], *, at: datetime) -> list[Row]:
    facts = merging.facts_of([message.person_key for message in messages], at=at)
    return [
        Row(message, organisation_of(facts, message.person_key, message.language))
        for message in messages
    ]


def organisation_of(facts: merging.Facts, person_key: str, language: str) -> str:
    english, french, *_country = facts.get(person_key, ("", "", "", ""))
    return (french or english) if language == "fr" else (english or french)


def export(
    briefing: Briefing, choice: Choice, *, by: Actor, at: datetime
) -> Iterator[list[str]]:
    """Give the delivery report line by line; each that is taken leaves one entry.

    Words are said now, in the language of whoever asks, for lines are drawn later.
    """
    assert briefing.mailing is not None
    why = ", ".join(word for word in (choice.state, choice.words) if word)
    audit.record("export_results", briefing, by=by, at=at, why=why)
    head = [
        *(_("Name"), _("Organisation"), _("Address"), _("Language"), _("State")),
        *(_("Accepted (New York time)"), _("Attempts"), _("The relay’s answer")),
    ]
    labels = {state.value: str(state.label) for state in MessageState}
    return lines(found(briefing.mailing, choice), head, labels, at=at)


def lines(
    rows: QuerySet[Message], head: list[str], labels: dict[str, str], *, at: datetime
) -> Iterator[list[str]]:
    yield head
    messages = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(messages, CHUNK)):
        for row in with_organisations(chunk, at=at):
            yield line(row, labels)


def line(row: Row, labels: dict[str, str]) -> list[str]:
    message, accepted = row.message, row.message.accepted_at
    return [
        harmless(message.name),
        harmless(row.organisation),
        harmless(message.address),
        message.language,
        labels[message.state],
        f"{accepted.astimezone(hours.NEW_YORK):%Y-%m-%d %H:%M:%S}" if accepted else "",
        str(message.attempt),
        harmless(message.reply),
    ]
