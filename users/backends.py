"""What an organiser may do in the admin."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend


class OrganiserBackend(BaseBackend):
    """Let staff look after everything in our rooms; nobody signs in by this.

    The Office is small: whoever is an organiser plans, admits and writes. What needs
    a second person (letting a briefing out) is a rule of its own, and who becomes an
    organiser is for superusers (`users.admin`).
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        app = perm.partition(".")[0]
        return user_obj.is_active and user_obj.is_staff and app in settings.OURS

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return self.has_perm(user_obj, f"{app_label}.any")
