"""A row becomes a message that every backend of Django takes.

The text part comes first. Nothing that somebody typed can start a new header: what
stands in headers is one line, names are quoted or encoded.
"""

import re
from collections.abc import Mapping
from email.header import Header
from email.utils import formataddr, formatdate, parseaddr
from functools import lru_cache
from html import escape

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

from mailing.envelope import Envelope
from mailing.models import Mailing, MailingText, Message
from mailing.preferences import Preferences
from mailing.unsubscription import Unsubscription
from unitar_seminars.links import MARK, Link

HOUSE = "UNITAR Seminars"
PLACEHOLDER = re.compile(r"\[\[(\w+)\]\]")
PLACEHOLDERS = frozenset(  # in texts of mailings
    {"name", "link", "organisation", "country", "unsubscribe", "preferences"}
)
METHOD = re.compile(r"^METHOD:([A-Z-]+)\s*$", re.MULTILINE)
File = tuple[str, bytes, str]
FILES = {"REQUEST": "invitation", "CANCEL": "cancellation"}


class Renderer:
    """Render rows; the texts and files of a mailing are read once."""

    def __init__(self) -> None:
        self.texts: dict[tuple[int, str], MailingText] = {}
        self.files: dict[int, list[File]] = {}

    def __call__(self, row: Message) -> EmailMultiAlternatives:
        envelope = Envelope.of(row.pk)
        headers, name, answers_to = headers_of(row), "", settings.CONTACT_ADDRESS
        if row.mailing is None:
            subject, text, html = personal(row)
        else:
            written = self.text_for(row.mailing, row)
            ways_out = ways_out_of(row)
            subject, text, html = from_mailing(row, written, unsubscribe=ways_out[0])
            headers |= list_headers(row.mailing, ways_out)
            name, answers_to = written.sender, written.reply_to or answers_to
        if envelope.address:  # mail services refuse another sender than the visible
            headers["From"] = sender(name)
        message = EmailMultiAlternatives(
            subject=one_line(subject),
            body=text,
            from_email=envelope.address or sender(name),
            to=[mailbox(row.name, row.address)],
            reply_to=[answers_to],
            headers=headers,
        )
        # Mail services give this back with their reports; a relay never sees it.
        message.metadata = {"message": envelope.token}  # type: ignore[attr-defined]
        if html:
            message.attach_alternative(html, "text/html")
        attach_calendars(message, row.calendars)
        for file in self.files_of(row.mailing):
            message.attach(*file)
        return message

    def files_of(self, mailing: Mailing | None) -> list[File]:
        """Give name, content and type of what goes with every message."""
        if mailing is None:
            return []
        if mailing.pk not in self.files:
            found = mailing.files.order_by("pk")
            columns = found.values_list("name", "data", "content_type")
            self.files[mailing.pk] = [(n, bytes(d), kind) for n, d, kind in columns]
        return self.files[mailing.pk]

    def text_for(self, mailing: Mailing, row: Message) -> MailingText:
        """Find the mailing's text in the row's language, else in another it has."""
        wanted = (mailing.pk, row.language)
        if wanted not in self.texts:
            texts = {text.language: text for text in mailing.texts.order_by("language")}
            if not texts:
                raise LookupError("This mailing has no text.")
            first = next(iter(texts.values()))
            self.texts[wanted] = texts.get(row.language, first)
        return self.texts[wanted]


def personal(row: Message) -> tuple[str, str, str]:
    """Fill the mailed link into a text that is finished but for it."""
    link = link_in(row)
    if not link:
        return row.subject, row.text, row.html
    text, html = row.text.replace(MARK, link), row.html.replace(MARK, escape(link))
    return row.subject, text, html


def from_mailing(
    row: Message, text: MailingText, *, unsubscribe: str
) -> tuple[str, str, str]:
    values = {name: str(value) for name, value in row.merge.items()}
    values |= {"name": row.name, "link": link_in(row), "unsubscribe": unsubscribe}
    values["preferences"] = Preferences.of(row.pk).url
    escaped = {name: escape(value) for name, value in values.items()}
    return fill(text.subject, values), fill(text.text, values), fill(text.html, escaped)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values where their placeholders stand; what is no placeholder stays."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def link_in(row: Message) -> str:
    if not row.merge.get("link"):
        return ""
    kind, pk, generation = row.merge["link"]
    return Link(kind, pk, generation).url


def headers_of(row: Message) -> dict[str, str]:
    """Return what every message carries; the id is the same when it is sent again."""
    return {
        "Message-ID": f"<m{row.pk}@{settings.SITE.hostname}>",
        "Date": formatdate(),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }


def ways_out_of(row: Message) -> tuple[str, str]:
    """Return a page and a mailbox, either of which ends the list for this reader."""
    ending = Unsubscription.of(row.pk)
    return ending.url, ending.mailto


def list_headers(mailing: Mailing, ways_out: tuple[str, str]) -> dict[str, str]:
    """Return what mail to many carries, so that readers can end it in one click."""
    scope = re.sub(r"[^a-z0-9]+", "-", mailing.scope.lower()).strip("-")
    return {
        "List-Id": f"{HOUSE} <{scope}.{settings.SITE.hostname}>",
        "List-Unsubscribe": ", ".join(f"<{way}>" for way in ways_out),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Help": f"<mailto:{settings.CONTACT_ADDRESS}>",
        "List-Archive": f"<{settings.SITE_URL}{settings.MAIL_ARCHIVE_PATH}>",
        "Precedence": "bulk",
        "Feedback-ID": f"{mailing.pk}:{scope}:unitar-seminars",
    }


def sender(name: str = "") -> str:
    """Write our one address, which the relay signs, under this or the house's name."""
    return under_name(name, settings.DEFAULT_FROM_EMAIL)


@lru_cache
def under_name(name: str, sender: str) -> str:
    usual, address = parseaddr(sender)
    return mailbox(name or usual or HOUSE, address)


def mailbox(name: str, address: str) -> str:
    """Write a name and an address as one header can hold them."""
    name, address = one_line(name), on_the_wire(one_line(address))
    if name.isascii():
        return formataddr((name, address))
    words = Header(name, "utf-8").encode(linesep="")
    return f"{words} <{address}>"


def on_the_wire(address: str) -> str:
    """Write a domain of other letters as the name servers know it."""
    if address.isascii():
        return address
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{punycode(domain)}"


def one_line(text: str) -> str:
    return " ".join(text.split())


def attach_calendars(message: EmailMultiAlternatives, calendars: list[str]) -> None:
    """Attach each object; a single one is also shown by programs that know how."""
    for number, calendar in enumerate(calendars, start=1):
        found = METHOD.search(calendar)
        method = found[1] if found else "PUBLISH"
        kind = f"text/calendar; method={method}"
        name = FILES.get(method, "calendar")
        if len(calendars) == 1:
            message.attach_alternative(calendar, kind)
            message.attach(f"{name}.ics", calendar, kind)
        else:
            message.attach(f"{name}-{number}.ics", calendar, kind)
