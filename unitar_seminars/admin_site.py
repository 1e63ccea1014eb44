"""The admin's first page in the order of an organiser's day.

Django would sort the rooms by letter and begin with groups of permissions, which
nobody here uses; what only operators need comes last.
"""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig

ROOMS = ("seminars", "registrations", "briefings", "partners", "mailing", "users")


class OurAdminConfig(AdminConfig):
    default_site = "unitar_seminars.admin_site.OurAdminSite"


class OurAdminSite(AdminSite):
    def get_app_list(self, request, app_label=None):
        """List the rooms as an organiser needs them, then what others brought."""
        listed = super().get_app_list(request, app_label)
        return sorted(listed, key=lambda app: place(app["app_label"]))


def place(app_label):
    return ROOMS.index(app_label) if app_label in ROOMS else len(ROOMS)
