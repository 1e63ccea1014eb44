"""The admin of `briefings`; Django asks for it here."""

from briefings.admin import audiences, briefings, mailings, subscribers

__all__ = ["audiences", "briefings", "mailings", "subscribers"]
