"""The Content-Security-Policy header, until Django 6 brings its own.

The setting and the attribute on a response are named as there, so that upgrading means
deleting this file. Nothing in the house is inline, hence no nonce.
"""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"
Policy = Mapping[str, str | Sequence[str]]


def build_policy(policy: Policy) -> str:
    """Write a policy as the header wants it."""
    directives = []
    for name, sources in policy.items():
        allowed = [sources] if isinstance(sources, str) else sources
        directives.append(" ".join([name, *allowed]))
    return "; ".join(directives)


class ContentSecurityPolicyMiddleware:
    """Give every response the policy; a view may bring one of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = getattr(response, "_csp_config", settings.SECURE_CSP)
        response.headers.setdefault(HEADER, build_policy(policy))
        return response
