"""The admin of `briefings`; Django asks for it here."""

from briefings.admin import audiences, briefings, subscribers

__all__ = ["audiences", "briefings", "subscribers"]
