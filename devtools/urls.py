"""Addresses of the sample set-up; the frame routes them nowhere else."""

from django.urls import path

from devtools import views

app_name = "devtools"
urlpatterns = [
    path("sample/", views.roles, name="roles"),
    path("sample/enter/<slug:slug>/", views.enter, name="enter"),
    path("mailbox/", views.mail_list, name="mailbox"),
    path("mailbox/<str:file>/<int:number>/", views.mail, name="mail"),
    path("mailbox/<str:file>/<int:number>/html/", views.mail_html, name="mail_html"),
    path(
        "mailbox/<str:file>/<int:number>/files/<int:position>/",
        views.mail_file,
        name="mail_file",
    ),
]
