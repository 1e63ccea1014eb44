"""What whoever wrote and whoever approved a briefing are told of it."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.template.defaultfilters import linebreaks, urlize
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from briefings.models import Briefing
from mailing import outbox
from mailing.outbox import Addressee
from partners.models import Person
from unitar_seminars.translated import in_language
from users.models import AuditEntry, User

Notice = Callable[[Briefing, Iterable[User], AuditEntry], None]


def send_missed(briefing: Briefing, people: Iterable[User], entry: AuditEntry) -> None:
    """Tell that it was too late to be sent."""
    for user in people:
        with translation.override(language_of(user)):
            said = _(
                "It could not be started within the %(hours)s hours that it may be"
                " late, so nobody got it. Take it back, give it a new hour and submit"
                " it again."
            ) % {"hours": briefing.hours_late}
            tell(user, briefing, entry, "briefing_missed", said)


def send_voided(briefing: Briefing, people: Iterable[User], entry: AuditEntry) -> None:
    """Tell that an edit has made its approval void."""
    for user in people:
        with translation.override(language_of(user)):
            said = _(
                "Something in it was changed after it was approved, so the approval is"
                " void and nobody got it. It is a draft again: read it, then submit it"
                " anew."
            )
            tell(user, briefing, entry, "briefing_voided", said)


def send_emptied(briefing: Briefing, people: Iterable[User], entry: AuditEntry) -> None:
    """Tell that nobody was left in its audience when its hour came."""
    for user in people:
        with translation.override(language_of(user)):
            said = _(
                "When its hour came, its audience reached nobody any more, so nobody"
                " got it. It is a draft again, and its page says why."
            )
            tell(user, briefing, entry, "briefing_emptied", said)


def language_of(user: User) -> str:
    """Write to staff in the language of the person behind the account."""
    person = Person.objects.filter(account=user).order_by("pk").first()
    return person.language if person else settings.LANGUAGE_CODE


def tell(
    user: User, briefing: Briefing, entry: AuditEntry, purpose: str, said: str
) -> None:
    language = translation.get_language() or settings.LANGUAGE_CODE
    subject = in_language(briefing, "subject", language)
    where = settings.SITE_URL + reverse("briefings:desk", args=[briefing.pk])
    text = f"{subject}\n\n{said}\n\n{where}\n"
    written = (
        _("Not sent: %(subject)s") % {"subject": subject},
        text,
        linebreaks(urlize(text, autoescape=True), autoescape=False),
    )
    to = Addressee(user, user.email, language, user.get_full_name())
    outbox.post(purpose, entry, written, to)
