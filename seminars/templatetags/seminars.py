"""How seminars are said on a page: days, places, readers, papers."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from partners.models import Sector
from seminars import days
from seminars.models import (
    Document,
    Room,
    Seminar,
    SeminarMode,
    SeminarState,
    Session,
    SpeakerInvitation,
    SpeakerRole,
    Venue,
)
from seminars.services.documents import TYPES
from unitar_seminars import hours

register = template.Library()

PEOPLE = {
    Sector.MISSION: _("delegates of permanent and observer missions"),
    Sector.UN: _("United Nations staff"),
    Sector.IGO: _("other intergovernmental organisations"),
    Sector.NGO: _("non-governmental organisations"),
    Sector.MIGRANT_ASSOCIATION: _("migrant associations"),
    Sector.ACADEMIA: _("academia"),
    Sector.FOUNDATION: _("foundations"),
    Sector.PRIVATE: _("the private sector"),
    Sector.MEDIA: _("the media"),
    Sector.OTHER: _("others"),
}
KINDS = {kind: ending[1:].upper() for ending, (kind, _start) in TYPES.items()}


register.filter("is_day_known", days.is_known)
register.filter("day_doubt", days.doubt)


@register.simple_tag
def seminar_day(seminar: Seminar, *, year: bool = True) -> str:
    """Say the day as well as it is known; what isn't known stands in words below."""
    doubt = days.doubt(seminar)
    said = days.in_words(seminar, year=year)
    if not doubt or seminar.first_day is None:
        return said
    return format_html('{}<br><span class="small soft">{}</span>', said, doubt)


@register.simple_tag
def zone_text(sessions: list[Session]) -> str:
    """Name the zone of one day's sessions."""
    return hours.zone(sessions[0].starts_at, sessions[-1].ends_at)


@register.filter
def rooms(seminar: Seminar) -> list[Room]:
    """List the rooms of the sessions, each once; none where all take part online."""
    if is_online(seminar):
        return []
    found = {one.room.pk: one.room for one in seminar.sessions.all() if one.room}
    return list(found.values())


@register.filter
def venues_with_access(seminar: Seminar) -> list[Venue]:
    """List the venues that say how a guest gets in, each once."""
    found = {room.venue.pk: room.venue for room in rooms(seminar) if room.venue.access}
    return list(found.values())


@register.filter
def is_online(seminar: Seminar) -> bool:
    return seminar.mode == SeminarMode.ONLINE


@register.filter
def is_both(seminar: Seminar) -> bool:
    return seminar.mode == SeminarMode.BOTH


@register.simple_tag
def for_whom(seminar: Seminar) -> str:
    """Say the order of sectors as a sentence."""
    groups = [
        listed(PEOPLE[Sector(sector)] for sector in tier) for tier in seminar.tiers
    ]
    first, *later = [group for group in groups if group]
    words = [gettext("{people} first").format(people=first)]
    words += [gettext("then {people}").format(people=people) for people in later]
    return capfirst(gettext("; ").join(words) if later else first)


def listed(words: Iterable[object]) -> str:
    """Join words as a sentence does: a, b and c."""
    *head, last = [str(word) for word in words]
    if not head:
        return last
    return gettext("{some} and {last}").format(some=", ".join(head), last=last)


@register.simple_tag
def speakers_to_confirm(number: int) -> str:
    return ngettext(
        "Speaker to be confirmed", "{number} speakers to be confirmed", number
    ).format(number=number)


@register.filter
def is_plain_speaker(speaker: SpeakerInvitation) -> bool:
    """Whether the part needs no word of its own."""
    return speaker.role == SpeakerRole.SPEAKER


@register.inclusion_tag("seminars/_state.html")
def state_notice(seminar: Seminar) -> dict:
    """Say above everything else that it was put off, called off or is over."""
    return {
        "seminar": seminar,
        "is_planned": seminar.state == SeminarState.PLANNED,
        "is_postponed": seminar.state == SeminarState.POSTPONED,
        "is_called_off": seminar.state == SeminarState.CANCELLED,
        "is_held": seminar.state == SeminarState.HELD,
    }


@register.simple_tag
def state_badge_if_unusual(seminar: Seminar) -> str:
    """Mark in a list what doesn't take place as announced."""
    if seminar.state not in (SeminarState.POSTPONED, SeminarState.CANCELLED):
        return ""
    return format_html(
        '<p><span class="badge badge--cancelled">{}</span></p>',
        seminar.get_state_display(),
    )


@register.simple_tag
def document_link(document: Document, *, short: bool = False) -> str:
    """Link a paper with its language, type and size; short where the kind is said."""
    own = language_name(document.language)
    label = own if short else f"{document.title}, {own}"
    foreign = document.language != get_language()
    return format_html(
        '<a href="{}"{}>{}</a> ({}, {})',
        document_url(document),
        format_html(' lang="{0}" hreflang="{0}"', document.language) if foreign else "",
        label,
        KINDS.get(document.content.content_type, document.content.content_type),
        filesizeformat(document.content.size),
    )


def document_url(document: Document) -> str:
    return reverse("seminars:document", args=[document.pk, document.content.filename])


def language_name(code: str) -> str:
    """Name a language in itself, as somebody who reads it looks for it."""
    return translation.get_language_info(LOCALES.get(code, code))["name_local"]


LOCALES = {"zh": "zh-hans"}


@register.simple_tag
def calendar_address(name: str, *args: str) -> str:
    """Give the address of a calendar file in the language of the page."""
    url = reverse(name, args=args)
    return url if get_language() == "en" else f"{url}?lang={get_language()}"


@register.simple_tag
def subscription(name: str, *args: str) -> str:
    """Give the address that a calendar program subscribes to."""
    return f"webcal://{settings.SITE.netloc}{calendar_address(name, *args)}"
