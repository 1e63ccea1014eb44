"""Addresses of `users`."""

from django.urls import URLPattern, path

from users import views

app_name = "users"
urlpatterns: list[URLPattern] = [
    path("history/<str:thing>/", views.history, name="history"),
]
public_urlpatterns: list[URLPattern] = []
