"""A briefing as it leaves, in each language: the Markdown itself, and its HTML.

The same words serve the mailing, a test and the preview, so that what is looked at is
what is sent.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from briefings import merging, papers
from briefings.audiences import Recipient
from briefings.models import Briefing
from mailing.models import Mailing, MailingText
from mailing.rendering import HOUSE, fill, sender
from unitar_seminars.markdown import to_html
from unitar_seminars.translated import Language, in_language

# What becomes of a placeholder that is the address of a link.
IN_A_LINK = re.compile(r"%5B%5B(\w+)%5D%5D")
THEIR_OWN = {
    "unsubscribe": f"{settings.SITE_URL}/u/…/",
    "preferences": f"{settings.SITE_URL}/p/…/",
}


@dataclass(frozen=True)
class Written:
    """One text in one language; `letter` is what the frame of an HTML mail holds."""

    language: str
    subject: str
    text: str
    letter: SafeString
    sender: str
    reply_to: str

    @property
    def language_name(self) -> str:
        return str(Language(self.language).label)

    def marked(self, note: str) -> "Written":
        """Put a note before the letter."""
        before = format_html("<p>{}</p>\n", note)
        return replace(self, letter=before + self.letter)

    @property
    def html(self) -> str:
        is_bidi = translation.get_language_info(self.language)["bidi"]
        frame = {
            "letter": self.letter,
            "language": self.language,
            "direction": "rtl" if is_bidi else "ltr",
        }
        return render_to_string("briefings/emails/briefing.html", frame)


def written(briefing: Briefing, language: str) -> Written:
    """Write a briefing in one language; placeholders stay for delivery to fill."""
    with translation.override(language):
        body = in_language(briefing, "body", language)
        name = in_language(briefing.sender, "name", language) if briefing.sender else ""
        context = {
            "briefing": briefing,
            "body": body,
            "papers": papers.linked(briefing),
            "sender": name or HOUSE,
        }
        drawn = IN_A_LINK.sub(r"[[\1]]", to_html(body))
        letter = {**context, "body": mark_safe(drawn)}
        return Written(
            language=language,
            subject=in_language(briefing, "subject", language),
            text=render_to_string("briefings/emails/briefing.txt", context),
            letter=mark_safe(render_to_string("briefings/emails/_letter.html", letter)),
            sender=name,
            reply_to=briefing.sender.reply_to if briefing.sender else "",
        )


def text_of(briefing: Briefing, mailing: Mailing, language: str) -> MailingText:
    """Give the mailing its text in one language."""
    said = written(briefing, language)
    return MailingText(
        mailing=mailing,
        language=language,
        subject=said.subject,
        text=said.text,
        html=said.html,
        sender=said.sender,
        reply_to=said.reply_to,
    )


@dataclass(frozen=True)
class Letter:
    """What one reader gets."""

    written: Written
    sender: str
    to: Recipient

    @property
    def reply_to(self) -> str:
        return self.written.reply_to or settings.CONTACT_ADDRESS


def letter_to(
    recipient: Recipient, briefing: Briefing, language: str, *, at: datetime
) -> Letter:
    """Fill a text as delivery would for this reader, but for links of their own."""
    said = written(briefing, language)
    used = merging.fields_in(said.subject, said.text, said.letter)
    [facts] = merging.merged([replace(recipient, language=language)], used, at=at)
    values = {**facts, **THEIR_OWN, "name": recipient.name}
    escaped = {name: escape(value) for name, value in values.items()}
    filled = replace(
        said,
        subject=fill(said.subject, values),
        text=fill(said.text, values),
        letter=mark_safe(fill(said.letter, escaped)),
    )
    return Letter(filled, sender(said.sender), recipient)
