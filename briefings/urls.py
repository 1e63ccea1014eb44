"""Addresses of `briefings`."""

from django.urls import path

from briefings.views import archive, audiences, desk

app_name = "briefings"
urlpatterns = [
    path("work/audiences/<int:pk>/", audiences.audience, name="audience"),
    path("work/briefings/<int:pk>/", desk.desk, name="desk"),
    path("work/briefings/<int:pk>/submit/", desk.submit, name="submit"),
    path("work/briefings/<int:pk>/approve/", desk.approve, name="approve"),
    path("work/briefings/<int:pk>/withdraw/", desk.withdraw, name="withdraw"),
    path("work/briefings/<int:pk>/recall/", desk.recall, name="recall"),
]
public_urlpatterns = [
    path("updates/", archive.updates, name="updates"),
    path("updates/<slug:slug>/", archive.detail, name="detail"),
]
