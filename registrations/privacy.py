"""Why each detail is asked, and which words about privacy people saw.

The privacy notice has a version, kept with every nomination of the public form. Whoever
changes the notice gives it a new version and digest; the older words stay in the
history of its templates.
"""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

VERSION = "2026-11-30"
DIGEST = "e7507130b4a6f44a2ea3d9bbbcb6ce65696be97912d25644f105cf40d68f8281"
NOTICE = ("seminars/privacy.html", "seminars/_privacy_asked.html")

# By the names of fields on the public form, the sender's address first.
PURPOSES: dict[str, Any] = {
    "sender": _("to send you the link that opens what you filed"),
    "form_of_address": _("to greet the person rightly"),
    "name": _("to hold the place, and for the list at the door"),
    "rank": _("to greet the person rightly, and for figures by rank"),
    "organisation": _("for the order in which places are given, and for figures"),
    "sector": _("for the order in which places are given, and for figures"),
    "country": _("for figures by region"),
    "address": _("to confirm the place and to tell of changes"),
    "language": _("to write to the person in it"),
    "mode": _("to give a place in the room, or the address online"),
    "gender": _("for balanced figures only"),
    "needs": _("to prepare the room; organisers alone see it"),
}


def digest() -> str:
    """Seal the words of the notice as they stand in its templates."""
    folder = Path(settings.BASE_DIR) / "templates"
    said = b"".join((folder / name).read_bytes() for name in NOTICE)
    return hashlib.sha256(said).hexdigest()
