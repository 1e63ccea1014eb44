"""The addresses of the sample set-up, for tests that look at it."""

from django.urls import include, path

from unitar_seminars.urls import urlpatterns as usual

urlpatterns = [*usual, path("", include("devtools.urls"))]
