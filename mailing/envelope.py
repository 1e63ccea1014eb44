"""Where a message comes back to when it can't be delivered."""

from django.conf import settings

from mailing.seals import Sealed


class Envelope(Sealed):
    """The sender on the envelope of one message, which names that message."""

    purpose = "bounce"

    @property
    def address(self) -> str:
        """Return an address of our own, or nothing where nobody reads such ones."""
        if not settings.BOUNCE_DOMAIN:
            return ""
        return f"b+{self.token}@{settings.BOUNCE_DOMAIN}"
