"""The page behind the unsubscribe link of a mailing."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mailing import suppressions
from mailing.models import Message
from mailing.unsubscription import Unsubscription
from unitar_seminars.languages import readings, speak
from users.models import Actor, ActorKind


@login_not_required
@csrf_exempt  # mail programs post here, without a page of ours and without cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; whoever posts, a reader or their mail program, is taken off."""
    named = Unsubscription.read(token)
    if named is None:
        raise Http404
    messages = Message.objects.remembered().filter(mailing__isnull=False)
    message = get_object_or_404(messages.select_related("mailing"), pk=named.message_id)
    is_done = request.method == "POST"
    if is_done:
        link = Actor(ActorKind.LINK, label=f"message {message.pk}")
        suppressions.unsubscribe(message, by=link, at=timezone.now())
    speak(request, message.language)
    context = {"is_done": is_done, "versions": readings(request.path)}
    page = render(request, "mailing/unsubscribe.html", context)
    page["Referrer-Policy"] = "no-referrer"
    return page
