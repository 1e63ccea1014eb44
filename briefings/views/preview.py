"""A briefing as one of its readers gets it, and the papers to which it links."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefings import audiences, papers, rendering
from briefings.audiences import Recipient
from briefings.desk_forms import ReaderForm
from briefings.views.access import visible
from registrations.services.rosters import folded
from seminars.models import DocumentContent
from seminars.views.documents import handed_out
from unitar_seminars.translated import Language

MOST = 8


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show subject, HTML and plain text of one reader's message in each language."""
    briefing, at = visible(request, pk), timezone.now()
    form = ReaderForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = matching(audiences.recipients(briefing.audience, at=at), words)
    wanted = request.GET.get("to")
    chosen = [one for one in found if one.address == wanted] or found[:1]
    context = {
        "briefing": briefing,
        "form": form,
        "readers": found[:MOST],
        "is_more": len(found) > MOST,
        "reader": chosen[0] if chosen else None,
        "letters": [
            rendering.letter_to(one, briefing, language, at=at)
            for one in chosen
            for language in own_language_first(one)
        ],
        "files": briefing.attachments.light().order_by("pk"),
    }
    return render(request, "briefings/preview.html", context)


def matching(recipients: list[Recipient], words: str) -> list[Recipient]:
    """Keep those with each word in name or address, accents or not."""
    wanted = folded(words).split()
    return [
        one
        for one in recipients
        if all(word in folded(f"{one.name} {one.address}") for word in wanted)
    ]


def own_language_first(recipient: Recipient) -> list[str]:
    return sorted(Language.values, key=lambda one: one != recipient.language)


@login_not_required
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to a paper, or say from when it can be read; organisers read it before."""
    if request.user.is_staff:
        linked = papers.at_the_desk().filter(pk=pk)
        content = get_object_or_404(DocumentContent, document__in=linked)
        return handed_out(content, cache="no-store")
    found = papers.paper(get_object_or_404(papers.told(), pk=pk))
    if not found.is_open(at=timezone.now()):
        return render(request, "briefings/paper.html", {"paper": found})
    names = DocumentContent.objects.filter(document=pk)
    filename = get_object_or_404(names.only("filename")).filename
    return redirect("seminars:document", pk, filename)
