"""The address in a mailing under which its reader says what else they want."""

from django.conf import settings

from mailing.seals import Sealed


class Preferences(Sealed):
    """The right to choose, for the address that one message went to.

    The page belongs to a room above, so its path is written here like that of any
    mailed link.
    """

    purpose = "preferences"

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}/p/{self.token}/"
