"""Which organisation somebody means, and what kind it was on a day.

What a registrant types is kept as *proposed* until staff accept it or say which known
organisation it is. Missions are never proposed: all of them are in the list.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from partners.models import (
    ContactUse,
    Country,
    Organisation,
    OrganisationAlias,
    OrganisationSector,
    OrganisationState,
    Sector,
)
from unitar_seminars.db import Folded
from unitar_seminars.hours import local_day
from users import audit
from users.models import Actor

LONGEST = 100  # characters of a search; a name is found by less
Typed = tuple[str, str, Country | None]  # name, sector, country
Meant = tuple[str, str, str | None]  # the same, folded, with the country's code


def find_typed(name: str) -> Organisation | None:
    """Find the one active organisation that goes by exactly this name, else none.

    Case, accents and spaces don't matter. A name that several go by is no answer.
    """
    found = Organisation.objects.raw(BY_EXACT_NAME, {"name": " ".join(name.split())})
    first_two = list(found)
    return first_two[0] if len(first_two) == 1 else None


# Five probes of an index each, instead of one scan with five conditions.
BY_EXACT_NAME = """
WITH typed AS MATERIALIZED (SELECT folded(%(name)s) AS name)
SELECT * FROM partners_organisation
 WHERE state = 'active' AND id IN (
    SELECT id FROM partners_organisation, typed
     WHERE typed.name <> '' AND folded(name_en) = typed.name
 UNION
    SELECT id FROM partners_organisation, typed
     WHERE typed.name <> '' AND folded(name_fr) = typed.name
 UNION
    SELECT id FROM partners_organisation, typed
     WHERE typed.name <> '' AND folded(short_name_en) = typed.name
 UNION
    SELECT id FROM partners_organisation, typed
     WHERE typed.name <> '' AND folded(short_name_fr) = typed.name
 UNION
    SELECT organisation_id FROM partners_organisationalias alias, typed
     WHERE typed.name <> '' AND folded(alias.name) = typed.name
 )
 ORDER BY id LIMIT 2
"""


def find_all_typed(names: Iterable[str]) -> dict[str, Organisation]:
    """Find, in one query, what `find_typed` finds for each of these names."""
    bare = {name: " ".join(name.split()) for name in names}
    wanted = sorted(set(bare.values()))
    rows = Organisation.objects.raw(BY_EXACT_NAMES, {"names": wanted})
    found: dict[str, list[Organisation]] = {}
    for row in rows:
        found.setdefault(vars(row)["said"], []).append(row)
    meant = {said: several[0] for said, several in found.items() if len(several) == 1}
    return {name: meant[said] for name, said in bare.items() if said in meant}


BY_EXACT_NAMES = """
WITH typed AS MATERIALIZED (
    SELECT said, folded(said) AS name FROM unnest(%(names)s::text[]) AS said
     WHERE said <> ''
), hit AS (
    SELECT said, id FROM typed
      JOIN partners_organisation ON folded(name_en) = typed.name
 UNION
    SELECT said, id FROM typed
      JOIN partners_organisation ON folded(name_fr) = typed.name
 UNION
    SELECT said, id FROM typed
      JOIN partners_organisation ON folded(short_name_en) = typed.name
 UNION
    SELECT said, id FROM typed
      JOIN partners_organisation ON folded(short_name_fr) = typed.name
 UNION
    SELECT said, organisation_id FROM typed
      JOIN partners_organisationalias alias ON folded(alias.name) = typed.name
)
SELECT organisation.*, hit.said FROM hit
  JOIN partners_organisation organisation USING (id)
 WHERE organisation.state = 'active'
 ORDER BY organisation.id
"""


def search(
    words: str, *, day: date, language: str = "en", limit: int = 8
) -> QuerySet[Organisation]:
    """Find active organisations while somebody types; acronyms first, then by name.

    Each carries its `sector` of this day.
    """
    words = words[:LONGEST].strip()
    if not words:
        return Organisation.objects.none()
    typed = Folded(Value(words))
    found = Organisation.objects.active().matching(words).with_sector(day)
    return found.alias(
        short_en=Folded("short_name_en"),
        short_fr=Folded("short_name_fr"),
        place=Case(
            When(short_en=typed, then=0), When(short_fr=typed, then=0), default=1
        ),
        by_name=Folded("name_fr" if language == "fr" else "name_en"),
    ).order_by("place", "by_name", "pk")[:limit]


def propose(
    name: str, sector: str, country: Country | None, *, by: Actor, at: datetime
) -> Organisation:
    """Keep an organisation that somebody typed, once, until staff say which it is."""
    [proposed] = propose_all([(name, sector, country)], by=by, at=at)
    return proposed


@transaction.atomic
def propose_all(
    typed: Sequence[Typed], *, by: Actor, at: datetime
) -> list[Organisation]:
    """Keep each that was typed, once, in a fixed number of statements."""
    for _name, sector, _country in typed:
        refuse_mission(sector)
    one_at_a_time()
    meant, known = proposed_before(typed)
    new: dict[Meant, Organisation] = {}
    for key, (name, _sector, country) in zip(meant, typed, strict=True):
        bare, state = " ".join(name.split()), OrganisationState.PROPOSED
        if key not in known:
            one = Organisation(name_en=bare, country=country, state=state)
            new.setdefault(key, one)
    Organisation.objects.bulk_create(new.values())
    OrganisationSector.objects.bulk_create(
        OrganisationSector(organisation=one, sector=sector)
        for (_name, sector, _code), one in new.items()
    )
    audit.record_all("propose", list(new.values()), by=by, at=at)
    kept = known | new
    return [kept[key] for key in meant]


def proposed_before(
    typed: Sequence[Typed],
) -> tuple[list[Meant], dict[Meant, Organisation]]:
    """Fold what was typed, and find what of it is proposed already."""
    names = [" ".join(name.split()) for name, _sector, _country in typed]
    sectors = [str(sector) for _name, sector, _country in typed]
    codes = [country.pk if country else None for _name, _sector, country in typed]
    with connection.cursor() as cursor:
        cursor.execute(PROPOSED_BEFORE, [names, sectors, codes])
        rows = cursor.fetchall()
    meant = [(name, sector, code) for name, sector, code, _pk in rows]
    keys = {row[:3]: row[3] for row in rows if row[3]}
    found = Organisation.objects.in_bulk(keys.values()) if keys else {}
    return meant, {key: found[pk] for key, pk in keys.items()}


PROPOSED_BEFORE = """
SELECT folded(said.name), said.sector, said.country, min(known.id)
  FROM unnest(%s::text[], %s::text[], %s::text[])
       WITH ORDINALITY AS said(name, sector, country, place)
  LEFT JOIN (
    SELECT body.id, folded(body.name_en) AS name, held.sector, body.country_id
      FROM partners_organisation AS body
      JOIN partners_organisationsector AS held ON held.organisation_id = body.id
     WHERE body.state = 'proposed'
  ) AS known
    ON known.name = folded(said.name) AND known.sector = said.sector
   AND known.country_id IS NOT DISTINCT FROM said.country
 GROUP BY said.place, said.name, said.sector, said.country
 ORDER BY said.place
