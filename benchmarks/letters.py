"""The letter that is sent: personal, in text and HTML, some five thousand bytes."""

from django.core.mail import EmailMultiAlternatives
from django.template import Context, Template
from django.utils import timezone

from mailing.models import Mailing, MailingState, MailingText

SENDER = "UNITAR Seminars <seminars@example.org>"
LINK = "https://seminars.example.org/unsubscribe/1.{}.k7q2m4x9d3f8w6h1n5b0c2v4"
NAMES = ["Amina Diallo", "Zoë Çelik", "Siobhán O'Brien", "李小龙", "Jean <b> Dupont"]
SUBJECT = "Briefing on migration and development"
PARAGRAPH = (
    "The Permanent Missions are invited to a briefing on migration and development,\n"
    "with the co-chairs of the Global Forum: remittances, the rights of migrants,\n"
    "policy coherence. Documents are on the page — en français aussi.\n\n"
)
TEXT = "Dear [[name]],\n\n" + 10 * PARAGRAPH + "No longer: [[unsubscribe]]\n"
HTML = (
    "<!doctype html>\n<p>Dear [[name]],</p>\n"
    + 10 * f"<p>{PARAGRAPH.strip()}</p>\n"
    + '<p><a href="[[unsubscribe]]">No longer</a></p>\n'
)


def make_mailing(**fields) -> Mailing:
    """Make a mailing that waits for its start."""
    now = timezone.now()
    values = {"purpose": "briefing", "scope": "briefings", "start_at": now} | fields
    mailing = Mailing.objects.create(state=MailingState.SCHEDULED, **values)
    MailingText.objects.create(
        mailing=mailing, language="en", subject=SUBJECT, text=TEXT, html=HTML
    )
    return mailing


def addressees(number: int):
    """Name so many people, each with an address of their own."""
    for n in range(number):
        address = f"reader{n}@example.org"
        yield f"partners.person:{n}", NAMES[n % len(NAMES)], address, "en"


def as_template(text: str) -> Template:
    return Template(text.replace("[[", "{{ ").replace("]]", " }}"))


class Django:
    """The same letter by Django's own means: a template and its message class."""

    def __init__(self) -> None:
        self.text, self.html = as_template(TEXT), as_template(HTML)

    def __call__(self, number: int, name: str, address: str) -> EmailMultiAlternatives:
        values = {"name": name, "unsubscribe": LINK.format(number)}
        message = EmailMultiAlternatives(
            SUBJECT,
            self.text.render(Context(values, autoescape=False)),
            SENDER,
            [f'"{name}" <{address}>'],
            headers={
                "List-Unsubscribe": f"<{values['unsubscribe']}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "List-Id": "UNITAR Seminars <briefings.seminars.example.org>",
                "Auto-Submitted": "auto-generated",
                "Precedence": "bulk",
            },
        )
        message.attach_alternative(self.html.render(Context(values)), "text/html")
        return message
