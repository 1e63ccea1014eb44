"""The page behind a mailed link on which the reader of a mailbox says what comes there.

Reading it changes nothing: mail scanners open links, too. Whoever has the link may act,
so its token also stands for the CSRF token, which a page without referrer can't prove.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from briefings.forms import PreferenceForm
from briefings.models import Frequency, Scope, Subscriber
from briefings.services import subscriptions
from briefings.services.subscriptions import Choice
from mailing import wishes
from mailing.models import Message, SuppressionReason
from mailing.preferences import Preferences
from mailing.suppressions import DEAD
from registrations.views.ways import SeeOther
from unitar_seminars.languages import readings, speak
from users.models import Actor, ActorKind


@dataclass(frozen=True)
class Mailbox:
    """The address that a link was mailed to, and who is subscribed there if anybody.

    Where nobody is, and no organisation or person is reached there, only the message
    itself knows a language, and nothing would keep another.
    """

    address: str
    language: str
    actor: Actor
    subscriber: Subscriber | None = None
    keeps_language: bool = True


View = Callable[[HttpRequest, Mailbox], HttpResponse]


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Open a subscription to whoever has its link: first the question, then choices."""
    found = Subscriber.objects.select_related("contact_point")
    subscriber = get_object_or_404(found, pk=pk)
    is_late = subscriber.is_expired(at=timezone.now())
    if is_late or not subscriber.link.opens_with(token):
        raise Http404
    address, language = subscriber.contact_point.address, subscriber.language
    actor = Actor(ActorKind.LINK, label=f"p {pk}")
    view = preferences if subscriber.confirmed_at else question
    return opened(view, request, Mailbox(address, language, actor, subscriber))


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_message(request: HttpRequest, token: str) -> HttpResponse:
    """Open the choices of the address that a mailing went to, subscribed or not."""
    named = Preferences.read(token)
    if named is None:
        raise Http404
    mailed = Message.objects.remembered().filter(mailing__isnull=False)
    message = get_object_or_404(mailed, pk=named.message_id)
    subscriber = subscriptions.subscriber_at(message.address)
    mailed_at = message.accepted_at or message.next_attempt_at
    if subscriber and subscriber.has_voided(mailed_at=mailed_at):
        raise Http404
    if subscriber and subscriber.confirmed_at is None:
        subscriber = None  # what a stranger asked for is nobody's choice
    uses = subscriptions.uses_at(message.address, at=timezone.now())
    reader = subscriber or uses.order_by("pk").first()
    language = (reader or message).language
    actor = Actor(ActorKind.LINK, label=f"message {message.pk}")
    mailbox = Mailbox(message.address, language, actor, subscriber, reader is not None)
    return opened(preferences, request, mailbox)


def opened(view: View, request: HttpRequest, mailbox: Mailbox) -> HttpResponse:
    """Answer in the reader's language, and let no address with a token travel on."""
    speak(request, mailbox.language)
    response = view(request, mailbox)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def question(request: HttpRequest, mailbox: Mailbox) -> HttpResponse:
    """Ask whether news are wanted; only a button says yes."""
    subscriber = mailbox.subscriber
    if "confirm" in request.POST:
        acts = {"by": mailbox.actor, "at": timezone.now()}
        try:
            subscriptions.confirm(subscriber, request.POST.get("seen_hash", ""), **acts)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Your subscription is confirmed."))
        return SeeOther(request.get_full_path())
    seen_hash = subscriptions.hash_of(subscriber)
    chosen = subscriber.subscriptions.select_related("theme", "series").order_by("pk")
    topics = [str(one.theme or one.series) for one in chosen]
    context = {"subscriber": subscriber, "topics": topics, "seen_hash": seen_hash}
    return page(request, "briefings/question.html", mailbox, context)


def preferences(request: HttpRequest, mailbox: Mailbox) -> HttpResponse:
    """Show and keep what an address receives; one button ends it all."""
    acts = {"by": mailbox.actor, "at": timezone.now()}
    said = ""
    form = PreferenceForm(
        request.POST or None,
        initial=chosen_at(mailbox),
        keeps_language=mailbox.keeps_language,
    )
    if "confirm" in request.POST:  # the button of the question, pressed twice
        said = _("Your subscription is confirmed.")
    elif "stop" in request.POST:
        subscriptions.stop(mailbox.address, **acts)
        said = _("You receive none of our news any more.")
    elif form.is_valid():
        scopes = form.cleaned_data["scopes"]
        subscriptions.choose(mailbox.address, form.choice, scopes, **acts)
        said = kept(mailbox, form.choice)
    if said:
        messages.success(request, said)
        return SeeOther(request.get_full_path())
    context = {"form": form, "barred": why_barred(mailbox.address)}
    return page(request, "briefings/preferences.html", mailbox, context)


def kept(mailbox: Mailbox, choice: Choice) -> str:
    """Say that it holds, and where to read what no digest will tell any more."""
    said = [_("Kept: it holds from the next message on.")]
    was = mailbox.subscriber.frequency if mailbox.subscriber else Frequency.EACH
    is_left = was != Frequency.EACH and choice.frequency == Frequency.EACH
    if is_left and not choice.is_empty:
        said.append(_("What came out since your last digest stands under “Updates”."))
    return " ".join(said)


def chosen_at(mailbox: Mailbox) -> dict[str, object]:
    """Tell what this address receives now, as the form shows it."""
    stopped = wishes.stopped(mailbox.address, Scope.values)
    chosen = {
        "language": mailbox.language,
        "frequency": Frequency.EACH,
        "scopes": [scope for scope in Scope.values if scope not in stopped],
    }
    if subscriber := mailbox.subscriber:
        rows = list(subscriber.subscriptions.select_related("theme", "series"))
        chosen |= {
            "frequency": subscriber.frequency,
            "wants_everything": subscriber.wants_everything,
            "themes": [row.theme for row in rows if row.theme],
            "series": [row.series for row in rows if row.series],
        }
    return chosen


def why_barred(address: str) -> str:
    """Say why nothing reaches this address, whatever is ticked, and what helps."""
    bar = wishes.barred(address, Scope.values)
    if bar is None:
        return ""
    dead = _(
        "Our e-mails to this address came back, so we send none at present. If it"
        " works again, write to {contact}: what you choose here holds from then on."
    )
    reasons = dict.fromkeys(DEAD, dead) | {
        SuppressionReason.COMPLAINT: _(
            "An e-mail of ours was reported from this address as unwanted, so we send"
            " none at present. If that was a mistake, write to {contact}."
        ),
    }
    usual = _(
        "This address was taken off our lists, so we send it none at present. If you"
        " want our news again, write to {contact}."
    )
    said = reasons.get(SuppressionReason(bar.reason), usual)
    return said.format(contact=settings.CONTACT_ADDRESS)


def page(
    request: HttpRequest, template: str, mailbox: Mailbox, context: dict
) -> HttpResponse:
    shared = {"mailbox": mailbox, "versions": readings(request.path)}
    return render(request, template, shared | context)
