"""Addresses of `briefings`."""

from django.urls import path

from briefings import views

app_name = "briefings"
urlpatterns = [
    path("work/briefings/<int:pk>/", views.desk, name="desk"),
    path("work/briefings/<int:pk>/submit/", views.submit, name="submit"),
    path("work/briefings/<int:pk>/approve/", views.approve, name="approve"),
    path("work/briefings/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("work/briefings/<int:pk>/recall/", views.recall, name="recall"),
]
public_urlpatterns = [
    path("updates/", views.updates, name="updates"),
    path("updates/<slug:slug>/", views.detail, name="detail"),
]
