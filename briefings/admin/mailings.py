"""Where a mailing goes on that has no desk; a briefing's is led to its own."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from briefings.services import digests
from mailing.admin import MailingAdmin as Mailings
from mailing.admin import NoteForm
from mailing.models import Mailing
from users.models import Actor

admin.site.unregister(Mailing)


@admin.register(Mailing)
class MailingAdmin(Mailings):
    """Lets a paused digest go on, or ends it."""

    actions = ("go_on", "recall")
    action_form = NoteForm

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("mailing.change_mailing")

    @admin.action(description=gettext_lazy("Go on"), permissions=["decide"])
    def go_on(self, request: HttpRequest, chosen: QuerySet[Mailing]) -> None:
        if n := self.decide(request, chosen, digests.resume):
            told = ngettext("%(n)s mailing goes on.", "%(n)s mailings go on.", n)
            messages.success(request, told % {"n": n})

    @admin.action(description=gettext_lazy("Recall"), permissions=["decide"])
    def recall(self, request: HttpRequest, chosen: QuerySet[Mailing]) -> None:
        """Ask for a note, as this is final."""
        why = request.POST.get("note", "").strip()[:200]
        if n := self.decide(request, chosen, digests.recall, why=why):
            told = ngettext(
                "%(n)s mailing is recalled: what had not left yet stays here.",
                "%(n)s mailings are recalled: what had not left yet stays here.",
                n,
            )
            messages.success(request, told % {"n": n})

    def decide(
        self,
        request: HttpRequest,
        chosen: QuerySet[Mailing],
        verb: Callable[..., None],
        **said: str,
    ) -> int:
        """Do a verb to the chosen ones, and tell to how many; say what is refused."""
        by, at, done = Actor.of(request), timezone.now(), 0
        for mailing in chosen.select_related("briefing").order_by("pk"):
            try:
                verb(mailing, by=by, at=at, **said)
            except ValidationError as refusal:
                messages.error(request, why_not(mailing, refusal))
            else:
                done += 1
        return done


def why_not(mailing: Mailing, refusal: ValidationError) -> str:
    """Say why a verb refuses, with the way to where it can be done."""
    said = f"{mailing}: {' '.join(refusal.messages)}"
    if refusal.code != "at_its_desk":
        return said
    there = reverse("briefings:progress", args=[mailing.briefing.pk])
    return format_html('{} <a href="{}">{}</a>', said, there, _("Progress"))
