"""A post ends and somebody else holds it: what was to come goes over, the past stays.

Places that the predecessor has in seminars to come are handed on one by one, as chosen;
each is a substitution like any other. Attendance, certificates and everything before
the day stay with the predecessor, and nobody's turn changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _

from partners.models import Organisation, Person, PersonState, Posting
from partners.services import postings
from registrations.models import Line, Registration
from registrations.services import nominations, substitutions
from registrations.services.nominations import TypedPerson
from seminars.models import SeminarState
from unitar_seminars.db import Folded, on
from unitar_seminars.hours import local_day
from users import audit
from users.models import Actor

TO_COME = (SeminarState.ANNOUNCED, SeminarState.POSTPONED)


@dataclass(frozen=True)
class Rotation:
    """The first day without the predecessor, who follows, and which places go over."""

    day: date
    why: str
    successor: TypedPerson | None = None
    places: Sequence[Registration] = ()


def places_to_come(posting: Posting, *, at: datetime) -> QuerySet[Registration]:
    """Find what somebody holds from this post in seminars that have not begun."""
    theirs = Registration.objects.active().filter(
        person=posting.person_id,
        organisation=posting.organisation_id,
        seminar__state__in=TO_COME,
    )
    dated = theirs.exclude(seminar__starts_at__lte=at).select_related("seminar")
    return dated.order_by("seminar__starts_at", "seminar_id", "pk")


@transaction.atomic
def hand_over(
    posting: Posting, rotation: Rotation, *, by: Actor, at: datetime
) -> Person | None:
    """End a post; return who holds it now, None where nobody follows yet."""
    nominations.reason_given(rotation.why)
    refuse_places_for_nobody(rotation)
    for place in rotation.places:
        refuse_place(posting, place, rotation.day)
    lock(posting, rotation)
    postings.end(posting, on=rotation.day, by=by, at=at)
    audit.record("hand_over", posting, by=by, at=at, why=rotation.why)
    if rotation.successor is None:
        return None
    successors = [
        name_instead(place, rotation.successor, by=by, at=at, why=rotation.why)
        for place in sorted(rotation.places, key=lambda one: one.seminar_id)
    ]
    person = take_over(posting, rotation.successor, rotation.day, by=by, at=at)
    for one in successors:
        identify(one, person, by=by, at=at)
    return person


def lock(posting: Posting, rotation: Rotation) -> None:
    """Take all lines, then all people, each in their order: as every verb does.

    Else a merge of these people would wait for rows of theirs that are changed here,
    and this for them.
    """
    for seminar in sorted({place.seminar_id for place in rotation.places}):
        Line.objects.lock(seminar)
    people = {posting.person_id}
    if rotation.successor:
        name = rotation.successor.name
        colleague = posted_there(posting.organisation, name, rotation.day)
        people |= {colleague.pk} if colleague else set()
    found = Person.objects.select_for_update(no_key=True).filter(pk__in=people)
    list(found.order_by("pk"))


def refuse_place(posting: Posting, place: Registration, day: date) -> None:
    if (place.person_id, place.organisation_id) != (
        posting.person_id,
        posting.organisation_id,
    ):
        text = _("Only places that this person holds from this post go over.")
        raise ValidationError(text, code="not_theirs")
    starts_at = place.seminar.starts_at
    if starts_at and local_day(starts_at) < day:
        text = _(
            "“%s” is before the post ends: untick it, or choose an earlier first day"
            " without this person."
        )
        raise ValidationError(text % place.seminar.title, code="before_end")


def refuse_places_for_nobody(rotation: Rotation) -> None:
    if rotation.places and rotation.successor is None:
        text = _("Say who follows, or untick the places that should go over.")
        raise ValidationError(text, code="nobody_follows")


def name_instead(
    place: Registration, typed: TypedPerson, *, by: Actor, at: datetime, why: str
) -> Registration:
    """Hand one place on; a refusal says which seminar it is about."""
    try:
        return substitutions.substitute(place, typed, by=by, at=at, why=why)
    except ValidationError as refusal:
        raise about(place, refusal) from refusal


def identify(
    registration: Registration, person: Person, *, by: Actor, at: datetime
) -> None:
    try:
        nominations.identify_person(registration, person, by=by, at=at)
    except ValidationError as refusal:
        raise about(registration, refusal) from refusal


def about(registration: Registration, refusal: ValidationError) -> ValidationError:
    said = " ".join(refusal.messages)
    text = _("“%(seminar)s”: %(refusal)s Untick it to hand on the others.")
    told = {"seminar": registration.seminar.title, "refusal": said}
    return ValidationError(text % told, code=refusal.code)


def take_over(
    posting: Posting, typed: TypedPerson, day: date, *, by: Actor, at: datetime
) -> Person:
    """Post the successor there: a colleague of that name, else somebody new."""
    organisation = posting.organisation
    if colleague := posted_there(organisation, typed.name, day):
        return colleague
    person = Person.objects.create(
        name=" ".join(typed.name.split()),
        form_of_address=typed.form_of_address,
        gender=typed.gender,
        language=typed.language,
    )
    audit.record("create", person, by=by, at=at)
    postings.begin(person, organisation, rank=typed.rank, on=day, by=by, at=at)
    return person


def posted_there(organisation: Organisation, name: str, day: date) -> Person | None:
    named = Person.objects.annotate(folded=Folded("name")).filter(
        folded=Folded(Value(" ".join(name.split()))), state=PersonState.ACTIVE
    )
    posts = Posting.objects.filter(on(day), organisation=organisation)
    return named.filter(pk__in=posts.values("person")).order_by("pk").first()
