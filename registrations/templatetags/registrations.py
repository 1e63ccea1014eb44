"""What pages of other rooms show of registrations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django import template
from django.conf import settings
from django.template import Context
from django.utils import timezone

from registrations import asking
from registrations.models import Registration
from registrations.outlook import Kept, Outlook, kept_of
from registrations.vacancies import Vacancies, Vacancy, vacancies
from seminars.models import Mode, Seminar, SeminarState

register = template.Library()


@dataclass(frozen=True)
class Box:
    """What somebody who wants to come has to know at this moment."""

    seminar: Seminar
    vacancies: list[Vacancy]
    at: datetime

    @property
    def is_running(self) -> bool:
        return self.seminar.state == SeminarState.ANNOUNCED

    @property
    def is_open(self) -> bool:
        return self.seminar.takes_registrations(at=self.at)

    @property
    def opens_later(self) -> bool:
        opens_at = self.seminar.opens_at
        return self.is_running and opens_at is not None and self.at < opens_at

    @property
    def is_closed(self) -> bool:
        return self.is_running and not self.is_open and not self.opens_later

    @property
    def has_begun(self) -> bool:
        starts_at = self.seminar.starts_at
        return starts_at is not None and starts_at <= self.at

    @property
    def is_postponed(self) -> bool:
        return self.seminar.state == SeminarState.POSTPONED

    @property
    def is_planned(self) -> bool:
        return self.seminar.state == SeminarState.PLANNED

    @property
    def closing_hour(self) -> datetime | None:
        return self.seminar.closing_hour()

    @property
    def left(self) -> int:
        return sum(vacancy.left for vacancy in self.vacancies)

    @property
    def kept(self) -> list[Kept]:
        return kept_of(self.seminar, self.vacancies)

    @property
    def taken(self) -> int:
        return sum(vacancy.taken for vacancy in self.vacancies)

    @property
    def total(self) -> int:
        return sum(vacancy.total for vacancy in self.vacancies)

    @property
    def only(self) -> Vacancy | None:
        return self.vacancies[0] if len(self.vacancies) == 1 else None

    @property
    def contact(self) -> str:
        return self.seminar.contact or settings.CONTACT_ADDRESS


def moment_of(context: Context) -> datetime:
    """Take the page's moment, so that one page speaks of one."""
    return context.get("at") or timezone.now()


@register.inclusion_tag("registrations/_outlook.html")
def still_waiting(registration: Registration, outlooks: dict[str, Outlook]) -> dict:
    """Say why this person waits: what others hold for a while, and until when."""
    here = outlooks.get(registration.mode)
    others = [one for one in here.kept if one.tier != registration.tier] if here else []
    return {"outlook": here, "kept": others}


@register.simple_tag
def other_mode(registration: Registration, outlooks: dict[str, Outlook]) -> Mode | None:
    """Tell the way of taking part that this person could have at once instead."""
    has_or_awaits_one = registration.is_waiting or registration.is_confirmed
    if not has_or_awaits_one or registration.seminar.state != SeminarState.ANNOUNCED:
        return None
    other = Mode.ROOM if registration.mode == Mode.ONLINE else Mode.ONLINE
    here = outlooks.get(other)
    return other if here and here.is_open_to(registration) else None


@register.simple_tag
def still_asked(registration: Registration) -> str:
    """Say that answers are missing, as messages do."""
    return str(asking.sentence(registration.addressed_name))


@register.filter
def is_past_registration(seminar: Seminar) -> bool:
    """Whether nobody can ask for a place any more, whatever happens."""
    return seminar.state in (SeminarState.HELD, SeminarState.CANCELLED)


@register.simple_tag(takes_context=True)
def load_places(context: Context, seminars: Iterable[Seminar]) -> Vacancies:
    """Count for a whole page at once: {% load_places seminars as places %}."""
    return vacancies([one.pk for one in seminars], at=moment_of(context))


@register.inclusion_tag("registrations/_places_left.html", takes_context=True)
def places_left(context: Context, seminar: Seminar, places: Vacancies) -> dict:
    """Say in a list how many places are left, while somebody may ask for one."""
    return {"box": Box(seminar, places.get(seminar.pk, []), moment_of(context))}


@register.inclusion_tag("registrations/_box.html", takes_context=True)
def registration_box(
    context: Context, seminar: Seminar, places: Vacancies | None = None, level: int = 2
) -> dict:
    """Tell how many places are left and lead to the form, or say why not."""
    at = moment_of(context)
    counted = vacancies([seminar.pk], at=at) if places is None else places
    box = Box(seminar, counted.get(seminar.pk, []), at)
    return {"box": box, "seminar": seminar, "level": level}
