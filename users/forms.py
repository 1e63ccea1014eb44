"""allauth's forms with an address to which a mail leaves at once.

Each leaves word on its request, so that `adapter` finds it when no mail could leave.
"""

from typing import Any

from allauth.account import forms
from allauth.core import context


class Mails:
    address_field = "email"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            context.request.form_that_mails = self


class SignIn(Mails, forms.LoginForm):
    address_field = "login"


class AskForCode(Mails, forms.RequestLoginCodeForm):
    pass


class SignUp(Mails, forms.SignupForm):
    pass


class ChangeAddress(Mails, forms.AddEmailForm):
    pass
