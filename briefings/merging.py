"""What a text may say of each of its readers, by placeholders from a closed list.

Where nothing is known of somebody, a general word stands instead, so that no sentence
has a hole in it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefings.audiences import Recipient
from mailing.rendering import PLACEHOLDER
from partners.models import ContactUse, Organisation, Posting, Representation
from registrations.models import Registration
from unitar_seminars.db import on
from unitar_seminars.hours import local_day
from unitar_seminars.translated import in_language

FIELDS = {
    "name": gettext_lazy("whom the message is addressed to"),
    "organisation": gettext_lazy("their organisation or mission"),
    "country": gettext_lazy("its State or observer"),
    "preferences": gettext_lazy("the address where they choose what they receive"),
    "unsubscribe": gettext_lazy("the address where they end it"),
}
OF_A_READER = frozenset({"organisation", "country"})  # the rest delivery knows itself
Facts = dict[str, tuple[str, str, str, str]]  # organisation EN, FR, country EN, FR


def fields_in(*texts: str) -> set[str]:
    """Name the placeholders that these texts use."""
    return {name for text in texts for name in PLACEHOLDER.findall(text)}


def unknown_fields(*texts: str) -> list[str]:
    """Name what is written like a placeholder and nobody will fill."""
    return sorted(fields_in(*texts) - set(FIELDS))


def merged(
    recipients: Iterable[Recipient], used: set[str], *, at: datetime
) -> list[dict[str, str]]:
    """Say of each recipient, in their language, what the texts use of it."""
    found, wanted = list(recipients), used & OF_A_READER
    if not wanted:
        return [{} for _recipient in found]
    facts = facts_of([one.person_key for one in found], at=at)
    general = {language: general_words(language) for language in ("en", "fr")}
    return [
        {field: said(one, field, facts, general[one.language]) for field in wanted}
        for one in found
    ]


def said(
    recipient: Recipient, field: str, facts: Facts, general: Mapping[str, str]
) -> str:
    column = (field == "country") * 2 + (recipient.language == "fr")
    known = facts.get(recipient.person_key, ("", "", "", ""))
    return known[column] or known[column ^ 1] or general[field]


def general_words(language: str) -> dict[str, str]:
    with translation.override(language):
        return {"organisation": _("your organisation"), "country": _("your country")}


def facts_of(keys: Iterable[str], *, at: datetime) -> Facts:
    """Read organisation and country of everybody, one query for each kind of row.

    Whoever is nobody in particular has no key, and gets general words.
    """
    by_kind: dict[str, list[int]] = {}
    for one in filter(None, keys):
        kind, _colon, number = one.partition(":")
        by_kind.setdefault(kind, []).append(int(number))
    facts: Facts = {}
    for kind, read in READERS.items():
        if ids := by_kind.get(kind):
            facts |= {f"{kind}:{pk}": names for pk, names in read(ids, at)}
    return facts


def of_organisations(ids: list[int], at: datetime) -> Iterable[tuple]:
    bodies = Organisation.objects.filter(pk__in=ids).select_related("country")
    return [(body.pk, names_of(body)) for body in bodies]


def of_people(ids: list[int], at: datetime) -> Iterable[tuple]:
    posts = Posting.objects.filter(on(local_day(at)), person__in=ids)
    found = posts.select_related("organisation__country").order_by("-pk")
    return [(post.person_id, names_of(post.organisation)) for post in found]


def of_registrations(ids: list[int], at: datetime) -> Iterable[tuple]:
    columns = [
        f"{name}_name_{language}"
        for name in ("organisation", "country")
        for language in ("en", "fr")
    ]
    rows = Registration.objects.filter(pk__in=ids).values_list("pk", *columns)
    return [(pk, tuple(names)) for pk, *names in rows]


def of_accounts(ids: list[int], at: datetime) -> Iterable[tuple]:
    acting = Representation.objects.filter(
        on(local_day(at)), user__in=ids, organisation__isnull=False
    )
    found = acting.select_related("organisation__country").order_by("-pk")
    return [(one.user_id, names_of(one.organisation)) for one in found]


def of_contact_points(ids: list[int], at: datetime) -> Iterable[tuple]:
    uses = ContactUse.objects.on(local_day(at)).filter(
        contact_point__in=ids, organisation__isnull=False
    )
    found = uses.select_related("organisation__country").order_by("-pk")
    return [(use.contact_point_id, names_of(use.organisation)) for use in found]


READERS = {
    "partners.contactpoint": of_contact_points,
    "partners.organisation": of_organisations,
    "partners.person": of_people,
    "registrations.registration": of_registrations,
    "users.user": of_accounts,
}


def names_of(body: Organisation) -> tuple[str, str, str, str]:
    country = body.country
    names = (country.name_en, country.name_fr) if country else ("", "")
    return (body.name_en, str(in_language(body, "name", "fr")), *names)
