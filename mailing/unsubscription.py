"""The addresses in a mailing under which one click, or one empty mail, ends it."""

from django.conf import settings

from mailing.seals import Sealed


class Unsubscription(Sealed):
    """The right to end the mailings of one message's scope to its address."""

    purpose = "unsubscribe"

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}/u/{self.token}/"

    @property
    def mailto(self) -> str:
        """Name a mailbox that a program reads, or else the one that people read."""
        if settings.BOUNCE_DOMAIN:
            return f"mailto:u+{self.token}@{settings.BOUNCE_DOMAIN}"
        subject = f"unsubscribe%20{self.token}"
        return f"mailto:{settings.CONTACT_ADDRESS}?subject={subject}"
