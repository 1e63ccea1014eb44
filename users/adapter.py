"""How mails of allauth leave: at once and stored nowhere, for they carry codes.

So a relay that refuses one, or is down, is met by whoever is waiting for it. They get
back what they typed and read what to do; what merely tells of a fact is given up.
"""

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import passthrough_next_redirect_url
from allauth.core import context as current
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.utils import build_absolute_uri
from anymail.exceptions import AnymailError
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.mail import EmailMessage, get_connection
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from users.models import User

logger = logging.getLogger(__name__)
PATIENCE = 10  # seconds
FAILURES = (smtplib.SMTPException, OSError, AnymailError)


class AccountAdapter(DefaultAccountAdapter):
    only_tells = False

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except FAILURES as error:
            # Not its words, in which relays repeat the address.
            logger.warning("no %s was sent: %s", template_prefix, kind_of(error))
            if self.only_tells:
                return
            take_back(current.request, email)
            raise ImmediateHttpResponse(answer(current.request)) from error

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """Wait for the relay as long as somebody does who looks at a page."""
        message = super().render_mail(*args, **kwargs)
        message.connection = get_connection(timeout=PATIENCE)
        return message

    def send_account_already_exists_mail(self, email: str) -> None:
        """Lead to the sign-in; allauth would lead to a new password."""
        login_url = build_absolute_uri(current.request, reverse("account_login"))
        name = "account/email/account_already_exists"
        self.send_mail(name, email, {"login_url": login_url})

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell of what has happened and stays so, even where it can't be told."""
        self.only_tells = True
        super().send_notification_mail(*args, **kwargs)

    def save_user(
        self, request: HttpRequest, user: User, form: Form, commit: bool = True
    ) -> User:
        request.new_account = super().save_user(request, user, form, commit)
        return request.new_account


def kind_of(error: Exception) -> str:
    """Name an error by its class and the code that SMTP or HTTP gave, if any."""
    refused = list(getattr(error, "recipients", {}).values())
    code = refused[0][0] if refused else getattr(error, "smtp_code", "")
    code = code or getattr(error, "status_code", None) or ""
    return f"{type(error).__name__} {code}".strip()


def take_back(request: HttpRequest, email: str) -> None:
    """Leave things as they were, so that the same address may be tried again."""
    ratelimit.clear(request, action="confirm_email", key=email.lower())
    if account := getattr(request, "new_account", None):
        account.delete()


def answer(request: HttpRequest) -> HttpResponse:
    """Say it on the form that was sent; a button that only sends again has none."""
    said = _(
        "The mail could not be sent: check the address, or try again in some minutes."
    )
    form = getattr(request, "form_that_mails", None)
    if form is None:
        messages.error(request, said)
        return redirect(back_from(request))
    form.add_error(form.address_field, said)
    view = request.resolver_match.func.view_class()
    view.setup(request)
    return view.render_to_response(view.get_context_data(form=form))


def back_from(request: HttpRequest) -> str:
    """Return the page with the button; passkeys are sent to an address without one."""
    has_page = request.resolver_match.url_name.startswith("account_")
    page = request.path if has_page else reverse("account_login")
    return passthrough_next_redirect_url(request, page, REDIRECT_FIELD_NAME)
