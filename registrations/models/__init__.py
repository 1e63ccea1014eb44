from registrations.models.attendance import (
    Attendance,
    AttendanceMark,
    AttendanceSource,
    DoorDuty,
)
from registrations.models.invitations import Invitation
from registrations.models.nomination import Nomination
from registrations.models.registration import (
    ACTIVE,
    GONE,
    SEATED,
    CancelledBecause,
    Registration,
    RegistrationStatus,
    Substitution,
)
from registrations.models.seats import Line, Seat

__all__ = [
    "ACTIVE",
    "GONE",
    "SEATED",
    "Attendance",
    "AttendanceMark",
    "AttendanceSource",
    "CancelledBecause",
    "DoorDuty",
    "Invitation",
    "Line",
    "Nomination",
    "Registration",
    "RegistrationStatus",
    "Seat",
    "Substitution",
]
