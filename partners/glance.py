"""What the first page says of the Forum: the latest hosts, and today's chair.

One statement reads it all, for a page that has many other questions to ask.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partners.forum import Host, Summit
from partners.models import (
    ChairTerm,
    Country,
    CountryName,
    ForumEdition,
    HostTerm,
    HostTermState,
    Mechanism,
    Organisation,
)
from unitar_seminars.db import on

HOSTS = 2
OF_EDITION = ("number", "place_en", "place_fr", "starts_on", "ends_on")
OF_EDITION += ("days_known", "mode", "state")


@dataclass(frozen=True)
class Glance:
    """The latest hosts, latest first, and the chair of the day, if there is one."""

    hosts: list[Host]
    chair: Organisation | None = None


def at_a_glance(day: date) -> Glance:
    """Tell who chairs the Forum, who did before, and who chairs the agencies."""
    begun = HostTerm.objects.exclude(state=HostTermState.WITHDRAWN)
    edition = {f"edition_{name}": F(f"editions__{name}") for name in OF_EDITION}
    terms = list(
        begun.filter(starts_on__lte=day)
        .annotate(**edition, day=Coalesce("editions__starts_on", "starts_on"))
        .annotate(called=ArraySubquery(names()), chair=Subquery(chair(day)))
        .order_by("-starts_on", "-pk", "-editions__number")
        .distinct("starts_on", "pk")[:HOSTS]
    )
    chaired = terms[0].chair if terms else None
    return Glance(
        hosts=[host(term) for term in terms],
        chair=Organisation(**chaired) if chaired else None,
    )


def names() -> Any:
    """Name a term's countries as on the day of its last summit."""
    language = (get_language() or "en")[:2]
    then = CountryName.objects.filter(
        on(OuterRef(OuterRef("day"))), country=OuterRef("pk"), language=language
    )
    called = Coalesce(Subquery(then.values("name")[:1]), F(f"name_{language}"))
    countries = Country.objects.filter(host_terms=OuterRef("pk"))
    return countries.annotate(called=called).order_by("called").values("called")


def chair(day: date) -> Any:
    """Name the organisation that chairs the Global Migration Group."""
    chairs = ChairTerm.objects.filter(on(day), mechanism=Mechanism.GMG)
    name = {"name_en": "organisation__name_en", "name_fr": "organisation__name_fr"}
    return chairs.values(both=JSONObject(**name))[:1]


def host(term: Any) -> Host:
    summits = []
    if term.edition_number:
        known = {name: getattr(term, f"edition_{name}") for name in OF_EDITION}
        summits = [Summit(ForumEdition(**known))]
    return Host(
        term=term,
        names=get_text_list(term.called, _("and")),
        summits=summits,
        is_shared=len(term.called) > 1,
        is_withdrawn=False,
    )
