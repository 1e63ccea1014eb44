"""Addresses of `registrations`."""

from django.urls import URLPattern

from registrations.urls_public import FORM, OPENED

app_name = "registrations"
urlpatterns: list[URLPattern] = [*OPENED]
public_urlpatterns: list[URLPattern] = [*FORM]
