"""Addresses of `seminars`."""

from django.urls import path

from seminars.views import calendars, documents, feeds, pages, staff

app_name = "seminars"
urlpatterns = [
    path("calendar.ics", calendars.everything, name="calendar"),
    path("series/<slug:slug>.ics", calendars.series, name="series_calendar"),
    path("seminars/<slug:slug>.ics", calendars.seminar, name="seminar_calendar"),
    path("documents/<int:pk>/<str:filename>", documents.document, name="document"),
    path("seminars/duplicate/<int:pk>/", staff.duplicate, name="duplicate"),
]
public_urlpatterns = [
    path("", pages.home, name="home"),
    path("seminars/", pages.programme, name="programme"),
    path("seminars.atom", feeds.announced, name="feed"),
    path("seminars/<slug:slug>/", pages.detail, name="detail"),
    path("seminars/preview/<int:pk>/", pages.preview, name="preview"),
    path("series/<slug:slug>/", pages.series, name="series"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
]
