"""Pages on which an organiser asks questions of a seminar, and reads a file sent."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from registrations.forms.questions import QuestionForm
from registrations.models import AnswerFile, Question
from registrations.services import questions as service
from registrations.services import rosters
from registrations.views.access import acting, staff_only, succeeds
from seminars.models import Seminar

asks = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@require_safe
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """List what is asked, and what was."""
    seminar = get_object_or_404(Seminar, pk=pk)
    known = seminar.questions.select_related("shown_when")
    known = known.annotate(answered=Count("answers")).order_by(
        "withdrawn_at", "position", "pk"
    )
    context = {"seminar": seminar, "questions": known}
    return render(request, "registrations/work/questions.html", context)


@staff_only
@asks
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask something new."""
    seminar = get_object_or_404(Seminar, pk=pk)
    initial = {"position": seminar.questions.count() + 1}
    form = QuestionForm(request.POST or None, seminar=seminar, initial=initial)
    if succeeds(form, lambda: service.ask(seminar, form.values(), **acting(request))):
        messages.success(request, _("The question is on the form now."))
        return back(seminar.pk)
    context = {"seminar": seminar, "form": form}
    return render(request, "registrations/work/question.html", context)


@staff_only
@asks
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one question; once it is answered, its words."""
    question = get_object_or_404(Question.objects.select_related("seminar"), pk=pk)
    seminar = question.seminar
    form = QuestionForm(request.POST or None, seminar=seminar, instance=question)
    if succeeds(
        form, lambda: service.change(question, form.values(), **acting(request))
    ):
        messages.success(request, _("The question is changed."))
        return back(seminar.pk)
    answered = question.answers.count()
    context = {"seminar": seminar, "form": form, "question": question}
    context |= {"answered": answered}
    return render(request, "registrations/work/question.html", context)


@staff_only
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(Question, pk=pk)
    try:
        service.withdraw(question, **acting(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("It is asked no more; answers stay."))
    return back(question.seminar_id)


@staff_only
@require_safe
def answer_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a file that somebody sent; that it was opened is noted."""
    found = AnswerFile.objects.select_related("answer__registration")
    file = get_object_or_404(found, pk=pk)
    rosters.open_record(file.answer.registration, **acting(request))
    named = content_disposition_header(True, file.filename)
    return HttpResponse(
        bytes(file.data),
        content_type=file.content_type,
        headers={"Content-Disposition": named, "X-Content-Type-Options": "nosniff"},
    )


def back(pk: int) -> HttpResponseRedirect:
    return redirect("registrations:questions", pk)
