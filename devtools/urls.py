"""Pages of the sample set-up; the frame routes them nowhere else."""

from django.urls import URLPattern

app_name = "devtools"
urlpatterns: list[URLPattern] = []
