"""Which language a request is answered in."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.urls import is_valid_path
from django.utils import translation


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
