from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from benchmarks.floor.models import Person, Seminar


def seminars(request: HttpRequest) -> HttpResponse:
    rows = Seminar.objects.order_by("starts_at")[:20]
    return render(request, "floor/seminars.html", {"seminars": rows})


def register(request: HttpRequest, pk: int) -> HttpResponse:
    with transaction.atomic():
        seminar = Seminar.objects.select_for_update().get(pk=pk)
        Person.objects.create(seminar=seminar, name=request.POST["name"])
    return redirect("seminars")


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer at once, to see how fast whoever asks can ask."""
    return HttpResponse()
