"""The public form for news: it answers the same whether an address is known or not."""

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from briefings.forms import SubscribeForm
from briefings.services import subscriptions
from registrations.views.ways import SeeOther
from unitar_seminars.page_cache import cached_page
from users.models import Actor

# Whole missions stand behind one address on the network.
LIMITS = {"subscribe": "5/m/key,60/m/ip"}


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for news; whoever owns the address is asked by mail."""
    status, sent = 200, request.POST if request.method == "POST" else None
    form = SubscribeForm(sent, initial=wished(request))
    if form.is_valid():
        address = form.cleaned_data["address"]
        if is_allowed(request, address):
            subscriptions.ask(
                address, form.choice, by=Actor.of(request), at=timezone.now()
            )
            return SeeOther(reverse("briefings:asked"))
        form.add_error(None, too_often())
        status = 429
    context = {"form": form}
    response = render(request, "briefings/subscribe.html", context, status=status)
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response


def wished(request: HttpRequest) -> dict[str, object]:
    """Tick what the page asked for from which somebody comes here."""
    return {
        "language": translation.get_language(),
        "themes": request.GET.getlist("theme"),
        "series": request.GET.getlist("series"),
    }


def is_allowed(request: HttpRequest, address: str) -> bool:
    allowed = ratelimit.consume(
        request,
        app="briefings",
        action="subscribe",
        config=LIMITS,
        key=address.lower(),
    )
    return allowed is not None


def too_often() -> ValidationError:
    said = _(
        "Too many forms came from here within a minute: wait one, then send again."
    )
    return ValidationError(said, code="too_often")


@cached_page
@login_not_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say the same to everybody who sent the form."""
    return render(request, "briefings/asked.html")
