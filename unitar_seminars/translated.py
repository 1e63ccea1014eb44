"""Text kept in English and French side by side, read in the language of the page.

A model declares the columns and, beside them, the name to read them by:

    title_en, title_fr = bilingual(models.CharField, _("title"), max_length=200)
    title = Translated("title")

`seminar.title` is then the text in the active language, or in the other one
where that is empty; `seminar.title.lang` says which it is.
"""

from collections.abc import Callable
from typing import Any, TypeVar, overload

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "fr")
F = TypeVar("F", bound="models.Field[Any, Any]")


class Language(models.TextChoices):
    """The languages in which content is written and people are addressed."""

    EN = "en", _("English")
    FR = "fr", _("French")


class Text(str):
    """A text that knows its language."""

    lang: str

    def __new__(cls, text: str, lang: str) -> "Text":
        self = super().__new__(cls, text)
        self.lang = lang
        return self


def bilingual(field: Callable[..., F], label: Any, **options: Any) -> tuple[F, F]:
    """Make the English and the French column of one text; neither is ever NULL."""
    options = {"blank": True, "default": "", **options}
    english = format_lazy("{} ({})", label, _("English"))
    french = format_lazy("{} ({})", label, _("French"))
    return field(english, **options), field(french, **options)


class Translated:
    """Read `<name>_en` or `<name>_fr`, whichever suits the active language."""

    def __init__(self, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, thing: None, owner: type) -> "Translated": ...
    @overload
    def __get__(self, thing: models.Model, owner: type) -> Text: ...
    def __get__(self, thing: models.Model | None, owner: type) -> "Text | Translated":
        if thing is None:
            return self
        return in_language(thing, self.name, get_language() or LANGUAGES[0])


def in_language(thing: models.Model, name: str, language: str) -> Text:
    """Tell a text in this language, or in the other where it has none."""
    first = language[:2] if language[:2] in LANGUAGES else LANGUAGES[0]
    others = [other for other in LANGUAGES if other != first]
    for lang in (first, *others):
        if text := getattr(thing, f"{name}_{lang}"):
            return Text(text, lang)
    return Text("", first)
