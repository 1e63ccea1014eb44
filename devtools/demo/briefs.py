"""Updates and briefings of the sample: one sent, one to approve, one to finish."""

from datetime import datetime, timedelta

from briefings.models import (
    Audience,
    AudiencePart,
    Briefing,
    BriefingKind,
    ReachedAt,
    SenderIdentity,
    Who,
)
from briefings.services import briefings
from devtools import roles
from devtools.demo.running import FORUM_THEMES
from mailing.models import Mailing, MailingState, Message, MessageState
from partners.models import CountryGroup, PreparatoryUpdate, Sector
from seminars.models import Theme
from users.models import Actor, ActorKind, User

ALL_MISSIONS = ("All missions", "Toutes les missions")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def make_briefs(*, at: datetime) -> None:
    """Write three texts; the two organisers find each other's on the desk."""
    found = User.objects.in_bulk(
        [roles.ORGANISER, roles.SECOND_ORGANISER], field_name="email"
    )
    first, second = found[roles.ORGANISER], found[roles.SECOND_ORGANISER]
    tell_themes(first, second, at)
    invite_africa(second, at)
    start_note(first)


def missions(name_en: str, name_fr: str, **conditions: str) -> Audience:
    """Find an audience by its name, or save it: missions at their official address."""
    saved, is_new = Audience.objects.get_or_create(
        name_en=name_en, defaults={"name_fr": name_fr}
    )
    if is_new:
        AudiencePart.objects.create(
            audience=saved,
            who=Who.ORGANISATIONS,
            sector=Sector.MISSION,
            reached_at=ReachedAt.OFFICIAL,
            **conditions,
        )
    return saved


def account(user: User) -> Actor:
    return Actor(ActorKind.ACCOUNT, user=user)


def tell_themes(writer: User, approver: User, at: datetime) -> None:
    """Store an update of two days ago as sent to all missions."""
    briefing = Briefing.objects.create(
        kind=BriefingKind.UPDATE,
        slug="themes-of-the-next-forum",
        subject_en=FORUM_THEMES.title_en,
        subject_fr=FORUM_THEMES.title_fr,
        body_en=FORUM_THEMES.text_en,
        body_fr=FORUM_THEMES.text_fr,
        audience=missions(*ALL_MISSIONS),
        preparatory_update=PreparatoryUpdate.objects.filter(
            title_en=FORUM_THEMES.title_en
        ).first(),
        written_by=writer,
    )
    is_about(briefing, "development", "governance")
    briefings.submit(briefing, by=account(writer), at=at - 2 * DAY - HOUR)
    seen = briefings.hash_of(briefing)
    briefings.approve(briefing, seen, by=account(approver), at=at - 2 * DAY)
    keep_mailing(briefing.mailing, at - 2 * DAY)


def is_about(briefing: Briefing, *slugs: str) -> None:
    """Name its themes, before it is submitted: they are sealed with its text."""
    briefing.themes.set(Theme.objects.filter(slug__in=slugs))


def keep_mailing(mailing: Mailing, at: datetime) -> None:
    """Store every message of a mailing as sent at that moment."""
    rows = Message.objects.filter(mailing=mailing, state=MessageState.PENDING)
    rows.update(state=MessageState.SENT, attempt=1, accepted_at=at)
    mailing.sent, mailing.state = mailing.total, MailingState.DONE
    mailing.save(update_fields=["sent", "state"])


def invite_africa(writer: User, at: datetime) -> None:
    """Leave a briefing to one regional group for the other organiser to approve."""
    briefing = Briefing.objects.create(
        kind=BriefingKind.BRIEFING,
        slug="recruitment-costs-round-table",
        subject_en="Round table on recruitment costs (illustrative)",
        subject_fr="Table ronde sur le coût du recrutement (illustratif)",
        body_en="Dear [[name]],\n\nmissions of the African Group are invited to a round"
        " table on what recruitment costs workers.\n\n"
        "- Informal, no speeches\n- One delegate each",
        body_fr="[[name]],\n\nLes missions du Groupe des États d’Afrique sont invitées"
        " à une table ronde sur ce que le recrutement coûte aux travailleurs.\n\n"
        "- Informelle, sans discours\n- Un délégué par mission",
        audience=missions(
            "Missions of the African Group",
            "Missions du Groupe des États d’Afrique",
            regional_group=CountryGroup.AFRICAN,
        ),
        sender=SenderIdentity.objects.create(
            name_en="UNITAR New York Office",
            name_fr="Bureau de l’UNITAR à New York",
            reply_to="briefings@example.org",
        ),
        written_by=writer,
    )
    is_about(briefing, "labour", "remittances")
    briefings.submit(briefing, by=account(writer), at=at - HOUR)


def start_note(writer: User) -> None:
    """Leave a draft whose French is missing."""
    Briefing.objects.create(
        slug="programme-of-next-year",
        subject_en="What we plan for next year (illustrative)",
        body_en="Three topics are proposed, one has been retained.",
        audience=missions(*ALL_MISSIONS),
        written_by=writer,
    )
