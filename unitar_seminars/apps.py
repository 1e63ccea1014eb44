from django.apps import AppConfig
from django.core import checks

from unitar_seminars.deploy_checks import proxies_are_counted


class FrameConfig(AppConfig):
    name = "unitar_seminars"

    def ready(self):
        checks.register(proxies_are_counted, checks.Tags.security, deploy=True)
