"""Where seminars take place."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unitar_seminars.db import one_of
from unitar_seminars.translated import Language, Translated, bilingual

LONGEST_LEAD = 720  # a month, in hours


class AccessColumn(models.TextChoices):
    """What the security desk of a building may want to read of a guest."""

    NAME = "name", _("Name")
    DAY = "day", _("Day")
    HOURS = "hours", _("Hours (New York time)")
    ROOM = "room", _("Room")
    ORGANISATION = "organisation", _("Organisation")
    POST = "post", _("Rank or post")
    COUNTRY = "country", _("Country")
    VENUE = "venue", _("Venue")
    EVENT = "event", _("Event")
    SPONSOR = "sponsor", _("Sponsor")
    NOTE = "note", _("Note for the gate")


ALWAYS = [
    AccessColumn.NAME,
    AccessColumn.DAY,
    AccessColumn.HOURS,
    AccessColumn.ROOM,
]
CHOSEN = [column for column in AccessColumn if column not in ALWAYS]


def usual_columns() -> list[str]:
    """Give what a consolidated sheet for special event tickets asks for."""
    return [
        AccessColumn.ORGANISATION,
        AccessColumn.VENUE,
        AccessColumn.EVENT,
        AccessColumn.SPONSOR,
    ]


class Venue(models.Model):
    """A building, with what a guest has to know to get in.

    Where it needs an access list, its security desk wants to know beforehand who
    comes: so many hours before, in its columns and its language.
    """

    name_en, name_fr = bilingual(models.CharField, _("name"), max_length=160)
    name = Translated("name")
    address = models.CharField(_("address"), max_length=200, blank=True)
    access_en, access_fr = bilingual(models.TextField, _("getting in"))
    access = Translated("access")
    needs_access_list = models.BooleanField(
        _("wants a list of guests beforehand"), default=False
    )
    access_lead_hours = models.PositiveSmallIntegerField(
        _("hours beforehand"),
        default=48,
        help_text=_("Counted on New York’s clock, back from the first session there."),
    )
    access_columns = ArrayField(
        models.CharField(
            max_length=14, choices=[(one.value, one.label) for one in CHOSEN]
        ),
        verbose_name=_("columns besides name, day, hours and room"),
        default=usual_columns,
        blank=True,
    )
    access_language = models.CharField(
        _("language of the list"), max_length=7, choices=Language, default=Language.EN
    )
    access_send_to = models.EmailField(_("the list goes to"), blank=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            models.CheckConstraint(
                condition=Q(access_lead_hours__lte=LONGEST_LEAD),
                name="access_lead_is_a_month_at_most",
                violation_error_message=_("Give 720 hours at most: that is a month."),
                violation_error_code="too_long",
            ),
            models.CheckConstraint(
                condition=Q(access_columns__contained_by=[c.value for c in CHOSEN]),
                name="access_columns_are_known",
            ),
            one_of("access_language", Language),
        ]

    class Personal:
        erased = ()
        kept = (
            "name_en",
            "name_fr",
            "address",
            "access_en",
            "access_fr",
            "access_send_to",
        )

    def __str__(self) -> str:
        return str(self.name)

    @property
    def asks_for_note(self) -> bool:
        return AccessColumn.NOTE in self.access_columns

    def columns_of_list(self) -> list[AccessColumn]:
        """Name the columns of its list in their order, which is always the same."""
        wanted = {*ALWAYS, *self.access_columns}
        return [column for column in AccessColumn if column in wanted]


class Room(models.Model):
    """A room. How many it holds is a fact about it, never a limit on seats."""

    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="rooms", verbose_name=_("venue")
    )
    name_en, name_fr = bilingual(models.CharField, _("name"), max_length=120)
    name = Translated("name")
    capacity = models.PositiveIntegerField(_("holds"), null=True, blank=True)
    capacity_source = models.CharField(
        _("source of that figure"), max_length=120, blank=True
    )

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    class Personal:
        erased = ()
        kept = ("name_en", "name_fr", "capacity_source")

    def __str__(self) -> str:
        return str(self.name)
