"""Addresses of `briefings`."""

from django.urls import path

from briefings.views import (
    archive,
    audiences,
    desk,
    feeds,
    preferences,
    subscriptions,
)

app_name = "briefings"
urlpatterns = [
    path("p/<int:pk>-<slug:token>/", preferences.by_link, name="preferences"),
    path("p/<str:token>/", preferences.by_message, name="preferences_by_message"),
    path("work/audiences/<int:pk>/", audiences.audience, name="audience"),
    path("work/briefings/<int:pk>/", desk.desk, name="desk"),
    path("work/briefings/<int:pk>/submit/", desk.submit, name="submit"),
    path("work/briefings/<int:pk>/approve/", desk.approve, name="approve"),
    path("work/briefings/<int:pk>/withdraw/", desk.withdraw, name="withdraw"),
    path("work/briefings/<int:pk>/recall/", desk.recall, name="recall"),
]
public_urlpatterns = [
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscribe/sent/", subscriptions.asked, name="asked"),
    path("themes/<slug:slug>/", archive.theme, name="theme"),
    path("themes/<slug:slug>.atom", feeds.theme, name="theme_feed"),
    path("updates.atom", feeds.updates, name="feed"),
    path("updates/", archive.updates, name="updates"),
    path("updates/<slug:slug>/", archive.detail, name="detail"),
]
