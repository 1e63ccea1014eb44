"""What a second person approves, in one fingerprint, and what keeps it from going out.

Everything is sealed that a reader will get or that decides who and when: edit any of it
by whatever way, and the fingerprint is another.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from briefings import audience_words, audiences, merging, papers
from briefings.models import Briefing, SenderIdentity
from partners.models import ChairTerm, PreparatoryUpdate
from unitar_seminars import hours

NAMED = 5  # of those without an address
SEALED = (
    "kind",
    "slug",
    "subject_en",
    "subject_fr",
    "body_en",
    "body_fr",
    "seminar_id",
    "series_id",
    "preparatory_update_id",
    "chair_term_id",
    "is_public",
    "send_at",
    "hours_late",
)
CHAIR = ("mechanism", "organisation__name_en", "organisation__name_fr")


def hash_of(briefing: Briefing) -> str:
    """Seal what is approved: text, audience, hour, sender, papers and files.

    The audience is sealed by what it means, so that editing a saved one counts; a
    chair by its names, a paper with whether and from when it can be read, and an
    update with its hour.
    """
    chair = ChairTerm.objects.filter(briefings=briefing)
    sender = SenderIdentity.objects.filter(briefings=briefing)
    update = PreparatoryUpdate.objects.filter(briefings=briefing)
    themes = briefing.themes.order_by("pk")
    files = briefing.attachments.order_by("pk")
    said = {
        "columns": [plain(getattr(briefing, name)) for name in SEALED],
        "audience": audiences.rule_of(briefing.audience),
        "sender": list(sender.values_list("name_en", "name_fr", "reply_to")),
        "chair": list(chair.values_list(*CHAIR)),
        "update": [
            plain(hour) for hour in update.values_list("embargo_until", flat=True)
        ],
        "themes": list(themes.values_list("pk", flat=True)),
        "papers": [
            [plain(value) for value in papers.sealed(one)]
            for one in papers.linked(briefing)
        ],
        "files": list(files.values_list("name", "content_type", "digest")),
    }
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def plain(value: Any) -> Any:
    """Write an hour alike, in whatever zone it was read."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def check_fields(briefing: Briefing) -> None:
    """Refuse placeholders that nobody can fill."""
    texts = (
        *(briefing.subject_en, briefing.subject_fr),
        *(briefing.body_en, briefing.body_fr),
    )
    if unknown := merging.unknown_fields(*texts):
        raise ValidationError(
            _("Nobody can fill %(unknown)s: take it out, or write one of %(known)s."),
            code="placeholder",
            params={"unknown": bracketed(unknown), "known": bracketed(merging.FIELDS)},
        )


def bracketed(names: Any) -> str:
    return ", ".join(f"[[{name}]]" for name in names)


def check_papers(briefing: Briefing) -> None:
    """Refuse links that would lead nowhere."""
    for one in papers.linked(briefing):
        if not papers.is_linkable(one.document):
            raise ValidationError(
                _("“%s” is not published for everybody: publish it, or take it out.")
                % one.document,
                code="paper",
            )


def check_reach(briefing: Briefing, *, at: datetime) -> None:
    """Refuse an audience that comes to nobody; one may be empty by now."""
    reach = reach_of(briefing, at=at)
    if not reach.to_send:
        raise ValidationError(why_nobody(briefing, reach), code="nobody")


def reach_of(briefing: Briefing, *, at: datetime) -> audiences.Reach:
    scope = audiences.scope_of(briefing)
    return audiences.reach(briefing.audience, scope=scope, at=at)


def why_nobody(briefing: Briefing, reach: audiences.Reach) -> str:
    """Say which choice leaves nobody over."""
    if reach.addresses:
        return _(
            "Whoever its audience reaches has unsubscribed or can’t be reached by"
            " e-mail: choose an audience that means others too."
        )
    if reach.without_address:
        return _(
            "Nobody in its audience has an address: enter one of %(names)s, or choose"
            " another audience."
        ) % {"names": ", ".join(reach.without_address[:NAMED])}
    return _(
        "Its audience reaches nobody today: choose another, or change whom it means."
        " It says: %(sentence)s"
    ) % {"sentence": audience_words.sentence(briefing.audience)}


def check_embargo(briefing: Briefing, *, at: datetime) -> None:
    """Refuse to tell an update before its hour."""
    update = briefing.preparatory_update
    closed = update and update.embargo_until
    if closed and (briefing.send_at or at) < closed:
        raise ValidationError(
            _(
                "The update behind it is closed until %s: choose that hour or a later"
                " one."
            )
            % hours.moment(closed),
            code="embargo",
        )
