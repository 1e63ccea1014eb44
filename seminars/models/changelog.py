"""What was changed in a programme after it was announced, version by version."""

from datetime import datetime
from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seminars.models.seminar import Seminar
from seminars.models.session import Session
from unitar_seminars.db import one_of
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Translated, bilingual

FIRST_VERSION = 1  # as it was announced


class ChangeKind(models.TextChoices):
    ROOM = "room", _("Room moved")
    HOUR = "hour", _("Hours moved")
    DATE = "date", _("Postponed")
    ONLINE = "online", _("Moved online")
    BACK = "back", _("Back in the room")
    PARTLY = "partly", _("Online as well")
    ADDRESS = "address", _("Address online changed")
    SPEAKER = "speaker", _("Speaker replaced")
    PLACES = "places", _("Places changed")
    CALLED_OFF = "called_off", _("Called off")
    UNDONE = "undone", _("A change was taken back")


class ProgrammeChangeQuerySet(models.QuerySet["ProgrammeChange"]):
    def standing(self, *kinds: ChangeKind) -> Self:
        """Keep the changes of these kinds that nobody took back."""
        return self.filter(kind__in=kinds, undone_at=None)


class ProgrammeChange(models.Model):
    """One version of a seminar's programme: what is other than in the one before.

    `former` keeps rows as they were and as they became; until `undo_until` the change
    can be taken back, which is a version of its own.
    """

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="changes")
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="changes"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("what changed"), max_length=12, choices=ChangeKind)
    before_en, before_fr = bilingual(models.CharField, _("before"), max_length=300)
    before = Translated("before")
    after_en, after_fr = bilingual(models.CharField, _("after"), max_length=300)
    after = Translated("after")
    changed_at = models.DateTimeField(_("changed at"))
    about = models.CharField(_("entry of the record"), max_length=80)
    former = models.JSONField(
        _("rows before and after"), default=list, encoder=DjangoJSONEncoder
    )
    undo_until = models.DateTimeField(_("can be undone until"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = ProgrammeChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a programme")
        verbose_name_plural = _("changes of programmes")
        constraints = [
            one_of("kind", ChangeKind),
            models.UniqueConstraint(
                fields=["seminar", "version"], name="version_of_a_programme_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(undo_until__gte=models.F("undone_at")),
                name="undone_while_it_could_be",
            ),
        ]

    class Personal:
        erased = ("before_en", "before_fr", "after_en", "after_fr")  # a speaker's name
        kept = ("about", "former")

    def __str__(self) -> str:
        return numbered(self)

    @property
    def is_told(self) -> bool:
        """Whether people are written to; the number of places is read on the page."""
        return self.kind != ChangeKind.PLACES

    def can_be_undone(self, *, at: datetime) -> bool:
        is_open = self.undo_until is not None and at <= self.undo_until
        return is_open and self.undone_at is None
