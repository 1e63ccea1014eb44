"""What readers' providers ask of whoever sends to many, as far as settings tell.

The checks read what the installation declares; they ask no name server.
"""

from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage


def sender_is_believed(**_: Any) -> list[CheckMessage]:
    """Warn of what lets mail end as spam."""
    found: list[CheckMessage] = []
    if not settings.DMARC_DOMAIN:
        found.append(NO_DMARC)
    if not settings.DKIM_SIGNS_LIST_HEADERS:
        found.append(NO_DKIM)
    if settings.DMARC_DOMAIN:
        found += [not_aligned(what, domain) for what, domain in strangers()]
    return found


NO_DMARC = checks.Warning(
    "Nobody has said that a DMARC record stands for the domain that we write from.",
    hint="Publish one, and name the domain where it stands in DMARC_DOMAIN.",
    id="mailing.W001",
)
NO_DKIM = checks.Warning(
    "Nobody has said that DKIM signs List-Unsubscribe and List-Unsubscribe-Post.",
    hint="Let the relay sign both headers, then set DKIM_SIGNS_LIST_HEADERS=1.",
    id="mailing.W002",
)


def strangers() -> Iterator[tuple[str, str]]:
    """List the domains of ours that do not belong to the one with the record."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    named = {
        "DEFAULT_FROM_EMAIL": sender,
        "BOUNCE_DOMAIN": settings.BOUNCE_DOMAIN or sender,
        "SITE_URL": settings.SITE.hostname or "",
    }
    for what, domain in named.items():
        if not f".{domain.lower()}".endswith(f".{settings.DMARC_DOMAIN.lower()}"):
            yield what, domain


def not_aligned(what: str, domain: str) -> CheckMessage:
    return checks.Warning(
        f"{what} is of {domain}, which is not {settings.DMARC_DOMAIN} nor below it.",
        hint="Use one domain for the sender, for what comes back and for the site.",
        id="mailing.W003",
    )
