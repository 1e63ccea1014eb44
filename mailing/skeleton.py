"""Django's own serialisation of a message, not done anew for each reader.

Django writes a sample whose values are marks; the sample is cut there, once for each
set of headers, and the pieces are joined with the values of one message. What can't be
joined exactly is left to Django.
"""

import re
from functools import lru_cache
from itertools import chain
from typing import Any

from django.core.mail import EmailMultiAlternatives

from mailing.folding import folded

MARK, CUT = "ZQ{}QZ", re.compile(rb"ZQ\d+QZ(?:\xc3\xa9)?")
LONGEST = 900  # bytes of a line; from 998 on Django encodes the text another way


def serialised(message: EmailMultiAlternatives) -> bytes | None:
    """Return what Django would make of a text with its HTML, or else nothing."""
    if not is_usual(message):
        return None
    headers = {"Subject": message.subject, "From": message.from_email}
    headers |= {"To": message.to[0], "Reply-To": message.reply_to[0]}
    headers |= message.extra_headers  # this is the order in which Django writes them
    html: Any = message.alternatives[0]
    texts = [eight_bit(str(message.body)), eight_bit(html.content)]
    pieces, boundary = frame(tuple(headers), *[text.isascii() for text in texts])
    if any(boundary in text or longest_line(text) > LONGEST for text in texts):
        return None
    lines = [folded(name, str(value)) for name, value in headers.items()]
    values = [*lines, *texts, b""]
    return b"".join(chain.from_iterable(zip(pieces, values, strict=True)))


def is_usual(message: EmailMultiAlternatives) -> bool:
    names = message.extra_headers.keys()
    return (
        [kind for _, kind in getattr(message, "alternatives", ())] == ["text/html"]
        and bool(message.body)
        and len(message.to) == len(message.reply_to) == 1
        and not (message.attachments or message.cc or message.bcc or message.encoding)
        and {"Date", "Message-ID"} <= names
        and names.isdisjoint({"Subject", "To", "Reply-To", "Cc", "Bcc"})
    )


def eight_bit(text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace("\n", "\r\n").encode()


def longest_line(text: bytes) -> int:
    return max(map(len, text.split(b"\n")))


@lru_cache(maxsize=64)
def frame(names: tuple[str, ...], *are_ascii: bool) -> tuple[list[bytes], bytes]:
    """Return the pieces between the values, and what must not stand in a text."""
    marks = {name: MARK.format(number) for number, name in enumerate(names)}
    text, html = (MARK.format(99) + ("" if plain else "é") for plain in are_ascii)
    sample = EmailMultiAlternatives(
        marks.pop("Subject"), text, "", [marks.pop("To")], headers=marks
    )
    sample.attach_alternative(html, "text/html")
    written: Any = sample.message()
    pieces = CUT.split(written.as_bytes(linesep="\r\n"))
    return pieces, written.get_boundary().encode()
