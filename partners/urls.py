"""Addresses of `partners`."""

from django.urls import URLPattern, path

from partners import views

app_name = "partners"
urlpatterns: list[URLPattern] = [
    path("organisations/search", views.search, name="search"),
]
public_urlpatterns: list[URLPattern] = [
    path("forum/", views.forum, name="forum"),
]
