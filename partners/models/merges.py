"""Two entries that are one human being: which was kept, and what moved to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models.people import Person
from unitar_seminars.labels import numbered


class PersonMerge(models.Model):
    """One entry taken into another; `moved` says which rows, so that they find back.

    It names a column and the rows in which it pointed to the entry that is gone:
    {"registrations.registration.person": [7, 9]}. `account` is the one that moved.
    """

    gone = models.ForeignKey(
        Person, models.PROTECT, related_name="merges_away", verbose_name=_("merged")
    )
    kept = models.ForeignKey(
        Person, models.PROTECT, related_name="merges_here", verbose_name=_("kept")
    )
    moved = models.JSONField(_("moved"), default=dict, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person_merges",
        verbose_name=_("account"),
    )
    merged_at = models.DateTimeField(_("merged at"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of two people")
        verbose_name_plural = _("merges of two people")
        constraints = [
            models.CheckConstraint(
                condition=~Q(gone=F("kept")), name="nobody_is_merged_into_themselves"
            ),
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at=None),
                name="person_is_merged_once",
            ),
        ]

    class Personal:
        erased = ("gone", "kept", "moved", "account")
        kept = ()

    def __str__(self) -> str:
        return numbered(self)

    @property
    def rows(self) -> int:
        """How many rows moved."""
        return sum(len(keys) for keys in self.moved.values())
