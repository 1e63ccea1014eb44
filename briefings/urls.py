"""Addresses of `briefings`."""

from django.urls import path

from briefings.views import (
    archive,
    audiences,
    desk,
    feeds,
    preferences,
    preview,
    progress,
    results,
    subscriptions,
)

app_name = "briefings"
urlpatterns = [
    path("p/<int:pk>-<slug:token>/", preferences.by_link, name="preferences"),
    path("p/<str:token>/", preferences.by_message, name="preferences_by_message"),
    path("work/audiences/<int:pk>/", audiences.audience, name="audience"),
    path("work/briefings/<int:pk>/", desk.desk, name="desk"),
    path("work/briefings/<int:pk>/preview/", preview.preview, name="preview"),
    path("work/briefings/<int:pk>/test/", desk.test, name="test"),
    path("work/briefings/<int:pk>/submit/", desk.submit, name="submit"),
    path("work/briefings/<int:pk>/approve/", desk.approve, name="approve"),
    path("work/briefings/<int:pk>/withdraw/", desk.withdraw, name="withdraw"),
    path("work/briefings/<int:pk>/progress/", progress.page, name="progress"),
    path("work/briefings/<int:pk>/progress/now/", progress.now, name="progress_now"),
    path("work/briefings/<int:pk>/pause/", progress.pause, name="pause"),
    path("work/briefings/<int:pk>/resume/", progress.resume, name="resume"),
    path("work/briefings/<int:pk>/recall/", progress.recall, name="recall"),
    path("work/briefings/<int:pk>/results/", results.results, name="results"),
    path(
        "work/briefings/<int:pk>/results/report.csv",
        results.export,
        name="results_export",
    ),
]
public_urlpatterns = [
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscribe/sent/", subscriptions.asked, name="asked"),
    path("themes/<slug:slug>/", archive.theme, name="theme"),
    path("themes/<slug:slug>.atom", feeds.theme, name="theme_feed"),
    path("updates.atom", feeds.updates, name="feed"),
    path("updates/", archive.updates, name="updates"),
    path("papers/<int:pk>/", preview.paper, name="paper"),
    path("updates/<slug:slug>/", archive.detail, name="detail"),
]
