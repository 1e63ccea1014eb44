"""Addresses of `seminars`."""

from django.urls import URLPattern

app_name = "seminars"
urlpatterns: list[URLPattern] = []
public_urlpatterns: list[URLPattern] = []
