"""What a message carries so that we know it again when somebody answers it.

A token names a message and nothing about a person, never expires, and says which key
sealed it: a new key is added behind the old ones, and old mail keeps working.
"""

import base64
import hmac
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Self

from django.conf import settings

SEAL_BYTES = 15


@dataclass(frozen=True)
class Sealed:
    """One message, sealed for one purpose with the key of this version, from 1 on."""

    message_id: int
    version: int
    purpose: ClassVar[str]

    @classmethod
    def of(cls, message_id: int) -> Self:
        return cls(message_id, len(settings.MAIL_KEYS))

    @classmethod
    def read(cls, token: str) -> Self | None:
        """Return what a token names, or nothing if nobody with a key made it."""
        version, _, rest = token.partition(".")
        number, _, _seal = rest.partition(".")
        if not (version.isascii() and version.isdecimal()):
            return None
        if not (number.isascii() and number.isdecimal() and len(number) < 19):
            return None
        claimed = cls(int(number), int(version[:9]))
        if not 1 <= claimed.version <= len(settings.MAIL_KEYS):
            return None
        is_ours = hmac.compare_digest(claimed.token.encode(), token.encode())
        return claimed if is_ours else None

    @cached_property
    def token(self) -> str:
        said = f"{self.purpose}:{self.version}:{self.message_id}".encode()
        sealing = settings.MAIL_KEYS[self.version - 1].encode()
        seal = hmac.digest(sealing, said, "sha256")[:SEAL_BYTES]
        letters = base64.b32encode(seal).decode().lower()
        return f"{self.version}.{self.message_id}.{letters}"
