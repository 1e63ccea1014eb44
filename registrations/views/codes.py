"""Asking for a person's own code before anything shows that is theirs alone.

Once typed or chosen, it is not asked again until the browser is closed, somebody signs
out, or the code is another one.
"""

from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from registrations.forms.codes import ChooseCodeForm, TypeCodeForm
from registrations.models import Registration
from registrations.services import codes
from registrations.views import nomination
from registrations.views.access import succeeds
from registrations.views.ways import SeeOther, Way, addresses_of

# Wrong codes alone count; whole missions stand behind one address on the network.
LIMITS = {"personal_code": "10/h/key,300/h/ip"}
TYPED = "personal_codes"


def needs_link(request: HttpRequest, way: Way) -> bool:
    """Tell whether it has to be opened from the mail first.

    Others may have said by mistake that this account's person is who is registered; the
    address that we write to says whether it is.
    """
    person = way.thing
    if way.is_link or person.personal_code or not shows_more(person):
        return False
    proved = [address.casefold() for address in addresses_of(request)]
    return person.address.casefold() not in proved


def lead_to_link(request: HttpRequest, way: Way) -> HttpResponse:
    """Say where what is the person's alone can be opened."""
    context = {**nomination.context_of(way), "person": way.thing}
    return render(request, "registrations/by_link.html", context)


def shows_more(person: Registration) -> bool:
    """What is over shows nothing that is the person's alone."""
    return person.is_active and nomination.may_change(person.seminar)


def is_closed(request: HttpRequest, person: Registration) -> bool:
    """Tell whether a code has to be typed or chosen first."""
    if not shows_more(person):
        return False
    if person.personal_code:
        typed = request.session.get(TYPED, {}).get(str(person.pk))
        return typed != seal(person)
    return codes.is_shared(person)


def remember(request: HttpRequest, person: Registration) -> None:
    """Let whoever typed or chose the code in until the browser is closed."""
    if person.personal_code:
        typed = request.session.get(TYPED, {})
        request.session[TYPED] = typed | {str(person.pk): seal(person)}
        request.session.set_expiry(0)


def seal(person: Registration) -> str:
    return salted_hmac(TYPED, f"{person.pk} {person.personal_code}").hexdigest()


def ask(request: HttpRequest, way: Way) -> HttpResponse:
    """Ask for the code, or for one to be chosen; then lead to the details."""
    person = way.thing
    kind = TypeCodeForm if person.personal_code else ChooseCodeForm
    form = kind(request.POST or None)
    try_code(request, person, form)
    acts = {"by": way.actor, "at": timezone.now()}
    if succeeds(form, lambda: choose(person, form, **acts)):
        remember(request, person)
        return SeeOther(f"{way.base}details/{way.query}")
    context = {**nomination.context_of(way), "person": person, "form": form}
    return answered(form, render(request, "registrations/code.html", context))


def choose(person: Registration, form: forms.Form, **acts: Any) -> None:
    """Keep the code that a form has, where it has one."""
    if code := form.cleaned_data.get("new_code"):
        codes.choose(person, code, **acts)


def try_code(request: HttpRequest, person: Registration, form: forms.Form) -> None:
    """Say at its field what is wrong with a code that was typed."""
    form.is_valid()
    code = form.cleaned_data.get("code") if form.is_bound else None
    if code is None:
        return
    used = ratelimit.consume(
        request,
        app="registrations",
        action="personal_code",
        config=LIMITS,
        key=str(person.pk),
    )
    if used is None:
        form.add_error("code", too_often())
    elif codes.opens(person, code):
        used.rollback()
    else:
        form.add_error("code", wrong())


def wrong() -> ValidationError:
    said = _(
        "This is not the code that was chosen. If it is forgotten, write to %s: an"
        " organiser can clear it, and you choose another one."
    )
    return ValidationError(said % settings.CONTACT_ADDRESS, code="wrong")


def too_often() -> ValidationError:
    said = _(
        "Too many wrong codes were typed: wait an hour, then try again. If the code is"
        " forgotten, write to %s."
    )
    return ValidationError(said % settings.CONTACT_ADDRESS, code="too_often")


def answered(form: forms.Form, response: HttpResponse) -> HttpResponse:
    """Tell machines, too, when to come back."""
    if form.has_error("code", "too_often"):
        response.status_code = 429
        response.headers["Retry-After"] = "3600"
    return response
