"""The public form on which anybody nominates people."""

from datetime import datetime
from functools import cache

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.contrib.humanize.templatetags.humanize import apnumber
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners.models import Organisation
from partners.precedence import STANDARD_RANKS
from registrations.emails import link_of_nomination
from registrations.forms.public import PersonForm
from registrations.forms.sheets import MOST_PEOPLE, Sheet
from registrations.outlook import kept_of
from registrations.services import eligibility, nominations
from registrations.vacancies import Vacancy, vacancies
from registrations.views.ways import SeeOther, sessions_of
from seminars.models import Seminar, SeminarMode
from users.models import Actor

# Whole missions stand behind one address on the network.
LIMITS = {"nominate": "10/m/key,300/m/ip"}
LONGEST_KEY = 18  # digits of a row's number
NEXT = [
    gettext_lazy("first"),
    gettext_lazy("second"),
    gettext_lazy("third"),
    gettext_lazy("fourth"),
    gettext_lazy("fifth"),
    gettext_lazy("sixth"),
    gettext_lazy("seventh"),
    gettext_lazy("eighth"),
    gettext_lazy("ninth"),
    gettext_lazy("tenth"),
]


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def register(request: HttpRequest, slug: str) -> HttpResponse:
    at, status = timezone.now(), 200
    seminar = get_object_or_404(Seminar.objects.public(), slug=slug)
    if request.method != "POST":
        sheet = Sheet.blank(seminar, getattr(request.user, "email", ""))
        prefill(sheet, request.GET.get("organisation", ""))
        return page(request, sheet, at=at)
    sheet = Sheet.posted(seminar, request.POST, request.FILES)
    if sheet.is_sent and sheet.is_valid():
        if is_too_often(request, sheet):
            sheet.refuse(too_often())
            status = 429
        elif nomination := filed(request, sheet, at=at):
            return SeeOther(link_of_nomination(nomination).path)
    return page(request, sheet, at=at, status=status)


def prefill(sheet: Sheet, key: str) -> None:
    """Write the organisation of a link that names one; its name is public."""
    if not key.isdecimal() or len(key) > LONGEST_KEY:
        return
    named = Organisation.objects.active().filter(pk=key).first()
    if named:
        sheet.people[0].initial["organisation"] = str(named)
        sheet.is_blank = False


def filed(request: HttpRequest, sheet: Sheet, *, at: datetime):
    """File the form; a refusal goes to its place on the page."""
    try:
        return nominations.submit(
            sheet.seminar, sheet.filing(), by=Actor.of(request), at=at
        )
    except ValidationError as refusal:
        sheet.refuse(refusal)
        return None


def is_too_often(request: HttpRequest, sheet: Sheet) -> bool:
    """Count what would be filed, for this form and mailbox and for the network."""
    mailbox = f"{sheet.seminar.pk} {sheet.sender.cleaned_data['address'].lower()}"
    allowed = ratelimit.consume(
        request, app="registrations", action="nominate", config=LIMITS, key=mailbox
    )
    return allowed is None


def too_often() -> ValidationError:
    said = _(
        "Too many forms came from here within a minute: wait one, then send again."
    )
    return ValidationError(said, code="too_often")


def page(
    request: HttpRequest, sheet: Sheet, *, at: datetime, status: int = 200
) -> HttpResponse:
    seminar = sheet.seminar
    is_open = seminar.takes_registrations(at=at) and not seminar.is_by_invitation
    context = {
        "seminar": seminar,
        "has_online": seminar.mode != SeminarMode.ROOM,
        "sheet": sheet,
        "shows_form": is_open or request.method == "POST",
        "closed": "" if is_open else eligibility.closed(seminar, at=at),
        "sessions": sessions_of(seminar),
        **words_for(sheet, at=at),
    }
    response = render(request, "registrations/register.html", context, status=status)
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response


def words_for(sheet: Sheet, *, at: datetime) -> dict[str, object]:
    """Say how many places are left, and on the button what it asks for."""
    seminar, language = sheet.seminar, get_language()
    words = asks(language)
    counted = vacancies([seminar.pk], at=at).get(seminar.pk, [])
    return {
        "vacancies": counted,
        "left": sum(vacancy.left for vacancy in counted),
        "places_left": places_left(seminar, counted),
        "held": kept_of(seminar, counted),
        "blank_fields": sheet.is_blank and blank_fields(language, seminar.mode),
        "ranks": ranks(language),
        "asks": "|".join(words),
        "ask": words[min(len(sheet.people), MOST_PEOPLE) - 1],
    }


def places_left(seminar: Seminar, counted: list[Vacancy]) -> str:
    """Say in one sentence what somebody who asks now will get.

    Where places are kept for some, or given later, it is not said who gets one.
    """
    left = sum(vacancy.left for vacancy in counted)
    if not left:
        return _("No place is free: whoever registers now joins the waiting list.")
    said = ngettext("One place is left", "%(left)s places are left", left)
    said %= {"left": capfirst(apnumber(left))}
    if len(counted) > 1 or left >= len(NEXT) or is_for_some_or_later(seminar, counted):
        return f"{said}."
    later = _("the %s person would join the waiting list.") % NEXT[left]
    return _("{places}: {later}").format(places=said, later=later)


def is_for_some_or_later(seminar: Seminar, counted: list[Vacancy]) -> bool:
    return seminar.is_by_approval or any(vacancy.holdings for vacancy in counted)


@cache
def asks(language: str) -> list[str]:
    """Say on the button what it asks for, by number of people, in this language."""
    return [
        ngettext("Ask for a place", "Ask for %(people)s places", people)
        % {"people": apnumber(people)}
        for people in range(1, MOST_PEOPLE + 1)
    ]


@cache
def ranks(language: str) -> list[str]:
    return [str(rank) for rank in STANDARD_RANKS]


@cache
def blank_fields(language: str, mode: str) -> str:
    """Draw what every form begins with: most of what showing a form costs."""
    row = PersonForm({"language": language}, 1, modes=SeminarMode(mode))
    return render_to_string("registrations/_fields.html", {"row": row})
