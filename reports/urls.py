"""Addresses of `reports`."""

from django.urls import URLPattern, path

from reports import views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("reports/", views.home, name="home"),
    path("reports/<int:pk>/", views.agency, name="agency"),
    path(
        "reports/<int:pk>/export.xlsx",
        views.export,
        {"kind": "xlsx"},
        name="export_xlsx",
    ),
    path(
        "reports/<int:pk>/export.csv", views.export, {"kind": "csv"}, name="export_csv"
    ),
    path("reports/host/<int:pk>/", views.host, name="host"),
]
public_urlpatterns: list[URLPattern] = []
