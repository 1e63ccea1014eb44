"""Every address of the house.

An app's `urls.py` has two lists in one namespace: `public_urlpatterns` carry the
language in the address (English has no prefix), `urlpatterns` don't.
"""

from importlib import import_module

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.defaults import page_not_found
from django.views.i18n import set_language

from unitar_seminars import styleguide


def pages_of(app: str) -> URLResolver:
    """Route both lists of an app under its one name, which `include` can't."""
    urls = import_module(f"{app}.urls")
    public = i18n_patterns(*urls.public_urlpatterns, prefix_default_language=False)
    return path("", ([*urls.urlpatterns, *public], urls.app_name, urls.app_name))


def webhooks() -> list[URLResolver]:
    """Let a mail service in that shows our secret; without one there is no door."""
    if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        return []
    return [path("anymail/", include("anymail.urls"))]


def nothing_at(pattern: str, *, name: str) -> URLPattern:
    """Close addresses that a library opens: nobody here has a password."""
    view = login_not_required(page_not_found)
    return re_path(pattern, view, {"exception": Http404()}, name=name)


admin.site.login = secure_admin_login(admin.site.login)
urlpatterns = [
    path("language/", login_not_required(set_language), name="set_language"),
    nothing_at(r"^accounts/password/", name="account_no_password"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    *[pages_of(app) for app in settings.OURS],
]
urlpatterns += webhooks()
if settings.SAMPLE_SETUP:
    urlpatterns.append(path("", include("devtools.urls")))
if settings.DEBUG or settings.SAMPLE_SETUP:
    page = path("styleguide/", styleguide.styleguide, name="styleguide")
    urlpatterns += i18n_patterns(page, prefix_default_language=False)
