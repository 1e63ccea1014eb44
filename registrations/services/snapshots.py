"""What was true of a registration when it was filed, written into it.

Organisation and sector as of the day of filing; names and groups of the country as of
the seminar's first day. Taken again only by `postpone`, `identify_organisation` and
`correct`.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, OrganisationState, Sector
from partners.services import countries
from registrations.models import Registration
from seminars.models import Seminar
from unitar_seminars.db import save_or_refuse
from unitar_seminars.translated import in_language

NOTHING = countries.CountryFacts()
COUNTRY_FIELDS = (
    "country_name_en",
    "country_name_fr",
    "regional_group",
    "is_ldc",
    "is_lldc",
    "is_sids",
)


def take(people: Sequence[Registration], seminar: Seminar, *, on: date) -> None:
    """Write what is true into registrations that are not stored yet.

    A fixed number of queries for any number of people.
    """
    keys = {registration.organisation_id for registration in people}
    known = Organisation.objects.with_sector(on).in_bulk([k for k in keys if k])
    for registration in people:
        body = known[registration.organisation_id or 0]
        registration.organisation_name_en = in_language(body, "name", "en")
        registration.organisation_name_fr = in_language(body, "name", "fr")
        registration.sector = vars(body)["sector"] or Sector.OTHER
        registration.country_id = body.country_id
        registration.same_again = same_again(registration, body)
        registration.same_again_version = settings.FILING_KEY_VERSION
    take_countries(people, seminar.first_day or on)


def take_countries(people: Sequence[Registration], day: date) -> None:
    """Write names and groups of each country as on this day; no country, none."""
    codes = {registration.country_id for registration in people}
    facts = countries.facts_on({code for code in codes if code}, day)
    for registration in people:
        country = facts.get(registration.country_id or "", NOTHING)
        registration.country_name_en = country.name_en
        registration.country_name_fr = country.name_fr
        registration.regional_group = country.regional_group
        registration.is_ldc = country.is_ldc
        registration.is_lldc = country.is_lldc
        registration.is_sids = country.is_sids


def retake(registration: Registration) -> None:
    """Take the whole snapshot again, as of the day of filing, and store it."""
    if registration.organisation_id is None:
        raise ValidationError(
            _("Say first which organisation this person comes from."),
            code="no_organisation",
        )
    filed_on = timezone.localdate(registration.submitted_at)
    take([registration], registration.seminar, on=filed_on)
    save_or_refuse(registration)


def retake_countries(seminar: Seminar) -> None:
    """Read names and groups again for a new first day; sector and tier stay."""
    people = list(seminar.registrations.all())
    if seminar.first_day:
        take_countries(people, seminar.first_day)
        Registration.objects.bulk_update(people, COUNTRY_FIELDS, batch_size=500)


def same_again(registration: Registration, body: Organisation) -> str:
    """Seal what makes two filings the same: seminar, name, organisation, address."""
    name_or_key = str(body.pk)
    if body.state == OrganisationState.PROPOSED:
        name_or_key = folded(in_language(body, "name", "en"))
    parts = [
        str(registration.seminar_id),
        folded(registration.name),
        name_or_key,
        folded(registration.address),
    ]
    said = "\x00".join(parts).encode()
    return hmac.new(settings.FILING_KEY.encode(), said, hashlib.sha256).hexdigest()


def folded(text: str) -> str:
    """Fold case and spaces; accents stay, for they tell people apart."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
