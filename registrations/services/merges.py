"""Two entries of one human being become one, and can become two again.

Every row that pointed to the entry that goes points to the other one afterwards, in
whatever table it stands. What both have already (a post at the same organisation for
the same days) stays behind with the old entry. Which rows moved is written down, so
that undoing puts back exactly these, and only while all of them are where they were
put.

The entries are locked, not the lines: who a registration is changes nobody's turn, and
whoever says it anew waits for the entry (`lock_known`).
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from partners.models import Person, PersonMerge, PersonState
from registrations.models import Registration
from registrations.services import nominations
from unitar_seminars.db import on
from unitar_seminars.hours import local_day
from users import audit
from users.models import Actor


@transaction.atomic
def merge(
    gone: Person, kept: Person, *, by: Actor, at: datetime, why: str
) -> PersonMerge:
    """Take one entry into another; the reason stays in the record."""
    nominations.reason_given(why)
    lock(gone, kept)
    refuse_pair(gone, kept)
    refuse_shared_seminar(gone, kept)
    merged = PersonMerge(gone=gone, kept=kept, merged_at=at)
    merged.moved = {
        name: keys for name in columns() if (keys := move(name, gone, kept))
    }
    refuse_to_leave_a_post(gone, kept, day=local_day(at))
    hand_over_account(merged)
    gone.state = PersonState.MERGED
    gone.save(update_fields=["state", "account"])
    kept.save(update_fields=["account"])
    merged.save()
    audit.record("merge", gone, by=by, at=at, why=why)
    audit.record("take_in", kept, by=by, at=at, why=why)
    return merged


@transaction.atomic
def undo(merged: PersonMerge, *, by: Actor, at: datetime) -> None:
    """Put every row back, while each is still where the merge put it."""
    merged.refresh_from_db(
        from_queryset=PersonMerge.objects.select_for_update(of=("self",))
    )
    if merged.undone_at is not None:
        text = _("This was undone before: both entries stand in the list again.")
        raise ValidationError(text, code="undone")
    lock(merged.gone, merged.kept)
    refuse_touched(merged)
    put_back(merged)
    if merged.account_id:
        merged.gone.account_id, merged.kept.account_id = merged.account_id, None
    merged.gone.state = PersonState.ACTIVE
    merged.gone.save(update_fields=["state", "account"])
    merged.kept.save(update_fields=["account"])
    merged.undone_at = at
    merged.save(update_fields=["undone_at"])
    audit.record("unmerge", merged.gone, by=by, at=at)
    audit.record("give_back", merged.kept, by=by, at=at)


def lock(*people: Person) -> None:
    """Wait for both, in the order of their numbers, then read them anew."""
    for person in sorted(people, key=lambda one: one.pk):
        person.refresh_from_db(
            from_queryset=Person.objects.select_for_update(no_key=True)
        )


def refuse_pair(gone: Person, kept: Person) -> None:
    if gone == kept:
        text = _("These are one entry: choose two different ones.")
        raise ValidationError(text, code="same_person")
    if {gone.state, kept.state} != {PersonState.ACTIVE}:
        text = _(
            "Both have to be active: search anew, one of them was merged or erased."
        )
        raise ValidationError(text, code="not_active")
    if gone.account_id and kept.account_id and gone.account_id != kept.account_id:
        text = _(
            "Each has an account of its own: take one account off first, on the form of"
            " that person."
        )
        raise ValidationError(text, code="two_accounts")


def refuse_shared_seminar(gone: Person, kept: Person) -> None:
    """A person stands in a seminar once."""
    theirs = Registration.objects.active().filter(person=kept).values("seminar")
    both = Registration.objects.active().filter(person=gone, seminar__in=theirs)
    shared = both.select_related("seminar").order_by("pk").first()
    if shared is None:
        return
    text = _(
        "Both stand in “%s”: cancel one of the two registrations there, or say that it"
        " is somebody else, then merge."
    )
    raise ValidationError(text % shared.seminar.title, code="both_registered")


def columns() -> Iterator[str]:
    """Name every column of the house that points to a person."""
    for relation in Person._meta.related_objects:
        if relation.related_model is not PersonMerge:
            yield f"{relation.related_model._meta.label_lower}.{relation.field.name}"


def rows_of(name: str) -> tuple[QuerySet[Model], str]:
    """Give all rows of a named column's table, and the column."""
    label, _dot, column = name.rpartition(".")
    return apps.get_model(label)._base_manager.all(), column


def move(name: str, gone: Person, kept: Person) -> list[int]:
    """Point rows to the entry that is kept, one by one; a double stays behind."""
    rows, column = rows_of(name)
    moved = []
    found = rows.filter(**{column: gone.pk}).order_by("pk").values_list("pk", flat=True)
    for key in found:
        try:
            with transaction.atomic():
                rows.filter(pk=key).update(**{column: kept.pk})
        except IntegrityError:
            continue
        moved.append(key)
    return moved


def refuse_to_leave_a_post(gone: Person, kept: Person, *, day: date) -> None:
    """Leave no post behind that says more than the one that stands in its way."""
    for post in gone.postings.filter(on(day)).select_related("organisation"):
        as_long = Q(ends_on=None)
        if post.ends_on:
            as_long |= Q(ends_on__gte=post.ends_on)
        stands = kept.postings.filter(
            on(day),
            as_long,
            organisation=post.organisation,
            committees__contains=post.committees,
        )
        if not stands.exists():
            text = _(
                "Both are at %s, and the entry that goes is there longer or covers"
                " more: put that into the post of the entry that stays, then merge."
            )
            raise ValidationError(text % post.organisation, code="post_left")


def hand_over_account(merged: PersonMerge) -> None:
    """Let the entry that is kept have the account of the other, if it has none."""
    if merged.gone.account_id and not merged.kept.account_id:
        merged.account_id = merged.kept.account_id = merged.gone.account_id
        merged.gone.account_id = None


def put_back(merged: PersonMerge) -> None:
    for name, keys in merged.moved.items():
        rows, column = rows_of(name)
        still = rows.filter(pk__in=keys, **{column: merged.kept_id})
        if still.update(**{column: merged.gone_id}) != len(keys):
            raise touched()


def refuse_touched(merged: PersonMerge) -> None:
    gone, kept = merged.gone, merged.kept
    if gone.state != PersonState.MERGED or kept.state != PersonState.ACTIVE:
        raise touched()
    if merged.account_id and kept.account_id != merged.account_id:
        raise touched()


def touched() -> ValidationError:
    """Say that it is too late to put everything back, and what to do instead."""
    text = _(
        "Something that was merged has changed since: undo later merges first, or say"
        " again who each registration is."
    )
    return ValidationError(text, code="touched")
