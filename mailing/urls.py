"""Addresses of `mailing`."""

from django.urls import URLPattern, path

from mailing import views

app_name = "mailing"
urlpatterns: list[URLPattern] = [
    path("u/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
public_urlpatterns: list[URLPattern] = []
