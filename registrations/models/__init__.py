from registrations.models.access import (
    AccessList,
    AccessNote,
    AccessRow,
    AccessState,
    RowChange,
)
from registrations.models.attendance import (
    Attendance,
    AttendanceMark,
    AttendanceSource,
    DoorDuty,
)
from registrations.models.corrections import ChangeRequest
from registrations.models.imports import ImportDraft
from registrations.models.invitations import Invitation
from registrations.models.nomination import Nomination
from registrations.models.questions import (
    LARGEST_FILE,
    WITH_OPTIONS,
    Answer,
    AnswerFile,
    Question,
    QuestionKind,
)
from registrations.models.registration import (
    ACTIVE,
    GONE,
    SEATED,
    CancelledBecause,
    Registration,
    RegistrationStatus,
    Substitution,
)
from registrations.models.seats import OFFER_HOURS, KeptWish, Line, Seat
from registrations.models.selection import (
    InvitationToRegister,
    Verdict,
    VerdictChoice,
)

__all__ = [
    "ACTIVE",
    "GONE",
    "LARGEST_FILE",
    "OFFER_HOURS",
    "SEATED",
    "WITH_OPTIONS",
    "Answer",
    "AnswerFile",
    "AccessList",
    "AccessNote",
    "AccessRow",
    "AccessState",
    "Attendance",
    "AttendanceMark",
    "AttendanceSource",
    "CancelledBecause",
    "ChangeRequest",
    "DoorDuty",
    "ImportDraft",
    "Invitation",
    "InvitationToRegister",
    "KeptWish",
    "Line",
    "Nomination",
    "Question",
    "QuestionKind",
    "Registration",
    "RegistrationStatus",
    "RowChange",
    "Seat",
    "Substitution",
    "Verdict",
    "VerdictChoice",
]
