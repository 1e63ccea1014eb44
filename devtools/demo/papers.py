"""Papers of the sample: short notes as PDF, so that there is something to download."""

from datetime import datetime, timedelta

from devtools.demo.ledger import DEMO
from seminars.models import (
    Document,
    DocumentContent,
    DocumentKind,
    Seminar,
    Visibility,
)
from users import audit

SLUGS = (
    "migration-and-ageing-2007",
    "participation-in-society-2007",
    "transnational-communities-2007",
    "climate-change-and-migration-2008",
    "international-migration-law-2008",
)
NOTE = {
    "en": "Information note (illustrative)",
    "fr": "Note d’information (illustrative)",
}
WIDTH = 78  # characters of a line


def make_papers(*, at: datetime) -> None:
    """Give some seminars of record an information note in English and in French."""
    for seminar in Seminar.objects.filter(slug__in=SLUGS).order_by("pk"):
        for language in ("en", "fr"):
            add_note(seminar, language)


def add_note(seminar: Seminar, language: str) -> None:
    published = seminar.announced_at + timedelta(hours=1)
    document = Document.objects.create(
        seminar=seminar,
        kind=DocumentKind.INFORMATION_NOTE,
        title=NOTE[language],
        language=language,
        visibility=Visibility.PUBLIC,
        published_at=published,
    )
    title = getattr(seminar, f"title_{language}")
    data = pdf([title, "", NOTE[language], "", getattr(seminar, f"summary_{language}")])
    DocumentContent.objects.create(
        document=document,
        filename=f"{seminar.slug}-{language}.pdf",
        content_type="application/pdf",
        size=len(data),
        data=data,
    )
    audit.record("publish", document, by=DEMO, at=published)


def pdf(paragraphs: list[str]) -> bytes:
    """Draw one page of plain text: the smallest PDF that readers open."""
    lines = [line for text in paragraphs for line in wrapped(text)]
    shown = b" T* ".join(b"(" + escaped(line) + b") Tj" for line in lines)
    drawn = b"BT /F1 12 Tf 16 TL 60 780 Td " + shown + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
        b" /Encoding /WinAnsiEncoding >>",
    ]
    return assembled(objects)


def assembled(objects: list[bytes]) -> bytes:
    """Number the objects and add the table of where each begins."""
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj %s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(data))
    )


def wrapped(text: str) -> list[str]:
    """Break a paragraph into lines; an empty one stays a line."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > WIDTH:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def escaped(line: str) -> bytes:
    said = line.encode("cp1252", "replace")
    for special in (b"\\", b"(", b")"):
        said = said.replace(special, b"\\" + special)
    return said
