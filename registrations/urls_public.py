"""Addresses of the public form, and of what a mailed link or an account opens."""

from django.urls import URLPattern, path

from registrations.views import details, handing_on, mine, nomination, person, register
from registrations.views.ways import (
    nomination_by_account,
    nomination_by_link,
    registration_by_account,
    registration_by_link,
)

FORM: list[URLPattern] = [
    path("seminars/<slug:slug>/register/", register.register, name="register")
]
# What is under each address, and how it is called
NOMINATION = [
    ("", nomination.detail, ""),
    ("cancel/<int:who>/", nomination.cancel, "_cancel"),
    ("calendar/<int:who>.ics", nomination.calendar, "_calendar"),
    ("substitute/<int:who>/", handing_on.substitute, "_substitute"),
    ("accept/<int:who>/", handing_on.accept, "_accept"),
    ("details/<int:who>/", details.details, "_details"),
    ("mode/<int:who>/", handing_on.change_mode, "_mode"),
]
PERSON = [
    ("", person.detail, ""),
    ("cancel/", person.cancel, "_cancel"),
    ("calendar.ics", person.calendar, "_calendar"),
    ("substitute/", handing_on.substitute, "_substitute"),
    ("accept/", handing_on.accept, "_accept"),
    ("details/", details.own_details, "_details"),
    ("not-wanted/", details.step_back, "_step_back"),
    ("mode/", handing_on.change_mode, "_mode"),
    ("documents/<int:which>/", person.document, "_document"),
    ("this-is-me/", person.claim, "_claim"),
]
WAYS = [
    ("n/<int:pk>-<slug:token>/", "nomination", nomination_by_link, NOMINATION),
    ("r/<int:pk>-<slug:token>/", "person", registration_by_link, PERSON),
    ("my/nominations/<int:pk>/", "my_nomination", nomination_by_account, NOMINATION),
    ("my/registrations/<int:pk>/", "my_registration", registration_by_account, PERSON),
]
OPENED: list[URLPattern] = [
    path("my/", mine.my, name="my"),
    *[
        path(f"{base}{tail}", opened(view), name=f"{name}{what}")
        for base, name, opened, pages in WAYS
        for tail, view, what in pages
    ],
]