"""


def refuse_mission(sector: str) -> None:
    if sector != Sector.MISSION:
        return
    text = _(
        "Every mission is in the list: search for it by the name of its country,"
        " in English or French, and choose it there."
    )
    raise ValidationError(text, code="mission")


def one_at_a_time() -> None:
    """Let those who type a name come one after the other, until they are done.

    One lock for all names: with one each, two who propose the same two in opposite
    order would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(PROPOSING)


PROPOSING = "SELECT pg_advisory_xact_lock('partners_organisation'::regclass::bigint)"


@transaction.atomic
def accept(organisation: Organisation, *, by: Actor, at: datetime) -> None:
    """Take a proposed organisation into the list."""
    lock(organisation)
    if organisation.state != OrganisationState.PROPOSED:
        text = _("Only a proposed organisation can be accepted; this one is not.")
        raise ValidationError(text, code="not_proposed")
    organisation.state = OrganisationState.ACTIVE
    organisation.save(update_fields=["state"])
    audit.record("accept", organisation, by=by, at=at)


@transaction.atomic
def merge(
    organisation: Organisation, into: Organisation, *, by: Actor, at: datetime, why: str
) -> None:
    """Say that this is another organisation, which inherits its names and mailboxes.

    What was registered under the old one stays as it was filed.
    """
    for one in sorted((organisation, into), key=lambda one: one.pk):
        lock(one)
    refuse_merge(organisation, into)
    refuse_what_goes_on(organisation, day=local_day(at))
    for name in names_of(organisation):
        OrganisationAlias.objects.bulk_create(
            [OrganisationAlias(organisation=into, name=name)], ignore_conflicts=True
        )
    ContactUse.objects.filter(organisation=organisation).update(organisation=into)
    organisation.state = OrganisationState.MERGED
    organisation.merged_into = into
    organisation.save(update_fields=["state", "merged_into"])
    organisation.merged_from.update(merged_into=into)  # one step leads to what goes on
    audit.record("merge", organisation, by=by, at=at, why=why)


def refuse_merge(organisation: Organisation, into: Organisation) -> None:
    if organisation.state == OrganisationState.MERGED:
        text = _("This was merged before: open the organisation that it went into.")
        raise ValidationError(text, code="merged")
    if organisation == into or into.state != OrganisationState.ACTIVE:
        text = _("Choose another organisation of the list, one that is active.")
        raise ValidationError(text, code="merge_target")


def refuse_what_goes_on(organisation: Organisation, *, day: date) -> None:
    """Leave nobody behind who acts or works for it, and nothing that reports read."""
    later = Q(ends_on=None) | Q(ends_on__gt=day)
    rows = [getattr(organisation, name).filter(later) for name in GOING_ON]
    rows += [getattr(organisation, name).all() for name in REPORTED]
    left = [str(one.model._meta.verbose_name_plural) for one in rows if one.exists()]
    if left:
        text = _(
            "%(organisation)s still has: %(rows)s. Move agreements, priorities and"
            " positions to the other organisation, also old ones; move the rest or end"
            " it; then merge."
        )
        told = {"organisation": organisation, "rows": ", ".join(left)}
        raise ValidationError(text, code="goes_on", params=told)


GOING_ON = ("postings", "representations", "focal_points", "chair_terms")
REPORTED = ("agreements", "priorities", "endorsements")  # of the past, too


def names_of(organisation: Organisation) -> list[str]:
    own = [
        organisation.name_en,
        organisation.name_fr,
        organisation.short_name_en,
        organisation.short_name_fr,
    ]
    aliases = organisation.aliases.order_by("pk").values_list("name", flat=True)
    return [name for name in [*own, *aliases] if name]


def lock(organisation: Organisation) -> None:
    """Wait for whoever changes it, not for who only names it; then read it anew."""
    organisation.refresh_from_db(
        from_queryset=Organisation.objects.select_for_update(of=("self",), no_key=True)
    )
