"""Mail that the sample set-up wrote to files instead of sending it."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

BETWEEN = b"\n" + b"-" * 79 + b"\n"  # what Django's backend writes after each message
READABLE = ("text/plain", "text/html")


@dataclass(frozen=True)
class Part:
    """A file in a message, such as a calendar entry."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """One message: the file it stands in, its number there, and what it says."""

    file: str
    number: int
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"]).strip()  # where a long one is folded

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def sender(self) -> str:
        return str(self.message["From"])

    @property
    def text(self) -> str:
        return self.body("plain")

    @property
    def html(self) -> str:
        return self.body("html")

    def body(self, kind: str) -> str:
        found = self.message.get_body(preferencelist=(kind,))
        return found.get_content() if found else ""

    @property
    def files(self) -> list[Part]:
        """List all parts that are no text to read."""
        leaves = [part for part in self.message.walk() if not part.is_multipart()]
        return [
            Part(
                part.get_filename() or part.get_content_subtype(),
                f"{part.get_content_type()} {part.get_param('method', '')}".strip(),
                part.get_payload(decode=True),
            )
            for part in leaves
            if part.is_attachment() or part.get_content_type() not in READABLE
        ]


def folder() -> Path | None:
    path = getattr(settings, "EMAIL_FILE_PATH", "")
    return Path(path) if path else None


def newest(*, to: str, limit: int) -> list[Mail]:
    """List the latest mail first, of all or of those whose address says `to`."""
    found = []
    for mail in every():
        if to.lower() in mail.to.lower():
            found.append(mail)
        if len(found) == limit:
            break
    return found


def every() -> Iterator[Mail]:
    place = folder()
    files = list(place.glob("*.log")) if place and place.is_dir() else []
    for file in sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True):
        yield from reversed(mails_in(file))


def find(name: str, number: int) -> Mail | None:
    """Find one message by file and number, if both are there."""
    place = folder()
    if place is None or not (place / name).is_file():
        return None
    mails = mails_in(place / name)
    return mails[number] if number < len(mails) else None


def mails_in(file: Path) -> list[Mail]:
    sources = [source for source in file.read_bytes().split(BETWEEN) if source.strip()]
    return [
        Mail(file.name, number, message_from_bytes(source, policy=policy.default))
        for number, source in enumerate(sources)
    ]
