"""Papers: what may be stored, and from when the public may read it.

A paper is public while it is published, not withdrawn and past its hour. Its bytes
are checked before they are kept, for they are handed out to everybody.
"""

from datetime import datetime
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from seminars.models import Document, DocumentContent
from users import audit
from users.models import Actor

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
LONGEST_NAME = 120
OFFICE = "application/vnd.openxmlformats-officedocument"
ZIP = b"PK\x03\x04"
# By ending: the type that browsers are told, and what such a file begins with.
TYPES = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": (f"{OFFICE}.wordprocessingml.document", ZIP),
    ".pptx": (f"{OFFICE}.presentationml.presentation", ZIP),
    ".xlsx": (f"{OFFICE}.spreadsheetml.sheet", ZIP),
}


def check(filename: str, start: bytes, size: int) -> str:
    """Refuse what is too big or not what its name says; return its type."""
    if size > LARGEST:
        raise ValidationError(
            _("This file is larger than 20 MB: make it smaller, or split it."),
            code="too_big",
        )
    ending = PurePath(filename).suffix.lower()
    content_type, beginning = TYPES.get(ending, ("", b""))
    if not content_type or not start.startswith(beginning):
        raise ValidationError(
            _("Choose a PDF, Word, PowerPoint or Excel file (pdf, docx, pptx, xlsx)."),
            code="file_type",
        )
    return content_type


@transaction.atomic
def attach(
    document: Document, filename: str, data: bytes, *, by: Actor, at: datetime
) -> DocumentContent:
    """Give a paper its content, in the place of what it had."""
    content_type = check(filename, data[:16], len(data))
    content, _created = DocumentContent.objects.update_or_create(
        document=document,
        defaults={
            "filename": kept_name(filename),
            "content_type": content_type,
            "size": len(data),
            "data": data,
        },
    )
    audit.record("attach", document, by=by, at=at)
    return content


def kept_name(filename: str) -> str:
    """Give a file a name that is safe in headers, addresses and folders."""
    name = PurePath(get_valid_filename(PurePath(filename).name))
    return name.stem[:LONGEST_NAME] + name.suffix.lower()


@transaction.atomic
def publish(document: Document, *, by: Actor, at: datetime) -> None:
    """Let those who may read it read it, from its hour on."""
    lock(document)
    if is_published(document):
        raise ValidationError(_("This is published already."), code="published")
    if not DocumentContent.objects.filter(document=document).exists():
        raise ValidationError(
            _("Choose a file first, then publish."), code="no_content"
        )
    document.published_at, document.withdrawn_at = at, None
    document.save(update_fields=["published_at", "withdrawn_at"])
    audit.record("publish", document, by=by, at=at)


@transaction.atomic
def withdraw(document: Document, *, by: Actor, at: datetime, why: str = "") -> None:
    """Take a paper back; its address leads nowhere from now on."""
    lock(document)
    if not is_published(document):
        raise ValidationError(_("This is not published."), code="not_published")
    document.withdrawn_at = at
    document.save(update_fields=["withdrawn_at"])
    audit.record("withdraw", document, by=by, at=at, why=why)


def lock(document: Document) -> None:
    locked = Document.objects.select_for_update()
    document.refresh_from_db(from_queryset=locked)


def is_published(document: Document) -> bool:
    return document.published_at is not None and document.withdrawn_at is None
