from django.urls import path

from benchmarks.floor import views

urlpatterns = [
    path("", views.seminars, name="seminars"),
    path("<int:pk>/register/", views.register, name="register"),
    path("nothing/", views.nothing, name="nothing"),
]
