"""Addresses of `registrations`."""

from django.urls import URLPattern

app_name = "registrations"
urlpatterns: list[URLPattern] = []
public_urlpatterns: list[URLPattern] = []
