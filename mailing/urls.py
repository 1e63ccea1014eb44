"""Addresses of `mailing`."""

from django.urls import URLPattern

app_name = "mailing"
urlpatterns: list[URLPattern] = []
public_urlpatterns: list[URLPattern] = []
