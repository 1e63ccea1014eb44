"""Who has to sign in, and what staff need besides a mailed code."""

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

EXEMPT = ("/accounts/", "/admin/logout/", "/language/", settings.STATIC_URL)
# What signing in asks for; recovery codes alone are never asked for.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SignInMiddleware(LoginRequiredMiddleware):
    """Lead whoever has to sign in back to a page, never to the act of a form.

    What was sent after a session had ended is not done, and they are told so.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponse]
    ) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        messages.warning(request, _("You had been signed out, so nothing was done."))
        return redirect_to_login(page_before(request), settings.LOGIN_URL)


def page_before(request: HttpRequest) -> str:
    """Return the page of ours that a form was sent from, else the first one."""
    came_from = request.headers.get("Referer", "")
    hosts, is_secure = {request.get_host()}, request.is_secure()
    if not url_has_allowed_host_and_scheme(came_from, hosts, require_https=is_secure):
        return settings.LOGIN_REDIRECT_URL
    return urlsplit(came_from)._replace(scheme="", netloc="").geturl()


class SecondFactorMiddleware:
    """Lead staff without a second factor to the page where they add one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if lacks_second_factor(request):
            text = _("Organisers need a passkey or an authenticator app: add one here.")
            messages.info(request, text)
            return redirect("mfa_index")
        return self.get_response(request)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Tell whether the setting keeps this request's sender from this page."""
    if not settings.STAFF_NEED_SECOND_FACTOR or request.path.startswith(EXEMPT):
        return False
    return request.user.is_staff and not is_mfa_enabled(request.user, FACTORS)
