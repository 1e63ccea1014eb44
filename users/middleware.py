"""What staff need besides a mailed code."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

EXEMPT = ("/accounts/", "/admin/logout/", "/language/", settings.STATIC_URL)
# What signing in asks for; recovery codes alone are never asked for.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


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
