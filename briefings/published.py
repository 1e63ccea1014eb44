"""What was told and stands in public: read by the archive, feeds and digests."""

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _

from briefings.models import Briefing
from mailing.rendering import PLACEHOLDERS, fill
from seminars.models import Seminar, Theme
from unitar_seminars.hours import NEW_YORK
from unitar_seminars.translated import Text

YEAR = ExtractYear("published_at", tzinfo=NEW_YORK)


def years(*, at: datetime) -> list[int]:
    """List the years in which something was published, latest first."""
    found = Briefing.objects.published(at=at).order_by(YEAR.desc())
    return list(found.values_list(YEAR, flat=True).distinct())


def on_theme(theme: Theme, *, at: datetime) -> QuerySet[Briefing]:
    """Find what was published on a theme: its own, or that of its seminar."""
    own = Briefing.themes.through.objects.filter(briefing=OuterRef("pk"), theme=theme)
    its = Seminar.themes.through.objects.filter(
        seminar=OuterRef("seminar"), theme=theme
    )
    return Briefing.objects.published(at=at).filter(Q(Exists(own)) | Q(Exists(its)))


def readable(text: str) -> str:
    """Fill the merge fields of a text for readers whom no mail addressed."""
    choose = settings.SITE_URL + reverse("briefings:subscribe")
    words = {
        "name": _("colleague"),
        "organisation": _("your organisation"),
        "country": _("your country"),
        "preferences": choose,
        "unsubscribe": choose,
    }
    said = fill(text, dict.fromkeys(PLACEHOLDERS, "") | words)
    return Text(said, text.lang) if isinstance(text, Text) else said
