"""States and observers: what the files say, and what held on a day.

The three files in `partners/data` are the source of dated names and groups: `load`
makes the tables equal to them, however often it runs. A figure about 2007 is
computed with what was true in 2007.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import connection, models, transaction

from partners.models import Country, CountryGroup, CountryName, GroupMembership
from partners.models.countries import REGIONAL_GROUPS, STANDINGS
from partners.services import country_files
from unitar_seminars.hours import local_day

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class CountryFacts:
    """What was true of a country on one day; all empty where there is no country."""

    code: str = ""
    name_en: str = ""
    name_fr: str = ""
    regional_group: str = ""
    is_ldc: bool = False
    is_lldc: bool = False
    is_sids: bool = False
    is_observer: bool = False


@transaction.atomic
def load(*, at: datetime) -> dict[str, int]:
    """Make the tables equal to the files; return today's size of each group."""
    columns = ["iso2", "m49", "name_en", "name_fr", "formal_name_en"]
    Country.objects.bulk_create(
        country_files.countries(),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=columns,
    )
    replace(CountryName, country_files.names(), facts_of_name)
    replace(GroupMembership, country_files.memberships(), facts_of_membership)
    held = GroupMembership.objects.on(local_day(at)).values("group")
    counted = held.annotate(size=models.Count("pk")).values_list("group", "size")
    return dict(counted.order_by("group"))


def replace(
    model: type[Row], wanted: Iterable[Row], facts: Callable[[Row], tuple[Any, ...]]
) -> None:
    """Delete the rows that the files don't hold, add those that are missing."""
    missing = {facts(row): row for row in wanted}
    surplus = [
        row.pk
        for row in model._default_manager.all()
        if missing.pop(facts(row), None) is None
    ]
    model._default_manager.filter(pk__in=surplus).delete()
    model._default_manager.bulk_create(missing.values())


def facts_of_name(row: CountryName) -> tuple[Any, ...]:
    period = (row.starts_on, row.ends_on, row.precision)
    return (row.country_id, row.language, row.name, *period, row.source)


def facts_of_membership(row: GroupMembership) -> tuple[Any, ...]:
    period = (row.starts_on, row.ends_on, row.precision)
    return (row.country_id, row.group, *period, row.source)


def facts_on(codes: Collection[str], day: date) -> dict[str, CountryFacts]:
    """Tell what was true of several countries on this day, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS_ON, {"codes": list(codes), "day": day})
        return {
            code: facts(code, name_en, name_fr, set(groups))
            for code, name_en, name_fr, groups in cursor.fetchall()
        }


# Asked once for every nomination that is filed, where building the same query by
# the ORM takes longer than asking it. Periods are half-open.
FACTS_ON = """
WITH held AS (SELECT %(day)s::date AS day)
SELECT country.code,
       COALESCE((SELECT name FROM partners_countryname, held
                  WHERE country_id = country.code AND language = 'en'
                    AND daterange(starts_on, ends_on) @> day), country.name_en),
       COALESCE((SELECT name FROM partners_countryname, held
                  WHERE country_id = country.code AND language = 'fr'
                    AND daterange(starts_on, ends_on) @> day), country.name_fr),
       ARRAY(SELECT "group" FROM partners_groupmembership, held
              WHERE country_id = country.code
                AND daterange(starts_on, ends_on) @> day)
  FROM partners_country AS country
 WHERE country.code = ANY(%(codes)s)
"""


def facts(code: str, name_en: str, name_fr: str, groups: set[str]) -> CountryFacts:
    """Sort one country's groups of a day into what is asked of them."""
    electoral = [str(group) for group in REGIONAL_GROUPS if group in groups]
    standing = groups & set(STANDINGS)
    return CountryFacts(
        code=code,
        name_en=name_en,
        name_fr=name_fr,
        regional_group=electoral[0] if electoral else "",
        is_ldc=CountryGroup.LDC in groups,
        is_lldc=CountryGroup.LLDC in groups,
        is_sids=CountryGroup.SIDS in groups,
        is_observer=bool(standing - {CountryGroup.MEMBER}),
    )
