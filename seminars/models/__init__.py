from seminars.models.changelog import ChangeKind, ProgrammeChange
from seminars.models.documents import (
    Document,
    DocumentContent,
    DocumentKind,
    DocumentQuerySet,
    Visibility,
)
from seminars.models.involvement import Involvement, InvolvementRole, covered_by
from seminars.models.programme import Series, Theme
from seminars.models.seminar import (
    CountsAs,
    DateCertainty,
    LearningObjective,
    Mode,
    RegistrationMode,
    Seminar,
    SeminarFormat,
    SeminarMode,
    SeminarState,
    default_tiers,
    each_sector_once,
)
from seminars.models.session import LONGEST_URL, AgendaItem, Session
from seminars.models.speakers import (
    SpeakerInvitation,
    SpeakerRole,
    SpeakerState,
)
from seminars.models.venues import AccessColumn, Room, Venue

__all__ = [
    "AccessColumn",
    "LONGEST_URL",
    "AgendaItem",
    "ChangeKind",
    "CountsAs",
    "DateCertainty",
    "Document",
    "DocumentContent",
    "DocumentKind",
    "DocumentQuerySet",
    "Involvement",
    "InvolvementRole",
    "LearningObjective",
    "Mode",
    "ProgrammeChange",
    "RegistrationMode",
    "Room",
    "Seminar",
    "SeminarFormat",
    "SeminarMode",
    "SeminarState",
    "Series",
    "Session",
    "SpeakerInvitation",
    "SpeakerRole",
    "SpeakerState",
    "Theme",
    "Venue",
    "Visibility",
    "covered_by",
    "default_tiers",
    "each_sector_once",
]
