"""The admin of `briefings`; Django asks for it here."""

from briefings.admin import audiences, briefings

__all__ = ["audiences", "briefings"]
