"""An audience in words, so that whoever approves reads whom it means."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefings.models import Audience, AudiencePart, Situation, Standing, Who
from partners.models import Committee, CountryGroup, Sector

BODIES = {
    Sector.MISSION: gettext_lazy("permanent and observer missions"),
    Sector.UN: gettext_lazy("organisations of the United Nations system"),
    Sector.IGO: gettext_lazy("other intergovernmental organisations"),
    Sector.NGO: gettext_lazy("non-governmental organisations"),
    Sector.MIGRANT_ASSOCIATION: gettext_lazy("migrant associations"),
    Sector.ACADEMIA: gettext_lazy("universities and institutes"),
    Sector.FOUNDATION: gettext_lazy("foundations"),
    Sector.PRIVATE: gettext_lazy("companies"),
    Sector.MEDIA: gettext_lazy("media"),
    Sector.OTHER: gettext_lazy("organisations of other kinds"),
}
GROUPS = {
    CountryGroup.AFRICAN: gettext_lazy("in the African Group"),
    CountryGroup.ASIA_PACIFIC: gettext_lazy("in the Asia-Pacific Group"),
    CountryGroup.EASTERN_EUROPEAN: gettext_lazy("in the Eastern European Group"),
    CountryGroup.GRULAC: gettext_lazy("in the Latin American and Caribbean Group"),
    CountryGroup.WEOG: gettext_lazy("in the Western European and Others Group"),
}
SITUATIONS = {
    Situation.LDC: gettext_lazy("of least developed countries"),
    Situation.LLDC: gettext_lazy("of landlocked developing countries"),
    Situation.SIDS: gettext_lazy("of small island developing States"),
    Situation.ANY: gettext_lazy("of countries in special situations"),
}
STANDINGS = {
    Standing.MEMBER: gettext_lazy("of Member States"),
    Standing.OBSERVER: gettext_lazy("of observers"),
}
PEOPLE = {
    Who.SUBSCRIBERS: gettext_lazy("subscribers to single messages"),
    Who.REGISTERED: gettext_lazy("people who registered, waiting ones included"),
    Who.WAITING: gettext_lazy("people who wait for a place"),
    Who.ATTENDED: gettext_lazy("people who came"),
}


def sentence(audience: Audience) -> str:
    """Say whom an audience means; `with_parts` reads what this needs."""
    parts = audience.parts.all()
    meant = "; ".join(words(part) for part in parts if not part.is_excluded)
    left_out = "; ".join(words(part) for part in parts if part.is_excluded)
    if not meant:
        return _("Nobody yet: add a part to it.")
    if left_out:
        meant = _("%(meant)s – without: %(others)s") % {
            "meant": meant,
            "others": left_out,
        }
    return capfirst(f"{meant}.")


def words(part: AudiencePart) -> str:
    """Say whom one part means."""
    return ", ".join(str(said) for said in conditions(part) if said)


def conditions(part: AudiencePart) -> Iterator[object]:
    yield PEOPLE.get(Who(part.who)) or kind(part)
    if part.who in PEOPLE and part.sector:
        yield _("then from: %s") % BODIES[Sector(part.sector)]
    yield STANDINGS.get(part.standing)
    yield GROUPS.get(part.regional_group)
    yield SITUATIONS.get(part.situation)
    if part.who == Who.NEVER_CAME:
        yield _("from which nobody ever came")
    yield from topics(part)
    yield part.get_reached_at_display()


def kind(part: AudiencePart) -> str:
    """Name organisations by their sector, or the delegates whom they send."""
    sent_by = str(BODIES[Sector(part.sector)])
    if not part.committee:
        return sent_by
    covered = Committee(part.committee).label
    said = {"organisations": sent_by, "committee": covered}
    return _("delegates who cover the %(committee)s at %(organisations)s") % said


def topics(part: AudiencePart) -> Iterator[str]:
    if part.seminar:
        yield _("seminar “%s”") % part.seminar
    if part.series:
        yield _("series “%s”") % part.series
    if part.theme:
        yield _("theme “%s”") % part.theme
