"""What each figure means, in the words that stand under it wherever it is shown."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Measure(StrEnum):
    """What can be counted of a seminar."""

    PLACES = "places"
    REGISTERED = "registered"
    PARTICIPATIONS = "participations"
    PRESENCES = "presences"
    PARTICIPANTS = "participants"


@dataclass(frozen=True)
class Definition:
    """A figure's name and what it counts."""

    title: Promise
    text: Promise


MEASURES = {
    Measure.PLACES: Definition(
        _("Places"), _("Seats offered, in the room or online, without those withdrawn")
    ),
    Measure.REGISTERED: Definition(
        _("Registered"), _("Held a place when the first session began")
    ),
    Measure.PARTICIPATIONS: Definition(
        _("Participations"),
        _(
            "Registrations present, or present in part, in at least one session;"
            " people added at the door count"
        ),
    ),
    Measure.PRESENCES: Definition(_("Presences"), _("One person in one session")),
    Measure.PARTICIPANTS: Definition(_("Participants"), _("Distinct people who came")),
}

SEATS = Definition(
    pgettext_lazy("of a mission", "Seats"),
    _("Places that its people have; one, whoever held it one after another"),
)
SEMINARS = Definition(
    _("Seminars"),
    _(
        "Seminars, briefings and courses whose first session has begun. One that was"
        " postponed or called off is left out."
    ),
)
SECTOR = Definition(
    _("Participations by sector"),
    _("The kind of organisation each person came for, as it was on registering."),
)
REGION = Definition(
    _("Participations by regional group"),
    _(
        "Permanent missions only. Electoral groups as they were on the first day of"
        " each seminar; observers have none and stand apart."
    ),
)
SPECIAL = Definition(
    _("Participations from countries in special situations"),
    _(
        "Permanent missions only, as of the first day of each seminar. A country may"
        " be in several of these groups: the last row counts it once and is no sum."
    ),
)
GENDER = Definition(
    _("Participations by gender"),
    _("As each person said on registering; never inferred."),
)
YEAR = Definition(
    _("Figures by year"), _("The New York year of each seminar’s first day.")
)
SEMINAR = Definition(
    _("Figures by seminar"), _("Places, people and presences of each seminar.")
)
TABLES = (SEMINARS, SECTOR, REGION, SPECIAL, GENDER, YEAR, SEMINAR)
