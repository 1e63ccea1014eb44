"""Which language a request is answered in."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.urls import is_valid_path
from django.utils import translation

from unitar_seminars.context_processors import Version, own_name


class LanguageMiddleware(LocaleMiddleware):
    """Public pages say their language in the address; the others ask the reader.

    `/fr/…` is French and the same path without a prefix is English, whoever asks, so
    that an address means one page. Paths that exist only without a prefix (accounts,
    admin, mailed links) follow the reader's cookie, then the browser's wish.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = translation.get_language_from_path(request.path_info)
        if language is None:
            language = translation.get_language_from_request(request)
            if language != settings.LANGUAGE_CODE and is_public(request.path_info):
                language = settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


def is_public(path: str) -> bool:
    """Tell a path that has a translated twin, which is what makes it public."""
    with translation.override("fr"):
        return is_valid_path(f"/fr{path}")


def speak(request: HttpRequest, language: str) -> str:
    """Answer in the language asked for here, else chosen before, else written to.

    Return what was asked for here: an address without a language can't keep it.
    """
    asked = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    if asked in known:
        language = asked
    elif settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return ""
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return asked if asked in known else ""


def readings(path: str) -> list[Version]:
    """Offer a mailed page in the other languages: by address, for it sends no origin.

    A form of ours would be refused there, and a reading changes nothing.
    """
    others = [
        code for code, _ in settings.LANGUAGES if code != translation.get_language()
    ]
    return [Version(code, own_name(code), f"{path}?language={code}") for code in others]
