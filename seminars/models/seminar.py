"""A seminar: what it is about, for whom, and when people may ask for a place.

Hours and room stand on Session. `Seminar.starts_at` and `ends_at` are its first
start and last end: the database works them out, nobody writes them.
"""

from datetime import date, datetime
from itertools import chain
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.models import Priority, Sector
from seminars.models.programme import Series, Theme
from unitar_seminars.db import both_or_neither, ends_after_it_starts, one_of
from unitar_seminars.translated import Translated, bilingual


class SeminarFormat(models.TextChoices):
    SEMINAR = "seminar", _("Seminar")
    BRIEFING = "briefing", pgettext_lazy("format", "Briefing")
    COURSE = "course", _("Course")


class SeminarState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    ANNOUNCED = "announced", pgettext_lazy("seminar", "Announced")
    HELD = "held", pgettext_lazy("seminar", "Held")
    POSTPONED = "postponed", pgettext_lazy("seminar", "Postponed")
    CANCELLED = "cancelled", _("Called off")


class SeminarMode(models.TextChoices):
    ROOM = "room", _("In the room")
    ONLINE = "online", _("Online")
    BOTH = "both", _("In the room and online")


class Mode(models.TextChoices):
    """How one person takes part."""

    ROOM = "room", _("In the room")
    ONLINE = "online", _("Online")


class DateCertainty(models.TextChoices):
    EXACT = "exact", _("Day on record")
    MONTH = "month", _("Month on record, day illustrative")
    YEAR = "year", _("Year on record, day illustrative")
    ILLUSTRATIVE = "illustrative", _("Illustrative")


class RegistrationMode(models.TextChoices):
    OPEN = "open", _("Open")
    APPROVAL = "approval", _("By approval")
    APPLICATION = "application", _("By application and selection")
    INVITATION = "invitation", _("By invitation")


class CountsAs(models.TextChoices):
    """The two kinds of event that the Institute's statistics keep apart."""

    LEARNING = "learning", _("Learning")
    OUTREACH = "outreach", _("Knowledge sharing")


PUBLIC_STATES = [
    SeminarState.ANNOUNCED,
    SeminarState.HELD,
    SeminarState.POSTPONED,
    SeminarState.CANCELLED,
]

KNOWN_DAYS = [DateCertainty.EXACT, DateCertainty.ILLUSTRATIVE]

NO_CLOSING_HOUR = _(
    "Give the hour at which registration closes: people apply until then."
)


def default_tiers() -> list[list[str]]:
    """Give the usual order: missions, the United Nations and so on."""
    return [
        [Sector.MISSION],
        [Sector.UN, Sector.IGO],
        [Sector.NGO, Sector.MIGRANT_ASSOCIATION],
        [Sector.ACADEMIA, Sector.FOUNDATION],
        [Sector.PRIVATE],
        [Sector.MEDIA, Sector.OTHER],
    ]


def each_sector_once(tiers: list[list[str]]) -> None:
    """Refuse an order in which a sector is missing, unknown or named twice."""
    try:
        named = sorted(chain.from_iterable(tiers))
    except TypeError:  # not a list of lists of words
        named = []
    if named != sorted(Sector.values):
        raise ValidationError(
            _("Name each sector in exactly one tier."), code="each_sector_once"
        )


def known_sectors(sectors: list[str]) -> None:
    """Refuse a list of those who may register that names something else."""
    if not isinstance(sectors, list) or not set(sectors) <= set(Sector.values):
        raise ValidationError(_("Name kinds of organisation."), code="sectors")


class SeminarQuerySet(models.QuerySet["Seminar"]):
    def public(self) -> Self:
        """Keep what a visitor may see: everything that was announced."""
        return self.filter(announced_at__isnull=False)

    def announced(self) -> Self:
        return self.filter(state=SeminarState.ANNOUNCED)

    def with_known_day(self) -> Self:
        """Keep those whose day and hours may be told as they stand."""
        return self.filter(date_certainty__in=KNOWN_DAYS)


