"""Addresses of `briefings`."""

from django.urls import URLPattern

app_name = "briefings"
urlpatterns: list[URLPattern] = []
public_urlpatterns: list[URLPattern] = []
