"""What settings have to say about the machines between readers and us."""

from django.conf import settings
from django.core import checks


def proxies_are_counted(**_):
    """Refuse https without a proxy that we believe: it is who speaks https."""
    if settings.HTTPS and not settings.PROXIES_IN_FRONT:
        return [NO_PROXY]
    return []


NO_PROXY = checks.Error(
    "SITE_URL is https and PROXIES_IN_FRONT is 0: pages that come through a proxy"
    " redirect to themselves for ever, or all people share one rate limit.",
    hint=(
        "Set PROXIES_IN_FRONT to how many stand in front, at least 1, and let them"
        " send X-Forwarded-Proto and X-Forwarded-For."
    ),
    id="unitar_seminars.E001",
)