class Seminar(models.Model):
    """One seminar, briefing or course.

    Whether it is open, closed or running follows from its hours. From *announced*
    on, its room, hours, mode, places and state change only by verbs.
    """

    slug = models.SlugField(_("address of its page"), max_length=80, unique=True)
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seminars",
        verbose_name=_("series"),
    )
    format = models.CharField(
        _("format"), max_length=10, choices=SeminarFormat, default=SeminarFormat.SEMINAR
    )
    title_en, title_fr = bilingual(models.CharField, _("title"), max_length=200)
    title = Translated("title")
    summary_en, summary_fr = bilingual(models.TextField, _("about it"))
    summary = Translated("summary")
    languages_en, languages_fr = bilingual(
        models.CharField, _("languages spoken"), max_length=120
    )
    languages = Translated("languages")
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="seminars", verbose_name=_("themes")
    )
    priority = models.ForeignKey(
        Priority,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seminars",
        verbose_name=_("answers the priority"),
    )
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name=_("repeats"),
    )
    counts_as = models.CharField(
        _("counts as"), max_length=10, choices=CountsAs, default=CountsAs.LEARNING
    )
    objectives_waived_because = models.CharField(
        _("no learning objectives because"), max_length=200, blank=True
    )
    contact = models.EmailField(_("questions to"), blank=True)

    state = models.CharField(
        _("state"), max_length=10, choices=SeminarState, default=SeminarState.PLANNED
    )
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    mode = models.CharField(
        _("mode"), max_length=10, choices=SeminarMode, default=SeminarMode.ROOM
    )
    planned_for = models.DateField(
        _("meant for"),
        null=True,
        blank=True,
        help_text=_(
            "While no session has an hour: the first day of that month or year."
        ),
    )
    date_certainty = models.CharField(
        _("certainty of the day"),
        max_length=12,
        choices=DateCertainty,
        default=DateCertainty.EXACT,
    )
    date_source = models.CharField(_("source of the day"), max_length=200, blank=True)
    starts_at = models.DateTimeField(
        _("first session starts"), null=True, blank=True, editable=False
    )
    ends_at = models.DateTimeField(
        _("last session ends"), null=True, blank=True, editable=False
    )

    registration_mode = models.CharField(
        _("registration"),
        max_length=12,
        choices=RegistrationMode,
        default=RegistrationMode.OPEN,
    )
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    tiers = models.JSONField(
        _("order of sectors"), default=default_tiers, validators=[each_sector_once]
    )
    admits = models.JSONField(
        _("who may register"), default=list, blank=True, validators=[known_sectors]
    )
    places_planned = models.PositiveIntegerField(_("places in the room"), default=0)
    online_places_planned = models.PositiveIntegerField(_("places online"), default=0)

    has_reminder = models.BooleanField(_("a reminder two days before"), default=True)
    has_materials_notice = models.BooleanField(
        _("a word when papers for participants open"), default=True
    )
    has_thank_you = models.BooleanField(_("thanks to those who came"), default=True)

    objects = SeminarQuerySet.as_manager()

    class Meta:
        verbose_name = _("seminar")
        verbose_name_plural = _("seminars")
        constraints = [
            one_of("format", SeminarFormat),
            one_of("state", SeminarState),
            one_of("mode", SeminarMode),
            one_of("date_certainty", DateCertainty),
            one_of("registration_mode", RegistrationMode),
            one_of("counts_as", CountsAs),
            ends_after_it_starts("opens_at", "closes_at"),
            both_or_neither("starts_at", "ends_at"),
            models.CheckConstraint(
                condition=Q(state=SeminarState.PLANNED)
                | (~Q(title_en="") & ~Q(title_fr="")),
                name="announced_in_both_languages",
                violation_error_message=_("Give the title in English and in French."),
                violation_error_code="both_languages",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SeminarState.ANNOUNCED, SeminarState.HELD])
                | Q(starts_at__isnull=False),
                name="announced_seminar_has_hours",
                violation_error_message=_("Give the hours of at least one session."),
                violation_error_code="no_hours",
            ),
            models.CheckConstraint(
                condition=~Q(state=SeminarState.ANNOUNCED)
                | ~Q(registration_mode=RegistrationMode.APPLICATION)
                | Q(closes_at__isnull=False),
                name="applications_have_a_closing_hour",
                violation_error_message=NO_CLOSING_HOUR,
                violation_error_code="no_closing_hour",
            ),
            models.CheckConstraint(
                condition=Q(state=SeminarState.PLANNED) ^ Q(announced_at__isnull=False),
                name="announced_exactly_when_no_longer_planned",
            ),
            models.CheckConstraint(
                condition=Q(state=SeminarState.CANCELLED) ^ Q(cancelled_at=None),
                name="called_off_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="seminar_by_start"),
            models.Index(fields=["series", "starts_at"], name="seminar_by_series"),
        ]

    class Personal:
        erased = ()
        kept = (
            "slug",
            "title_en",
            "title_fr",
            "summary_en",
            "summary_fr",
            "languages_en",
            "languages_fr",
            "objectives_waived_because",
            "contact",
            "date_source",
            "tiers",
            "admits",
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("seminars:detail", args=[self.slug])

    def tier_of(self, sector: str) -> int:
        """Tell the place of a sector in this seminar's order, 1 first."""
        return next(n for n, tier in enumerate(self.tiers, 1) if sector in tier)

    @property
    def is_by_approval(self) -> bool:
        """Whether somebody decides before there is a place, singly or together."""
        return self.registration_mode == RegistrationMode.APPROVAL or (
            self.is_by_application
        )

    @property
    def is_by_application(self) -> bool:
        return self.registration_mode == RegistrationMode.APPLICATION

    @property
    def is_by_invitation(self) -> bool:
        return self.registration_mode == RegistrationMode.INVITATION

    @property
    def admitted(self) -> list[str]:
        """Name those who may register, nobody where all may."""
        return [str(Sector(sector).label) for sector in self.admits]

    @property
    def first_day(self) -> date | None:
        """The New York day on which it begins; groups and names are read for it."""
        if self.starts_at is None:
            return self.planned_for
        return timezone.localdate(self.starts_at)

    def closing_hour(self) -> datetime | None:
        """Tell when registration ends: at its hour, else when the last session does."""
        return self.closes_at or self.ends_at

    def takes_registrations(self, *, at: datetime) -> bool:
        """Whether somebody may ask for a place at this moment."""
        closing = self.closing_hour()
        return (
            self.state == SeminarState.ANNOUNCED
            and (self.opens_at is None or self.opens_at <= at)
            and (closing is None or at < closing)
        )


class LearningObjective(models.Model):
    """What somebody can do after the seminar."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    text_en, text_fr = bilingual(models.CharField, _("text"), max_length=300)
    text = Translated("text")

    class Meta:
        verbose_name = _("learning objective")
        verbose_name_plural = _("learning objectives")

    class Personal:
        erased = ()
        kept = ("text_en", "text_fr")

    def __str__(self) -> str:
        return str(self.text)
