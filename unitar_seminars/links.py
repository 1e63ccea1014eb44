"""Mailed links: a capability in an address, of which nothing but a counter is stored.

A link names one row and carries an HMAC of its kind, id and generation under a key
of its own. Raising the generation in the row revokes every link mailed before.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

MARK = "[[link]]"  # stands in stored texts where the address will be


@dataclass(frozen=True)
class Link:
    """What a link opens: `n` a nomination, `r` a registration, `p` preferences,
    `i` an invitation to register.
    """

    kind: str
    pk: int
    generation: int

    @property
    def token(self) -> str:
        """26 letters and digits that only somebody with the key can make."""
        said = f"{self.kind}:{self.pk}:{self.generation}".encode()
        seal = hmac.digest(settings.LINK_KEY.encode(), said, hashlib.sha256)
        return base64.b32encode(seal[:16]).decode().rstrip("=").lower()

    @property
    def path(self) -> str:
        return f"/{self.kind}/{self.pk}-{self.token}/"

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path

    def opens_with(self, token: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(self.token, token)
