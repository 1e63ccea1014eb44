"""Addresses under which staff say who is who, and a focal point sees their mission."""

from django.urls import URLPattern, path

from registrations.views import missions, who

WHO = "work/people/"
TYPED = "work/organisations/"
MISSION = "my/mission/<int:pk>/"
WHO_IS_WHO: list[URLPattern] = [
    path(WHO, who.who, name="who"),
    path(f"{WHO}skipped/", who.show_skipped, name="who_skipped"),
    path(f"{WHO}merge/", who.merge, name="who_merge"),
    path(f"{WHO}merge/<int:pk>/undo/", who.undo, name="who_undo"),
    path(f"{WHO}<int:pk>/link/", who.link, name="who_link"),
    path(f"{WHO}<int:pk>/new/", who.take_as_new, name="who_new"),
    path(f"{WHO}<int:pk>/skip/", who.skip, name="who_skip"),
    path(TYPED, who.typed_organisations, name="who_organisations"),
    path(f"{TYPED}<int:pk>/merge/", who.merge_organisation, name="who_organisation"),
    path(f"{TYPED}<int:pk>/accept/", who.accept_organisation, name="who_accept"),
]
MISSIONS: list[URLPattern] = [
    path(MISSION, missions.mission, name="mission"),
    path(f"{MISSION}who/<int:who>/", missions.identify, name="mission_who"),
    path(f"{MISSION}cancel/<int:who>/", missions.cancel, name="mission_cancel"),
    path(f"{MISSION}accept/<int:who>/", missions.accept, name="mission_accept"),
    path(
        f"{MISSION}substitute/<int:who>/",
        missions.substitute,
        name="mission_substitute",
    ),
    path(f"{MISSION}posts/<int:post>/", missions.end_post, name="mission_post"),
]
