from anymail.signals import tracking
from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from mailing.deploy_checks import sender_is_believed


class MailingConfig(AppConfig):
    name = "mailing"
    verbose_name = _("Mailing")

    def ready(self) -> None:
        checks.register(sender_is_believed, checks.Tags.security, deploy=True)
        # By name: it reads models, which are not there when this file is read.
        hear = import_string("mailing.events.hear")
        tracking.connect(hear, dispatch_uid="mailing.events")
