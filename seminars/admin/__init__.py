"""Where organisers keep the programme."""

from seminars.admin import frame, seminars, sessions

__all__ = ["frame", "seminars", "sessions"]
